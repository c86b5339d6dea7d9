"""Calendar arithmetic, case by case."""

import datetime as dt

import pytest
from hypothesis import strategies as st

from pathways.planning.catalogue import Dated, Figure, Intake, Length, Pattern
from pathways.planning.dates import (
    Span,
    add_months,
    next_intake,
    next_span,
    nominal_end,
    occurrence,
)

D = dt.date
DAYS = st.dates(D(1990, 1, 1), D(2090, 12, 31))
AUGUST = (Intake(pattern=Pattern(month=8, nth=1, weekday="wed")),)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (D(2026, 8, 6), 60, D(2031, 8, 6)),
        (D(2027, 1, 31), 1, D(2027, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2027, 3, 1), -1, D(2027, 2, 1)),
    ],
)
def test_calendar_months(start: dt.date, months: int, expected: dt.date) -> None:
    assert add_months(start, months) == expected


@pytest.mark.parametrize(
    ("pattern", "year", "expected"),
    [
        (Pattern(month=7, day=1), 2029, Span(D(2029, 7, 1), D(2029, 7, 2))),
        (Pattern(month=3, nth=3, weekday="fri"), 2028, Span(D(2028, 3, 17), D(2028, 3, 18))),
        (Pattern(month=8, nth=1, weekday="wed"), 2027, Span(D(2027, 8, 4), D(2027, 8, 5))),
        (Pattern(month=2, nth=5, weekday="mon"), 2027, Span(D(2027, 2, 22), D(2027, 2, 23))),
        (Pattern(month=6), 2033, Span(D(2033, 6, 1), D(2033, 7, 1))),
        (Pattern(from_day=(11, 1), until_day=(2, 1)), 2031, Span(D(2031, 11, 1), D(2032, 2, 1))),
        (Pattern(month=2, day=29), 2027, Span(D(2027, 2, 28), D(2027, 3, 1))),
    ],
)
def test_patterns_in_a_year(pattern: Pattern, year: int, expected: Span) -> None:
    assert occurrence(pattern, year) == expected


def test_a_window_that_has_begun_starts_today() -> None:
    window = Pattern(from_day=(9, 1), until_day=(12, 1), label="autumn")
    span = next_span((window,), (), D(2032, 10, 15))
    assert (span.opens, span.start, span.until) == (D(2032, 9, 1), D(2032, 10, 15), D(2032, 12, 1))
    assert next_span((window,), (), D(2032, 12, 1)).start == D(2033, 9, 1)


def test_a_published_date_replaces_the_pattern_of_its_year() -> None:
    figure = Figure(sources=("notice",), confidence="A", basis="rule")
    published = Dated(start=D(2026, 3, 20), figure=figure)
    span = next_span((Pattern(month=3, day=15),), (published,), D(2026, 1, 1))
    assert (span.start, span.published) == (D(2026, 3, 20), figure)
    assert next_span((Pattern(month=3, day=15),), (published,), D(2026, 3, 21)).start == D(
        2027, 3, 15
    )


def test_published_dates_without_a_pattern_are_the_only_ones() -> None:
    windows = tuple(Dated(start=D(year, 12, 1), until=D(year + 1, 3, 1)) for year in (2027, 2029))
    assert next_span((), windows, D(2026, 11, 21)).start == D(2027, 12, 1)
    assert next_span((), windows, D(2028, 1, 15)).start == D(2028, 1, 15)
    assert next_span((), windows, D(2028, 3, 1)).start == D(2029, 12, 1)
    assert next_span((), windows, D(2031, 5, 1)).start == D(2031, 5, 1)


def test_the_first_of_several_intakes_is_taken() -> None:
    intakes = (Intake(pattern=Pattern(month=8, day=1)), Intake(pattern=Pattern(month=2, day=1)))
    assert next_intake(intakes, D(2027, 9, 1))[0].start == D(2028, 2, 1)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        pytest.param(
            D(2024, 8, 1),
            Length(typical=4, min=3, max=5, unit="academic_years", ends_month=5),
            D(2028, 6, 1),
            id="four academic years from August end in May",
        ),
        pytest.param(
            D(2024, 9, 1),
            Length(typical=5, min=5, max=6, unit="academic_years", ends_month=6),
            D(2029, 7, 1),
            id="five academic years from September end in June",
        ),
        pytest.param(
            D(2027, 8, 4),
            Length(typical=5, min=5, max=5, unit="training_years"),
            D(2032, 8, 4),
            id="training years run from intake to intake (first Wednesday of August)",
        ),
        pytest.param(
            D(2035, 5, 6),
            Length(typical=2, min=2, max=4, unit="training_years"),
            D(2037, 5, 6),
            id="training years that begin between intakes are calendar years",
        ),
        pytest.param(
            D(2034, 8, 12),
            Length(typical=2, min=2, max=4, unit="training_years"),
            D(2036, 8, 16),
            id="training years begun ten days after an intake end ten days after one",
        ),
        pytest.param(
            D(2037, 8, 2),
            Length(typical=2, min=2, max=4, unit="training_years"),
            D(2039, 8, 3),
            id="training years begun three days before an intake end with it",
        ),
        pytest.param(D(2029, 7, 1), Length(typical=48, min=48, max=72), D(2033, 7, 1), id="months"),
    ],
)
def test_lengths(start: dt.date, length: Length, expected: dt.date) -> None:
    assert nominal_end(start, length, None, AUGUST) == expected
