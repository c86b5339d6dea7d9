"""The second voice: when the stages of a life begin and end, found by walking day by day.

It is written from the fact pages and shares no line with the engine, so that the two can be
compared. It is meant to be naive: each day of a stage adds what was worked on it, and the stage
is over when the days of the full-time stage are done. Ends exclude themselves.

A day counts in ten-thousandths of a full-time day, so that every sum is exact.
"""

import calendar
import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

FULL_DAY = 100 * 100
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """A stage as the fact pages tell it.

    ``length`` is ``("months", 48)``, ``("academic", 4)``: four years that end with the month
    ``ends``, or ``("training", 3)``: three years from intake to intake. ``intake`` gives the
    intake of a calendar year; None is any day. ``continues``: somebody who comes from the stage
    before it goes on at once, intake or not. ``allowance`` is leave that does not extend the
    stage: ``("average", 8)`` weeks a year over the whole of it, ``("each_year", 20)`` days in each
    of its years, or ``("any_year", 14)`` days in any twelve months and nothing once it is more.
    """

    key: str
    length: tuple[str, int]
    intake: Callable[[int], dt.date] | None = None
    continues: bool = False
    allowance: tuple[str, int] | None = None
    ends: int = 0


@dataclass(frozen=True)
class Step:
    """A stage in somebody's life.

    ``start`` is the day they entered for its beginning, ``months`` the length they entered.
    ``working`` are percentages with the day from which they hold (None: from the start).
    ``leave`` are days away as (first day, day after the last, share of them that counts).
    """

    stage: Stage
    start: dt.date | None = None
    months: int | None = None
    working: tuple[tuple[dt.date | None, int], ...] = ()
    leave: tuple[tuple[dt.date, dt.date, int], ...] = ()


@dataclass(frozen=True)
class Lived:
    """A step with its first day, the day after its last, and the leave that extends nothing."""

    step: Step
    start: dt.date
    end: dt.date
    free: frozenset[dt.date]

    def worked(self, months: int) -> dt.date:
        """The first day on which so many full-time months from the start are done."""
        return self.worked_days((add_months(self.start, months) - self.start).days)

    def worked_days(self, days: int) -> dt.date:
        """The first day on which so many full-time days are done."""
        return walk(self.step, self.start, days, self.free)

    def present(self, months: int) -> dt.date:
        """The first day on which as many days as in so many months have passed without leave."""
        away = {day for first, after, _ in self.step.leave for day in days(first, after)}
        left, day = (add_months(self.start, months) - self.start).days, self.start
        while left:
            left -= day not in away
            day += ONE_DAY
        return day


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last of a shorter month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def days(first: dt.date, after: dt.date) -> list[dt.date]:
    """Every day from the first one up to, and without, the other."""
    return [first + dt.timedelta(days=number) for number in range((after - first).days)]


def live(steps: Sequence[Step]) -> dict[str, Lived]:
    """The life as dates: each step begins when the one before it has ended and an intake comes."""
    lived: dict[str, Lived] = {}
    before: dt.date | None = None
    for step in steps:
        start = begin(step, before)
        lived[step.stage.key] = last = finish(step, start)
        before = last.end
    return lived


def begin(step: Step, before: dt.date | None) -> dt.date:
    """When the step begins, if the one before it ended on ``before``."""
    if step.start is not None:
        return step.start
    if before is None:
        raise ValueError("The first step needs a start.")
    if step.stage.intake is None or step.stage.continues:
        return before
    return min(
        day
        for year in range(before.year, before.year + 2)
        if (day := step.stage.intake(year)) >= before
    )


def nominal_end(step: Step, start: dt.date) -> dt.date:
    """When the step would end at full time and without leave."""
    kind, number = step.stage.length
    if step.months is not None:
        return add_months(start, step.months)
    if kind == "months":
        return add_months(start, number)
    if kind == "academic":
        ends = [dt.date(start.year + year, step.stage.ends, 1) for year in range(-1, 3)]
        first = min(
            end for end in (add_months(end, 1) for end in ends) if end >= add_months(start, 6)
        )
        return add_months(first, 12 * (number - 1))
    intake = step.stage.intake
    assert intake is not None
    year = max(year for year in range(start.year - 1, start.year + 1) if intake(year) <= start)
    return start + (intake(year + number) - intake(year))


@lru_cache(maxsize=32)
def finish(step: Step, start: dt.date) -> Lived:
    """The step from its start to its end.

    Leave after the end is no leave from the stage, and whether leave is within an allowance may
    hang on later leave: so the end is tried from the nominal one on until it stays.
    """
    nominal = end = nominal_end(step, start)
    while True:
        free = free_days(step, start, end)
        found = walk(step, start, (nominal - start).days, free)
        if found == end:
            return Lived(step, start, end, free)
        end = found


def walk(step: Step, start: dt.date, amount: int, free: frozenset[dt.date]) -> dt.date:
    """The day after the one on which ``amount`` full-time days are done, day by day."""
    away = {day: share for first, after, share in step.leave for day in days(first, after)}
    turns = sorted((since or start, percent) for since, percent in step.working)
    done, day, percent = 0, start, 100
    while done < amount * FULL_DAY:
        while turns and turns[0][0] <= day:
            percent = turns.pop(0)[1]
        if day in away and day not in free:
            done += percent * away[day]
        else:
            done += percent * 100
        day += ONE_DAY
    return day


def free_days(step: Step, start: dt.date, end: dt.date) -> frozenset[dt.date]:
    """The days of leave in the stage that count like any other day."""
    if step.stage.allowance is None or not step.leave:
        return frozenset()
    kind, most = step.stage.allowance
    taken = sorted(
        {day for first, after, share in step.leave if not share for day in days(first, after)}
    )
    taken = [day for day in taken if start <= day < end]
    if kind == "average":
        months = step.stage.length[1] if step.months is None else step.months
        return frozenset(taken[: most * 7 * months // 12])
    if kind == "each_year":
        free: list[dt.date] = []
        for year in range(end.year - start.year + 1):
            first, after = add_months(start, 12 * year), add_months(start, 12 * year + 12)
            free += [day for day in taken if first <= day < after][:most]
        return frozenset(free)
    too_much: set[dt.date] = set()
    for number, day in enumerate(taken):
        window = taken[number : bisect_left(taken, add_months(day, 12))]
        if len(window) > most:
            too_much.update(window)
    return frozenset(taken) - too_much
