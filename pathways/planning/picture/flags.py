"""The lines through the whole picture, today and the finish, with their labels side by side."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pathways.planning.picture import Flag, LaneBox, Shape
from pathways.planning.picture.measures import Axis
from pathways.planning.picture.placing import CLEAR, runs_through
from pathways.planning.picture.textwidth import text_width
from pathways.planning.timeline import Timeline

SIZE = 12.0
TITLE_X = 15.0


def flags_of(
    timeline: Timeline, today: dt.date, axis: Axis, finish_label: str, *, bare: bool
) -> tuple[Flag, ...]:
    """The lines that lie in the time shown; a label that finds no place is left out."""
    flags: list[Flag] = []
    if axis.start <= today <= axis.end:
        flags.append(_flag("today", axis.x(today), "Today", axis, after=True))
    if timeline.finish and finish_label and axis.start <= timeline.finish.date <= axis.end:
        x = axis.x(timeline.finish.date)
        ways = [_flag("finish", x, finish_label, axis, after=after) for after in (False, True)]
        free = [way for way in ways if not (flags and _touch(way, flags[0]))]
        if not free:
            flags = [replace(flag, label="", label_end=flag.label_start) for flag in flags]
        flags.append((free or ways)[0])
    return tuple(replace(flag, label="") for flag in flags) if bare else tuple(flags)


def _touch(one: Flag, other: Flag) -> bool:
    return one.label_start < other.label_end + 8 and other.label_start < one.label_end + 8


def _flag(kind: str, x: float, label: str, axis: Axis, *, after: bool) -> Flag:
    width = text_width(label, SIZE) + 12
    start = x if after else x - width
    start = round(min(max(start, axis.left), axis.right - width), 1)
    return Flag(kind=kind, x=x, label=label, label_start=start, label_end=round(start + width, 1))


def with_gaps(
    flag: Flag, shapes: Iterable[Shape], lanes: Iterable[LaneBox], *, titled: bool
) -> Flag:
    """The line with a gap wherever it would run through words."""
    found = sorted((*_by_shapes(flag.x, shapes), *(_by_titles(flag.x, lanes) if titled else ())))
    gaps: list[tuple[float, float]] = []
    for start, end in found:
        if gaps and start <= gaps[-1][1]:
            start, end = gaps[-1][0], max(gaps.pop()[1], end)
        gaps.append((round(start, 1), round(end, 1)))
    return replace(flag, gaps=tuple(gaps))


def _by_shapes(x: float, shapes: Iterable[Shape]) -> Iterator[tuple[float, float]]:
    for shape in shapes:
        outside = [label for label in shape.labels if not label.inside]
        if outside and runs_through(outside, x):
            yield outside[0].y - outside[0].size, outside[0].y + 0.4 * outside[0].size


def _by_titles(x: float, lanes: Iterable[LaneBox]) -> Iterator[tuple[float, float]]:
    """Titles stand at the left edge, behind their dot."""
    for lane in lanes:
        if x < TITLE_X + text_width(lane.title, SIZE) + CLEAR:
            yield lane.title_y - SIZE, lane.title_y + 0.4 * SIZE
