"""Findings that the catalogue words itself: pitfalls of what a plan has still to come."""

from collections.abc import Iterator

from pathways.planning.checks.context import AHEAD, Context
from pathways.planning.timeline import Finding


def pitfall(context: Context) -> Iterator[Finding]:
    """pitfall: the catalogue warns of something in this plan that is still to come."""
    ahead = {one.key for one in context.timeline.items if one.status in AHEAD}
    for statement in context.frame.edition.statements.values():
        met = next((key for key in statement.warns_with if key in ahead), "")
        if met:
            yield Finding(
                code="pitfall",
                severity="warning",
                key=met,
                says=statement.text,
                why=statement.figure.note or "A pitfall that the pathway data knows of.",
                sources=statement.figure.sources,
            )
