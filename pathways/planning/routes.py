"""Every valid route from a situation to a destination: found, dated, labelled and ranked."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pathways.planning.catalogue import Destination, Edition, Stage
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.choices import ChoicePoint, choice_points
from pathways.planning.dates import months_between
from pathways.planning.plans import Plan, Situation
from pathways.planning.schedule import schedule
from pathways.planning.search import StageSet, as_plan, search
from pathways.planning.timeline import Moment, Timeline


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
    """The routes by finish, then months; ``cut`` when only the best are shown. ``proven``: no
    route, found or not, finishes earlier than the first."""

    destination: Destination
    found: tuple[Route, ...]
    cut: bool = False
    proven: bool = True


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
    undecided = any(_is_undecided(edition, ref) for one in result.found for ref in one.steps)
    return Routes(
        destination=destination,
        found=tuple(routes),
        cut=result.cut,
        proven=not (result.cut or undecided),
    )


def _is_undecided(edition: Edition, ref: Ref) -> bool:
    """Whether a stage is on no track yet though its tracks differ in what they take or need."""
    stage = edition.stages[ref.key]
    kinds = {(stage.length_on(track.key), track.requires) for track in stage.tracks}
    return not ref.track and len(kinds) > 1


def _rank(route: Route) -> tuple[dt.date, int, int, int, str]:
    """By finish, then months; of equals the one that depends less on others and on choices."""
    finish = route.finish.date if route.finish else dt.date.max
    at_risk = sum(1 for point in route.choice_points if not point.guaranteed)
    return (finish, route.months, at_risk, len(route.choice_points), route.key)


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
        months=training_months(timeline),
        exams_left=exams_left(timeline),
        choice_points=choice_points(edition, plan, timeline),
        notes=tuple(finding.says for finding in timeline.findings),
    )


def is_same_route(plan: Plan, other: Plan) -> bool:
    """Whether both take the same stages, on the same tracks, to the same destination."""
    mine, theirs = (
        (one.destination, one.route, [(at.stage, at.track) for at in one.situation.at])
        for one in (plan, other)
    )
    return mine == theirs


def take_route(plan: Plan, route: Route) -> Plan:
    """The plan on another route: with its title, its own stages, its clocks, its alternatives, the
    birth month, and the changes about what is on that route too."""
    kept = {key: change for key, change in plan.changes.items() if route.timeline.item(key)}
    return replace(
        route.plan,
        title=plan.title,
        changes=kept,
        custom=plan.custom,
        clocks=plan.clocks,
        alternatives=plan.alternatives,
        birth_month=plan.birth_month,
    )


def training_months(timeline: Timeline) -> int:
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


def own_choices(route: Route, others: Sequence[Route]) -> tuple[ChoicePoint, ...]:
    """The decisions that only this route of several asks for, in order of time."""
    shared: Mapping[str, int] = Counter(
        point.label for one in others for point in one.choice_points
    )
    return tuple(point for point in route.choice_points if shared[point.label] == 1)
