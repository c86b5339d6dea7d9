"""When a milestone happens: rules by class, anchors, sittings, and what the person said."""

import datetime as dt

from pathways.planning.catalogue import Figure, Milestone, TimingRule
from pathways.planning.dates import (
    ONE_DAY,
    Span,
    add_months,
    next_day,
    next_span,
    spans_in,
)
from pathways.planning.documents import EARLIEST
from pathways.planning.frame import Step
from pathways.planning.plans import Change
from pathways.planning.spots import Answer, Spots, latest, mark_driver, worst
from pathways.planning.timeline import (
    Bar,
    Input,
    ItemStatus,
    Lane,
    Marker,
    Moment,
    Precision,
    Receipt,
)

_LANES: dict[str, Lane] = {"application": "applications", "match": "applications"}


def cycle_fits(spots: Spots, milestone: Milestone, step: Step, start: dt.date) -> bool:
    """Whether a milestone that hangs on a step's start can still happen if the step begins on
    ``start``: it must not be over before it can happen, nor have been missed."""
    rule = next(
        (one for one in spots.frame.rules_for(milestone) if spots.frame.anchor_step(one) == step),
        None,
    )
    if rule is None or rule.anchor is None:
        return True
    change = spots.frame.change(milestone.key)
    fixed = _fixed_date(spots, milestone, change)
    if fixed is not None:
        return start > fixed
    answers = _answers(spots, milestone, rule, change)
    driver = latest(answers)
    earliest = max(
        driver.date if driver and driver.date else dt.date.min,
        spots.frame.standing.milestone_floor,
    )
    spans = spans_in(start.year + rule.anchor.years, rule.sittings, rule.dated)
    return not spans or any(
        span.until > earliest and all(span.start > gone for gone in change.gone) for span in spans
    )


def place_milestone(spots: Spots, milestone: Milestone) -> Marker:
    """The marker of a milestone, once everything it needs is placed."""
    change = spots.frame.change(milestone.key)
    rules = spots.frame.rules_for(milestone) or milestone.rules[-1:]
    fitting = [rule for rule in rules if _class_fits(spots, rule)] or list(rules[-1:])
    placed = [(rule, *_span(spots, milestone, rule, change)) for rule in fitting]
    in_effect = [one for one in placed if _in_effect(one[0], one[1].start)]
    answerable = [one for one in in_effect if _is_answerable(spots, one[0])]
    rule, span, answers = (answerable or in_effect or placed)[0]
    fixed = _fixed_date(spots, milestone, change)
    if fixed is not None:
        span = Span(fixed, fixed + ONE_DAY)
    anchor = spots.frame.anchor_step(rule)
    figure = span.published or rule.figure
    lane = (
        "applications"
        if milestone.kind == "deadline" and anchor
        else _LANES.get(milestone.kind, "exams")
    )
    return Marker(
        key=milestone.key,
        kind=milestone.kind,
        name=milestone.name,
        short=milestone.short,
        lane=lane,
        at=_moment(spots, milestone, rule, span, answers, fixed, change),
        until=span.until,
        status=_status(spots, span, fixed, change),
        basis=figure.basis,
        sitting=bool(rule.sittings or rule.dated) or fixed is not None,
        label=span.label,
        anchor=anchor.key if anchor else "",
        missed=change.gone,
        first_possible=_first_possible(answers),
        pinned=fixed is not None and change.status != "done",
        note=change.note,
    )


def _fixed_date(spots: Spots, milestone: Milestone, change: Change) -> dt.date | None:
    """The date the person gave for it, where one counts."""
    if change.date and (change.pinned or change.status in ("confirmed", "done")):
        return change.date
    past = spots.frame.standing.past.get(milestone.key)
    return past.date if past else None


def _status(spots: Spots, span: Span, fixed: dt.date | None, change: Change) -> ItemStatus:
    as_of = spots.frame.standing.situation.as_of
    if change.status == "done" or (
        fixed is not None and fixed < as_of and change.status != "confirmed"
    ):
        return "done"
    if fixed is not None or change.status == "confirmed":
        return "confirmed"
    return "assumed" if span.until <= as_of else "planned"


def _first_possible(answers: tuple[Answer, ...]) -> dt.date | None:
    driver = latest(answers)
    return driver.date if driver else None


def _class_fits(spots: Spots, rule: TimingRule) -> bool:
    if rule.cohort is None:
        return True
    year = spots.class_of(rule.cohort.of)
    if year is None:
        return False
    first, last = rule.cohort.first, rule.cohort.last
    return (first is None or year >= first) and (last is None or year <= last)


def _in_effect(rule: TimingRule, date: dt.date) -> bool:
    begun = rule.effective_from is None or date >= rule.effective_from
    return begun and (rule.effective_until is None or date < rule.effective_until)


def _is_answerable(spots: Spots, rule: TimingRule) -> bool:
    return all(spots.answer(condition) is not None for condition in rule.earliest)


