"""When a milestone happens: by which of its rules, and at which sitting.

Dates only, and what they were worked out from; ``describing`` puts the same into words.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pathways.planning.catalogue import Lead, Milestone, TimingRule
from pathways.planning.catalogue.documents import EARLIEST
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
from pathways.planning.known import Answer, Known, latest
from pathways.planning.plans import Change
from pathways.planning.standing import Spot
from pathways.planning.steps import Step
from pathways.planning.waiting import TOLD, answers_of, any_of, paused

MOST_YEARS_AHEAD = 3


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
    leads_to = known.placed.get(best.anchor.key) if best.anchor else None
    fixed = fixed_span(known, milestone, change, leads_to.start if leads_to else None)
    if fixed is not None:
        best = best._replace(span=fixed, fixed=True)
    is_sitting = best.fixed or best.rule.sittings or best.rule.dated
    if is_sitting:
        best = best._replace(span=known.scenario.sitting(milestone.key, best.span))
    # A planning window is behind one after its first day, since any day in it will do.
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
    span = _span(known, milestone, rule, answers, anchor, year)
    possible = latest(one for one in answers if not one.usual)
    if milestone.lead and _is_dated_by_hand(known, rule, span, possible):
        told = _lead_answer(known, milestone, milestone.lead)
        possible_from = latest(answers)
        answers = [*answers, told]
        span = _span(known, milestone, rule, answers, anchor, year)
        if span.opens and possible_from and possible_from.date:
            # A window that goes on after the last application is open as a whole.
            span = replace(span, start=max(span.opens, possible_from.date))
    first = possible.date if possible else None
    return PlacedMilestone(milestone, rule, span, answers, False, anchor, year, first)


def fixed_span(
    known: Known, milestone: Milestone, change: Change, start: dt.date | None
) -> Span | None:
    """The date or window the person gave for it, where one counts for a stage that begins on
    ``start`` (None: it leads to no stage, or that has no date yet)."""
    if change.date and (change.pinned or change.status in ("confirmed", "done")):
        until = change.until or change.date + ONE_DAY
        return Span(change.date, max(until, change.date + ONE_DAY))
    past = known.frame.standing.past.get(milestone.key)
    if past is None or past.date is None or _is_spent(known, milestone, past.date, start):
        return None
    return Span(past.date, past.date + ONE_DAY)


def _is_spent(known: Known, milestone: Milestone, day: dt.date, start: dt.date | None) -> bool:
    """Whether what happened on a day counted only for a session that is over by ``start``: one of
    an earlier year, or one before it in the same year."""
    rules = known.frame.rules_for(milestone)
    years = []
    for rule in rules:
        step = known.frame.anchor_step(rule)
        if rule.anchor is None or step is None or step.role != "planned":
            return False
        years.append(day.year - rule.anchor.years)
    if not years:
        return False
    as_of = known.frame.standing.situation.as_of
    if max(years) < max(start or as_of, as_of).year:
        return True
    return start is not None and _session_of(rules, day) is not session_rules(rules, start)[0]


def _session_of(rules: Sequence[TimingRule], day: dt.date) -> TimingRule:
    """The rule among whose sittings a day is; the one with the nearest where it is in none."""

    def away(rule: TimingRule) -> int:
        spans = spans_in(day.year, rule.sittings, rule.dated)
        return min(((max(span.start - day, day - span.until).days) for span in spans), default=0)

    sessions = [rule for rule in rules if is_session(rule)] if is_session(rules[0]) else []
    return min(sessions, key=away, default=rules[0])


# Which rule, and for which class


def _class_of(known: Known, rule: TimingRule) -> int | None:
    """The class year that decides whether a rule applies, or by which it is dated."""
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
        asked.append(next(iter(any_of(known, rule.first_of)), None))
    return all(one is not None for one in asked)


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
    milestone: Milestone,
    rule: TimingRule,
    answers: Sequence[Answer],
    anchor: Step | None,
    class_year: int | None,
) -> Span:
    """The day or window by one rule."""
    change = known.frame.change(milestone.key)
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
    end = paused(known, milestone, rule, end) if end else None
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
