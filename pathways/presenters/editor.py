"""The editor of one item, and the form for a stage of the person's own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.plans import Plan
from pathways.planning.timeline import Bar, Item, Marker, Timeline
from pathways.presenters import words
from pathways.presenters.receipts import ReceiptView, present_receipts
from pathways.presenters.words import DateStyle

CUSTOM_KINDS = (
    ("research", "Research"),
    ("leave", "Leave"),
    ("military", "Military service"),
    ("gap", "Year out"),
    ("other", "Something else"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """The editor of an item: current values of every field, what was typed wrongly, receipts.

    Dates are ISO text for date inputs. ``usual_months`` is the length without the person's change.
    """

    key: str
    name: str
    lane: str
    is_bar: bool
    custom: bool
    dates: str
    start: str
    months: str
    usual_months: str
    tracks: tuple[Choice, ...]
    percent: str
    since: str
    pinned: bool
    statuses: tuple[Choice, ...]
    date: str
    sitting: str
    first_possible: str
    can_miss: bool
    missed: tuple[str, ...]
    note: str
    changed: bool
    removable: bool
    receipts: tuple[ReceiptView, ...]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertForm:
    """The form for a stage of the person's own: research year, leave, …"""

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
    values: Mapping[str, str],
    problems: Mapping[str, str],
) -> Editor | None:
    """The editor of the item with that key, or None when there is no such item."""
    item = timeline.item(key) if key else None
    if item is None:
        return None
    change = plan.change(key)
    working = change.working[-1] if change.working else None
    is_bar = isinstance(item, Bar)
    at = item.start.date if isinstance(item, Bar) else item.at.date
    return Editor(
        key=key,
        name=item.name,
        lane=item.lane,
        is_bar=is_bar,
        custom=isinstance(item, Bar) and item.custom,
        dates=words.item_dates(item, style),
        start=values.get("start", at.isoformat()),
        months=values.get("months", _months(item)),
        usual_months=_usual_months(edition, item),
        tracks=_tracks(edition, item),
        percent=values.get("percent", str(working.percent if working else 100)),
        since=values.get("since", _iso(working.since if working else None)),
        pinned=item.pinned,
        statuses=_statuses(item, values.get("status", change.status)),
        date=values.get("date", _iso(change.date)),
        sitting=values.get("sitting", _iso(change.sitting or at)),
        first_possible=_first_possible(item, style),
        can_miss=isinstance(item, Marker) and item.status != "done",
        missed=_missed(item, style),
        note=values.get("note", change.note),
        changed=key in plan.changes,
        removable=isinstance(item, Bar) and item.custom,
        receipts=present_receipts(edition, item, style),
        problems=problems,
    )


def present_insert(
    timeline: Timeline, values: Mapping[str, str], problems: Mapping[str, str]
) -> InsertForm:
    """The form for a stage of one's own; the places are after each stage that is not over."""
    after = values.get("after", "")
    bars = [bar for bar in timeline.bars() if bar.status != "done" and not bar.open_ended]
    return InsertForm(
        kinds=tuple(
            Choice(value=key, label=label, chosen=key == values.get("kind", "research"))
            for key, label in CUSTOM_KINDS
        ),
        places=tuple(
            Choice(value=bar.key, label=f"after {bar.name}", chosen=bar.key == after)
            for bar in bars
        ),
        name=values.get("name", ""),
        months=values.get("months", "12"),
        problems=problems,
    )


def _iso(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _months(item: Item) -> str:
    if not isinstance(item, Bar) or item.open_ended:
        return ""
    return str(max(words.whole_months(item.start.date, item.end.date + dt.timedelta(days=15)), 1))


def _usual_months(edition: Edition, item: Item) -> str:
    stage = edition.stages.get(item.key)
    if not isinstance(item, Bar) or stage is None:
        return ""
    usual = stage.length_on(item.track)
    return words.months_long(usual.typical * (1 if usual.unit == "months" else 12))


def _tracks(edition: Edition, item: Item) -> tuple[Choice, ...]:
    stage = edition.stages.get(item.key)
    if not isinstance(item, Bar) or stage is None:
        return ()
    return tuple(
        Choice(value=track.key, label=track.name, chosen=track.key == item.track)
        for track in stage.tracks
    )


def _statuses(item: Item, chosen: str) -> tuple[Choice, ...]:
    names = (("planned", "Planned"), ("confirmed", "Confirmed"), ("done", "Done"))
    return tuple(Choice(value=key, label=name, chosen=key == chosen) for key, name in names)


def _first_possible(item: Item, style: DateStyle) -> str:
    if isinstance(item, Bar) or item.first_possible is None:
        return ""
    return words.day(item.first_possible, style)


def _missed(item: Item, style: DateStyle) -> tuple[str, ...]:
    return () if isinstance(item, Bar) else tuple(words.day(one, style) for one in item.missed)
