"""What the engine computes from a plan: bars, markers, findings, and a receipt for each date.

A ``Moment`` is a date that cannot exist without its receipt. All ends exclude themselves: a bar
covers [start, end), a marker's window is [date, until).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from pathways.planning.catalogue import Basis, Confidence

Precision: TypeAlias = Literal["exact", "projected", "window", "estimate"]
Severity: TypeAlias = Literal["error", "warning", "note"]
ItemStatus: TypeAlias = Literal["planned", "confirmed", "done", "current", "assumed"]
Lane: TypeAlias = Literal["education", "training", "exams", "applications"]
PRECISIONS: tuple[Precision, ...] = ("exact", "projected", "window", "estimate")
LANES: tuple[Lane, ...] = ("education", "training", "exams", "applications")


def worst(precisions: Iterable[Precision]) -> Precision:
    """The least precise of some precisions; exact when there are none."""
    return max(precisions, key=PRECISIONS.index, default="exact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing a date was worked out from: an item's date, or an entry of the person's."""

    key: str
    label: str
    date: dt.date | None = None
    drives: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Why a date is what it is.

    ``says`` is the rule in a sentence, ``rule`` its address in the catalogue
    ("milestones.core.rules.june_r3"), ``inputs`` what went in (the one that decides is marked),
    ``sources`` source keys of the edition, ``yours`` what the person changed.
    """

    says: str
    rule: str
    inputs: tuple[Input, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Confidence = "U"
    basis: Basis = "estimate"
    note: str = ""
    yours: str = ""
    superseded: tuple[str, ...] = ()

    @property
    def driver(self) -> Input | None:
        """The input that decides the date, if any."""
        return next((one for one in self.inputs if one.drives), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date with its precision and its receipt."""

    date: dt.date
    precision: Precision
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a bar, [since, until), that is not full-time work: ``percent`` of full time is
    worked in it (0: away). ``away`` names leave or another kind of time out; empty is part-time."""

    since: dt.date
    until: dt.date
    percent: int
    away: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stage in a timeline. ``open_ended``: a post without a planned end (``end`` is only how
    far to draw it). ``stretches`` are its leave and part-time, in order, inside the bar."""

    key: str
    kind: str
    name: str
    short: str
    lane: Lane
    track: str
    start: Moment
    end: Moment
    status: ItemStatus
    basis: Basis
    years: tuple[str, ...] = ()
    percent: int = 100
    stretches: tuple[Stretch, ...] = ()
    open_ended: bool = False
    custom: bool = False
    pinned: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A milestone in a timeline: at ``at.date``, or somewhere in [at.date, until).

    ``sitting``: the window is one in which it happens on some day (False: any day in it will do).
    ``label`` names the window where the rule does ("autumn"), ``published`` whether the body
    published it, ``missed`` are earlier sittings that were missed or failed, ``first_possible``
    is the day it first could happen, ``class_year`` the class by which it is dated. ``follows``
    is the milestone that a renewal renews; it can only be moved by moving that one.
    """

    key: str
    kind: str
    name: str
    short: str
    lane: Lane
    at: Moment
    until: dt.date
    status: ItemStatus
    basis: Basis
    sitting: bool = True
    label: str = ""
    anchor: str = ""
    follows: str = ""
    published: bool = False
    class_year: int | None = None
    missed: tuple[dt.date, ...] = ()
    first_possible: dt.date | None = None
    pinned: bool = False
    note: str = ""


Item: TypeAlias = Bar | Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A change that would mend a finding: an edit ``action`` on ``key`` with ``values``."""

    label: str
    action: str
    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something the person should know: a code, a sentence, why, and a fix where there is one."""

    code: str
    severity: Severity
    says: str
    why: str
    key: str = ""
    fix: Fix | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """What a clock shows: ``limit`` and ``used`` in ``unit`` (months, days, attempts), when it
    starts and ends, and the item it is about. ``personal`` ones are turned on by the person."""

    key: str
    name: str
    says: str
    unit: str
    limit: int
    used: int
    starts: dt.date | None = None
    ends: dt.date | None = None
    item: str = ""
    personal: bool = False
    sources: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """What is left of the limit; below zero it is exceeded."""
        return self.limit - self.used


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A computed plan. ``finish`` is the moment the destination's finish stage begins,
    ``driving`` the keys of the items that decide it, the last first."""

    edition: int
    destination: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    finish: Moment | None
    classes: Mapping[str, int]
    clocks: tuple[ClockReading, ...] = ()
    driving: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once; equal timelines have equal items."""
        return hash((self.edition, self.destination, self.items))

    def item(self, key: str) -> Item | None:
        """The item of that key, or None."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    def bars(self) -> Iterator[Bar]:
        """The stages, in order of start."""
        return (item for item in self.items if isinstance(item, Bar))

    def markers(self) -> Iterator[Marker]:
        """The milestones, in order of date."""
        return (item for item in self.items if isinstance(item, Marker))

    def moments(self) -> Iterator[tuple[str, Moment]]:
        """Every date with the place it stands at ("pgy1.start", "core")."""
        for item in self.items:
            if isinstance(item, Bar):
                yield f"{item.key}.start", item.start
                yield f"{item.key}.end", item.end
            else:
                yield item.key, item.at
