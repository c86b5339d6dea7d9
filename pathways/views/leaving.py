"""Time away from a stage that goes on: what the forms about leave do."""

from django.http import QueryDict

from pathways.forms import LeaveForm, PeriodForm
from pathways.planning import edits
from pathways.planning.catalogue import Edition, TimeOut
from pathways.planning.dates import ONE_DAY
from pathways.planning.plans import Leave
from pathways.planning.timeline import Bar, Timeline
from pathways.presenters.words import within
from pathways.views.acting import Edited, Mistyped, bar_of, typed_in
from pathways.views.desks import Desk

LEAVE = "Leave"


def leave(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Be away from a stage that goes on: on leave, or another kind of time out."""
    bar = bar_of(timeline, posted)
    typed = typed_in(LeaveForm(_kinds(desk.edition, bar), posted))
    first, last = typed["leave_from"], typed["leave_until"]
    kind, counts = typed["leave_kind"], typed["leave_counts"]
    if last < bar.start.date or first >= bar.end.date:
        raise Mistyped({"leave_from": f"That is outside this stage: {desk.dates_of(bar)}."})
    added = Leave(since=first, until=last + ONE_DAY, kind=kind, counts=counts)
    clash = edits.clashing_leave(desk.plan, bar, added)
    if clash:
        raise Mistyped(
            {
                "leave_from": f"You’re already away then: {_called(desk.edition, bar, clash.kind)} "
                f"from {desk.day(clash.since)} to {desk.day(clash.until - ONE_DAY)}. "
                "Remove it first, or choose other dates."
            }
        )
    plan = edits.add_leave(desk.plan, bar, first, added.until, kind=kind, counts=counts)
    share = f", {counts}% of it counting," if counts is not None else ""
    named = _called(desk.edition, bar, kind)
    when = f"from {desk.day(first)} to {desk.day(last)}"
    return Edited(plan, f"{named}{share} in {bar.name} {when}")


def remove_leave(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Remove one period of leave from a stage."""
    bar, typed = bar_of(timeline, posted), typed_in(PeriodForm(posted))
    first, last, kind = typed["leave_from"], typed["leave_until"], typed["leave_kind"]
    plan = edits.remove_leave(desk.plan, bar, first, last + ONE_DAY, kind)
    named = within(_called(desk.edition, bar, kind))
    when = f"from {desk.day(first)} to {desk.day(last)}"
    return Edited(plan, f"Removed {named} in {bar.name} {when}")


def forget_leave(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Remove all leave from a stage."""
    bar = bar_of(timeline, posted)
    return Edited(edits.forget_leave(desk.plan, bar), f"Removed all leave in {bar.name}")


def _kinds(edition: Edition, bar: Bar) -> tuple[TimeOut, ...]:
    """The kinds of time out that a stage knows."""
    stage = edition.stages.get(bar.key)
    return stage.time_out if stage else ()


def _called(edition: Edition, bar: Bar, kind: str) -> str:
    """What a kind of time away is called for short."""
    return next((one.short for one in _kinds(edition, bar) if one.key == kind), kind or LEAVE)
