"""The ways to draw one item: label inside, beside or above, in order of preference."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pathways.planning.picture import Form, Label, Shape, Texture, YearTick
from pathways.planning.picture.measures import Axis, Style
from pathways.planning.picture.packing import Slot
from pathways.planning.picture.textwidth import fit, split_in_two, text_width
from pathways.planning.timeline import Bar, Item, Marker

FORMS: dict[str, Form] = {"exam": "diamond", "application": "flag", "deadline": "flag"}
ICON = 16.0
SEAM = 1.5
CAPTION_SIZE = 11.0
YEAR_SIZE = 10.5
YEAR_ROOM = 14.0
# What a way to draw an item costs; packing.NEW_ROW says what another row does.
BESIDE, BEFORE, CROSSED = 1.0, 0.5, 2.0
CLEAR = 4.0


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
        ways = _bar_ways(item, axis, style, end, caption)
    else:
        ways = _mark_ways(item, axis, style, end, caption)
    inside = [
        way for way in ways if way.left >= axis.left - 0.05 and way.right <= axis.right + 0.05
    ]
    dated = [way for way in inside if _says_date(way)] or inside
    chosen = [way for way in dated if way.y == 0.0] or dated
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


def runs_through(labels: Sequence[Label], x: float) -> bool:
    """Whether a line from top to bottom at ``x`` runs through these words or close to them."""
    first, last = labels[0], labels[-1]
    return first.x - CLEAR < x < last.x + last.width + CLEAR


def _says_date(shape: Shape) -> bool:
    """Whether the date stands in the label, or there is a better reason to be as it is."""
    return any(label.inside or label.role == "caption" for label in shape.labels)


def _texture(item: Item) -> Texture:
    dates = (item.start, item.end) if isinstance(item, Bar) else (item.at,)
    if item.basis == "estimate" or any(date.precision == "estimate" for date in dates):
        return "estimate"
    return "window" if any(date.precision == "window" for date in dates) else "solid"


def _bare(item: Item, form: Form, style: Style, x: float, width: float, height: float) -> Shape:
    """The shape at the top of a row, without labels."""
    return Shape(
        key=item.key,
        form=form,
        kind=item.kind,
        lane=item.lane,
        texture=_texture(item),
        status=item.status,
        pinned=item.pinned,
        gone=False,
        fades=isinstance(item, Bar) and item.open_ended,
        beyond=False,
        mark=style.mark,
        x=x,
        y=0.0,
        width=round(width, 1),
        height=height,
        left=x,
        right=round(x + width, 1),
        top=0.0,
        bottom=height,
        labels=(),
    )


def _has_icon(shape: Shape) -> bool:
    return shape.pinned or shape.status in ("done", "confirmed")


def _bar_ways(item: Bar, axis: Axis, style: Style, end: dt.date, caption: str) -> Iterator[Shape]:
    x = axis.x(item.start.date)
    x = min(x, axis.right - 4.0)
    width = max(axis.x(end) - x, 4.0)
    bare = _bare(item, "bar", style, x, width, style.bar_height)
    drawn = replace(
        bare,
        width=round(max(width - SEAM, 3.0), 1),
        years=_training_years(item, axis),
        cut_left=item.start.date < axis.start,
        cut_right=end > axis.end,
    )
    if style.bare:
        yield replace(drawn, years=())
        return
    if not style.labels_above:
        for text in dict.fromkeys((item.name, item.short)):
            yield from _inside(drawn, text, caption, style)
        halves = split_in_two(item.short, 12.0, width - 12.0)
        if halves and not _has_icon(bare):
            yield _in_two_lines(drawn, halves, style)
        for text in dict.fromkeys((item.short, item.name)):
            yield from _beside(drawn, text, caption, style, style.bar_height / 2)
    yield _above(drawn, item.name, caption, axis, style)


def _training_years(item: Bar, axis: Axis) -> tuple[YearTick, ...]:
    """Where each training year begins, with its name where its room allows; those that lie
    outside are left out."""
    if not item.years or item.years == (item.short,):
        return ()
    first = axis.place(item.start.date)
    step = (axis.place(item.end.date) - first) / len(item.years)
    ticks = []
    for place, name in enumerate(item.years):
        start = max(first + place * step, axis.left)
        room = min(first + (place + 1) * step, axis.right) - start
        if room > 0:
            label = name if text_width(name, YEAR_SIZE) <= room - YEAR_ROOM else ""
            ticks.append(YearTick(x=round(start, 1), label=label))
    return tuple(ticks)


def _inside(bare: Shape, text: str, caption: str, style: Style) -> Iterator[Shape]:
    """The name on the bar; the dates follow it, or stand below where no training years do."""
    icon = ICON if _has_icon(bare) else 0.0
    x, room = round(bare.x + 9.0 + icon, 1), bare.width - 16.0 - icon
    name_width = text_width(text, style.size)
    if name_width > room:
        return
    years = bare.years
    named_years = any(year.label for year in years)
    caption_width = text_width(caption, CAPTION_SIZE)
    follows = bool(caption) and name_width + 10.0 + caption_width <= room
    below = not (named_years or follows) and caption_width <= room + icon
    two_lines = named_years or (below and bool(caption))
    baseline = style.first_line if two_lines else bare.height / 2 + 4.5
    labels = [_label(x, baseline, style.size, text, inside=True)]
    if follows:
        at = x + name_width + 10.0
        labels.append(_label(at, baseline, CAPTION_SIZE, caption, role="caption", inside=True))
    elif caption and below:
        at = bare.x + 9.0
        labels.append(
            _label(at, style.second_line, CAPTION_SIZE, caption, role="caption", inside=True)
        )
    yield replace(
        bare,
        labels=tuple(labels),
        years=years,
        years_y=style.second_line,
        icon_x=round(bare.x + 8.0, 1) if icon else None,
        icon_y=baseline - 4.5,
    )


def _in_two_lines(bare: Shape, halves: tuple[str, str], style: Style) -> Shape:
    return replace(
        bare,
        years=(),
        labels=tuple(
            _label(bare.x + 7.0, y, 12.0, text, inside=True)
            for y, text in zip((style.first_line, style.second_line - 1.0), halves, strict=True)
        ),
    )


def _beside(bare: Shape, text: str, caption: str, style: Style, middle: float) -> Iterator[Shape]:
    """The label right of the shape, or left of it; with its dates, or without."""
    icon = ICON if _has_icon(bare) else 0.0
    named = any(year.label for year in bare.years)
    years_y = middle + 4.0 if named else 0.0
    for dates in dict.fromkeys((caption, "")):
        name_width = text_width(text, style.size)
        extra = text_width(dates, CAPTION_SIZE) + 7.0 if dates else 0.0
        full = icon + name_width + extra
        for start in (bare.right + 7.0, bare.left - 7.0 - full):
            x = round(start + icon, 1)
            labels = [_label(x, middle + 4.5, style.size, text)]
            if dates:
                at = round(x + name_width + 7.0, 1)
                labels.append(_label(at, middle + 4.5, CAPTION_SIZE, dates, role="caption"))
            yield replace(
                bare,
                labels=tuple(labels),
                years_y=years_y,
                icon_x=round(start, 1) if icon else None,
                icon_y=middle,
                left=round(min(bare.left, start - 3.0), 1),
                right=round(max(bare.right, start + full + 8.0), 1),
            )


def _above(bare: Shape, name: str, caption: str, axis: Axis, style: Style) -> Shape:
    """The label above the shape, moved and shortened to stay inside: this always fits."""
    icon = ICON if _has_icon(bare) else 0.0
    height = bare.height if bare.form == "bar" else style.mark
    text = fit(name, style.size, axis.right - axis.left - icon - 4.0)
    name_width = text_width(text, style.size)
    extra = text_width(caption, CAPTION_SIZE) + 7.0 if caption else 0.0
    if icon + name_width + extra > axis.right - axis.left - 4.0:
        caption, extra = "", 0.0
    full = icon + name_width + extra
    start = round(max(min(bare.x, axis.right - full - 2.0), axis.left), 1)
    labels = [_label(start + icon, 13.0, style.size, text)]
    if caption:
        at = start + icon + name_width + 7.0
        labels.append(_label(at, 13.0, CAPTION_SIZE, caption, role="caption"))
    return replace(
        bare,
        y=19.0,
        height=height,
        bottom=19.0 + height,
        labels=tuple(labels),
        years=tuple(replace(year, label="") for year in bare.years),
        icon_x=start if icon else None,
        icon_y=8.5,
        left=min(bare.left, start),
        right=max(bare.right, round(min(start + full + 8.0, axis.right), 1)),
    )


def _label(
    x: float, y: float, size: float, text: str, *, role: str = "name", inside: bool = False
) -> Label:
    return Label(
        x=round(x, 1),
        y=round(y, 1),
        width=text_width(text, size),
        size=size,
        text=text,
        role="caption" if role == "caption" else "name",
        inside=inside,
    )


def _mark_ways(
    item: Marker, axis: Axis, style: Style, end: dt.date, caption: str
) -> Iterator[Shape]:
    """A mark in the middle of its row, its window as a band, and the label beside it."""
    half = style.mark / 2
    before, beyond = item.at.date < axis.start, item.at.date >= axis.end
    # An arrow shows where a mark at the edge really lies.
    first = axis.left + half + (style.arrow if before else 0.0)
    last = axis.right - half - (style.arrow if beyond else 0.0)
    x = round(min(max(axis.x(item.at.date), first), last) - half, 1)
    width = min(max(axis.x(end) - x, style.mark), axis.right - x)
    bare = _bare(
        item, FORMS.get(item.kind, "circle"), style, x, style.mark if beyond else width,
        style.mark_row,
    )  # fmt: skip
    bare = replace(
        bare,
        beyond=beyond,
        cut_left=before,
        cut_right=end > axis.end and not beyond,
        left=axis.left if before else bare.left,
        right=axis.right if beyond else bare.right,
    )
    if style.bare:
        yield bare
        return
    yield from _beside(bare, item.short, caption, style, style.mark_row / 2)
    yield _above(bare, item.short, caption, axis, style)
