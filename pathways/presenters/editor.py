"""The editor of one item, and the form for a stage of the person's own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.checks import SET_ASIDE
from pathways.planning.edits import start_to_hold
from pathways.planning.plans import Plan
from pathways.planning.timeline import Bar, Marker, Timeline
from pathways.presenters import words
from pathways.presenters.entries import Choice, Entry, choices
from pathways.presenters.milestone_editor import MilestoneEditor, present_milestone
from pathways.presenters.receipts import ReceiptView, present_receipts
from pathways.presenters.stage_editor import StageEditor, iso, present_stage
from pathways.presenters.words import DateStyle

CUSTOM_KINDS = (
    ("research", "Research"),
    ("leave", "Leave"),
    ("military", "Military service"),
    ("gap", "Year out"),
    ("other", "Something else"),
)
STATUSES = (("planned", "Planned"), ("confirmed", "Confirmed"), ("done", "Done"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """The editor of an item: current values of every field, what was typed wrongly, receipts.

    Dates are ISO text for date inputs. ``pin_to`` is the day that pinning holds it on, where that
    is not the day where it is. ``broken`` are the rules it breaks that can be set aside,
    ``reason`` why they are. ``years`` says what the years of a stage are called, ``about`` is
    the page to read about it.
    """

    key: str
    name: str
    lane: str
    dates: str
    stage: StageEditor | None
    milestone: MilestoneEditor | None
    pinned: bool
    pin_to: str
    statuses: tuple[Choice, ...]
    date: str
    note: str
    broken: tuple[str, ...]
    reason: str
    reason_typed: str
    changed: bool
    removable: bool
    receipts: tuple[ReceiptView, ...]
    years: str
    about: str
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertForm:
    """The form for a stage of the person's own: research year, leave, … ``open`` where something
    was typed into it."""

    open: bool
    kinds: tuple[Choice, ...]
    places: tuple[Choice, ...]
    name: str
    months: str
    problems: Mapping[str, str]


def present_editor(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    key: str,
    style: DateStyle,
    entry: Entry,
    today: dt.date,
    how: str = "overlap",
) -> Editor | None:
    """The editor of the item with that key, or None when there is no such item; for a renewal
    that of what it renews. ``how`` is what moved with a start the last time."""
    item = timeline.item(key) if key else None
    if isinstance(item, Marker) and item.follows:
        item = timeline.item(item.follows)
    if item is None:
        return None
    key = item.key
    change, values = plan.change(key), entry.values
    bar = item if isinstance(item, Bar) else None
    return Editor(
        key=key,
        name=item.name,
        lane=item.lane,
        dates=words.item_dates(item, style),
        stage=present_stage(edition, change, timeline, bar, style, values, how) if bar else None,
        milestone=None
        if isinstance(item, Bar)
        else present_milestone(edition, plan, timeline, item, style, values, today),
        pinned=item.pinned,
        pin_to=_pin_to(plan, timeline, bar, style) if bar else "",
        statuses=choices(STATUSES, values.get("status", change.status)),
        date=values.get("date", iso(change.date)),
        note=values.get("note", change.note),
        broken=tuple(
            one.says for one in timeline.findings if one.key == key and one.code in SET_ASIDE
        ),
        reason=change.reason,
        reason_typed=values.get("reason", change.reason),
        changed=key in plan.changes,
        removable=bool(bar and bar.custom),
        receipts=present_receipts(edition, item, style),
        years=_years(edition, key),
        about=_about(edition, key),
        problems=entry.problems,
    )


def _pin_to(plan: Plan, timeline: Timeline, bar: Bar, style: DateStyle) -> str:
    held = start_to_hold(plan, timeline, bar)
    return words.day(held, style) if held != bar.start.date else ""


def _years(edition: Edition, key: str) -> str:
    """What the years of a stage are called, where some have several names."""
    stage = edition.stages.get(key)
    if stage is None or not any(len(names) > 1 for names in stage.year_names):
        return ""
    return ", ".join(words.with_others(names) for names in stage.year_names)


def _about(edition: Edition, key: str) -> str:
    if key in edition.stages:
        return f"/explore/stages/{key}/"
    return f"/explore/exams/{key}/" if key in edition.milestones else ""


def present_insert(timeline: Timeline, entry: Entry) -> InsertForm:
    """The form for a stage of one's own; the places are after each stage that is not over."""
    values = entry.values
    after = values.get("after", "")
    bars = [bar for bar in timeline.bars() if bar.status != "done" and not bar.open_ended]
    return InsertForm(
        open="name" in values,
        kinds=choices(CUSTOM_KINDS, values.get("kind", "research")),
        places=choices(((bar.key, f"after {bar.name}") for bar in bars), after),
        name=values.get("name", ""),
        months=values.get("months", "12"),
        problems=entry.problems,
    )
