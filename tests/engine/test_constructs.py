"""Constructs as data: tests/cases/constructs/*.yaml, each with a catalogue of its own."""

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pathways.planning import catalogue as c
from pathways.planning.backcast import backcast
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Plan
from pathways.planning.ranges import finish_range
from pathways.planning.schedule import schedule
from pathways.planning.search import as_plan, search
from pathways.planning.timeline import Marker, Timeline
from tests.engine.test_cases import as_range, day_of, wrong_range

FILES = sorted((Path(__file__).parents[1] / "cases" / "constructs").glob("*.yaml"))
KINDS: tuple[Any, ...] = (
    c.Stage,
    c.Track,
    c.TimingRule,
    c.Milestone,
    c.Pattern,
    c.Validity,
    c.Renewal,
    c.Clock,
    c.LeaveRule,
    c.Counting,
    c.TimeOut,
    c.LockOut,
    c.Lead,
    c.Cohort,
    c.Anchor,
    c.Statement,
    c.Warns,
)
# Names, words and figures say what something is, not when.
NO_RULES = {"key", "name", "short", "kind", "jurisdiction", "summary", "aliases", "years", "figure"}
NO_RULES |= {"says", "organisation", "fees", "label", "when_out", "rules", "about", "text"}
RENAMED = {
    "from_day": "from",
    "until_day": "until",
    "round_up": "round_up",
    "with_refs": "with",
}
TOLD_AS = {
    **dict.fromkeys(["any_day", "day", "month", "nth", "from", "until", "weekday"], "pattern"),
    **dict.fromkeys(["effective_from", "effective_until", "supersedes"], "effective"),
    **dict.fromkeys(["requires", "shown_with", "worked", "start", "end"], "requirement"),
    **dict.fromkeys(["intakes"], "intake"),
    **dict.fromkeys(["counts_as"], "counting"),
    **dict.fromkeys(["sittings"], "sitting"),
    **dict.fromkeys(["tracks", "guaranteed", "closes"], "track"),
    **dict.fromkeys(["months", "starts", "counts", "clocks"], "clock"),
    **dict.fromkeys(["uses"], "validity"),
    **dict.fromkeys(["weeks_per_year"], "leave"),
    **dict.fromkeys(["days", "within", "beyond"], "leave"),
    **dict.fromkeys(["since", "step", "whole_months"], "counting"),
    **dict.fromkeys(["max_months"], "time_out"),
    **dict.fromkeys(["after", "begins"], "lock_out"),
    **dict.fromkeys(["year_of", "year_begins"], "cohort"),
    **dict.fromkeys(["birth_month"], "renewal"),
    **dict.fromkeys(["of"], "anchor"),
    **dict.fromkeys(["has_any", "to_come", "exceeds", "before"], "warns"),
    **dict.fromkeys(["part_time_below", "slowed", "failed", "no_place", "severity"], "warns"),
    "latest": "sitting",
}
SECTIONS = ("stages", "milestones", "cohorts", "clocks", "statements")
CASES = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]


def edition_of(case: dict[str, Any]) -> Edition:
    """The case's catalogue with what every catalogue has filled in."""
    common = {"jurisdiction": "xx"}
    stages = {
        key: {"name": key, "kind": "residency", **common, **one}
        for key, one in case["stages"].items()
    }
    milestones = {
        key: {"name": key, **common, **one} for key, one in case.get("milestones", {}).items()
    }
    statements = {
        key: {"kind": "pitfall", "about": list(stages)[:1], "text": key, **one}
        for key, one in case.get("statements", {}).items()
    }
    goal = case.get("goal", list(stages)[-1])
    return read_edition(
        {
            "format": 1,
            "jurisdictions": {
                "xx": {"name": "Nowhere", "currency": "USD"},
                "yy": {"name": "Elsewhere", "currency": "USD"},
            },
            "cohorts": case.get("cohorts", {}),
            "stages": stages,
            "milestones": milestones,
            "statements": statements,
            "clocks": case.get("clocks", {}),
            "destinations": {
                "goal": {
                    "name": "Goal",
                    "kind": "role",
                    **common,
                    "requires": [{"any": [goal]}],
                    "finish": goal,
                    "natural_start": "",
                }
            },
        }
    )


