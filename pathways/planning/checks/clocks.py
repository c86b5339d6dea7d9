"""Findings about clocks beside the path: attempts, visa, leave."""

from collections.abc import Collection, Iterator

from pathways.planning.catalogue import Requirement
from pathways.planning.checks.context import AHEAD, Context
from pathways.planning.ordering import in_order
from pathways.planning.timeline import ClockReading, Finding


def attempts_out(context: Context) -> Iterator[Finding]:
    """attempts_out: an exam was failed as often as it can be sat (or a sitting missed, where that
    counts as an attempt)."""
    for clock in context.timeline.clocks:
        if is_out(clock):
            yield Finding(
                code="attempts_out",
                severity="error",
                key=clock.item,
                says=f"{clock.name}: none of {clock.limit} is left.",
                why=clock.says,
                sources=clock.sources,
            )


def is_out(clock: ClockReading) -> bool:
    """Whether it counts attempts and none is left."""
    return clock.unit == "attempts" and clock.left <= 0


def blocked(context: Context) -> Iterator[Finding]:
    """blocked: something needs an exam that can no longer be passed."""
    frame = context.frame
    out = {clock.item for clock in context.timeline.clocks if is_out(clock)}
    if not out:
        return
    gone = set(out)
    for key in in_order(frame):
        step, milestone = frame.by_key.get(key), frame.edition.milestones.get(key)
        needs = step.needs if step else milestone.requires if milestone else ()
        lost = next((one for one in needs if _is_lost(context, one, gone)), None)
        item = context.timeline.item(key)
        if lost is None or key in gone or item is None or item.status not in AHEAD:
            continue
        gone.add(key)
        first = next(ref.key for one in lost.any_of for ref in one.refs if ref.key in gone)
        if first in out or item.kind == "match":
            yield Finding(
                code="blocked",
                severity="error",
                key=key,
                says=f"{item.name} cannot happen without {frame.edition.name_of(first)}.",
                why="No attempt at the exam is left, and nothing else in the plan takes its place.",
                sources=lost.figure.sources,
            )


def _is_lost(context: Context, need: Requirement, gone: Collection[str]) -> bool:
    """Whether a requirement was to be met by something that is lost, and by nothing else."""
    refs = [ref for one in need.any_of for ref in one.refs]
    others = (ref for ref in refs if ref.key not in gone)
    met = any(context.frame.is_there(ref) or context.frame.standing.holds(ref) for ref in others)
    return any(ref.key in gone for ref in refs) and not met


def clock_over(context: Context) -> Iterator[Finding]:
    """clock_over: a clock that you turned on ends before the plan does."""
    for clock in context.timeline.clocks:
        if clock.personal and clock.left < 0:
            yield Finding(
                code="clock_over",
                severity="error",
                says=f"{clock.name}: {-clock.left} {clock.unit} over the limit of {clock.limit}.",
                why=f"{clock.says} Information to verify, not legal advice.",
                sources=clock.sources,
            )


def clock_at_zero(context: Context) -> Iterator[Finding]:
    """clock_at_zero: a clock that you turned on has nothing to spare."""
    for clock in context.timeline.clocks:
        if clock.personal and clock.left == 0:
            yield Finding(
                code="clock_at_zero",
                severity="warning",
                says=f"{clock.name}: 0 {clock.unit} left of {clock.limit}; any delay breaks it.",
                why=f"{clock.says} Information to verify, not legal advice.",
                sources=clock.sources,
            )


def leave_extends(context: Context) -> Iterator[Finding]:
    """leave_extends: leave goes beyond the allowance and extends a stage."""
    for clock in context.timeline.clocks:
        if clock.unit == "days" and clock.left < 0:
            yield Finding(
                code="leave_extends",
                severity="note",
                key=clock.item,
                says=f"{clock.name} is {-clock.left} days over the allowance; the rest extends it.",
                why=f"{clock.says} Vacation counts too.",
                sources=clock.sources,
            )
