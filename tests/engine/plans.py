"""Hypothesis strategies: situations, changes and plans within the shipped edition."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.plans import (
    CUSTOM_KINDS,
    STATUSES,
    Alternative,
    Change,
    Current,
    Custom,
    Leave,
    Past,
    PersonalClock,
    Plan,
    Situation,
    Working,
)
from pathways.planning.search import as_plan, search
from tests.engine.editions import shipped

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
BIRTH_MONTHS = st.none() | st.integers(1, 12)
# Kinds of time out; an edition need not have them.
TIME_OUT_KEYS = ("oopt", "oopr")
NEAR_DATES = st.dates(dt.date(2015, 1, 1), dt.date(2045, 12, 31))


@st.composite
def situations(draw: st.DrawFn, dates: st.SearchStrategy[dt.date] = NEAR_DATES) -> Situation:
    """A situation in the shipped edition."""
    return draw(situations_in(shipped(), dates))


@st.composite
def situations_in(
    draw: st.DrawFn, edition: Edition, dates: st.SearchStrategy[dt.date]
) -> Situation:
    """Somebody in a stage, or with something behind them, or nowhere yet."""
    at, done = [], []
    if draw(st.booleans()):
        stage = edition.stages[draw(st.sampled_from(sorted(edition.stages)))]
        track = draw(st.sampled_from(["", *(one.key for one in stage.tracks)]))
        at.append(Current(stage=stage.key, track=track, start=draw(dates)))
    names = sorted({*edition.stages, *edition.milestones} - {one.stage for one in at})
    for key in draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
        done.append(Past(key=key, date=draw(st.none() | dates)))
    return Situation(as_of=draw(dates), at=tuple(at), done=tuple(done))


@st.composite
def leaves(draw: st.DrawFn) -> Leave:
    """Time away of up to a year: leave, or another kind of time out."""
    since = draw(NEAR_DATES)
    return Leave(
        since=since,
        until=since + dt.timedelta(days=draw(st.integers(1, 366))),
        kind=draw(st.sampled_from(["", "", *TIME_OUT_KEYS])),
        counts=draw(st.none() | st.integers(0, 100)),
    )


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Anything that can be said about an item."""
    start = draw(st.none() | DATES)
    date = draw(st.none() | DATES)
    until = date + dt.timedelta(days=draw(st.integers(1, 120))) if date else None
    return Change(
        status=draw(st.sampled_from(STATUSES)),
        start=start,
        pinned=draw(st.booleans()) and (start is not None or date is not None),
        months=draw(st.none() | st.integers(1, 600)),
        working=tuple(
            draw(
                st.lists(
                    st.builds(Working, percent=st.integers(1, 100), since=st.none() | DATES),
                    max_size=3,
                )
            )
        ),
        date=date,
        until=draw(st.sampled_from([None, until])),
        missed=tuple(sorted(draw(st.lists(DATES, max_size=3, unique=True)))),
        failed=tuple(sorted(draw(st.lists(DATES, max_size=3, unique=True)))),
        leave=tuple(draw(st.lists(leaves(), max_size=2))),
        no_place=draw(st.booleans()),
        reason=draw(st.sampled_from(["", "Agreed with the programme"])),
        sitting=draw(st.none() | DATES),
        note=draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)).strip(),
    )


@st.composite
def plans(draw: st.DrawFn, beside: int = 1) -> Plan:
    """A route of the engine's own where there is one, with any changes and stages inserted, and up
    to so many alternatives beside it."""
    plan = draw(single_plans(situations(DATES)))
    kept = tuple(
        _alternative(draw(single_plans(st.just(plan.situation))), f"Way {number}")
        for number in range(draw(st.integers(0, beside)))
    )
    return replace(plan, alternatives=kept)


def _alternative(plan: Plan, name: str) -> Alternative:
    return Alternative(
        name=name,
        destination=plan.destination,
        tracks=tuple(Ref(one.stage, one.track) for one in plan.situation.at),
        route=plan.route,
        changes=plan.changes,
        custom=plan.custom,
    )


@st.composite
def single_plans(draw: st.DrawFn, those: st.SearchStrategy[Situation]) -> Plan:
    """A plan without alternatives from one of those situations."""
    edition = shipped()
    situation = draw(those)
    destination = edition.destinations[draw(st.sampled_from(sorted(edition.destinations)))]
    found = search(edition, situation, destination).found
    plan = Plan(destination=destination.key, situation=situation)
    if found:
        plan = as_plan(edition, situation, destination.key, draw(st.sampled_from(found)))
    keys = [*sorted(edition.stages), *sorted(edition.milestones)]
    for key in draw(st.lists(st.sampled_from(keys), max_size=5, unique=True)):
        plan = plan.with_change(key, draw(changes()))
    customs = [
        Custom(
            key=f"custom_{number}",
            name="Year out",
            kind=draw(st.sampled_from(CUSTOM_KINDS)),
            months=draw(st.integers(1, 60)),
            after=draw(st.sampled_from(["", *(ref.key for ref in plan.route)])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    clocks = tuple(
        PersonalClock(key=key, used=draw(st.integers(0, 100)))
        for key in edition.clocks
        if draw(st.booleans())
    )
    birth_month = draw(BIRTH_MONTHS)
    return replace(plan, custom=tuple(customs), clocks=clocks, birth_month=birth_month)
