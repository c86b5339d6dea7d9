"""Dates everything in a plan: a forward pass in which each thing comes after what it needs.

Plans from one situation mostly share their first years: a route to neuroradiology and one to
breast imaging are the same until the end of residency. ``Dating`` dates many plans of an edition
and dates nothing twice: what a date can depend on is known beforehand (``Index.looks``), so where
all of that is there alike and dated alike, the date is the same.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.finishing import deciding
from pathways.planning.frame import Frame, bare_frame, frame_on
from pathways.planning.happening import place_milestone
from pathways.planning.index import Index
from pathways.planning.known import Known
from pathways.planning.ordering import arranged, in_order, milestone_needs, step_needs
from pathways.planning.picking import Ground
from pathways.planning.placing import PlacedStep, extend_posts, place_step
from pathways.planning.plans import Plan
from pathways.planning.shown import Placed, Shown, key_of, shown
from pathways.planning.standing import Spot


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A plan with the dates of everything in it, and not a word about them. ``placed`` is in no
    order."""

    known: Known
    placed: tuple[Placed, ...]

    @property
    def frame(self) -> Frame:
        """The plan laid against its edition."""
        return self.known.frame

    @property
    def spots(self) -> Mapping[str, Spot]:
        """The dates [start, end) by key."""
        return self.known.placed

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """What is shown of it, in order of start (renewals aside)."""
        return shown(self.known, self.placed)

    def in_order(self) -> tuple[Placed, ...]:
        """Everything placed, each after what it needs."""
        by_key = {key_of(one): one for one in self.placed}
        return tuple(by_key[key] for key in in_order(self.frame))


def finish_of(dated: Dated) -> dt.date | None:
    """The day on which a dated plan finishes; the date of its timeline's ``finish``."""
    found = deciding(dated.frame, dated.shown)
    return found.day if found else None


class _Entry(NamedTuple):
    """Something placed, with what it told the pass about itself. ``number``: what is dated alike
    has the same."""

    number: int
    placed: Placed
    known: tuple[Spot, Spot]
    on_time: dt.date | None


class _Ties(NamedTuple):
    """What a step or milestone has to do with in a plan: the keys that it ``needs`` first, all
    keys that it ``looks`` at, and what of them is there."""

    needs: frozenset[str]
    looks: tuple[str, ...]
    there: int


class Dating:
    """Dates plans of an edition, one after another, and remembers what they share. For one
    request or one question: it forgets nothing."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._shared: list[_Shared] = []

    def date(self, plan: Plan) -> Dated:
        """The dates of a plan; the same as ``date`` gives."""
        return date(self.edition, plan) if plan.custom else self._on(plan).date(plan)

    def finish(self, plan: Plan) -> dt.date | None:
        """The day on which a plan finishes, as ``finish_of`` its dates; dates no more than that
        takes."""
        destination = self.edition.destinations.get(plan.destination)
        is_done = destination and plan.change(destination.finish).status == "done"
        if destination and not plan.custom and not is_done:
            found = self._on(plan).start_of(plan, destination.finish)
            if found is not None:
                return found
        return finish_of(self.date(plan))

    def no_sooner(self, plan: Plan) -> dt.date:
        """A day before which a plan does not finish: when its stages alone would, each right
        after the other, without exams and applications. The first day there is where that says
        nothing."""
        if plan.custom or plan.changes:
            return dt.date.min
        return self._on(plan).no_sooner(plan)

    def _on(self, plan: Plan) -> "_Shared":
        """What was dated on the ground of a plan."""
        shared = next((one for one in self._shared if one.ground.holds(plan)), None)
        if shared is None:
            shared = _Shared(Ground(self.edition, plan, shares=True))
            self._shared.append(shared)
        return shared


def date(edition: Edition, plan: Plan, held_back: Mapping[str, dt.date] | None = None) -> Dated:
    """The dates of a plan. An item in ``held_back`` comes no earlier than that day."""
    frame = frame_on(Ground(edition, plan), plan)
    known = Known(frame, held_back)
    placed = [_place(known, key) for key in in_order(frame)]
    return Dated(known=known, placed=tuple(extend_posts(known, placed)))


def _place(known: Known, key: str) -> Placed:
    step = known.frame.by_key.get(key)
    if step:
        return place_step(known, step)
    return place_milestone(known, known.frame.edition.milestones[key])


class _Shared:
    """What was dated on one ground."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.ties: dict[tuple[str, str, int], _Ties] = {}
        self.entries: dict[_Name, _Entry] = {}
        self.bare: dict[tuple[int, str, str], _Entry] = {}

    def date(self, plan: Plan) -> Dated:
        """The dates of a plan that belongs on this ground."""
        known, found = self._pass(plan)
        placed = [entry.placed for entry in found.values()]
        return Dated(known=known, placed=tuple(extend_posts(known, placed)))

    def start_of(self, plan: Plan, key: str) -> dt.date | None:
        """The start of a step that is planned, or None where it is not. Only what has a part in
        that is dated."""
        known = self._pass(plan, key)[0]
        step = known.frame.by_key.get(key)
        return known.placed[key].start if step and step.role == "planned" else None

    def _pass(self, plan: Plan, goal: str = "") -> tuple[Known, dict[str, _Entry]]:
        """A forward pass through a plan, or through what has a part in the ``goal``."""
        frame = frame_on(self.ground, plan)
        known = Known(frame)
        ties = self._tie(frame)
        if goal:
            step = frame.by_key.get(goal)
            if step is None or step.role != "planned":
                return known, {}
            ties = _on_the_way(frame, ties, goal)
        found: dict[str, _Entry] = {}
        for key in arranged(frame, {one: tie.needs for one, tie in ties.items()}):
            name = _name(frame, key, ties[key], found)
            entry = self.entries.get(name)
            if entry is None:
                number = len(self.entries) + 1
                placed = _place(known, key)
                entry = _Entry(number, placed, known.told(key), known.on_time.get(key))
                self.entries[name] = entry
            else:
                _tell(known, key, entry)
            found[key] = entry
        return known, found

    def no_sooner(self, plan: Plan) -> dt.date:
        """See ``Dating``."""
        destination = self.ground.edition.destinations.get(plan.destination)
        frame = bare_frame(self.ground, plan)
        finish = frame.by_key.get(destination.finish) if destination else None
        if finish is None or finish.role != "planned":
            return dt.date.min
        known = Known(frame)
        number = 0
        for step in frame.steps:
            link = (number, step.key, step.track)
            entry = self.bare.get(link)
            if entry is None:
                number = len(self.bare) + 1
                placed = place_step(known, step)
                entry = _Entry(number, placed, known.told(step.key), known.on_time.get(step.key))
                self.bare[link] = entry
            else:
                _tell(known, step.key, entry)
            number = entry.number
        return known.placed[finish.key].start or dt.date.min

    def _tie(self, frame: Frame) -> dict[str, _Ties]:
        """The ties of everything in a plan."""
        index, kept, found = self.ground.index, self.ties, {}
        bits = _bits(index, frame)
        things: list[tuple[str, str]] = [(step.key, step.track) for step in frame.steps]
        things += [(milestone.key, "") for milestone in frame.milestones]
        for key, track in things:
            there = bits & index.looks(key)
            ties = kept.get((key, track, there))
            if ties is None:
                ties = kept[key, track, there] = _ties(frame, key, index, there)
            found[key] = ties
        return found


