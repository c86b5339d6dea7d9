"""A picture with its rows pushed together, for paper: the same drawing in less height.

On a screen the rows leave room for fingers. On paper nothing is touched, so each row is only as
high as what stands in it. Nothing moves sideways, and nothing changes its row.
"""

from collections.abc import Sequence
from dataclasses import replace

from pathways.planning.picture import LaneBox, Picture, Shape
from pathways.planning.picture.flags import with_gaps

GAP = 2.0
LANE_GAP = 8.0
TITLE = 17.0
BASELINE = 4.2
BELOW = 4.0
MARK = 14.0
UNDERLINE = 3.5


def tightened(picture: Picture) -> Picture:
    """The same picture, lower; pixels as before."""
    if not picture.lanes:
        return picture
    lanes: list[LaneBox] = []
    shapes: list[Shape] = []
    top = picture.lanes[0].y
    for lane in picture.lanes:
        own = [shape for shape in picture.shapes if shape.lane == lane.key]
        box, drawn = _lane(lane, own, top)
        lanes.append(box)
        order = [shape.key for shape in own]
        shapes += sorted(drawn, key=lambda shape: order.index(shape.key))
        top = box.y + box.height
    return replace(
        picture,
        lanes=tuple(lanes),
        shapes=tuple(shapes),
        flags=tuple(
            with_gaps(flag, shapes, lanes, titled=not picture.small) for flag in picture.flags
        ),
        height=round(top + BELOW, 1),
    )


def _lane(lane: LaneBox, shapes: Sequence[Shape], top: float) -> tuple[LaneBox, list[Shape]]:
    """One lane that begins at ``top``; its title stays beside its first row, or above it."""
    rows = [[one for one in shapes if one.top == row] for row in sorted({s.top for s in shapes})]
    beside = not rows or lane.title_y > rows[0][0].top
    y = first = top + LANE_GAP + (0.0 if beside else TITLE)
    drawn: list[Shape] = []
    heights: list[float] = []
    for row in rows:
        lower = [_lower(shape) for shape in row]
        begin = min(_begin(shape) for shape in lower)
        height = max(_end(shape) for shape in lower) - begin
        drawn += [_moved(shape, y - begin, y, height) for shape in lower]
        heights.append(height)
        y += height + GAP
    middle = first + min(heights[0] if heights else 0.0, MARK + 10.0) / 2
    box = replace(
        lane,
        y=round(top, 1),
        height=round(y - GAP + LANE_GAP - top, 1),
        title_y=round(middle + BASELINE if beside else first - TITLE + 11.0, 1),
    )
    return box, drawn


def _lower(shape: Shape) -> Shape:
    """A mark stands in the middle of its height; it needs only its own."""
    if shape.form == "bar" or shape.height <= MARK:
        return shape
    return replace(shape, y=shape.y + (shape.height - MARK) / 2, height=MARK)


def _begin(shape: Shape) -> float:
    """The highest pixel of a shape with its labels."""
    tall = [label.y - 0.85 * label.size for label in shape.labels]
    return min([shape.y, *tall])


def _end(shape: Shape) -> float:
    """The lowest pixel of a shape with its labels, and the line under what decides the finish."""
    deep = [label.y + 0.3 * label.size for label in shape.labels]
    own = shape.y + shape.height
    return max([own if shape.form == "bar" else own + UNDERLINE, *deep])


def _moved(shape: Shape, by: float, top: float, height: float) -> Shape:
    return replace(shape.moved_down(by, 0.0), top=round(top, 1), bottom=round(top + height, 1))
