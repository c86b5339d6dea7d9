"""When a milestone may happen and a stage may begin, found by asking the forward pass itself."""

import datetime as dt
from dataclasses import replace

from pathways.planning.catalogue import Edition
from pathways.planning.dates import ONE_DAY
from pathways.planning.plans import Plan
from pathways.planning.schedule import date_items
from pathways.planning.timeline import Bar, Marker


def next_sittings(edition: Edition, plan: Plan, key: str, count: int = 4) -> tuple[Marker, ...]:
    """The milestone at its first possible sitting and at those after it, in order.

    None for what can be done on any day, is over, or has a date of its own.
    """
    change = replace(plan.change(key), sitting=None)
    found: list[Marker] = []
    while len(found) < count:
        items = date_items(edition, plan.with_change(key, change), {})
        marker = next((one for one in items if one.key == key), None)
        if not isinstance(marker, Marker) or not marker.sitting or marker.status != "planned":
            break
        if marker.pinned or (found and marker.at.date <= found[-1].at.date):
            break
        found.append(marker)
        change = replace(change, sitting=marker.until)
    return tuple(found)


def next_starts(edition: Edition, plan: Plan, key: str, count: int = 4) -> tuple[dt.date, ...]:
    """The first day on which a stage with intakes can begin and the intakes after it, in order.

    None for what can begin on any day, has begun, or has a date of its own.
    """
    stage = edition.stages.get(key)
    if stage is None or all(intake.pattern.any_day for intake in stage.all_intakes):
        return ()
    change = replace(plan.change(key), start=None)
    found: list[dt.date] = []
    while len(found) < count:
        items = date_items(edition, plan.with_change(key, change), {})
        bar = next((one for one in items if one.key == key), None)
        if not isinstance(bar, Bar) or bar.status != "planned" or bar.pinned:
            break
        if found and bar.start.date <= found[-1]:
            break
        found.append(bar.start.date)
        change = replace(change, start=bar.start.date + ONE_DAY)
    return tuple(found)
