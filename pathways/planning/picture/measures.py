"""The measures of a picture: its axis from dates to pixels, and the sizes of what it shows."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A linear axis from dates to pixels."""

    start: dt.date
    end: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """The place of a date, kept inside the axis."""
        return min(max(self.place(day), self.left), self.right)

    def place(self, day: dt.date) -> float:
        """The place of a date, which may lie outside."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(self.left + share * (self.right - self.left), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The measures of a picture."""

    size: float
    bar_height: float
    mark: float
    mark_row: float
    row_gap: float
    lane_gap: float
    title_height: float
    header: float
    labels_above: bool
    bare: bool = False

    @classmethod
    def wide(cls) -> "Style":
        """For a desk: bars hold name, dates and training years."""
        return cls(
            size=13.0, bar_height=42.0, mark=15.0, mark_row=30.0, row_gap=6.0, lane_gap=14.0,
            title_height=20.0, header=50.0, labels_above=False,
        )  # fmt: skip

    @classmethod
    def narrow(cls) -> "Style":
        """For a phone: slim bars with their labels above."""
        return cls(
            size=13.0, bar_height=16.0, mark=15.0, mark_row=30.0, row_gap=6.0, lane_gap=12.0,
            title_height=20.0, header=50.0, labels_above=True,
        )  # fmt: skip

    @classmethod
    def small(cls) -> "Style":
        """For seeing the shape of a plan at a glance: no labels."""
        return cls(
            size=0.0, bar_height=11.0, mark=10.0, mark_row=11.0, row_gap=2.0, lane_gap=4.0,
            title_height=0.0, header=2.0, labels_above=True, bare=True,
        )  # fmt: skip
