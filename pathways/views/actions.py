"""What the forms on the planner can ask for: each action gives a new plan and its cause.

``ACTIONS`` maps the form's ``action`` to a function of (desk, timeline, what was posted).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from django.http import QueryDict

from pathways.forms import (
    AttemptForm,
    ClockForm,
    FinishByForm,
    InsertForm,
    LengthForm,
    NoteForm,
    ReasonForm,
    SittingForm,
    StartDateForm,
    StatusForm,
    TrackForm,
    WorkingForm,
)
from pathways.planning import edits
from pathways.planning.choices import undecided
from pathways.planning.dates import ONE_DAY
from pathways.planning.edits import EditError
from pathways.planning.routes import find_routes, take_route
from pathways.planning.timeline import Item, Marker, Timeline
from pathways.views.acting import (
    Action,
    Edited,
    Mistyped,
    bar_of,
    item_of,
    marker_of,
    typed_in,
)
from pathways.views.choosing import (
    AMONG_ALTERNATIVES,
    BESIDE,
    drop_alternative,
    kept_beside,
    labels_of,
    swap_alternative,
    take_alternative,
)
from pathways.views.desks import Desk, today
from pathways.views.leaving import forget_leave, leave, remove_leave
from pathways.views.personal import birth_month, have_place, no_place
from pathways.views.timelines import timeline_of

MOVED = {"overlap": "", "all": ", and everything after it", "only": ", and nothing else"}


def start(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Start no earlier than a day, and move what follows in the way chosen."""
    bar, typed = bar_of(timeline, posted), typed_in(StartDateForm(posted))
    if typed["start"] is None:
        return Edited(edits.set_start(desk.plan, bar, None), f"Start of {bar.name}")
    how: Literal["all", "overlap", "only"] = typed["how"] or "overlap"
    plan = edits.shift(desk.plan, timeline, bar, typed["start"], how)
    if typed["fixed"]:
        plan = edits.fix_start(plan, bar, fixed=typed["fixed"] == "yes")
    held = f", fixed to {desk.day(typed['start'])}" if plan.change(bar.key).pinned else ""
    return Edited(plan, f"Start of {bar.name}{held}{MOVED[how]}")


