"""How the time from today to the finish divides: studying, training, own years, waiting between.

Every day belongs to exactly one phase, so the phases add up to the whole.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias

from pathways.planning.dates import months_between
from pathways.planning.timeline import Bar, Timeline

PhaseKey: TypeAlias = Literal["studying", "training", "fellowship", "own", "post", "waiting"]
PHASES: tuple[PhaseKey, ...] = ("studying", "training", "fellowship", "own", "post", "waiting")
_OF_KIND: Mapping[str, PhaseKey] = {
    "education": "studying",
    "internship": "training",
    "residency": "training",
    "fellowship": "fellowship",
    "practice": "post",
}
# Where two run at once: a pause within a residency is a pause, a post beside a degree is not.
_FIRST: tuple[PhaseKey, ...] = ("own", "fellowship", "training", "studying", "post")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Whole months of one phase; those of all phases add up to the whole time, rounded."""

    key: PhaseKey
    months: int


def phases(timeline: Timeline, today: dt.date) -> tuple[Phase, ...]:
    """The phases from today to the finish, in the order of ``PHASES``; those of less than half a
    month may have none and are left out. Empty without a finish to come."""
    if timeline.finish is None or timeline.finish.date <= today:
        return ()
    exact = _exact(timeline, today, timeline.finish.date)
    whole = {key: int(months) for key, months in exact.items()}
    missing = round(sum(exact.values(), Fraction(0))) - sum(whole.values())
    by_rest = sorted(exact, key=lambda key: (whole[key] - exact[key], PHASES.index(key)))
    for key in by_rest[:missing]:
        whole[key] += 1
    return tuple(Phase(key=key, months=whole[key]) for key in PHASES if whole.get(key))


def _exact(timeline: Timeline, today: dt.date, finish: dt.date) -> dict[PhaseKey, Fraction]:
    """The months of each phase, not rounded."""
    bars = [
        (phase_of(bar), max(bar.start.date, today), min(bar.end.date, finish))
        for bar in timeline.bars()
    ]
    bars = [(key, start, end) for key, start, end in bars if start < end]
    edges = {today, finish, *(start for _, start, _ in bars), *(end for _, _, end in bars)}
    found: dict[PhaseKey, Fraction] = {}
    for start, end in pairwise(sorted(edges)):
        running = {key for key, first, last in bars if first <= start and end <= last}
        key: PhaseKey = next((one for one in _FIRST if one in running), "waiting")
        # Counted from today, so that the parts of a month add up.
        months = months_between(today, end) - months_between(today, start)
        found[key] = found.get(key, Fraction(0)) + months
    return found


def phase_of(bar: Bar) -> PhaseKey:
    """The phase that a stage belongs to."""
    return "own" if bar.custom else _OF_KIND.get(bar.kind, "post")
