"""Finds the sets of stages that lead from a situation to a destination, undated.

1. Price what can be reached in the requirements of the edition (``graph``, ``reach``).
2. Search best first: a state has chosen some stages and still has groups to satisfy. Groups with
   one possible option are taken at once; the others branch. A stage that nobody asked for on a
   certain track branches last, over the tracks that make a difference.
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

from pathways.planning.catalogue import STAGE_KINDS, Destination, Edition
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.dates import add_days, add_months
from pathways.planning.graph import Groups, graph_of, is_simpler_track, options_of
from pathways.planning.plans import Plan, Situation
from pathways.planning.reach import cheapest
from pathways.planning.standing import Standing, stand

MOST_ROUTES = 60
MOST_STATES = 3_000
MOST_WORK = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSet:
    """The stages of a route in order (tracks where they matter), tracks to take in the stages that
    are running, and the milestones that were chosen with them. ``asked``: the stages of which a
    requirement names the track."""

    steps: tuple[Ref, ...]
    running_tracks: tuple[Ref, ...] = ()
    milestones: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

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
    """A partial choice: stage key → track ("" any), milestones, groups still open. ``on_any`` are
    the stages that nobody asked for on a certain track."""

    tracks: dict[str, str] = field(default_factory=dict)
    milestones: set[str] = field(default_factory=set)
    on_any: set[str] = field(default_factory=set)
    branched: list[str] = field(default_factory=list)
    todo: list[tuple[Ref, ...]] = field(default_factory=list)
    cost: int = 0

    def copy(self) -> "_State":
        return _State(
            dict(self.tracks),
            set(self.milestones),
            set(self.on_any),
            list(self.branched),
            list(self.todo),
            self.cost,
        )

    def has(self, ref: Ref) -> bool:
        if ref.key in self.tracks:
            return not ref.track or self.tracks[ref.key] == ref.track
        return ref.key in self.milestones


class Searcher:
    """Searches from one situation. Asked for several destinations, it prices the requirements of
    each jurisdiction only once."""

    def __init__(self, edition: Edition, situation: Situation) -> None:
        self.edition = edition
        self.standing = stand(edition, situation)
        self._terrains: dict[str, _Terrain] = {}

    def search(self, destination: Destination) -> RouteSearch:
        """The minimal stage sets that lead to the destination."""
        country = destination.jurisdiction
        if country not in self._terrains:
            self._terrains[country] = _Terrain(self.edition, self.standing, country)
        return _Search(self._terrains[country], destination).run()


class _Terrain:
    """What can be taken on the way to the destinations of a jurisdiction, and at what price."""

    def __init__(self, edition: Edition, standing: Standing, country: str) -> None:
        self.edition = edition
        self.standing = standing
        self.countries = standing.countries | {country}
        graph = graph_of(edition)
        self.costs = graph.costs
        self.branches = graph.branches
        self.any_track = graph.any_track
        self.given: set[Ref] = set()
        self.groups: dict[Ref, Groups] = {}
        for ref, groups in graph.groups.items():
            if self.standing.holds(ref) or self._can_switch(ref):
                self.given.add(ref)
            if ref.key in edition.milestones or self._is_open(ref):
                self.groups[ref] = groups
        self.price = cheapest(self.groups, self.costs, self.given)

    def _is_open(self, ref: Ref) -> bool:
        """Whether a stage may be proposed."""
        stage = self.edition.stages[ref.key]
        if stage.entry_only or self.standing.holds(Ref(ref.key)):
            return False  # where people come from, or already begun, done or assumed: not to come
        if stage.jurisdiction not in self.countries:
            return False  # nobody trains in a third country on the way
        return not any(self.standing.holds(Ref(key)) for key in stage.excluded_by)

    def _can_switch(self, ref: Ref) -> bool:
        """Whether a running stage whose track is undecided can still take this one."""
        current = self.standing.running.get(ref.key)
        if current is None or current.track or not ref.track:
            return False
        track = self.edition.stages[ref.key].track(ref.track)
        if track is None or track.closes is None:
            return True
        return self.standing.situation.as_of < own_offset(track.closes, current.start)


class _Search:
    """One search, for one destination."""

    def __init__(self, terrain: _Terrain, destination: Destination) -> None:
        self.terrain = terrain
        self.edition = terrain.edition
        self.standing = terrain.standing
        self.groups = terrain.groups
        self.costs = terrain.costs
        self.price = terrain.price
        self.branches = terrain.branches
        self.any_track = terrain.any_track
        self.goal = options_of(destination.requires)
        self.work = 0

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
            open_stage = "" if state.todo else self._without_track(state)
            if not state.todo and not open_stage:
                self._keep(state, found)
                continue
            for child in self._on_tracks(state, open_stage) if open_stage else self._branch(state):
                dive = count > MOST_STATES // 2 and not found
                bound, depth = self._bound(child), -len(child.branched)
                priority = (depth, bound) if dive else (bound, depth)
                heapq.heappush(heap, (priority, next(number), child))
        sets = _without_idle_tracks(self.edition, _without_supersets(found.values()))
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
            (state.on_any.discard if ref.track else state.on_any.add)(ref.key)
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

    def _without_track(self, state: _State) -> str:
        """A stage that is still on no track though its tracks make a difference."""
        return next((key for key in self.branches if state.tracks.get(key) == ""), "")

    def _on_tracks(self, state: _State, key: str) -> Iterable[_State]:
        """The state on each track of a stage that makes a difference."""
        for track in self.branches[key]:
            if Ref(key, track) in self.price:
                child = state.copy()
                self.work += len(child.tracks) + 1
                self._take(child, Ref(key, track), child.todo)
                child.on_any.add(key)
                if self._settle(child):
                    yield child

    def _keep(self, state: _State, found: dict[frozenset[Ref], StageSet]) -> None:
        if any(self._spare(state, key) for key in state.branched if key in state.tracks):
            return
        order = self._order(state)
        if order is None:
            return
        order = tuple(self._plainly(ref) for ref in order)
        running = tuple(ref for ref in order if ref.key in self.standing.running)
        steps = tuple(ref for ref in order if ref.key not in self.standing.running)
        chosen = StageSet(
            steps=steps,
            running_tracks=running,
            milestones=frozenset(state.milestones),
            asked=frozenset(state.tracks.keys() - state.on_any),
        )
        found.setdefault(chosen.members, chosen)

    def _plainly(self, ref: Ref) -> Ref:
        """The stage on whatever track where it is on the one that does for all."""
        first = self.branches.get(ref.key, ("",))[0]
        return Ref(ref.key) if ref.track == first and ref.key in self.any_track else ref

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


def _without_supersets(found: Iterable[StageSet]) -> list[StageSet]:
    sets = sorted(found, key=lambda one: len(one.members))
    kept: list[StageSet] = []
    for one in sets:
        if not any(other.members < one.members for other in kept):
            kept.append(one)
    return kept


def _without_idle_tracks(edition: Edition, sets: Sequence[StageSet]) -> list[StageSet]:
    """Only sets of which no other takes the same stages on earlier tracks, with no further exams
    or applications, and no slower: the other track is a choice inside that route."""
    alike: dict[tuple[str, ...], list[StageSet]] = {}
    for one in sets:
        alike.setdefault(tuple(sorted(ref.key for ref in one.members)), []).append(one)
    return [
        one
        for one in sets
        for others in [alike[tuple(sorted(ref.key for ref in one.members))]]
        if not any(_is_simpler(edition, other, one) for other in others)
    ]


def _is_simpler(edition: Edition, chosen: StageSet, other: StageSet) -> bool:
    """Whether ``chosen`` does with earlier tracks what ``other`` does, and no slower."""
    tracks = {ref.key: ref.track for ref in other.members}
    differing = [ref for ref in chosen.members if ref.track != tracks[ref.key]]
    if not differing or not chosen.milestones <= other.milestones:
        return False
    return all(
        ref.key not in other.asked
        and is_simpler_track(edition.stages[ref.key], ref.track, tracks[ref.key])
        for ref in differing
    )


def own_offset(condition: Condition, start: dt.date) -> dt.date:
    """The date of a condition about a stage itself, counted from its start."""
    if condition.date is not None:
        return condition.date
    return add_days(add_months(start, condition.months), condition.days)


def search(edition: Edition, situation: Situation, destination: Destination) -> RouteSearch:
    """The minimal stage sets that lead from the situation to the destination (undated)."""
    return Searcher(edition, situation).search(destination)


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
