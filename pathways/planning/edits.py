"""Edits: what a person can do to a plan, each a function from a plan to a new plan.

An edit that cannot be made raises EditError with a sentence; nothing is changed then. Undo is
not here: it is going back to an earlier document.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count
from typing import Literal

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.dates import ONE_DAY, add_days, add_months
from pathways.planning.placing import walk_lasting
from pathways.planning.plans import (
    MAX_MONTHS,
    MAX_STAGES,
    NO_CHANGE,
    Change,
    Custom,
    CustomKind,
    Leave,
    PersonalClock,
    Plan,
    Status,
    Working,
)
from pathways.planning.timeline import Bar, Item, Marker, Timeline

MAX_MISSED = 20
MAX_LEAVE = 50
MAX_PERIODS = 50


class EditError(ValueError):
    """The edit cannot be made; the message says why and what to do."""


def set_start(plan: Plan, bar: Bar, start: dt.date | None) -> Plan:
    """Start no earlier than a day, or exactly then where the item is pinned; None forgets it."""
    before = plan.change(bar.key)
    pinned = before.pinned and start is not None
    return plan.with_change(bar.key, replace(before, start=start, pinned=pinned))


def set_length(plan: Plan, bar: Bar, months: int | None) -> Plan:
    """Last so many months at full time; None is the catalogue's length."""
    if months is not None and not 1 <= months <= MAX_MONTHS:
        raise EditError(f"A stage lasts from 1 to {MAX_MONTHS} months.")
    if bar.custom:
        return _set_custom_length(plan, bar.key, months)
    return plan.with_change(bar.key, replace(plan.change(bar.key), months=months))


def whole_time(
    edition: Edition, plan: Plan, bar: Bar, months: int, start: dt.date | None = None
) -> int:
    """The months of full-time work with which a stage that begins on ``start`` (else where it
    does) lasts nearest to so many months on the calendar, leave and part-time work included."""
    change, stage = plan.change(bar.key), edition.stages.get(bar.key)
    if not (change.working or change.leave):
        return months
    begins = start or bar.start.date
    wanted = add_months(begins, months)

    def end(work: int) -> dt.date:
        return walk_lasting(stage, bar.track, replace(change, months=work), begins).end

    after = min(bisect_left(range(1, months + 1), wanted, key=end) + 1, months)
    before = max(after - 1, 1)
    return after if end(after) - wanted <= wanted - end(before) else before


def _set_custom_length(plan: Plan, key: str, months: int | None) -> Plan:
    if months is None:
        raise EditError("Say how many months it lasts.")
    custom = tuple(replace(one, months=months) if one.key == key else one for one in plan.custom)
    return replace(plan, custom=custom)


def set_working(
    plan: Plan, bar: Bar, percent: int, since: dt.date | None, then_from: dt.date | None = None
) -> Plan:
    """Work at a percentage (1 to 100) from a day on; None is from the start of the stage.

    ``then_from`` is when full time begins again; None is not before the end of the stage.
    Percentages said for days after that stay, others that lie in the period are replaced.
    """
    if not 1 <= percent <= 100:
        raise EditError("Enter a percentage from 1 to 100. For a break, add leave.")
    if then_from is not None and then_from <= (since or bar.start.date):
        raise EditError("You can only go back to full time after you go part-time.")
    before = plan.change(bar.key)
    kept = [one for one in before.working if not _within(one.since, since, then_from)]
    periods = [*kept, Working(percent=percent, since=since)]
    if then_from is not None:
        periods.append(Working(percent=100, since=then_from))
    if len(periods) > MAX_PERIODS:
        raise EditError(f"At most {MAX_PERIODS} percentages can be kept with a stage.")
    periods.sort(key=lambda one: one.since or dt.date.min)
    at_full_time = all(one.percent == 100 for one in periods)
    working = () if at_full_time else tuple(periods)
    return plan.with_change(bar.key, replace(before, working=working))


