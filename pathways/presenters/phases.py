"""Months by phase for plans beside each other: a bar for each, and the numbers in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pathways.comparing import Segment
from pathways.planning.phases import PHASES, Phase, PhaseKey, phases
from pathways.planning.picture.textwidth import text_width
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.pictures import WIDTHS

NAMES: Mapping[PhaseKey, str] = {
    "studying": "Studying",
    "training": "Internship and residency",
    "fellowship": "Fellowship",
    "own": "Own years",
    "post": "In a post",
    "waiting": "Waiting between",
}
LABEL_SIZE = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBar:
    """A bar at one width; ``size`` is the class that shows it where it fits."""

    size: str
    width: int
    name: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePart:
    """A phase in words, with its key for the swatch; ``name`` sets ids apart."""

    key: PhaseKey
    name: str
    label: str
    months: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """One plan; ``total`` is all of it, or says why there is none."""

    name: str
    total: str
    bars: tuple[PhaseBar, ...]
    parts: tuple[PhasePart, ...]


def present_phases(
    timelines: Sequence[tuple[str, Timeline]], today: dt.date
) -> tuple[PhaseRow, ...]:
    """A row for each (name, timeline), the longest as long as there is room."""
    found = [phases(timeline, today) for _, timeline in timelines]
    longest = max((sum(one.months for one in row) for row in found), default=0)
    return tuple(
        PhaseRow(
            name=name,
            total=_total(timeline, row, today),
            bars=tuple(_bar(f"phases-{place}", row, longest, *way) for way in WIDTHS if row),
            parts=tuple(
                PhasePart(
                    key=one.key,
                    name=f"phase-{place}-{one.key}",
                    label=NAMES[one.key],
                    months=words.months_long(one.months),
                )
                for one in row
            ),
        )
        for place, ((name, timeline), row) in enumerate(zip(timelines, found, strict=True))
    )


def _total(timeline: Timeline, row: Sequence[Phase], today: dt.date) -> str:
    if timeline.finish is None:
        return "no finish date yet"
    if timeline.finish.date <= today:
        return "there already"
    return words.months_long(sum(one.months for one in row))


def _bar(name: str, row: Sequence[Phase], longest: int, size: str, width: int) -> PhaseBar:
    scale = width / max(longest, 1)
    segments: list[Segment] = []
    x = 0.0
    for one in sorted(row, key=lambda phase: PHASES.index(phase.key)):
        room = one.months * scale
        label = _label(one.months, room)
        segments.append(Segment(key=one.key, x=round(x, 1), width=round(room, 1), label=label))
        x += room
    return PhaseBar(size=size, width=width, name=f"{name}-{size}", segments=tuple(segments))


def _label(months: int, room: float) -> str:
    """The length where there is room for it, in full or short."""
    for text in (words.months_long(months), _short(months)):
        if text_width(text, LABEL_SIZE) + 14 <= room:
            return text
    return ""


def _short(months: int) -> str:
    years, rest = divmod(months, 12)
    return " ".join(filter(None, (f"{years} y" if years else "", f"{rest} m" if rest else "")))
