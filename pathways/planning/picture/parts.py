"""The parts of a bar that are leave or part-time: where they lie, and what words have room where.

A bar is filled from below, as high as the percentage that is worked; leave leaves it empty. Words
on the bar stand only where it is filled behind them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pathways.planning.picture import Label, Part, Shape
from pathways.planning.picture.measures import Axis, Style
from pathways.planning.picture.textwidth import text_width
from pathways.planning.timeline import Bar

SIZE = 10.5
LEAST = 1.0
SAME = 1.5
# What letters of that size need: above their baseline, in all, and at their sides. The line under
# what decides the finish needs the FOOT of a bar.
RISE, ROOM, SIDES, FOOT = 7.8, 12.0, 5.0, 3.0
APART = 11.0
SHORT = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a bar from ``start`` to ``end`` that is filled at least ``level`` pixels high."""

    start: float
    end: float
    level: float


def parts_of(item: Bar, axis: Axis, start: float, end: float) -> tuple[Part, ...]:
    """The parts of a bar that is drawn from ``start`` to ``end``; none for less than a pixel."""
    found = []
    for one in item.stretches:
        x = max(axis.x(one.since), start)
        last = end if one.until >= item.end.date else min(axis.x(one.until), end)
        if last - x >= LEAST:
            found.append(
                Part(
                    x=x,
                    width=round(last - x, 1),
                    percent=one.percent,
                    says=one.away or f"{one.percent}%",
                    away=bool(one.away),
                )
            )
    return tuple(found)


def alike(some: Sequence[Part], others: Sequence[Part]) -> bool:
    """Whether the parts of two bars look the same."""
    return len(some) == len(others) and all(
        one.percent == other.percent
        and abs(one.x - other.x) < SAME
        and abs(one.width - other.width) < 2 * SAME
        for one, other in zip(some, others, strict=True)
    )


def runs(shape: Shape, need: float) -> Iterator[Run]:
    """Where a bar is filled at least ``need`` pixels high, from left to right."""
    if not shape.parts:
        yield Run(shape.x, shape.x + shape.width, shape.height)
        return
    edges = {shape.x, round(shape.x + shape.width, 1)}
    edges |= {edge for part in shape.parts for edge in (part.x, round(part.x + part.width, 1))}
    run: Run | None = None
    for start, end in pairwise(sorted(edges)):
        level = round(_percent_at((start + end) / 2, shape.parts) * shape.height / 100, 1)
        if level < need:
            if run:
                yield run
            run = None
        else:
            run = Run(run.start, end, min(run.level, level)) if run else Run(start, end, level)
    if run:
        yield run


def _percent_at(x: float, parts: Sequence[Part]) -> int:
    return min((part.percent for part in parts if part.x < x < part.x + part.width), default=100)


def is_filled(parts: Sequence[Part], start: float, end: float, share: float) -> bool:
    """Whether a bar with these parts is filled to that share of its height between two places."""
    return all(
        part.percent >= share * 100
        for part in parts
        if part.x < end and start < part.x + part.width
    )


def labelled(shape: Shape, style: Style) -> Shape:
    """The bar with words in its parts where they have room; a bare one has none."""
    if style.bare or not shape.parts:
        return shape
    lines = (style.first_line, style.second_line)
    taken = list(_taken(shape, style.second_line))
    parts = []
    for part in shape.parts:
        label = _in_empty(part, shape) if part.away else _in_filled(part, shape, lines, taken)
        parts.append(replace(part, label=label) if label else part)
    return replace(shape, parts=tuple(parts))


def _taken(shape: Shape, line: float) -> Iterator[tuple[float, float, float]]:
    """The words on a bar: from, to, and their baseline. Training years stand on ``line``."""
    for label in shape.labels:
        if label.inside:
            icon = 0.0 if shape.icon_x is None else label.x - shape.icon_x
            yield label.x - icon, label.x + label.width, label.y
    for year in shape.years:
        width = 10.0 + text_width(year.label, SIZE) if year.label else 0.0
        yield year.x, year.x + width, shape.y + line


def _in_empty(part: Part, shape: Shape, *, above: float = 0.0) -> Label | None:
    """The words in the middle of an empty part, or of what is empty ``above`` a low one; only
    what stands in brackets where all of it has no room."""
    height = above or shape.height
    short = SHORT.search(part.says)
    for text in (part.says, short[1] if short else ""):
        width = text_width(text, SIZE)
        if text and width + 2 * SIDES <= part.width and height >= ROOM:
            x = part.x + (part.width - width) / 2
            return _label(x, shape.y + (height + RISE) / 2, width, text)
    return None


def _in_filled(
    part: Part,
    shape: Shape,
    lines: tuple[float, float],
    taken: Sequence[tuple[float, float, float]],
) -> Label | None:
    """The percentage at the right or left end of a part-time part, clear of other words; in what
    is empty above it where it is too low."""
    width = text_width(part.says, SIZE)
    empty = round(shape.height * (100 - part.percent) / 100, 1)
    level = shape.height - empty
    if width + 2 * SIDES > part.width:
        return None
    if level < ROOM:
        return _in_empty(part, shape, above=empty)
    own = [label.y for label in shape.labels if label.inside][:1]
    middle = shape.y + empty + (level - FOOT + RISE) / 2
    right, left = part.x + part.width - SIDES - width, part.x + SIDES
    for y in (*own, middle, *(shape.y + line for line in lines)):
        if not shape.y + empty + RISE + 0.5 <= y <= shape.y + shape.height - FOOT:
            continue
        for x in (right, left):
            if not any(
                abs(y - line) < APART and x - 4.0 < end and start < x + width + 4.0
                for start, end, line in taken
            ):
                return _label(x, y, width, part.says, inside=True)
    return None


def _label(x: float, y: float, width: float, text: str, *, inside: bool = False) -> Label:
    return Label(
        x=round(x, 1),
        y=round(y, 1),
        width=width,
        size=SIZE,
        text=text,
        role="part",
        inside=inside,
    )
