"""Time worked: percentages that change, how they count, leave, and what they do to an end.

A stage at full time ends on its nominal day. Worked at less it takes as long as it needs for the
same amount of full-time work, rounded up to a whole month of the stage. Leave extends it by what
goes beyond the stage's allowance (by all of it where there is none).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pathways.planning.catalogue import Counting, LeaveRule
from pathways.planning.dates import add_days, add_months, advance, months_between
from pathways.planning.plans import Leave, Working

DAYS_A_WEEK = 7
NEARLY = dt.timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Period:
    """Working at a percentage from a day on, and the percentage that counts."""

    since: dt.date
    percent: int
    counts: int


def periods(
    start: dt.date, working: Sequence[Working], counting: Sequence[Counting] = ()
) -> tuple[Period, ...]:
    """The percentages from ``start`` on, each different from the one before."""
    days = {start, *(max(one.since or start, start) for one in working)}
    days |= {one.since for one in counting if one.since and one.since > start}
    found: list[Period] = []
    for day in sorted(days):
        percent = _percent_on(day, start, working)
        counts = percent - percent % _step_on(day, counting)
        if not found or (found[-1].percent, found[-1].counts) != (percent, counts):
            found.append(Period(day, percent, max(counts, 1)))
    return tuple(found)


def _percent_on(day: dt.date, start: dt.date, working: Sequence[Working]) -> int:
    told = [one for one in working if max(one.since or start, start) <= day]
    latest = max(told, key=lambda one: one.since or dt.date.min, default=None)
    return latest.percent if latest else 100


def _step_on(day: dt.date, counting: Sequence[Counting]) -> int:
    told = [one for one in counting if one.since is None or one.since <= day]
    latest = max(told, key=lambda one: one.since or dt.date.min, default=None)
    return latest.step if latest else 1


def worked_until(
    start: dt.date,
    months: Fraction,
    working: Sequence[Working],
    counting: Sequence[Counting] = (),
) -> dt.date:
    """The day by which so many months of full-time work are done."""
    steps = periods(start, working, counting)
    left = months
    for index, step in enumerate(steps):
        until = steps[index + 1].since if index + 1 < len(steps) else None
        needed = left * 100 / step.counts
        if until is None or advance(step.since, needed) <= until:
            return advance(step.since, needed)
        left -= months_between(step.since, until) * step.counts / 100
    return advance(start, months)


def stretched_end(
    start: dt.date,
    end: dt.date,
    working: Sequence[Working],
    counting: Sequence[Counting] = (),
) -> dt.date:
    """The end of [start, end) when worked at percentages that change over time.

    100 % throughout gives ``end`` itself; less rounds up to a whole month of the stage. Training
    years from intake to intake are a few days more or less than whole months: they count as those.
    """
    if not working or all(one.counts == 100 for one in periods(start, working, counting)):
        return end
    full = months_between(start, end)
    whole = Fraction(round(full))
    if abs(end - add_months(start, int(whole))) <= NEARLY:
        full = whole
    done = worked_until(start, full, working, counting)
    months = months_between(start, done)
    return add_months(start, -(-months.numerator // months.denominator))


def leave_days(leave: Sequence[Leave], start: dt.date, end: dt.date) -> int:
    """Calendar days of leave within [start, end); days in two leaves count once."""
    total, covered = 0, start
    for one in sorted(leave, key=lambda each: each.since):
        first, last = max(one.since, covered), min(one.until, end)
        if last > first:
            total += (last - first).days
            covered = last
    return total


def allowance_days(rule: LeaveRule | None, start: dt.date, end: dt.date) -> int:
    """Days of leave that do not extend [start, end), by the rule's weeks for each year."""
    if rule is None:
        return 0
    days = rule.weeks_per_year * DAYS_A_WEEK * months_between(start, end) / 12
    return int(days)


def extended_end(
    start: dt.date, end: dt.date, leave: Sequence[Leave], rule: LeaveRule | None
) -> dt.date:
    """The end of [start, end) extended by the leave beyond the allowance.

    Leave taken in the extension counts too, so this is repeated until nothing is added.
    """
    allowed = allowance_days(rule, start, end)
    extended = end
    for _ in range(len(leave) + 1):
        over = max(leave_days(leave, start, extended) - allowed, 0)
        later = add_days(end, over)
        if later == extended:
            break
        extended = later
    return extended
