"""The range of a finish: the earliest and the latest it can be, and what each end rests on.

Both ends come from the forward pass itself, in its best and its worst scenario; the latest end
takes one re-sit as well, of the exam whose failing moves the finish furthest. So the planning date
always lies within its range. An end without a reason is not told: then it is the planning date.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from pathways.planning.catalogue import Edition, Length, Milestone
from pathways.planning.dates import add_months
from pathways.planning.edits import EditError, fail_on
from pathways.planning.ends import step_name
from pathways.planning.finishing import asked_for
from pathways.planning.frame import Frame, make_frame
from pathways.planning.happening import PlacedMilestone
from pathways.planning.known import latest, used_up
from pathways.planning.ordering import looks_at
from pathways.planning.passes import Pass, Placed, first_pass, pass_again
from pathways.planning.placing import PlacedStep
from pathways.planning.plans import Plan
from pathways.planning.scenarios import Scenario, Side, estimated_length, item_of, length_key
from pathways.planning.shown import is_over, status_of
from pathways.planning.steps import Step
from pathways.planning.wording import describe_month, describe_months

ReasonKind: TypeAlias = Literal["window", "length", "usual", "resit"]
Keys: TypeAlias = frozenset[str]
AHEAD = ("planned", "confirmed")
NO_KEYS: Keys = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What an end rests on. On ``day`` a stage begins or a milestone happens: at that end of its
    window (``window``), as soon as it can (``usual``), or once more (``resit``). For a ``length``
    it lasts ``taken`` of the units of its ``length`` instead of the typical number."""

    kind: ReasonKind
    side: Side
    key: str
    name: str
    day: dt.date
    is_stage: bool = False
    length: Length | None = None
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeEnd:
    """One end of a range; without reasons it is the planning date."""

    date: dt.date
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRange:
    """From when to when a finish can be: ``earliest`` ≤ ``planned`` ≤ ``latest``. ``unranged``
    are the names of what decides the finish by an estimate of which no range is known."""

    earliest: RangeEnd
    planned: dt.date
    latest: RangeEnd
    unranged: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether the ends lie more than a month apart."""
        return add_months(self.earliest.date, 1) < self.latest.date


def finish_range(edition: Edition, plan: Plan) -> FinishRange | None:
    """The range of the finish of a plan; None where it has no finish. ``today`` moves no date, so
    the range does not depend on it either."""
    destination = edition.destinations.get(plan.destination)
    if destination is None:
        return None
    frame = make_frame(edition, plan)
    if destination.finish not in frame.by_key and destination.finish not in frame.included:
        return None
    return _Question(frame, destination.finish).answer()


class _Question:
    """The passes of one plan: as planned, at best, at worst, and with an exam failed."""

    def __init__(self, frame: Frame, finish: str) -> None:
        self.frame = frame
        self.finish = finish
        self.seen = looks_at(frame)
        self.asked = asked_for(frame)
        self.planned = first_pass(frame, self._matters)
        self._passes: dict[tuple[Side, Keys, str], Pass] = {}
        self.date, self.decided_by = self._finish(self.planned)

    def answer(self) -> FinishRange:
        """Both ends, and what stands in for a range that nobody knows."""
        return FinishRange(
            earliest=self._earliest(),
            planned=self.date,
            latest=self._latest(),
            unranged=tuple(self._unranged()),
        )

    def _finish(self, one: Pass) -> tuple[dt.date, str]:
        """The day of the finish, and the key of what decides it: the finish itself, or for who is
        in that post already the last of what is to come (see ``finishing``)."""
        placed = one.placed[self.finish]
        if isinstance(placed, PlacedMilestone):
            return placed.span.start, self.finish
        day, key = placed.start, self.finish
        if not self._is_there(placed.step):
            return day, key
        for other in one.placed.values():
            if isinstance(other, PlacedMilestone):
                ends, end_key = other.span.until, other.milestone.key
                is_ahead = status_of(self.frame, other) in AHEAD
                counts = is_ahead and end_key in self.asked and not is_over(self.frame, other)
            else:
                ends, end_key = other.end, other.step.key
                counts = self._is_training_ahead(other.step)
            if counts and ends > day:
                day, key = ends, end_key
        return day, key

    def _is_there(self, step: Step) -> bool:
        is_done = self.frame.change(step.key).status == "done"
        return step.role in ("past", "running") or is_done

    def _is_training_ahead(self, step: Step) -> bool:
        is_post = step.stage is not None and step.stage.kind == "practice"
        return not (is_post or self._is_there(step))

    # Scenarios

    @cached_property
    def _matters(self) -> Keys:
        """Everything that the finish may depend on."""
        found: set[str] = set()
        step = self.frame.by_key.get(self.finish)
        todo = [self.finish]
        if step is not None and self._is_there(step):
            todo += [one.key for one in self.frame.steps]
            todo += self.asked & self.frame.included
        while todo:
            key = todo.pop()
            if key not in found:
                found.add(key)
                todo.extend(self.seen[key])
        return frozenset(found)

    @cached_property
    def _open(self) -> Keys:
        """The keys of a scenario in which the finish depends on everything it can."""
        return frozenset(key for one in self.planned.placed.values() for key in self._opens(one))

    def _opens(self, placed: Placed) -> Iterator[str]:
        if isinstance(placed, PlacedMilestone):
            if placed.rule.usual or not placed.span.is_day:
                yield placed.milestone.key
            return
        step = placed.step
        if self._length(step) is not None:
            yield length_key(step.key)
        # Another year may have a window where the planned one has a published day.
        if step.role == "planned" and not placed.fixed and step.stage and step.stage.intakes:
            yield step.key

    def _length(self, step: Step) -> Length | None:
        """The length of a step where it is an estimate and the person said nothing about it."""
        change = self.frame.change(step.key)
        is_told = change.months is not None or change.status == "done"
        return None if is_told else estimated_length(step)

    def _run(self, side: Side, keys: Keys, failing: str = "") -> Pass:
        """A scenario for some items, with an exam failed where one is named; as planned where it
        cannot be failed then."""
        asked = (side, keys, failing)
        if asked not in self._passes:
            self._passes[asked] = self._passed(side, keys, failing)
        return self._passes[asked]

    def _passed(self, side: Side, keys: Keys, failing: str) -> Pass:
        scenario = Scenario(side=side, keys=keys)
        if not failing:
            changed = self._touched_by(keys)
            return pass_again(self.planned, self.frame, self.seen, changed, scenario)
        found = self._run(side, keys) if keys else self.planned
        try:
            plan = fail_on(self.frame.plan, failing, _begins(found.placed[failing]))
        except EditError:
            return found
        frame = replace(self.frame, plan=plan)
        return pass_again(found, frame, self.seen, self._touched_by({failing}), scenario)

    def _touched_by(self, keys: Collection[str]) -> Keys:
        """The items of which something is said together with others: a stage with what hangs on
        its start, an application with the exam that needs it again."""
        found = {item_of(key) for key in keys}
        for step in self.frame.steps:
            if any(one.key in found for one in self.frame.anchored_to(step)):
                found.add(step.key)
        for key in found & self.frame.included:
            found |= set(_applications(self.frame.edition.milestones[key]))
        return frozenset(found)

    def _day(self, one: Pass) -> dt.date:
        return self._finish(one)[0]

    # The two ends

    def _earliest(self) -> RangeEnd:
        best = self._run("best", self._open)
        day = self._day(best)
        if day >= self.date:
            return RangeEnd(date=self.date)

        def holds(keys: Keys) -> bool:
            return self._day(self._run("best", keys)) == day

        # What decides the finish comes earlier; then something else decides it, until nothing does.
        keys, one = NO_KEYS, self.planned
        while self._day(one) > day:
            more = keys | self._on_the_way(one)
            if more == keys:
                keys = self._open
                break
            keys, one = more, self._run("best", more)
        return self._end(day, best, "best", _fewest(keys, holds))

    def _latest(self) -> RangeEnd:
        worst = self._run("worst", self._open)
        day, failing = max(self._day(worst), self.date), ""
        for key in self._exams():
            with_resit = self._day(self._run("worst", self._open, key))
            if with_resit > day:
                day, failing = with_resit, key
        if day <= self.date:
            return RangeEnd(date=self.date)

        def holds(keys: Keys) -> bool:
            return self._day(self._run("worst", keys, failing)) == day

        one = self._run("worst", self._open, failing)
        if holds(NO_KEYS):
            return self._end(day, one, "worst", NO_KEYS, failing)
        keys = self._on_the_way(one)
        keys = keys if holds(keys) else self._open
        return self._end(day, one, "worst", _fewest(keys, holds), failing)

    def _end(self, day: dt.date, one: Pass, side: Side, keys: Keys, failing: str = "") -> RangeEnd:
        """An end with its reasons; the planning date where there are none."""
        order = {key: place for place, key in enumerate(one.placed)}
        in_order = sorted(keys, key=lambda key: (order[item_of(key)], key))
        reasons = [self._reason(one, side, key) for key in in_order]
        if failing:
            reasons.append(_reason("resit", side, one.placed[failing]))
        return RangeEnd(date=day if reasons else self.date, reasons=tuple(reasons))

    def _exams(self) -> Iterator[str]:
        """The exams to come that may move the finish and can be sat once more after a failure."""
        as_of = self.frame.standing.situation.as_of
        for key, placed in self.planned.placed.items():
            if not isinstance(placed, PlacedMilestone) or placed.milestone.kind != "exam":
                continue
            milestone, change = placed.milestone, self.frame.change(key)
            used = len(used_up(milestone, change)) + 1
            is_last = milestone.attempts is not None and used >= milestone.attempts
            if placed.span.until > as_of and change.status != "done" and not is_last:
                yield key

    # What an end rests on

    def _chain(self, one: Pass) -> Iterator[str]:
        """What decides the finish of a pass, from the finish back."""
        key, found = self._finish(one)[1], set[str]()
        while key in one.placed and key not in found:
            found.add(key)
            yield key
            key = _decided_by(one.placed[key], found)

    def _on_the_way(self, one: Pass) -> Keys:
        """Which keys of a scenario what decides a finish is about."""
        chain = set(self._chain(one))
        return frozenset(key for key in self._open if item_of(key) in chain)

    def _reason(self, one: Pass, side: Side, key: str) -> Reason:
        """Why an item comes otherwise in a pass than as planned."""
        placed = one.placed[item_of(key)]
        if isinstance(placed, PlacedStep):
            is_length = key == length_key(placed.step.key)
            length = self._length(placed.step) if is_length else None
            return _reason("length" if length else "window", side, placed, length)
        planned = self.planned.placed[key]
        driver = latest(planned.answers)
        is_usual = side == "best" and driver is not None and driver.usual
        return _reason("usual" if is_usual else "window", side, placed)

    def _unranged(self) -> Iterator[str]:
        """What decides the planning date by an estimate without a window."""
        as_of = self.frame.standing.situation.as_of
        for key in self._chain(self.planned):
            placed = self.planned.placed[key]
            if not isinstance(placed, PlacedMilestone) or placed.fixed:
                continue
            is_windowed = placed.rule.sittings or placed.rule.dated
            if placed.rule.figure.is_estimate and not is_windowed and placed.span.until > as_of:
                yield placed.milestone.name


def _reason(kind: ReasonKind, side: Side, placed: Placed, length: Length | None = None) -> Reason:
    taken = (length.min if side == "best" else length.max) if length else 0
    return Reason(
        kind=kind,
        side=side,
        key=placed.step.key if isinstance(placed, PlacedStep) else placed.milestone.key,
        name=step_name(placed.step) if isinstance(placed, PlacedStep) else placed.milestone.name,
        day=_begins(placed),
        is_stage=isinstance(placed, PlacedStep),
        length=length,
        taken=taken,
    )


def _begins(placed: Placed) -> dt.date:
    return placed.start if isinstance(placed, PlacedStep) else placed.span.start


def _applications(exam: Milestone) -> Iterator[str]:
    """What an exam requires, since some of it has to be done again for a re-sit."""
    for group in exam.requires:
        for condition in group.any_of:
            for ref in condition.refs:
                yield ref.key


def _decided_by(placed: Placed, found: Collection[str]) -> str:
    """The key of what decides when something placed comes; empty where nothing does."""
    if placed.fixed:
        return ""
    if isinstance(placed, PlacedStep):
        if placed.held_by is not None:
            return placed.held_by.key
        return placed.driver.key if placed.driver else ""
    if placed.anchor is not None and placed.anchor.key not in found:
        return placed.anchor.key
    driver = latest(placed.answers)
    return driver.key if driver else ""


def _fewest(keys: Keys, holds: Callable[[Keys], bool]) -> Keys:
    """As few of the keys as make something hold that holds with all of them."""
    if not keys or holds(NO_KEYS):
        return NO_KEYS
    if len(keys) == 1:
        return keys
    for key in sorted(keys):
        if holds(keys - {key}):
            keys = keys - {key}
    return keys


def describe_reason(reason: Reason, day: Callable[[dt.date], str]) -> str:
    """What an end rests on, in a sentence; ``day`` says a day."""
    name, length = reason.name, reason.length
    if length is not None:
        taken, typical = (_length_says(length, number) for number in (reason.taken, length.typical))
        return f"{name} takes {taken}, not the typical {typical}."
    if reason.kind == "resit":
        return f"{name} needs another attempt, in {describe_month(reason.day)}."
    if reason.kind == "usual":
        when = describe_month(reason.day)
        return f"{name} is taken as soon as possible, in {when}, not at the usual time."
    end = "first" if reason.side == "best" else "last"
    verb, what = ("begins", "intake window") if reason.is_stage else ("falls", "window")
    return f"{name} {verb} on the {end} day of its {what}, {day(reason.day)}."


def _length_says(length: Length, number: int) -> str:
    return describe_months(number if length.unit == "months" else 12 * number)
