"""Two small pictures on one axis: what the second has elsewhere than the first, as plain numbers.

    Picture of the first + Picture of another ──contrast──▶ Contrast (rows apart, ghosts, marks)

A ghost below a row is where the first has the item; a mark above it says which way it went.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pathways.planning.compare import Shift
from pathways.planning.picture import Ghost, Picture, Shape
from pathways.planning.picture.parts import alike
from pathways.planning.timeline import LANES, Lane

Sign: TypeAlias = Literal["later", "earlier", "new"]
GHOST_HEIGHT = 4.0
GHOST_ROOM = 8.0
MARK_ROOM = 10.0
SAME_PLACE = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The sign at an item that differs, with its middle."""

    key: str
    sign: Sign
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A picture with room for its ghosts and marks, and without years at its axis."""

    picture: Picture
    marks: tuple[Mark, ...] = ()


def contrast(first: Picture, other: Picture, shifted: Iterable[Shift]) -> Contrast:
    """Mark in ``other`` what is shifted against ``first``: small pictures of the same width and
    time."""
    places = {shape.key: shape for shape in first.shapes}
    found = list(shifted)
    spread = _Spread(places, {one.item.key: one for one in found if not one.gone})
    gone = [places[one.item.key] for one in found if one.gone and one.item.key in places]
    for lane in LANES:
        rows: dict[float, list[Shape]] = defaultdict(list)
        for shape in other.shapes:
            if shape.lane == lane:
                rows[shape.top].append(shape)
        for top in sorted(rows):
            spread.add_row(rows[top])
        spread.add_gone(lane, [shape for shape in gone if shape.lane == lane])
    return Contrast(
        picture=replace(
            other,
            height=round(other.height + spread.down, 1),
            shapes=tuple(spread.shapes),
            ghosts=tuple(spread.ghosts),
            ticks=tuple(replace(tick, label="") for tick in other.ticks),
        ),
        marks=tuple(spread.marks),
    )


class _Spread:
    """Moves rows apart, one after another; ``down`` is by how much so far."""

    def __init__(self, places: dict[str, Shape], shifted: dict[str, Shift]) -> None:
        self.places = places
        self.shifted = shifted
        self.down = 0.0
        self.bottom = 2.0
        self.shapes: list[Shape] = []
        self.ghosts: list[Ghost] = []
        self.marks: list[Mark] = []
        self.lane: Lane = LANES[0]

    def add_row(self, row: Sequence[Shape]) -> None:
        """A row of shapes, with room for marks above it and ghosts below it where it needs any."""
        differing = [shape for shape in row if shape.key in self.shifted]
        self.down += MARK_ROOM if differing else 0.0
        moved = [_lower(shape, self.down) for shape in row]
        self.bottom = max(shape.bottom for shape in moved)
        before = len(self.ghosts)
        for shape in moved:
            if shape.key in self.shifted:
                self._mark(shape, self.shifted[shape.key])
        if len(self.ghosts) > before:
            self.down += GHOST_ROOM
            self.bottom += GHOST_ROOM
        self.shapes += moved

    def _mark(self, shape: Shape, shift: Shift) -> None:
        was = self.places.get(shift.was.key) if shift.was else None
        sign: Sign = "new" if shift.was is None else "later" if shift.days > 0 else "earlier"
        middle = shape.x + (shape.mark / 2 if shape.form != "bar" else 4.0)
        if shape.form == "bar" and shift.was and not shift.start:
            middle = shape.x + shape.width - 4.0
        self.marks.append(
            Mark(key=shape.key, sign=sign, x=round(middle, 1), y=round(shape.y - 5.5, 1))
        )
        if was and not _is_same_place(was, shape):
            self.ghosts.append(
                _ghost(was, shape.key, round(shape.y + shape.height + 2.0, 1), shape.x)
            )

    def add_gone(self, lane: Lane, gone: Sequence[Shape]) -> None:
        """A row of ghosts for what only the first has in this lane."""
        if not gone:
            return
        y = round(self.bottom + 2.0, 1)
        self.ghosts += [_ghost(shape, shape.key, y, shape.x) for shape in gone]
        self.down += GHOST_ROOM
        self.bottom += GHOST_ROOM


def _lower(shape: Shape, by: float) -> Shape:
    return replace(
        shape,
        y=round(shape.y + by, 1),
        top=round(shape.top + by, 1),
        bottom=round(shape.bottom + by, 1),
    )


def _is_same_place(one: Shape, other: Shape) -> bool:
    ends = (one.x + one.width) - (other.x + other.width)
    same = abs(one.x - other.x) < SAME_PLACE and abs(ends) < 2 * SAME_PLACE
    return same and alike(one.parts, other.parts)


def _ghost(was: Shape, key: str, y: float, to_x: float) -> Ghost:
    return Ghost(
        key=key, x=was.x, y=y, width=was.width, height=GHOST_HEIGHT, to_x=to_x, parts=was.parts
    )
