"""What is worth knowing about a plan: findings, errors first, with their fixes."""

from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.timeline import Finding, Timeline
from pathways.presenters.receipts import SourceLine, present_sources
from pathways.presenters.rows import item_url
from pathways.presenters.words import DateStyle

SEVERITIES = {"error": "Does not work", "warning": "Watch out", "note": "Good to know"}
SEVERITY_ORDER = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding about the item of that key, with its fix as a form: a button that posts
    ``fix_action``, ``fix_key`` and values. ``url`` opens the item."""

    code: str
    key: str
    severity: str
    severity_word: str
    says: str
    why: str
    url: str
    sources: tuple[SourceLine, ...]
    fix_label: str
    fix_action: str
    fix_key: str
    fix_values: tuple[tuple[str, str], ...]


def present_findings(
    edition: Edition, timeline: Timeline, page: str, style: DateStyle
) -> tuple[FindingView, ...]:
    """The findings, errors first."""
    ranked = sorted(timeline.findings, key=lambda one: SEVERITY_ORDER.index(one.severity))
    return tuple(_finding(edition, finding, page, style) for finding in ranked)


def _finding(edition: Edition, finding: Finding, page: str, style: DateStyle) -> FindingView:
    fix = finding.fix
    return FindingView(
        code=finding.code,
        key=finding.key,
        severity=finding.severity,
        severity_word=SEVERITIES[finding.severity],
        says=finding.says,
        why=finding.why,
        url=item_url(page, finding.key) if finding.key else "",
        sources=present_sources(edition, finding.sources, style),
        fix_label=fix.label if fix else "",
        fix_action=fix.action if fix else "",
        fix_key=fix.key if fix else "",
        fix_values=fix.values if fix else (),
    )
