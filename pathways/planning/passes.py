"""Passes through a plan: everything placed once, and placed again with only what a change touches.

A second pass asks nothing anew that cannot come out otherwise, so several scenarios cost little
more than one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pathways.planning.frame import Frame
from pathways.planning.happening import PlacedMilestone, place_milestone
from pathways.planning.known import Known
from pathways.planning.ordering import in_order
from pathways.planning.placing import PlacedStep, place_step
from pathways.planning.scenarios import PLANNED, Scenario

Placed: TypeAlias = PlacedStep | PlacedMilestone


@dataclass(frozen=True, slots=True)
class Pass:
    """Everything placed, in the order of placing; posts last as long as they do of themselves."""

    known: Known
    placed: Mapping[str, Placed]


def place(known: Known, key: str) -> Placed:
    """Place a step or milestone, once everything it needs is placed."""
    step = known.frame.by_key.get(key)
    if step is not None:
        return place_step(known, step)
    return place_milestone(known, known.frame.edition.milestones[key])


def first_pass(frame: Frame, keys: Collection[str]) -> Pass:
    """Some items as planned; they must be all that those among them look at."""
    known = Known(frame)
    return Pass(known, {key: place(known, key) for key in in_order(frame) if key in keys})


def pass_again(
    before: Pass,
    frame: Frame,
    seen: Mapping[str, frozenset[str]],
    changed: Collection[str],
    scenario: Scenario = PLANNED,
) -> Pass:
    """The pass in another scenario, or of the same steps and milestones with other changes.

    ``changed`` are the items of which something else is said now, ``seen`` what each item looks
    at: an item that looks at nothing that moved stays where it was.
    """
    known = Known(frame, scenario=scenario)
    placed: dict[str, Placed] = {}
    moved: set[str] = set()
    for key, one in before.placed.items():
        if key in changed or not moved.isdisjoint(seen[key]):
            placed[key] = place(known, key)
            if not known.agrees(before.known, key):
                moved.add(key)
        else:
            placed[key] = one
            known.take(before.known, key)
    return Pass(known, placed)
