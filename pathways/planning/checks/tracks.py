"""Findings about tracks: when they can be chosen, and who decides."""

from collections.abc import Iterator

from pathways.planning.checks.context import Context
from pathways.planning.search import own_offset
from pathways.planning.steps import Step
from pathways.planning.timeline import Finding


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
        if own_offset(track.choose_by, bar.start.date) <= as_of and not _settled(context, step):
            yield Finding(
                code="ask_late",
                severity="warning",
                key=step.key,
                says=f"The usual time to ask for {track.short} has passed.",
                why=track.figure.note or track.summary,
                sources=track.figure.sources,
            )


def not_guaranteed(context: Context) -> Iterator[Finding]:
    """not_guaranteed: the route counts on a track that somebody else decides."""
    for step in context.frame.steps:
        track = step.stage.track(step.track) if step.stage else None
        if track is None or track.guaranteed or step.role not in ("planned", "running"):
            continue
        if _settled(context, step):
            continue
        yield Finding(
            code="not_guaranteed",
            severity="note",
            key=step.key,
            says=f"{track.name} is not guaranteed.",
            why=track.figure.note or track.summary,
            sources=track.figure.sources,
        )


def _settled(context: Context, step: Step) -> bool:
    """Whether the person is in a track that could not be chosen any more: they have it."""
    track = step.stage.track(step.track) if step.stage else None
    bar = context.bar(step.key)
    if track is None or track.closes is None or bar is None or step.role != "running":
        return False
    return own_offset(track.closes, bar.start.date) <= context.frame.standing.situation.as_of
