"""What holds when life happens: failures, missed sittings, leave, part-time, longer stages."""

import datetime as dt
from collections.abc import Iterator

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pathways.planning.catalogue import Edition, Milestone
from pathways.planning.edits import fail, miss
from pathways.planning.plans import Change, Current, Leave, Plan, Situation, Working
from pathways.planning.schedule import schedule
from pathways.planning.search import as_plan, search
from pathways.planning.timeline import Bar, Marker, Timeline
from tests.engine.editions import shipped
from tests.engine.generated import worlds

TODAY = dt.date(2026, 11, 30)
World = tuple[Edition, Plan] | None
USUAL = sorted(
    (one.natural_start, one.key)
    for one in shipped().destinations.values()
    if one.natural_start in shipped().stages
)


@st.composite
def usual_plans(draw: st.DrawFn, *, leave: bool = True) -> Plan:
    """A destination from its usual start, on any route, with leave, part-time or a longer stage."""
    edition = shipped()
    start, destination = draw(st.sampled_from(USUAL))
    told = draw(st.dates(dt.date(2019, 7, 1), dt.date(2026, 11, 1)))
    situation = Situation(as_of=TODAY, at=(Current(stage=start, start=told),))
    found = search(edition, situation, edition.destinations[destination]).found
    assume(found)
    plan = as_plan(edition, situation, destination, draw(st.sampled_from(found)))
    for ref in plan.route:
        if draw(st.integers(0, 3)) == 0:
            plan = plan.with_change(ref.key, draw(changes(leave=leave)))
    return plan


@st.composite
def changes(draw: st.DrawFn, *, leave: bool) -> Change:
    """Part-time, a length typed by hand, or ``leave``."""
    since = draw(st.dates(dt.date(2026, 1, 1), dt.date(2040, 1, 1)))
    form = draw(st.sampled_from(["part-time", "longer", *(["leave"] if leave else [])]))
    if form == "leave":
        days = draw(st.integers(1, 500))
        return Change(leave=(Leave(since=since, until=since + dt.timedelta(days=days)),))
    if form == "part-time":
        return Change(working=(Working(percent=draw(st.integers(40, 99)), since=since),))
    return Change(months=draw(st.integers(12, 84)))


@st.composite
def setbacks(draw: st.DrawFn, plan: Plan, timeline: Timeline) -> tuple[Marker, Plan, bool]:
    """Something still to come or assumed, the plan with it failed or missed, and which."""
    ahead = [one for one in timeline.markers() if one.status in ("planned", "assumed")]
    markers = [one for one in ahead if not one.follows and one.kind != "deadline"]
    assume(markers)
    marker = draw(st.sampled_from(markers))
    fails = marker.kind == "exam" and draw(st.booleans())
    return marker, (fail if fails else miss)(plan, marker), fails


# Without leave: it has dates of its own, so a stage that begins later may miss it.
@given(plan=usual_plans(leave=False), data=st.data())
@settings(max_examples=100, deadline=None)
def test_failing_or_missing_makes_nothing_earlier_and_no_limit_later(
    plan: Plan, data: st.DataObject
) -> None:
    check_setback(shipped(), plan, data)


@given(world=worlds(classes=False), data=st.data())
@settings(max_examples=60, deadline=None)
def test_nor_in_any_catalogue(world: World, data: st.DataObject) -> None:
    if world is not None:
        edition, plan = world
        check_setback(edition, plan, data)


def check_setback(edition: Edition, plan: Plan, data: st.DataObject) -> None:
    before = schedule(edition, plan, TODAY)
    marker, after_plan, fails = data.draw(setbacks(plan, before))
    after = schedule(edition, after_plan, TODAY)
    assert not earlier(before, after), marker.key
    then, now = dict(dates(before)), dict(dates(after))
    moved = {key for key, day in then.items() if now.get(key) != day}
    for limit in limits_of(edition, before, marker.key):
        if fails and limit.key in now and not moved & starts_of(edition, limit):
            assert now[limit.key] <= then[limit.key], limit.key


def earlier(before: Timeline, after: Timeline) -> dict[str, tuple[dt.date, dt.date]]:
    """Everything that comes earlier in the second timeline, with both of its dates."""
    now = dict(dates(after))
    return {key: (day, now[key]) for key, day in dates(before) if key in now and now[key] < day}


def dates(timeline: Timeline) -> Iterator[tuple[str, dt.date]]:
    """Every start and end, and every milestone, by place."""
    return ((place, moment.date) for place, moment in timeline.moments())


