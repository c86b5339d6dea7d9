"""Places steps on the calendar: dates only, and what they were worked out from.

``describing`` puts the same into words. The quick pass (planning backwards) stops here, so that
quick and full can not disagree.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from pathways.planning.catalogue import Figure, Intake, Milestone, Stage, TimingRule
from pathways.planning.dates import (
    ONE_DAY,
    Span,
    add_days,
    add_months,
    clamp,
    next_intake,
    nominal_end,
    spans_in,
)
from pathways.planning.frame import goes_on
from pathways.planning.happening import PlacedMilestone, fixed_span, session_rules
from pathways.planning.known import Answer, Known, latest
from pathways.planning.plans import Change
from pathways.planning.standing import Spot, unit_months
from pathways.planning.steps import Step
from pathways.planning.waiting import TOLD, answers_of
from pathways.planning.worktime import Walk, walk_stage

MOST_CYCLES = 40


class PlacedStep(NamedTuple):
    """A step's dates [start, end). ``walk``: the work in it (None where it is over); ``fixed``
    where the person gave the start; ``held_by`` the milestone that ruled out an earlier intake;
    ``window`` the days on one of which its intake is, where there are several; ``followed_by`` the
    step until whose start a post goes on."""

    step: Step
    start: dt.date
    end: dt.date
    walk: Walk | None = None
    fixed: bool = False
    answers: Sequence[Answer] = ()
    driver: Answer | None = None
    intake: Intake | None = None
    published: Figure | None = None
    held_by: Milestone | None = None
    window: Span | None = None
    followed_by: str = ""


# From which day on each milestone that hangs on a start can happen, by its rule.
_Possible: TypeAlias = dict[tuple[str, str], dt.date]


class _Start(NamedTuple):
    date: dt.date
    intake: Intake | None
    published: Figure | None
    held_by: Milestone | None
    window: Span | None = None


def place_step(known: Known, step: Step) -> PlacedStep:
    """The dates of a step, once everything it needs is placed; tells them to ``known``."""
    change = known.frame.change(step.key)
    if step.role == "past":
        placed = _past_step(known, step)
    elif fixed := _fixed_start(known, step, change):
        lasting = known.scenario.step(step)
        walk = walk_step(lasting, change, fixed)
        end, as_of = _end(walk, change), known.frame.standing.situation.as_of
        if step.role == "running" and goes_on(step, change):
            end = max(end, as_of)
        elif lasting is not step and known.scenario.shortens(step.key):
            # Who is in it is not through yet, unless it should be over in any case.
            end = max(end, min(as_of, _end(walk_step(step, change, fixed), change)))
        placed = PlacedStep(step, fixed, end, walk, fixed=True)
    else:
        placed = _planned_step(known, step, change)
    if placed.walk:
        known.walks[step.key] = placed.walk
        if placed.end == placed.walk.end:
            known.on_time[step.key] = placed.walk.on_time
    known.tell(step.key, Spot(placed.start, placed.end))
    return placed


def extend_posts(
    known: Known, placed: Sequence[PlacedStep | PlacedMilestone]
) -> list[PlacedStep | PlacedMilestone]:
    """What was placed, with every post going on until the step after it begins."""
    after = {before.key: step for before, step in pairwise(known.frame.steps)}
    return [_extended(known, one, after) for one in placed]


def _extended(
    known: Known, one: PlacedStep | PlacedMilestone, after: Mapping[str, Step]
) -> PlacedStep | PlacedMilestone:
    if isinstance(one, PlacedMilestone) or one.step.key not in after:
        return one
    following = after[one.step.key].key
    start = known.placed[following].start
    is_open = goes_on(one.step, known.frame.change(one.step.key))
    if not is_open or start is None or start <= one.end:
        return one
    known.tell(one.step.key, Spot(one.start, start))
    return one._replace(end=start, followed_by=following)


def _past_step(known: Known, step: Step) -> PlacedStep:
    ended = known.frame.standing.past[step.key].date or known.frame.standing.floor
    months = step.stage.length_on(step.track).typical * unit_months(step.stage) if step.stage else 1
    start = add_months(ended, -months)
    return PlacedStep(step, start, max(ended, start + ONE_DAY), fixed=True)


def _fixed_start(known: Known, step: Step, change: Change) -> dt.date | None:
    if change.start and (change.pinned or change.status in ("confirmed", "done")):
        return change.start
    if step.role == "running":
        return change.start or known.frame.standing.running[step.key].start
    return None


def _planned_step(known: Known, step: Step, change: Change) -> PlacedStep:
    answers = known.groups(step.needs)
    floor = known.frame.standing.floor
    answers.append(Answer(floor, says=TOLD))
    previous = known.frame.before.get(step.key)
    before = known.placed.get(previous.key) if previous else None
    if previous and before:
        answers.append(Answer(before.end, previous.key))
    answers.extend(known.held(step.key))
    if change.start:
        answers.append(Answer(change.start, says="Not before the start you wished for"))
    driver = latest(answers)
    earliest = driver.date if driver and driver.date else floor
    start = _first_intake(known, step, earliest)
    on_time = start.date
    if previous and before and start.date == before.end and _goes_on_any_day(step):
        on_time = known.on_time.get(previous.key, on_time)
    walk = walk_step(known.scenario.step(step), change, start.date, on_time)
    end = _end(walk, change)
    return PlacedStep(step, start.date, end, walk, False, answers, driver, *start[1:])


def _goes_on_any_day(step: Step) -> bool:
    """Whether it may follow the step before it on any day, without waiting for an intake."""
    intakes = _intakes(step)
    return not intakes or any(one.pattern.any_day for one in intakes)


def _intakes(step: Step) -> tuple[Intake, ...]:
    return step.stage.intakes_on(step.track) if step.stage else ()


def _first_intake(known: Known, step: Step, earliest: dt.date) -> _Start:
    """The first intake from ``earliest`` whose application cycle is still open, and the
    milestone that ruled out an earlier one, if any."""
    intakes = _intakes(step)
    anchored = known.frame.anchored_to(step)
    candidate = clamp(earliest)
    if not intakes and not anchored:
        return _Start(candidate, None, None, None)
    start = _Start(candidate, None, None, None)
    held_by: Milestone | None = None
    possible: _Possible = {}
    for _ in range(MOST_CYCLES):
        span, intake = next_intake(intakes, candidate)
        is_window = add_days(span.opens or span.start, 1) < span.until
        window = span if is_window else None
        start = _Start(span.start, intake, span.published, held_by, window)
        misfit = _misfit(known, step, anchored, span.start, possible)
        if misfit is None:
            break
        held_by = held_by or misfit
        if not intakes:
            candidate = add_months(span.start, 1)
        elif _misfit(known, step, anchored, span.until - ONE_DAY, possible):
            candidate = span.until  # no day of the window fits
        else:
            candidate = span.start + ONE_DAY
    if start.window and known.scenario.takes_last_day(step.key):
        last = start.window.until - ONE_DAY
        if _misfit(known, step, anchored, last, possible) is None:
            start = start._replace(date=last)
    return start._replace(held_by=held_by)


def _misfit(
    known: Known,
    step: Step,
    anchored: Iterable[Milestone],
    start: dt.date,
    possible: _Possible,
) -> Milestone | None:
    """The first of the milestones that hang on a step's start and rule out that day."""
    return next(
        (one for one in anchored if not _cycle_fits(known, one, step, start, possible)), None
    )


