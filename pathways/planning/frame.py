"""The frame of a plan: its steps in order, its milestones, and what depends on what.

Everything here is about *which* items a plan has; *when* they are is ``schedule``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from pathways.planning.catalogue import Edition, Milestone, Stage, TimingRule
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.picking import Ground, Unmet, pick
from pathways.planning.plans import Change, Custom, Plan
from pathways.planning.standing import Standing
from pathways.planning.steps import Step, anchor_step


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A plan laid against its edition. ``required``: the milestones that its destination and
    steps need, directly or through each other; the others are only shown with stages. ``bits``:
    its milestones as bits of the edition's index."""

    edition: Edition
    plan: Plan
    standing: Standing
    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    unmet: tuple[Unmet, ...]
    unknown: tuple[str, ...]
    required: frozenset[str] = frozenset()
    bits: int = 0
    _anchored: dict[str, tuple[Milestone, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def by_key(self) -> Mapping[str, Step]:
        """The steps by key."""
        return {step.key: step for step in self.steps}

    @cached_property
    def before(self) -> Mapping[str, Step]:
        """The step before each step (none for the first)."""
        return {after.key: before for before, after in pairwise(self.steps)}

    @cached_property
    def included(self) -> frozenset[str]:
        """The keys of the milestones in the plan."""
        return frozenset(milestone.key for milestone in self.milestones)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all steps and milestones."""
        return self.included.union(self.by_key)

    def is_there(self, ref: Ref) -> bool:
        """Whether the plan or the past has it (assumed things not counted)."""
        step = self.by_key.get(ref.key)
        if step is not None:
            return not ref.track or step.track == ref.track
        if ref.key in self.standing.past:
            return not ref.track or self.standing.track_of(ref.key) == ref.track
        return ref.key in self.included

    def is_behind(self, milestone: Milestone) -> bool:
        """Whether a milestone only goes with stages that are over."""
        steps = [self.by_key.get(ref.key) for ref in milestone.shown_with]
        return bool(milestone.shown_with) and not any(
            step is not None and step.role != "past" for step in steps
        )

    def anchor_step(self, rule: TimingRule) -> Step | None:
        """The step a rule's dates hang on: the first named one that is planned or running."""
        return anchor_step(self.by_key, rule, self.plan)

    def rules_for(self, milestone: Milestone) -> tuple[TimingRule, ...]:
        """The rules of a milestone that fit what the plan has (classes and dates aside)."""
        return tuple(rule for rule in milestone.rules if self._fits(rule))

    def _fits(self, rule: TimingRule) -> bool:
        if rule.anchor and rule.anchor.of and self.anchor_step(rule) is None:
            return False
        lacks = all(not self.is_there(ref) and not self.standing.holds(ref) for ref in rule.lacks)
        return lacks and all(self.is_there(ref) for ref in rule.has)

    def anchored_to(self, step: Step) -> tuple[Milestone, ...]:
        """The milestones that must come in the cycle before a step begins: those it requires,
        directly or through each other, whose dates hang on its start."""
        found = self._anchored.get(step.key)
        if found is None:
            found = self._anchored[step.key] = self._find_anchored(step)
        return found

    def _find_anchored(self, step: Step) -> tuple[Milestone, ...]:
        found: dict[str, Milestone] = {}
        open_groups = list(step.needs)
        while open_groups:
            for ref in _refs(open_groups.pop().any_of):
                if ref.key not in self.included or ref.key in found:
                    continue
                milestone = self.edition.milestones[ref.key]
                if any(self.anchor_step(rule) is step for rule in self.rules_for(milestone)):
                    found[ref.key] = milestone
                    open_groups.extend(milestone.requires)
        return tuple(found.values())

    def change(self, key: str) -> Change:
        """What the person changed about an item."""
        return self.plan.change(key)


def goes_on(step: Step, change: Change) -> bool:
    """Whether it is a post with no end of its own: the person set none."""
    is_post = step.stage is not None and step.stage.kind == "practice"
    own_end = change.months or change.status == "done"
    return is_post and step.role in ("running", "planned") and not own_end


def make_frame(edition: Edition, plan: Plan) -> Frame:
    """Lay a plan against its edition: order its steps, pick its milestones, note what misses."""
    return frame_on(Ground(edition, plan), plan)


def frame_on(ground: Ground, plan: Plan) -> Frame:
    """As ``make_frame``, on ground that plans share; the plan must belong on it."""
    edition, standing = ground.edition, ground.standing
    steps, unknown = _steps(ground, plan)
    picked = pick(ground, plan, {step.key: step for step in steps})
    return Frame(
        edition=edition,
        plan=plan,
        standing=standing,
        steps=steps,
        milestones=picked.milestones,
        unmet=picked.unmet,
        unknown=unknown,
        required=picked.required,
        bits=picked.bits,
    )


def bare_frame(ground: Ground, plan: Plan) -> Frame:
    """As ``frame_on``, with the steps alone, each of which needs nothing but the one before it."""
    steps, unknown = _steps(ground, plan, bare=True)
    return Frame(
        edition=ground.edition,
        plan=plan,
        standing=ground.standing,
        steps=steps,
        milestones=(),
        unmet=(),
        unknown=unknown,
    )


def _steps(
    ground: Ground, plan: Plan, *, bare: bool = False
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    edition, standing = ground.edition, ground.standing
    unknown = [key for key in (*standing.running, *standing.past) if not _known(edition, key)]
    steps = list(_begun(edition, standing))
    for ref in plan.route:
        stage = edition.stages.get(ref.key)
        if stage is None or (ref.track and stage.track(ref.track) is None):
            unknown.append(str(ref))
        if stage and not standing.has_begun(ref.key):
            planned = ground.planned.get((ref, bare))
            if planned is None:
                planned = ground.planned[ref, bare] = _planned(stage, ref, bare=bare)
            steps.append(planned)
    for custom in plan.custom:
        _insert(steps, custom)
    return tuple(steps), tuple(unknown)


def _begun(edition: Edition, standing: Standing) -> Iterator[Step]:
    """What is over, in order, then what is running."""
    past = sorted(
        (one for one in standing.past.values() if one.key in edition.stages and one.date),
        key=lambda one: str(one.date),
    )
    for one in past:
        yield Step(key=one.key, role="past", track=one.track, stage=edition.stages[one.key])
    for current in sorted(standing.running.values(), key=lambda one: one.start):
        stage = edition.stages.get(current.stage)
        if stage:
            track = current.track or _first_track(stage)
            yield Step(key=stage.key, role="running", track=track, stage=stage)


def _planned(stage: Stage, ref: Ref, *, bare: bool) -> Step:
    track = ref.track if stage.track(ref.track) else _first_track(stage)
    chosen = stage.track(track)
    needs = () if bare else stage.requires + (chosen.requires if chosen else ())
    return Step(key=stage.key, role="planned", track=track, stage=stage, needs=needs)


def _known(edition: Edition, key: str) -> bool:
    return key in edition.stages or key in edition.milestones


def _first_track(stage: Stage) -> str:
    return stage.tracks[0].key if stage.tracks else ""


def _insert(steps: list[Step], custom: Custom) -> None:
    """Put a custom stage right after the step it names (after others put there before it)."""
    step = Step(key=custom.key, role="custom", custom=custom)
    keys = [one.key for one in steps]
    if custom.after in keys:
        place = keys.index(custom.after) + 1
    else:
        place = next((i for i, one in enumerate(steps) if one.role == "planned"), len(steps))
    while place < len(steps) and _stands_after(steps[place], custom.after):
        place += 1
    steps.insert(place, step)


def _stands_after(step: Step, key: str) -> bool:
    return step.custom is not None and step.custom.after == key


def _refs(conditions: Iterable[Condition]) -> Iterable[Ref]:
    return (ref for condition in conditions for ref in condition.refs)
