"""When a plan finishes: which of its items decides that."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from pathways.planning.frame import Frame
from pathways.planning.placing import PlacedStep
from pathways.planning.shown import Shown, training_of


class Deciding(NamedTuple):
    """The item that is the finish: its start, or the day after it where ``at_end``."""

    shown: Shown
    at_end: bool

    @property
    def day(self) -> dt.date:
        """The day on which the plan finishes."""
        placed = self.shown.placed
        if isinstance(placed, PlacedStep):
            return placed.end if self.at_end else placed.start
        return placed.span.until if self.at_end else placed.span.start


def deciding(frame: Frame, shown: Sequence[Shown]) -> Deciding | None:
    """What decides the finish: the start of the destination's finish stage.

    Who is in that post already is through when the last of the training is that they do from
    there, and when they have passed what the destination or the post asks for.
    """
    destination = frame.edition.destinations.get(frame.plan.destination)
    key = destination.finish if destination else ""
    finish = next((one for one in shown if one.key == key), None)
    if finish is None:
        return None
    best = Deciding(finish, False)
    if isinstance(finish.placed, PlacedStep) and finish.status in ("current", "done"):
        asked = asked_for(frame)
        for one in shown:
            ends = Deciding(one, True)
            ahead = training_of(one) is not None or _is_outstanding(one, asked)
            if ahead and ends.day > best.day:
                best = ends
    return best


def asked_for(frame: Frame) -> frozenset[str]:
    """What the destination, or the post in which it ends, asks for by name."""
    destination = frame.edition.destinations[frame.plan.destination]
    post = frame.edition.stages.get(destination.finish)
    return frozenset(
        ref.key
        for requirement in (*destination.requires, *(post.requires if post else ()))
        for condition in requirement.any_of
        for ref in condition.refs
    )


def _is_outstanding(one: Shown, asked: frozenset[str]) -> bool:
    """Whether it is something that is asked for and still to pass."""
    is_ahead = one.status in ("planned", "confirmed")
    return is_ahead and not isinstance(one.placed, PlacedStep) and one.key in asked
