"""What is known so far in a forward pass: dates of things placed, and answers to conditions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pathways.planning.catalogue import Cohort, Milestone, Requirement
from pathways.planning.catalogue.expressions import Condition
from pathways.planning.dates import ONE_DAY, add_days, add_months
from pathways.planning.frame import Frame
from pathways.planning.plans import Change
from pathways.planning.scenarios import PLANNED, Scenario
from pathways.planning.standing import Spot
from pathways.planning.worktime import Walk


class Answer(NamedTuple):
    """What something comes to: a date (None: satisfied at a time nobody knows), the key it comes
    from, and either the condition that was answered or words for it. ``usual``: it says when
    people do it, not when it is possible."""

    date: dt.date | None
    key: str = ""
    condition: Condition | None = None
    says: str = ""
    usual: bool = False


class Known:
    """Where everything stands so far. ``tell`` the dates of each thing as it is placed.

    ``held_back``: things that come no earlier than a day, to ask what would follow; ``scenario``:
    how windows and estimates turn out.
    """

    def __init__(
        self,
        frame: Frame,
        held_back: Mapping[str, dt.date] | None = None,
        scenario: Scenario = PLANNED,
    ) -> None:
        self.frame = frame
        self.held_back = held_back or {}
        self.scenario = scenario
        self.placed: dict[str, Spot] = {}
        self.walks: dict[str, Walk] = {}
        self.on_time: dict[str, dt.date] = {}
        self._spots: dict[str, Spot] = dict(frame.standing.assumed)
        for past in frame.standing.past.values():
            is_day = past.date is not None and past.key in frame.edition.milestones
            after = past.date + ONE_DAY if past.date and is_day else past.date
            self._spots[past.key] = Spot(past.date, after)

    def tell(self, key: str, spot: Spot, *, over: dt.date | None = None) -> None:
        """Record the dates of something; ``over`` is when it counts as behind one, if that is
        not its end."""
        self.placed[key] = spot
        self._spots[key] = spot if over is None else Spot(spot.start, over)

    def told(self, key: str) -> tuple[Spot, Spot]:
        """What was told of something that is placed: its dates, and as what they count."""
        return self.placed[key], self._spots[key]

    def tell_again(self, key: str, spot: Spot, counted: Spot) -> None:
        """Record what ``told`` gave."""
        self.placed[key] = spot
        self._spots[key] = counted

    def take(self, other: "Known", key: str) -> None:
        """Record something as another pass placed it."""
        self.placed[key] = other.placed[key]
        self._spots[key] = other._spots[key]
        if key in other.walks:
            self.walks[key] = other.walks[key]
        if key in other.on_time:
            self.on_time[key] = other.on_time[key]

    def agrees(self, other: "Known", key: str) -> bool:
        """Whether something stands here as it does in another pass of the same plan, so that what
        depends on it does too."""
        mine, theirs = (
            (one.placed[key], one._spots[key], one.on_time.get(key), _work(one.walks.get(key)))
            for one in (self, other)
        )
        return mine == theirs

    def held(self, key: str) -> tuple[Answer, ...]:
        """The day before which a thing is held back, as an answer, where there is one."""
        day = self.held_back.get(key)
        return () if day is None else (Answer(day, says="Held back to ask what if"),)

    def answer(self, condition: Condition) -> Answer | None:
        """The date a condition comes to; None when nothing in the plan can answer it."""
        if condition.date is not None:
            return Answer(condition.date, says="Fixed date")
        for ref in condition.refs:
            spot = self._spots.get(ref.key)
            if spot is None or (ref.track and not self._has_track(ref.key, ref.track)):
                continue
            base = self._base(condition, ref.key, spot)
            date = None if base is None else self._offset(condition, ref.key, base)
            return Answer(date, ref.key, condition)
        return None

    def _has_track(self, key: str, track: str) -> bool:
        step = self.frame.by_key.get(key)
        if step is not None:
            return step.track == track
        return self.frame.standing.track_of(key) == track

    def _base(self, condition: Condition, key: str, spot: Spot) -> dt.date | None:
        """The date that offsets count from; a result that is still to come counts as the end."""
        if condition.point in ("start", "worked"):
            return spot.start
        milestone = self.frame.edition.milestones.get(key)
        if condition.point == "first":
            return min((*self._sat(key), *([spot.start] if spot.start else ())), default=None)
        if milestone is not None and spot.end is not None and milestone.results_days:
            return add_days(spot.end, milestone.results_days)
        return spot.end

    def begins(self, answer: Answer) -> dt.date | None:
        """The day from which the time of an answer was counted; None where nobody knows it."""
        spot = self._spots.get(answer.key)
        if spot is None or answer.condition is None:
            return None
        return self._base(answer.condition, answer.key, spot)

    def _sat(self, key: str) -> tuple[dt.date, ...]:
        """The sittings before the one that is planned which count as sat."""
        milestone = self.frame.edition.milestones.get(key)
        return used_up(milestone, self.frame.change(key)) if milestone else ()

    def _offset(self, condition: Condition, key: str, base: dt.date) -> dt.date:
        if condition.point == "worked" and (walk := self.walks.get(key)):
            return walk.after(condition.months, condition.days)
        if condition.months:
            base = add_months(base, condition.months)
        return add_days(base, condition.days) if condition.days else base

    def group(self, requirement: Requirement) -> Answer | None:
        """The earliest way a requirement is met; None when no condition of it can be answered."""
        best: Answer | None = None
        for condition in requirement.any_of:
            found = self.answer(condition)
            if found is not None and (best is None or _day(found) < _day(best)):
                best = found
        return best

    def groups(self, requirements: Iterable[Requirement]) -> list[Answer]:
        """The answers to all requirements that can be answered."""
        return [one for one in map(self.group, requirements) if one is not None]

    def class_of(self, cohort_key: str) -> int | None:
        """The class year of the plan: the year of the last day before the cohort's date."""
        cohort = self.frame.edition.cohorts.get(cohort_key)
        for condition in cohort.year_of if cohort else ():
            answer = self.answer(condition)
            if cohort and answer is not None and answer.date is not None:
                return _class_year(cohort, answer.date - ONE_DAY)
        return None


def _class_year(cohort: Cohort, last: dt.date) -> int:
    """The year of a class by its last day: the calendar year, or the academic year that ends."""
    begins = cohort.year_begins
    return last.year + bool(begins and (last.month, last.day) >= begins)


def _work(walk: Walk | None) -> tuple[dt.date, ...] | None:
    """What tells the walk of a step from another walk of it."""
    return None if walk is None else (walk.start, walk.nominal, walk.end, walk.on_time)


def used_up(milestone: Milestone, change: Change) -> tuple[dt.date, ...]:
    """The dates of the attempts that are used up, in order: those failed, and those missed where
    a sitting that was not taken counts."""
    return change.gone if milestone.missed_counts else change.failed


def _day(answer: Answer) -> dt.date:
    return answer.date or dt.date.min


def latest(answers: Iterable[Answer]) -> Answer | None:
    """The answer that decides: the one with the latest date."""
    best: Answer | None = None
    for one in answers:
        if one.date is not None and (best is None or best.date is None or one.date > best.date):
            best = one
    return best
