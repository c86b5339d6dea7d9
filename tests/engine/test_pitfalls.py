"""Pitfalls as data: tests/cases/pitfalls/*.yaml, a plan that is told of each and one that is not.

And the usual plans: what they are warned of was read one by one, and is listed in usual.yaml.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pathways.planning.catalogue.expressions import Ref
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Current, Situation
from pathways.planning.routes import Route, find_routes
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Finding
from tests.engine.editions import shipped

FOLDER = Path(__file__).parents[1] / "cases" / "pitfalls"
USUAL: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "usual.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = [
    case
    for file in sorted(FOLDER.glob("*.yaml"))
    if file.name != "usual.yaml"
    for case in yaml.safe_load(file.read_text("utf-8"))
]
TODAY = dt.date(2026, 11, 30)
FROM_INDIA = (Ref("in_crmi"), Ref("in_md"))
AT_LEAST = 60
AT_MOST = 5


def findings_of(case: dict[str, Any]) -> tuple[Finding, ...]:
    """The pitfalls that the plan of a case is told of."""
    steps = [one.partition("@") for one in case["route"]]
    running = [(*key.partition("@"), start) for key, start in case.get("at", {}).items()]
    past = [(*key.partition("@"), date) for key, date in case.get("done", {}).items()]
    document = {
        "format": 1,
        "destination": case["to"],
        "situation": {
            "as_of": TODAY.isoformat(),
            "at": [
                {"stage": stage, "track": track, "start": str(start)}
                for stage, _, track, start in running
            ],
            "done": [
                {"key": key, "track": track, "date": str(date)} for key, _, track, date in past
            ],
        },
        "route": [{"stage": stage, "track": track} for stage, _, track in steps],
        "changes": case.get("changes", {}),
        "clocks": [{"key": key} for key in case.get("clocks", ())],
    }
    found = schedule(shipped(), read_plan(document), TODAY).findings
    return tuple(one for one in found if one.code == "pitfall")


@pytest.mark.parametrize("case", CASES, ids=[case["pitfall"] for case in CASES])
def test_a_pitfall_reaches_the_plan_it_concerns_and_no_other(case: dict[str, Any]) -> None:
    statement = shipped().statements[case["pitfall"]]
    assert statement.warns
    (told,) = (one for one in findings_of(case) if one.says == statement.text)
    assert told.severity == statement.warns.severity
    assert told.sources == statement.figure.sources
    assert told.sources or "isn't verified" in told.why or statement.figure.note
    others = [one.says for one in findings_of(case | case["neighbour"])]
    assert statement.text not in others


def test_every_pitfall_with_a_condition_has_a_case() -> None:
    conditional = {key for key, one in shipped().statements.items() if one.warns}
    told = [case["pitfall"] for case in CASES]
    assert set(told) == conditional
    assert len(told) == len(set(told)) >= AT_LEAST


def usual_routes() -> Iterator[Route]:
    """Every route to each destination from its usual start and from each stage on the first of
    these routes; to those of doctors also from where people come to its country from elsewhere."""
    edition = shipped()
    for destination in edition.destinations.values():
        start = edition.stages.get(destination.natural_start)
        if start is None:
            continue
        usual = _in(start.key)
        first = find_routes(edition, usual, destination, TODAY).found[:1]
        starts = [ref for one in first for ref in one.plan.route]
        if "medical_degree" in start.counts_as:
            starts += [
                Ref(stage.key)
                for stage in edition.stages.values()
                if stage.entry_only and stage.jurisdiction == destination.jurisdiction
            ]
            starts += FROM_INDIA
        for situation in (usual, *(_in(ref.key, ref.track) for ref in starts)):
            yield from find_routes(edition, situation, destination, TODAY).found


def _in(stage: str, track: str = "") -> Situation:
    at = (Current(stage=stage, track=track, start=dt.date(2026, 7, 1)),)
    return Situation(as_of=TODAY, at=at)


def test_usual_plans_have_few_warnings_and_each_was_read() -> None:
    """A warning that is new on a usual plan is read before it is added to usual.yaml."""
    edition = shipped()
    keys = {one.text: key for key, one in edition.statements.items() if one.warns}
    met = set()
    for route in usual_routes():
        warnings = [one for one in route.timeline.findings if one.severity == "warning"]
        assert len(warnings) <= AT_MOST, route.plan
        country = edition.destinations[route.plan.destination].jurisdiction
        met |= {(country, keys[one.says]) for one in warnings if one.code == "pitfall"}
    listed = {(country, key) for country, told in USUAL.items() for key in told}
    assert met - listed == set()
    assert all(edition.statements[key].warns for _, key in listed)


def test_a_plan_that_exceeds_a_clock_says_by_how_much() -> None:
    case = next(case for case in CASES if case["pitfall"] == "j1_seven_years")
    (told,) = (one for one in findings_of(case) if "84 months" in one.says)
    assert told.why.startswith("Your training takes 96 months of the 84 allowed.")
