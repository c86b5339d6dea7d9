"""Each cycle of the Indian examinations was moved, so no date of later years is told to the day."""

import datetime as dt

import pytest

from pathways.planning.catalogue.documents import EARLIEST
from pathways.planning.dates import add_months
from pathways.planning.plans import Current, Situation
from pathways.planning.routes import find_routes
from tests.engine.editions import shipped

AS_OF = dt.date(2026, 11, 30)
# Counted by a rule from the day on which the person began.
COUNTED = {"in_mbbs.end", "in_prov_reg", "in_mbbs_cap"}


@pytest.mark.parametrize("begun", [dt.date(2022, 11, 15), dt.date(2024, 10, 1), EARLIEST])
@pytest.mark.parametrize(
    "goal", sorted(key for key, one in shipped().destinations.items() if one.jurisdiction == "in")
)
def test_later_years_are_windows_or_estimates(goal: str, begun: dt.date) -> None:
    """No start, end or milestone two or more years away is a day projected from one cycle."""
    edition = shipped()
    at = () if begun == EARLIEST else (Current(stage="in_mbbs", track="", start=begun),)
    situation = Situation(as_of=AS_OF, at=at)
    routes = find_routes(edition, situation, edition.destinations[goal], AS_OF).found
    assert routes
    too_exact = {
        f"{place} {moment.date} {moment.precision}"
        for route in routes
        for place, moment in route.timeline.moments()
        if moment.date >= add_months(AS_OF, 24)
        and moment.precision in ("exact", "projected")
        and place not in COUNTED
        and place.partition(".")[0].startswith("in_")
    }
    assert not too_exact