def _answers(
    spots: Spots, milestone: Milestone, rule: TimingRule, change: Change
) -> tuple[Answer, ...]:
    found = list(spots.groups(milestone.requires))
    found += [one for one in map(spots.answer, rule.earliest) if one is not None]
    standing = spots.frame.standing
    floor = standing.milestone_floor if latest(found) else standing.floor
    if floor > EARLIEST:
        label = "Your situation as you told it"
        found.append(Answer(date=floor, input=Input(key="", label=label, date=floor)))
    if change.sitting:
        wish = Input(key="", label="Not before the sitting you chose", date=change.sitting)
        found.append(Answer(date=change.sitting, input=wish))
    for missed in change.missed:
        label = "After the one you missed"
        again = missed + ONE_DAY
        found.append(Answer(date=again, input=Input(key="", label=label, date=again)))
    for failed in change.failed:
        label = "After the one you failed, with the wait before a retake"
        again = add_months(failed + ONE_DAY, milestone.retake_wait_months)
        found.append(Answer(date=again, input=Input(key="", label=label, date=again)))
    found += spots.held(milestone.key)
    return tuple(found)


def _span(
    spots: Spots, milestone: Milestone, rule: TimingRule, change: Change
) -> tuple[Span, tuple[Answer, ...]]:
    """The day or window by one rule, and the answers it comes from."""
    answers = _answers(spots, milestone, rule, change)
    driver = latest(answers)
    earliest = driver.date if driver and driver.date else spots.frame.standing.floor
    if rule.round_up:
        earliest = next_day(rule.round_up, earliest)
    step = spots.frame.anchor_step(rule)
    bar = spots.items.get(step.key) if step else None
    if rule.anchor and isinstance(bar, Bar):
        spans = spans_in(bar.start.date.year + rule.anchor.years, rule.sittings, rule.dated)
        if spans:
            return next((span for span in spans if span.until > earliest), spans[-1]), answers
    if rule.sittings or rule.dated:
        return _next_not_missed(rule, earliest, change), answers
    end = spots.answer(rule.latest) if rule.latest else None
    until = end.date if end and end.date and end.date > earliest else earliest + ONE_DAY
    return Span(earliest, until), answers


def _next_not_missed(rule: TimingRule, earliest: dt.date, change: Change) -> Span:
    span = next_span(rule.sittings, rule.dated, earliest)
    for _ in range(len(change.gone) + 1):
        opens = span.opens or span.start
        if not any(opens <= gone < span.until for gone in change.gone):
            break
        span = next_span(rule.sittings, rule.dated, span.until)
    return span


def _moment(
    spots: Spots,
    milestone: Milestone,
    rule: TimingRule,
    span: Span,
    answers: tuple[Answer, ...],
    fixed: dt.date | None,
    change: Change,
) -> Moment:
    if fixed is not None:
        says = "You gave this date."
        receipt = Receipt(says=says, rule="plan", confidence="A", basis="rule", yours=says)
        return Moment(date=fixed, precision="exact", receipt=receipt)
    figure = span.published or rule.figure
    step = spots.frame.anchor_step(rule)
    bar = spots.items.get(step.key) if step else None
    driver = latest(answers)
    inputs = mark_driver(answers, driver)
    if isinstance(bar, Bar):
        driver = None
        anchor = Input(key=bar.key, label=f"{bar.name} begins", date=bar.start.date, drives=True)
        inputs = (anchor, *mark_driver(answers, None))
    superseded = next((one.says for one in milestone.rules if one.key == rule.supersedes), "")
    return Moment(
        date=span.start,
        precision=_precision(rule, span, driver),
        receipt=Receipt(
            says=rule.says,
            rule=f"milestones.{milestone.key}.rules.{rule.key}",
            inputs=inputs,
            sources=figure.sources,
            confidence=figure.confidence,
            basis=figure.basis,
            note=_note(spots, rule, figure),
            yours=_yours(change),
            superseded=(superseded,) if superseded else (),
        ),
    )


def _note(spots: Spots, rule: TimingRule, figure: Figure) -> str:
    if rule.cohort is None:
        return figure.note
    year = spots.class_of(rule.cohort.of)
    label = spots.frame.edition.cohorts[rule.cohort.of].label
    told = f"Your {label.format(year=year)}." if year else ""
    return f"{told} {figure.note}".strip()


def _yours(change: Change) -> str:
    parts = []
    if change.gone:
        plural = "s" if len(change.gone) > 1 else ""
        parts.append(f"You marked {len(change.gone)} earlier one{plural} as missed or failed.")
    if change.sitting:
        parts.append("You chose this sitting.")
    if change.reason:
        parts.append(f"You set the rule aside: {change.reason}")
    return " ".join(parts)


def _precision(rule: TimingRule, span: Span, driver: Answer | None) -> Precision:
    if span.published is not None:
        return "exact" if span.is_day else "window"
    if rule.figure.is_estimate:
        return "estimate"
    if not rule.sittings and driver is not None:
        return worst(
            ["projected", driver.precision] if span.is_day else ["window", driver.precision]
        )
    return "projected" if span.is_day else "window"
