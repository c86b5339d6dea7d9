"""What never changes about an edition, worked out once: who needs what, as numbers.

Everything that a condition can name (a stage, a stage on a track, a milestone) has one bit, so a
set of things is one integer and "is one of these there?" is one ``&``. Milestones have the lowest
bits, in the order of the edition.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, cast

from pathways.planning.catalogue import Edition, Milestone, Requirement, TimingRule
from pathways.planning.catalogue.expressions import Condition, Ref

NAME = "index"


class Group(NamedTuple):
    """A requirement of ``owner``: the ``refs`` of which one is enough."""

    owner: str
    requirement: Requirement
    refs: tuple[Ref, ...]


class Asks(NamedTuple):
    """What decides which milestones meet some groups: what a plan has of ``presence``, and which
    ``options`` can be reached."""

    presence: int
    options: int


class Index:
    """The edition as numbers. ``bit`` gives the bit of a ref, ``of_key`` all bits of a key (a
    stage with its tracks), ``shown_with`` the milestones that are in every plan with a bit
    (``goes_with``: the bits for each of these milestones), ``anchored`` the milestones of which
    some date hangs on the start of a stage."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.milestones: tuple[Milestone, ...] = tuple(edition.milestones.values())
        self.bit: dict[Ref, int] = {}
        self.of_key: dict[str, int] = {}
        self.shown_with: dict[int, int] = {}
        self.goes_with: dict[str, int] = {}
        self.anchored: dict[str, tuple[Milestone, ...]] = {}
        self._asks: dict[tuple[str, str], Asks] = {}
        self._anchors: dict[str, int] = {}
        self._looks: dict[str, int] = {}
        self._groups: dict[tuple[str, str], tuple[Group, ...]] = {}
        self._waiting: dict[int, int] = {}
        self._opened_by: dict[int, tuple[int, ...]] = {}
        for milestone in self.milestones:
            self.number(Ref(milestone.key))
        for stage in edition.stages.values():
            self.number(Ref(stage.key))
            for track in stage.tracks:
                self.number(Ref(stage.key, track.key))
        for milestone in self.milestones:
            self._lay(milestone)

    def number(self, ref: Ref) -> int:
        """The bit of a ref; one that the edition lacks gets one of its own."""
        bit = self.bit.get(ref)
        if bit is None:
            bit = self.bit[ref] = 1 << len(self.bit)
            self.of_key[ref.key] = self.of_key.get(ref.key, 0) | bit
        return bit

    def _lay(self, milestone: Milestone) -> None:
        own = self.bit[Ref(milestone.key)]
        for ref in milestone.shown_with:
            bit = self.number(ref)
            self.shown_with[bit] = self.shown_with.get(bit, 0) | own
            self.goes_with[milestone.key] = self.goes_with.get(milestone.key, 0) | bit
        opened_by = []
        for requirement in milestone.requires:
            if is_dated(requirement):
                continue
            either = 0
            for ref in refs_of(requirement.any_of):
                bit = self.number(ref)
                self._waiting[bit] = self._waiting.get(bit, 0) | own
                either |= bit
            opened_by.append(either)
        self._opened_by[own] = tuple(opened_by)
        for key in dict.fromkeys(key for rule in milestone.rules for key in anchors_of(rule)):
            self.anchored[key] = (*self.anchored.get(key, ()), milestone)

    # What is required

    def groups(self, owner: str, track: str, needs: Sequence[Requirement]) -> tuple[Group, ...]:
        """What a milestone, or a stage on a track, ``needs`` of a plan, as ``groups_of``. The
        same owner must always come with the same needs, or with none."""
        if not needs:
            return ()
        found = self._groups.get((owner, track))
        if found is None:
            found = self._groups[owner, track] = groups_of(owner, needs)
        return found

    @cached_property
    def free(self) -> int:
        """The milestones that can be reached from nothing."""
        return self.reach(0, sum(own for own, groups in self._opened_by.items() if not groups))

    def reach(self, before: int, added: int) -> int:
        """What can be reached with ``added``, where ``before`` was reached already: a milestone is
        as soon as each of its groups has something that is."""
        reached = before | added
        fresh = added & ~before
        while fresh:
            bit = fresh & -fresh
            fresh ^= bit
            owners = self._waiting.get(bit, 0) & ~reached
            while owners:
                own = owners & -owners
                owners ^= own
                if all(either & reached for either in self._opened_by[own]):
                    reached |= own
                    fresh |= own
        return reached

    def milestones_in(self, bits: int) -> Iterator[Milestone]:
        """The milestones of a set, in the order of the edition."""
        bits &= (1 << len(self.milestones)) - 1
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            yield self.milestones[lowest.bit_length() - 1]

    # What a thing looks at

    def asks(self, owner: str, track: str, groups: Sequence[Group]) -> Asks:
        """What decides which milestones meet the groups of an owner."""
        found = self._asks.get((owner, track))
        if found is None:
            found = self._asks[owner, track] = self._find_asks(groups)
        return found

    def _find_asks(self, groups: Iterable[Group]) -> Asks:
        refs = {ref for group in groups for ref in group.refs}
        options = presence = 0
        for ref in refs:
            options |= self.bit.get(ref, 0)
            presence |= self.goes_with.get(ref.key, 0)
            milestone = self.edition.milestones.get(ref.key)
            presence |= self.anchors(milestone) if milestone else 0
        return Asks(presence | options, options)

    def anchors(self, milestone: Milestone) -> int:
        """The stages on whose start dates of a milestone hang."""
        found = self._anchors.get(milestone.key)
        if found is None:
            keys = (key for rule in milestone.rules for key in anchors_of(rule))
            found = self._anchors[milestone.key] = self._bits(keys)
        return found

    def looks(self, key: str) -> int:
        """Everything of a plan that has a direct part in the date of a stage or milestone: by its
        own date, or by being there or not."""
        found = self._looks.get(key)
        if found is None:
            keys = self._stage_keys(key) if key in self.edition.stages else self._keys_at(key)
            found = self._looks[key] = self._bits(keys) & ~self.of_key.get(key, 0)
        return found

    def _bits(self, keys: Iterable[str]) -> int:
        bits = 0
        for key in keys:
            bits |= self.of_key.get(key, 0)
        return bits

    def _stage_keys(self, key: str) -> set[str]:
        """What a stage looks at: what it requires, and the milestones that hang on its start with
        what these look at, since it begins when they can be over."""
        stage = self.edition.stages[key]
        found = {*_keys(stage.requires)}
        for track in stage.tracks:
            found.update(_keys(track.requires))
        for milestone in self.anchored.get(key, ()):
            found |= {milestone.key} | self._keys_at(milestone.key)
        return found

    def _keys_at(self, key: str) -> set[str]:
        """What a milestone looks at: what it requires, goes with and its rules name, the deadlines
        that limit it, and the exams that it is an application for."""
        milestone = self.edition.milestones.get(key)
        if milestone is None:
            return set()
        found = {*_keys(milestone.requires), *self._sat_with.get(key, ())}
        found.update(ref.key for ref in milestone.shown_with)
        for one in (milestone, *self._limited_by.get(key, ())):
            found.add(one.key)
            for rule in one.rules:
                found |= self._rule_keys(rule)
        return found

    def _rule_keys(self, rule: TimingRule) -> set[str]:
        asked = (
            *rule.earliest,
            *rule.first_of,
            *rule.usual,
            *((rule.latest,) if rule.latest else ()),
        )
        found = {ref.key for ref in (*refs_of(asked), *rule.has, *rule.lacks)}
        cohorts = {rule.cohort.of if rule.cohort else "", rule.anchor.cohort if rule.anchor else ""}
        for key in cohorts & self.edition.cohorts.keys():
            found |= {ref.key for ref in refs_of(self.edition.cohorts[key].year_of)}
        return found | {*rule.pauses_in, *rule.ends_of, *anchors_of(rule)}

    @cached_property
    def _limited_by(self) -> Mapping[str, list[Milestone]]:
        """The deadlines by which a milestone must have happened."""
        found: dict[str, list[Milestone]] = {}
        for deadline in self.milestones:
            for key in deadline.limits:
                found.setdefault(key, []).append(deadline)
        return found

    @cached_property
    def _sat_with(self) -> Mapping[str, set[str]]:
        """The exams for each sitting of which an application is needed."""
        found: dict[str, set[str]] = {}
        for exam in self.milestones:
            for key in _keys(exam.requires):
                application = self.edition.milestones.get(key)
                if application is not None and application.per_sitting:
                    found.setdefault(key, set()).add(exam.key)
        return found


