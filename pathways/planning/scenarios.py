"""Scenarios: how a forward pass answers what nobody knows yet.

As planned, a sitting takes its whole window, an intake its first day, an estimated length is the
typical one, and exams come at their usual times. At best and at worst each of these is taken at
the end of what is possible. Lengths and dates that a body publishes stay as they are, and so does
everything that the person entered.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pathways.planning.catalogue import Length, Milestone, Stage
from pathways.planning.dates import ONE_DAY, Span, add_days
from pathways.planning.steps import Step

Side: TypeAlias = Literal["best", "planned", "worst"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Which end of what is possible a pass takes: for the dates of the items in ``keys``, and for
    the lengths of the stages that ``keys`` has as ``length_key``; all else comes as planned."""

    side: Side = "planned"
    keys: frozenset[str] = frozenset()

    def _side(self, key: str) -> Side:
        return self.side if key in self.keys else "planned"

    def sitting(self, key: str, span: Span) -> Span:
        """The part of a milestone's window [start, until) on which it happens."""
        side = self._side(key)
        if side == "best":
            return replace(span, until=span.start + ONE_DAY)
        if side == "worst":
            return replace(span, start=span.until - ONE_DAY)
        return span

    def takes_last_day(self, key: str) -> bool:
        """Whether a stage begins on the last day of the window of its intake."""
        return self._side(key) == "worst"

    def usual(self, milestone: Milestone, day: dt.date, as_of: dt.date) -> dt.date:
        """The day that stands for the usual time of a milestone. At best it is as soon as one can
        still apply for it: what has not happened by ``as_of`` is not behind anyone."""
        if self._side(milestone.key) != "best":
            return day
        lead = milestone.lead.days if milestone.lead else 0
        return min(day, add_days(as_of, lead))

    def shortens(self, key: str) -> bool:
        """Whether a stage is as short as it can be."""
        return self._side(length_key(key)) == "best"

    def step(self, step: Step) -> Step:
        """The step with the length that its stage has here."""
        side = self._side(length_key(step.key))
        length = estimated_length(step)
        if side == "planned" or length is None or step.stage is None:
            return step
        typical = length.min if side == "best" else length.max
        return replace(
            step, stage=_lasting(step.stage, step.track, replace(length, typical=typical))
        )


PLANNED = Scenario()


def length_key(key: str) -> str:
    """What stands for the length of a stage among the keys of a scenario."""
    return f"{key}.length"


def item_of(key: str) -> str:
    """The item that a key of a scenario is about."""
    return key.removesuffix(".length")


def estimated_length(step: Step) -> Length | None:
    """The length of a step still to come or running, where it is an estimate with a shortest and a
    longest; a post lasts as long as one stays, so its length is nobody's estimate."""
    stage = step.stage
    if stage is None or stage.kind == "practice" or step.role not in ("running", "planned"):
        return None
    length = stage.length_on(step.track)
    if not length.figure.is_estimate:
        return None
    # What another track takes is a choice, not an estimate.
    others = [one.length for one in stage.tracks if one.length and one.length is not length]
    is_own = length is not stage.length
    low = length.min if is_own or all(length.min < one.min for one in others) else length.typical
    high = length.max if is_own or all(one.max < length.max for one in others) else length.typical
    return replace(length, min=low, max=high) if low < high else None


def _lasting(stage: Stage, track: str, length: Length) -> Stage:
    tracks = tuple(replace(one, length=length) if one.key == track else one for one in stage.tracks)
    return replace(stage, length=length, tracks=tracks)
