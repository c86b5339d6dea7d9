"""When a milestone happens: by which of its rules, from which day on, at which sitting.

Dates only, and what they were worked out from; ``describing`` puts the same into words.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pathways.planning.catalogue import Lead, Milestone, TimingRule
from pathways.planning.catalogue.documents import EARLIEST
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.dates import (
    ONE_DAY,
    Span,
    add_days,
    add_months,
    clamp,
    next_day,
    next_span,
    spans_in,
)
from pathways.planning.frame import Step, goes_on
from pathways.planning.known import Answer, Known, latest, used_up
from pathways.planning.plans import Change
from pathways.planning.standing import Spot
from pathways.planning.worktime import Walk

MOST_YEARS_AHEAD = 3
TOLD = "Your situation as you told it"


class PlacedMilestone(NamedTuple):
    """A milestone's span by one of its rules; ``fixed`` where the person gave the date,
    ``anchor`` the step it hangs on, ``class_year`` the class by which its rule was chosen or
    dated (None: it is not about classes), ``possible`` the first day on which it could happen."""

    milestone: Milestone
    rule: TimingRule
    span: Span
    answers: Sequence[Answer]
    fixed: bool
    anchor: Step | None
    class_year: int | None = None
    possible: dt.date | None = None


def place_milestone(known: Known, milestone: Milestone) -> PlacedMilestone:
    """The span of a milestone by the first of its rules that applies; tells it to ``known``."""
    frame = known.frame
    change = frame.change(milestone.key)
    rules = frame.rules_for(milestone) or milestone.rules[-1:]
    fitting = [rule for rule in rules if _class_fits(known, rule)] or rules[-1:]
    placed = [_by_rule(known, milestone, rule, change) for rule in fitting]
    in_effect = [one for one in placed if _in_effect(one.rule, one.span.start)] or placed
    answerable = [one for one in in_effect if _is_answerable(known, one.rule)] or in_effect
    best = _of_session(known, answerable)
    fixed = fixed_span(known, milestone, change)
    if fixed is not None:
        best = best._replace(span=fixed, fixed=True)
    # A planning window is behind one after its first day, since any day in it will do.
    is_sitting = best.fixed or best.rule.sittings or best.rule.dated
    over = best.span.until if is_sitting else best.span.start + ONE_DAY
    known.tell(milestone.key, Spot(best.span.start, best.span.until), over=over)
    return best


def _of_session(known: Known, placed: Sequence[PlacedMilestone]) -> PlacedMilestone:
    """The first of what its rules give, or of sessions the last one before the stage begins."""
    first = placed[0]
    spot = known.placed.get(first.anchor.key) if first.anchor else None
    if not is_session(first.rule) or spot is None or spot.start is None:
        return first
    rules = session_rules([one.rule for one in placed], spot.start)
    return next(one for one in placed if one.rule is rules[0])


def is_session(rule: TimingRule) -> bool:
    """Whether a rule holds for everybody whose stage begins in its session."""
    limits = (rule.cohort, rule.has, rule.lacks, rule.effective_from, rule.effective_until)
    return bool(rule.anchor and rule.anchor.of and rule.sittings) and not any(limits)


def session_rules(rules: Sequence[TimingRule], start: dt.date) -> Sequence[TimingRule]:
    """The rules with the one first whose sitting is the last before ``start``, where the first
    is one of several sessions (May for those who begin in July, November for January)."""
    if not rules or not is_session(rules[0]):
        return rules
    return sorted(rules, key=lambda one: _last_sitting(one, start), reverse=True)


def _last_sitting(rule: TimingRule, start: dt.date) -> dt.date:
    """The last sitting of a session before a stage begins; the first date there is for none."""
    if rule.anchor is None or not is_session(rule):
        return EARLIEST
    spans = spans_in(start.year + rule.anchor.years, rule.sittings, rule.dated)
    return max((span.start for span in spans if span.start < start), default=EARLIEST)


def _by_rule(
    known: Known, milestone: Milestone, rule: TimingRule, change: Change
) -> PlacedMilestone:
    answers = answers_of(known, milestone, rule, change)
    anchor = known.frame.anchor_step(rule)
    year = _class_of(known, rule)
    span = _span(known, rule, change, answers, anchor, year)
    possible = latest(one for one in answers if not one.usual)
    if milestone.lead and _is_dated_by_hand(known, rule, span, possible):
        told = _lead_answer(known, milestone, milestone.lead)
        possible_from = latest(answers)
        answers = [*answers, told]
        span = _span(known, rule, change, answers, anchor, year)
        if span.opens and possible_from and possible_from.date:
            # A window that goes on after the last application is open as a whole.
            span = replace(span, start=max(span.opens, possible_from.date))
    first = possible.date if possible else None
    return PlacedMilestone(milestone, rule, span, answers, False, anchor, year, first)


def fixed_span(known: Known, milestone: Milestone, change: Change) -> Span | None:
    """The date or window the person gave for it, where one counts."""
    if change.date and (change.pinned or change.status in ("confirmed", "done")):
        until = change.until or change.date + ONE_DAY
        return Span(change.date, max(until, change.date + ONE_DAY))
    past = known.frame.standing.past.get(milestone.key)
    if past is None or past.date is None or _is_spent(known, milestone, past.date):
        return None
    return Span(past.date, past.date + ONE_DAY)


def _is_spent(known: Known, milestone: Milestone, day: dt.date) -> bool:
    """Whether what happened on a day counted only for stages that began in a year gone by."""
    rules = known.frame.rules_for(milestone)
    years = []
    for rule in rules:
        step = known.frame.anchor_step(rule)
        if rule.anchor is None or step is None or step.role != "planned":
            return False
        years.append(day.year - rule.anchor.years)
    return bool(years) and max(years) < known.frame.standing.situation.as_of.year


# Which rule, and for which class


def _class_of(known: Known, rule: TimingRule) -> int | None:
    """The class year that a rule asks for, or by which it is dated."""
    if rule.anchor and rule.anchor.cohort:
        return known.class_of(rule.anchor.cohort)
    return known.class_of(rule.cohort.of) if rule.cohort else None


def _class_fits(known: Known, rule: TimingRule) -> bool:
    if rule.anchor and rule.anchor.cohort and known.class_of(rule.anchor.cohort) is None:
        return False
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
    asked = [known.answer(condition) for condition in rule.earliest]
    if rule.first_of:
        asked.append(next(iter(_any_of(known, rule.first_of)), None))
    return all(one is not None for one in asked)


# From which day on


def answers_of(
    known: Known, milestone: Milestone, rule: TimingRule, change: Change
) -> list[Answer]:
    """Everything that a milestone comes after, by one of its rules."""
    found = known.groups(milestone.requires)
    found += [_paused(known, rule, one) for one in _by_rule_itself(known, rule)]
    if not (change.sitting or change.gone):
        usual = (known.answer(condition) for condition in rule.usual)
        found += [one._replace(usual=True) for one in usual if one is not None]
    floor = _floor(known, milestone, rule, change, found)
    if floor > EARLIEST:
        found.append(Answer(floor, says=TOLD))
    if change.sitting:
        found.append(Answer(change.sitting, says="Not before the sitting you chose"))
    for missed in change.missed:
        found.append(Answer(missed + ONE_DAY, says="After the one you missed"))
    found.extend(_after_failing(milestone, change))
    found.extend(_new_application(known, milestone))
    found.extend(known.held(milestone.key))
    return found


def _by_rule_itself(known: Known, rule: TimingRule) -> list[Answer]:
    """What the rule counts from: all of ``earliest``, and the first of ``first_of``."""
    found = [one for one in map(known.answer, rule.earliest) if one is not None]
    return found + _min_of(_any_of(known, rule.first_of))


def _any_of(known: Known, conditions: Iterable[Condition]) -> list[Answer]:
    return [one for one in map(known.answer, conditions) if one is not None and one.date]


def _min_of(answers: Iterable[Answer]) -> list[Answer]:
    """The answer that comes first, or none."""
    first = min(answers, key=lambda one: one.date or dt.date.min, default=None)
    return [] if first is None else [first]


def _paused(known: Known, rule: TimingRule, answer: Answer) -> Answer:
    """The answer moved by the days away from the stages whose leave stops the time it counts."""
    walks = [walk for key in rule.pauses_in if (walk := known.walks.get(key))]
    if answer.date is None or not walks:
        return answer
    begins = known.begins(answer)
    day = answer.date
    while begins and (later := add_days(answer.date, _away(walks, begins, day))) > day:
        day = later
    return answer._replace(date=day)


def _away(walks: Iterable[Walk], since: dt.date, until: dt.date) -> int:
    return sum(walk.away(since, min(until, walk.end)) for walk in walks)


def _floor(
    known: Known,
    milestone: Milestone,
    rule: TimingRule,
    change: Change,
    found: Sequence[Answer],
) -> dt.date:
    """The day before which it cannot come, whatever it waits for. Who is in a stage has kept to
    the usual times so far; what has no usual time, or went otherwise, is still to come."""
    standing = known.frame.standing
    dated = latest(found)
    if milestone.kind == "deadline" and dated:
        return EARLIEST  # it falls where it falls, even if that day has gone by
    floor = standing.milestone_floor if dated else standing.floor
    anchor = known.frame.anchor_step(rule)
    is_open = (
        bool(change.gone)
        or (anchor is not None and known.frame.change(anchor.key).no_place)
        or _waits_for_post(known, milestone, rule)
        or _follows_post(known, anchor)
        or _is_foreign(known, milestone)
        or _is_open(known, milestone, found)
    )
    return max(floor, standing.situation.as_of) if is_open else floor


def _is_open(known: Known, milestone: Milestone, found: Iterable[Answer]) -> bool:
    """Whether it is an exam that is possible from the first day of a stage that goes on. Nobody
    can tell when in the stage it is taken, so it is still to come, unless its deadline is over."""
    driver = latest(one for one in found if not one.usual)
    if milestone.kind != "exam" or driver is None or driver.condition is None:
        return False
    step = known.frame.by_key.get(driver.key)
    counted = driver.condition
    if step is None or step.role != "running" or counted.months or counted.days:
        return False
    if counted.point not in ("start", "worked"):
        return False
    as_of = known.frame.standing.situation.as_of
    return not any(day <= as_of for day in _deadlines(known, milestone))


def _deadlines(known: Known, milestone: Milestone) -> Iterable[dt.date]:
    """The days by which deadlines in the plan ask for a milestone, as far as known."""
    for deadline in known.frame.milestones:
        if milestone.key in deadline.limits:
            for rule in known.frame.rules_for(deadline)[:1]:
                day = latest(_by_rule_itself(known, rule))
                if day and day.date:
                    yield day.date


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
    asked = (*conditions, *rule.earliest, *rule.first_of)
    keys = {ref.key for one in asked for ref in one.refs}
    posts = (steps[key] for key in keys if key in steps)
    return any(step.role == "running" and goes_on(step, Change()) for step in posts)


def _follows_post(known: Known, anchor: Step | None) -> bool:
    """Whether it leads on from a post into a stage to come: nobody applies by usual times there."""
    steps = known.frame.steps
    is_ahead = anchor is not None and anchor.role == "planned"
    return is_ahead and any(one.role == "running" and goes_on(one, Change()) for one in steps)


# After an attempt


def _after_failing(milestone: Milestone, change: Change) -> Iterable[Answer]:
    """How long each failed attempt, and each bar after several, holds back the next one."""
    for failed in change.failed:
        again = add_months(failed + ONE_DAY, milestone.retake_wait_months)
        says = "After the one you failed, with the wait before a retake"
        yield Answer(again, says=says)
        ready = milestone.results_days + (milestone.lead.days if milestone.lead else 0)
        if ready:
            says = "A re-sit needs the result, and an application in time"
            yield Answer(add_days(failed + ONE_DAY, ready), says=says)
    bar = milestone.lock_out
    for number, used in enumerate(used_up(milestone, change), start=1):
        if bar and number % bar.after == 0:
            begins = next_day(bar.begins, used + ONE_DAY) if bar.begins else used + ONE_DAY
            says = f"After {number} failed attempts you are barred for a time"
            yield Answer(add_months(begins, bar.months), says=says)


def _new_application(known: Known, milestone: Milestone) -> Iterable[Answer]:
    """An application that each sitting needs comes again after an exam that went wrong."""
    if not milestone.per_sitting:
        return
    for exam in known.frame.milestones:
        gone = known.frame.change(exam.key).gone
        if gone and any(ref.key == milestone.key for ref in _required(exam)):
            result = add_days(gone[-1] + ONE_DAY, exam.results_days)
            says = f"{exam.name} has to be sat again, which needs a new application"
            yield Answer(max(result, known.frame.standing.situation.as_of), says=says)


def _required(milestone: Milestone) -> Iterable[Ref]:
    return (ref for group in milestone.requires for one in group.any_of for ref in one.refs)


def _is_dated_by_hand(known: Known, rule: TimingRule, span: Span, possible: Answer | None) -> bool:
    """Whether it is still to come and nothing but the day it is possible decides when: then its
    application takes the time it takes, from the day the person told."""
    as_of = known.frame.standing.situation.as_of
    if span.until <= as_of:
        return False
    return not (rule.sittings or rule.dated) or bool(possible and possible.says == TOLD)


def _lead_answer(known: Known, milestone: Milestone, lead: Lead) -> Answer:
    day = add_days(known.frame.standing.situation.as_of, lead.days)
    return Answer(day, says=lead.says or f"{milestone.name} needs an application first")


# The day or window


def _span(
    known: Known,
    rule: TimingRule,
    change: Change,
    answers: Sequence[Answer],
    anchor: Step | None,
    class_year: int | None,
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
            span = next((span for span in spans if span.until > earliest), spans[-1])
            opens = min(max(span.start, earliest), span.until - ONE_DAY)
            return replace(span, start=opens, opens=span.start)
    if rule.anchor and rule.anchor.cohort and class_year is not None:
        earliest = max(earliest, clamp(dt.date(class_year + rule.anchor.years, 1, 1)))
    if rule.sittings or rule.dated:
        return _next_open(known, rule, earliest, change)
    end = known.answer(rule.latest) if rule.latest else None
    end = _paused(known, rule, end) if end else None
    until = end.date if end and end.date and end.date > earliest else earliest + ONE_DAY
    return Span(earliest, until)


def _next_open(known: Known, rule: TimingRule, earliest: dt.date, change: Change) -> Span:
    """The next sitting that was neither missed nor failed, and that is open to those whose
    training ends when the person's does."""
    last = _last_day(known, rule)
    if last is not None:
        earliest = max(earliest, add_months(last, -12 * MOST_YEARS_AHEAD))
    span = next_span(rule.sittings, rule.dated, earliest)
    for _ in range(len(change.gone) + 4 * MOST_YEARS_AHEAD):
        opens = span.opens or span.start
        is_gone = any(opens <= gone < span.until for gone in change.gone)
        if not is_gone and (last is None or _is_open_to(span, last)):
            break
        span = next_span(rule.sittings, rule.dated, span.until)
    return span


def _last_day(known: Known, rule: TimingRule) -> dt.date | None:
    """The last day of the training that decides which sitting is open."""
    for key in rule.ends_of:
        spot = known.placed.get(key)
        if spot is not None and spot.end is not None:
            return spot.end - ONE_DAY
    return None


def _is_open_to(span: Span, last: dt.date) -> bool:
    return span.ends_by is None or last <= next_day(span.ends_by, span.start)
