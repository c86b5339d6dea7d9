"""Putting things into rows, so that none overlaps another and few rows are needed.

A new row costs something, and so does a way to draw an item that is not the best: the cheapest
place is taken. What goes on where a bar ends stands in the row of that bar if it can.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathways.planning.picture import Shape

NEW_ROW = 1.75
GOES_ON = 1.0
TOUCHING = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way to draw an item: the room it takes from ``left`` to ``right``, its height, and
    what it costs against the best way."""

    left: float
    right: float
    height: float
    shape: Shape
    cost: float = 0.0


def pack(choices: Iterable[Sequence[Slot]]) -> list[list[Slot]]:
    """Rows of slots: each item goes where it costs least, with one of its choices.

    Choices stand in order of cost; among equals the first row is taken.
    """
    rows: list[list[Slot]] = []
    for slots in choices:
        best, place = slots[0].cost + NEW_ROW, len(rows)
        chosen = slots[0]
        for number, row in enumerate(rows):
            free = next((slot for slot in slots if _fits(row, slot)), None)
            if free is None:
                continue
            cost = free.cost - (GOES_ON if _goes_on(row, free) else 0.0)
            if cost < best:
                best, place, chosen = cost, number, free
        if place == len(rows):
            rows.append([])
        rows[place].append(chosen)
    return rows


def _fits(row: list[Slot], slot: Slot) -> bool:
    return all(slot.right <= other.left or other.right <= slot.left for other in row)


def _goes_on(row: list[Slot], slot: Slot) -> bool:
    """Whether a bar of the row ends where this one begins."""
    if slot.shape.form != "bar":
        return False
    return any(
        -TOUCHING < slot.shape.x - other.shape.x - other.shape.width < TOUCHING
        for other in row
        if other.shape.form == "bar"
    )
