"""Which milestones a plan has: what its destination and stages require, and what is shown with
them.

What follows from a situation is the same for every plan from it, and so is what a stage asks for
where nothing that could answer it differs. ``Ground`` keeps both, so that the tenth route from a
situation costs a fraction of the first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pathways.planning.catalogue import Edition, Milestone, Requirement
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.index import Group, Index, groups_of, index_of
from pathways.planning.plans import Plan
from pathways.planning.standing import Standing, stand
from pathways.planning.steps import Step, anchor_step

Asked: TypeAlias = "Milestone | Unmet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A requirement that nothing in the plan can satisfy. ``owner``: who needs it."""

    owner: str
    requirement: Requirement


class Picked(NamedTuple):
    """The milestones of a plan in the order of the edition, the keys of those that its destination
    and stages need, what nothing in it can satisfy, and the milestones as bits of the index."""

    milestones: tuple[Milestone, ...]
    required: frozenset[str]
    unmet: tuple[Unmet, ...]
    bits: int


class Ground:
    """What all plans of an edition share that begin from one situation with the same changes:
    only destination, route, and what does not move dates may differ."""

    def __init__(self, edition: Edition, plan: Plan, *, shares: bool = False) -> None:
        self.shares = shares
        self.edition = edition
        self.index: Index = index_of(edition)
        self.standing: Standing = stand(edition, plan.situation)
        self.situation, self.changes, self.custom = plan.situation, plan.changes, plan.custom
        self.held = self._bits_held()
        self.assumed = 0
        for key in self.standing.assumed:
            self.assumed |= self.index.of_key.get(key, 0)
        self.reached: dict[tuple[int, int], int] = {}
        self.shown = self._bits_shown()
        self.included: dict[tuple[str, int], bool] = {}
        self.planned: dict[tuple[Ref, bool], Step] = {}
        self.asked: dict[tuple[str, str, int, int], tuple[Asked, ...]] = {}

    def holds(self, plan: Plan) -> bool:
        """Whether a plan belongs on this ground."""
        return (plan.situation, plan.changes, plan.custom) == (
            self.situation,
            self.changes,
            self.custom,
        )

    def _bits_shown(self) -> int:
        """The milestones that are shown with what the person told."""
        told, found = self.held & ~self.assumed, 0
        for bit, milestones in self.index.shown_with.items():
            if bit & told:
                found |= milestones
        return found

    def _bits_held(self) -> int:
        """Everything that is running, done or assumed, as bits."""
        bit = self.index.bit
        held = 0
        told = [(one.stage, one.track) for one in self.standing.running.values()]
        told += [(one.key, one.track) for one in self.standing.past.values()]
        told += [(key, self.standing.tracks.get(key, "")) for key in self.standing.assumed]
        for key, track in told:
            held |= bit.get(Ref(key), 0) | (bit.get(Ref(key, track), 0) if track else 0)
        return held


def pick(ground: Ground, plan: Plan, steps: Mapping[str, Step]) -> Picked:
    """The milestones of a plan with these steps."""
    return _Picker(ground, plan, steps).pick()


