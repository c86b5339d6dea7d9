"""Every way to a destination by trying everything: forwards, without prices, bounds or cleverness.

It was written to disagree with ``search`` wherever that is wrong, so it shares none of its ideas:
it takes one open stage after another on each of its tracks, asks again each time what that makes
possible, and keeps the chains from which nothing can be left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from pathways.planning.catalogue import STAGE_KINDS, Destination, Edition, Requirement
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.plans import Situation
from pathways.planning.standing import Standing, stand

Chain = frozenset[Ref]


class Way(NamedTuple):
    """The stages of a chain in an order in which each is possible (school first and posts last,
    where that leaves a choice), and the situation with the tracks of running stages decided."""

    steps: tuple[Ref, ...]
    situation: Situation


def all_chains(
    edition: Edition, situation: Situation, destination: Destination, longest: int
) -> dict[Chain, Way]:
    """Every minimal set of stages on tracks that leads there, of at most so many stages."""
    ways: dict[Chain, Way] = {}
    for decided in _decided(edition, situation):
        tried = _Trying(edition, stand(edition, decided), destination, longest)
        tried.go_on(())
        for chain in tried.complete:
            ways.setdefault(chain, Way(tried.in_order(chain), decided))
    return {chain: way for chain, way in ways.items() if not any(other < chain for other in ways)}


def in_order(
    edition: Edition, situation: Situation, destination: Destination, chain: Chain
) -> tuple[Ref, ...]:
    """The stages of a chain in the order in which ``all_chains`` puts them."""
    standing = stand(edition, situation)
    return _Trying(edition, standing, destination, len(chain)).in_order(chain)


def _decided(edition: Edition, situation: Situation) -> Iterator[Situation]:
    """The situation on every track that a running stage may still take."""
    open_tracks = []
    for current in situation.at:
        stage = edition.stages[current.stage]
        later = [track.key for track in stage.tracks if track.closes is None]
        open_tracks.append([current.track] if current.track else ["", *later])
    for tracks in product(*open_tracks):
        at = zip(situation.at, tracks, strict=True)
        yield replace(situation, at=tuple(replace(one, track=track) for one, track in at))


class _Trying:
    def __init__(
        self, edition: Edition, standing: Standing, destination: Destination, longest: int
    ) -> None:
        self.edition = edition
        self.standing = standing
        self.goal = destination.requires
        self.longest = longest
        self.complete: set[Chain] = set()
        self.seen: set[Chain] = set()
        countries = {*standing.countries, destination.jurisdiction}
        related = set(self._related(destination.requires))
        self.open = [
            Ref(stage.key, track)
            for stage in edition.stages.values()
            if stage.key in related and stage.jurisdiction in countries
            if not stage.entry_only and not standing.holds(Ref(stage.key))
            if not any(standing.holds(Ref(key)) for key in stage.excluded_by)
            for track in [one.key for one in stage.tracks if not one.entry_only] or [""]
        ]

    def _related(self, requires: Iterable[Requirement]) -> Iterator[str]:
        """Everything that is mentioned on the way back from the goal."""
        seen: set[str] = set()
        todo = list(requires)
        while todo:
            for condition in todo.pop().any_of:
                for ref in condition.refs:
                    if ref.key in seen:
                        continue
                    seen.add(ref.key)
                    yield ref.key
                    stage = self.edition.stages.get(ref.key)
                    thing = stage or self.edition.milestones.get(ref.key)
                    todo.extend(thing.requires if thing else ())
                    for track in stage.tracks if stage else ():
                        todo.extend(track.requires)

    def go_on(self, taken: tuple[Ref, ...]) -> None:
        """Try everything that is possible after what was taken."""
        chain = frozenset(taken)
        if chain in self.seen:
            return
        self.seen.add(chain)
        if self._all_met(self.goal, taken, frozenset()):
            self.complete.add(chain)
            return
        if len(taken) == self.longest:
            return
        for ref in self.open:
            if all(ref.key != other.key for other in taken) and self._is_possible(ref, taken):
                self.go_on((*taken, ref))

    def in_order(self, chain: Chain) -> tuple[Ref, ...]:
        """The stages of a chain one after another."""
        taken: tuple[Ref, ...] = ()
        while len(taken) < len(chain):
            possible = [ref for ref in chain - set(taken) if self._is_possible(ref, taken)]
            taken += (min(possible, key=self._rank),)
        return taken

    def _rank(self, ref: Ref) -> tuple[int, str]:
        return STAGE_KINDS.index(self.edition.stages[ref.key].kind), ref.key

    def _is_possible(self, ref: Ref, taken: tuple[Ref, ...]) -> bool:
        stage = self.edition.stages[ref.key]
        track = stage.track(ref.track)
        groups = [
            group
            for group in (*stage.requires, *(track.requires if track else ()))
            if not any(one.key == ref.key for condition in group.any_of for one in condition.refs)
        ]
        return self._all_met(groups, taken, frozenset())

    def _all_met(
        self, groups: Sequence[Requirement], taken: tuple[Ref, ...], asking: frozenset[str]
    ) -> bool:
        return all(self._is_met(group, taken, asking) for group in groups)

    def _is_met(self, group: Requirement, taken: tuple[Ref, ...], asking: frozenset[str]) -> bool:
        return any(
            condition.point == "date"
            or any(self._has(ref, taken, asking) for ref in condition.refs)
            for condition in group.any_of
        )

    def _has(self, ref: Ref, taken: tuple[Ref, ...], asking: frozenset[str]) -> bool:
        if self.standing.holds(ref) or ref in taken:
            return True
        if ref.key in self.edition.stages:
            return not ref.track and any(one.key == ref.key for one in taken)
        milestone = self.edition.milestones.get(ref.key)
        if milestone is None or ref.key in asking:
            return False
        groups = [
            group
            for group in milestone.requires
            if not any(one.key == ref.key for condition in group.any_of for one in condition.refs)
        ]
        return self._all_met(groups, taken, asking | {ref.key})
