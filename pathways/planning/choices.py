"""Choice points: decisions that keep a plan open, by the last day for each."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from pathways.planning.catalogue import Edition, Milestone, Stage, Track
from pathways.planning.dates import ONE_DAY
from pathways.planning.dating import Dated
from pathways.planning.happening import PlacedMilestone
from pathways.planning.placing import PlacedStep
from pathways.planning.plans import Plan, Situation
from pathways.planning.search import own_offset
from pathways.planning.shown import lane_of
from pathways.planning.timeline import Bar, ItemStatus, Lane, Precision, Timeline, worst

AHEAD = ("planned", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePoint:
    """A decision that keeps a route open: ``by`` is the last day for it (None: not dated),
    ``key`` the item it belongs to, ``guaranteed`` False where somebody else decides.
    ``precision`` is that of the date it comes from: only a day, or a window that was published,
    has a last day that can be named."""

    key: str
    label: str
    says: str
    by: dt.date | None
    guaranteed: bool = True
    precision: Precision = "projected"

    @property
    def is_about(self) -> bool:
        """Whether the last day is only known roughly."""
        return self.precision in ("window", "estimate")


def choice_points(edition: Edition, plan: Plan, timeline: Timeline) -> tuple[ChoicePoint, ...]:
    """Every decision that the plan asks for, the earliest last day first."""
    points = [*_track_points(edition, plan, timeline), *_application_points(edition, timeline)]
    return tuple(sorted(points, key=lambda one: (one.by or dt.date.max, one.key)))


def undecided(edition: Edition, situation: Situation) -> Situation:
    """The situation without tracks that may still be chosen otherwise."""
    at = []
    for one in situation.at:
        stage = edition.stages.get(one.stage)
        track = stage.track(one.track) if stage else None
        is_open = track is not None and _is_open(track, one.start, situation.as_of)
        at.append(replace(one, track="") if is_open else one)
    return replace(situation, at=tuple(at))


def _is_open(track: Track, began: dt.date, as_of: dt.date) -> bool:
    """Whether a track of a running stage is a choice that has not been closed yet."""
    if track.closes is not None:
        return as_of < own_offset(track.closes, began)
    return track.choose_by is not None


def decisions(dated: Dated) -> tuple[int, int]:
    """How many of the choice points of a dated plan somebody else decides about, and how many
    there are; counted without a word about them."""
    edition, plan = dated.frame.edition, dated.frame.plan
    found = {one.key: one for one in dated.shown}
    tracks = [
        track
        for key, track in _tracks(edition, plan)
        if key in found and isinstance(found[key].placed, PlacedStep)
    ]

    def sight(key: str) -> _Sight | None:
        one = found.get(key)
        if one is None or isinstance(one.placed, PlacedStep):
            return None
        placed = one.placed
        return _Sight(placed.milestone.kind, lane_of(placed), one.status, placed.span.start)

    applications = set()
    for one in dated.shown:
        stage = edition.stages.get(one.key)
        if stage is None or isinstance(one.placed, PlacedMilestone) or one.status not in AHEAD:
            continue
        key = _first_application(edition, sight, stage)
        if key is not None:
            applications.add(key)
    at_risk = sum(not track.guaranteed for track in tracks)
    return at_risk, len(tracks) + len(applications)


def _track_points(edition: Edition, plan: Plan, timeline: Timeline) -> Iterator[ChoicePoint]:
    for key, track in _tracks(edition, plan):
        bar = timeline.item(key)
        if not isinstance(bar, Bar):
            continue
        condition = track.choose_by or track.closes
        yield ChoicePoint(
            key=key,
            label=track.short,
            says=track.figure.note or track.summary,
            by=own_offset(condition, bar.start.date) - ONE_DAY if condition else None,
            guaranteed=track.guaranteed,
            precision=worst(
                ["estimate" if track.figure.is_estimate else "projected", bar.start.precision]
            ),
        )


def _tracks(edition: Edition, plan: Plan) -> Iterator[tuple[str, Track]]:
    """The tracks that the plan chose. One of a stage that runs may have been told rather than
    chosen: it counts where it has a last day, or where somebody else decides it."""
    for one in plan.situation.at:
        stage = edition.stages.get(one.stage)
        track = stage.track(one.track) if stage else None
        if track and (track.choose_by or track.closes or not track.guaranteed):
            yield one.stage, track
    for ref in plan.route:
        stage = edition.stages.get(ref.key)
        track = stage.track(ref.track) if stage else None
        if track:
            yield ref.key, track


def _application_points(edition: Edition, timeline: Timeline) -> list[ChoicePoint]:
    """The application that each stage to come requires, at the end of its window."""
    markers = {one.key: one for one in timeline.markers()}

    def sight(key: str) -> _Sight | None:
        one = markers.get(key)
        return _Sight(one.kind, one.lane, one.status, one.at.date) if one else None

    wanted: dict[str, list[str]] = {}
    for bar in timeline.bars():
        stage = edition.stages.get(bar.key)
        if stage is None or bar.status not in AHEAD:
            continue
        key = _first_application(edition, sight, stage)
        if key is not None:
            wanted.setdefault(key, []).append(stage.short)
    return [
        ChoicePoint(
            key=key,
            label=f"{markers[key].short} for {' and '.join(names)}",
            says=markers[key].at.receipt.says,
            by=markers[key].until - ONE_DAY,
            precision="exact" if markers[key].published else markers[key].at.precision,
        )
        for key, names in wanted.items()
    ]


class _Sight(NamedTuple):
    """What there is to see of a milestone in a plan."""

    kind: str
    lane: Lane
    status: ItemStatus
    day: dt.date


def _first_application(
    edition: Edition, sight: Callable[[str], _Sight | None], stage: Stage
) -> str | None:
    """The first application on the way into a stage; exams and interviews of the selection lie
    between, and come too late to apply. None where it is assumed to be over, or there is none."""
    found: dict[str, _Sight] = {}
    seen: set[str] = set()
    groups = list(stage.requires)
    while groups:
        for condition in groups.pop().any_of:
            for key in {ref.key for ref in condition.refs} - seen:
                seen.add(key)
                one = sight(key)
                if one is None or key not in edition.milestones:
                    continue
                milestone = edition.milestones[key]
                if one.kind in ("application", "match"):
                    found[key] = one
                if one.lane == "applications" or _is_anchored(milestone, stage.key):
                    groups.extend(milestone.requires)
    first = min(found, key=lambda key: (found[key].day, key), default=None)
    return None if first is None or found[first].status == "assumed" else first


def _is_anchored(milestone: Milestone, stage: str) -> bool:
    """Whether it is part of getting into that stage: its date is tied to the start of it."""
    return any(rule.anchor and stage in rule.anchor.of for rule in milestone.rules)
