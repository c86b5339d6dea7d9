"""When a step begins and ends: intakes, lengths, percentages, and what the person said."""

import datetime as dt
from collections.abc import Sequence

from pathways.planning.catalogue import Figure, Intake, Length, Milestone, Stage
from pathways.planning.dates import (
    ONE_DAY,
    add_months,
    clamp,
    next_intake,
    nominal_end,
)
from pathways.planning.frame import Frame, Step
from pathways.planning.plans import Change
from pathways.planning.spots import Answer, Spots, latest, mark_driver, worst
from pathways.planning.timeline import Bar, Input, ItemStatus, Lane, Moment, Precision, Receipt
from pathways.planning.timing import cycle_fits
from pathways.planning.wording import describe_length, describe_pattern
from pathways.planning.worktime import extended_end, stretched_end

MOST_CYCLES = 40
_CUSTOM_SAYS = "A stage of your own; it begins when the one before it ends."


def place_step(spots: Spots, step: Step) -> Bar:
    """The bar of a step, once everything it needs is placed."""
    change = spots.frame.change(step.key)
    start = _start(spots, step, change)
    end = _end(step, change, start)
    stage = step.stage
    return Bar(
        key=step.key,
        kind=stage.kind if stage else (step.custom.kind if step.custom else "other"),
        name=_name(step),
        short=_short(step),
        lane=_lane(spots.frame, step),
        track=step.track,
        start=start,
        end=end,
        status=_status(spots.frame, step, change),
        basis=stage.length_on(step.track).figure.basis if stage else "rule",
        years=stage.years if stage else (),
        percent=change.working[0].percent if change.working else 100,
        open_ended=bool(stage and stage.kind == "practice"),
        custom=step.custom is not None,
        pinned=change.pinned or change.status == "confirmed",
        note=change.note,
    )


def _name(step: Step) -> str:
    if step.custom:
        return step.custom.name
    return step.stage.name if step.stage else step.key


def _short(step: Step) -> str:
    if step.custom:
        return step.custom.name
    return step.stage.short if step.stage else step.key


def _lane(frame: Frame, step: Step) -> Lane:
    """The lane of a stage by its kind; a custom one keeps to the lane of the stage before it."""
    one: Step | None = step
    while one is not None and one.stage is None:
        one = frame.before.get(one.key)
    kind = one.stage.kind if one and one.stage else "education"
    return "education" if kind == "education" else "training"


def _status(frame: Frame, step: Step, change: Change) -> ItemStatus:
    if step.role == "past" or change.status == "done":
        return "done"
    if step.role == "running":
        return "current"
    return "confirmed" if change.status == "confirmed" else "planned"


def _start(spots: Spots, step: Step, change: Change) -> Moment:
    if change.start and (change.pinned or change.status in ("confirmed", "done")):
        return Moment(date=change.start, precision="exact", receipt=_yours("You fixed this start."))
    if step.role == "running":
        told = spots.frame.standing.running[step.key].start
        return Moment(
            date=change.start or told,
            precision="exact",
            receipt=_yours("You said when you began this stage."),
        )
    if step.role == "past":
        return _past_start(spots, step)
    return _planned_start(spots, step, change)


def _yours(says: str) -> Receipt:
    return Receipt(says=says, rule="plan", confidence="A", basis="rule", yours=says)


def _past_start(spots: Spots, step: Step) -> Moment:
    ended = spots.frame.standing.past[step.key].date or spots.frame.standing.floor
    stage = step.stage
    length = stage.length_on(step.track) if stage else Length(typical=1, min=1, max=1)
    months = length.typical * (1 if length.unit == "months" else 12)
    return Moment(
        date=add_months(ended, -months),
        precision="estimate",
        receipt=Receipt(
            says="Counted back from the end you gave, by the usual length.",
            rule=f"stages.{step.key}.length",
            inputs=(Input(key=step.key, label="Your end", date=ended, drives=True),),
            sources=length.figure.sources,
            confidence=length.figure.confidence,
            basis=length.figure.basis,
        ),
    )


