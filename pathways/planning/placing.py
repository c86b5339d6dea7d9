"""Places steps and milestones on the calendar: dates only, and what they were worked out from.

``describing`` puts the same into words. The quick pass (planning backwards) stops here, so that
quick and full can not disagree.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pathways.planning.catalogue import Figure, Intake, Milestone, Stage, TimingRule
from pathways.planning.catalogue.documents import EARLIEST
from pathways.planning.dates import (
    ONE_DAY,
    Span,
    add_months,
    clamp,
    next_day,
    next_intake,
    next_span,
    nominal_end,
    spans_in,
)
from pathways.planning.frame import Step
from pathways.planning.known import Answer, Known, latest
from pathways.planning.plans import Change
from pathways.planning.standing import Spot, unit_months
from pathways.planning.worktime import extended_end, stretched_end

MOST_CYCLES = 40
TOLD = "Your situation as you told it"


class PlacedStep(NamedTuple):
    """A step's dates [start, end). ``worked`` is the end without leave; ``fixed`` where the
    person gave the start; ``held_by`` the milestone that ruled out an earlier intake;
    ``followed_by`` the step until whose start a post goes on."""

    step: Step
    start: dt.date
    end: dt.date
    worked: dt.date
    fixed: bool = False
    answers: Sequence[Answer] = ()
    driver: Answer | None = None
    intake: Intake | None = None
    published: Figure | None = None
    held_by: Milestone | None = None
    followed_by: str = ""


class PlacedMilestone(NamedTuple):
    """A milestone's span by one of its rules; ``fixed`` where the person gave the date,
    ``anchor`` the step it hangs on."""

    milestone: Milestone
    rule: TimingRule
    span: Span
    answers: Sequence[Answer]
    fixed: bool
    anchor: Step | None


class _Start(NamedTuple):
    date: dt.date
    intake: Intake | None
    published: Figure | None
    held_by: Milestone | None


def place_step(known: Known, step: Step) -> PlacedStep:
    """The dates of a step, once everything it needs is placed; tells them to ``known``."""
    change = known.frame.change(step.key)
    if step.role == "past":
        placed = _past_step(known, step)
    elif fixed := _fixed_start(known, step, change):
        end, worked = _end(step, change, fixed)
        if step.role == "running" and _goes_on(step, change):
            end = worked = max(end, known.frame.standing.situation.as_of)
        placed = PlacedStep(step, fixed, end, worked, fixed=True)
    else:
        placed = _planned_step(known, step, change)
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
    goes_on = _goes_on(one.step, known.frame.change(one.step.key))
    if not goes_on or start is None or start <= one.end:
        return one
    known.tell(one.step.key, Spot(one.start, start))
    return one._replace(end=start, worked=start, followed_by=following)


def _goes_on(step: Step, change: Change) -> bool:
    """Whether it is a post with no end of its own: the person set none."""
    is_post = step.stage is not None and step.stage.kind == "practice"
    own_end = change.months or change.status == "done"
    return is_post and step.role in ("running", "planned") and not own_end


def _past_step(known: Known, step: Step) -> PlacedStep:
    ended = known.frame.standing.past[step.key].date or known.frame.standing.floor
    months = step.stage.length_on(step.track).typical * unit_months(step.stage) if step.stage else 1
    start = add_months(ended, -months)
    end = max(ended, start + ONE_DAY)
    return PlacedStep(step, start, end, end, fixed=True)


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
    end, worked = _end(step, change, start.date)
    return PlacedStep(step, start.date, end, worked, False, answers, driver, *start[1:])


def _first_intake(known: Known, step: Step, earliest: dt.date) -> _Start:
    """The first intake from ``earliest`` whose application cycle is still open, and the
    milestone that ruled out an earlier one, if any."""
    intakes = step.stage.intakes if step.stage else ()
    anchored = known.frame.anchored_to(step)
    candidate = clamp(earliest)
    if not intakes and not anchored:
        return _Start(candidate, None, None, None)
    first: _Start | None = None
    held_by: Milestone | None = None
    for _ in range(MOST_CYCLES):
        span, intake = next_intake(intakes, candidate)
        first = first or _Start(span.start, intake, span.published, None)
        misfit = _misfit(known, step, anchored, span.start)
        if misfit is None:
            return _Start(span.start, intake, span.published, held_by)
        held_by = held_by or misfit
        if not intakes:
            candidate = add_months(span.start, 1)
        elif _misfit(known, step, anchored, span.until - ONE_DAY):
            candidate = span.until  # no day of the window fits
        else:
            candidate = span.start + ONE_DAY
    return (first or _Start(candidate, None, None, None))._replace(held_by=held_by)


def _misfit(
    known: Known, step: Step, anchored: Iterable[Milestone], start: dt.date
) -> Milestone | None:
    """The first of the milestones that hang on a step's start and rule out that day."""
    return next((one for one in anchored if not _cycle_fits(known, one, step, start)), None)


