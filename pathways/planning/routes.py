"""Every valid route from a situation to a destination: found, dated, labelled and ranked."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from pathways.planning.catalogue import Destination, Edition, Stage
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.choices import ChoicePoint, choice_points, decisions
from pathways.planning.dates import months_between
from pathways.planning.dating import Dated, Dating, finish_of
from pathways.planning.plans import Change, Plan, Situation
from pathways.planning.schedule import timeline_from
from pathways.planning.search import Searcher, StageSet, as_plan, search
from pathways.planning.shown import is_exam_ahead, training_of
from pathways.planning.timeline import Moment, Timeline


@dataclass(frozen=True, kw_only=True)
class Route:
    """One minimal valid way. ``finishes`` is its day, ``months`` counts training still to come
    (practice not counted), ``exams_left`` exams still to sit, ``label`` says what sets it apart
    from the others.

    That is known of every route. Its ``timeline``, with all that has words, is made when it is
    first asked for: of sixty routes few are looked at.
    """

    key: str
    label: str
    plan: Plan
    finishes: dt.date | None
    months: int
    exams_left: int
    dated: Dated = field(compare=False, repr=False)
    today: dt.date

    @cached_property
    def timeline(self) -> Timeline:
        """The plan, dated and explained."""
        return timeline_from(self.dated, self.today)

    @cached_property
    def finish(self) -> Moment | None:
        """The finish with its receipt."""
        return self.timeline.finish

    @cached_property
    def choice_points(self) -> tuple[ChoicePoint, ...]:
        """What must be decided by when."""
        return choice_points(self.dated.frame.edition, self.plan, self.timeline)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What its timeline found."""
        return tuple(finding.says for finding in self.timeline.findings)

    @property
    def keys(self) -> Sequence[str]:
        """The stages and milestones that are shown of it, in order of start."""
        return [one.key for one in self.dated.shown]

    @cached_property
    def depends(self) -> tuple[int, int]:
        """On how many choices it depends that others decide, and on how many in all."""
        return decisions(self.dated)


@dataclass(frozen=True, kw_only=True)
class Routes:
    """The routes by finish, then months; ``cut`` when only the best are shown. ``proven``: no
    route, found or not, finishes earlier than the first."""

    destination: Destination
    found: tuple[Route, ...]
    cut: bool = False
    proven: bool = True


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A destination from afar: how many routes lead there, and when the first of them finishes
    (None: no route has a finish)."""

    destination: Destination
    count: int
    finishes: dt.date | None


def find_routes(
    edition: Edition,
    situation: Situation,
    destination: Destination,
    today: dt.date,
    changes: Mapping[str, Change] | None = None,
) -> Routes:
    """Every minimal valid route, ranked by finish, then by months in training, dated with the
    ``changes`` of the person's.

    Bounded: when there are too many to look at, the best of those seen are returned and ``cut``
    is set. No route means that nothing in the edition leads there from the situation.
    """
    result = search(edition, situation, destination)
    dating = Dating(edition)
    routes = []
    for chosen, label in zip(result.found, _labels(edition, result.found), strict=True):
        plan = _plan(edition, situation, destination, chosen, changes)
        routes.append(_route(dating, replace(plan, title=label), route_key(chosen), today))
    return Routes(
        destination=destination,
        found=tuple(_ranked(routes)),
        cut=result.cut,
        proven=not result.cut,
    )


def survey(
    edition: Edition,
    situation: Situation,
    destinations: Iterable[Destination],
    changes: Mapping[str, Change] | None = None,
) -> tuple[Outlook, ...]:
    """Where one can get, and how soon: for each destination the finish of the first of
    ``find_routes``, and how many there are."""
    dating, searcher = Dating(edition), Searcher(edition, situation)
    outlooks = []
    for destination in destinations:
        found = searcher.search(destination).found
        plans = [_plan(edition, situation, destination, chosen, changes) for chosen in found]
        outlooks.append(
            Outlook(destination=destination, count=len(found), finishes=_first(dating, plans))
        )
    return tuple(outlooks)


def _first(dating: Dating, plans: Sequence[Plan]) -> dt.date | None:
    """The earliest finish of some plans, which are dated until no other can be earlier."""
    if len(plans) == 1:
        return dating.finish(plans[0])
    first: dt.date | None = None
    bounds = [(dating.no_sooner(plan), number) for number, plan in enumerate(plans)]
    for bound, number in sorted(bounds):
        if first is not None and bound >= first:
            break
        finish = dating.finish(plans[number])
        if finish is not None and (first is None or finish < first):
            first = finish
    return first


def _plan(
    edition: Edition,
    situation: Situation,
    destination: Destination,
    chosen: StageSet,
    changes: Mapping[str, Change] | None,
) -> Plan:
    plan = as_plan(edition, situation, destination.key, chosen)
    return replace(plan, changes=dict(changes)) if changes else plan


def _ranked(routes: Iterable[Route]) -> list[Route]:
    """By finish, then months; of equals first the one that depends less on others and on choices,
    which is only asked where it decides."""
    in_time = sorted(routes, key=_time)
    ranked: list[Route] = []
    for _, equals in groupby(in_time, key=_time):
        alike = list(equals)
        if len(alike) > 1:
            alike.sort(key=lambda route: (*route.depends, route.key))
        ranked += alike
    return ranked


def _time(route: Route) -> tuple[dt.date, int]:
    return route.finishes or dt.date.max, route.months


def route_key(chosen: StageSet) -> str:
    """A name for a stage set that is the same in every edition: its steps in order."""
    return ".".join(str(ref) for ref in (*chosen.running_tracks, *chosen.steps))


def _route(dating: Dating, plan: Plan, key: str, today: dt.date) -> Route:
    dated = dating.date(plan)
    training = [step for one in dated.shown if (step := training_of(one)) is not None]
    return Route(
        key=key,
        label=plan.title,
        plan=plan,
        finishes=finish_of(dated),
        months=round(sum(months_between(step.start, step.end) for step in training)),
        exams_left=sum(map(is_exam_ahead, dated.shown)),
        dated=dated,
        today=today,
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
    there = set(route.keys)
    kept = {key: change for key, change in plan.changes.items() if key in there}
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
