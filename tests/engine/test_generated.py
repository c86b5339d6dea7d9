"""What holds for every catalogue and plan that can be thought up, with every construct on."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.planning.backcast import backcast
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.catalogue.writing import write_edition
from pathways.planning.dates import add_months
from pathways.planning.plan_documents import read_plan, write_plan
from pathways.planning.plans import Plan, Situation, Working
from pathways.planning.routes import find_routes
from pathways.planning.schedule import date_items, quick_dates, schedule
from pathways.planning.timeline import Bar, Item
from tests.engine.generated import worlds
from tests.engine.test_properties import later

TODAY = dt.date(2026, 11, 21)
# The calendar repeats after 28 years (1950 to 2099), so whole timelines can be moved by as much.
CYCLE = 28 * 12
World = tuple[Edition, Plan] | None


@given(world=worlds())
@settings(max_examples=500, deadline=None)
def test_quick_and_full_agree_and_repeat_themselves(world: World) -> None:
    if world is None:
        return
    edition, plan = world
    timeline = schedule(edition, plan, TODAY)
    assert schedule(edition, plan, TODAY) == timeline
    assert date_items(edition, plan, {}) == timeline.items
    quick = quick_dates(edition, plan, {})
    for one in timeline.items:
        if isinstance(one, Bar) or not one.follows:  # renewals only follow from what is placed
            assert quick[one.key] == (first_day(one), last_day(one))
    assert read_plan(write_plan(plan)) == plan
    assert read_edition(write_edition(edition)) == edition


@given(world=worlds(classes=False, changed=False), months=st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_starting_later_never_finishes_earlier(world: World, months: int) -> None:
    if world is None:
        return
    edition, plan = world
    early = schedule(edition, plan, TODAY).finish
    moved = replace(plan, situation=later(plan.situation, months))
    late = schedule(edition, moved, TODAY).finish
    if early and late:
        assert early.date <= late.date


@given(world=worlds(classes=False, changed=False))
@settings(max_examples=200, deadline=None)
def test_moving_everything_moves_everything_by_as_much(world: World) -> None:
    if world is None:
        return
    edition, plan = world
    bare = replace(
        edition,
        stages={key: replace(one, counting=()) for key, one in edition.stages.items()},
    )
    here = date_items(bare, plan, {})
    if any(last_day(item) > dt.date(2070, 1, 1) for item in here):
        return
    there = date_items(bare, replace(plan, situation=later(plan.situation, CYCLE)), {})
    assert [(one.key, add_months(first_day(one), CYCLE)) for one in here] == [
        (one.key, first_day(one)) for one in there
    ]


def first_day(item: Item) -> dt.date:
    return item.start.date if isinstance(item, Bar) else item.at.date


def last_day(item: Item) -> dt.date:
    return item.end.date if isinstance(item, Bar) else item.until


@given(world=worlds(), since=st.dates(dt.date(2015, 1, 1), dt.date(2045, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_working_at_100_percent_is_as_saying_nothing(world: World, since: dt.date) -> None:
    if world is None:
        return
    edition, plan = world
    told = plan
    for ref in plan.route:
        change = replace(plan.change(ref.key), working=())
        plan = plan.with_change(ref.key, change)
        full = (Working(percent=100), Working(percent=100, since=since))
        told = told.with_change(ref.key, replace(change, working=full))
    before, after = date_items(edition, plan, {}), date_items(edition, told, {})
    if any(first_day(one).year >= 2150 for one in before):
        return  # past the last day that is counted; ``out_of_range`` says so
    assert [(one.key, first_day(one), last_day(one)) for one in before] == [
        (one.key, first_day(one), last_day(one)) for one in after
    ]


@given(world=worlds(classes=False), months=st.integers(0, 48))
@settings(max_examples=60, deadline=None)
def test_backwards_agrees_with_forwards(world: World, months: int) -> None:
    if world is None:
        return
    edition, plan = world
    finish = schedule(edition, plan, TODAY).finish
    if finish is None or finish.date > dt.date(2090, 1, 1):
        return
    result = backcast(edition, plan, add_months(finish.date, months), TODAY)
    assert result.verdict == "feasible"
    for one in result.latest:
        if one.by is None:
            continue
        assert one.by >= one.planned
        held = {item.key: item for item in date_items(edition, plan, {one.key: one.by})}
        if isinstance(held[one.key], Bar):
            assert first_day(held[plan.route[-1].key]) <= result.finish_by
        broken = date_items(edition, plan, {one.key: result.finish_by + dt.timedelta(days=8000)})
        after = {item.key: item for item in broken}
        assert first_day(after[plan.route[-1].key]) > result.finish_by


@given(world=worlds())
@settings(max_examples=100, deadline=None)
def test_a_day_that_is_too_early_is_told_and_mended_or_not(world: World) -> None:
    if world is None:
        return
    edition, plan = world
    finish = schedule(edition, plan, TODAY).finish
    if finish is None or finish.date <= dt.date(1955, 1, 1):
        return
    result = backcast(edition, plan, add_months(finish.date, -7), TODAY)
    assert result.verdict == "infeasible"
    assert result.slack_months < 0
    if result.mend:
        mended = schedule(edition, result.mend.plan, TODAY).finish
        assert mended
        assert mended.date <= result.finish_by


@given(world=worlds())
@settings(max_examples=100, deadline=None)
def test_routes_from_anywhere_raise_nothing(world: World) -> None:
    if world is None:
        return
    edition, plan = world
    for situation in (plan.situation, Situation(as_of=TODAY)):
        for route in find_routes(edition, situation, edition.destinations["goal"], TODAY).found:
            assert route.timeline.items or not route.plan.route
