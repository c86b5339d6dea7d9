"""The part of the editor that only stages have: start, length, track, percentage, leave."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pathways.forms import FIXED, WAYS
from pathways.planning.catalogue import Edition, LeaveRule, Stage, TimeOut
from pathways.planning.dates import ONE_DAY
from pathways.planning.plans import Change, Leave
from pathways.planning.timeline import Bar, ClockReading, Timeline
from pathways.presenters import words
from pathways.presenters.entries import Choice, choices
from pathways.presenters.receipts import SourceLine, present_sources
from pathways.presenters.words import DateStyle

LEAVE = "Leave"
# The finding that tells of a place which the plan takes for granted.
ASSUMES_PLACE = "assumes_place"
Place: TypeAlias = Literal["", "assumed", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfLeave(Choice):
    """A kind of time away to choose from; ``asks`` where the person says how much of it counts.
    ``says`` is what it is and how much of it counts, with the ``sources`` (empty for leave)."""

    asks: bool = False
    says: str = ""
    sources: tuple[SourceLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLine:
    """A period of leave in the plan: in words, and the fields of the form that removes it."""

    says: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEditor:
    """Fields of a stage. ``wish`` is the start that was asked for and cannot be, ``fixed`` whether
    it holds all the same (none where there are no intakes to wait for). ``ways`` say what moves
    with its start (none where nothing follows), ``then`` is what follows part-time work ("" until
    it is said), ``periods`` and ``leaves`` are what was said so far, ``balance`` how much leave is
    used. ``leave_kinds`` are there only where the stage knows more than one; ``asks_share``: one
    of them asks how much of it counts. ``place`` is whether the person has one in the stage, where
    that is a question."""

    start: str
    wish: str
    fixed: tuple[Choice, ...]
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
    leaves: tuple[LeaveLine, ...]
    balance: str
    leave_from: str
    leave_until: str
    leave_kinds: tuple[KindOfLeave, ...]
    leave_counts: str
    asks_share: bool
    place: Place


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
    stage = edition.stages.get(bar.key)
    kinds = tuple(_kinds(edition, stage, values.get("leave_kind", ""), style))
    follows = any(one.start.date >= bar.end.date for one in timeline.bars() if one.key != bar.key)
    return StageEditor(
        start=values.get("start", bar.start.date.isoformat()),
        wish=_wish(change, bar, style),
        fixed=_fixed(stage, bar, values.get("fixed", "yes" if bar.pinned else "no")),
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
        leaves=tuple(_leave_line(stage, one, style) for one in change.leave),
        balance=_balance(stage.leave if stage else None, timeline, bar),
        leave_from=values.get("leave_from", ""),
        leave_until=values.get("leave_until", ""),
        leave_kinds=kinds,
        leave_counts=values.get("leave_counts", ""),
        asks_share=any(one.asks for one in kinds),
        place=_place(change, timeline, bar),
    )


def _wish(change: Change, bar: Bar, style: DateStyle) -> str:
    """The day that was asked for, where the stage starts later; empty where it doesn't."""
    moved = bar.status == "planned" and not bar.pinned and change.start
    if not moved or moved >= bar.start.date:
        return ""
    return words.day(moved, style)


def _fixed(stage: Stage | None, bar: Bar, chosen: str) -> tuple[Choice, ...]:
    intakes = stage.all_intakes if stage and bar.status == "planned" else ()
    waits = any(not one.pattern.any_day for one in intakes)
    return choices(FIXED, chosen) if waits else ()


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
        f"{one.percent}% from {words.day(one.since, style) if one.since else 'the start'}"
        for one in change.working
    ]


def _place(change: Change, timeline: Timeline, bar: Bar) -> Place:
    """Whether the plan only assumes a place in a planned stage, or is told that there is none."""
    if bar.status != "planned":
        return ""
    if change.no_place:
        return "missing"
    assumed = any(one.code == ASSUMES_PLACE and one.key == bar.key for one in timeline.findings)
    return "assumed" if assumed else ""


def _kinds(
    edition: Edition, stage: Stage | None, chosen: str, style: DateStyle
) -> Iterator[KindOfLeave]:
    """Leave and the kinds of time out of a stage; nothing where it knows only leave."""
    if stage is None or not stage.time_out:
        return
    yield KindOfLeave(value="", label=LEAVE, chosen=not chosen)
    for kind in stage.time_out:
        yield KindOfLeave(
            value=kind.key,
            label=_with_short(kind),
            chosen=kind.key == chosen,
            asks=kind.counts is None,
            says=_what_counts(kind),
            sources=present_sources(edition, kind.figure.sources, style),
        )


def _with_short(kind: TimeOut) -> str:
    """Its name with what it is called for short."""
    return kind.name if kind.short in kind.name else f"{kind.name} ({kind.short})"


def _what_counts(kind: TimeOut) -> str:
    """What a kind of time out is, how much of it counts, and for how long."""
    if kind.counts is None:
        share = "Counts as much as was agreed"
    elif kind.counts in (0, 100):
        share = "Counts in full" if kind.counts else "Doesn’t count"
    else:
        share = f"{kind.counts}% of it counts"
    most = f", up to {words.months_long(kind.max_months)} in all" if kind.max_months else ""
    return " ".join(one for one in (f"{share}{most}.", kind.summary) if one)


def _leave_line(stage: Stage | None, leave: Leave, style: DateStyle) -> LeaveLine:
    """In words: "Jan 1–28, 2027, 28 days", "OOPR: Jan 1–28, 2027, 28 days, 50% counts"."""
    kind = stage.time_out_of(leave.kind) if stage else None
    share = leave.counts if leave.counts is not None else kind.counts if kind else None
    named = f"{kind.short if kind else leave.kind}: " if leave.kind else ""
    says = (
        f"{named}{words.between(leave.since, leave.until, style)}, "
        f"{words.count((leave.until - leave.since).days, 'day')}"
    )
    return LeaveLine(
        says=f"{says}, {share}% counts" if share is not None else says,
        values=(
            ("leave_from", leave.since.isoformat()),
            ("leave_until", (leave.until - ONE_DAY).isoformat()),
            ("leave_kind", leave.kind),
        ),
    )


def _balance(rule: LeaveRule | None, timeline: Timeline, bar: Bar) -> str:
    """How much leave doesn't extend a stage, and how much of that is used."""
    if rule is None:
        return "We know of no leave allowance here, so all leave extends this stage."
    if rule.within in ("year", "any_year"):
        span = "any 12 months" if rule.within == "any_year" else "each year of training"
        beyond = "all of the leave extends it" if rule.beyond == "all" else "every day extends it"
        allowed = words.count(rule.days, "day")
        return f"Up to {allowed} in {span} don’t extend this stage. Beyond that, {beyond}."
    clock = next((one for one in timeline.clocks if one.key == f"{bar.key}.leave"), None)
    return _used(rule, clock) if clock else ""


def _used(rule: LeaveRule, clock: ClockReading) -> str:
    used, over = f"{clock.used} of {clock.limit} days of leave used", -clock.left
    if over > 0:
        days = "the day" if over == 1 else f"the {over} days"
        extends = "extends" if over == 1 else "extend"
        beyond = "all of it extends" if rule.beyond == "all" else f"{days} beyond that {extends}"
        return f"{used}: {beyond} the stage."
    beyond = "If you take more, all of it extends" if rule.beyond == "all" else "Any more extends"
    vacation = " Vacation counts too." if rule.weeks_per_year else ""
    return f"{used}. {beyond} the stage.{vacation}"


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
