"""Findings: what the person should know about a timeline. Each rule is one function in RULES."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pathways.planning.dates import add_months, next_intake
from pathways.planning.frame import Frame, Step
from pathways.planning.search import own_offset
from pathways.planning.timeline import Bar, Finding, Fix, Marker, Timeline
from pathways.planning.wording import describe_months


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check may look at."""

    frame: Frame
    timeline: Timeline
    today: dt.date

    def bar(self, key: str) -> Bar | None:
        """The bar of that key, if there is one."""
        item = self.timeline.item(key)
        return item if isinstance(item, Bar) else None


Rule = Callable[[Context], Iterator[Finding]]
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(context: Context) -> tuple[Finding, ...]:
    """All findings, errors first, then in the order of RULES."""
    found = [finding for rule in RULES for finding in rule(context)]
    return tuple(sorted(found, key=lambda one: _ORDER[one.severity]))


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
    keys = [ref.key for group in step.requirements() for one in group.any_of for ref in one.refs]
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
        span, intake = next_intake(step.stage.intakes, bar.start.date)
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


def sitting_before_eligible(context: Context) -> Iterator[Finding]:
    """sitting_before_eligible: an exam or application has a fixed date before it is possible."""
    for marker in context.timeline.markers():
        possible = marker.first_possible
        fixed = context.frame.change(marker.key).date
        if not marker.pinned or possible is None or fixed is None or fixed >= possible:
            continue
        yield Finding(
            code="sitting_before_eligible",
            severity="error",
            key=marker.key,
            says=f"{marker.name} is fixed to a date before you can take it.",
            why="Something it needs is not finished by then; its receipt shows what.",
            fix=Fix(label="Move it to the first possible date", action="unpin", key=marker.key),
        )


def may_be_past(context: Context) -> Iterator[Finding]:
    """may_be_past: a planned item's time has gone by and nobody said how it went."""
    as_of = context.frame.standing.situation.as_of
    for marker in context.timeline.markers():
        if marker.status == "planned" and as_of < marker.until <= context.today:
            yield Finding(
                code="may_be_past",
                severity="warning",
                key=marker.key,
                says=f"{marker.name} was planned for a date that has gone by. Did it happen?",
                why="Later dates count on it. Mark it as done, or as missed to move to the "
                "next one.",
                fix=Fix(label="Mark as done", action="done", key=marker.key),
            )


def assumed_done(context: Context) -> Iterator[Finding]:
    """assumed_done: applications or matches taken as done because of the stage you are in."""
    frame = context.frame
    for marker in context.timeline.markers():
        step = frame.by_key.get(marker.anchor)
        if marker.status != "assumed" or step is None or step.role != "planned":
            continue
        if marker.key not in {one.key for one in frame.anchored_to(step)}:
            continue
        yield Finding(
            code="assumed_done",
            severity="warning",
            key=marker.key,
            says=f"This counts on {marker.name} having happened already.",
            why="Its time was before today. If you missed it, mark it as missed: the start "
            "moves to the next cycle.",
            fix=Fix(label="I missed it", action="missed", key=marker.key),
        )


def stage_over(context: Context) -> Iterator[Finding]:
    """stage_over: the stage you said you are in would have ended by now."""
    for bar in context.timeline.bars():
        if bar.status == "current" and bar.end.date <= context.today:
            yield Finding(
                code="stage_over",
                severity="warning",
                key=bar.key,
                says=f"{bar.name} would be over by now. Are you still in it?",
                why="Later dates follow straight on from its end. Set its length, or tell "
                "where you are now.",
            )


def track_closed(context: Context) -> Iterator[Finding]:
    """track_closed: a track was chosen for a running stage after it can be chosen."""
    for step in context.frame.steps:
        track = step.stage.track(step.track) if step.stage else None
        bar = context.bar(step.key)
        if track is None or track.closes is None or bar is None or step.role != "planned":
            continue
        if own_offset(track.closes, bar.start.date) <= context.today:
            yield Finding(
                code="track_closed",
                severity="error",
                key=step.key,
                says=f"{track.name} can no longer be chosen.",
                why=track.figure.note or "Its last date has passed.",
                sources=track.figure.sources,
            )


def ask_late(context: Context) -> Iterator[Finding]:
    """ask_late: the usual date to ask for a track has passed, though it is still open."""
    as_of = context.frame.standing.situation.as_of
    for step in context.frame.steps:
        track = step.stage.track(step.track) if step.stage else None
        bar = context.bar(step.key)
        if track is None or track.choose_by is None or bar is None or step.role != "running":
            continue
        if own_offset(track.choose_by, bar.start.date) <= as_of:
            yield Finding(
                code="ask_late",
                severity="warning",
                key=step.key,
                says=f"The usual time to ask for {track.short} has passed.",
                why=track.figure.note or track.summary,
                sources=track.figure.sources,
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
                why="Its receipt says what it waits for.",
                fix=Fix(label="Forget my wish", action="unpin", key=bar.key),
            )


def not_guaranteed(context: Context) -> Iterator[Finding]:
    """not_guaranteed: the route counts on a track that somebody else decides."""
    for step in context.frame.steps:
        track = step.stage.track(step.track) if step.stage else None
        if track is None or track.guaranteed or step.role not in ("planned", "running"):
            continue
        yield Finding(
            code="not_guaranteed",
            severity="note",
            key=step.key,
            says=f"{track.name} is not guaranteed.",
            why=track.figure.note or track.summary,
            sources=track.figure.sources,
        )


def exam_after_limit(context: Context) -> Iterator[Finding]:
    """limit_missed: a certifying exam falls after the date by which it must be passed."""
    frame = context.frame
    for marker in context.timeline.markers():
        for key in frame.edition.milestones[marker.key].limits:
            exam = context.timeline.item(key)
            if isinstance(exam, Marker) and exam.at.date > marker.at.date:
                yield Finding(
                    code="limit_missed",
                    severity="error",
                    key=exam.key,
                    says=f"{exam.name} falls after {marker.name}.",
                    why="After that date you have to become eligible again.",
                    sources=marker.at.receipt.sources,
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
                why="The receipt of the start says what you are waiting for. You could add "
                "research, "
                "work or leave there.",
                fix=Fix(label="Add a stage here", action="insert", key=before.key),
            )


def sitting_not_offered(context: Context) -> Iterator[Finding]:
    """sitting_moved: the sitting the person chose is not possible, so a later one is used."""
    for marker in context.timeline.markers():
        wanted = context.frame.change(marker.key).sitting
        if (
            wanted
            and marker.at.date > wanted
            and marker.first_possible
            and marker.first_possible > wanted
        ):
            yield Finding(
                code="sitting_moved",
                severity="warning",
                key=marker.key,
                says=f"The sitting you chose for {marker.name} comes too early, so the next "
                "one is used.",
                why="Something it needs is not finished by then; its receipt shows what.",
                fix=Fix(label="Forget my choice", action="reset_sitting", key=marker.key),
            )


RULES: tuple[Rule, ...] = (
    unknown_item,
    requirement_missing,
    starts_too_early,
    sitting_before_eligible,
    exam_after_limit,
    dates_out_of_range,
    track_closed,
    stage_over,
    assumed_done,
    may_be_past,
    off_cycle,
    unusual_length,
    sitting_not_offered,
    ask_late,
    start_moved,
    not_guaranteed,
    gap_between_stages,
)
