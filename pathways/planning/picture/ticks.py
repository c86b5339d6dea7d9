"""The ticks of the axis: years, or quarters and months where a short time is shown large."""

import datetime as dt
from collections.abc import Iterator

from pathways.planning.picture import Tick
from pathways.planning.picture.measures import Axis
from pathways.planning.picture.textwidth import text_width

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZE = 12.0
ROOM = 16.0
YEAR_STEPS = (1, 2, 5, 10, 20, 50)
MONTH_STEPS = (1, 3)


def ticks_of(axis: Axis, *, bare: bool) -> tuple[Tick, ...]:
    """Ticks at each 1 January, with labels as close as they can stand; at each month or quarter
    where there is room for their names. January carries the year."""
    year_width = 365.25 / max((axis.end - axis.start).days, 1) * (axis.right - axis.left)
    months = None if bare else _month_step(year_width)
    if months:
        return tuple(_months(axis, months))
    return tuple(_years(axis, year_width, bare=bare))


def _month_step(year_width: float) -> int | None:
    room = text_width("2030", SIZE) + ROOM
    return next((step for step in MONTH_STEPS if year_width * step / 12 >= room), None)


def _months(axis: Axis, step: int) -> Iterator[Tick]:
    year, month = axis.start.year, axis.start.month
    while True:
        month += 1
        if month > 12:
            year, month = year + 1, 1
        if dt.date(year, month, 1) > axis.end:
            return
        if (month - 1) % step == 0:
            label = str(year) if month == 1 else MONTHS[month - 1]
            yield _tick(axis, dt.date(year, month, 1), label, text_width(label, SIZE))


def _years(axis: Axis, year_width: float, *, bare: bool) -> Iterator[Tick]:
    room = text_width("2030", SIZE) + (26 if bare else 10)
    step = next((step for step in YEAR_STEPS if step * year_width >= room), 100)
    for year in range(axis.start.year + 1, axis.end.year + 1):
        label = str(year) if year % step == 0 else ""
        yield _tick(axis, dt.date(year, 1, 1), label, room - 8)


def _tick(axis: Axis, day: dt.date, label: str, room: float) -> Tick:
    """A tick; without its label where that would stand beyond the edge."""
    x = axis.x(day)
    fits = axis.left + room / 2 - 6 <= x and x + room / 2 + 1 <= axis.right
    return Tick(x=x, label=label if fits else "")
