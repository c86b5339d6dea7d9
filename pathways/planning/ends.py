"""The end of a stage: its date with its receipt, and the parts of it that are not full time."""

from pathways.planning.catalogue import Stage
from pathways.planning.placing import PlacedStep
from pathways.planning.plans import Change
from pathways.planning.steps import Step
from pathways.planning.timeline import Input, Moment, Precision, Receipt, Stretch, worst
from pathways.planning.wording import describe_day, describe_length
from pathways.planning.worktime import LEAVE


def step_name(step: Step) -> str:
    """What a step is called."""
    if step.custom:
        return step.custom.name
    return step.stage.name if step.stage else step.key


def joined(*sentences: str) -> str:
    """Those of some sentences that are not empty, as one text."""
    return " ".join(one for one in sentences if one)


def reason_says(change: Change) -> str:
    """Why the person set a rule aside; empty where they did not."""
    return f"You set the rule aside: {change.reason}" if change.reason else ""


def own_word(says: str, change: Change | None = None) -> Receipt:
    """The receipt of a date that the person gave."""
    yours = joined(says, reason_says(change) if change else "")
    return Receipt(says=says, rule="plan", confidence="A", basis="rule", yours=yours)


def stretches_of(placed: PlacedStep) -> tuple[Stretch, ...]:
    """The parts of a bar that are not worked at full time."""
    if placed.walk is None or placed.walk.is_plain:
        return ()
    return tuple(
        Stretch(
            since=one.since,
            until=min(one.until, placed.end),
            percent=one.percent,
            away=one.away,
        )
        for one in placed.walk.not_full_time()
        if one.since < placed.end
    )


def end_of(placed: PlacedStep, change: Change, start: Moment) -> Moment:
    """The end of a step that begins at ``start``."""
    step = placed.step
    if step.role == "past":
        receipt = own_word("You said when you finished this.")
        return Moment(date=placed.end, precision="exact", receipt=receipt)
    if change.status == "done" and change.date and change.date > placed.start:
        return Moment(date=placed.end, precision="exact", receipt=own_word("You gave this end."))
    began = Input(key=step.key, label=f"{step_name(step)} begins", date=placed.start, drives=True)
    if step.stage is None:
        return _custom_end(placed, change, start, began)
    figure = step.stage.length_on(step.track).figure
    taken = placed.walk.leave_days() if placed.walk else 0
    leave = step.stage.leave.figure if step.stage.leave and taken else None
    own: Precision = "estimate" if figure.is_estimate else "projected"
    return Moment(
        date=placed.end,
        precision=worst(["exact" if change.months else own, start.precision]),
        receipt=Receipt(
            says=_lasts(step.stage, placed, change),
            rule=f"stages.{step.key}.length",
            inputs=(began,),
            sources=tuple(dict.fromkeys((*figure.sources, *(leave.sources if leave else ())))),
            confidence=figure.confidence,
            basis=figure.basis,
            note=joined(figure.note, leave.note if leave else ""),
            yours=_end_yours(placed, change),
        ),
    )


def _lasts(stage: Stage, placed: PlacedStep, change: Change) -> str:
    length = describe_length(stage.length_on(placed.step.track), change.months)
    return f"Lasts {length}{_working_says(placed)}{_leave_says(placed)}."


def _custom_end(placed: PlacedStep, change: Change, start: Moment, began: Input) -> Moment:
    custom = placed.step.custom
    months = change.months or (custom.months if custom else 1)
    says = f"Lasts {months} months, as you said{_working_says(placed)}"
    receipt = Receipt(
        says=f"{says}{_leave_says(placed)}.",
        rule="plan",
        inputs=(began,),
        confidence="A",
        basis="rule",
        yours="You set this length.",
    )
    return Moment(date=placed.end, precision=worst(["projected", start.precision]), receipt=receipt)


def _working_says(placed: PlacedStep) -> str:
    """The percentages worked, as "at 60% throughout" or "80% from 1 September 2030"."""
    parts = [one for one in stretches_of(placed) if not one.away]
    if not parts:
        return ""
    walk = placed.walk
    if walk and len(parts) == 1 and (parts[0].since, parts[0].until) == (placed.start, placed.end):
        return f", at {parts[0].percent}% throughout"
    told = ", ".join(f"{one.percent}% from {describe_day(one.since)}" for one in parts[:3])
    return f", {told}{' and more' if len(parts) > 3 else ''}"


def _leave_says(placed: PlacedStep) -> str:
    """What leave and other time out do to the end."""
    walk = placed.walk
    if walk is None or walk.is_plain:
        return ""
    days, excused = walk.leave_days(), walk.excused_days()
    says = ""
    if days and days == excused:
        says = f", with {_days(days)} of leave within the allowance"
    elif days:
        within = f", {excused} of them within the allowance" if excused else ""
        says = f", plus {_days(days)} of leave{within}"
    outs = dict.fromkeys(one.away for one in walk.not_full_time() if one.away not in ("", LEAVE))
    return says + "".join(f", with time out: {name}" for name in outs)


def _days(count: int) -> str:
    return f"{count} day{'s' if count != 1 else ''}"


def _end_yours(placed: PlacedStep, change: Change) -> str:
    return joined(
        f"You set {change.months} months." if change.months else "",
        "You set the working percentage." if _working_says(placed) else "",
        "You entered leave." if change.leave else "",
        reason_says(change),
    )
