"""Findings about stages: order, starts, lengths, what they need."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from pathways.planning.checks.context import Context
from pathways.planning.dates import add_months, next_intake
from pathways.planning.frame import Step
from pathways.planning.timeline import Bar, Finding, Fix
from pathways.planning.wording import describe_months


def unknown_item(context: Context) -> Iterator[Finding]:
    """unknown_item: the plan names something its edition does not have."""
    for key in context.frame.unknown:
        yield Finding(
            code="unknown_item",
            severity="error",
            key=key,
            says=f"“{key}” is in your plan but not in the pathway data it was made with.",
            why="It is left out of the timeline. Plan the route anew from your situation.",
        )


def requirement_missing(context: Context) -> Iterator[Finding]:
    """requirement_missing: nothing in the plan satisfies a requirement of an item."""
    edition = context.frame.edition
    for unmet in context.frame.unmet:
        names = [edition.name_of(ref.key) for one in unmet.requirement.any_of for ref in one.refs]
        destination = edition.destinations.get(unmet.owner)
        owner = destination.name if destination else edition.name_of(unmet.owner)
        options = " or ".join(dict.fromkeys(names))
        yield Finding(
            code="requirement_missing",
            severity="error",
            key="" if destination else unmet.owner,
            says=f"{owner} needs {options}, and nothing in your plan covers it.",
            why=unmet.requirement.figure.note or "It is a requirement of the pathway.",
            sources=unmet.requirement.figure.sources,
        )


def starts_too_early(context: Context) -> Iterator[Finding]:
    """starts_too_early: a fixed start lies before something the stage needs is finished."""
    for step in context.frame.steps:
        bar = context.bar(step.key)
        change = context.frame.change(step.key)
        if bar is None or step.role == "past" or not change.start or not bar.pinned:
            continue
        for before in _needed_bars(context, step):
            if before.end.date > bar.start.date:
                yield Finding(
                    code="starts_too_early",
                    severity="error",
                    key=step.key,
                    says=f"{bar.name} is fixed to start before {before.name} ends.",
                    why="One full-time stage at a time, and each stage after what it needs.",
                    fix=Fix(label=f"Let {bar.name} move", action="unpin", key=step.key),
                )
                break


def _needed_bars(context: Context, step: Step) -> Iterator[Bar]:
    previous = context.frame.before.get(step.key)
    keys = [ref.key for group in step.needs for one in group.any_of for ref in one.refs]
    if previous:
        keys.append(previous.key)
    for key in dict.fromkeys(keys):
        bar = context.bar(key)
        if bar is not None:
            yield bar


def off_cycle(context: Context) -> Iterator[Finding]:
    """off_cycle: a fixed start is not an intake of the stage."""
    for step in context.frame.steps:
        bar = context.bar(step.key)
        if bar is None or step.stage is None or not bar.pinned or step.role != "planned":
            continue
        span, intake = next_intake(step.stage.intakes_on(step.track), bar.start.date)
        if intake is not None and span.start != bar.start.date:
            yield Finding(
                code="off_cycle",
                severity="warning",
                key=step.key,
                says=f"{bar.name} is fixed to start off cycle.",
                why="Programmes begin at set intakes; an off-cycle start needs a vacant "
                "funded place, "
                "and what follows may not line up.",
                sources=intake.figure.sources,
            )


def unusual_length(context: Context) -> Iterator[Finding]:
    """unusual_length: a length the person set is outside what the catalogue knows."""
    for step in context.frame.steps:
        months = context.frame.change(step.key).months
        if step.stage is None or months is None:
            continue
        length = step.stage.length_on(step.track)
        unit = 1 if length.unit == "months" else 12
        if not length.min * unit - 3 <= months <= length.max * unit:
            bounds = f"{describe_months(length.min * unit)} to {describe_months(length.max * unit)}"
            yield Finding(
                code="unusual_length",
                severity="warning",
                key=step.key,
                says=f"{step.stage.name} is set to {describe_months(months)}; {bounds} is what "
                "we know.",
                why=length.figure.note or "Ask the programme before you rely on it.",
                fix=Fix(label="Use the usual length", action="reset_length", key=step.key),
                sources=length.figure.sources,
            )


def stage_over(context: Context) -> Iterator[Finding]:
    """stage_over: the stage you said you are in would have ended by now (a post goes on)."""
    for bar in context.timeline.bars():
        goes_on = bar.open_ended and not context.frame.change(bar.key).months
        if bar.status == "current" and bar.end.date <= context.today and not goes_on:
            yield Finding(
                code="stage_over",
                severity="warning",
                key=bar.key,
                says=f"{bar.name} would be over by now. Are you still in it?",
                why="Later dates follow straight on from its end. Set its length, or tell "
                "where you are now.",
            )


def start_moved(context: Context) -> Iterator[Finding]:
    """start_moved: the start the person wished for is not possible, so a later one is used."""
    for bar in context.timeline.bars():
        wish = context.frame.change(bar.key).start
        if wish and bar.status == "planned" and not bar.pinned and bar.start.date > wish:
            yield Finding(
                code="start_moved",
                severity="note",
                key=bar.key,
                says=f"{bar.name} cannot start when you wished; the next possible start is used.",
                why="“Why” beside it says what it waits for.",
                fix=Fix(label="Forget my wish", action="unpin", key=bar.key),
            )


def gap_between_stages(context: Context) -> Iterator[Finding]:
    """gap: months between the end of one stage and the start of the next."""
    bars = [bar for step in context.frame.steps if (bar := context.bar(step.key))]
    for before, after in pairwise(bars):
        if after.start.date > add_months(before.end.date, 6) and after.status != "done":
            yield Finding(
                code="gap",
                severity="note",
                key=after.key,
                says=f"There are more than six months between {before.name} and {after.name}.",
                why=f"“Why” beside {after.name} says what it waits for. You could add research, "
                "work or leave in between.",
                fix=Fix(
                    label="Fill it with a year of your own",
                    action="insert",
                    key=before.key,
                    values=(
                        ("name", "Year of my own"),
                        ("kind", "gap"),
                        ("months", "12"),
                        ("after", before.key),
                    ),
                ),
            )


def dates_out_of_range(context: Context) -> Iterator[Finding]:
    """out_of_range: the plan runs past the years the planner knows."""
    last = max((bar.end.date for bar in context.timeline.bars()), default=dt.date.min)
    if last >= dt.date(2150, 1, 1):
        yield Finding(
            code="out_of_range",
            severity="error",
            says="This plan runs past the year 2150; dates after that are cut off.",
            why="Check the lengths and starts you set.",
        )


def part_time_open(context: Context) -> Iterator[Finding]:
    """part_time_open: part-time work to the end of a stage. Nothing is asked: whoever typed it has
    answered that it stays so."""
    for bar in context.timeline.bars():
        working = context.frame.change(bar.key).working
        last = max(working, key=lambda one: one.since or dt.date.min, default=None)
        if last is None or last.percent == 100 or last.since is None:
            continue
        yield Finding(
            code="part_time_open",
            severity="note",
            key=bar.key,
            says=f"{bar.name}: {last.percent} % to the end of the stage.",
            why="Full time again sooner ends it sooner: its editor takes the day.",
        )
