"""Which milestones a plan has, worked out plainly: everything anew for each plan, no numbers.

It is what the engine did before it had an index. Slow and simple, to be compared with.
"""

from collections.abc import Iterable

from pathways.planning.catalogue import Edition, Milestone, Requirement
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.picking import Unmet
from pathways.planning.plans import Plan
from pathways.planning.reach import cheapest
from pathways.planning.standing import Standing
from pathways.planning.steps import Step, anchor_step


class PlainPicker:
    """Picks the milestones of a plan: what its destination and stages require, and what is
    shown with them."""

    def __init__(
        self, edition: Edition, plan: Plan, standing: Standing, steps: tuple[Step, ...]
    ) -> None:
        self.edition = edition
        self.plan = plan
        self.standing = standing
        self.steps = {step.key: step for step in steps}
        self.picked: dict[str, Milestone] = {}
        self.required: set[str] = set()
        self.unmet: list[Unmet] = []
        groups = {
            Ref(one.key): [
                list(_refs(group.any_of)) for group in one.requires if not _is_dated(group)
            ]
            for one in edition.milestones.values()
        }
        given = {
            ref
            for options in groups.values()
            for group in options
            for ref in group
            if self._stands(ref)
        }
        given |= {Ref(key) for key in edition.milestones if self._stands(Ref(key))}
        self.reached = cheapest(groups, {}, given)

    def _stands(self, ref: Ref) -> bool:
        step = self.steps.get(ref.key)
        if step is not None:
            return not ref.track or step.track == ref.track
        return self.standing.holds(ref)

    def _is_told(self, ref: Ref) -> bool:
        """Whether it is in the plan or the past, not only assumed to lie behind the person."""
        return ref.key not in self.standing.assumed and self._stands(ref)

    def pick(self) -> tuple[tuple[Milestone, ...], tuple[Unmet, ...]]:
        destination = self.edition.destinations.get(self.plan.destination)
        if destination:
            self._require(destination.key, destination.requires)
        for step in self.steps.values():
            self._require(step.key, step.needs)
        self.required = set(self.picked)
        for milestone in self.edition.milestones.values():
            shown = any(self._is_told(ref) for ref in milestone.shown_with)
            if shown and Ref(milestone.key) in self.reached and self._include(milestone):
                self._require(milestone.key, milestone.requires)
            past = self.standing.past.get(milestone.key)
            if past is not None and past.date is not None:
                self.picked.setdefault(milestone.key, milestone)
        in_order = tuple(one for key, one in self.edition.milestones.items() if key in self.picked)
        return in_order, tuple(self.unmet)

    def _require(self, owner: str, groups: Iterable[Requirement]) -> None:
        todo = [(owner, group) for group in groups]
        while todo:
            owner, group = todo.pop()
            refs = list(_refs(group.any_of))
            if _is_dated(group) or any(ref.key == owner for ref in refs):
                continue
            standing = next((ref for ref in refs if self._stands(ref)), None)
            choice = standing or self._best(refs)
            if choice is None:
                self.unmet.append(Unmet(owner=owner, requirement=group))
                continue
            milestone = self.edition.milestones.get(choice.key)
            if milestone is not None and choice.key not in self.picked and self._include(milestone):
                todo.extend((milestone.key, one) for one in milestone.requires)

    def _best(self, refs: Iterable[Ref]) -> Ref | None:
        """The first that can be reached, before it any that does not go with other stages."""
        open_ones = [ref for ref in refs if ref in self.reached]
        own = (ref for ref in open_ones if not self._goes_with_others(ref.key))
        return next(own, open_ones[0] if open_ones else None)

    def _goes_with_others(self, key: str) -> bool:
        """Whether it is a milestone of stages none of which is in the plan."""
        milestone = self.edition.milestones.get(key)
        shown = milestone.shown_with if milestone else ()
        return bool(shown) and not any(self._is_told(ref) for ref in shown)

    def _include(self, milestone: Milestone) -> bool:
        """Take a milestone in unless it is behind the person: done, assumed, or tied to the
        start of a stage that has begun."""
        anchored = [rule for rule in milestone.rules if rule.anchor and rule.anchor.of]
        steps = [anchor_step(self.steps, rule, self.plan) for rule in anchored]
        ahead = any(step is not None and step.role == "planned" for step in steps)
        if anchored and not ahead and len(anchored) == len(milestone.rules):
            return False
        if not ahead and self.standing.holds(Ref(milestone.key)):
            return False
        self.picked[milestone.key] = milestone
        return True


def _is_dated(group: Requirement) -> bool:
    return any(condition.point == "date" for condition in group.any_of)


def _refs(conditions: Iterable[Condition]) -> Iterable[Ref]:
    return (ref for condition in conditions for ref in condition.refs)
