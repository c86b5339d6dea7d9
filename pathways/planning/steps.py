"""The steps of a plan, and on which of them the dates of a rule hang."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pathways.planning.catalogue import Requirement, Stage, TimingRule
from pathways.planning.plans import Custom, Plan

StepRole: TypeAlias = Literal["past", "running", "planned", "custom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One full-time thing in the order of the plan. ``needs`` is what a planned stage requires,
    its track's requirements included; other steps need nothing."""

    key: str
    role: StepRole
    track: str = ""
    stage: Stage | None = None
    custom: Custom | None = None
    needs: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A requirement that nothing in the plan can satisfy. ``owner``: who needs it."""

    owner: str
    requirement: Requirement


def anchor_step(steps: Mapping[str, Step], rule: TimingRule, plan: Plan) -> Step | None:
    """The first step named by a rule's anchor that is planned or running, if any.

    One in which the person has no place yet comes before one that runs already: the place that
    goes with the running stage is not theirs.
    """
    if rule.anchor is None:
        return None
    named = [step for key in rule.anchor.of if (step := steps.get(key)) is not None]
    begun = next((step for step in named if step.role in ("planned", "running")), None)
    if begun is not None and begun.role == "running":
        return next((step for step in named if plan.change(step.key).no_place), begun)
    return begun