def _cycle_fits(
    known: Known, milestone: Milestone, step: Step, start: dt.date, possible: _Possible
) -> bool:
    """Whether a milestone that hangs on a step's start can still happen if the step begins on
    ``start``: its result must be out by then, and it can be neither before it is possible nor
    one that was missed."""
    rules = session_rules(known.frame.rules_for(milestone), start)
    rule = next((one for one in rules if known.frame.anchor_step(one) is step), None)
    if rule is None or rule.anchor is None:
        return True
    change = known.frame.change(milestone.key)
    fixed = fixed_span(known, milestone, change, start)
    if fixed is not None:
        return start > fixed.start
    asked = (milestone.key, rule.key)
    if asked not in possible:
        possible[asked] = _possible_from(known, milestone, rule, change)
    earliest = possible[asked]
    spans = spans_in(start.year + rule.anchor.years, rule.sittings, rule.dated)
    return not spans or any(
        earliest < span.until
        and add_days(span.until, milestone.results_days) <= start
        and all(span.start > gone for gone in change.gone)
        for span in spans
    )


def _possible_from(known: Known, milestone: Milestone, rule: TimingRule, change: Change) -> dt.date:
    """The first day on which a milestone that leads to a stage can happen."""
    driver = latest(answers_of(known, milestone, rule, change))
    floor = known.frame.standing.milestone_floor
    earliest = max(driver.date, floor) if driver and driver.date else floor
    if milestone.lead and driver and driver.says == TOLD:
        as_of = known.frame.standing.situation.as_of
        earliest = max(earliest, add_days(as_of, milestone.lead.days))
    return earliest


def _end(walk: Walk, change: Change) -> dt.date:
    """The end of a step: the real one where the person gave it."""
    is_told = change.status == "done" and change.date and change.date > walk.start
    return change.date if is_told and change.date else walk.end


def walk_step(step: Step, change: Change, start: dt.date, on_time: dt.date | None = None) -> Walk:
    """The work in a step that begins on ``start``; ``on_time`` is when it would have begun if
    nothing before it had been delayed by leave or part-time."""
    if step.stage is None and change.months is None:
        change = replace(change, months=step.custom.months if step.custom else 1)
    return walk_lasting(step.stage, step.track, change, start, on_time)


def walk_lasting(
    stage: Stage | None,
    track: str,
    change: Change,
    start: dt.date,
    on_time: dt.date | None = None,
) -> Walk:
    """The work in a stage that begins on ``start``. One of the person's own (None) lasts the
    months of the change.

    Training years that go on late have as many days as they would have had on time, so a delay
    is neither swallowed nor doubled by the intake that it misses.
    """
    begins = on_time or start
    due = _nominal(stage, track, change, begins)
    if begins == start:
        nominal = due
    elif stage and stage.length_on(track).unit == "training_years" and change.months is None:
        nominal = add_days(start, (due - begins).days)
    else:
        nominal = _nominal(stage, track, change, start)
    nominal = max(nominal, start + ONE_DAY)
    return walk_stage(stage, start, nominal, change.working, change.leave, on_time=due)


def _nominal(stage: Stage | None, track: str, change: Change, start: dt.date) -> dt.date:
    if stage is None:
        return add_months(start, change.months or 1)
    return nominal_end(start, stage.length_on(track), change.months, stage.intakes_on(track))
