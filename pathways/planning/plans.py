"""Plans as values: what a person has, chooses and changes.

A plan is a choice, not a result: the situation, the destination, the stages chosen, and the
personal changes. Dates are computed from it by ``schedule``. Every function returns new values.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pathways.planning.catalogue.expressions import Ref

Status: TypeAlias = Literal["planned", "confirmed", "done"]
CustomKind: TypeAlias = Literal["research", "leave", "military", "gap", "other"]
STATUSES = ("planned", "confirmed", "done")
CUSTOM_KINDS = ("research", "leave", "military", "gap", "other")
MAX_STAGES = 200
MAX_MONTHS = 600
MAX_NOTE = 10_000
MAX_ALTERNATIVES = 3
MAX_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A stage the person is in, on a track (empty: not decided), since ``start``."""

    stage: str
    start: dt.date
    track: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A stage or milestone that is behind the person; ``date`` is the day after its last day
    for a stage, the day itself for a milestone, None when not known."""

    key: str
    track: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the person has done and is doing, as told on ``as_of``."""

    as_of: dt.date
    at: tuple[Current, ...] = ()
    done: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A working percentage (1 to 100) from a date on; None is from the start of the stage."""

    percent: int
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Time away from a stage that goes on: [since, until).

    ``kind`` is a kind of time out of the stage (empty: leave), ``counts`` the percentage of it
    that was agreed to count as work, where the kind does not say."""

    since: dt.date
    until: dt.date
    kind: str = ""
    counts: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalClock:
    """A clock of the catalogue that concerns the person. ``used`` months were used up before
    the plan; ``months`` replaces the limit."""

    key: str
    used: int = 0
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the person changed about one item.

    ``start`` is a wish (not before) unless ``pinned`` makes it fixed. ``months`` replaces the
    length. ``date`` is the real date of a confirmed or done milestone, or the real end
    (exclusive) of a done stage; ``until`` the end (exclusive) of a window that was pinned.
    ``missed`` are dates of sittings or cycles that were missed,
    ``failed`` of sittings that were failed (each an attempt). ``sitting`` is the earliest
    sitting wanted. ``no_place``: the person does not have a place in this stage yet.
    ``reason`` is why a rule is set aside for this item.
    """

    status: Status = "planned"
    start: dt.date | None = None
    pinned: bool = False
    months: int | None = None
    working: tuple[Working, ...] = ()
    date: dt.date | None = None
    until: dt.date | None = None
    missed: tuple[dt.date, ...] = ()
    failed: tuple[dt.date, ...] = ()
    sitting: dt.date | None = None
    leave: tuple[Leave, ...] = ()
    no_place: bool = False
    reason: str = ""
    note: str = ""

    @property
    def gone(self) -> tuple[dt.date, ...]:
        """The dates of all sittings that were missed or failed, in order."""
        return tuple(sorted((*self.missed, *self.failed)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """A stage of the person's own, right after the step ``after`` (empty: first of all)."""

    key: str
    name: str
    kind: CustomKind
    months: int
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way that is kept beside a plan until it is decided: everything of a plan that could
    have been chosen otherwise. ``tracks`` are those of the stages that run. Situation, edition,
    clocks and title are the plan's."""

    name: str
    destination: str
    tracks: tuple[Ref, ...] = ()
    route: tuple[Ref, ...] = ()
    changes: Mapping[str, Change] = field(default_factory=dict)
    custom: tuple[Custom, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan. ``route`` are the stages still to come, in order, with the track chosen (empty:
    the stage's first track, or none). ``alternatives`` do not move its dates. ``birth_month``
    (1 to 12) is given only by those who want the renewals that end with the month of birth."""

    destination: str
    situation: Situation
    route: tuple[Ref, ...] = ()
    edition: int = 0
    title: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)
    custom: tuple[Custom, ...] = ()
    clocks: tuple[PersonalClock, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    birth_month: int | None = None

    def change(self, key: str) -> Change:
        """The change of an item, or an empty one."""
        return self.changes.get(key, NO_CHANGE)

    def with_change(self, key: str, change: Change) -> "Plan":
        """This plan with one item's change replaced (an empty one is dropped)."""
        changes = {name: old for name, old in self.changes.items() if name != key}
        if change != NO_CHANGE:
            changes[key] = change
        return replace(self, changes=dict(sorted(changes.items())))


NO_CHANGE = Change()
