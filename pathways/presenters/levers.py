"""What if …: changes to try with one tap, each a form of the planner filled in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pathways.planning.catalogue import Edition, Stage, Track
from pathways.planning.dates import add_months
from pathways.planning.timeline import Bar, Timeline
from pathways.presenters import words

TRAINING = ("residency", "fellowship", "internship")
OPEN = ("planned", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A change to try: the words of its button, and the form that it posts."""

    says: str
    action: str
    key: str
    values: tuple[tuple[str, str], ...] = ()


def present_levers(edition: Edition, timeline: Timeline, today: dt.date) -> tuple[Lever, ...]:
    """The changes that this plan can try."""
    return (
        *_research(timeline),
        *_part_time(timeline, today),
        *_failing(timeline, today),
        *_later(timeline),
        *_other_track(edition, timeline),
    )


def _research(timeline: Timeline) -> Iterator[Lever]:
    now = next((bar for bar in timeline.bars() if bar.status == "current"), None)
    if now is None or now.open_ended:
        return
    values = {"name": "Research year", "kind": "research", "months": "12", "after": now.key}
    yield Lever(
        says=f"A research year after {words.within(now.short)}",
        action="insert",
        key="",
        values=tuple(values.items()),
    )


def _part_time(timeline: Timeline, today: dt.date) -> Iterator[Lever]:
    bars = [
        bar
        for bar in timeline.bars()
        if bar.kind in TRAINING and bar.status in (*OPEN, "current") and bar.percent == 100
    ]
    bar = next((one for one in bars if one.kind == "residency"), next(iter(bars), None))
    if bar is None:
        return
    month = add_months(today.replace(day=1), 1)
    since = month.isoformat() if bar.start.date < month < bar.end.date else ""
    values = {"percent": "80", "since": since, "then": "stays"}
    yield Lever(
        says=f"{bar.short} at 80 %", action="working", key=bar.key, values=tuple(values.items())
    )


def _failing(timeline: Timeline, today: dt.date) -> Iterator[Lever]:
    for marker in timeline.markers():
        if marker.kind == "exam" and marker.status in OPEN and marker.until > today:
            yield Lever(says=f"{marker.short} failed", action="failed", key=marker.key)
            return


def _later(timeline: Timeline) -> Iterator[Lever]:
    for bar in timeline.bars():
        if bar.status == "planned" and not (bar.custom or bar.open_ended or bar.pinned):
            start = add_months(bar.start.date, 12).isoformat()
            yield Lever(
                says=f"{bar.short} a year later",
                action="start",
                key=bar.key,
                values=(("start", start), ("how", "overlap")),
            )
            return


def _other_track(edition: Edition, timeline: Timeline) -> Iterator[Lever]:
    """The first track that changes something: a length, a last day to ask, somebody's consent."""
    for bar in timeline.bars():
        stage = edition.stages.get(bar.key)
        if stage is None or bar.kind not in TRAINING[:2] or bar.status not in (*OPEN, "current"):
            continue
        track = next(_telling(stage, bar), None)
        if track is not None:
            says, values = f"{bar.short} as {track.short}", (("track", track.key),)
            yield Lever(says=says, action="track", key=bar.key, values=values)
            return


def _telling(stage: Stage, bar: Bar) -> Iterator[Track]:
    own = stage.track(bar.track)
    if own is None:
        return
    for track in stage.tracks:
        matters = any(
            one.length or one.choose_by or one.closes or not one.guaranteed for one in (track, own)
        )
        if track.key != bar.track and matters:
            yield track
