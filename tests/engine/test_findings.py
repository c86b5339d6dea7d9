"""Findings as data: tests/cases/findings/*.yaml, and every code has a case."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pathways.planning import checks
from pathways.planning.plan_documents import read_plan
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Finding
from tests.engine.editions import shipped

FILES = sorted((Path(__file__).parents[1] / "cases" / "findings").glob("*.yaml"))
CASES = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]
STUDENT = {
    "as_of": "2026-11-21",
    "at": [{"stage": "medical_school", "track": "md", "start": "2024-08-01"}],
}
NEURO = ["pgy1", "dr_residency", "f_neuro", "attending"]


def findings_of(case: dict[str, Any]) -> tuple[Finding, ...]:
    steps = [str(one).partition("@") for one in case.get("route", NEURO)]
    document = {
        "format": 1,
        "destination": case.get("destination", "neuroradiology"),
        "situation": case.get("situation", STUDENT),
        "route": [{"stage": stage, "track": track} for stage, _, track in steps],
        "changes": case.get("changes", {}),
        "clocks": case.get("clocks", []),
    }
    today = case.get("today", dt.date(2026, 11, 21))
    return schedule(shipped(), read_plan(document), today).findings


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_finding(case: dict[str, Any]) -> None:
    findings = findings_of(case)
    codes = {finding.code for finding in findings}
    assert set(case["finds"]) <= codes, codes
    assert not set(case.get("finds_not", ())) & codes, codes
    unwanted = [one for one in findings if one.severity in case.get("without", ())]
    assert not unwanted
    assert all(one.says and one.why for one in findings)


def test_a_gap_leads_to_its_reason_on_the_page() -> None:
    """A receipt is opened by “Why”; no page calls it a receipt."""
    case = next(one for one in CASES if one["finds"] == ["gap"])
    (gap,) = (one for one in findings_of(case) if one.code == "gap")
    assert re.match(r"“Why” beside [^.]+ says what it waits for\. ", gap.why)


def codes_without_case(cases: list[dict[str, Any]]) -> set[str]:
    told = {code for case in cases for code in case["finds"]}
    files = Path(str(checks.__file__)).parent.glob("*.py")
    source = "".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r'code="(\w+)"', source)) - told


def test_every_code_has_a_case() -> None:
    assert codes_without_case(CASES) == set()
    assert codes_without_case([case for case in CASES if "gap" not in case["finds"]]) == {"gap"}
