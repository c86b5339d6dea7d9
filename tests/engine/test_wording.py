"""Patterns and lengths in short English."""

import datetime as dt

import pytest

from pathways.planning.catalogue.expressions import Condition
from pathways.planning.plans import Past, Situation
from pathways.planning.routes import find_routes
from pathways.planning.timeline import Bar
from pathways.planning.wording import describe_offset
from tests.engine.editions import shipped


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition(point="end"), ""),
        (Condition(point="start", months=72, days=-1), " (72 months after, 1 day before)"),
        (Condition(point="end", months=-1, days=2), " (1 month before, 2 days after)"),
        (Condition(point="worked", months=1), " (1 month of full-time work after)"),
        (Condition(point="worked", months=18), " (18 months of full-time work after)"),
    ],
)
def test_the_offset_of_a_condition_counts_as_people_do(condition: Condition, said: str) -> None:
    assert describe_offset(condition) == said


def test_the_day_of_telling_is_called_so() -> None:
    """It is a day of its own, not the situation that was told on it."""
    edition, told = shipped(), dt.date(2026, 11, 21)
    there = Past(key="ex_cnmt", date=dt.date(2026, 6, 1))
    routes = find_routes(
        edition,
        Situation(as_of=told, done=(there,)),
        edition.destinations["pet_technologist"],
        told,
    )
    hours = routes.found[0].timeline.item("us_pet_hours")
    assert isinstance(hours, Bar)
    driver = hours.start.receipt.driver
    assert driver is not None
    assert (driver.label, driver.date) == ("The day on which you said where you are", told)
