"""Clocks beside the path, and the form that lets one run: information to verify, not advice."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pathways.planning.catalogue import Clock, Edition
from pathways.planning.plans import PersonalClock, Plan
from pathways.planning.timeline import ClockReading, Timeline
from pathways.presenters import words
from pathways.presenters.entries import Entry
from pathways.presenters.receipts import SourceLine, present_sources
from pathways.presenters.rows import item_url
from pathways.presenters.words import DateStyle

TRACK = 100.0  # how long the bar of a clock is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A counter. ``state`` is plenty, zero or over; ``bar`` the used part of 100. ``used`` says the
    time it counts as well."""

    key: str
    name: str
    left: str
    used: str
    state: str
    bar: float
    says: str
    url: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockForm:
    """The form of a clock of the catalogue: on or not, months used before, another limit."""

    key: str
    name: str
    says: str
    on: bool
    used: str
    limit: str
    usual: int
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksView:
    """The panel: the counters, and the forms of those that can be turned on."""

    clocks: tuple[ClockView, ...]
    forms: tuple[ClockForm, ...]


def present_clocks(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    page: str,
    style: DateStyle,
    entry: Entry,
    today: dt.date,
) -> ClocksView:
    """Every clock of the plan, those with nothing left first."""
    ranked = sorted(timeline.clocks, key=lambda one: (one.left > 0, not one.personal))
    told = {one.key: one for one in plan.clocks}
    return ClocksView(
        clocks=tuple(
            _clock(edition, one, page, style, _counted(one, told.get(one.key), style, today))
            for one in ranked
        ),
        forms=tuple(
            ClockForm(
                key=key,
                name=clock.name,
                says=clock.says,
                on=key in told,
                used=entry.about(key).values.get("used", _used(told.get(key))),
                limit=entry.about(key).values.get("limit", _limit(told.get(key))),
                usual=clock.months,
                problems=entry.about(key).problems,
            )
            for key, clock in edition.clocks.items()
            if key in told or _concerns(clock, timeline)
        ),
    )


def _concerns(clock: Clock, timeline: Timeline) -> bool:
    """Whether anything in the plan would start the clock."""
    return any(timeline.item(ref.key) for ref in clock.starts.refs)


def _used(told: PersonalClock | None) -> str:
    return str(told.used) if told else "0"


def _limit(told: PersonalClock | None) -> str:
    return str(told.months) if told and told.months else ""


def _clock(
    edition: Edition, clock: ClockReading, page: str, style: DateStyle, counted: str
) -> ClockView:
    state = "over" if clock.left < 0 else "plenty" if clock.left else "zero"
    unit = clock.unit.removesuffix("s")
    over = f"{words.count(-clock.left, unit)} over the limit"
    share = clock.used / clock.limit if clock.limit else 1.0
    return ClockView(
        key=clock.key,
        name=clock.name,
        left=over if clock.left < 0 else f"{words.count(clock.left, unit)} left",
        used=counted,
        state=state,
        bar=round(min(max(share, 0.0), 1.0) * TRACK, 1),
        says=clock.says,
        url=item_url(page, clock.item) if clock.item else "",
        sources=present_sources(edition, clock.sources, style),
    )


def _counted(
    clock: ClockReading, told: PersonalClock | None, style: DateStyle, today: dt.date
) -> str:
    """How much of the limit goes, and when; a clock that does not run yet has used nothing."""
    begun = clock.starts is not None and clock.starts <= today
    begun = begun or bool(told and told.used) or not (clock.starts or clock.personal)
    spent = f"{clock.used} of {clock.limit}"
    if clock.starts is None or clock.ends is None:
        return f"{spent} used" if begun else "Not started: nothing in this plan starts it."
    # The clock of an exam ends on the deadline itself.
    ends = clock.ends + words.ONE_DAY * (bool(clock.item) and clock.unit == "months")
    if begun:
        return f"{spent} used, {words.between(clock.starts, ends, style)}"
    last = words.day(ends - words.ONE_DAY, style)
    return f"Not started: starts {words.day(clock.starts, style)}. {spent} planned, until {last}"
