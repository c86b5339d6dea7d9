"""From which day on a milestone is possible: what it waits for, and what went wrong before.

People in a stage have kept to the usual times so far, so what falls before today is behind them.
What has no usual time, or went wrong, is still to come, from the day they entered where they are.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from pathways.planning.catalogue import Milestone, TimingRule
from pathways.planning.catalogue.documents import EARLIEST
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.dates import ONE_DAY, add_days, add_months, next_day
from pathways.planning.frame import goes_on
from pathways.planning.known import Answer, Known, latest, used_up
from pathways.planning.plans import Change
from pathways.planning.steps import Step
from pathways.planning.worktime import Walk

TOLD = "Your situation as you told it"


def answers_of(
    known: Known, milestone: Milestone, rule: TimingRule, change: Change
) -> list[Answer]:
    """Everything that a milestone comes after, by one of its rules."""
    found = known.groups(milestone.requires)
    found += [paused(known, milestone, rule, one) for one in _by_rule_itself(known, rule)]
    if not (change.sitting or change.failed):
        usual = (known.answer(condition) for condition in rule.usual)
        found += [_at_usual_time(known, milestone, one) for one in usual if one is not None]
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


def _at_usual_time(known: Known, milestone: Milestone, answer: Answer) -> Answer:
    as_of = known.frame.standing.situation.as_of
    day = answer.date and known.scenario.usual(milestone, answer.date, as_of)
    return answer._replace(date=day, usual=True)


def _by_rule_itself(known: Known, rule: TimingRule) -> list[Answer]:
    """What the rule counts from: all of ``earliest``, and the first of ``first_of``."""
    found = [one for one in map(known.answer, rule.earliest) if one is not None]
    return found + _min_of(any_of(known, rule.first_of))


def any_of(known: Known, conditions: Iterable[Condition]) -> list[Answer]:
    return [one for one in map(known.answer, conditions) if one is not None and one.date]


def _min_of(answers: Iterable[Answer]) -> list[Answer]:
    """The answer that comes first, or none."""
    first = min(answers, key=lambda one: one.date or dt.date.min, default=None)
    return [] if first is None else [first]


def paused(known: Known, milestone: Milestone, rule: TimingRule, answer: Answer) -> Answer:
    """The answer moved by the days away from the stages whose leave stops the time it counts. A
    deadline is a last day, so leave on that day counts too."""
    walks = [walk for key in rule.pauses_in if (walk := known.walks.get(key))]
    begins = known.begins(answer) if walks else None
    if answer.date is None or begins is None:
        return answer
    day, last = answer.date, int(milestone.kind == "deadline")
    while (later := add_days(answer.date, _away(walks, begins, add_days(day, last)))) > day:
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
    if dated and dated.date and _belonged_to_training(known, milestone, change, dated.date):
        return EARLIEST
    floor = standing.milestone_floor if dated else standing.floor
    anchor = known.frame.anchor_step(rule)
    is_open = (
        bool(change.gone)
        or (anchor is not None and known.frame.change(anchor.key).no_place)
        or _waits_for_post(known, milestone, rule)
        or _follows_post(known, anchor)
        or _is_foreign(known, milestone)
        or _is_open(known, milestone, found)
        or _is_further(known, milestone, rule, found)
    )
    return max(floor, standing.situation.as_of) if is_open else floor


def _belonged_to_training(
    known: Known, milestone: Milestone, change: Change, possible: dt.date
) -> bool:
    """Whether it is an exam within stages that are over, which nothing in the plan insists on:
    one that was possible before they ended. Who has finished them has sat it at its usual time,
    unless they marked it as failed or missed."""
    frame = known.frame
    if milestone.kind != "exam" or milestone.key in frame.required or change.gone:
        return False
    past = frame.standing.past
    ends = [past[ref.key].date for ref in milestone.shown_with if ref.key in past]
    return frame.is_behind(milestone) and any(end and possible < end for end in ends)


def _is_open(known: Known, milestone: Milestone, found: Iterable[Answer]) -> bool:
    """Whether it is an exam that is open to anyone, or possible from the first day of a stage that
    goes on. Nobody can tell when it is taken; it is still to come unless its deadline is over."""
    waits_for = [one for one in found if not one.usual]
    if milestone.kind == "exam" and not waits_for:
        return True
    driver = latest(waits_for)
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


def _is_further(
    known: Known, milestone: Milestone, rule: TimingRule, found: Iterable[Answer]
) -> bool:
    """Whether it is an exam for any day that somebody at work could have sat since training, but
    that the post does not ask for. The post says nothing about it, so it is still to come."""
    frame, driver = known.frame, latest(one for one in found if not one.usual)
    if milestone.kind != "exam" or driver is None or rule.sittings or rule.dated:
        return False
    step = frame.by_key.get(driver.key)
    is_behind = step.role == "past" if step else driver.key in frame.standing.assumed
    at_work = any(goes_on(one, Change()) for one in frame.steps if one.role == "running")
    return at_work and is_behind and not frame.standing.holds(Ref(milestone.key))


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