def index_of(edition: Edition) -> Index:
    """The index of an edition, made when it is first asked for."""
    found = edition.kept.get(NAME)
    if found is None:
        found = edition.kept[NAME] = Index(edition)
    return cast(Index, found)


def groups_of(owner: str, needs: Iterable[Requirement]) -> tuple[Group, ...]:
    """Requirements as groups, without those that a plain date meets, or that name the owner."""
    found = []
    for requirement in needs:
        refs = tuple(refs_of(requirement.any_of))
        if not is_dated(requirement) and all(ref.key != owner for ref in refs):
            found.append(Group(owner, requirement, refs))
    return tuple(found)


def is_dated(requirement: Requirement) -> bool:
    """Whether a plain date meets it."""
    return any(condition.point == "date" for condition in requirement.any_of)


def refs_of(conditions: Iterable[Condition]) -> Iterator[Ref]:
    """Everything that some conditions name."""
    return (ref for condition in conditions for ref in condition.refs)


def anchors_of(rule: TimingRule) -> tuple[str, ...]:
    """The stages on whose start the dates of a rule hang."""
    return rule.anchor.of if rule.anchor else ()


def _keys(groups: Iterable[Requirement]) -> Iterator[str]:
    return (ref.key for group in groups for ref in refs_of(group.any_of))
