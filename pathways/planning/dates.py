"""Calendar arithmetic: months, lengths, working percentages, and dates that come back every year.

Plain dates only. Calendar months throughout: five years from 6 August is 6 August; a month that
lacks the day ends on its last one (31 January + 1 month is 28 or 29 February).
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pathways.planning.catalogue import WEEKDAYS, Dated, Figure, Intake, Length, MonthDay, Pattern
from pathways.planning.catalogue.documents import EARLIEST, LATEST

ONE_DAY = dt.timedelta(days=1)
# Days and windows of patterns by year, which plans ask for again and again.
MOST_KEPT = 8_192
_NEAR_INTAKE = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Span:
    """A day or window [start, until); ``published`` where a dated entry gives it. ``opens`` is
    where the window began, when ``start`` is later; ``ends_by`` is the pattern's."""

    start: dt.date
    until: dt.date
    label: str = ""
    published: Figure | None = None
    opens: dt.date | None = None
    ends_by: MonthDay | None = None

    @property
    def is_day(self) -> bool:
        """Whether the span is a single day."""
        return self.until - self.start == ONE_DAY


def clamp(date: dt.date) -> dt.date:
    """The date, held within the years the planner knows (1950 to 2150)."""
    return min(max(date, EARLIEST), LATEST)


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day ``months`` calendar months later (or earlier), within 1950 to 2150."""
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    if year < EARLIEST.year:
        return EARLIEST
    if year > LATEST.year:
        return LATEST
    return dt.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1]))


def add_days(date: dt.date, days: int) -> dt.date:
    """``days`` later (or earlier), within 1950 to 2150."""
    return clamp(date + dt.timedelta(days=max(-99_999, min(days, 99_999)))) if days else date


def months_between(start: dt.date, end: dt.date) -> Fraction:
    """Calendar months from start to end, with the rest as a share of the month it falls in."""
    if end <= start:
        return Fraction(0)
    whole = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, whole) > end:
        whole -= 1
    last = add_months(start, whole)
    following = add_months(start, whole + 1)
    return whole + Fraction((end - last).days, max((following - last).days, 1))


def _at(year: int, month_day: tuple[int, int]) -> dt.date:
    month, day = month_day
    return dt.date(year, month, day if day <= 28 else min(day, monthrange(year, month)[1]))


@lru_cache(maxsize=MOST_KEPT)
def occurrence(pattern: Pattern, year: int) -> Span:
    """The day or window of a pattern that begins in that calendar year.

    For ``any_day`` it is the whole year. A fifth weekday that a month lacks is its last.
    """
    if pattern.any_day:
        start, until = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        return Span(start, until, pattern.label, ends_by=pattern.ends_by)
    if pattern.from_day and pattern.until_day:
        start, until = _at(year, pattern.from_day), _at(year, pattern.until_day)
        if until <= start:
            until = _at(year + 1, pattern.until_day)
        return Span(start, until, pattern.label, ends_by=pattern.ends_by)
    month = pattern.month or 1
    if pattern.nth:
        first = dt.date(year, month, 1)
        offset = (WEEKDAYS.index(pattern.weekday) - first.weekday()) % 7 + 7 * (pattern.nth - 1)
        day = first + dt.timedelta(days=offset)
        if day.month != month:
            day -= dt.timedelta(days=7)
        return Span(day, day + ONE_DAY, pattern.label, ends_by=pattern.ends_by)
    start = dt.date(year, month, 1)
    until = add_months(start, 1)
    if pattern.day:
        start = _at(year, (month, pattern.day))
        until = start + ONE_DAY
    return Span(start, until, pattern.label, ends_by=pattern.ends_by)


def _one_day(day: dt.date, label: str) -> Span:
    return Span(day, day + ONE_DAY, label)


def spans_in(year: int, patterns: Sequence[Pattern], dated: Sequence[Dated]) -> tuple[Span, ...]:
    """The spans of a year in order: the published ones where there are any, else the patterns'."""
    published = tuple(
        Span(one.start, one.until or one.start + ONE_DAY, published=one.figure)
        for one in dated
        if one.start.year == year
    )
    if published:
        return published
    if len(patterns) == 1:
        return (occurrence(patterns[0], year),)
    return tuple(sorted((occurrence(one, year) for one in patterns), key=_by_start))


