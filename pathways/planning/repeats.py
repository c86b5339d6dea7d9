"""Training that somebody has behind them and that a plan asks for again, with the rule for it."""

from collections.abc import Iterator
from typing import NamedTuple

from pathways.planning.catalogue import Requirement
from pathways.planning.frame import Frame
from pathways.planning.standing import repeated_in
from pathways.planning.steps import Step


class Repeat(NamedTuple):
    """A step that repeats the training ``earlier``; ``owner`` asks for it by ``requirement``,
    which does not take the earlier one."""

    earlier: str
    owner: str
    requirement: Requirement


def repeat_of(frame: Frame, step: Step) -> Repeat | None:
    """What a planned step repeats, and the rule that asks for it; None where it repeats nothing,
    or where nothing in the plan asks for it."""
    if step.role != "planned" or step.stage is None or not step.stage.counts_as:
        return None
    earlier = repeated_in(frame.edition, frame.standing, step.stage)
    if not earlier:
        return None
    asking = []
    for owner, requirement in _requirements(frame):
        keys = {ref.key for condition in requirement.any_of for ref in condition.refs}
        if step.key in keys and earlier not in keys:
            asking.append(Repeat(earlier, owner, requirement))
    # A rule that somebody published comes before one that nobody verified.
    return min(asking, key=lambda one: not one.requirement.figure.sources, default=None)


def _requirements(frame: Frame) -> Iterator[tuple[str, Requirement]]:
    destination = frame.edition.destinations.get(frame.plan.destination)
    for requirement in destination.requires if destination else ():
        yield frame.plan.destination, requirement
    for step in frame.steps:
        for requirement in step.needs:
            yield step.key, requirement
    for milestone in frame.milestones:
        for requirement in milestone.requires:
            yield milestone.key, requirement
