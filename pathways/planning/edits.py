"""Edits: what a person can do to a plan, each a function from a plan to a new plan.

An edit that cannot be made raises EditError with a sentence; nothing is changed then. Undo is
not here: it is going back to an earlier document.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pathways.planning.catalogue import Edition
from pathways.planning.expressions import Ref
from pathways.planning.plans import (
    MAX_MONTHS,
    MAX_STAGES,
    Change,
    Custom,
    CustomKind,
    Plan,
    Status,
    Working,
)
from pathways.planning.timeline import Bar, Marker, Timeline

MAX_MISSED = 20
Told: TypeAlias = Literal["planned", "confirmed", "done", "missed"]


class EditError(ValueError):
    """The edit cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEdit:
    """All that can be said about a stage at once. Fields as in ``plans.Change``; ``months`` None
    is the catalogue's length, ``ended`` (exclusive) goes with status done."""

    start: dt.date | None = None
    pinned: bool = False
    months: int | None = None
    track: str = ""
    working: tuple[Working, ...] = ()
    status: Status = "planned"
    ended: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEdit:
    """All that can be said about a milestone at once. ``date`` goes with confirmed and done;
    ``missed`` adds the date it stands at now to those that were missed."""

    status: Told = "planned"
    date: dt.date | None = None
    sitting: dt.date | None = None
    note: str = ""


def edit_stage(edition: Edition, plan: Plan, bar: Bar, edit: StageEdit) -> Plan:
    """Change a stage. Pinning without a start holds it where it is now."""
    if edit.months is not None and not 1 <= edit.months <= MAX_MONTHS:
        raise EditError(f"A stage lasts from 1 to {MAX_MONTHS} months.")
    start = edit.start
    if start is None and (edit.pinned or edit.status == "confirmed"):
        start = bar.start.date
    if edit.status == "done" and edit.ended is not None and edit.ended <= (start or bar.start.date):
        raise EditError("The end has to be after the start.")
    change = Change(
        status=edit.status,
        start=start,
        pinned=edit.pinned,
        months=edit.months,
        working=tuple(one for one in edit.working if one.percent != 100 or one.since),
        date=(edit.ended or bar.end.date) if edit.status == "done" else None,
        note=edit.note,
    )
    plan = plan.with_change(bar.key, change)
    return choose_track(edition, plan, bar.key, edit.track) if edit.track != bar.track else plan


def choose_track(edition: Edition, plan: Plan, key: str, track: str) -> Plan:
    """Take a stage on another track."""
    stage = edition.stages.get(key)
    if stage is None or (track and stage.track(track) is None):
        raise EditError("That kind is not offered for this stage.")
    at = tuple(replace(one, track=track) if one.stage == key else one for one in plan.situation.at)
    route = tuple(Ref(key, track) if ref.key == key else ref for ref in plan.route)
    return replace(plan, situation=replace(plan.situation, at=at), route=route)


def edit_milestone(plan: Plan, marker: Marker, edit: MilestoneEdit) -> Plan:
    """Change a milestone; a missed one moves to the next sitting or cycle."""
    before = plan.change(marker.key)
    if edit.status == "missed":
        if len(before.missed) >= MAX_MISSED:
            raise EditError(f"At most {MAX_MISSED} missed sittings can be kept.")
        missed = tuple(sorted({*before.missed, marker.at.date}))
        return plan.with_change(marker.key, Change(missed=missed, note=edit.note))
    fixed = edit.status in ("confirmed", "done")
    change = Change(
        status=edit.status,
        date=(edit.date or marker.at.date) if fixed else None,
        missed=before.missed,
        sitting=None if fixed else edit.sitting,
        note=edit.note,
    )
    return plan.with_change(marker.key, change)


def unpin(plan: Plan, key: str) -> Plan:
    """Let an item move again: no fixed start or date."""
    before = plan.change(key)
    return plan.with_change(
        key, replace(before, status="planned", start=None, pinned=False, date=None)
    )


def reset_length(plan: Plan, key: str) -> Plan:
    """Use the catalogue's length again."""
    return plan.with_change(key, replace(plan.change(key), months=None))


def reset_sitting(plan: Plan, key: str) -> Plan:
    """Take the first possible sitting again, forgetting choices and misses."""
    return plan.with_change(key, replace(plan.change(key), sitting=None, missed=()))


def insert_custom(
    plan: Plan, *, name: str, kind: CustomKind, months: int, after: str, known: Sequence[str]
) -> Plan:
    """Insert a stage of one's own after the step ``after``, one of the ``known`` step keys."""
    if not 1 <= months <= MAX_MONTHS:
        raise EditError(f"A stage lasts from 1 to {MAX_MONTHS} months.")
    if after and after not in known:
        raise EditError("The stage to put it after is not in this plan any more. Choose another.")
    if len(plan.custom) + len(plan.route) >= MAX_STAGES:
        raise EditError(f"A plan holds at most {MAX_STAGES} stages. Remove one first.")
    if not name.strip():
        raise EditError("Give the stage a name.")
    taken = {one.key for one in plan.custom}
    number = next(n for n in range(1, MAX_STAGES + 2) if f"custom_{n}" not in taken)
    custom = Custom(
        key=f"custom_{number}", name=name.strip(), kind=kind, months=months, after=after
    )
    return replace(plan, custom=(*plan.custom, custom))


def rename_custom(plan: Plan, key: str, name: str) -> Plan:
    """Give a stage of one's own another name."""
    if not name.strip():
        raise EditError("Give the stage a name.")
    return replace(
        plan,
        custom=tuple(
            replace(one, name=name.strip()) if one.key == key else one for one in plan.custom
        ),
    )


def remove_custom(plan: Plan, key: str) -> Plan:
    """Remove a stage of one's own; others that stood after it move to its place."""
    gone = next((one for one in plan.custom if one.key == key), None)
    if gone is None:
        raise EditError(
            "Only stages that you inserted can be removed; this one is part of the route."
        )
    kept = tuple(
        replace(one, after=gone.after) if one.after == key else one
        for one in plan.custom
        if one != gone
    )
    changes = {name: change for name, change in plan.changes.items() if name != key}
    return replace(plan, custom=kept, changes=changes)


def differing(before: Timeline, after: Timeline) -> tuple[str, ...]:
    """The keys of items whose dates differ between two timelines, or that only one has."""
    old, new = _dates(before), _dates(after)
    return tuple(key for key in {**old, **new} if old.get(key) != new.get(key))


def _dates(timeline: Timeline) -> dict[str, tuple[dt.date, dt.date]]:
    return {
        item.key: (item.start.date, item.end.date)
        if isinstance(item, Bar)
        else (item.at.date, item.until)
        for item in timeline.items
    }
