"""Puts placed steps and milestones into bars and markers, each date with its receipt."""

from collections.abc import Iterable

from pathways.planning.catalogue import Figure
from pathways.planning.catalogue.expressions import Condition
from pathways.planning.ends import end_of, joined, own_word, reason_says, step_name, stretches_of
from pathways.planning.frame import Frame
from pathways.planning.happening import PlacedMilestone
from pathways.planning.known import Answer, Known, latest
from pathways.planning.placing import PlacedStep
from pathways.planning.plans import Change
from pathways.planning.repeats import repeat_of
from pathways.planning.shown import Placed, lane_of, status_of
from pathways.planning.steps import Step
from pathways.planning.timeline import (
    Bar,
    Input,
    Item,
    Lane,
    Marker,
    Moment,
    Precision,
    Receipt,
    worst,
)
from pathways.planning.waiting import TOLD
from pathways.planning.wording import (
    describe_offset,
    describe_pattern,
)


class Describer:
    """Describes what was placed, in the order in which it was placed."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.frame: Frame = known.frame
        self.items: dict[str, Item] = {}

    def describe(self, placed: Placed) -> Item:
        """The bar or marker of something placed."""
        item = self._bar(placed) if isinstance(placed, PlacedStep) else self._marker(placed)
        self.items[item.key] = item
        return item

    # Steps

    def _bar(self, placed: PlacedStep) -> Bar:
        step, stage = placed.step, placed.step.stage
        change = self.frame.change(step.key)
        start = self._start(placed, change)
        return Bar(
            key=step.key,
            kind=stage.kind if stage else (step.custom.kind if step.custom else "other"),
            name=step_name(step),
            short=stage.short if stage else step_name(step),
            lane=self._lane(step),
            track=step.track,
            start=start,
            end=self._post_end(placed) if placed.followed_by else end_of(placed, change, start),
            status=status_of(self.frame, placed),
            basis=stage.length_on(step.track).figure.basis if stage else "rule",
            years=tuple(names[0] for names in stage.years_on(step.track)) if stage else (),
            percent=change.working[0].percent if change.working else 100,
            stretches=stretches_of(placed),
            open_ended=bool(stage and stage.kind == "practice"),
            custom=step.custom is not None,
            pinned=change.pinned or change.status == "confirmed",
            note=change.note,
        )

    def _post_end(self, placed: PlacedStep) -> Moment:
        name = self.frame.edition.name_of(placed.followed_by)
        begins = Input(key=placed.followed_by, label=f"{name} begins", date=placed.end, drives=True)
        return Moment(
            date=placed.end,
            precision="estimate",
            receipt=Receipt(
                says=f"A post has no end of its own; it goes on until {name} begins.",
                rule=f"stages.{placed.step.key}.length",
                inputs=(begins,),
            ),
        )

    def _lane(self, step: Step) -> Lane:
        """The lane of a stage by its kind; a custom one keeps to that of the stage before it."""
        one: Step | None = step
        while one is not None and one.stage is None:
            one = self.frame.before.get(one.key)
        kind = one.stage.kind if one and one.stage else "education"
        return "education" if kind == "education" else "training"

    def _start(self, placed: PlacedStep, change: Change) -> Moment:
        step = placed.step
        if step.role == "past":
            return _past_start(placed)
        if placed.fixed:
            running = step.role == "running" and not change.start
            says = (
                "Follows from what you said of where you are now."
                if running
                else "You fixed this start."
            )
            return Moment(date=placed.start, precision="exact", receipt=own_word(says, change))
        return self._planned_start(placed, change)

    def _planned_start(self, placed: PlacedStep, change: Change) -> Moment:
        step, intake = placed.step, placed.intake
        inputs = self._inputs(placed.answers, None if placed.held_by else placed.driver)
        if placed.held_by:
            name = placed.held_by.name
            label = f"{name}: the cycle for an earlier start is closed or comes too soon"
            inputs += (Input(key=placed.held_by.key, label=label, drives=True),)
        figure = placed.published or (intake.figure if intake else _own_figure(step))
        wish = "You set an earliest start." if change.start else ""
        again = self._again(step)
        return Moment(
            date=placed.start,
            precision=self._start_precision(placed),
            receipt=Receipt(
                says=_start_says(placed),
                rule=f"stages.{step.key}.intakes" if step.stage else "plan",
                inputs=inputs,
                sources=tuple(dict.fromkeys((*figure.sources, *again.sources))),
                confidence=figure.confidence,
                basis=figure.basis,
                note=joined(figure.note, again.note),
                yours=joined(wish, reason_says(change)),
            ),
        )

    def _again(self, step: Step) -> Figure:
        """The rule by which training is repeated that is behind the person."""
        repeat = repeat_of(self.frame, step)
        if repeat is None:
            return Figure()
        edition = self.frame.edition
        asking = edition.destinations.get(repeat.owner)
        name = asking.name if asking else edition.name_of(repeat.owner)
        return Figure(
            sources=repeat.requirement.figure.sources,
            note=f"It repeats {edition.name_of(repeat.earlier)}: {name} asks for it and does not "
            "take the other instead.",
        )

    def _start_precision(self, placed: PlacedStep) -> Precision:
        if placed.published is not None:
            return "window" if placed.window is not None else "exact"
        if placed.intake is None or placed.intake.pattern.any_day:
            driver = placed.driver
            return worst(["projected", self._precision(driver)] if driver else ["projected"])
        if placed.intake.figure.is_estimate:
            return "estimate"
        return "window" if placed.window is not None else "projected"

    # Milestones

    def _marker(self, placed: PlacedMilestone) -> Marker:
        milestone, rule, span = placed.milestone, placed.rule, placed.span
        change = self.frame.change(milestone.key)
        driver = latest(placed.answers)
        figure = span.published or rule.figure
        return Marker(
            key=milestone.key,
            kind=milestone.kind,
            name=milestone.name,
            short=milestone.short,
            lane=lane_of(placed),
            at=self._moment(placed, change, driver),
            until=span.until,
            status=status_of(self.frame, placed),
            basis=figure.basis,
            sitting=bool(rule.sittings or rule.dated) or placed.fixed,
            label=span.label,
            anchor=placed.anchor.key if placed.anchor else "",
            missed=change.gone,
            published=span.published is not None,
            class_year=placed.class_year,
            first_possible=placed.possible,
            pinned=placed.fixed and change.status != "done",
            note=change.note,
        )

    def _moment(self, placed: PlacedMilestone, change: Change, driver: Answer | None) -> Moment:
        rule, span = placed.rule, placed.span
        if placed.fixed:
            says = "You gave this date." if span.is_day else "You pinned this window."
            precision: Precision = "exact" if span.is_day else "window"
            return Moment(date=span.start, precision=precision, receipt=own_word(says, change))
        figure = span.published or rule.figure
        anchor = self.items.get(placed.anchor.key) if placed.anchor else None
        inputs = self._inputs(placed.answers, driver)
        if isinstance(anchor, Bar):
            driver = None
            label = f"{anchor.name} begins"
            began = Input(key=anchor.key, label=label, date=anchor.start.date, drives=True)
            inputs = (began, *self._inputs(placed.answers, None))
        rules = placed.milestone.rules
        superseded = tuple(one.says for one in rules if rule.supersedes == one.key)
        return Moment(
            date=span.start,
            precision=self._milestone_precision(placed, driver),
            receipt=Receipt(
                says=rule.says,
                rule=f"milestones.{placed.milestone.key}.rules.{rule.key}",
                inputs=inputs,
                sources=figure.sources,
                confidence=figure.confidence,
                basis=figure.basis,
                note=joined(
                    self._class_says(placed),
                    _others_dates(placed),
                    _resit_says(placed, change),
                    figure.note,
                ),
                yours=_milestone_yours(change),
                superseded=superseded,
            ),
        )

    def _class_says(self, placed: PlacedMilestone) -> str:
        rule, year = placed.rule, placed.class_year
        key = rule.anchor.cohort if rule.anchor and rule.anchor.cohort else ""
        key = key or (rule.cohort.of if rule.cohort else "")
        if not key or year is None:
            return ""
        return f"Your {self.frame.edition.cohorts[key].label.format(year=year)}."

    def _milestone_precision(self, placed: PlacedMilestone, driver: Answer | None) -> Precision:
        rule, span = placed.rule, placed.span
        # The last day of a window is still somewhere in it.
        is_day = span.is_day and span.opens in (None, span.start)
        own: Precision = "projected" if is_day else "window"
        if span.published is not None:
            return "exact" if is_day else "window"
        change = self.frame.change(placed.milestone.key)
        if rule.figure.is_estimate or _is_resit_unknown(placed, change):
            return "estimate"
        if self._inside_a_planning_window(placed) or (driver and driver.usual):
            return "estimate"
        if not rule.sittings and driver is not None:
            return worst([own, self._precision(driver)])
        return own

    def _inside_a_planning_window(self, placed: PlacedMilestone) -> bool:
        """Whether something it needs may be done on any day of a window that is not over yet."""
        needed = (self.items.get(one.key) for one in placed.answers)
        return any(
            isinstance(one, Marker) and not one.sitting and one.until > placed.span.until
            for one in needed
        )

    # Answers

    def _inputs(self, answers: Iterable[Answer], driver: Answer | None) -> tuple[Input, ...]:
        """The inputs of a receipt, the deciding one marked."""
        return tuple(
            Input(key=one.key, label=self._label(one), date=one.date, drives=one is driver)
            for one in answers
        )

    def _label(self, answer: Answer) -> str:
        if answer.says == TOLD and answer.date == self.frame.standing.situation.as_of:
            return "The day on which you said where you are"
        if answer.says:
            return answer.says
        name = self._item_name(answer.key)
        condition = answer.condition
        if condition is None:
            return f"{name} ends before this begins"
        is_assumed = answer.key in self.frame.standing.assumed and answer.key not in self.items
        assumed = " (assumed)" if is_assumed else ""
        return f"{name} {self._point(condition, answer.key)}{assumed}{describe_offset(condition)}"

    def _item_name(self, key: str) -> str:
        item = self.items.get(key)
        return item.name if item else self.frame.edition.name_of(key)

    def _point(self, condition: Condition, key: str) -> str:
        if key in self.frame.edition.milestones:
            return "is behind you"
        return "is finished" if condition.point in ("done", "end") else "begins"

    def _precision(self, answer: Answer) -> Precision:
        item = self.items.get(answer.key)
        if item is None:
            return "estimate" if answer.key in self.frame.standing.assumed else "exact"
        if isinstance(item, Marker):
            return item.at.precision
        from_start = answer.condition is not None and answer.condition.point in (
            "start",
            "worked",
            "first",
        )
        return item.start.precision if from_start else item.end.precision


def _others_dates(placed: PlacedMilestone) -> str:
    """What is published for the same year by a rule that is for others."""
    if placed.span.published is not None:
        return ""
    year = placed.span.start.year
    for rule in placed.milestone.rules:
        if rule is not placed.rule and any(one.start.year == year for one in rule.dated):
            return f"The date published for {year} is for others: {rule.says}"
    return ""


def _is_resit(placed: PlacedMilestone, change: Change) -> bool:
    return bool(change.failed) and not placed.fixed


def _is_resit_unknown(placed: PlacedMilestone, change: Change) -> bool:
    """Whether it is a re-sit of which the body says nothing that we know."""
    one = placed.milestone
    return _is_resit(placed, change) and not (one.resits or one.retake_wait_months or one.lock_out)


def _resit_says(placed: PlacedMilestone, change: Change) -> str:
    """What the body says about re-sits, or that nothing is known, where one is planned."""
    if _is_resit_unknown(placed, change):
        return "We found no rule on re-sits; this is the next sitting there is."
    return placed.milestone.resits if _is_resit(placed, change) else ""


def _past_start(placed: PlacedStep) -> Moment:
    stage = placed.step.stage
    figure = stage.length_on(placed.step.track).figure if stage else Figure()
    return Moment(
        date=placed.start,
        precision="estimate",
        receipt=Receipt(
            says="Counted back from the end you gave, by the usual length.",
            rule=f"stages.{placed.step.key}.length",
            inputs=(Input(key=placed.step.key, label="Your end", date=placed.end, drives=True),),
            sources=figure.sources,
            confidence=figure.confidence,
            basis=figure.basis,
        ),
    )


def _start_says(placed: PlacedStep) -> str:
    if placed.step.custom:
        return "A stage of your own; it begins when the one before it ends."
    if placed.intake is None or placed.intake.pattern.any_day:
        return "Begins as soon as everything it needs is finished; there is no fixed intake."
    intakes = describe_pattern(placed.intake.pattern)
    return f"Begins at the next intake ({intakes}) once everything it needs is finished."


def _own_figure(step: Step) -> Figure:
    """What a start without intakes rests on: the first requirement that has a source, else the
    stage as a whole; for a stage of the person's own, their word."""
    if step.stage is None:
        return Figure(confidence="A", basis="rule")
    figures = [group.figure for group in step.needs]
    return next((one for one in figures if one.sources), step.stage.figure)


def _milestone_yours(change: Change) -> str:
    gone = len(change.gone)
    plural = "s" if gone > 1 else ""
    return joined(
        f"You marked {gone} earlier one{plural} as missed or failed." if gone else "",
        "You chose this sitting." if change.sitting else "",
        reason_says(change),
    )
