"""The range of a finish: it never contradicts the plan, and each end has its reasons."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from pathways.planning.catalogue import Edition, Figure
from pathways.planning.edits import EditError, fail_on
from pathways.planning.frame import make_frame
from pathways.planning.happening import PlacedMilestone
from pathways.planning.ordering import looks_at
from pathways.planning.passes import first_pass, pass_again
from pathways.planning.plans import Plan
from pathways.planning.ranges import FinishRange, describe_reason, finish_range
from pathways.planning.routes import find_routes
from pathways.planning.schedule import schedule
from tests.engine.editions import shipped
from tests.engine.generated import worlds
from tests.engine.plans import plans
from tests.engine.test_cases import as_situation, load_cases

TODAY = dt.date(2026, 11, 21)
World = tuple[Edition, Plan] | None
SOURCED = Figure(sources=("page",), confidence="A", basis="rule")


def check(edition: Edition, plan: Plan) -> FinishRange | None:
    """What holds for the range of every plan."""
    finish = schedule(edition, plan, TODAY).finish
    found = finish_range(edition, plan)
    assert (found and found.planned) == (finish and finish.date)
    if found is None:
        return None
    assert found.earliest.date <= found.planned <= found.latest.date
    for end in (found.earliest, found.latest):
        assert bool(end.reasons) == (end.date != found.planned)
        for reason in end.reasons:
            assert describe_reason(reason, str).startswith(reason.name)
    assert not any(one.kind == "resit" for one in found.earliest.reasons)
    assert sum(one.kind == "resit" for one in found.latest.reasons) <= 1
    assert finish_range(edition, plan) == found
    return found


@given(world=worlds())
@settings(max_examples=150, deadline=None)
def test_a_range_holds_its_plan(world: World) -> None:
    if world is not None:
        check(*world)


@given(plan=plans(beside=0))
@settings(max_examples=60, deadline=None)
def test_a_range_holds_any_shipped_plan(plan: Plan) -> None:
    check(shipped(), plan)


@given(world=worlds())
@settings(max_examples=150, deadline=None)
def test_what_is_certain_has_no_range(world: World) -> None:
    if world is None:
        return
    edition, plan = world
    found = finish_range(certain(edition), replace(plan, changes={}))
    assert found is None or found.earliest.date == found.latest.date


def certain(edition: Edition) -> Edition:
    """The edition without windows, estimates, usual times and exams."""
    stages = {
        key: replace(one, intakes=(), length=replace(one.length, figure=SOURCED))
        for key, one in edition.stages.items()
    }
    milestones = {
        key: replace(
            one,
            kind="certificate",
            rules=tuple(replace(rule, sittings=(), usual=()) for rule in one.rules),
        )
        for key, one in edition.milestones.items()
    }
    return replace(edition, stages=stages, milestones=milestones)


@given(world=worlds())
@settings(max_examples=150, deadline=None)
def test_placing_again_what_a_failure_touches_is_as_placing_everything(world: World) -> None:
    if world is None:
        return
    edition, plan = world
    frame = make_frame(edition, plan)
    everything = frozenset(looks_at(frame))
    before = first_pass(frame, everything)
    for milestone in frame.milestones:
        placed = before.placed[milestone.key]
        assert isinstance(placed, PlacedMilestone)
        try:
            failed = fail_on(plan, milestone.key, placed.span.start)
        except EditError:
            continue
        other = replace(frame, plan=failed)
        touched = {milestone.key}
        touched |= {s.key for s in frame.steps if milestone in frame.anchored_to(s)}
        touched |= {r.key for g in milestone.requires for c in g.any_of for r in c.refs}
        again = pass_again(before, other, looks_at(frame), touched)
        anew = first_pass(make_frame(edition, failed), everything)
        assert again.known.placed == anew.known.placed


@pytest.mark.parametrize("case", load_cases()[::20])
def test_no_single_failure_finishes_after_the_latest(case: dict[str, Any]) -> None:
    edition, situation = shipped(), as_situation(case["situation"])
    destination = edition.destinations[case["destination"]]
    for route in find_routes(edition, situation, destination, situation.as_of).found[:3]:
        found = check(edition, route.plan)
        if found is None:
            continue
        for marker in route.timeline.markers():
            milestone = edition.milestones.get(marker.key)
            ahead = marker.kind == "exam" and marker.status == "planned"
            if milestone is None or not ahead or milestone.attempts == 1:
                continue
            failed = fail_on(route.plan, marker.key, marker.at.date)
            late = schedule(edition, failed, TODAY).finish
            assert late is None or late.date <= found.latest.date, marker.key
