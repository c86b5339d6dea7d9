"""The order in which things can be dated: each after everything that it looks at."""

import heapq
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from pathways.planning.catalogue import Milestone, Requirement, TimingRule
from pathways.planning.catalogue.expressions import Condition
from pathways.planning.frame import Frame
from pathways.planning.steps import Step


def in_order(frame: Frame) -> tuple[str, ...]:
    """The keys of steps and milestones so that everything comes after what it needs.

    Circles (which publishing refuses) are broken at the first step or milestone in them.
    """
    there = frame.keys
    needs = {step.key: step_needs(frame, step) & there for step in frame.steps}
    needs |= {one.key: milestone_needs(frame, one) & there for one in frame.milestones}
    return arranged(frame, needs)


def arranged(frame: Frame, needed: Mapping[str, AbstractSet[str]]) -> tuple[str, ...]:
    """As ``in_order``, where it is known what each thing needs: the steps first, then the
    milestones. Steps come in their order in any case."""
    needs: dict[str, AbstractSet[str]] = {}
    for key, wanted in needed.items():
        before = frame.before.get(key)
        needs[key] = wanted | {before.key} if before else wanted
    followers: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    for key, before_it in needs.items():
        missing[key] = len(before_it)
        for one in before_it:
            followers.setdefault(one, []).append(key)
    rank = {key: index for index, key in enumerate(needs)}
    heap = [rank[key] for key, count in missing.items() if not count]
    keys = list(needs)
    ordered: dict[str, None] = {}
    blocked = iter(keys)
    while len(ordered) < len(keys):
        if heap:
            key = keys[heapq.heappop(heap)]
        else:
            key = next(one for one in blocked if one not in ordered)
        if key in ordered:
            continue
        ordered[key] = None
        for follower in followers.get(key, ()):
            missing[follower] -= 1
            if missing[follower] == 0:
                heapq.heappush(heap, rank[follower])
    return tuple(ordered)


def looks_at(frame: Frame) -> Mapping[str, frozenset[str]]:
    """What each step and milestone may look at while it is dated, so that it stays where it is as
    long as none of that moves and nothing is said about itself."""
    found = _needs(frame)
    for step in frame.steps:
        for milestone in frame.anchored_to(step):
            found[step.key] |= {milestone.key} | milestone_needs(frame, milestone)
    for deadline in frame.milestones:
        for key in deadline.limits:
            if key in frame.included:
                found[key] |= milestone_needs(frame, deadline)
    return {key: frozenset(wanted & found.keys()) - {key} for key, wanted in found.items()}


def _needs(frame: Frame) -> dict[str, set[str]]:
    needs: dict[str, set[str]] = {}
    before = ""
    for step in frame.steps:
        wanted = step_needs(frame, step)
        needs[step.key] = ({before} if before else set()) | wanted
        before = step.key
    for milestone in frame.milestones:
        needs[milestone.key] = milestone_needs(frame, milestone)
    return {
        key: {one for one in wanted if one in needs and one != key} for key, wanted in needs.items()
    }


def step_needs(frame: Frame, step: Step) -> set[str]:
    """What a step waits for. A milestone that hangs on the step's own start comes after it, so
    the step waits for what that milestone needs instead."""
    anchored = {milestone.key: milestone for milestone in frame.anchored_to(step)}
    wanted = _keys(step.needs)
    for milestone in anchored.values():
        wanted |= _keys(milestone.requires)
        for rule in milestone.rules:
            wanted |= _condition_keys(rule.earliest) | _condition_keys(rule.first_of)
    return wanted - anchored.keys() - {step.key}


def milestone_needs(frame: Frame, milestone: Milestone) -> set[str]:
    """What a milestone waits for, whether the plan has it or not."""
    wanted = _keys(milestone.requires)
    for rule in milestone.rules:
        wanted |= _rule_keys(frame, rule)
    return wanted - {milestone.key}


def _rule_keys(frame: Frame, rule: TimingRule) -> set[str]:
    """What a rule looks at: what it counts from, its classes, the ends that open its sittings."""
    latest = [rule.latest] if rule.latest else []
    wanted = _condition_keys([*rule.earliest, *rule.first_of, *rule.usual, *latest])
    wanted |= {*rule.pauses_in, *rule.ends_of}
    cohorts = {rule.cohort.of if rule.cohort else "", rule.anchor.cohort if rule.anchor else ""}
    for key in cohorts & frame.edition.cohorts.keys():
        wanted |= _condition_keys(frame.edition.cohorts[key].year_of)
    step = frame.anchor_step(rule)
    return wanted | ({step.key} if step else set())


def _keys(groups: Iterable[Requirement]) -> set[str]:
    return {key for group in groups for key in _condition_keys(group.any_of)}


def _condition_keys(conditions: Iterable[Condition]) -> set[str]:
    return {ref.key for condition in conditions for ref in condition.refs}
