"""Time worked: one walk through the days of a stage.

A stage at full time ends on its nominal day, so its amount of work is the number of days from its
start to that day. Each day then does its percentage; a day of leave does nothing once the
allowance of the stage is used up; time out that counts does the share that counts. The stage
ends, and ``worked(...)`` is reached, on the day on which the amount is done. Nothing rounds
unless a rule of the catalogue says that whole months are counted.

Two years at full time from 1 January 2030 are 730 days; with 100 days of leave that has no
allowance and 50% from 1 January 2031 they are done after 365 - 100 + (730 - 265) x 2 days.

The walk goes from period to period, not from day to day. Work is counted in ten-thousandths of a
whole-time day, in integers, so it is exact.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pathways.planning.allowances import Run, excused_by, joined, whole_allowance
from pathways.planning.catalogue import Counting, LeaveRule, Stage, TimeOut
from pathways.planning.catalogue.documents import LATEST
from pathways.planning.dates import add_days, add_months, clamp, months_between
from pathways.planning.plans import Leave, Working

FULL_DAY = 10_000
LEAVE = "Leave"


class Period(NamedTuple):
    """Days [since, until) of one kind: ``percent`` of full time is worked (0: away), each day
    does ``rate`` ten-thousandths of a whole-time day, ``away`` names leave or time out."""

    since: dt.date
    until: dt.date
    percent: int
    rate: int
    away: str = ""


class Walk:
    """A stage that begins on ``start`` and would end on ``nominal`` at full time, walked through
    its percentages and leave.

    ``rule`` is the leave rule of the stage, ``counting`` how its percentages count, ``kinds`` the
    kinds of time out that count towards it. ``on_time`` is the nominal end if nothing before it
    had been delayed; one that is ``open_ended`` goes on after its nominal end. All dates lie
    within 1950 to 2150; ends are exclusive.
    """

    __slots__ = ("_periods", "end", "excused", "leave", "nominal", "on_time", "rule", "start")

    def __init__(
        self,
        start: dt.date,
        nominal: dt.date,
        working: Sequence[Working] = (),
        leave: Sequence[Leave] = (),
        *,
        rule: LeaveRule | None = None,
        counting: Sequence[Counting] = (),
        kinds: Sequence[TimeOut] = (),
        on_time: dt.date | None = None,
        open_ended: bool = False,
    ) -> None:
        self.start = start
        self.nominal = nominal
        self.on_time = on_time or nominal
        self.rule = rule
        self.leave: tuple[Run, ...] = ()
        self.excused: tuple[Run, ...] = ()
        self._periods: tuple[Period, ...] = ()
        self.end = nominal
        if not working and not leave:
            return
        shares = tuple(_shares(start, working, counting))
        outs = sorted(leave, key=lambda one: (one.since, one.until))
        self._lay(shares, (), kinds)
        # Leave that lies after the end neither extends the stage nor uses up its allowance.
        for number, one in enumerate(outs, start=1):
            if one.since >= self.end and not open_ended:
                break
            before = self.end
            self._lay(shares, [_until(out, before) for out in outs[:number]], kinds)
            if self.end > before or open_ended:
                self._lay(shares, outs[:number], kinds)
        if _counts_whole_months(self.end, counting) and self.end != nominal:
            self.end = _whole_months(start, self.end)

    def _lay(
        self,
        shares: Sequence[tuple[dt.date, int, int]],
        outs: Sequence[Leave],
        kinds: Sequence[TimeOut],
    ) -> None:
        """Lay leave over the percentages and see when the stage ends."""
        known = {kind.key: kind for kind in kinds}
        runs = joined(
            Run(max(one.since, self.start), one.until) for one in outs if one.kind not in known
        )
        counted = list(_time_out(self.start, outs, known))
        self.leave = runs
        self.excused = tuple(excused_by(runs, self.rule, self.start, self.nominal))
        self._periods = tuple(_periods(shares, runs, self.excused, counted))
        self.end = max(self._done_on((self.nominal - self.start).days), add_days(self.start, 1))

    @property
    def is_plain(self) -> bool:
        """Whether it is all at full time, with no leave."""
        return not self._periods

    def after(self, months: int, days: int = 0) -> dt.date:
        """The day by which so many calendar months and days of whole-time work are done."""
        goal = add_days(add_months(self.start, months), days)
        return self._done_on((goal - self.start).days) if self._periods else goal

    def _done_on(self, days: int) -> dt.date:
        """The day after the one on which so many whole-time days are done."""
        left = days * FULL_DAY
        if left <= 0:
            return self.start
        for one in self._periods:
            possible = (one.until - one.since).days * one.rate
            if left <= possible:
                return one.since + dt.timedelta(days=-(-left // one.rate))
            left -= possible
        return LATEST

    def away(self, since: dt.date, until: dt.date) -> int:
        """Days of [since, until) on which nothing was worked."""
        return sum(
            max((min(one.until, until) - max(one.since, since)).days, 0)
            for one in self._periods
            if not one.rate
        )

    def leave_days(self) -> int:
        """Days of leave within the stage, by the calendar; other time out is not leave."""
        return sum(max((min(one.until, self.end) - one.since).days, 0) for one in self.leave)

    def excused_days(self) -> int:
        """Days of leave that do not extend the stage."""
        return sum(max((min(one.until, self.end) - one.since).days, 0) for one in self.excused)

    def allowance(self) -> int | None:
        """Days of leave that a rule over the whole stage allows; None where there is no such
        rule."""
        if self.rule is None or self.rule.within in ("year", "any_year"):
            return None
        return whole_allowance(self.rule, self.start, self.nominal)

    def not_full_time(self) -> Iterator[Period]:
        """The parts of the stage that are not worked at full time, in order; parts of one kind
        that follow each other are one."""
        found: Period | None = None
        for one in self._periods:
            until = min(one.until, self.end)
            if one.since >= until:
                continue
            if found and (found.until, found.percent, found.away) == (
                one.since,
                one.percent,
                one.away,
            ):
                found = found._replace(until=until)
                continue
            if found and (found.away or found.percent < 100):
                yield found
            found = one._replace(until=until)
        if found and (found.away or found.percent < 100):
            yield found


def walk_stage(
    stage: Stage | None,
    start: dt.date,
    nominal: dt.date,
    working: Sequence[Working],
    leave: Sequence[Leave],
    on_time: dt.date | None = None,
) -> Walk:
    """The walk of a stage of the catalogue, or of one of the person's own (None: no rules)."""
    if stage is None:
        return Walk(start, nominal, working, leave, on_time=on_time)
    return Walk(
        start,
        nominal,
        working,
        leave,
        rule=stage.leave,
        counting=stage.counting,
        kinds=stage.time_out,
        on_time=on_time,
        open_ended=stage.kind == "practice",
    )


