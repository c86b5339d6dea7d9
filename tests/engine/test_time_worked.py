"""What holds for time worked, whatever leave and percentages a person enters, in any stage."""

import datetime as dt
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.planning.catalogue import BeyondLeave, Counting, LeaveRule, LeaveSpan, Stage, TimeOut
from pathways.planning.dates import add_days, add_months
from pathways.planning.placing import walk_lasting
from pathways.planning.plans import Change, Leave, Working
from pathways.planning.worktime import Walk
from tests.engine.editions import shipped

ONE_DAY = dt.timedelta(days=1)
STARTS = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))
PERCENTS = st.integers(20, 100)
STAGES = st.sampled_from(sorted(shipped().stages))


@st.composite
def rules(draw: st.DrawFn) -> LeaveRule | None:
    """Any leave rule, or none."""
    beyond: BeyondLeave = draw(st.sampled_from(["rest", "all"]))
    form: LeaveSpan = draw(st.sampled_from(["", "stage", "year", "any_year"]))
    if draw(st.booleans()):
        return None
    if not form:
        return LeaveRule(weeks_per_year=draw(st.integers(0, 12)), beyond=beyond)
    return LeaveRule(days=draw(st.integers(1, 60)), within=form, beyond=beyond)


@st.composite
def leaves(draw: st.DrawFn, start: dt.date) -> tuple[Leave, ...]:
    """Up to four leaves around a stage, which may overlap and adjoin."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        since = add_days(start, draw(st.integers(-200, 1_500)))
        found.append(Leave(since=since, until=add_days(since, draw(st.integers(1, 400)))))
    return tuple(found)


@st.composite
def workings(draw: st.DrawFn, start: dt.date) -> tuple[Working, ...]:
    """Up to three percentages, each from a day of its own."""
    days = draw(st.lists(st.integers(0, 1_500), max_size=3, unique=True))
    return tuple(Working(percent=draw(PERCENTS), since=add_days(start, day)) for day in days)


@st.composite
def lives(
    draw: st.DrawFn,
) -> tuple[dt.date, dt.date, tuple[Working, ...], tuple[Leave, ...], LeaveRule | None]:
    """A stage of one month to four years with everything that can happen in it."""
    start = draw(STARTS)
    nominal = add_months(start, draw(st.integers(1, 48)))
    return start, nominal, draw(workings(start)), draw(leaves(start)), draw(rules())


@given(life=lives(), months=st.integers(0, 48))
@settings(max_examples=300, deadline=None)
def test_the_walk_over_periods_is_the_walk_over_days(
    life: tuple[dt.date, dt.date, tuple[Working, ...], tuple[Leave, ...], LeaveRule | None],
    months: int,
) -> None:
    start, nominal, working, leave, rule = life
    walk = Walk(start, nominal, working, leave, rule=rule)
    assert walk.end == day_by_day(walk, working, (nominal - start).days)
    goal = (add_months(start, months) - start).days
    assert walk.after(months) == day_by_day(walk, working, goal)


def day_by_day(walk: Walk, working: Sequence[Working], goal: int) -> dt.date:
    """The day after the one on which so many whole-time days are done, counted one by one."""
    done, day = 0, walk.start
    while done < goal * 100:
        away = any(one.since <= day < one.until for one in walk.leave)
        excused = any(one.since <= day < one.until for one in walk.excused)
        done += 0 if away and not excused else percent_on(day, walk.start, working)
        day += ONE_DAY
    return day


def percent_on(day: dt.date, start: dt.date, working: Sequence[Working]) -> int:
    percent = 100
    for one in sorted(working, key=lambda each: each.since or start):
        if (one.since or start) <= day:
            percent = one.percent
    return percent


@given(
    key=STAGES, start=STARTS, before=st.integers(0, 900), days=st.integers(1, 400), data=st.data()
)
@settings(max_examples=200, deadline=None)
def test_leave_that_ends_before_a_stage_changes_nothing(
    key: str, start: dt.date, before: int, days: int, data: st.DataObject
) -> None:
    stage = shipped().stages[key]
    until = add_days(start, -before)
    early = Leave(since=add_days(until, -days), until=until)
    change = Change(working=data.draw(workings(start)), leave=data.draw(leaves(start)))
    with_it = Change(working=change.working, leave=(early, *change.leave))
    assert ends(stage, change, start) == ends(stage, with_it, start)


@given(key=STAGES, start=STARTS, day=st.integers(0, 1_500), percent=PERCENTS, data=st.data())
@settings(max_examples=200, deadline=None)
def test_part_time_that_begins_a_day_later_never_ends_later(
    key: str, start: dt.date, day: int, percent: int, data: st.DataObject
) -> None:
    stage = shipped().stages[key]
    leave = data.draw(leaves(start))
    early, late = (
        Change(working=(Working(percent=percent, since=add_days(start, one)),), leave=leave)
        for one in (day, day + 1)
    )
    assert ends(stage, late, start)[0] <= ends(stage, early, start)[0]


@given(
    key=STAGES, start=STARTS, days=st.tuples(*[st.integers(0, 1_500)] * 3), percent=PERCENTS,
    data=st.data(),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_two_adjoining_periods_of_one_percentage_are_one(
    key: str, start: dt.date, days: tuple[int, int, int], percent: int, data: st.DataObject
) -> None:
    stage = shipped().stages[key]
    leave = data.draw(leaves(start))
    first, middle, last = (add_days(start, day) for day in sorted(days))
    back = Working(percent=100, since=last)
    one = (Working(percent=percent, since=first), back)
    two = (Working(percent=percent, since=first), Working(percent=percent, since=middle), back)
    if middle == last:
        return
    together = ends(stage, Change(working=one, leave=leave), start)
    assert ends(stage, Change(working=two, leave=leave), start) == together


@given(key=STAGES, start=STARTS, data=st.data())
@settings(max_examples=200, deadline=None)
def test_the_order_in_which_things_were_entered_does_not_matter(
    key: str, start: dt.date, data: st.DataObject
) -> None:
    stage = shipped().stages[key]
    working, leave = data.draw(workings(start)), data.draw(leaves(start))
    mixed = Change(
        working=tuple(data.draw(st.permutations(working))),
        leave=tuple(data.draw(st.permutations(leave))),
    )
    assert ends(stage, mixed, start) == ends(stage, Change(working=working, leave=leave), start)


WITH_ALLOWANCE = sorted(key for key, stage in shipped().stages.items() if stage.leave)


@given(
    key=st.sampled_from(WITH_ALLOWANCE), start=STARTS, offset=st.integers(0, 600), data=st.data()
)
@settings(max_examples=200, deadline=None)
def test_leave_within_the_allowance_moves_no_end_and_no_exam(
    key: str, start: dt.date, offset: int, data: st.DataObject
) -> None:
    stage = shipped().stages[key]
    plain = walk_lasting(stage, "", Change(), start)
    assert stage.leave
    most = stage.leave.days or plain.allowance() or 0
    since = add_days(start, offset)
    days = data.draw(st.integers(1, max(most, 1)))
    if since >= plain.end or not most:
        return
    leave = (Leave(since=since, until=add_days(since, days)),)
    away = walk_lasting(stage, "", Change(leave=leave), start)
    assert away.end == plain.end
    assert [away.after(months) for months in range(0, 61, 5)] == [
        plain.after(months) for months in range(0, 61, 5)
    ]


def test_some_shipped_stages_have_each_kind_of_allowance() -> None:
    kinds = {shipped().stages[key].leave.within for key in WITH_ALLOWANCE}  # type: ignore[union-attr]
    assert {"", "any_year", "year"} <= kinds


@given(life=lives(), extra=st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_more_leave_never_ends_earlier(
    life: tuple[dt.date, dt.date, tuple[Working, ...], tuple[Leave, ...], LeaveRule | None],
    extra: int,
) -> None:
    start, nominal, working, leave, rule = life
    longer = tuple(Leave(since=one.since, until=add_days(one.until, extra)) for one in leave)
    before = Walk(start, nominal, working, leave, rule=rule)
    assert Walk(start, nominal, working, longer, rule=rule).end >= before.end


@given(start=STARTS, share=st.integers(0, 100), days=st.integers(1, 900), most=st.integers(1, 24))
@settings(max_examples=100, deadline=None)
def test_time_out_lies_between_work_and_leave(
    start: dt.date, share: int, days: int, most: int
) -> None:
    nominal = add_months(start, 36)
    kind = TimeOut(key="out", name="Out", short="Out", counts=share, max_months=most)
    since = add_days(start, 100)
    out = Leave(since=since, until=add_days(since, days), kind="out")
    walk = Walk(start, nominal, (), (out,), kinds=(kind,))
    away = Walk(start, nominal, (), (Leave(since=out.since, until=out.until),))
    assert nominal <= walk.end <= away.end
    assert (walk.end == nominal) or share < 100 or out.until > add_months(since, most)


@pytest.mark.parametrize("step", [1, 5, 10])
@given(start=STARTS, percent=PERCENTS)
@settings(max_examples=50, deadline=None)
def test_counting_in_steps_never_ends_earlier(step: int, start: dt.date, percent: int) -> None:
    nominal = add_months(start, 36)
    working = (Working(percent=percent),)
    plain = Walk(start, nominal, working)
    counted = Walk(start, nominal, working, counting=(Counting(step=step),))
    whole = Walk(start, nominal, working, counting=(Counting(step=step, whole_months=True),))
    assert plain.end <= counted.end <= whole.end
    assert whole.end.day == start.day or (whole.end + ONE_DAY).month != whole.end.month


def ends(stage: Stage, change: Change, start: dt.date) -> tuple[dt.date, ...]:
    """The end of a stage, and the days on which eligibility in it begins."""
    return tuple(_ends(stage, change, start))


def _ends(stage: Stage, change: Change, start: dt.date) -> Iterator[dt.date]:
    walk = walk_lasting(stage, "", change, start)
    yield walk.end
    yield from (walk.after(months) for months in (6, 12, 24, 35, 47))