class _Picker:
    def __init__(self, ground: Ground, plan: Plan, steps: Mapping[str, Step]) -> None:
        self.ground, self.index = ground, ground.index
        self.plan, self.steps = plan, steps
        self.own = 0
        self.bits, self.reached = self._lay_steps()
        self.told = self.bits & ~ground.assumed
        self.picked = 0
        self.unmet: list[Unmet] = []

    def _lay_steps(self) -> tuple[int, int]:
        """What the plan has, step by step, and what can be reached with it."""
        ground, index = self.ground, self.index
        bits, later = ground.held, []
        for step in self.steps.values():
            bits &= ~index.of_key.get(step.key, 0)
        for step in self.steps.values():
            own = index.bit.get(Ref(step.key), 0)
            own |= index.bit.get(Ref(step.key, step.track), 0) if step.track else 0
            self.own |= own
            if step.role == "planned":
                later.append(own)
            else:
                bits |= own
        reached = self._reach(index.free, bits)
        for own in later:
            bits |= own
            reached = self._reach(reached, own)
        return bits, reached

    def _reach(self, before: int, added: int) -> int:
        found = self.ground.reached.get((before, added))
        if found is None:
            found = self.ground.reached[before, added] = self.index.reach(before, added)
        return found

    def pick(self) -> Picked:
        """What is required first, then what is shown with what the plan has."""
        edition = self.ground.edition
        destination = edition.destinations.get(self.plan.destination)
        if destination:
            self._take(self._resolve(groups_of(destination.key, destination.requires)))
        for step in self.steps.values():
            self._take(self._asked(step.key, step.track, step.needs))
        required = frozenset(one.key for one in self.index.milestones_in(self.picked))
        past = self._past()
        for milestone in self.index.milestones_in(self._shown() | past):
            own = self.index.bit[Ref(milestone.key)]
            shown = self.index.goes_with.get(milestone.key, 0) & self.told
            if shown and own & self.reached and self._includes(milestone):
                self.picked |= own
                self._take(self._asked(milestone.key, "", milestone.requires))
            self.picked |= own & past
        in_order = tuple(self.index.milestones_in(self.picked))
        return Picked(in_order, required, tuple(self.unmet), self.picked)

    def _shown(self) -> int:
        """The milestones that are shown with what the plan has."""
        found, own = self.ground.shown, self.own & self.told
        while own:
            bit = own & -own
            own ^= bit
            found |= self.index.shown_with.get(bit, 0)
        return found

    def _past(self) -> int:
        """The milestones that the person gave the day of."""
        found = 0
        for past in self.ground.standing.past.values():
            if past.date is not None and past.key in self.ground.edition.milestones:
                found |= self.index.bit[Ref(past.key)]
        return found

    def _take(self, asked: Sequence[Asked]) -> None:
        """Take in what is asked for, and what that asks for in turn."""
        todo = list(asked)
        while todo:
            one = todo.pop()
            if isinstance(one, Unmet):
                self.unmet.append(one)
                continue
            own = self.index.bit[Ref(one.key)]
            if not own & self.picked:
                self.picked |= own
                todo.extend(self._asked(one.key, "", one.requires))

    def _asked(self, owner: str, track: str, needs: Sequence[Requirement]) -> tuple[Asked, ...]:
        """What a stage or milestone asks for in this plan."""
        if not needs:
            return ()
        groups = self.index.groups(owner, track, needs)
        if not self.ground.shares:
            return self._resolve(groups)
        asks = self.index.asks(owner, track, groups)
        at = (owner, track, self.bits & asks.presence, self.reached & asks.options)
        found = self.ground.asked.get(at)
        if found is None:
            found = self.ground.asked[at] = self._resolve(groups)
        return found

    def _resolve(self, groups: Iterable[Group]) -> tuple[Asked, ...]:
        """For each group the milestone that meets it, unless a stage does or it is behind one."""
        found: list[Asked] = []
        for group in groups:
            refs = [ref for ref in group.refs if self._has(ref, self.bits)]
            choice = refs[0] if refs else self._best(group.refs)
            if choice is None:
                found.append(Unmet(owner=group.owner, requirement=group.requirement))
                continue
            milestone = self.ground.edition.milestones.get(choice.key)
            if milestone is not None and self._includes(milestone):
                found.append(milestone)
        return tuple(found)

    def _has(self, ref: Ref, bits: int) -> bool:
        return bool(self.index.bit.get(ref, 0) & bits)

    def _best(self, refs: Iterable[Ref]) -> Ref | None:
        """The first that can be reached, before it any that does not go with other stages."""
        open_ones = [ref for ref in refs if self._has(ref, self.reached)]
        own = (ref for ref in open_ones if not self._goes_with_others(ref.key))
        return next(own, open_ones[0] if open_ones else None)

    def _goes_with_others(self, key: str) -> bool:
        """Whether it is a milestone of stages none of which is in the plan."""
        shown = self.index.goes_with.get(key, 0)
        return bool(shown) and not shown & self.told

    def _includes(self, milestone: Milestone) -> bool:
        """Whether a milestone is still ahead: neither done nor assumed, nor tied to the start of
        a stage that has begun."""
        at = (milestone.key, self.bits & self.index.anchors(milestone))
        found = self.ground.included.get(at)
        if found is None:
            found = self.ground.included[at] = self._is_ahead(milestone)
        return found

    def _is_ahead(self, milestone: Milestone) -> bool:
        anchored = [rule for rule in milestone.rules if rule.anchor and rule.anchor.of]
        steps = (anchor_step(self.steps, rule, self.plan) for rule in anchored)
        ahead = any(step is not None and step.role == "planned" for step in steps)
        if anchored and not ahead and len(anchored) == len(milestone.rules):
            return False
        return ahead or not self.ground.standing.holds(Ref(milestone.key))