def _by_start(span: Span) -> tuple[dt.date, dt.date]:
    return span.start, span.until


def next_span(patterns: Sequence[Pattern], dated: Sequence[Dated], earliest: dt.date) -> Span:
    """The first span that is not over on ``earliest``; one that has begun starts on it.

    Nothing to go by, or a pattern that allows any day: the day itself. Published dates without a
    pattern are the only ones, as long as there are any to come.
    """
    if not (patterns or dated) or any(pattern.any_day for pattern in patterns):
        return _one_day(earliest, "")
    for year in range(earliest.year - 1, earliest.year + 9):
        for span in spans_in(year, patterns, dated):
            if span.until > earliest:
                start = max(span.start, earliest)
                return Span(start, span.until, span.label, span.published, span.start, span.ends_by)
    return _one_day(earliest, "")


def next_intake(intakes: Sequence[Intake], earliest: dt.date) -> tuple[Span, Intake | None]:
    """The first intake on or after ``earliest`` and the intake it belongs to (None: any day)."""
    best: tuple[Span, Intake | None] | None = None
    for intake in intakes:
        span = next_span((intake.pattern,), intake.dated, earliest)
        if best is None or span.start < best[0].start:
            best = span, intake
    return best or (_one_day(earliest, ""), None)


def intakes_around(intakes: Sequence[Intake], day: dt.date) -> Iterator[dt.date]:
    """The days on which intakes begin in the calendar year of a day and in those next to it; none
    where a stage may begin on any day."""
    for intake in intakes:
        if intake.pattern.any_day:
            continue
        for year in (day.year - 1, day.year, day.year + 1):
            for span in spans_in(year, (intake.pattern,), intake.dated):
                yield span.start


def next_day(month_day: tuple[int, int], date: dt.date) -> dt.date:
    """The first such month and day on or after ``date``."""
    this_year = _at(date.year, month_day)
    return this_year if this_year >= date else _at(date.year + 1, month_day)


def nominal_end(
    start: dt.date, length: Length, months: int | None, intakes: Sequence[Intake]
) -> dt.date:
    """The day after the last day at full time. ``months`` replaces the catalogue's length.

    Academic years end with ``ends_month`` of the last year (the first year is at least six
    months long). Training years run from an intake to the one ``typical`` years later. Begun up
    to two weeks after an intake they end as many days after one, begun up to two weeks before it
    they end with it, and begun between intakes they last as many calendar years.
    """
    if months is not None:
        return add_months(start, months)
    if length.unit == "academic_years" and length.ends_month:
        first_end = next_day((length.ends_month % 12 + 1, 1), add_months(start, 6))
        return add_months(first_end, 12 * (length.typical - 1))
    if length.unit == "training_years":
        return _training_years_end(start, length.typical, intakes)
    return add_months(start, length.typical)


def _training_years_end(start: dt.date, years: int, intakes: Sequence[Intake]) -> dt.date:
    begun = _nearest_intake(start, intakes)
    if begun is None:
        return add_months(start, 12 * years)
    anniversary = add_months(begun, 12 * years)
    ends = _nearest_intake(anniversary, intakes) or anniversary
    return max(ends, add_days(ends, (start - begun).days))


def _nearest_intake(day: dt.date, intakes: Sequence[Intake]) -> dt.date | None:
    """The intake nearest to a day, where there is one within two weeks."""
    days = intakes_around(intakes, day)
    nearest = min(days, key=lambda one: (abs(one - day), one), default=None)
    return nearest if nearest and abs(nearest - day) <= _NEAR_INTAKE else None
