"""Findings: what the person should know about a timeline. Each rule is one function in RULES."""

from dataclasses import replace

from pathways.planning.checks import clocks, milestones, pitfalls, stages, tracks
from pathways.planning.checks.context import Context, Rule
from pathways.planning.timeline import Finding

__all__ = ["RULES", "SET_ASIDE", "Context", "Rule", "check"]

RULES: tuple[Rule, ...] = (
    stages.unknown_item,
    stages.requirement_missing,
    stages.starts_too_early,
    milestones.sitting_before_eligible,
    milestones.limit_missed,
    stages.dates_out_of_range,
    clocks.attempts_out,
    clocks.blocked,
    milestones.pass_expired,
    clocks.clock_over,
    clocks.clock_at_zero,
    tracks.track_closed,
    stages.stage_over,
    milestones.assumed_done,
    milestones.may_be_past,
    milestones.not_yet,
    pitfalls.pitfall,
    stages.off_cycle,
    stages.unusual_length,
    milestones.sitting_not_offered,
    tracks.ask_late,
    stages.start_moved,
    clocks.leave_extends,
    stages.part_time_open,
    stages.trains_again,
    tracks.not_guaranteed,
    milestones.assumes_place,
    stages.gap_between_stages,
)
# Rules that a person may set aside by giving a reason.
SET_ASIDE = (
    "requirement_missing",
    "starts_too_early",
    "off_cycle",
    "unusual_length",
    "sitting_before_eligible",
    "limit_missed",
    "pass_expired",
    "attempts_out",
)
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(context: Context) -> tuple[Finding, ...]:
    """All findings, errors first, then in the order of RULES."""
    found = [_set_aside(context, finding) for rule in RULES for finding in rule(context)]
    return tuple(sorted(found, key=lambda one: _ORDER[one.severity]))


def _set_aside(context: Context, finding: Finding) -> Finding:
    """A finding about a rule that the person set aside, with a reason, is a note of that."""
    reason = context.frame.change(finding.key).reason if finding.key else ""
    if not reason or finding.code not in SET_ASIDE:
        return finding
    return replace(finding, severity="note", why=f"You set this rule aside: {reason}", fix=None)
