"""How far somebody is, at a glance: years so far and to go, exams passed, part of the path.

What is counted:

- The *path* runs from the first day of the earliest stage in the timeline (of the earliest item
  where there is no stage) to the finish. What comes after the finish is not on it.
- *So far* and *to go* divide it at today; the *part* is that of its days, rounded down, so that
  100 % is said only of somebody who is there.
- *Passed* are exams marked as done and those taken for done since their day is over; *left* are
  those that ``exams_left`` counts in routes. Exams after the finish count: they are still to sit.
- A *segment* is the time in which a stage is what one does: of two that overlap the one that
  began later. Time without a stage, such as waiting for an intake, has no segment.

A timeline without a finish has no progress.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pathways.planning.picture.textwidth import text_width
from pathways.planning.routes import exams_left
from pathways.planning.timeline import Bar, Lane, Timeline
from pathways.presenters import words
from pathways.presenters.rows import start_of
from pathways.presenters.words import DateStyle

PASSED = ("done", "assumed")
LABEL_SIZE = 14.0
LABEL_ROOM = 14.0
# How wide the strip is at least, where the page is narrow, middling or broad, in pixels.
ROOMS = (("narrow", 310.0), ("middle", 560.0), ("broad", 960.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in words, and what it is of: "2 years 3 months", "so far"."""

    amount: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stage on the strip, from ``x``, ``width`` wide, of which ``done`` lies behind: percent
    of the whole path, to a hundredth. ``fits`` is the narrowest page on which its name has room
    ("narrow", "middle", "broad"; empty: none). ``dates`` are its own, for those who listen."""

    name: str
    lane: Lane
    dates: str
    x: float
    width: float
    done: float
    middle: float
    fits: str

    @property
    def state(self) -> str:
        """Whether it is done, now or still to come."""
        if self.done <= 0:
            return "to come"
        return "done" if self.done >= self.width else "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """The figures, the strip, and where today is on it in percent of the path. ``arrived`` says
    since when, once the finish is reached."""

    figures: tuple[Figure, ...]
    segments: tuple[Segment, ...]
    today: float
    arrived: str


def present_progress(
    timeline: Timeline, *, today: dt.date, style: DateStyle
) -> ProgressView | None:
    """How far the person is; None without a finish, or with nothing before it."""
    start = _first_day(timeline)
    if timeline.finish is None or start is None or start >= timeline.finish.date:
        return None
    finish = timeline.finish.date
    path = _Path(start=start, finish=finish, today=min(max(today, start), finish))
    about = timeline.finish.precision == "estimate"
    since = f"about {words.month(finish)}" if about else words.day(finish, style)
    return ProgressView(
        figures=(*_times(path, today), *_exams(timeline), *_part(path, today)),
        segments=tuple(_segments(timeline, path, style)),
        today=path.percent(path.today),
        arrived=f"You are there, since {since}." if today >= finish else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """The first day, the finish, and today kept between the two."""

    start: dt.date
    finish: dt.date
    today: dt.date

    def percent(self, day: dt.date) -> float:
        """How far a day is along the path, kept inside it."""
        share = (day - self.start).days / (self.finish - self.start).days
        return round(100 * min(max(share, 0.0), 1.0), 2)


def _first_day(timeline: Timeline) -> dt.date | None:
    bars = [bar.start.date for bar in timeline.bars()]
    return min(bars or [start_of(item) for item in timeline.items], default=None)


def _times(path: _Path, today: dt.date) -> Iterable[Figure]:
    if today >= path.finish:
        yield Figure(amount=words.length(path.start, path.finish), label="from start to finish")
        return
    if today > path.start:
        yield Figure(amount=words.length(path.start, today), label="so far")
        yield Figure(amount=words.length(today, path.finish), label="to go")
        return
    yield Figure(amount=words.length(path.start, path.finish), label="in all")
    when = words.relative(path.start, today)
    yield Figure(amount=words.capital(when), label="it begins")


def _exams(timeline: Timeline) -> Iterable[Figure]:
    passed = sum(1 for one in timeline.markers() if one.kind == "exam" and one.status in PASSED)
    count = passed + exams_left(timeline)
    if count:
        noun = "exam" if count == 1 else "exams"
        yield Figure(amount=f"{passed} of {count}", label=f"{noun} passed")


def _part(path: _Path, today: dt.date) -> Iterable[Figure]:
    if today < path.finish:
        days = (path.finish - path.start).days
        yield Figure(
            amount=f"{100 * (path.today - path.start).days // days} %", label="of the path"
        )


def _segments(timeline: Timeline, path: _Path, style: DateStyle) -> Iterable[Segment]:
    """The stages before the finish, cut so that none covers another."""
    bars = [bar for bar in timeline.bars() if bar.start.date < path.finish]
    days = {day for bar in bars for day in (bar.start.date, min(_end(bar, path), path.finish))}
    cuts = sorted(days)
    pieces: list[tuple[Bar, dt.date, dt.date]] = []
    for start, end in pairwise(cuts):
        bar = _what_one_does(bars, start, path)
        if bar is None:
            continue
        if pieces and pieces[-1][0] is bar and pieces[-1][2] == start:
            start = pieces.pop()[1]
        pieces.append((bar, start, end))
    for bar, start, end in pieces:
        x, until = path.percent(start), path.percent(end)
        width = round(until - x, 2)
        yield Segment(
            name=bar.short,
            lane=bar.lane,
            dates=words.bar_dates(bar, style),
            x=x,
            width=width,
            done=round(min(max(path.percent(path.today) - x, 0.0), width), 2),
            middle=round(x + width / 2, 2),
            fits=_fits(bar.short, width),
        )


def _end(bar: Bar, path: _Path) -> dt.date:
    return path.finish if bar.open_ended else bar.end.date


def _what_one_does(bars: Sequence[Bar], day: dt.date, path: _Path) -> Bar | None:
    running = [bar for bar in bars if bar.start.date <= day < _end(bar, path)]
    return max(running, key=lambda bar: (bar.start.date, bar.key), default=None)


def _fits(name: str, width: float) -> str:
    needed = text_width(name, LABEL_SIZE) + LABEL_ROOM
    return next((size for size, room in ROOMS if needed <= room * width / 100), "")