def _until(leave: Leave, end: dt.date) -> Leave:
    """The part of a leave before a day; all of it where it begins later."""
    return replace(leave, until=min(leave.until, end)) if leave.since < end else leave


def _shares(
    start: dt.date, working: Sequence[Working], counting: Sequence[Counting]
) -> Iterator[tuple[dt.date, int, int]]:
    """From which day on which percentage is worked, and which of it counts."""
    days = {start, *(max(one.since or start, start) for one in working)}
    days |= {one.since for one in counting if one.since and one.since > start}
    for day in sorted(days):
        percent = _percent_on(day, start, working)
        yield day, percent, max(percent - percent % _step_on(day, counting), 1)


def _percent_on(day: dt.date, start: dt.date, working: Sequence[Working]) -> int:
    told = [one for one in working if max(one.since or start, start) <= day]
    latest = max(told, key=lambda one: one.since or dt.date.min, default=None)
    return latest.percent if latest else 100


def _rule_on(day: dt.date, counting: Sequence[Counting]) -> Counting | None:
    told = [one for one in counting if one.since is None or one.since <= day]
    return max(told, key=lambda one: one.since or dt.date.min, default=None)


def _step_on(day: dt.date, counting: Sequence[Counting]) -> int:
    rule = _rule_on(day, counting)
    return rule.step if rule else 1


def _counts_whole_months(end: dt.date, counting: Sequence[Counting]) -> bool:
    rule = _rule_on(end, counting)
    return bool(rule and rule.whole_months)


def _whole_months(start: dt.date, end: dt.date) -> dt.date:
    months = months_between(start, end)
    return add_months(start, -(-months.numerator // months.denominator))


def _time_out(
    start: dt.date, outs: Sequence[Leave], known: dict[str, TimeOut]
) -> Iterator[tuple[Run, int, str]]:
    """Time out that may count: its days, the percentage that counts, and its name. What goes on
    longer than a kind may is away without counting."""
    for one in outs:
        kind = known.get(one.kind)
        since = max(one.since, start)
        if kind is None or one.until <= since:
            continue
        share = kind.counts if kind.counts is not None else one.counts or 0
        most = add_months(since, kind.max_months) if kind.max_months else one.until
        until = min(one.until, most)
        yield Run(since, until), share, kind.short
        if until < one.until:
            yield Run(until, one.until), 0, kind.short


def _periods(
    shares: Sequence[tuple[dt.date, int, int]],
    runs: Sequence[Run],
    excused: Sequence[Run],
    counted: Sequence[tuple[Run, int, str]],
) -> Iterator[Period]:
    """Everything laid over each other, until the last year that the planner knows."""
    days = {day for day, _, _ in shares} | {LATEST}
    spans = (*runs, *excused, *(one for one, _, _ in counted))
    days |= {clamp(day) for run in spans for day in run}
    for since, until in pairwise(sorted(day for day in days if day >= shares[0][0])):
        percent, counts = next(
            (percent, counts) for day, percent, counts in reversed(shares) if day <= since
        )
        if _covers(excused, since):
            yield Period(since, until, 0, counts * 100, LEAVE)
        elif _covers(runs, since):
            yield Period(since, until, 0, 0, LEAVE)
        elif out := next((one for one in counted if one[0].since <= since < one[0].until), None):
            yield Period(since, until, 0, out[1] * counts, out[2])
        else:
            yield Period(since, until, percent, counts * 100)


def _covers(runs: Iterable[Run], day: dt.date) -> bool:
    return any(one.since <= day < one.until for one in runs)
