"""Dates a plan: (edition, plan, today) → timeline.

A forward pass over steps and milestones in an order in which everything needed comes first.
Dates do not depend on ``today``: it only decides which findings are due. Nothing new begins
before the situation was told (``Standing.floor``); what a running stage would have covered
already is taken as done and marked *assumed*.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.checks import Context, check
from pathways.planning.clocks import read_clocks
from pathways.planning.describing import Describer
from pathways.planning.frame import Frame, make_frame
from pathways.planning.happening import PlacedMilestone, place_milestone
from pathways.planning.known import Known, latest
from pathways.planning.ordering import in_order
from pathways.planning.placing import PlacedStep, extend_posts, place_step
from pathways.planning.plans import Plan
from pathways.planning.renewals import renewals
from pathways.planning.standing import Spot
from pathways.planning.timeline import Bar, Item, Marker, Moment, Timeline
from pathways.planning.waiting import TOLD


def schedule(edition: Edition, plan: Plan, today: dt.date) -> Timeline:
    """The timeline of a plan. Never raises for what a person entered: that becomes findings.

    ``today`` is a date in 1950 to 2150; ends exclude themselves; items are in order of start.
    """
    frame = make_frame(edition, plan)
    known, placed = _forward(frame, {})
    items = _items(known, placed)
    destination = edition.destinations.get(plan.destination)
    timeline = Timeline(
        edition=edition.number,
        destination=plan.destination,
        items=items,
        findings=(),
        finish=_finish(items, destination.finish) if destination else None,
        classes={key: year for key in edition.cohorts if (year := known.class_of(key)) is not None},
    )
    timeline = replace(
        timeline, clocks=read_clocks(known, timeline), driving=driving(timeline, destination)
    )
    return replace(timeline, findings=check(Context(known=known, timeline=timeline, today=today)))


def _finish(items: Sequence[Item], key: str) -> Moment | None:
    """The start of the finish stage. Who is in that post already, and trains on from there, is
    through when the last of the training is."""
    finish = next((one for one in items if one.key == key), None)
    if finish is None:
        return None
    if isinstance(finish, Marker):
        return finish.at
    ahead = [
        one.end
        for one in items
        if isinstance(one, Bar) and one.status in ("planned", "confirmed") and not one.open_ended
    ]
    if finish.status in ("current", "done") and ahead:
        return max((finish.start, *ahead), key=lambda moment: moment.date)
    return finish.start


def date_items(edition: Edition, plan: Plan, held_back: Mapping[str, dt.date]) -> tuple[Item, ...]:
    """Only the dated items, with some held back: an item in ``held_back`` comes no earlier than
    that day. As ``schedule``, without clocks and findings."""
    return _items(*_forward(make_frame(edition, plan), held_back))


def quick_dates(
    edition: Edition, plan: Plan, held_back: Mapping[str, dt.date]
) -> Mapping[str, Spot]:
    """Only the dates [start, end) by key, of everything in the plan; the same forward pass
    without a word of description."""
    return _forward(make_frame(edition, plan), held_back)[0].placed


def _forward(
    frame: Frame, held_back: Mapping[str, dt.date]
) -> tuple[Known, list[PlacedStep | PlacedMilestone]]:
    """Place everything, each thing after what it needs; posts go on until what follows them."""
    known = Known(frame, held_back)
    placed: list[PlacedStep | PlacedMilestone] = []
    for key in in_order(frame):
        step = frame.by_key.get(key)
        placed.append(
            place_step(known, step)
            if step
            else place_milestone(known, frame.edition.milestones[key])
        )
    return known, extend_posts(known, placed)


def _items(known: Known, placed: Iterable[PlacedStep | PlacedMilestone]) -> tuple[Item, ...]:
    """Everything placed as bars and markers with receipts, in order of start."""
    describer = Describer(known)
    items = [describer.describe(one) for one in placed if not _is_over(known.frame, one)]
    ahead = {one.key for one in items if one.status not in ("done", "assumed")}
    items = [item for item in items if not _is_history(known.frame, item, ahead)]
    items += renewals(known.frame, items)
    return tuple(sorted(items, key=_in_time))


def driving(timeline: Timeline, destination: Destination | None) -> tuple[str, ...]:
    """What decides the finish: from the finish stage back along what each start waited for."""
    keys: dict[str, None] = {}
    key = destination.finish if destination else ""
    while key and key not in keys:
        item = timeline.item(key)
        if item is None:
            break
        keys[key] = None
        driver = (item.start if isinstance(item, Bar) else item.at).receipt.driver
        key = driver.key if driver else ""
    return tuple(keys)


def _is_over(frame: Frame, placed: PlacedStep | PlacedMilestone) -> bool:
    """Whether it belonged into a stage that is over and nothing ahead asks for it: it would come
    on the day the situation was told only because its own time has gone by."""
    if isinstance(placed, PlacedStep) or placed.fixed or placed.milestone.key in frame.required:
        return False
    driver = latest(placed.answers)
    return bool(driver and driver.says == TOLD) and frame.is_behind(placed.milestone)


def _is_history(frame: Frame, item: Item, ahead: set[str]) -> bool:
    """Whether it is worth dating for what depends on it, but not worth showing: something assumed
    done that goes with a stage that is over, or a deadline for things none of which is ``ahead``.
    """
    milestone = frame.edition.milestones.get(item.key)
    if not isinstance(item, Marker) or milestone is None:
        return False
    if milestone.kind == "deadline" and milestone.limits:
        return not ahead & set(milestone.limits)
    is_over = item.status == "assumed" or (
        milestone.kind == "deadline" and item.until <= frame.standing.situation.as_of
    )
    return is_over and frame.is_behind(milestone)


def _in_time(item: Item) -> tuple[dt.date, bool, str]:
    moment = item.at if isinstance(item, Marker) else item.start
    return moment.date, isinstance(item, Marker), item.key