def _within(day: dt.date | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether a percentage that begins on ``day`` is replaced by a period [since, until]."""
    begun = since is None or (day is not None and day >= since)
    return begun and (until is None or day is None or day <= until)


def add_leave(
    plan: Plan,
    bar: Bar,
    since: dt.date,
    until: dt.date,
    *,
    kind: str = "",
    counts: int | None = None,
) -> Plan:
    """Be away from a stage that goes on, [since, until): on leave, or on a ``kind`` of time out
    of the stage, of which ``counts`` percent are work (None: as much as the kind says)."""
    added = Leave(since=since, until=until, kind=kind, counts=counts)
    if until <= since:
        raise EditError("Leave has to end after it begins.")
    if bar.custom:
        raise EditError("You can add leave to the stages of your route, not to ones you added.")
    if counts is not None and not (kind and 0 <= counts <= 100):
        raise EditError("Time out counts towards training from 0 to 100%, and leave doesn’t.")
    if clashing_leave(plan, bar, added):
        raise EditError(
            "You already have time away of another kind then. Remove it, or choose other dates."
        )
    before = plan.change(bar.key)
    if len(before.leave) >= MAX_LEAVE:
        raise EditError(f"A stage can have at most {MAX_LEAVE} periods of leave.")
    in_order = tuple(sorted({*before.leave, added}, key=lambda one: (one.since, one.until)))
    return plan.with_change(bar.key, replace(before, leave=in_order))


def clashing_leave(plan: Plan, bar: Bar, added: Leave) -> Leave | None:
    """The time away of a stage that overlaps and counts for something else: a day can only be
    one of them."""
    return next(
        (
            one
            for one in plan.change(bar.key).leave
            if one.since < added.until
            and added.since < one.until
            and (one.kind, one.counts) != (added.kind, added.counts)
        ),
        None,
    )


def remove_leave(plan: Plan, bar: Bar, since: dt.date, until: dt.date, kind: str = "") -> Plan:
    """Remove one period of leave, [since, until), from a stage."""
    before = plan.change(bar.key)
    kept = tuple(
        one for one in before.leave if (one.since, one.until, one.kind) != (since, until, kind)
    )
    if len(kept) == len(before.leave):
        raise EditError("That leave isn’t in your plan any more.")
    return plan.with_change(bar.key, replace(before, leave=kept))


def forget_leave(plan: Plan, bar: Bar) -> Plan:
    """Remove all leave from a stage."""
    return plan.with_change(bar.key, replace(plan.change(bar.key), leave=()))


def set_place(plan: Plan, bar: Bar, *, has_place: bool) -> Plan:
    """Say whether the person has a place in a planned stage; without one."""
    if bar.custom:
        raise EditError("You added this stage yourself, so it doesn’t need a place.")
    if not has_place and bar.status != "planned":
        raise EditError(f"You’re in {bar.name} already, or have confirmed it, so you have a place.")
    before = plan.change(bar.key)
    return plan.with_change(bar.key, replace(before, no_place=not has_place))


def set_birth_month(plan: Plan, month: int | None) -> Plan:
    """Date the renewals that end with the month of birth (1 to 12); None dates them no more."""
    if month is not None and not 1 <= month <= 12:
        raise EditError("Choose one of the twelve months.")
    return replace(plan, birth_month=month)


def set_reason(plan: Plan, key: str, reason: str) -> Plan:
    """Say why a rule is set aside for an item; empty takes it back."""
    return plan.with_change(key, replace(plan.change(key), reason=reason.strip()))


def set_clock(
    edition: Edition, plan: Plan, key: str, *, used: int, months: int | None, on: bool
) -> Plan:
    """Let a clock of the catalogue run beside the plan, or stop it."""
    if key not in edition.clocks:
        raise EditError("There is no such clock. Choose one from the list.")
    kept = tuple(one for one in plan.clocks if one.key != key)
    if on:
        kept = (*kept, PersonalClock(key=key, used=used, months=months))
    return replace(plan, clocks=tuple(sorted(kept, key=lambda one: one.key)))


def choose_track(edition: Edition, plan: Plan, bar: Bar, track: str) -> Plan:
    """Take a stage on another track."""
    stage = edition.stages.get(bar.key)
    if stage is None or stage.track(track) is None:
        raise EditError("That kind is not offered for this stage. Choose one from the list.")
    at = tuple(
        replace(one, track=track) if one.stage == bar.key else one for one in plan.situation.at
    )
    route = tuple(Ref(bar.key, track) if ref.key == bar.key else ref for ref in plan.route)
    return replace(plan, situation=replace(plan.situation, at=at), route=route)


def set_status(plan: Plan, item: Item, status: Status, date: dt.date | None) -> Plan:
    """Say how an item stands. ``date`` is the real date of a milestone, or the real last day of
    a stage; without one the computed date counts."""
    before = plan.change(item.key)
    if isinstance(item, Marker):
        fixed = (date or item.at.date) if status != "planned" else None
        until = None if date else _window(item) if status == "confirmed" else None
        change = replace(before, status=status, date=fixed, until=until, pinned=False)
        return plan.with_change(item.key, change)
    if status == "done":
        if date is not None and date < item.start.date:
            raise EditError("The last day has to be after the start.")
        ended = date + ONE_DAY if date else item.end.date
        return plan.with_change(item.key, replace(before, status="done", date=ended))
    start = before.start
    if status == "confirmed":
        start = start or item.start.date
    pinned = before.pinned and start is not None
    change = replace(before, status=status, start=start, date=None, pinned=pinned)
    return plan.with_change(item.key, change)


def _window(marker: Marker) -> dt.date | None:
    """The end of the window a marker lies in; None for a single day."""
    return marker.until if marker.until > marker.at.date + ONE_DAY else None


def pin(plan: Plan, item: Item, start: dt.date | None = None) -> Plan:
    """Hold an item on the date, or in the window, where it is now; a stage on ``start``, where one
    is given."""
    before = plan.change(item.key)
    if isinstance(item, Marker):
        change = replace(before, date=item.at.date, until=_window(item), pinned=True)
        return plan.with_change(item.key, change)
    held = start or item.start.date
    return plan.with_change(item.key, replace(before, start=held, pinned=True))


def start_to_hold(plan: Plan, timeline: Timeline, bar: Bar) -> dt.date:
    """The day on which pinning holds a stage: the start that was asked for, where no other stage
    is in its way (an intake may be), else the day where it is."""
    wish = plan.change(bar.key).start
    if wish is None or bar.pinned or wish >= bar.start.date:
        return bar.start.date
    in_the_way = any(
        one.start.date < bar.start.date and one.end.date > wish
        for one in timeline.bars()
        if one.key != bar.key and not one.open_ended
    )
    return bar.start.date if in_the_way else wish


def fix_start(plan: Plan, bar: Bar, *, fixed: bool) -> Plan:
    """Hold a stage on the start that was asked for, or let the first intake from then on count."""
    before = plan.change(bar.key)
    if fixed and before.start is None:
        raise EditError("Enter the day it starts.")
    return plan.with_change(bar.key, replace(before, pinned=fixed))


def unpin(plan: Plan, key: str) -> Plan:
    """Let an item move again: no fixed start or date."""
    before = plan.change(key)
    return plan.with_change(
        key, replace(before, status="planned", start=None, pinned=False, date=None, until=None)
    )


def set_note(plan: Plan, key: str, note: str) -> Plan:
    """Keep a note with an item; empty removes it."""
    return plan.with_change(key, replace(plan.change(key), note=note.strip()))


def set_sitting(plan: Plan, marker: Marker, earliest: dt.date | None) -> Plan:
    """Take the first sitting on or after a day; None is the first possible one."""
    return plan.with_change(marker.key, replace(plan.change(marker.key), sitting=earliest))


def miss(plan: Plan, marker: Marker, on: dt.date | None = None) -> Plan:
    """Mark a milestone as missed, on the date where it is or on an earlier day: it moves to the
    next sitting or cycle."""
    before = _open_again(plan.change(marker.key), on)
    missed = _with_date(before.missed, before.failed, on or marker.at.date)
    return plan.with_change(marker.key, replace(before, missed=missed))


def fail(plan: Plan, marker: Marker, on: dt.date | None = None) -> Plan:
    """Mark an exam as failed, on the date where it is or on an earlier day: an attempt is used,
    and it moves to the next sitting after the wait for a retake."""
    before = _open_again(plan.change(marker.key), on)
    return plan.with_change(marker.key, _with_failure(before, on or marker.at.date))


def fail_on(plan: Plan, key: str, date: dt.date) -> Plan:
    """Mark an exam as failed on the date where it is planned, as ``fail`` does."""
    return plan.with_change(key, _with_failure(_open_again(plan.change(key), None), date))


def _with_failure(before: Change, date: dt.date) -> Change:
    return replace(before, failed=_with_date(before.failed, before.missed, date))


def _open_again(change: Change, on: dt.date | None) -> Change:
    """Without the date that went wrong; one that was said for a day after it stays."""
    if on is not None and change.date is not None and change.date > on:
        return change
    later = change.sitting if on and change.sitting and change.sitting > on else None
    return replace(change, status="planned", date=None, until=None, pinned=False, sitting=later)


def _with_date(
    dates: tuple[dt.date, ...], others: tuple[dt.date, ...], date: dt.date
) -> tuple[dt.date, ...]:
    if date in (*dates, *others):
        raise EditError("You’ve already entered a result for that day.")
    if len(dates) >= MAX_MISSED:
        raise EditError(f"At most {MAX_MISSED} such dates can be kept.")
    return tuple(sorted({*dates, date}))


def reset(plan: Plan, key: str) -> Plan:
    """Forget everything that was said about an item, except its note."""
    return plan.with_change(key, replace(NO_CHANGE, note=plan.change(key).note))


def insert_custom(
    plan: Plan,
    *,
    name: str,
    kind: CustomKind,
    months: int,
    after: str,
    known: Sequence[str],
    used: Collection[str] = (),
) -> Plan:
    """Insert a stage of one's own after the step ``after``, one of the ``known`` step keys.

    Its key is a new one, and none of those that are ``used`` by something said of another stage.
    """
    if not 1 <= months <= MAX_MONTHS:
        raise EditError(f"A stage lasts from 1 to {MAX_MONTHS} months.")
    if after and after not in known:
        raise EditError("The stage to put it after is not in this plan any more. Choose another.")
    if len(plan.custom) + len(plan.route) >= MAX_STAGES:
        raise EditError(f"A plan holds at most {MAX_STAGES} stages. Remove one first.")
    if not name.strip():
        raise EditError("Give the stage a name.")
    taken = {one.key for one in plan.custom} | set(used)
    number = next(n for n in count(1) if f"custom_{n}" not in taken)
    custom = Custom(
        key=f"custom_{number}", name=name.strip(), kind=kind, months=months, after=after
    )
    return replace(plan, custom=(*plan.custom, custom))


def remove_custom(plan: Plan, key: str) -> Plan:
    """Remove a stage of one's own; others that stood after it move to its place."""
    gone = next((one for one in plan.custom if one.key == key), None)
    if gone is None:
        raise EditError("Only stages that you added can be removed; this one is part of the route.")
    kept = tuple(
        replace(one, after=gone.after) if one.after == key else one
        for one in plan.custom
        if one != gone
    )
    changes = {name: change for name, change in plan.changes.items() if name != key}
    return replace(plan, custom=kept, changes=changes)


def shift(
    plan: Plan, timeline: Timeline, bar: Bar, start: dt.date, how: Literal["all", "overlap", "only"]
) -> Plan:
    """Move the start of a stage.

    ``all`` moves every later stage by as much; ``overlap`` moves later ones only where they have
    to; ``only`` holds later ones where they are, even where they then collide.
    """
    shifted = set_start(plan, bar, start)
    days = (start - bar.start.date).days
    for later in timeline.bars():
        follows = later.key != bar.key and later.start.date >= bar.end.date
        if not follows or later.status not in ("planned", "confirmed") or later.pinned:
            continue
        before = shifted.change(later.key)
        if how == "only":
            change = replace(before, start=later.start.date, pinned=True)
            shifted = shifted.with_change(later.key, change)
        if how == "all":
            moved = replace(before, start=add_days(later.start.date, days))
            shifted = shifted.with_change(later.key, moved)
    return shifted