def _planned_start(spots: Spots, step: Step, change: Change) -> Moment:
    answers = list(spots.groups(step.requirements()))
    answers += [*_sequence(spots, step), *spots.held(step.key)]
    if change.start:
        wish = Input(key="", label="Not before the start you wished for", date=change.start)
        answers.append(Answer(date=change.start, input=wish))
    driver = latest(answers)
    earliest = driver.date if driver and driver.date else spots.frame.standing.floor
    intakes = step.stage.intakes if step.stage else ()
    date, intake, published, held_by = _first_intake(spots, step, earliest, intakes)
    inputs = mark_driver(answers, None if held_by else driver)
    if held_by:
        label = f"{held_by.name}: the cycle for an earlier start is closed or comes too soon"
        inputs += (Input(key=held_by.key, label=label, drives=True),)
    figure = published or (intake.figure if intake else _own_figure(step))
    return Moment(
        date=date,
        precision=_start_precision(intake, published, driver, inputs),
        receipt=Receipt(
            says=_start_says(step, intake),
            rule=f"stages.{step.key}.intakes" if step.stage else "plan",
            inputs=inputs,
            sources=figure.sources,
            confidence=figure.confidence,
            basis=figure.basis,
            note=figure.note,
            yours=f"You wished to start no earlier than {change.start}." if change.start else "",
        ),
    )


def _sequence(spots: Spots, step: Step) -> list[Answer]:
    """One full-time stage at a time: the end of the step before, and the day it all starts from."""
    floor = spots.frame.standing.floor
    answers = [
        Answer(date=floor, input=Input(key="", label="Your situation as you told it", date=floor))
    ]
    previous = spots.frame.before.get(step.key)
    before = spots.items.get(previous.key) if previous else None
    if isinstance(before, Bar):
        label = f"{before.name} ends before this begins"
        end = before.end
        answers.append(
            Answer(
                date=end.date,
                input=Input(key=before.key, label=label, date=end.date),
                precision=end.precision,
            )
        )
    return answers


def _first_intake(
    spots: Spots, step: Step, earliest: dt.date, intakes: Sequence[Intake]
) -> tuple[dt.date, Intake | None, Figure | None, Milestone | None]:
    """The first intake from ``earliest`` whose application cycle is still open, and the
    milestone that ruled out an earlier one, if any."""
    anchored = spots.frame.anchored_to(step)
    first: tuple[dt.date, Intake | None, Figure | None] | None = None
    held_by: Milestone | None = None
    candidate = clamp(earliest)
    for _ in range(MOST_CYCLES):
        span, intake = next_intake(intakes, candidate)
        first = first or (span.start, intake, span.published)
        misfit = next(
            (one for one in anchored if not cycle_fits(spots, one, step, span.start)), None
        )
        if misfit is None:
            return span.start, intake, span.published, held_by
        held_by = held_by or misfit
        candidate = span.start + ONE_DAY if intakes else add_months(span.start, 1)
    return (*(first or (candidate, None, None)), held_by)


def _start_precision(
    intake: Intake | None, published: Figure | None, driver: Answer | None, inputs: Sequence[Input]
) -> Precision:
    if published is not None:
        return "exact"
    if intake is None or intake.pattern.any_day:
        return worst(["projected", driver.precision] if driver else ["projected"])
    return "estimate" if intake.figure.is_estimate else "projected"


def _start_says(step: Step, intake: Intake | None) -> str:
    if step.custom:
        return _CUSTOM_SAYS
    if intake is None or intake.pattern.any_day:
        return "Begins as soon as everything it needs is finished; there is no fixed intake."
    intakes = describe_pattern(intake.pattern)
    return f"Begins at the next intake ({intakes}) once everything it needs is finished."


