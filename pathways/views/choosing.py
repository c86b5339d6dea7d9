"""Choosing between ways: what can be done with the alternatives of a plan."""

from dataclasses import replace

from django.http import QueryDict

from pathways.planning import alternatives
from pathways.planning.choices import undecided
from pathways.planning.plans import Plan
from pathways.planning.routes import Route, find_routes, is_same_route
from pathways.planning.timeline import Timeline
from pathways.views.acting import Edited, alternative_of
from pathways.views.desks import Desk, today

# Among alternatives there is nothing more to keep beside the plan.
BESIDE = "beside"
AMONG_ALTERNATIVES = ("take_alternative", "swap_alternative", "drop_alternative")


def labels_of(desk: Desk) -> tuple[str, ...]:
    """The titles that the plan may have without anybody having given it one."""
    return ("", *(one.label for one in _routes_of(desk, desk.plan)))


def _routes_of(desk: Desk, plan: Plan) -> tuple[Route, ...]:
    """The routes from where a plan stands to where it leads."""
    here = desk.edition.destinations.get(plan.destination)
    if here is None:
        return ()
    situation = undecided(desk.edition, plan.situation)
    return find_routes(desk.edition, situation, here, today()).found


def _titled(desk: Desk, taken: Plan, name: str) -> Plan:
    """With the title of its route, where the plan has a title that nobody gave it."""
    if desk.plan.title not in labels_of(desk):
        return taken
    labels = (one.label for one in _routes_of(desk, taken) if is_same_route(taken, one.plan))
    return replace(taken, title=next(labels, name))


def take_alternative(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Decide for an alternative: it becomes the plan, and none are kept beside it."""
    number, one = alternative_of(desk.plan, posted)
    taken = _titled(desk, alternatives.decide(desk.plan, number), one.name)
    return Edited(taken, f"Took “{one.name}”")


def swap_alternative(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Work on an alternative; what was the plan is kept in its place."""
    number, one = alternative_of(desk.plan, posted)
    swapped = _titled(desk, alternatives.swap(desk.plan, number), one.name)
    return Edited(swapped, f"Working on “{one.name}”")


def drop_alternative(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Keep an alternative no longer."""
    number, one = alternative_of(desk.plan, posted)
    return Edited(alternatives.drop(desk.plan, number), f"Dropped “{one.name}”")


def kept_beside(desk: Desk, edited: Edited) -> Edited:
    """What an action would make of the plan as an alternative, the plan as it was."""
    plan = alternatives.keep_beside(desk.plan, edited.plan, edited.name or edited.cause)
    return Edited(plan, f"Kept beside your plan: {edited.name or edited.cause}")
