"""Every valid route from a situation to a destination: found, dated, labelled and ranked."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pathways.planning.catalogue import Destination, Edition, Stage
from pathways.planning.dates import ONE_DAY, months_between
from pathways.planning.expressions import Ref
from pathways.planning.plans import Plan, Situation
from pathways.planning.schedule import schedule
from pathways.planning.search import StageSet, as_plan, own_offset, search
from pathways.planning.timeline import Bar, Marker, Moment, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePoint:
    """A decision that keeps a route open: ``by`` is the last day for it (None: not dated),
    ``key`` the item it belongs to, ``guaranteed`` False where somebody else decides."""

    key: str
    label: str
    says: str
    by: dt.date | None
    guaranteed: bool = True


@dataclass(frozen=True, kw_only=True)
class Route:
    """One minimal valid way. ``months`` counts training still to come (practice not counted),
    ``exams_left`` exams still to sit, ``label`` says what sets it apart from the others."""

    key: str
    label: str
    plan: Plan
    timeline: Timeline
    finish: Moment | None
    months: int
    exams_left: int
    choice_points: tuple[ChoicePoint, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Routes:
    """The routes by finish, then months; ``cut`` when only the best are shown."""

    destination: Destination
    found: tuple[Route, ...]
    cut: bool = False


def find_routes(
    edition: Edition, situation: Situation, destination: Destination, today: dt.date
) -> Routes:
    """Every minimal valid route, ranked by finish, then by months in training.

    Bounded: when there are too many to look at, the best of those seen are returned and ``cut``
    is set. No route means that nothing in the edition leads there from the situation.
    """
    result = search(edition, situation, destination)
    labels = _labels(edition, result.found)
    routes = [
        _route(edition, situation, destination, chosen, label, today)
        for chosen, label in zip(result.found, labels, strict=True)
    ]
    routes.sort(key=_rank)
    return Routes(destination=destination, found=tuple(routes), cut=result.cut)


def _rank(route: Route) -> tuple[dt.date, int, str]:
    return (route.finish.date if route.finish else dt.date.max, route.months, route.key)


def route_key(chosen: StageSet) -> str:
    """A name for a stage set that is the same in every edition: its steps in order."""
    return ".".join(str(ref) for ref in (*chosen.running_tracks, *chosen.steps))


def _route(
    edition: Edition,
    situation: Situation,
    destination: Destination,
    chosen: StageSet,
    label: str,
    today: dt.date,
) -> Route:
    plan = replace(as_plan(edition, situation, destination.key, chosen), title=label)
    timeline = schedule(edition, plan, today)
    return Route(
        key=route_key(chosen),
        label=label,
        plan=plan,
        timeline=timeline,
        finish=timeline.finish,
        months=_training_months(timeline),
        exams_left=exams_left(timeline),
        choice_points=_choice_points(edition, chosen, timeline),
        notes=tuple(finding.says for finding in timeline.findings),
    )


def _training_months(timeline: Timeline) -> int:
    """Whole months of stages still to come, practice not counted."""
    bars = [bar for bar in timeline.bars() if bar.status in ("planned", "confirmed")]
    total = sum(months_between(bar.start.date, bar.end.date) for bar in bars if not bar.open_ended)
    return round(total)


def exams_left(timeline: Timeline) -> int:
    """The exams not yet sat."""
    return sum(
        1
        for one in timeline.markers()
        if one.kind == "exam" and one.status in ("planned", "confirmed")
    )


def _labels(edition: Edition, found: Sequence[StageSet]) -> tuple[str, ...]:
    """What sets each route apart: the steps it does not share with all the others."""
    counts = Counter(ref for chosen in found for ref in chosen.members)
    labels = []
    for chosen in found:
        refs = [*chosen.running_tracks, *chosen.steps]
        apart = [ref for ref in refs if counts[ref] < len(found)] or [
            ref for ref in refs if edition.stages[ref.key].kind not in ("practice", "education")
        ]
        names = [_short_name(edition.stages[ref.key], ref) for ref in apart or refs]
        labels.append(", then ".join(names) or "Straight on from where you are")
    return tuple(labels)


def _short_name(stage: Stage, ref: Ref) -> str:
    track = stage.track(ref.track)
    return track.short if track else stage.short


def _choice_points(
    edition: Edition, chosen: StageSet, timeline: Timeline
) -> tuple[ChoicePoint, ...]:
    points = [*_track_points(edition, chosen, timeline), *_application_points(edition, timeline)]
    return tuple(sorted(points, key=lambda one: (one.by or dt.date.max, one.key)))


def _track_points(edition: Edition, chosen: StageSet, timeline: Timeline) -> list[ChoicePoint]:
    points = []
    for ref in (*chosen.running_tracks, *chosen.steps):
        track = edition.stages[ref.key].track(ref.track)
        bar = timeline.item(ref.key)
        if track is None or not isinstance(bar, Bar):
            continue
        condition = track.choose_by or track.closes
        by = own_offset(condition, bar.start.date) - ONE_DAY if condition else None
        points.append(
            ChoicePoint(
                key=ref.key,
                label=track.short,
                says=track.figure.note or track.summary,
                by=by,
                guaranteed=track.guaranteed,
            )
        )
    return points


def _application_points(edition: Edition, timeline: Timeline) -> list[ChoicePoint]:
    """The application that each stage to come requires, at the end of its window."""
    wanted: dict[str, tuple[Marker, list[str]]] = {}
    for bar in timeline.bars():
        stage = edition.stages.get(bar.key)
        if stage is None or bar.status not in ("planned", "confirmed"):
            continue
        marker = _first_application(edition, timeline, stage)
        if marker is not None and marker.status != "assumed":
            wanted.setdefault(marker.key, (marker, []))[1].append(stage.short)
    return [
        ChoicePoint(
            key=marker.key,
            label=f"{marker.short} for {' and '.join(names)}",
            says=marker.at.receipt.says,
            by=marker.until - ONE_DAY,
        )
        for marker, names in wanted.values()
    ]


def _first_application(edition: Edition, timeline: Timeline, stage: Stage) -> Marker | None:
    found: dict[str, Marker] = {}
    groups = list(stage.requires)
    while groups:
        for condition in groups.pop().any_of:
            for ref in condition.refs:
                marker = timeline.item(ref.key)
                if (
                    isinstance(marker, Marker)
                    and marker.lane == "applications"
                    and ref.key not in found
                ):
                    found[ref.key] = marker
                    groups.extend(edition.milestones[ref.key].requires)
    return min(found.values(), key=lambda one: one.at.date, default=None)


def first_own_choice(route: Route, others: Sequence[Route]) -> ChoicePoint | None:
    """The first decision that this route asks for and some other does not; its first one when
    it shares them all."""
    shared: Mapping[str, int] = Counter(
        point.label for one in others for point in one.choice_points
    )
    own = [point for point in route.choice_points if shared[point.label] < len(others)]
    return next(iter(own or route.choice_points), None)
