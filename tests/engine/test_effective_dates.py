"""Every date from or until which a rule of the packs holds is tried on both of its sides.

For each boundary (an effective date, or the first or last class) people of many years are dated,
some with failed exams, and what their receipts name must lie on the right side of it.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from pathways.planning.catalogue import Destination, Milestone, TimingRule
from pathways.planning.dates import intakes_around
from pathways.planning.edits import fail
from pathways.planning.plans import Current, Plan, Situation
from pathways.planning.schedule import schedule
from pathways.planning.search import as_plan, search
from pathways.planning.timeline import Marker, Timeline
from tests.engine.editions import shipped

YEARS = range(2016, 2036)


class Boundary(NamedTuple):
    """A day or class on which a rule begins or ends to hold; ``until`` is the first without it."""

    milestone: str
    rule: str
    since: dt.date | int | None
    until: dt.date | int | None


class Dated(NamedTuple):
    """What a receipt names: the rule, the day, the class."""

    rule: str
    day: dt.date
    year: int | None


def boundaries(milestones: list[Milestone]) -> Iterator[Boundary]:
    for milestone in milestones:
        for rule in milestone.rules:
            for since, until in edges(rule):
                yield Boundary(milestone.key, rule.key, since, until)


def edges(rule: TimingRule) -> Iterator[tuple[dt.date | int | None, dt.date | int | None]]:
    if rule.effective_from:
        yield rule.effective_from, None
    if rule.effective_until:
        yield None, rule.effective_until
    if rule.cohort and rule.cohort.first:
        yield rule.cohort.first, None
    if rule.cohort and rule.cohort.last:
        yield None, rule.cohort.last + 1


BOUNDARIES = list(boundaries(list(shipped().milestones.values())))


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=lambda one: f"{one.milestone}.{one.rule}")
def test_a_rule_holds_on_its_side_only(boundary: Boundary) -> None:
    edge = boundary.since or boundary.until
    assert edge is not None
    seen = found(boundary.milestone)
    sides = {side(one, edge) for one in seen}
    assert sides >= {"before", "after"}, f"nobody was dated on both sides of {edge}"
    right = "after" if boundary.since else "before"
    by_rule = {side(one, edge) for one in seen if one.rule == boundary.rule}
    assert by_rule <= {right}
    superseded = {rule.supersedes for rule in shipped().milestones[boundary.milestone].rules}
    assert by_rule or boundary.rule in superseded, "no one was dated by the rule"


def side(one: Dated, edge: dt.date | int) -> str:
    """On which side of a boundary somebody lies; "" for people who are in no class."""
    value = one.year if isinstance(edge, int) else one.day
    if value is None:
        return ""
    return "before" if value < edge else "after"  # type: ignore[operator]


@cache
def found(key: str) -> tuple[Dated, ...]:
    """How people of many years are dated, at once and after a failure or two."""
    return tuple(_found(shipped().milestones[key]))


def _found(milestone: Milestone) -> Iterator[Dated]:
    for plan in plans(milestone):
        edition = shipped()
        for _ in range(3):
            timeline = schedule(edition, plan, plan.situation.as_of)
            marker = timeline.item(milestone.key)
            if not isinstance(marker, Marker):
                break
            rule = marker.at.receipt.rule.rpartition(".")[2]
            yield Dated(rule, marker.at.date, class_of(milestone, timeline))
            if milestone.kind != "exam":
                break
            plan = fail(plan, marker)


def class_of(milestone: Milestone, timeline: Timeline) -> int | None:
    keys = {rule.cohort.of for rule in milestone.rules if rule.cohort}
    return next((timeline.classes[key] for key in keys if key in timeline.classes), None)


def plans(milestone: Milestone) -> Iterator[Plan]:
    """People who begin a stage that the milestone is about, each year, as of the day they begin."""
    edition = shipped()
    keys = dict.fromkeys(ref.key for ref in milestone.shown_with)
    for rule in milestone.rules:
        keys |= dict.fromkeys(ref.key for ref in rule.has)
        if rule.cohort:
            cohort = edition.cohorts[rule.cohort.of]
            keys |= dict.fromkeys(ref.key for one in cohort.year_of for ref in one.refs)
    for key in keys:
        stage, goal = edition.stages.get(key), goal_from(key, milestone.jurisdiction)
        if stage is None or goal is None:
            continue
        for year in YEARS:
            starts = list(intakes_around(stage.intakes, dt.date(year, 7, 1)))
            start = next((day for day in starts if day.year == year), dt.date(year, 8, 1))
            situation = at(key, start)
            for chosen in search(edition, situation, goal).found[:1]:
                yield as_plan(edition, situation, goal.key, chosen)


@cache
def goal_from(key: str, jurisdiction: str) -> Destination | None:
    """A destination of a country to which a stage leads."""
    edition = shipped()
    if key not in edition.stages:
        return None
    situation = at(key, dt.date(2026, 8, 1))
    here = (one for one in edition.destinations.values() if one.jurisdiction == jurisdiction)
    return next((one for one in here if search(edition, situation, one).found), None)


def at(key: str, start: dt.date) -> Situation:
    return Situation(as_of=start, at=(Current(stage=key, start=start),))


def test_there_are_boundaries_of_each_kind() -> None:
    kinds = {type(one.since or one.until) for one in BOUNDARIES}
    assert kinds == {dt.date, int}