def move(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Start no earlier than a day and last so many months, as one change: what hands do."""
    resized = _lasting(desk, timeline, posted, typed_in(StartDateForm(posted))["start"])
    after = timeline_of(desk.edition, resized.plan, today())
    moved = start(replace(desk, plan=resized.plan), after, posted)
    return Edited(moved.plan, f"{moved.cause}, and its length")


def length(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Last so many months, as the page counts them: part-time work and leave included."""
    return _lasting(desk, timeline, posted, None)


def _lasting(desk: Desk, timeline: Timeline, posted: QueryDict, start: dt.date | None) -> Edited:
    bar, months = bar_of(timeline, posted), typed_in(LengthForm(posted))["months"]
    if months is not None:
        months = edits.whole_time(desk.edition, desk.plan, bar, months, start)
    return Edited(edits.set_length(desk.plan, bar, months), f"Length of {bar.name}")


def track(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take a stage on another track."""
    bar, typed = bar_of(timeline, posted), typed_in(TrackForm(posted))
    plan = edits.choose_track(desk.edition, desk.plan, bar, typed["track"])
    return Edited(plan, f"Kind of {bar.name}")


def working(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Work at a percentage; what follows is part of what is said."""
    bar, typed = bar_of(timeline, posted), typed_in(WorkingForm(posted))
    percent, since, back = typed["percent"], typed["since"], typed["then_from"]
    if since is not None and not bar.start.date <= since < bar.end.date:
        raise Mistyped({"since": f"That is outside this stage: {desk.dates_of(bar)}."})
    plan = edits.set_working(desk.plan, bar, percent, since, back)
    begins = f"from {desk.day(since)}" if since else "from the start"
    then = f", then back to full time from {desk.day(back)}" if back else " to the end"
    return Edited(plan, f"{bar.name} at {percent}% {begins}{then}")


def reason(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Set the rule aside that an item breaks, and say why."""
    item, typed = item_of(timeline, posted), typed_in(ReasonForm(posted))
    plan = edits.set_reason(desk.plan, item.key, typed["reason"])
    return Edited(plan, f"Rule set aside for {item.name}")


def forget_reason(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Let the rule hold again."""
    item = item_of(timeline, posted)
    return Edited(edits.set_reason(desk.plan, item.key, ""), f"Rule holds again for {item.name}")


def status(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Say how an item stands."""
    item, typed = item_of(timeline, posted), typed_in(StatusForm(posted))
    if typed["status"] == "done" and (ahead := _still_to_come(desk, item, typed["date"])):
        raise Mistyped({"date": ahead})
    plan = edits.set_status(desk.plan, item, typed["status"], typed["date"])
    return Edited(plan, f"{item.name} {typed['status']}")


def note(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Keep a note."""
    item, typed = item_of(timeline, posted), typed_in(NoteForm(posted))
    return Edited(edits.set_note(desk.plan, item.key, typed["note"]), f"Note on {item.name}")


def pin(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Hold an item where it is; a stage on the start asked for, where only intakes rule it out,
    so that it makes no difference which is said first, the day or that it is fixed."""
    item = item_of(timeline, posted)
    if isinstance(item, Marker):
        return Edited(edits.pin(desk.plan, item), f"Pinned {item.name}")
    held = edits.start_to_hold(desk.plan, timeline, item)
    to = f" to {desk.day(held)}" if held != item.start.date else ""
    return Edited(edits.pin(desk.plan, item, held), f"Pinned {item.name}{to}")


def unpin(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Let an item move again."""
    item = item_of(timeline, posted)
    return Edited(edits.unpin(desk.plan, item.key), f"Unpinned {item.name}")


def done(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Mark an item as done on the date where it stands."""
    item = item_of(timeline, posted)
    if ahead := _still_to_come(desk, item, None):
        raise EditError(ahead)
    return Edited(edits.set_status(desk.plan, item, "done", None), f"{item.name} done")


def _still_to_come(desk: Desk, item: Item, date: dt.date | None) -> str:
    """Why an item cannot be done yet; empty where it can. ``date`` is when it is said to be."""
    own = item.at.date if isinstance(item, Marker) else item.end.date - ONE_DAY
    if (date or own) <= today():
        return ""
    if date:
        return "That day is still to come. Say when it was, or confirm it instead."
    happens = "is still to come, on" if isinstance(item, Marker) else "goes on until"
    return f"{item.name} {happens} {desk.day(own)}. If it is done already, say when under Status."


def sitting(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take a later sitting."""
    marker, typed = marker_of(timeline, posted), typed_in(SittingForm(posted))
    plan = edits.set_sitting(desk.plan, marker, typed["sitting"])
    return Edited(plan, f"Sitting of {marker.name}")


def missed(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Mark a milestone as missed: it moves to the next sitting."""
    marker = marker_of(timeline, posted)
    plan = edits.miss(desk.plan, marker)
    _refuse_what_is_to_come(desk, timeline, posted)
    return Edited(plan, f"Missed {marker.name}")


def failed(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Mark an exam as failed: an attempt is used."""
    marker = marker_of(timeline, posted)
    if marker.kind != "exam":
        raise EditError("Only exams can be failed. Mark it as missed instead.")
    plan = edits.fail(desk.plan, marker)
    _refuse_what_is_to_come(desk, timeline, posted)
    return Edited(plan, f"Failed {marker.name}")


def attempt(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Tell of an earlier attempt at an exam, whenever the next one is."""
    marker, typed = marker_of(timeline, posted), typed_in(AttemptForm(today(), posted))
    if marker.kind != "exam":
        raise EditError("Only exams have attempts. Mark it as missed instead.")
    told = edits.fail if typed["result"] == "failed" else edits.miss
    plan = told(desk.plan, marker, typed["on"])
    return Edited(plan, f"{typed['result'].capitalize()} {marker.name} on {desk.day(typed['on'])}")


def tells_of_what_is_to_come(timeline: Timeline, action: str, key: str) -> bool:
    """Whether it says of something after today that it was missed or failed: only a what-if."""
    item = timeline.item(key)
    if action not in ("missed", "failed") or not isinstance(item, Marker):
        return False
    return item.at.date > today()


def _refuse_what_is_to_come(desk: Desk, timeline: Timeline, posted: QueryDict) -> None:
    """Nobody has missed or failed what is still to come; one may try it, and keep it beside."""
    tried = posted.get("keep") == BESIDE or (posted.get("preview") and not posted.get("confirmed"))
    action, marker = posted.get("action", ""), marker_of(timeline, posted)
    if tells_of_what_is_to_come(timeline, action, marker.key) and not tried:
        raise EditError(
            f"{marker.name} is still to come, on {desk.day(marker.at.date)}: nobody can have "
            f"{action} it yet. To plan for later, choose another date for it."
        )


def reset(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Forget what was said about an item."""
    item = item_of(timeline, posted)
    return Edited(edits.reset(desk.plan, item.key), f"Forgot changes to {item.name}")


def reset_length(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Use the usual length again."""
    bar = bar_of(timeline, posted)
    return Edited(edits.set_length(desk.plan, bar, None), f"Usual length of {bar.name}")


def reset_sitting(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take the first possible sitting again."""
    marker = marker_of(timeline, posted)
    return Edited(edits.set_sitting(desk.plan, marker, None), f"First sitting of {marker.name}")


def insert(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Add a stage of the person's own."""
    typed = typed_in(InsertForm(posted))
    plan = edits.insert_custom(
        desk.plan,
        name=typed["name"],
        kind=typed["kind"],
        months=typed["months"],
        after=typed["after"],
        known=[bar.key for bar in timeline.bars()],
        used=desk.commented(),
    )
    return Edited(plan, f"Added {typed['name']}")


def remove(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take a stage of the person's own out again."""
    bar = bar_of(timeline, posted)
    return Edited(edits.remove_custom(desk.plan, bar.key), f"Removed {bar.name}")


def clock(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Let a clock of the catalogue run beside the plan."""
    key, typed = posted.get("key", ""), typed_in(ClockForm(posted))
    used, limit = typed["used"], typed["limit"]
    plan = edits.set_clock(desk.edition, desk.plan, key, used=used, months=limit, on=True)
    return Edited(plan, f"{desk.edition.clocks[key].name} runs")


def forget_clock(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Stop a clock."""
    key = posted.get("key", "")
    plan = edits.set_clock(desk.edition, desk.plan, key, used=0, months=None, on=False)
    return Edited(plan, f"{desk.edition.clocks[key].name} turned off")


def route(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take another route, to the same destination or another."""
    edition, plan = desk.edition, desk.plan
    destination = edition.destinations.get(posted.get("destination", ""))
    if destination is None:
        raise EditError("Choose one of the destinations in the list.")
    situation = undecided(edition, plan.situation)
    found = find_routes(edition, situation, destination, today()).found
    chosen = next((one for one in found if one.key == posted.get("route")), None)
    if chosen is None:
        raise EditError("That route is not open from here. Choose another one.")
    taken = take_route(plan, chosen)
    if plan.title in labels_of(desk):
        taken = replace(taken, title=chosen.label)
    same = destination.key == plan.destination
    name = chosen.label if same else f"{destination.name}: {chosen.label}"
    return Edited(taken, f"To {destination.name} by {chosen.label}", name)


def mend(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Make the smallest change with which the plan finishes in time."""
    finish_by = typed_in(FinishByForm(posted))["finish_by"]
    found = desk.backwards(finish_by).mend
    if found is None:
        raise EditError("No single change mends it. Choose a later month.")
    return Edited(found.plan, found.says.rstrip("."))


ACTIONS: Mapping[str, Action] = {
    "start": start,
    "move": move,
    "length": length,
    "track": track,
    "working": working,
    "leave": leave,
    "remove_leave": remove_leave,
    "forget_leave": forget_leave,
    "no_place": no_place,
    "have_place": have_place,
    "birth_month": birth_month,
    "reason": reason,
    "forget_reason": forget_reason,
    "status": status,
    "note": note,
    "pin": pin,
    "unpin": unpin,
    "done": done,
    "sitting": sitting,
    "missed": missed,
    "failed": failed,
    "attempt": attempt,
    "reset": reset,
    "reset_length": reset_length,
    "reset_sitting": reset_sitting,
    "clock": clock,
    "forget_clock": forget_clock,
    "mend": mend,
    "route": route,
    "insert": insert,
    "remove": remove,
    "take_alternative": take_alternative,
    "swap_alternative": swap_alternative,
    "drop_alternative": drop_alternative,
}


def made(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """What the form asks to make of the plan, or of an alternative that is kept beside it; raises
    KeyError where there is no such action."""
    name = posted.get("action", "")
    edited = ACTIONS[name](desk, timeline, posted)
    if posted.get("keep") == BESIDE and name not in AMONG_ALTERNATIVES:
        return kept_beside(desk, edited)
    return edited
