"""A plan to show what plans look like: somebody who began the standard way last time one could."""

import datetime as dt

from pathways.planning.catalogue import Edition
from pathways.planning.dates import add_months, next_intake
from pathways.planning.plans import Current, Plan, Situation
from pathways.planning.search import as_plan, search


def example_plan(edition: Edition, today: dt.date) -> Plan | None:
    """The first destination that has a route from its natural start, begun at the intake of
    the year before ``today``; None where the edition has none."""
    for destination in edition.destinations.values():
        stage = edition.stages.get(destination.natural_start)
        if stage is None:
            continue
        span, _ = next_intake(stage.intakes, add_months(today, -12))
        situation = Situation(as_of=today, at=(Current(stage=stage.key, start=span.start),))
        found = search(edition, situation, destination).found
        if found:
            return as_plan(edition, situation, destination.key, found[0])
    return None
