"""The next possible sittings of a milestone, found by asking the forward pass itself."""

from dataclasses import replace

from pathways.planning.catalogue import Edition
from pathways.planning.plans import Plan
from pathways.planning.schedule import date_items
from pathways.planning.timeline import Marker


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
