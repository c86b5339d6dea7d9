"""Standard starts: somebody who began the usual way last time one could."""

import datetime as dt

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.dates import add_months, next_intake
from pathways.planning.plans import Current, Past, Plan, Situation
from pathways.planning.search import as_plan, search


def standard_situation(
    edition: Edition, destination: Destination, today: dt.date
) -> Situation | None:
    """Somebody who began the natural start of the destination at its intake in the year before
    ``today`` (or has it behind them, where people only come from it); None where the edition
    has no such stage."""
    stage = edition.stages.get(destination.natural_start)
    if stage is None:
        return None
    span, _ = next_intake(stage.intakes, add_months(today, -12))
    if stage.entry_only:
        return Situation(as_of=today, done=(Past(key=stage.key, track="", date=span.start),))
    return Situation(as_of=today, at=(Current(stage=stage.key, track="", start=span.start),))


def example_plan(edition: Edition, today: dt.date, destination: str = "") -> Plan | None:
    """A plan toward that destination, or else the first that has a route from its standard
    start; None where the edition has none."""
    goals = list(edition.destinations.values())
    goals.sort(key=lambda one: one.key != destination)
    for goal in goals:
        situation = standard_situation(edition, goal, today)
        found = search(edition, situation, goal).found if situation else ()
        if situation and found:
            return as_plan(edition, situation, goal.key, found[0])
    return None
