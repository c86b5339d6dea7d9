"""What the forms on the planner can ask for: each action gives a new plan and its cause.

``ACTIONS`` maps the form's ``action`` to a function of (desk, timeline, what was posted).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from pathways.forms import (
    InsertForm,
    LengthForm,
    NoteForm,
    SittingForm,
    StartDateForm,
    StatusForm,
    TrackForm,
    WorkingForm,
    problems_of,
)
from pathways.planning import edits
from pathways.planning.plans import Plan
from pathways.planning.timeline import Bar, Item, Marker, Timeline
from pathways.views.desks import Desk


@dataclass(frozen=True)
class Edited:
    """A new plan and what was done, in a few words."""

    plan: Plan
    cause: str


class Mistyped(Exception):
    """The form cannot be used; ``problems`` by field ("" is the form as a whole)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class NoSuchItem(Exception):
    """The item is not in the plan (any more)."""


Action = Callable[[Desk, Timeline, QueryDict], Edited]


def _item(timeline: Timeline, posted: QueryDict) -> Item:
    item = timeline.item(posted.get("key", ""))
    if item is None:
        raise NoSuchItem
    return item


def _bar(timeline: Timeline, posted: QueryDict) -> Bar:
    item = _item(timeline, posted)
    if not isinstance(item, Bar):
        raise NoSuchItem
    return item


def _marker(timeline: Timeline, posted: QueryDict) -> Marker:
    item = _item(timeline, posted)
    if not isinstance(item, Marker):
        raise NoSuchItem
    return item


def _typed(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Mistyped(problems_of(form))
    return form.cleaned_data


def start(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Start no earlier than a day."""
    bar, typed = _bar(timeline, posted), _typed(StartDateForm(posted))
    return Edited(edits.set_start(desk.plan, bar, typed["start"]), f"Start of {bar.name}")


def length(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Last so many months."""
    bar, typed = _bar(timeline, posted), _typed(LengthForm(posted))
    return Edited(edits.set_length(desk.plan, bar, typed["months"]), f"Length of {bar.name}")


def track(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take a stage on another track."""
    bar, typed = _bar(timeline, posted), _typed(TrackForm(posted))
    plan = edits.choose_track(desk.edition, desk.plan, bar, typed["track"])
    return Edited(plan, f"Kind of {bar.name}")


def working(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Work at a percentage."""
    bar, typed = _bar(timeline, posted), _typed(WorkingForm(posted))
    plan = edits.set_working(desk.plan, bar, typed["percent"], typed["since"])
    return Edited(plan, f"{bar.name} at {typed['percent']} %")


def status(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Say how an item stands."""
    item, typed = _item(timeline, posted), _typed(StatusForm(posted))
    plan = edits.set_status(desk.plan, item, typed["status"], typed["date"])
    return Edited(plan, f"{item.name} {typed['status']}")


def note(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Keep a note."""
    item, typed = _item(timeline, posted), _typed(NoteForm(posted))
    return Edited(edits.set_note(desk.plan, item.key, typed["note"]), f"Note on {item.name}")


def pin(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Hold an item where it is."""
    item = _item(timeline, posted)
    return Edited(edits.pin(desk.plan, item), f"Pinned {item.name}")


def unpin(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Let an item move again."""
    item = _item(timeline, posted)
    return Edited(edits.unpin(desk.plan, item.key), f"Unpinned {item.name}")


def done(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Mark an item as done on the date where it stands."""
    item = _item(timeline, posted)
    return Edited(edits.set_status(desk.plan, item, "done", None), f"{item.name} done")


def sitting(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take a later sitting."""
    marker, typed = _marker(timeline, posted), _typed(SittingForm(posted))
    plan = edits.set_sitting(desk.plan, marker, typed["sitting"])
    return Edited(plan, f"Sitting of {marker.name}")


def missed(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Mark a milestone as missed or failed."""
    marker = _marker(timeline, posted)
    return Edited(edits.miss(desk.plan, marker), f"Missed {marker.name}")


def reset(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Forget what was said about an item."""
    item = _item(timeline, posted)
    return Edited(edits.reset(desk.plan, item.key), f"Forgot changes to {item.name}")


def reset_length(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Use the usual length again."""
    bar = _bar(timeline, posted)
    return Edited(edits.set_length(desk.plan, bar, None), f"Usual length of {bar.name}")


def reset_sitting(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take the first possible sitting again."""
    marker = _marker(timeline, posted)
    return Edited(edits.set_sitting(desk.plan, marker, None), f"First sitting of {marker.name}")


def insert(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Add a stage of the person's own."""
    typed = _typed(InsertForm(posted))
    plan = edits.insert_custom(
        desk.plan,
        name=typed["name"],
        kind=typed["kind"],
        months=typed["months"],
        after=typed["after"],
        known=[bar.key for bar in timeline.bars()],
    )
    return Edited(plan, f"Added {typed['name']}")


def remove(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Take a stage of the person's own out again."""
    bar = _bar(timeline, posted)
    return Edited(edits.remove_custom(desk.plan, bar.key), f"Removed {bar.name}")


ACTIONS: Mapping[str, Action] = {
    "start": start,
    "length": length,
    "track": track,
    "working": working,
    "status": status,
    "note": note,
    "pin": pin,
    "unpin": unpin,
    "done": done,
    "sitting": sitting,
    "missed": missed,
    "reset": reset,
    "reset_length": reset_length,
    "reset_sitting": reset_sitting,
    "insert": insert,
    "remove": remove,
}
