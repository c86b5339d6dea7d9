"""The dates known so far in a forward pass, and the answers they give to conditions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pathways.planning.catalogue import Cohort, Requirement
from pathways.planning.dates import ONE_DAY, add_days, add_months
from pathways.planning.expressions import Condition
from pathways.planning.frame import Frame
from pathways.planning.standing import Spot
from pathways.planning.timeline import PRECISIONS, Bar, Input, Item, Marker, Precision
from pathways.planning.worktime import worked_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a condition comes to: a date (None: satisfied at a time nobody knows), and from what."""

    date: dt.date | None
    input: Input
    precision: Precision = "exact"


class Spots:
    """Where everything stands so far. ``add`` each item as it is placed."""

    def __init__(self, frame: Frame, held_back: Mapping[str, dt.date] | None = None) -> None:
        self.frame = frame
        self.held_back = held_back or {}
        self.items: dict[str, Item] = {}
        self._spots: dict[str, Spot] = dict(frame.standing.assumed)
        for past in frame.standing.past.values():
            after = (
                past.date and past.date + ONE_DAY
                if past.key in frame.edition.milestones
                else past.date
            )
            self._spots[past.key] = Spot(past.date, after)

    def add(self, item: Item) -> None:
        """Record an item's dates for those that come after it."""
        self.items[item.key] = item
        if isinstance(item, Bar):
            self._spots[item.key] = Spot(item.start.date, item.end.date)
        else:
            self._spots[item.key] = Spot(item.at.date, _over(item))

    def held(self, key: str) -> tuple[Answer, ...]:
        """The day before which an item is held back, as an answer, where there is one."""
        day = self.held_back.get(key)
        if day is None:
            return ()
        return (Answer(date=day, input=Input(key="", label="Held back to ask what if", date=day)),)

    def answer(self, condition: Condition) -> Answer | None:
        """The date a condition comes to; None when nothing in the plan can answer it."""
        if condition.date is not None:
            return Answer(
                date=condition.date, input=Input(key="", label="Fixed date", date=condition.date)
            )
        for ref in condition.refs:
            spot = self._spots.get(ref.key)
            if spot is None or (ref.track and not self._has_track(ref.key, ref.track)):
                continue
            base = self._base(condition, ref.key, spot)
            label = f"{self.frame.edition.name_of(ref.key)} {self._point(condition, ref.key)}"
            if base is None:
                return Answer(date=None, input=Input(key=ref.key, label=label))
            date = self._offset(condition, ref.key, base)
            if ref.key in self.frame.standing.assumed and ref.key not in self.items:
                label += " (assumed)"
            return Answer(
                date=date,
                input=Input(key=ref.key, label=label + _offset(condition), date=date),
                precision=self._precision(ref.key, condition.point),
            )
        return None

    def _base(self, condition: Condition, key: str, spot: Spot) -> dt.date | None:
        """The date that offsets count from; a result that is still to come counts as the end."""
        if condition.point in ("start", "worked"):
            return spot.start
        milestone = self.frame.edition.milestones.get(key)
        if milestone is not None and spot.end is not None:
            return add_days(spot.end, milestone.results_days)
        return spot.end

    def _offset(self, condition: Condition, key: str, base: dt.date) -> dt.date:
        step = self.frame.by_key.get(key)
        if condition.point == "worked" and step is not None and step.stage is not None:
            change = self.frame.change(key)
            counting = step.stage.counting
            base = worked_until(base, Fraction(condition.months), change.working, counting)
            return add_days(base, condition.days)
        return add_days(add_months(base, condition.months), condition.days)

    def _has_track(self, key: str, track: str) -> bool:
        step = self.frame.by_key.get(key)
        if step is not None:
            return step.track == track
        past = self.frame.standing.past.get(key)
        return past is not None and past.track == track

    def _point(self, condition: Condition, key: str) -> str:
        if key in self.frame.edition.milestones:
            return "is behind you"
        return "is finished" if condition.point in ("done", "end") else "begins"

    def _precision(self, key: str, point: str) -> Precision:
        item = self.items.get(key)
        if item is None:
            return "estimate" if key in self.frame.standing.assumed else "exact"
        if isinstance(item, Marker):
            return item.at.precision
        return item.end.precision if point in ("done", "end") else item.start.precision

    def group(self, requirement: Requirement) -> Answer | None:
        """The earliest way a requirement is met; None when no condition of it can be answered."""
        answers = [one for one in map(self.answer, requirement.any_of) if one is not None]
        return min(answers, key=lambda one: one.date or dt.date.min, default=None)

    def groups(self, requirements: Iterable[Requirement]) -> tuple[Answer, ...]:
        """The answers to all requirements that can be answered."""
        return tuple(one for one in map(self.group, requirements) if one is not None)

    def class_of(self, cohort_key: str) -> int | None:
        """The class year of the plan: the year of the last day before the cohort's date."""
        cohort: Cohort | None = self.frame.edition.cohorts.get(cohort_key)
        for condition in cohort.year_of if cohort else ():
            answer = self.answer(condition)
            if answer is not None and answer.date is not None:
                return (answer.date - ONE_DAY).year
        return None


def _over(marker: Marker) -> dt.date:
    """When a milestone counts as behind you: after a sitting's window; for a planning window
    (one without sittings) after its first day, since it can be done then."""
    return marker.until if marker.sitting else marker.at.date + ONE_DAY


def _offset(condition: Condition) -> str:
    parts = []
    if condition.months:
        side = "after" if condition.months > 0 else "before"
        kind = "months of full-time work" if condition.point == "worked" else "months"
        parts.append(f"{abs(condition.months)} {kind} {side}")
    if condition.days:
        parts.append(f"{abs(condition.days)} days {'after' if condition.days > 0 else 'before'}")
    return f" ({', '.join(parts)})" if parts else ""


def worst(precisions: Iterable[Precision]) -> Precision:
    """The least precise of some precisions; exact when there are none."""
    return max(precisions, key=PRECISIONS.index, default="exact")


def latest(answers: Iterable[Answer]) -> Answer | None:
    """The answer that decides: the one with the latest date."""
    return max(
        (one for one in answers if one.date), key=lambda one: one.date or dt.date.min, default=None
    )


def mark_driver(answers: Iterable[Answer], driver: Answer | None) -> tuple[Input, ...]:
    """The inputs of a receipt, the deciding one marked."""
    return tuple(
        Input(key=one.input.key, label=one.input.label, date=one.input.date, drives=one is driver)
        for one in answers
    )