def _cycle_fits(known: Known, milestone: Milestone, step: Step, start: dt.date) -> bool:
    """Whether a milestone that hangs on a step's start can still happen if the step begins on
    ``start``: it must not be over before it can happen, nor have been missed."""
    rules = known.frame.rules_for(milestone)
    rule = next((one for one in rules if known.frame.anchor_step(one) is step), None)
    if rule is None or rule.anchor is None:
        return True
    change = known.frame.change(milestone.key)
    fixed = _fixed_date(known, milestone, change)
    if fixed is not None:
        return start > fixed
    driver = latest(_answers(known, milestone, rule, change))
    floor = known.frame.standing.milestone_floor
    earliest = max(driver.date, floor) if driver and driver.date else floor
    spans = spans_in(start.year + rule.anchor.years, rule.sittings, rule.dated)
    return not spans or any(
        span.until > earliest and all(span.start > gone for gone in change.gone) for span in spans
    )


def _end(step: Step, change: Change, start: dt.date) -> tuple[dt.date, dt.date]:
    """The end of a step, and its end if no leave were taken."""
    if change.status == "done" and change.date and change.date > start:
        return change.date, change.date
    if step.stage is None and change.months is None:
        change = replace(change, months=step.custom.months if step.custom else 1)
    return lasting(step.stage, step.track, change, start)


def lasting(
    stage: Stage | None, track: str, change: Change, start: dt.date
) -> tuple[dt.date, dt.date]:
    """The end of a stage that begins on ``start``, and its end if no leave were taken. One of the
    person's own (None) lasts the months of the change."""
    if stage is None:
        nominal = add_months(start, change.months or 1)
        worked, rule = stretched_end(start, nominal, change.working), None
    else:
        worked, rule = worked_end(stage, track, change, start), stage.leave
    worked = max(worked, start + ONE_DAY)
    if not change.leave:
        return worked, worked
    return max(extended_end(start, worked, change.leave, rule), worked), worked


def worked_end(stage: Stage, track: str, change: Change, start: dt.date) -> dt.date:
    """The end of a stage by its length and the percentages worked, leave not counted."""
    nominal = nominal_end(start, stage.length_on(track), change.months, stage.intakes)
    return stretched_end(start, nominal, change.working, stage.counting)


def place_milestone(known: Known, milestone: Milestone) -> PlacedMilestone:
    """The span of a milestone by the first of its rules that applies; tells it to ``known``."""
    frame = known.frame
    change = frame.change(milestone.key)
    rules = frame.rules_for(milestone) or milestone.rules[-1:]
    fitting = [rule for rule in rules if _class_fits(known, rule)] or rules[-1:]
    placed = [_by_rule(known, milestone, rule, change) for rule in fitting]
    in_effect = [one for one in placed if _in_effect(one.rule, one.span.start)] or placed
    answerable = [one for one in in_effect if _is_answerable(known, one.rule)] or in_effect
    best = answerable[0]
    fixed = _fixed_date(known, milestone, change)
    if fixed is not None:
        best = best._replace(span=Span(fixed, fixed + ONE_DAY), fixed=True)
    # A planning window is behind one after its first day, since any day in it will do.
    is_sitting = best.fixed or best.rule.sittings or best.rule.dated
    over = best.span.until if is_sitting else best.span.start + ONE_DAY
    known.tell(milestone.key, Spot(best.span.start, best.span.until), over=over)
    return best


def _by_rule(
    known: Known, milestone: Milestone, rule: TimingRule, change: Change
) -> PlacedMilestone:
    answers = _answers(known, milestone, rule, change)
    anchor = known.frame.anchor_step(rule)
    span = _span(known, rule, change, answers, anchor)
    return PlacedMilestone(milestone, rule, span, answers, False, anchor)


