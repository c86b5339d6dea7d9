"""The picture of a timeline in plain numbers: one drawing serves page, share, print and file.

    timeline + today + width ──lay_out──▶ Picture (lanes, boxes, marks, ticks, lines, ghosts)

Items of a lane are put into rows by first fit, each taking the room of its shape and its label
together, so nothing ever covers anything else. Dates become places on one linear axis. The same
arguments always give the same picture.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.planning.picture import Ghost, LaneBox, Picture, Shape
from pathways.planning.picture.flags import flags_of, with_gaps
from pathways.planning.picture.measures import Axis, Style
from pathways.planning.picture.packing import Slot, pack
from pathways.planning.picture.parts import alike, labelled, parts_of
from pathways.planning.picture.shapes import slots_of
from pathways.planning.picture.ticks import ticks_of
from pathways.planning.timeline import LANES, Bar, Item, Lane, Timeline

LANE_TITLES: Mapping[Lane, str] = {
    "education": "Education",
    "training": "Training",
    "exams": "Exams, licensing",
    "applications": "Applications",
}
NARROW = 560
WIDE = 860
MANY = 24
FAR = dt.timedelta(days=5 * 366)
AFTER_FINISH = dt.timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The first and the last day (excluded) that the picture shows. Where it ``cuts``, items that
    lie outside are left out; else single dates after the end stand at the edge."""

    start: dt.date
    end: dt.date
    cuts: bool = False


def lay_out(
    timeline: Timeline,
    *,
    today: dt.date,
    width: int,
    captions: Mapping[str, str] | None = None,
    finish_label: str = "",
    ghost: Timeline | None = None,
    reach: Reach | None = None,
) -> Picture:
    """Lay a timeline out at a width in pixels.

    ``captions`` are short dates to print with the items, by key; ``finish_label`` stands at the
    finish line; ``ghost`` is the timeline as it was, drawn behind; ``reach`` sets the time shown,
    so that several plans can stand on one axis.
    """
    shown = reach or reach_of(timeline, today, ghost)
    many = sum(_is_shown(item, shown) for item in timeline.items) > MANY
    style = Style.dense() if many else Style.wide()
    if width < NARROW:
        style = Style.narrow()
    return _picture(
        timeline,
        today,
        max(width, 240),
        style=style,
        reach=shown,
        captions=captions or {},
        finish_label=finish_label,
        ghost=ghost,
    )


def lay_out_small(
    timeline: Timeline, *, today: dt.date, width: int, reach: Reach | None = None
) -> Picture:
    """A small picture without labels, for seeing the shape of a plan at a glance."""
    return _picture(
        timeline,
        today,
        max(width, 120),
        style=Style.small(),
        reach=reach or reach_of(timeline, today),
        captions={},
        finish_label=" ",
        ghost=None,
    )


def _picture(
    timeline: Timeline,
    today: dt.date,
    width: int,
    *,
    style: Style,
    reach: Reach,
    captions: Mapping[str, str],
    finish_label: str,
    ghost: Timeline | None,
) -> Picture:
    left = 112.0 if width >= WIDE else 8.0
    left = 2.0 if style.bare else left
    axis = Axis(start=reach.start, end=reach.end, left=left, right=width - min(left, 8.0))
    was = {item.key: item for item in ghost.items} if ghost else {}
    gone = set(was) - {item.key for item in timeline.items}
    every = (*timeline.items, *(was[key] for key in gone))
    items = sorted((item for item in every if _is_shown(item, reach)), key=_order)
    order = {item.key: place for place, item in enumerate(items)}
    flags = flags_of(timeline, today, axis, finish_label, bare=style.bare)
    lines = tuple(flag.x for flag in flags)
    lanes: list[LaneBox] = []
    shapes: list[Shape] = []
    top = style.header
    for lane in LANES:
        slots = [
            slots_of(
                item,
                axis,
                style,
                end=_drawn_end(item, reach),
                caption=captions.get(item.key, ""),
                gone=item.key in gone,
                lines=lines,
            )
            for item in items
            if item.lane == lane
        ]
        if slots:
            box, drawn = _lane(lane, slots, top, width, style, titled=left < 100 and not style.bare)
            lanes.append(box)
            shapes += sorted(drawn, key=lambda shape: order[shape.key])
            top = box.y + box.height
    return Picture(
        width=float(width),
        height=round(top + (20.0 if style.bare else 6.0), 1),
        left=axis.left,
        right=axis.right,
        start=reach.start,
        end=reach.end,
        lanes=tuple(lanes),
        ticks=ticks_of(axis, bare=style.bare),
        shapes=tuple(shapes),
        flags=tuple(with_gaps(flag, shapes, lanes, titled=not style.bare) for flag in flags),
        ghosts=_ghosts(shapes, was, axis, reach),
        narrow=width < NARROW,
        small=style.bare,
        outside=len(every) - len(items),
    )


