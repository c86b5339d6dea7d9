"""Findings about clocks beside the path: attempts, visa, leave."""

from collections.abc import Iterator

from pathways.planning.checks.context import Context
from pathways.planning.timeline import Finding


def attempts_out(context: Context) -> Iterator[Finding]:
    """attempts_out: an exam was failed as often as it can be sat."""
    for clock in context.timeline.clocks:
        if clock.unit == "attempts" and clock.left <= 0:
            yield Finding(
                code="attempts_out",
                severity="error",
                key=clock.item,
                says=f"{clock.name}: none of {clock.limit} is left.",
                why=clock.says,
                sources=clock.sources,
            )


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
