"""What was typed into the forms of the planner, in words: to compare it, or to copy it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.presenters import words
from pathways.presenters.editor import Editor
from pathways.presenters.entries import Choice
from pathways.presenters.words import DateStyle

# The fields that people fill in, as their labels call them.
LABELS = {
    "start": "Earliest start",
    "fixed": "Fix this date?",
    "how": "What moves with it",
    "months": "Length in months",
    "track": "Track",
    "percent": "Hours worked (% of full time)",
    "since": "From",
    "then": "What happens afterwards",
    "then_from": "Back to full time from",
    "leave_from": "Leave from",
    "leave_until": "Last day of leave",
    "leave_kind": "Kind of leave",
    "leave_counts": "How much of it counts (%)",
    "reason": "Why the rule is set aside",
    "status": "Status",
    "date": "Actual date",
    "note": "Private note",
    "sitting": "Earliest date",
    "on": "Day of an earlier attempt",
    "result": "What happened",
    "birth_month": "Birth month",
    "name": "Your name for it",
    "kind": "What",
    "used": "Months used before this plan",
    "limit": "Another limit, in months",
    "finish_by": "Finish by",
}
THEN = {"back": "Back to full time", "stays": "Stay at this level until the stage ends"}
NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A field as the plan has it now and as it was typed."""

    label: str
    theirs: str
    mine: str


def typed_fields(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Label and value of every field that was filled in."""
    return tuple(
        (LABELS[name], value) for name, value in values.items() if name in LABELS and value
    )


def pairs_of(editor: Editor | None, values: Mapping[str, str], style: DateStyle) -> list[Pair]:
    """The fields in which the plan as it is now differs from what was typed; none where there
    is nothing to differ from."""
    if editor is None:
        return []
    now, options = _fields(editor)
    return [
        Pair(
            label=LABELS[name],
            theirs=_say(now.get(name, ""), options.get(name, ()), style),
            mine=_say(value, options.get(name, ()), style),
        )
        for name, value in values.items()
        if name in LABELS and name != "how" and now.get(name, "") != value
    ]


def _fields(editor: Editor) -> tuple[dict[str, str], dict[str, tuple[Choice, ...]]]:
    """What the fields of an editor hold, and the options of those that have some."""
    options: dict[str, tuple[Choice, ...]] = {"status": editor.statuses}
    held = {"date": editor.date, "note": editor.note, "reason": editor.reason}
    if editor.stage:
        options["track"] = editor.stage.tracks
        options["fixed"] = editor.stage.fixed
        options["leave_kind"] = editor.stage.leave_kinds
        for name in ("start", "months", "percent", "since", "then", "then_from"):
            held[name] = getattr(editor.stage, name)
    if editor.milestone:
        held["sitting"] = editor.milestone.sitting
        options["result"] = editor.milestone.results
        options["birth_month"] = editor.milestone.birth_months
    for name, offered in options.items():
        held[name] = next((one.value for one in offered if one.chosen), "")
    return held, options


def _say(value: str, options: tuple[Choice, ...], style: DateStyle) -> str:
    label = next((one.label for one in options if one.value == value), THEN.get(value, value))
    try:
        return words.day(dt.date.fromisoformat(label), style)
    except ValueError:
        return label.strip() or NOTHING
