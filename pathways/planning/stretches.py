"""Leave and part-time of a stage in words, and how much of its work is done by when."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from pathways.planning.timeline import Bar, Stretch

_ONE_DAY = dt.timedelta(days=1)


def stretch_words(
    bar: Bar, *, day: Callable[[dt.date], str], span: Callable[[dt.date, dt.date], str]
) -> str:
    """The leave and part-time of a stage: "Leave Oct 1, 2029 – Aug 31, 2030; 80% from Sep 1,
    2030"; empty where all of it is full-time work. ``day`` says a day, and ``span`` the days from
    one to the day before another."""
    return "; ".join(_says(one, bar, day, span) for one in _told(bar.stretches))


def _told(stretches: Sequence[Stretch]) -> list[Stretch]:
    """What is said of them, in order: part-time that only leave interrupts is said once."""
    found: list[Stretch] = []
    part_time: int | None = None
    reached: dt.date | None = None
    for one in stretches:
        goes_on = part_time is not None and reached == one.since
        if one.away:
            found.append(one)
        elif goes_on and part_time is not None and found[part_time].percent == one.percent:
            found[part_time] = replace(found[part_time], until=one.until)
        else:
            part_time = len(found)
            found.append(one)
        if goes_on or not one.away:
            reached = one.until
    return found


def _says(
    one: Stretch,
    bar: Bar,
    day: Callable[[dt.date], str],
    span: Callable[[dt.date, dt.date], str],
) -> str:
    name = one.away or f"{one.percent}%"
    whole = one.since <= bar.start.date, one.until >= bar.end.date
    if all(whole):
        when = "throughout"
    elif one.away or not any(whole):
        when = span(one.since, one.until)
    else:
        when = f"until {day(one.until - _ONE_DAY)}" if whole[0] else f"from {day(one.since)}"
    return f"{name} {when}"


def days_of_years(bar: Bar, count: int) -> list[dt.date]:
    """The day on which each of so many equal parts of a stage's work begins, and the end of the
    last one. Leave and part-time make a part longer."""
    paces = _paces(bar)
    total = sum((until - since).days * percent for since, until, percent in paces)
    if not total:
        paces, total = [(bar.start.date, bar.end.date, 1)], (bar.end.date - bar.start.date).days
    days = [bar.start.date]
    done, part = 0, 1
    for since, until, percent in paces:
        worked = (until - since).days * percent
        while part < count and (done + worked) * count >= total * part:
            days.append(since + dt.timedelta(days=round((total * part / count - done) / percent)))
            part += 1
        done += worked
    return [*days, bar.end.date]


def _paces(bar: Bar) -> list[tuple[dt.date, dt.date, int]]:
    """The stage as (since, until, percentage), wherever the percentage changes."""
    start, end = bar.start.date, bar.end.date
    inside = [day for one in bar.stretches for day in (one.since, one.until) if start < day < end]
    return [
        (since, until, _percent_on(since, bar.stretches))
        for since, until in pairwise(sorted({start, *inside, end}))
    ]


def _percent_on(day: dt.date, stretches: Sequence[Stretch]) -> int:
    return min((one.percent for one in stretches if one.since <= day < one.until), default=100)