def _is_shown(item: Item, reach: Reach) -> bool:
    """Whether any part of an item lies in the time shown."""
    last = max(_drawn_end(item, reach), _start(item) + dt.timedelta(days=1))
    return not reach.cuts or (_start(item) < reach.end and last > reach.start)


def reach_of(timeline: Timeline, today: dt.date, ghost: Timeline | None = None) -> Reach:
    """The time to show: all items and today, a little before and after; open ends are cut."""
    items = (*timeline.items, *(ghost.items if ghost else ()))
    starts = [_start(item) for item in items] or [today]
    ends = [
        _start(item) if isinstance(item, Bar) and item.open_ended else _end(item) for item in items
    ] or [today + dt.timedelta(days=365)]
    first, last = min(starts), max(ends)
    if timeline.finish:
        last = min(last, _far_end(timeline.finish.date, first, items))
    if first - FAR < today < last + FAR:
        first, last = min(first, today), max(last, today)
    span = max((last - first).days, 300)
    open_end = any(isinstance(item, Bar) and item.open_ended for item in items)
    before, after = max(20, span // 60), max(30, span // (8 if open_end else 50))
    return Reach(start=_shift(first, -before), end=_shift(last, after))


def _far_end(finish: dt.date, first: dt.date, items: tuple[Item, ...]) -> dt.date:
    """Where to stop when single dates lie long after the finish: those stand at the edge."""
    stages = [
        item.start.date if item.open_ended else item.end.date
        for item in items
        if isinstance(item, Bar)
    ]
    after = max(AFTER_FINISH, (finish - first) / 5)
    return max(_shift(finish, after.days), *stages, finish)


def _shift(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _start(item: Item) -> dt.date:
    return item.start.date if isinstance(item, Bar) else item.at.date


def _end(item: Item) -> dt.date:
    return item.end.date if isinstance(item, Bar) else max(item.until, item.at.date)


def _drawn_end(item: Item, reach: Reach) -> dt.date:
    if isinstance(item, Bar) and item.open_ended:
        return reach.end
    return _end(item)


def _order(item: Item) -> tuple[dt.date, dt.date, str]:
    return (_start(item), _end(item), item.key)


def _lane(
    lane: Lane, slots: list[tuple[Slot, ...]], top: float, width: int, style: Style, *, titled: bool
) -> tuple[LaneBox, list[Shape]]:
    """One lane: its rows below each other, below its title where there is no room beside."""
    y = top + style.lane_gap + (style.title_height if titled else 0.0)
    title_y = top + style.lane_gap + (11.0 if titled else style.bar_height / 2 + 4.0)
    shapes: list[Shape] = []
    for row in pack(slots):
        height = max(slot.height for slot in row)
        shapes += [labelled(slot.shape.moved_down(y, height), style) for slot in row]
        y += height + style.row_gap
    y += style.lane_gap - style.row_gap
    box = LaneBox(
        key=lane,
        title=LANE_TITLES[lane],
        y=round(top, 1),
        height=round(y - top, 1),
        width=float(width),
        title_y=round(title_y, 1),
    )
    return box, shapes


def _ghosts(
    shapes: list[Shape], was: Mapping[str, Item], axis: Axis, reach: Reach
) -> tuple[Ghost, ...]:
    """Where the moved items were: a strip below each shape that has moved, or whose leave and
    part-time have."""
    ghosts: list[Ghost] = []
    for shape in shapes:
        item = was.get(shape.key)
        if item is None or shape.gone or not _is_shown(item, reach):
            continue
        x, end = axis.x(_start(item)), axis.x(_drawn_end(item, reach))
        if (shape.beyond and x == axis.right) or (shape.cut_left and end == axis.left):
            continue  # from one place outside to another
        if shape.form != "bar":
            x = round(min(x - shape.mark / 2, axis.right - shape.mark), 1)
            end = max(end, x + shape.mark)
        width = round(max(end - x, 3.0), 1)
        parts = parts_of(item, axis, x, round(x + width, 1)) if isinstance(item, Bar) else ()
        same = abs(x - shape.x) < 1.5 and abs(end - shape.x - shape.width) < 3.0
        if same and alike(parts, shape.parts):
            continue
        ghosts.append(
            Ghost(
                key=shape.key,
                x=x,
                y=round(_foot(shape) + 1.0, 1),
                width=width,
                height=4.0,
                to_x=shape.x,
                parts=parts,
            )
        )
    return tuple(ghosts)


def _foot(shape: Shape) -> float:
    """Where the drawn thing ends: a bar, or the mark in the middle of its row."""
    if shape.form == "bar":
        return shape.y + shape.height
    return shape.y + (shape.height + shape.mark) / 2
