"""How much leave does not extend a stage: allowances over the stage, each year, or any year.

Runs of days go in and the parts of them that count as worked come out. All dates are plain, all
ends exclusive.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pathways.planning.catalogue import LeaveRule
from pathways.planning.catalogue.documents import LATEST
from pathways.planning.dates import add_months, months_between

DAYS_A_WEEK = 7


class Run(NamedTuple):
    """Days [since, until)."""

    since: dt.date
    until: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs in order of start, those that overlap or adjoin as one, empty ones left out."""
    found: list[Run] = []
    for one in runs:
        if one.until <= one.since:
            continue
        if found and one.since <= found[-1].until:
            found[-1] = Run(found[-1].since, max(found[-1].until, one.until))
        else:
            found.append(one)
    return tuple(found)


def excused_by(
    runs: Sequence[Run], rule: LeaveRule | None, start: dt.date, nominal: dt.date
) -> Iterator[Run]:
    """The days of leave that do not extend a stage."""
    if rule is None or not runs:
        return
    if rule.within == "year":
        yield from _by_year(runs, rule, start)
    elif rule.within == "any_year":
        yield from (_in_any_year_or_none if rule.beyond == "all" else _in_any_year)(runs, rule.days)
    else:
        yield from _first_days(runs, whole_allowance(rule, start, nominal), rule)


def whole_allowance(rule: LeaveRule, start: dt.date, nominal: dt.date) -> int:
    """Days for the whole stage, by its length at full time."""
    if rule.within == "stage":
        return rule.days
    return int(rule.weeks_per_year * DAYS_A_WEEK * months_between(start, nominal) / 12)


def _first_days(runs: Iterable[Run], days: int, rule: LeaveRule) -> Iterator[Run]:
    """The first ``days`` of some runs; none where leave goes beyond them and all of it counts."""
    runs = tuple(runs)
    if rule.beyond == "all" and sum(one.days for one in runs) > days:
        return
    for one in runs:
        taken = min(one.days, days)
        if taken > 0:
            yield Run(one.since, one.since + dt.timedelta(days=taken))
        days -= taken


def _by_year(runs: Sequence[Run], rule: LeaveRule, start: dt.date) -> Iterator[Run]:
    """For each year of the stage, the first days of the leave in it."""
    year, since = 0, start
    while since < runs[-1].until and since < LATEST:
        until = add_months(start, 12 * (year + 1))
        inside = (Run(max(one.since, since), min(one.until, until)) for one in runs)
        yield from _first_days((one for one in inside if one.days > 0), rule.days, rule)
        year, since = year + 1, until


def _in_any_year(runs: Sequence[Run], days: int) -> Iterator[Run]:
    """Leave as it is taken, as long as the twelve months before hold less than ``days``."""
    excused: list[Run] = []
    for run in runs:
        day = run.since
        while day < run.until:
            year_ago = add_months(day, -12)
            recent = [one for one in excused if one.until > year_ago]
            used = sum((one.until - max(one.since, year_ago)).days for one in recent)
            if used < days:
                taken = Run(day, min(run.until, day + dt.timedelta(days=days - used)))
                excused.append(taken)
                day = taken.until
            elif not recent:
                break
            else:
                day = max(add_months(max(recent[0].since, year_ago), 12), day + dt.timedelta(1))
    yield from joined(excused)


def _in_any_year_or_none(runs: Sequence[Run], days: int) -> Iterator[Run]:
    """Leave outside every twelve months that hold more than ``days`` of it.

    Windows that begin on a day of leave are enough: any other one can begin later without losing
    a day. Within a run, the later a window begins the less leave it holds, so those that hold too
    much are the first ones, and together they are one span. (Around 29 February a window may hold
    a day more than the one before it; runs are cut there, so that this stays true.)
    """
    beyond = []
    for run in runs:
        for part in _cut_in_march(run):
            last = _last_full_window(part, runs, days)
            if last is not None:
                beyond.append(Run(part.since, add_months(last, 12)))
    for run in runs:
        since = run.since
        for gone in beyond:
            if gone.until <= since or gone.since >= run.until:
                continue
            if gone.since > since:
                yield Run(since, gone.since)
            since = max(since, gone.until)
        if since < run.until:
            yield Run(since, run.until)


def _cut_in_march(run: Run) -> Iterator[Run]:
    since = run.since
    for year in range(run.since.year, run.until.year + 1):
        for cut in (dt.date(year, 2, 28), dt.date(year, 3, 1)):
            if since < cut < run.until:
                yield Run(since, cut)
                since = cut
    yield Run(since, run.until)


def _last_full_window(part: Run, runs: Sequence[Run], days: int) -> dt.date | None:
    """The last day of a part on which twelve months begin that hold more than ``days``."""

    def holds(offset: int) -> bool:
        since = part.since + dt.timedelta(days=offset)
        until = add_months(since, 12)
        inside = ((min(one.until, until) - max(one.since, since)).days for one in runs)
        return sum(max(count, 0) for count in inside) > days

    if not holds(0):
        return None
    low, high = 0, part.days - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return part.since + dt.timedelta(days=low)
