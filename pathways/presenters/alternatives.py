"""The other ways kept beside a plan: each as a strip on the plan's axis, with how it differs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from pathways.planning.alternatives import as_plan
from pathways.planning.catalogue import Edition
from pathways.planning.compare import describe_difference
from pathways.planning.plans import Plan
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.pictures import ALL_SIZES
from pathways.presenters.planner import date_style, destination_name
from pathways.presenters.strips import AxisView, StripView, present_marked_strips


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeView:
    """One of them; ``key`` is what its forms post."""

    key: str
    name: str
    finish: str
    differs: str
    strips: tuple[StripView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativesView:
    """All of them, below the plan itself in the same manner and on the same axis; ``parted``
    where any has leave or part-time."""

    finish: str
    axes: tuple[AxisView, ...]
    strips: tuple[StripView, ...]
    rows: tuple[AlternativeView, ...]
    parted: bool = False


def present_alternatives(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    *,
    dated: Callable[[Plan], Timeline],
    today: dt.date,
    sizes: tuple[str, ...] = ALL_SIZES,
) -> AlternativesView | None:
    """The alternatives of a plan, drawn in those sizes; None where there are none. ``dated``
    gives the timeline of a plan."""
    if not plan.alternatives:
        return None
    others = [as_plan(plan, number) for number in range(len(plan.alternatives))]
    timelines = [timeline, *map(dated, others)]
    names = ("Your plan", *(one.name for one in plan.alternatives))
    strips = present_marked_strips(
        [
            (f"or-{place}", name, drawn)
            for place, (name, drawn) in enumerate(zip(names, timelines, strict=True))
        ],
        today=today,
        style=date_style(edition, plan.destination),
        sizes=sizes,
    )
    return AlternativesView(
        finish=_finish(timeline),
        axes=strips.axes,
        strips=strips.rows[0],
        parted=strips.parted,
        rows=tuple(
            AlternativeView(
                key=str(number),
                name=one.name,
                finish=_finish(drawn),
                differs=_differs(edition, plan, other, describe_difference(timeline, drawn)),
                strips=views,
            )
            for number, (one, other, drawn, views) in enumerate(
                zip(plan.alternatives, others, timelines[1:], strips.rows[1:], strict=True)
            )
        ),
    )


def _finish(timeline: Timeline) -> str:
    return words.month(timeline.finish.date) if timeline.finish else "no finish date"


def _differs(edition: Edition, plan: Plan, other: Plan, says: str) -> str:
    if other.destination == plan.destination:
        return says
    there = words.within(destination_name(edition, other.destination))
    return f"To {there}: {says[:1].lower()}{says[1:]}"
