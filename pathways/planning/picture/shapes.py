"""The ways to draw one item: label inside, beside or above, in order of preference."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pathways.planning.picture import Form, Part, Shape, Texture, YearTick
from pathways.planning.picture.measures import Axis, Style
from pathways.planning.picture.packing import Slot
from pathways.planning.picture.parts import is_filled, parts_of
from pathways.planning.picture.placing import (
    above,
    beside,
    has_icon,
    in_two_lines,
    inside,
    runs_through,
)
from pathways.planning.picture.textwidth import split_in_two, text_width
from pathways.planning.stretches import days_of_years
from pathways.planning.timeline import Bar, Item, Marker

FORMS: dict[str, Form] = {
    "exam": "diamond",
    "application": "flag",
    "interview": "flag",
    "deadline": "flag",
}
SEAM = 1.5
YEAR_SIZE = 10.5
YEAR_ROOM = 14.0
YEAR_LEVEL = 16.0
# What a way to draw an item costs; packing.NEW_ROW says what another row does.
BESIDE, BEFORE, CROSSED = 1.0, 0.5, 2.0


def slots_of(
    item: Item,
    axis: Axis,
    style: Style,
    *,
    end: dt.date,
    caption: str,
    gone: bool,
    lines: tuple[float, ...] = (),
) -> tuple[Slot, ...]:
    """Every way to draw an item that stays inside the axis, the best first; there is always one.
    A way costs more where one of the ``lines`` through the picture would run behind its words."""
    if isinstance(item, Bar):
        groups = _bar_ways(item, axis, style, end, caption)
    else:
        groups = _mark_ways(item, axis, style, end, caption)
    chosen: list[Shape] = []
    for group in groups:
        chosen = [
            way for way in group if way.left >= axis.left - 0.05 and way.right <= axis.right + 0.05
        ]
        if chosen:
            break
    slots = (
        Slot(
            left=way.left,
            right=way.right,
            height=way.bottom,
            shape=replace(way, gone=True) if gone else way,
            cost=_cost(way, lines),
        )
        for way in chosen
    )
    return tuple(sorted(slots, key=lambda slot: slot.cost))


def _cost(shape: Shape, lines: tuple[float, ...]) -> float:
    """How much less good than a name inside its bar, or right of its mark, a way is."""
    outside = [label for label in shape.labels if not label.inside]
    if not outside:
        return 0.0
    cost = BESIDE if shape.form == "bar" else 0.0
    cost += BEFORE if outside[0].x < shape.x else 0.0
    return cost + sum(CROSSED for x in lines if runs_through(outside, x))


def _texture(item: Item) -> Texture:
    dates = (item.start, item.end) if isinstance(item, Bar) else (item.at,)
    if item.basis == "estimate" or any(date.precision == "estimate" for date in dates):
        return "estimate"
    return "window" if any(date.precision == "window" for date in dates) else "solid"


def _bare(
    item: Item, form: Form, style: Style, x: float, width: float, height: float, **more: Any
) -> Shape:
    """The shape at the top of a row, without labels; ``more`` are further fields of it."""
    given: dict[str, Any] = {
        "fades": isinstance(item, Bar) and item.open_ended,
        "beyond": False,
        "left": x,
        "right": round(x + width, 1),
    }
    return Shape(
        key=item.key,
        form=form,
        kind=item.kind,
        lane=item.lane,
        texture=_texture(item),
        status=item.status,
        pinned=item.pinned,
        gone=False,
        mark=style.mark,
        x=x,
        y=0.0,
        width=round(width, 1),
        height=height,
        top=0.0,
        bottom=height,
        labels=(),
        **(given | more),
    )


def _bar_ways(
    item: Bar, axis: Axis, style: Style, end: dt.date, caption: str
) -> Iterator[Iterable[Shape]]:
    """The ways to draw a bar in groups, the first that has one that fits is taken: with its dates
    in the row, with them above, without them."""
    x = min(axis.x(item.start.date), axis.right - 4.0)
    width = max(axis.x(end) - x, 4.0)
    shown = round(max(width - SEAM, 3.0), 1)
    parts = parts_of(item, axis, x, round(x + shown, 1))
    drawn = _bare(
        item, "bar", style, x, shown, style.bar_height,
        right=round(x + width, 1),
        years=() if style.bare else _training_years(item, axis, parts, style),
        cut_left=item.start.date < axis.start,
        cut_right=end > axis.end,
        parts=parts,
    )  # fmt: skip
    if style.bare:
        yield (drawn,)
        return
    texts = tuple(dict.fromkeys((item.short, item.name)))
    if not style.labels_above:
        yield [*_on_bar(drawn, item, caption, style), *beside(drawn, texts, caption, style)]
    yield from _above_or_undated(drawn, texts, caption, axis, style)


def _on_bar(drawn: Shape, item: Bar, caption: str, style: Style) -> Iterator[Shape]:
    for text in dict.fromkeys((item.name, item.short)):
        yield from inside(drawn, text, caption, style)
    halves = split_in_two(item.short, 12.0, drawn.right - drawn.left - 12.0)
    if halves and not has_icon(drawn):
        yield from filter(None, [in_two_lines(drawn, halves, style)])


def _above_or_undated(
    drawn: Shape, texts: tuple[str, ...], caption: str, axis: Axis, style: Style
) -> Iterator[Iterable[Shape]]:
    # The full name, which is the last, unless only the short one leaves room for the dates.
    ways = [above(drawn, text, caption, axis, style) for text in reversed(texts)]
    over = min(ways, key=lambda one: (not _dated(one), one.labels[0].text not in texts))
    if style.labels_above or _dated(over):
        yield (over,)
    if caption and not style.labels_above:
        yield beside(drawn, texts, "", style)
    yield (over,)


def _dated(shape: Shape) -> bool:
    return any(label.role == "caption" for label in shape.labels)


def _training_years(
    item: Bar, axis: Axis, parts: tuple[Part, ...], style: Style
) -> tuple[YearTick, ...]:
    """Where each training year begins, with its name where its room allows; those that lie
    outside are left out."""
    if not item.years or item.years == (item.short,):
        return ()
    ticks = []
    for name, (begins, ends) in zip(item.years, pairwise(_edges_of_years(item, axis)), strict=True):
        start = max(begins, axis.left)
        room = min(ends, axis.right) - start
        if room > 0:
            width = text_width(name, YEAR_SIZE)
            fits = width <= room - YEAR_ROOM and is_filled(
                parts, start, start + YEAR_ROOM + width, YEAR_LEVEL / style.bar_height
            )
            ticks.append(YearTick(x=round(start, 1), label=name if fits else ""))
    return tuple(ticks)


def _edges_of_years(item: Bar, axis: Axis) -> list[float]:
    """The places where training years begin, and where the last one ends."""
    if item.stretches:
        return [axis.place(day) for day in days_of_years(item, len(item.years))]
    first = axis.place(item.start.date)
    step = (axis.place(item.end.date) - first) / len(item.years)
    return [first + place * step for place in range(len(item.years) + 1)]


def _mark_ways(
    item: Marker, axis: Axis, style: Style, end: dt.date, caption: str
) -> Iterator[Iterable[Shape]]:
    """A mark in the middle of its row, its window as a band, and the label beside it."""
    half, day = style.mark / 2, item.at.date
    before, beyond = day < axis.start, day >= axis.end
    # An arrow shows where a mark at the edge really lies.
    first = axis.left + half + (style.arrow if before else 0.0)
    last = axis.right - half - (style.arrow if beyond else 0.0)
    x = round(min(max(axis.x(day), first), last) - half, 1)
    width = style.mark if beyond else min(max(axis.x(end) - x, style.mark), axis.right - x)
    bare = _bare(
        item, FORMS.get(item.kind, "circle"), style, x, width, style.mark_row,
        beyond=beyond,
        cut_left=before,
        cut_right=end > axis.end and not beyond,
        left=axis.left if before else x,
        right=axis.right if beyond else round(x + width, 1),
    )  # fmt: skip
    if style.bare:
        yield (bare,)
        return
    yield beside(bare, (item.short,), caption, style)
    yield from _above_or_undated(bare, (item.short,), caption, axis, style)
