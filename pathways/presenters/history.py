"""The states a plan was in: when, why, and what each change did, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pathways.planning.compare import describe_difference
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A saved state to be told: ``number`` tells it from others, ``name`` is the person's own
    word for it, ``timeline`` what it comes to."""

    number: int
    cause: str
    name: str
    at: dt.datetime
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLinks:
    """Addresses for one state."""

    restore: str
    name: str
    compare: str
    baseline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """One state in the list. ``change`` compares it with the state before; ``current`` is the
    one that the plan is in, ``baseline`` the one that it is compared with."""

    number: int
    name: str
    cause: str
    when: str
    at: dt.datetime
    change: str
    finish: str
    current: bool
    baseline: bool
    links: StateLinks
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """Everything on the page of a plan's history."""

    title: str
    page_url: str
    version: int
    style: DateStyle
    lines: tuple[StateLine, ...]
    earlier_url: str
    later_url: str


def present_state(
    state: State,
    before: State | None,
    *,
    current: bool,
    baseline: bool,
    links: StateLinks,
    style: DateStyle,
    problem: str = "",
) -> StateLine:
    """One state, compared with the one before it."""
    finish = state.timeline.finish
    return StateLine(
        number=state.number,
        name=state.name,
        cause=state.cause,
        when=words.moment(state.at, style),
        at=state.at,
        change=describe_difference(before.timeline, state.timeline) if before else "",
        finish=words.month(finish.date) if finish else "no finish date",
        current=current,
        baseline=baseline,
        links=links,
        problem=problem,
    )


def pairs(states: Sequence[State]) -> list[tuple[State, State | None]]:
    """Each state with the one before it, the newest first."""
    earlier: list[State | None] = [*states[1:], None]
    return list(zip(states, earlier, strict=True))