_Name: TypeAlias = tuple[str, str, int, int, tuple[int, ...], frozenset[str]]


def _name(frame: Frame, key: str, ties: _Ties, found: Mapping[str, _Entry]) -> _Name:
    """Everything that the date of a thing depends on: what is there of what it looks at, what of it
    the plan requires, and how it and the step before are dated, as far as they come first."""
    step = frame.by_key.get(key)
    before = frame.before.get(key) if step else None
    numbers = tuple(found[one].number if one in found else 0 for one in ties.looks)
    chain = found[before.key].number if before and before.key in found else 0
    asked = frame.required.intersection((key, *ties.looks))
    return (key, step.track if step else "", chain, ties.there, numbers, asked)


def _on_the_way(frame: Frame, ties: Mapping[str, _Ties], goal: str) -> dict[str, _Ties]:
    """Of everything in a plan only what has a part in the date of a step, in the same order."""
    todo, part = [goal], {goal}
    while todo:
        key = todo.pop()
        before = frame.before.get(key)
        for one in (*ties[key].looks, *((before.key,) if before else ())):
            if one not in part:
                part.add(one)
                todo.append(one)
    return {key: tie for key, tie in ties.items() if key in part}


def _ties(frame: Frame, key: str, index: Index, there: int) -> _Ties:
    step = frame.by_key.get(key)
    if step:
        needs = step_needs(frame, step)
    else:
        needs = milestone_needs(frame, frame.edition.milestones[key])
    of_key = index.of_key
    looks = [one for one in frame.keys if of_key.get(one, 0) & there]
    return _Ties(frozenset(needs & frame.keys), tuple(sorted(looks)), there)


def _bits(index: Index, frame: Frame) -> int:
    """The steps (with tracks) and milestones of a plan."""
    bit, bits = index.bit, frame.bits
    for step in frame.steps:
        bits |= bit.get(Ref(step.key), 0)
        bits |= bit.get(Ref(step.key, step.track), 0) if step.track else 0
    return bits


def _tell(known: Known, key: str, entry: _Entry) -> None:
    """Let a pass know of something that was placed in another one."""
    known.tell_again(key, *entry.known)
    if isinstance(entry.placed, PlacedStep) and entry.placed.walk:
        known.walks[key] = entry.placed.walk
        if entry.on_time is not None:
            known.on_time[key] = entry.on_time