def _own_figure(step: Step) -> Figure:
    """What a start without intakes rests on: the first requirement that has a source, else the
    stage as a whole; for a stage of the person's own, their word."""
    if step.stage is None:
        return Figure(confidence="A", basis="rule")
    figures = [group.figure for group in step.requirements()]
    return next((one for one in figures if one.sources), step.stage.figure)


def _end(step: Step, change: Change, start: Moment) -> Moment:
    if change.status == "done" and change.date and change.date > start.date:
        return Moment(date=change.date, precision="exact", receipt=_yours("You gave this end."))
    if step.role == "past":
        return _past_end(step, change, start)
    stage = step.stage
    if stage is None:
        return _custom_end(step, change, start)
    length = stage.length_on(step.track)
    worked = worked_end(stage, step.track, change, start.date)
    end = max(extended_end(start.date, worked, change.leave, stage.leave), start.date + ONE_DAY)
    figure = length.figure
    own: Precision = (
        "exact" if change.months else ("estimate" if figure.is_estimate else "projected")
    )
    return Moment(
        date=end,
        precision=worst([own, start.precision]),
        receipt=Receipt(
            says=f"Lasts {describe_length(length, change.months)}{_working_says(change)}"
            f"{_leave_says(change, worked, end)}.",
            rule=f"stages.{step.key}.length",
            inputs=(
                Input(key=step.key, label=f"{stage.name} begins", date=start.date, drives=True),
            ),
            sources=figure.sources,
            confidence=figure.confidence,
            basis=figure.basis,
            note=figure.note,
            yours=_end_yours(stage, change),
        ),
    )


def worked_end(stage: Stage, track: str, change: Change, start: dt.date) -> dt.date:
    """The end of a stage by its length and the percentages worked, leave not counted."""
    nominal = nominal_end(start, stage.length_on(track), change.months, stage.intakes)
    return stretched_end(start, nominal, change.working, stage.counting)


def _past_end(step: Step, change: Change, start: Moment) -> Moment:
    ended = start.receipt.inputs[0].date if start.receipt.inputs else None
    if ended is None or ended <= start.date:
        ended = start.date + ONE_DAY
    return Moment(date=ended, precision="exact", receipt=_yours("You said when you finished this."))


def _custom_end(step: Step, change: Change, start: Moment) -> Moment:
    months = change.months or (step.custom.months if step.custom else 1)
    nominal = add_months(start.date, months)
    worked = stretched_end(start.date, nominal, change.working)
    end = max(extended_end(start.date, worked, change.leave, None), start.date + ONE_DAY)
    says = f"Lasts {months} months, as you said{_working_says(change)}."
    inputs = (Input(key=step.key, label=f"{_name(step)} begins", date=start.date, drives=True),)
    receipt = Receipt(
        says=says,
        rule="plan",
        inputs=inputs,
        confidence="A",
        basis="rule",
        yours="You set this length.",
    )
    return Moment(date=end, precision=worst(["projected", start.precision]), receipt=receipt)


def _working_says(change: Change) -> str:
    if not change.working or all(one.percent == 100 for one in change.working):
        return ""
    if len(change.working) == 1 and change.working[0].since is None:
        return f", worked at {change.working[0].percent} % throughout"
    last = max(change.working, key=lambda one: one.since or dt.date.min)
    return f", worked at changing percentages, {last.percent} % to the end"


def _leave_says(change: Change, worked: dt.date, end: dt.date) -> str:
    if not change.leave:
        return ""
    over = (end - worked).days
    return f", {over} days longer for leave" if over > 0 else ", with leave within the allowance"


def _end_yours(stage: Stage, change: Change) -> str:
    parts = []
    if change.months:
        parts.append(f"You set {change.months} months.")
    if _working_says(change):
        parts.append("You set the working percentage.")
    if change.leave:
        parts.append("You entered leave.")
    if change.reason:
        parts.append(f"You set the rule aside: {change.reason}")
    return " ".join(parts)
