"""Dates a plan: (edition, plan, today) → timeline.

A forward pass over steps and milestones in an order in which everything needed comes first.
Dates do not depend on ``today``: it only decides which findings are due. Nothing new begins
before the situation was told (``Standing.floor``); what a running stage would have covered
already is taken as done and marked *assumed*.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.checks import Context, check
from pathways.planning.clocks import read_clocks
from pathways.planning.dating import Dated, date
from pathways.planning.describing import Describer
from pathways.planning.finishing import deciding
from pathways.planning.plans import Plan
from pathways.planning.renewals import renewals
from pathways.planning.shown import is_over
from pathways.planning.standing import Spot
from pathways.planning.timeline import Bar, Item, Marker, Moment, Timeline


def schedule(edition: Edition, plan: Plan, today: dt.date) -> Timeline:
    """The timeline of a plan. Never raises for what a person entered: that becomes findings.

    ``today`` is a date in 1950 to 2150; ends exclude themselves; items are in order of start.
    """
    return timeline_from(date(edition, plan), today)


def timeline_from(dated: Dated, today: dt.date) -> Timeline:
    """The timeline of a plan that is dated already; as ``schedule``."""
    frame = dated.frame
    edition, plan = frame.edition, frame.plan
    items = _items(dated)
    destination = edition.destinations.get(plan.destination)
    classes = ((key, dated.known.class_of(key)) for key in edition.cohorts)
    timeline = Timeline(
        edition=edition.number,
        destination=plan.destination,
        items=items,
        findings=(),
        finish=_finish(dated, items),
        classes={key: year for key, year in classes if year is not None},
    )
    timeline = replace(
        timeline,
        clocks=read_clocks(dated.known, timeline),
        driving=driving(timeline, destination),
    )
    return replace(
        timeline, findings=check(Context(known=dated.known, timeline=timeline, today=today))
    )


def _finish(dated: Dated, items: Iterable[Item]) -> Moment | None:
    """The finish as it stands in the items."""
    found = deciding(dated.frame, dated.shown)
    if found is None:
        return None
    item = next(item for item in items if item.key == found.shown.key)
    if isinstance(item, Marker):
        return replace(item.at, date=item.until) if found.at_end else item.at
    return item.end if found.at_end else item.start


def date_items(edition: Edition, plan: Plan, held_back: Mapping[str, dt.date]) -> tuple[Item, ...]:
    """Only the dated items, with some held back: an item in ``held_back`` comes no earlier than
    that day. As ``schedule``, without clocks and findings."""
    return _items(date(edition, plan, held_back))


def quick_dates(
    edition: Edition, plan: Plan, held_back: Mapping[str, dt.date]
) -> Mapping[str, Spot]:
    """Only the dates [start, end) by key, of everything in the plan; the same forward pass
    without a word of description."""
    return date(edition, plan, held_back).spots


def _items(dated: Dated) -> tuple[Item, ...]:
    """Everything placed as bars and markers with receipts, in order of start."""
    describer = Describer(dated.known)
    for placed in dated.in_order():
        if not is_over(dated.frame, placed):
            describer.describe(placed)
    items = [describer.items[one.key] for one in dated.shown]
    items += renewals(dated.frame, items)
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


def _in_time(item: Item) -> tuple[dt.date, bool, str]:
    moment = item.at if isinstance(item, Marker) else item.start
    return moment.date, isinstance(item, Marker), item.key
