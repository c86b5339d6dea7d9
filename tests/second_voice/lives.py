"""Lives for the audit, made up at random from a seed: the same seed gives the same lives."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.second_voice.countries import COUNTRIES, Ladder
from tests.second_voice.voice import ONE_DAY, Lived, Step, begin, follow, live, nominal_end

PERCENTS = (40, 50, 60, 70, 75, 80, 90, 100)
# Stages whose first day is not an intake begin in these months.
FIRST_MONTHS = {"medical_school": 8, "uk_med": 9, "ie_med": 9, "in_mbbs": 11}


# Stages with time out that counts in full (100) or as much as was agreed (uk 1.4, row 11).
TIME_OUT = {"uk_st1_3", "uk_st4_5", "uk_ir_st4_6", "uk_nm_st3_8"}


@dataclass(frozen=True)
class Life:
    """A ladder, what somebody changed about it, the sittings they failed, and their today."""

    country: str
    number: int
    ladder: Ladder
    steps: tuple[Step, ...]
    today: dt.date
    failed: Mapping[str, dt.date] = field(default_factory=dict)

    def document(self, edition: int) -> dict[str, Any]:
        """The plan document, as the site exports it and ``manage.py timeline`` reads it."""
        first, *others = (step.stage.key for step in self.steps)
        changes: dict[str, Any] = {}
        for number, step in enumerate(self.steps):
            change = _change(step, first=not number)
            if change:
                changes[step.stage.key] = change
        changes |= {key: {"failed": [day.isoformat()]} for key, day in self.failed.items()}
        start = self.steps[0].start or self.today
        return {
            "format": 1,
            "title": f"{self.country} {self.number}",
            "edition": edition,
            "destination": self.ladder.destination,
            "situation": {
                "as_of": self.today.isoformat(),
                "at": [{"stage": first, "track": "", "start": start.isoformat()}],
                "done": [],
            },
            "route": [{"stage": key, "track": ""} for key in (*others, self.ladder.post)],
            "changes": changes,
            "custom": [],
        }


def lives(country: str, count: int, seed: int) -> Iterator[Life]:
    """So many lives in that country."""
    ladders, _ = COUNTRIES[country]
    for number in range(count):
        random = Random(f"{country} {seed} {number}")  # noqa: S311
        ladder = random.choice(ladders)
        steps: list[Step] = []
        last: Lived | None = None
        for stage in ladder.stages:
            step = Step(stage)
            if last is None:
                step = replace(step, start=_first_day(random, step))
            elif random.random() < 0.08:
                step = replace(step, start=last.end + ONE_DAY * random.randrange(200))
            steps.append(_changed(random, step, begin(step, last)))
            last = follow(steps[-1], last)
        lived = live(steps)
        first = lived[ladder.stages[0].key].start
        today = first + ONE_DAY * random.choice((0, 0, 0, random.randrange(100)))
        yield Life(country, number, ladder, tuple(steps), today, _failed(random, lived))


def _first_day(random: Random, step: Step) -> dt.date:
    """When the first stage begins: mostly at an intake."""
    year = random.randint(2025, 2032)
    if random.random() < 0.3:
        return dt.date(year, 1, 1) + ONE_DAY * (random.randrange(365))
    if step.stage.intake is None:
        return dt.date(year, FIRST_MONTHS.get(step.stage.key, random.choice((1, 7))), 1)
    return step.stage.intake(year)


def _changed(random: Random, step: Step, start: dt.date) -> Step:
    """The step with a length, percentages and leave of somebody's own, or without."""
    if random.random() < 0.12:
        whole = (nominal_end(step, start) - start).days * 12 / 365.25
        step = replace(step, months=max(6, round(whole) + random.randint(-6, 24)))
    length = (nominal_end(step, start) - start).days
    if random.random() < 0.45:
        turns = {
            start + ONE_DAY * (random.randint(-60, int(length * 1.2))): random.choice(PERCENTS)
            for _ in range(random.choice((1, 1, 2, 3, 4)))
        }
        working: list[tuple[dt.date | None, int]] = sorted(turns.items())
        if random.random() < 0.3 and min(turns) > start:
            working.insert(0, (None, random.choice(PERCENTS)))
        step = replace(step, working=tuple(working))
    if random.random() < 0.55:
        step = replace(step, leave=_leave(random, start, length))
    elif step.stage.key in TIME_OUT and random.random() < 0.3:
        first = start + ONE_DAY * random.randrange(length // 2)
        after = first + ONE_DAY * random.randint(30, 365)
        share = random.choice((25, 50, 100))
        step = replace(step, leave=((first, after, share),))
    return step


def _failed(random: Random, lived: Mapping[str, Lived]) -> dict[str, dt.date]:
    """A failed sitting of an exam whose next sitting or limit the second voice can tell."""
    if random.random() < 0.7:
        return {}
    if "dr_residency" in lived:
        last = lived["dr_residency"].end - ONE_DAY
        year = last.year + (last.month >= 7)
        return {"core": dt.date(year - 1, 6, 9)} if year in (2027, 2028) else {}
    if "ca_dr" in lived:
        last = lived["ca_dr"].end - ONE_DAY
        autumn = (last.month, last.day) <= (2, 28)
        return {"ca_rc_dr_exam": dt.date(last.year - autumn, 10 if autumn else 4, 15)}
    for key in lived.keys() & {"au_ph2", "nz_ph2"}:
        return {"au_ph2_path": dt.date(lived[key].start.year + 1, 3, 10)}
    return {}


def _leave(random: Random, start: dt.date, length: int) -> tuple[tuple[dt.date, dt.date, int], ...]:
    """Some leave: before, inside and after the stage, overlapping, adjoining."""
    taken: list[tuple[dt.date, dt.date, int]] = []
    for _ in range(random.choice((1, 1, 2, 2, 3, 5, 8))):
        span = random.choice(
            (random.randint(1, 20), random.randint(1, 20), random.randint(20, 400))
        )
        where = random.random()
        if taken and where < 0.15:
            first = taken[-1][1]  # adjoining
        elif taken and where < 0.3:
            first = taken[-1][0] + ONE_DAY * (random.randint(0, 10))  # overlapping
        elif where < 0.4:
            first = start + ONE_DAY * (random.randint(-span - 5, 5))  # around the start
        elif where < 0.5:
            first = start + ONE_DAY * (length + random.randint(-span - 5, 60))
        else:
            first = start + ONE_DAY * (random.randrange(length))
        taken.append((first, first + ONE_DAY * (span), 0))
    return tuple(sorted(taken))


def _change(step: Step, *, first: bool) -> dict[str, Any]:
    """The change of a stage in the plan document."""
    change: dict[str, Any] = {}
    if step.start is not None and not first:
        change |= {"start": step.start.isoformat(), "pinned": True}
    if step.months is not None:
        change["months"] = step.months
    if step.working:
        change["working"] = [
            {"percent": percent, "since": since and since.isoformat()}
            for since, percent in step.working
        ]
    if step.leave:
        change["leave"] = [
            {"since": first.isoformat(), "until": after.isoformat(), **_kind(share)}
            for first, after, share in step.leave
        ]
    return change


def _kind(share: int) -> dict[str, Any]:
    """The kind of time out by the share of it that counts: leave, training, or research."""
    if not share:
        return {}
    return {"kind": "oopt"} if share == 100 else {"kind": "oopr", "counts": share}
