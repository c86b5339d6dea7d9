"""Planning backwards: when must each thing happen at the latest to finish by a day?

The forward pass is monotone: starting later never finishes earlier. So the latest date of an item
is found by asking the forward pass itself, with the item held back further and further; forward
and backward can not disagree. ``finish_by`` is the last acceptable day for the finish stage to
begin.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal, TypeAlias

from pathways.planning.catalogue import Edition
from pathways.planning.compare import describe_span
from pathways.planning.dates import add_days, add_months, months_between
from pathways.planning.edits import remove_custom
from pathways.planning.plans import Plan
from pathways.planning.routes import find_routes, is_same_route, take_route
from pathways.planning.schedule import quick_dates, schedule
from pathways.planning.standing import Spot
from pathways.planning.timeline import Bar, Item, Marker, Timeline

Verdict: TypeAlias = Literal["feasible", "infeasible", "no_finish"]
HORIZON_MONTHS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest day an item can begin (or happen: the last day of its latest sitting) so that
    the finish holds, and its slack in whole months: how much later than planned that is. ``by``
    None: it does not matter when."""

    key: str
    name: str
    planned: dt.date
    by: dt.date | None
    slack_months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A change that makes the finish hold: the plan with it, and what it is in words."""

    says: str
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class Backcast:
    """The answer: the verdict with months of slack (negative: months too late), the latest dates
    of items that can still move, the first thing that breaks, and the smallest change found
    that mends it (None: no single change does)."""

    finish_by: dt.date
    verdict: Verdict
    slack_months: int
    latest: tuple[Latest, ...]
    breaks: Latest | None
    mend: Mend | None
    timeline: Timeline

    @property
    def finish(self) -> dt.date | None:
        """When the plan finishes as it stands."""
        return self.timeline.finish.date if self.timeline.finish else None


def backcast(edition: Edition, plan: Plan, finish_by: dt.date, today: dt.date) -> Backcast:
    """Plan backwards from ``finish_by``; see the module for how."""
    timeline = schedule(edition, plan, today)
    if timeline.finish is None:
        return Backcast(
            finish_by=finish_by,
            verdict="no_finish",
            slack_months=0,
            latest=(),
            breaks=None,
            mend=None,
            timeline=timeline,
        )
    finish = timeline.finish.date
    if finish <= finish_by:
        return Backcast(
            finish_by=finish_by,
            verdict="feasible",
            slack_months=int(months_between(finish, finish_by)),
            latest=tuple(latest_dates(edition, plan, timeline, finish_by)),
            breaks=None,
            mend=None,
            timeline=timeline,
        )
    return Backcast(
        finish_by=finish_by,
        verdict="infeasible",
        slack_months=-ceil(months_between(finish_by, finish)),
        latest=(),
        breaks=_first_break(edition, plan, timeline, finish_by),
        mend=_smallest_mend(edition, plan, finish_by, today),
        timeline=timeline,
    )


def latest_dates(
    edition: Edition, plan: Plan, timeline: Timeline, finish_by: dt.date
) -> Iterator[Latest]:
    """The latest date of every item that is still to come and can move."""
    for item in timeline.items:
        planned = item.start.date if isinstance(item, Bar) else item.at.date
        derived = isinstance(item, Marker) and item.follows
        if item.status != "planned" or item.pinned or derived or planned > finish_by:
            continue
        spot = _latest(edition, plan, item, planned, finish_by)
        by, slack = None, None
        if spot is not None and spot.start is not None and spot.end is not None:
            in_window = isinstance(item, Marker) and item.sitting
            by = add_days(spot.end, -1) if in_window else spot.start
            slack = int(months_between(planned, spot.start))
        yield Latest(key=item.key, name=item.name, planned=planned, by=by, slack_months=slack)


def _latest(
    edition: Edition, plan: Plan, item: Item, planned: dt.date, finish_by: dt.date
) -> Spot | None:
    """Where an item stands when it is held back as far as it can be; None when no delay matters."""

    def holds(days: int) -> bool:
        dates = quick_dates(edition, plan, {item.key: add_days(planned, days)})
        return _finishes_by(edition, plan, dates, finish_by)

    horizon = (add_months(finish_by, HORIZON_MONTHS) - planned).days
    if holds(horizon):
        return None
    days = _last_true(holds, 0, horizon)
    spot = quick_dates(edition, plan, {item.key: add_days(planned, days)})[item.key]
    # A later day is not always worse: a cycle that one day misses another may catch. What is told
    # must hold on the day that is told.
    while days and spot.start is not None and not holds((spot.start - planned).days):
        days //= 2
        if holds(days):
            spot = quick_dates(edition, plan, {item.key: add_days(planned, days)})[item.key]
    return spot


def _last_true(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The largest number from ``low`` (where it holds) to below ``high`` (where it does not)."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low


def _finishes_by(edition: Edition, plan: Plan, dates: Mapping[str, Spot], day: dt.date) -> bool:
    destination = edition.destinations.get(plan.destination)
    found = dates.get(destination.finish) if destination else None
    return found is not None and found.start is not None and found.start <= day


def _first_break(
    edition: Edition, plan: Plan, timeline: Timeline, finish_by: dt.date
) -> Latest | None:
    """The first item on the way to the finish that would have to begin before it can."""
    for key in reversed(timeline.driving):
        item = timeline.item(key)
        if not isinstance(item, Bar) or item.status not in ("planned", "confirmed"):
            continue
        planned = item.start.date

        def holds(days: int, key: str = key, planned: dt.date = planned) -> bool:
            early = add_days(planned, -days)
            change = replace(plan.change(key), start=early, pinned=True, status="planned")
            dates = quick_dates(edition, plan.with_change(key, change), {})
            return _finishes_by(edition, plan, dates, finish_by)

        reach = HORIZON_MONTHS * 31
        if not holds(reach):
            continue
        days = _first_true(holds, 0, reach)
        by = add_days(planned, -days)
        slack = -ceil(months_between(by, planned))
        return Latest(key=key, name=item.name, planned=planned, by=by, slack_months=slack)
    return None


def _first_true(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The smallest number above ``low`` (where it does not hold) to ``high`` (where it does)."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _smallest_mend(edition: Edition, plan: Plan, finish_by: dt.date, today: dt.date) -> Mend | None:
    """The first single change, from small to large, after which the finish holds."""
    for says, mended in _mends(edition, plan, today):
        dates = quick_dates(edition, mended, {})
        if _finishes_by(edition, mended, dates, finish_by):
            return Mend(says=says, plan=mended)
    return None


def _mends(edition: Edition, plan: Plan, today: dt.date) -> Iterator[tuple[str, Plan]]:
    """Single changes that can bring a finish forward: take back one's own changes, remove one's
    own stages, then other routes."""
    names = {one.key: one.name for one in plan.custom}
    for key, change in plan.changes.items():
        name = names.get(key) or edition.name_of(key)
        if change.start or change.sitting:
            free = replace(
                change, start=None, sitting=None, pinned=False, status="planned", date=None
            )
            yield f"Take {name} at the first possible date.", plan.with_change(key, free)
        if change.working:
            yield f"Work full time in {name}.", plan.with_change(key, replace(change, working=()))
        if change.months:
            yield (
                f"Use the usual length of {name}.",
                plan.with_change(key, replace(change, months=None)),
            )
        if change.leave:
            yield (
                f"Keep leave in {name} within the allowance.",
                plan.with_change(key, replace(change, leave=())),
            )
    for custom in sorted(plan.custom, key=lambda one: one.months):
        yield f"Leave out {custom.name}.", remove_custom(plan, custom.key)
    yield from _other_routes(edition, plan, today)
    if plan.changes or plan.custom:
        bare = replace(plan, changes={}, custom=())
        yield "Take back all your changes.", bare


def _other_routes(edition: Edition, plan: Plan, today: dt.date) -> Iterator[tuple[str, Plan]]:
    destination = edition.destinations[plan.destination]
    for route in find_routes(edition, plan.situation, destination, today).found:
        if is_same_route(plan, route.plan):
            continue
        yield f"Take another route: {route.label}.", take_route(plan, route)


def describe_verdict(result: Backcast) -> str:
    """The verdict in a sentence."""
    if result.verdict == "no_finish":
        return "This plan has no finish yet, so there is nothing to plan back from."
    if result.finish_by == result.finish:
        return "Feasible, with nothing to spare."
    if result.verdict == "feasible":
        return f"Feasible, with {describe_span(result.slack_months)} to spare."
    return f"Not feasible as planned: {describe_span(-result.slack_months)} too late."