def plan_of(edition: Edition, case: dict[str, Any]) -> Plan:
    at = {"track": "", **case["at"]}
    told = read_plan(
        {
            "format": 1,
            "destination": "goal",
            "situation": {
                "as_of": case.get("as_of", at["start"]),
                "at": [at],
                "done": [{"track": "", **one} for one in case.get("done", [])],
            },
            "changes": case.get("changes", {}),
            "clocks": [{"key": key} for key in case.get("turned_on", [])],
        }
    )
    found = search(edition, told.situation, edition.destinations["goal"]).found
    assert len(found) == 1, found
    plan = as_plan(edition, told.situation, "goal", found[0])
    plan = replace(plan, clocks=told.clocks, birth_month=case.get("birth_month"))
    for key, change in told.changes.items():
        plan = plan.with_change(key, change)
    return plan


def timeline_of(case: dict[str, Any]) -> Timeline:
    edition = edition_of(case)
    today = case.get("today", case.get("as_of", case["at"]["start"]))
    return schedule(edition, plan_of(edition, case), today)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_construct(case: dict[str, Any]) -> None:
    timeline = timeline_of(case)
    wrong = {}
    for place, expected in case["expect"].items():
        first, last = as_range(expected)
        found = day_of(timeline, place)
        if not first <= found <= last:
            wrong[place] = f"{found}, expected {expected}"
    assert not wrong
    if "between" in case:
        edition = edition_of(case)
        assert not wrong_range(finish_range(edition, plan_of(edition, case)), case)
    codes = {finding.code for finding in timeline.findings}
    assert set(case.get("finds", ())) <= codes
    assert not set(case.get("finds_not", ())) & codes
    for key, says in case.get("superseded", {}).items():
        assert marker_of(timeline, key).at.receipt.superseded == (says,)
    for key, note in case.get("notes", {}).items():
        assert note in marker_of(timeline, key).at.receipt.note
    for key, precision in case.get("precision", {}).items():
        assert marker_of(timeline, key).at.precision == precision
    for key, status in case.get("status", {}).items():
        item = timeline.item(key)
        assert item is not None
        assert item.status == status
    assert not [key for key in case.get("absent", ()) if timeline.item(key)]
    if "told" in case:
        pitfalls = [one for one in timeline.findings if one.code == "pitfall"]
        assert {one.says: one.severity for one in pitfalls} == case["told"]
    for code, words in case.get("says", {}).items():
        assert any(one.code == code and words in one.says for one in timeline.findings), code


def marker_of(timeline: Timeline, key: str) -> Marker:
    item = timeline.item(key)
    assert isinstance(item, Marker)
    return item


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_backwards_agrees(case: dict[str, Any]) -> None:
    edition = edition_of(case)
    plan = plan_of(edition, case)
    finish = schedule(edition, plan, case["at"]["start"]).finish
    assert finish
    result = backcast(edition, plan, finish.date, case["at"]["start"])
    assert (result.verdict, result.slack_months) == ("feasible", 0)
    for one in result.latest:
        assert one.by is None or one.planned <= one.by <= finish.date
    driving = [one.slack_months for one in result.latest if one.key in result.timeline.driving]
    assert all(slack == 0 for slack in driving)


def kinds() -> set[str]:
    """Every kind of rule the catalogue knows, as cases and docs write it."""
    names = {one.name for kind in KINDS for one in fields(kind)} - NO_RULES
    names |= set(c.LENGTH_UNITS) | {"worked", "end", "start", "clocks", "abroad"}
    return {RENAMED.get(name, name) for name in names}


def used(cases: list[dict[str, Any]]) -> set[str]:
    """Every word that stands for something in the catalogues of cases."""
    parts = [{name: case.get(name) for name in SECTIONS} for case in cases]
    return set(re.findall(r"[a-z_]+", str(parts)))


def test_every_kind_of_rule_has_a_case_and_a_paragraph() -> None:
    page = (Path(__file__).parents[2] / "docs" / "engine.md").read_text("utf-8")
    paragraphs = page.partition("## The kinds of rules")[2].partition("\n## ")[0]
    assert kinds() - used(CASES) == set()
    told = set(re.findall(r"[a-z_]+", paragraphs.lower()))
    assert {TOLD_AS.get(kind, kind) for kind in kinds()} - told == set()
    without = [case for case in CASES if "retake_wait_months" not in str(case)]
    assert kinds() - used(without) == {"retake_wait_months"}


def test_every_case_names_where_it_comes_from() -> None:
    assert all(case["source"] and case["expect"] for case in CASES)
