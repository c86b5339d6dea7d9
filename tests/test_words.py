"""Dates, lengths and distances in words."""

import datetime as dt

import pytest

from pathways.planning.timeline import Item
from pathways.presenters import words
from tests.pictures import bar, day, marker

TABLE = [
    (marker("a", "A", "2028-03-17", precision="exact"), "Mar 17, 2028", "17 March 2028"),
    (marker("a", "A", "2032-09-01", "2032-12-01", label="autumn"), "autumn 2032", "autumn 2032"),
    (marker("a", "A", "2033-06-01", "2033-07-01"), "June 2033", "June 2033"),
    (marker("a", "A", "2032-06-01", "2032-06-16"), "Jun 1–15, 2032", "1–15 Jun 2032"),
    (marker("a", "A", "2032-09-01", "2033-02-01"), "September 2032 – January 2033",
     "September 2032 – January 2033"),
    (marker("a", "A", "2033-07-09", precision="estimate"), "about July 2033", "about July 2033"),
    (bar("b", "B", "2029-07-01", "2033-07-01"), "Jul 1, 2029 – Jun 30, 2033",
     "1 July 2029 – 30 June 2033"),
    (bar("b", "B", "2034-07-01", "2036-07-01", open_ended=True), "from Jul 1, 2034",
     "from 1 July 2034"),
    (bar("b", "B", "2034-07-01", "2036-07-01", precision="estimate"),
     "about July 2034 – about June 2036", "about July 2034 – about June 2036"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE)
def test_dates_are_said_as_exactly_as_they_are_known(row: tuple[Item, str, str]) -> None:
    item, us, intl = row
    assert words.item_dates(item, "us") == us
    assert words.item_dates(item, "intl") == intl


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2029-07-01", "2033-07-01", "4 years"),
        ("2029-07-01", "2030-05-01", "10 months"),
        ("2029-07-01", "2030-11-01", "1 year 4 months"),
        ("2024-08-01", "2028-05-20", "3 years 10 months"),
        ("2029-07-01", "2029-07-02", "1 day"),
        ("2029-07-01", "2029-07-22", "3 weeks"),
        ("2029-01-31", "2029-02-28", "1 month"),
    ],
)
def test_lengths_are_said_in_years_and_months(start: str, end: str, said: str) -> None:
    assert words.length(day(start), day(end)) == said


def test_distances_are_told_from_today() -> None:
    today = dt.date(2026, 11, 21)
    assert words.relative(today, today) == "today"
    assert words.relative(day("2029-07-01"), today) == "in 2 years 7 months"
    assert words.relative(day("2026-10-21"), today) == "1 month ago"


def test_lists_are_joined_as_people_say_them() -> None:
    assert words.joined(()) == ""
    assert words.joined(("a",)) == "a"
    assert words.joined(("a", "b", "c")) == "a, b and c"