def limits_of(edition: Edition, timeline: Timeline, key: str) -> Iterator[Milestone]:
    """The deadlines of a timeline by which a milestone must have happened."""
    for one in timeline.markers():
        milestone = edition.milestones.get(one.key)
        if milestone and milestone.kind == "deadline" and key in milestone.limits:
            yield milestone


def starts_of(edition: Edition, limit: Milestone) -> set[str]:
    """The places that a deadline counts from, where a later one moves it rightly."""
    rules = limit.rules
    conditions = [one for rule in rules for one in (*rule.earliest, *rule.first_of, *rule.usual)]
    conditions += [one for group in limit.requires for one in group.any_of]
    keys = {ref.key for one in conditions if one.point != "first" for ref in one.refs}
    return {f"{key}{point}" for key in keys for point in ("", ".start", ".end")}


@given(plan=usual_plans())
@settings(max_examples=80, deadline=None)
def test_date_and_receipt_name_the_same_class(plan: Plan) -> None:
    edition = shipped()
    timeline = schedule(edition, plan, TODAY)
    for marker in timeline.markers():
        milestone = edition.milestones.get(marker.key)
        if milestone is None or marker.class_year is None or marker.pinned:
            continue
        rule = next(
            one for one in milestone.rules if marker.at.receipt.rule.endswith(f".rules.{one.key}")
        )
        cohort = (rule.anchor.cohort if rule.anchor else "") or (rule.cohort and rule.cohort.of)
        assert timeline.classes[str(cohort)] == marker.class_year
        label = edition.cohorts[str(cohort)].label.format(year=marker.class_year)
        assert f"Your {label}." in marker.at.receipt.note
        if rule.anchor and rule.anchor.cohort and marker.status == "planned":
            assert marker.at.date.year >= marker.class_year + rule.anchor.years


@given(plan=usual_plans())
@settings(max_examples=80, deadline=None)
def test_no_status_contradicts_its_date(plan: Plan) -> None:
    check_statuses(schedule(shipped(), plan, TODAY), plan)


@given(world=worlds())
@settings(max_examples=60, deadline=None)
def test_nor_in_a_plan_that_says_anything(world: World) -> None:
    if world is not None:
        edition, plan = world
        check_statuses(schedule(edition, plan, TODAY), plan)


def check_statuses(timeline: Timeline, plan: Plan) -> None:
    as_of = plan.situation.as_of
    told = {one.key for one in timeline.findings if one.code == "not_yet"}
    for item in timeline.items:
        if isinstance(item, Bar):
            continue
        if item.status == "planned":
            assert item.until > as_of or item.follows, item
        if item.status == "assumed":
            assert item.until <= as_of, item
        if item.status == "done" and item.at.date > max(TODAY, as_of):
            assert item.key in told, item


@given(plan=usual_plans())
@settings(max_examples=100, deadline=None)
def test_bars_hold_their_stretches_in_order(plan: Plan) -> None:
    for bar in schedule(shipped(), plan, TODAY).bars():
        edges = [bar.start.date]
        for one in bar.stretches:
            edges += [one.since, one.until]
            assert one.since < one.until
            assert one.away or one.percent < 100
        assert [*edges, bar.end.date] == sorted([*edges, bar.end.date])


def test_a_setback_that_helps_would_be_noticed() -> None:
    edition = shipped()
    start = Current(stage="medical_school", start=dt.date(2024, 8, 1))
    situation = Situation(as_of=TODAY, at=(start,))
    found = search(edition, situation, edition.destinations["neuroradiology"]).found
    plan = as_plan(edition, situation, "neuroradiology", found[0])
    before = schedule(edition, plan, TODAY)
    core = before.item("core")
    assert isinstance(core, Marker)
    after = schedule(edition, fail(plan, core), TODAY)
    assert earlier(before, after) == {}
    assert "core" in earlier(after, before)


# Held by everybody past school, and an online exam without prerequisites in a window of months.
TODAY_IS_FINE = {"uk_school_grades", "ex_cpas"}


def test_what_needs_an_application_is_never_dated_today() -> None:
    edition = shipped()
    today: set[str] = set()
    for start, key in USUAL:
        years = 4 if edition.stages[start].kind == "practice" else 1
        situation = Situation(
            as_of=TODAY, at=(Current(stage=start, start=dt.date(2026 - years, 8, 1)),)
        )
        for chosen in search(edition, situation, edition.destinations[key]).found:
            plan = as_plan(edition, situation, key, chosen)
            today |= {
                one.key
                for one in schedule(edition, plan, TODAY).markers()
                if one.kind in ("exam", "licence", "certificate")
                and one.status == "planned"
                and one.at.date <= TODAY
            }
    assert today <= TODAY_IS_FINE