def _fixed_date(known: Known, milestone: Milestone, change: Change) -> dt.date | None:
    """The date the person gave for it, where one counts."""
    if change.date and (change.pinned or change.status in ("confirmed", "done")):
        return change.date
    past = known.frame.standing.past.get(milestone.key)
    return past.date if past else None


def _class_fits(known: Known, rule: TimingRule) -> bool:
    if rule.cohort is None:
        return True
    year = known.class_of(rule.cohort.of)
    if year is None:
        return False
    first, last = rule.cohort.first, rule.cohort.last
    return (first is None or year >= first) and (last is None or year <= last)


def _in_effect(rule: TimingRule, date: dt.date) -> bool:
    begun = rule.effective_from is None or date >= rule.effective_from
    return begun and (rule.effective_until is None or date < rule.effective_until)


def _is_answerable(known: Known, rule: TimingRule) -> bool:
    return all(known.answer(condition) is not None for condition in rule.earliest)


def _answers(known: Known, milestone: Milestone, rule: TimingRule, change: Change) -> list[Answer]:
    found = known.groups(milestone.requires)
    found += [one for one in map(known.answer, rule.earliest) if one is not None]
    standing = known.frame.standing
    floor = standing.milestone_floor if latest(found) else standing.floor
    if _waits_for_post(known, milestone, rule) or _is_foreign(known, milestone):
        floor = max(floor, standing.situation.as_of)
    if floor > EARLIEST:
        found.append(Answer(floor, says=TOLD))
    if change.sitting:
        found.append(Answer(change.sitting, says="Not before the sitting you chose"))
    for missed in change.missed:
        found.append(Answer(missed + ONE_DAY, says="After the one you missed"))
    for failed in change.failed:
        again = add_months(failed + ONE_DAY, milestone.retake_wait_months)
        says = "After the one you failed, with the wait before a retake"
        found.append(Answer(again, says=says))
    found.extend(known.held(milestone.key))
    return found


def _is_foreign(known: Known, milestone: Milestone) -> bool:
    """Whether it belongs to a country that the person has not trained in. Nobody keeps to the
    usual times of another country, so it is still to come unless one has said otherwise."""
    countries = known.frame.standing.countries
    return bool(countries) and milestone.jurisdiction not in countries


def _waits_for_post(known: Known, milestone: Milestone, rule: TimingRule) -> bool:
    """Whether it follows from a post one is in. A post has no usual times, so what follows from
    it is still to come unless one has said otherwise."""
    conditions = [one for group in milestone.requires for one in group.any_of]
    steps = known.frame.by_key
    keys = {ref.key for one in (*conditions, *rule.earliest) for ref in one.refs}
    posts = (steps[key] for key in keys if key in steps)
    return any(step.role == "running" and _goes_on(step, Change()) for step in posts)


def _span(
    known: Known,
    rule: TimingRule,
    change: Change,
    answers: Sequence[Answer],
    anchor: Step | None,
) -> Span:
    """The day or window by one rule."""
    driver = latest(answers)
    earliest = driver.date if driver and driver.date else known.frame.standing.floor
    if rule.round_up:
        earliest = next_day(rule.round_up, earliest)
    begins = known.placed[anchor.key].start if anchor and anchor.key in known.placed else None
    if rule.anchor and begins:
        spans = spans_in(begins.year + rule.anchor.years, rule.sittings, rule.dated)
        if spans:
            return next((span for span in spans if span.until > earliest), spans[-1])
    if rule.sittings or rule.dated:
        return _next_not_gone(rule, earliest, change)
    end = known.answer(rule.latest) if rule.latest else None
    until = end.date if end and end.date and end.date > earliest else earliest + ONE_DAY
    return Span(earliest, until)


def _next_not_gone(rule: TimingRule, earliest: dt.date, change: Change) -> Span:
    """The next sitting that was neither missed nor failed."""
    span = next_span(rule.sittings, rule.dated, earliest)
    for _ in range(len(change.gone) + 1):
        opens = span.opens or span.start
        if not any(opens <= gone < span.until for gone in change.gone):
            break
        span = next_span(rule.sittings, rule.dated, span.until)
    return span
