"""The second voice: when the stages of a life begin and end, found by walking day by day.

It is written from the fact pages, shares no code with the engine, and is naive on purpose: each
day of a stage adds what was worked on it, and the stage is over when the days of the full-time
stage are done. Ends are exclusive. Days are summed in ten-thousandths, so sums are exact.
"""

import calendar
import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

FULL_DAY = 100 * 100
NOTHING, ONE_DAY = dt.timedelta(), dt.timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """A stage as the fact pages tell it.

    ``length`` is ``("months", 48)``, ``("academic", 4)``: four years that end with the month
    ``ends``, or ``("training", 3)``: three years from intake to intake. ``intake`` gives the
    intake of a calendar year (None: any day), ``grace`` the days after it on which one can still
    begin. ``continues``: who comes from the stage before goes on at once, intake or not.
    ``allowance`` is leave that does not extend the stage: ``("average", 8)`` weeks a year over the
    whole of it, ``("each_year", 20)`` days in each of its years, or ``("any_year", 14)`` days in
    any twelve months and nothing once it is more.
    """

    key: str
    length: tuple[str, int]
    intake: Callable[[int], dt.date] | None = None
    grace: int = 0
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
    """A step with its first day and the day after its last; ``due`` is its end if begun on time, at
    full time and without leave, and ``free`` the leave that extends nothing."""

    step: Step
    start: dt.date
    end: dt.date
    due: dt.date
    free: frozenset[dt.date]

    def worked(self, months: int) -> dt.date:
        """The first day on which so many full-time months from the start are done."""
        return self.worked_days((add_months(self.start, months) - self.start).days)

    def worked_days(self, days: int) -> dt.date:
        """The first day on which so many full-time days are done."""
        return walk(self.step, self.start, days, self.free)

    def present(self, months: int, since: dt.date) -> dt.date:
        """The first day on which as many days as in so many months have passed since ``since``
        without leave from this step."""
        away = {day for first, after, _ in self.step.leave for day in days(first, after)}
        left, day = (add_months(since, months) - since).days, since
        while left:
            left -= day not in away or not self.start <= day < self.end
            day += ONE_DAY
        return day


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last of a shorter month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def days(first: dt.date, after: dt.date) -> list[dt.date]:
    """Every day from ``first`` up to but not including ``after``."""
    return [first + dt.timedelta(days=number) for number in range((after - first).days)]


def live(steps: Sequence[Step]) -> dict[str, Lived]:
    """The life as dates: each step begins when the one before it has ended and an intake comes."""
    lived: dict[str, Lived] = {}
    for step in steps:
        lived[step.stage.key] = follow(step, next(reversed(lived.values()), None))
    return lived


def follow(step: Step, last: Lived | None) -> Lived:
    """The step after another one; who goes on late has as many days as if on time."""
    start = begin(step, last)
    goes_on = last and step.stage.continues and step.start is None
    return finish(step, start, last.due if last and goes_on else start)


def begin(step: Step, last: Lived | None) -> dt.date:
    """When the step begins after the one before it."""
    if step.start is not None:
        return step.start
    assert last is not None, "The first step needs a start."
    if step.stage.intake is None or step.stage.continues:
        return last.end
    grace = ONE_DAY * step.stage.grace
    intakes = (step.stage.intake(last.end.year + year) for year in range(2))
    return max(last.end, min(day for day in intakes if day + grace >= last.end))


def nominal_end(step: Step, start: dt.date) -> dt.date:
    """When the step would end at full time and without leave."""
    kind, number = step.stage.length
    if step.months is not None:
        return add_months(start, step.months)
    if kind == "months":
        return add_months(start, number)
    if kind == "academic":
        month = dt.date(start.year - 1, step.stage.ends, 1)
        ends = [add_months(month, 12 * year + 1) for year in range(number + 3)]
        return [end for end in ends if end >= add_months(start, 6)][number - 1]
    intake = step.stage.intake
    assert intake is not None
    for year in (start.year, start.year - 1):
        late = start - intake(year)
        if abs(late.days) <= 14:
            return intake(year + number) + max(late, NOTHING)
    return add_months(start, 12 * number)


@lru_cache(maxsize=32)
def finish(step: Step, start: dt.date, due: dt.date) -> Lived:
    """The step from its start to its end, if it was due to begin on ``due``.

    Leave after the end is no leave from the stage, but leave before it may be too much only with
    later leave: so the end is tried from the earliest one on until it stays.
    """
    due_end = nominal_end(step, due)
    by_intakes = step.stage.length[0] == "training" and step.months is None
    amount = due_end - due if by_intakes else nominal_end(step, start) - start
    end = start
    while True:
        free = free_days(step, start, end)
        found = walk(step, start, amount.days, free)
        if found == end:
            return Lived(step, start, end, due_end, free)
        end = found


def walk(step: Step, start: dt.date, amount: int, free: frozenset[dt.date]) -> dt.date:
    """The day after the one on which ``amount`` full-time days are done, day by day."""
    away = {day: share for first, after, share in step.leave for day in days(first, after)}
    turns = sorted((since or start, percent) for since, percent in step.working)
    done, day, percent = 0, start, 100
    while done < amount * FULL_DAY:
        while turns and turns[0][0] <= day:
            percent = turns.pop(0)[1]
        done += percent * (away[day] if day in away and day not in free else 100)
        day += ONE_DAY
    return day


def free_days(step: Step, start: dt.date, end: dt.date) -> frozenset[dt.date]:
    """The days of leave that count like any other day, if the stage ends on ``end``."""
    if step.stage.allowance is None or not step.leave:
        return frozenset()
    kind, most = step.stage.allowance
    away = {day for first, after, share in step.leave if not share for day in days(first, after)}
    taken = sorted(day for day in away if start <= day)
    if kind == "average":
        months = step.stage.length[1] if step.months is None else step.months
        return frozenset(taken[: most * 7 * months // 12])
    if kind == "each_year":
        borders = [add_months(start, 12 * year) for year in range(50)]
        years = [[day for day in taken if a <= day < b] for a, b in pairwise(borders)]
        return frozenset(day for year in years for day in year[:most])
    too_much: set[dt.date] = set()
    so_far = [day for day in taken if day < end]
    for number, day in enumerate(so_far):
        window = so_far[number : bisect_left(so_far, add_months(day, 12))]
        if len(window) > most:
            too_much.update(window)
    return frozenset(taken) - too_much
