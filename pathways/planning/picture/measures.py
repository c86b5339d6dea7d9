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

    bar_height: float
    mark: float
    mark_row: float
    row_gap: float
    lane_gap: float
    title_height: float
    header: float
    labels_above: bool = False
    bare: bool = False
    size: float = 13.0
    first_line: float = 18.0
    second_line: float = 34.0

    @classmethod
    def wide(cls) -> "Style":
        """For a desk: bars hold name, dates and training years."""
        return cls(
            bar_height=42.0, mark=15.0, mark_row=30.0, row_gap=6.0, lane_gap=14.0,
            title_height=20.0, header=50.0,
        )  # fmt: skip

    @classmethod
    def dense(cls) -> "Style":
        """The same for so many items that what belongs together would not be in view."""
        return cls(
            bar_height=36.0, mark=15.0, mark_row=24.0, row_gap=5.0, lane_gap=12.0,
            title_height=20.0, header=50.0, first_line=15.5, second_line=29.5,
        )  # fmt: skip

    @classmethod
    def narrow(cls) -> "Style":
        """For a phone: slim bars with their labels above."""
        return cls(
            bar_height=16.0, mark=15.0, mark_row=30.0, row_gap=6.0, lane_gap=12.0,
            title_height=20.0, header=50.0, labels_above=True,
        )  # fmt: skip

    @classmethod
    def small(cls) -> "Style":
        """For seeing the shape of a plan at a glance: no labels."""
        return cls(
            bar_height=11.0, mark=10.0, mark_row=11.0, row_gap=2.0, lane_gap=4.0,
            title_height=0.0, header=2.0, labels_above=True, bare=True,
        )  # fmt: skip

    @property
    def arrow(self) -> float:
        """The room of the arrow beside a mark that lies further on."""
        return round(self.mark * 0.43, 1)
