"""Clocks beside the path: counters with what is left of a limit.

Visa and other clocks of the catalogue run for those who turned them on; the rest follow from the
plan: board eligibility, exam attempts, the balance of leave. Information to verify, not advice.
"""

import datetime as dt
from collections.abc import Iterator

from pathways.planning.catalogue import Clock, Edition
from pathways.planning.dates import add_months, months_between
from pathways.planning.frame import Frame
from pathways.planning.known import Known, used_up
from pathways.planning.plans import PersonalClock
from pathways.planning.timeline import ClockReading, Marker, Timeline


def read_clocks(known: Known, timeline: Timeline) -> tuple[ClockReading, ...]:
    """Every clock of a plan: those turned on, then those that follow from it."""
    frame = known.frame
    return (
        *_personal(frame, timeline),
        *_eligibility(frame, timeline),
        *_attempts(frame, timeline),
        *_leave(known, timeline),
    )


def _personal(frame: Frame, timeline: Timeline) -> Iterator[ClockReading]:
    for told in frame.plan.clocks:
        clock = frame.edition.clocks.get(told.key)
        if clock is not None:
            yield _reading(frame.edition, clock, told, timeline)


def clock_start(clock: Clock, timeline: Timeline) -> dt.date | None:
    """The day on which a clock starts in a plan; None where it never does."""
    keys = {ref.key for ref in clock.starts.refs}
    return min((bar.start.date for bar in timeline.bars() if bar.key in keys), default=None)


def months_used(edition: Edition, clock: Clock, timeline: Timeline) -> int:
    """Whole months, begun ones included, of the stages that use a clock up: from its start on, in
    the jurisdictions of the stages that can start it."""
    start = clock_start(clock, timeline)
    if start is None:
        return 0
    named = (edition.stages.get(ref.key) for ref in clock.starts.refs)
    places = {stage.jurisdiction for stage in named if stage}
    months = sum(
        months_between(bar.start.date, bar.end.date)
        for bar in timeline.bars()
        if bar.kind in clock.counts
        and bar.start.date >= start
        and (stage := edition.stages.get(bar.key)) is not None
        and stage.jurisdiction in places
    )
    return int(-(-months // 1))


def _reading(
    edition: Edition, clock: Clock, told: PersonalClock, timeline: Timeline
) -> ClockReading:
    """What a clock shows that was turned on, with what was used of it before the plan."""
    start = clock_start(clock, timeline)
    limit = told.months or clock.months
    return ClockReading(
        key=clock.key,
        name=clock.name,
        says=clock.says,
        unit="months",
        limit=limit,
        used=told.used + months_used(edition, clock, timeline),
        starts=start,
        ends=add_months(start, limit - told.used) if start else None,
        personal=True,
        sources=clock.figure.sources,
    )


def _eligibility(frame: Frame, timeline: Timeline) -> Iterator[ClockReading]:
    """Months from the first day an exam is possible to the deadline for it; used up are those
    until the day it is planned."""
    for deadline in timeline.markers():
        milestone = frame.edition.milestones.get(deadline.key)
        for key in milestone.limits if milestone else ():
            exam = timeline.item(key)
            if not isinstance(exam, Marker) or exam.status in ("done", "assumed"):
                continue
            opens = min(exam.first_possible or exam.at.date, exam.at.date, deadline.at.date)
            yield ClockReading(
                key=f"{deadline.key}.{key}",
                name=f"{exam.short} before {deadline.short}",
                says="Months from when the exam is first possible to the last day it counts.",
                unit="months",
                limit=int(months_between(opens, deadline.at.date)),
                used=-int(-months_between(opens, exam.at.date) // 1),
                starts=opens,
                ends=deadline.at.date,
                item=key,
                sources=deadline.at.receipt.sources,
            )


def _attempts(frame: Frame, timeline: Timeline) -> Iterator[ClockReading]:
    """How many attempts are used up; those since the last bar where one is only barred a while."""
    for marker in timeline.markers():
        milestone = frame.edition.milestones.get(marker.key)
        if milestone is None or marker.status in ("done", "assumed"):
            continue
        bar = milestone.lock_out if milestone.attempts is None else None
        limit = bar.after if bar else milestone.attempts
        if limit is None:
            continue
        used = len(used_up(milestone, frame.change(marker.key)))
        figure = bar.figure if bar else milestone.figure
        yield ClockReading(
            key=f"{marker.key}.attempts",
            name=f"Attempts at {marker.short}",
            says=milestone.when_out or "After the last attempt it cannot be sat again.",
            unit="attempts",
            limit=limit,
            used=used % limit if bar else used,
            item=marker.key,
            sources=figure.sources or milestone.figure.sources or marker.at.receipt.sources,
        )


def _leave(known: Known, timeline: Timeline) -> Iterator[ClockReading]:
    """The balance of leave where an allowance is for the whole stage."""
    for bar in timeline.bars():
        stage = known.frame.edition.stages.get(bar.key)
        walk = known.walks.get(bar.key)
        if stage is None or stage.leave is None or walk is None or bar.status == "done":
            continue
        allowance = walk.allowance()
        if allowance is None:
            continue
        yield ClockReading(
            key=f"{bar.key}.leave",
            name=f"Leave in {bar.short}",
            says="Days of leave of every kind, over the whole stage, that do not extend it.",
            unit="days",
            limit=allowance,
            used=walk.leave_days(),
            starts=bar.start.date,
            ends=bar.end.date,
            item=bar.key,
            sources=stage.leave.figure.sources,
        )
