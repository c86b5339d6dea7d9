"""The part of the editor that only stages have: start, length, track, percentage, leave."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.forms import WAYS
from pathways.planning.catalogue import Edition
from pathways.planning.plans import Change
from pathways.planning.timeline import Bar, Timeline
from pathways.presenters import words
from pathways.presenters.entries import Choice, choices
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEditor:
    """Fields of a stage. ``ways`` say what moves with its start (none where nothing follows),
    ``then`` is what follows part-time work ("" until it is said), ``periods`` and ``leaves`` are
    what was said so far, ``balance`` how much leave is used."""

    start: str
    ways: tuple[Choice, ...]
    months: str
    usual_months: str
    tracks: tuple[Choice, ...]
    percent: str
    since: str
    then: str
    then_from: str
    periods: tuple[str, ...]
    can_leave: bool
    leaves: tuple[str, ...]
    balance: str
    leave_from: str
    leave_until: str


def present_stage(
    edition: Edition,
    change: Change,
    timeline: Timeline,
    bar: Bar,
    style: DateStyle,
    values: Mapping[str, str],
    how: str,
) -> StageEditor:
    """The fields of a stage with what was typed, or else what holds now."""
    percent, since, then, then_from = _working(change)
    follows = any(one.start.date >= bar.end.date for one in timeline.bars() if one.key != bar.key)
    return StageEditor(
        start=values.get("start", bar.start.date.isoformat()),
        ways=choices(WAYS, values.get("how", how)) if follows else (),
        months=values.get("months", _months(bar)),
        usual_months=_usual_months(edition, bar),
        tracks=_tracks(edition, bar),
        percent=values.get("percent", percent),
        since=values.get("since", since),
        then=values.get("then", "" if "percent" in values else then),
        then_from=values.get("then_from", then_from),
        periods=tuple(_periods(change, style)),
        can_leave=not (bar.custom or bar.open_ended or bar.status == "done"),
        leaves=tuple(_leaves(change, style)),
        balance=_balance(timeline, bar),
        leave_from=values.get("leave_from", ""),
        leave_until=values.get("leave_until", ""),
    )


def iso(date: dt.date | None) -> str:
    """A date for a date field; empty for none."""
    return date.isoformat() if date else ""


def _working(change: Change) -> tuple[str, str, str, str]:
    """The first part-time period: percentage, from, what follows, and from when."""
    for place, one in enumerate(change.working):
        if one.percent < 100:
            back = next((later for later in change.working[place + 1 :]), None)
            if back is None:
                return str(one.percent), iso(one.since), "stays", ""
            if back.percent == 100:
                return str(one.percent), iso(one.since), "back", iso(back.since)
            return str(one.percent), iso(one.since), "", ""
    return "100", "", "", ""


def _periods(change: Change, style: DateStyle) -> list[str]:
    return [
        f"{one.percent} % from {words.day(one.since, style) if one.since else 'the start'}"
        for one in change.working
    ]


def _leaves(change: Change, style: DateStyle) -> list[str]:
    return [
        f"{words.between(one.since, one.until, style)}, "
        f"{words.count((one.until - one.since).days, 'day')}"
        for one in change.leave
    ]


def _balance(timeline: Timeline, bar: Bar) -> str:
    clock = next((one for one in timeline.clocks if one.key == f"{bar.key}.leave"), None)
    if clock is None:
        return "No allowance is known for this stage: every day away extends it."
    if clock.left < 0:
        return (
            f"{clock.used} of {clock.limit} days of leave used: the {-clock.left} days beyond "
            "extend the stage."
        )
    return (
        f"{clock.used} of {clock.limit} days of leave used. Days beyond that extend the stage; "
        "vacation counts too."
    )


def _months(bar: Bar) -> str:
    if bar.open_ended:
        return ""
    return str(max(words.whole_months(bar.start.date, bar.end.date + dt.timedelta(days=15)), 1))


def _usual_months(edition: Edition, bar: Bar) -> str:
    stage = edition.stages.get(bar.key)
    if stage is None:
        return ""
    usual = stage.length_on(bar.track)
    return words.months_long(usual.typical * (1 if usual.unit == "months" else 12))


def _tracks(edition: Edition, bar: Bar) -> tuple[Choice, ...]:
    stage = edition.stages.get(bar.key)
    return choices(((one.key, one.name) for one in stage.tracks), bar.track) if stage else ()
