"""Every route to a destination, drawn on one axis from a standard start."""

import datetime as dt

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.examples import standard_situation
from pathways.planning.routes import find_routes
from pathways.presenters import words
from pathways.presenters.explore.page import RoutesPart
from pathways.presenters.routes import present_routes


def present_standard_routes(
    edition: Edition, destination: Destination, today: dt.date
) -> RoutesPart | None:
    """The routes from the standard start as of ``today``; None where there is no such start."""
    situation = standard_situation(edition, destination, today)
    if situation is None:
        return None
    found = find_routes(edition, situation, destination, today)
    start = edition.stages[destination.natural_start]
    keys = [key for route in found.found for key in route.keys]
    if situation.at:
        since = words.month(situation.at[0].start)
        told = f"Somebody who began {words.within(start.name)} in {since}."
    else:
        told = f"Somebody who has {words.within(start.name)} behind them."
    return RoutesPart(
        view=present_routes(edition, found, today=today, choose_url=""),
        start=told,
        on_the_way=tuple(dict.fromkeys(keys)),
    )
