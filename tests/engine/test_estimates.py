"""How much of a usual plan is an estimate: where the dates are published, few may be."""

import datetime as dt

import pytest

from pathways.planning.plans import Current, Situation
from pathways.planning.routes import find_routes
from tests.engine.editions import shipped

TODAY = dt.date(2026, 11, 30)
MOST = 0.2
FROM_MEDICAL_SCHOOL = sorted(
    one.key for one in shipped().destinations.values() if one.natural_start == "uk_med"
)


@pytest.mark.parametrize("destination", FROM_MEDICAL_SCHOOL)
@pytest.mark.parametrize("track", ["standard", "graduate_entry", "intercalated"])
def test_a_british_plan_has_few_estimates(track: str, destination: str) -> None:
    """Of the dates to come of each route from a British medical school, a fifth at the most."""
    at = (Current(stage="uk_med", track=track, start=dt.date(2024, 9, 1)),)
    situation = Situation(as_of=TODAY, at=at)
    goal = shipped().destinations[destination]
    for route in find_routes(shipped(), situation, goal, TODAY).found:
        to_come = [moment for _, moment in route.timeline.moments() if moment.date > TODAY]
        estimates = [moment for moment in to_come if moment.precision == "estimate"]
        assert len(estimates) <= MOST * len(to_come), route.label
