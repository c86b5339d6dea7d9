"""Finds the sets of stages that lead from a situation to a destination, undated.

1. Lay out requirements as an and-or graph (``reach``) and price what can be reached.
2. Search it best first: a state has chosen some stages and still has groups to satisfy.
   Groups with one possible option are taken at once; the others branch.
3. Drop what is not minimal or goes in a circle.

Stages are proposed in the jurisdictions of the destination and of the person's own stages only.

The work is bounded by counting, not by the clock, so the answer is the same on every machine;
``RouteSearch.cut`` says when something was left out.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count as counter

from pathways.planning.catalogue import STAGE_KINDS, Destination, Edition, Requirement
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.dates import add_days, add_months
from pathways.planning.plans import Plan, Situation
from pathways.planning.reach import cheapest
from pathways.planning.standing import Standing, stand

MOST_ROUTES = 12
MOST_STATES = 3_000
MOST_WORK = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSet:
    """The stages of a route in order (tracks where they matter), and tracks to take in the
    stages that are running."""

    steps: tuple[Ref, ...]
    running_tracks: tuple[Ref, ...] = ()

    @property
    def members(self) -> frozenset[Ref]:
        """The steps and running tracks together, for comparing routes."""
        return frozenset((*self.steps, *self.running_tracks))


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSearch:
    """The stage sets found, cheapest first; ``cut`` when the search stopped at its bound."""

    found: tuple[StageSet, ...]
    cut: bool = False


@dataclass
class _State:
    """A partial choice: stage key → track ("" any), milestones, groups still open."""

    tracks: dict[str, str] = field(default_factory=dict)
    milestones: set[str] = field(default_factory=set)
    branched: list[str] = field(default_factory=list)
    todo: list[tuple[Ref, ...]] = field(default_factory=list)
    cost: int = 0

    def copy(self) -> "_State":
        return _State(
            dict(self.tracks), set(self.milestones), list(self.branched), list(self.todo), self.cost
        )

    def has(self, ref: Ref) -> bool:
        if ref.key in self.tracks:
            return not ref.track or self.tracks[ref.key] == ref.track
        return ref.key in self.milestones


class _Search:
    def __init__(self, edition: Edition, standing: Standing, destination: Destination) -> None:
        self.edition = edition
        self.standing = standing
        self.countries = standing.countries | {destination.jurisdiction}
        self.work = 0
        self.groups: dict[Ref, tuple[tuple[Ref, ...], ...]] = {}
        self.costs: dict[Ref, int] = {}
        self.given: set[Ref] = set()
        for stage in edition.stages.values():
            for track in ("", *(track.key for track in stage.tracks)):
                self._add_stage(Ref(stage.key, track))
        for milestone in edition.milestones.values():
            ref = Ref(milestone.key)
            self.groups[ref] = _options(milestone.requires)
            if standing.holds(ref):
                self.given.add(ref)
        self.goal = _options(destination.requires)
        self.price = cheapest(self.groups, self.costs, self.given)

    def _add_stage(self, ref: Ref) -> None:
        stage = self.edition.stages[ref.key]
        if self.standing.holds(ref) or self._can_switch(ref):
            self.given.add(ref)
        if stage.entry_only or self.standing.holds(Ref(ref.key)):
            return  # where people come from, or already begun, done or assumed: not to come
        if stage.jurisdiction not in self.countries:
            return  # nobody trains in a third country on the way
        if any(self.standing.holds(Ref(key)) for key in stage.excluded_by):
            return
        track = stage.track(ref.track)
        requires = stage.requires + (track.requires if track else ())
        self.groups[ref] = _options(requires, own=ref.key)
        length = stage.length_on(ref.track)
        self.costs[ref] = length.typical * (1 if length.unit == "months" else 12)

    def _can_switch(self, ref: Ref) -> bool:
        """Whether a running stage whose track is undecided can still take this one."""
        current = self.standing.running.get(ref.key)
        stage = self.edition.stages[ref.key]
        track = stage.track(ref.track)
        if current is None or current.track or track is None:
            return False
        if track.closes is None:
            return True
        return self.standing.situation.as_of < own_offset(track.closes, current.start)

    def run(self) -> RouteSearch:
        start = _State(todo=list(self.goal))
        heap: list[tuple[tuple[int, int], int, _State]] = []
        found: dict[frozenset[Ref], StageSet] = {}
        count, number = 0, counter()
        if self._settle(start):
            heapq.heappush(heap, ((self._bound(start), 0), next(number), start))
        while heap and len(found) < MOST_ROUTES and count < MOST_STATES and self.work < MOST_WORK:
            _, _, state = heapq.heappop(heap)
            count += 1
            if not state.todo:
                self._keep(state, found)
                continue
            for child in self._branch(state):
                dive = count > MOST_STATES // 2 and not found
                bound, depth = self._bound(child), -len(child.branched)
                priority = (depth, bound) if dive else (bound, depth)
                heapq.heappush(heap, (priority, next(number), child))
        sets = _without_supersets(found.values())
        return RouteSearch(found=tuple(sets), cut=bool(heap))

    def _bound(self, state: _State) -> int:
        """No completion of the state costs less than this, in months."""
        open_groups = (
            min(self.price[ref] for ref in group if ref in self.price) for group in state.todo
        )
        return state.cost + max(open_groups, default=0)

    def _viable(self, state: _State, group: Sequence[Ref]) -> list[Ref]:
        """The options of a group that can still be chosen, cheapest first."""
        viable = []
        for ref in group:
            taken = state.tracks.get(ref.key)
            if ref not in self.price or (taken and ref.track and taken != ref.track):
                continue
            viable.append(ref)
        return sorted(viable, key=lambda ref: self.price[ref])

    def _holds(self, state: _State, ref: Ref) -> bool:
        return state.has(ref) or self.standing.holds(ref)

    def _settle(self, state: _State) -> bool:
        """Take every forced option; False when a group cannot be satisfied any more."""
        waiting: list[tuple[Ref, ...]] = []
        todo = state.todo
        while todo:
            self.work += 1
            group = todo.pop()
            if any(self._holds(state, ref) for ref in group):
                continue
            viable = self._viable(state, group)
            if not viable:
                return False
            free = self.price[viable[0]] == 0 and all(self.price[ref] == 0 for ref in viable)
            if len(viable) > 1 and not free:
                waiting.append(group)
                continue
            best = next(ref for ref in group if ref in viable) if free else viable[0]
            self._take(state, best, todo)
        state.todo = [
            group
            for group in reversed(waiting)
            if not any(self._holds(state, ref) for ref in group)
        ]
        return True

    def _take(self, state: _State, ref: Ref, todo: list[tuple[Ref, ...]]) -> None:
        if ref.key in self.edition.milestones:
            state.milestones.add(ref.key)
        else:
            if ref.key in state.tracks:
                state.cost -= self.costs.get(Ref(ref.key, state.tracks[ref.key]), 0)
            track = ref.track or state.tracks.get(ref.key, "")
            state.tracks[ref.key] = track
            ref = Ref(ref.key, track)
            state.cost += self.costs.get(ref, 0)
        todo.extend(reversed(self.groups.get(ref, ())))

    def _branch(self, state: _State) -> Iterable[_State]:
        group = state.todo[0]
        for ref in self._viable(state, group):
            child = state.copy()
            self.work += len(child.tracks) + len(child.todo) + 1
            child.todo = child.todo[1:]
            child.branched.append(ref.key)
            self._take(child, ref, child.todo)
            if self._settle(child):
                yield child

    def _keep(self, state: _State, found: dict[frozenset[Ref], StageSet]) -> None:
        if any(self._spare(state, key) for key in state.branched if key in state.tracks):
            return
        order = self._order(state)
        if order is None:
            return
        running = tuple(ref for ref in order if ref.key in self.standing.running)
        steps = tuple(ref for ref in order if ref.key not in self.standing.running)
        found.setdefault(frozenset(order), StageSet(steps=steps, running_tracks=running))

    def _spare(self, state: _State, key: str) -> bool:
        """Whether everything asked for is still there without that stage."""
        groups, seen = list(self.goal), set[Ref]()
        while groups:
            self.work += 1
            group = groups.pop()
            if any(self.standing.holds(ref) for ref in group):
                continue
            ref = next((ref for ref in group if ref.key != key and state.has(ref)), None)
            if ref is None:
                return False
            ref = Ref(ref.key, state.tracks.get(ref.key, ""))
            if ref not in seen:
                seen.add(ref)
                groups.extend(self.groups.get(ref, ()))
        return True

    def _order(self, state: _State) -> tuple[Ref, ...] | None:
        """The stages in an order that satisfies requirements; None when they go in a circle."""
        chosen = [Ref(key, track) for key, track in state.tracks.items()]
        chosen += [Ref(key) for key in state.milestones]
        missing: dict[Ref, int] = {}
        waiting: dict[Ref, list[tuple[Ref, int]]] = {}
        done_groups: set[tuple[Ref, int]] = set()
        heap: list[tuple[int, int, Ref]] = []
        rank = {ref: index for index, ref in enumerate(chosen)}
        by_key = {ref.key: ref for ref in chosen}
        for ref in chosen:
            groups = self.groups.get(ref, ())
            needed = 0
            for index, group in enumerate(groups):
                if any(self.standing.holds(option) for option in group):
                    continue
                needed += 1
                for option in group:
                    if option.key in by_key and state.has(option):
                        waiting.setdefault(by_key[option.key], []).append((ref, index))
            missing[ref] = needed
            if not needed:
                heapq.heappush(heap, (self._rank(ref), rank[ref], ref))
        ordered: list[Ref] = []
        while heap:
            *_, ref = heapq.heappop(heap)
            ordered.append(ref)
            for owner, index in waiting.get(ref, ()):
                if (owner, index) not in done_groups:
                    done_groups.add((owner, index))
                    missing[owner] -= 1
                    if not missing[owner]:
                        heapq.heappush(heap, (self._rank(owner), rank[owner], owner))
        if len(ordered) < len(chosen):
            return None
        return tuple(ref for ref in ordered if ref.key in self.edition.stages)

    def _rank(self, ref: Ref) -> int:
        """Milestones first, then education, internship, residency, fellowship, practice."""
        stage = self.edition.stages.get(ref.key)
        return STAGE_KINDS.index(stage.kind) + 1 if stage else 0


def _options(requires: Iterable[Requirement], own: str = "") -> tuple[tuple[Ref, ...], ...]:
    """Groups as alternatives; a group with a plain date, or about the stage itself, is free."""
    groups = []
    for requirement in requires:
        refs = [ref for condition in requirement.any_of for ref in condition.refs]
        dated = any(condition.point == "date" for condition in requirement.any_of)
        if not dated and not any(ref.key == own for ref in refs):
            groups.append(tuple(dict.fromkeys(refs)))
    return tuple(groups)


def _without_supersets(found: Iterable[StageSet]) -> list[StageSet]:
    sets = sorted(found, key=lambda one: len(one.members))
    kept: list[StageSet] = []
    for one in sets:
        if not any(other.members < one.members for other in kept):
            kept.append(one)
    return kept


def own_offset(condition: Condition, start: dt.date) -> dt.date:
    """The date of a condition about a stage itself, counted from its start."""
    if condition.date is not None:
        return condition.date
    return add_days(add_months(start, condition.months), condition.days)


def search(edition: Edition, situation: Situation, destination: Destination) -> RouteSearch:
    """The minimal stage sets that lead from the situation to the destination (undated)."""
    return _Search(edition, stand(edition, situation), destination).run()


def as_plan(edition: Edition, situation: Situation, destination: str, chosen: StageSet) -> Plan:
    """The plan that follows a stage set, with nothing changed yet."""
    tracks: Mapping[str, str] = {ref.key: ref.track for ref in chosen.running_tracks}
    at = tuple(replace(one, track=tracks.get(one.stage, one.track)) for one in situation.at)
    return Plan(
        edition=edition.number,
        destination=destination,
        situation=replace(situation, at=at),
        route=chosen.steps,
    )
