"""Putting things into as few rows as first fit finds, so that none overlaps another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathways.planning.picture import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way to draw an item: the room it takes from ``left`` to ``right``, and its height."""

    left: float
    right: float
    height: float
    shape: Shape


def pack(choices: Iterable[Sequence[Slot]]) -> list[list[Slot]]:
    """Rows of slots: each item goes into the first row that has room for one of its choices.

    Choices stand in order of preference; a new row takes the first one.
    """
    rows: list[list[Slot]] = []
    for slots in choices:
        for row in rows:
            found = next((slot for slot in slots if _is_free(row, slot)), None)
            if found:
                row.append(found)
                break
        else:
            rows.append([slots[0]])
    return rows


def _is_free(row: list[Slot], slot: Slot) -> bool:
    return all(slot.right <= other.left or other.right <= slot.left for other in row)
