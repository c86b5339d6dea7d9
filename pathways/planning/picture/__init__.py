"""A picture of a timeline as plain numbers: what ``lay_out`` gives and the drawing draws.

Pixels from the top left, rounded to a tenth. ``y`` of a text is its baseline.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pathways.planning.timeline import ItemStatus, Lane

Form: TypeAlias = Literal["bar", "diamond", "flag", "circle"]
Texture: TypeAlias = Literal["solid", "window", "estimate"]
Role: TypeAlias = Literal["name", "caption", "year", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A piece of text. ``inside``: it stands on the shape and takes its colour from that."""

    x: float
    y: float
    width: float
    size: float
    text: str
    role: Role
    inside: bool = False

    def moved_down(self, by: float) -> "Label":
        """This text, so many pixels further down."""
        return replace(self, y=round(self.y + by, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTick:
    """Where a training year begins inside a bar, with its name where there is room."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a bar, from ``x``, that is not full-time work: the bar is filled to ``percent`` of
    its height there, and empty where somebody is ``away``. ``says`` is what to write in it, and
    ``label`` where it has room."""

    x: float
    width: float
    percent: int
    says: str
    away: bool = False
    label: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An item: a bar, or a mark (``mark`` wide, at ``x``) with the band of its window; one that
    is ``beyond`` lies after the time shown and stands at the edge. One that is ``cut`` goes on
    past the edge of the picture on that side. ``parts`` of a bar are its leave and part-time.

    ``left`` to ``right`` and ``top`` to ``bottom`` hold shape and labels together: these rectangles
    never overlap.
    """

    key: str
    form: Form
    kind: str
    lane: Lane
    texture: Texture
    status: ItemStatus
    pinned: bool
    gone: bool
    fades: bool
    beyond: bool
    mark: float
    x: float
    y: float
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    labels: tuple[Label, ...]
    years: tuple[YearTick, ...] = ()
    years_y: float = 0.0
    icon_x: float | None = None
    icon_y: float = 0.0
    cut_left: bool = False
    cut_right: bool = False
    parts: tuple[Part, ...] = ()

    def moved_down(self, by: float, height: float) -> "Shape":
        """This shape in a row that begins ``by`` further down and is ``height`` high."""
        return replace(
            self,
            y=round(self.y + by, 1),
            top=round(by, 1),
            bottom=round(by + height, 1),
            labels=tuple(label.moved_down(by) for label in self.labels),
            parts=tuple(
                replace(part, label=part.label.moved_down(by)) if part.label else part
                for part in self.parts
            ),
            years_y=round(self.years_y + by, 1),
            icon_y=round(self.icon_y + by, 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneBox:
    """A lane with its title."""

    key: Lane
    title: str
    y: float
    height: float
    width: float
    title_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """1 January of a year, or the first of a month; some have no label."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A line from top to bottom with a label in the header: today, or the finish. It leaves
    ``gaps`` (from, to) where words stand in its way."""

    kind: str
    x: float
    label: str
    label_start: float
    label_end: float
    gaps: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ghost:
    """Where an item was before a change, with its leave and part-time then; ``to_x`` is where it
    is now."""

    key: str
    x: float
    y: float
    width: float
    height: float
    to_x: float
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole picture, for the time from ``start`` to ``end``, which stand at ``left`` and
    ``right``; so many items lie ``outside`` and are left out."""

    width: float
    height: float
    left: float
    right: float
    start: dt.date
    end: dt.date
    lanes: tuple[LaneBox, ...]
    ticks: tuple[Tick, ...]
    shapes: tuple[Shape, ...]
    flags: tuple[Flag, ...]
    ghosts: tuple[Ghost, ...]
    narrow: bool
    small: bool = False
    outside: int = 0

    @property
    def parted(self) -> bool:
        """Whether any bar in it has leave or part-time."""
        return any(shape.parts for shape in self.shapes)
