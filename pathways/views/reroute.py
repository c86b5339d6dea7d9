"""Another route or destination for a plan, from the plan's own situation."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pathways.planning.catalogue import Destination
from pathways.planning.choices import undecided
from pathways.planning.plans import MAX_ALTERNATIVES
from pathways.planning.routes import find_routes, is_same_route
from pathways.presenters.home import OptionGroup
from pathways.presenters.questions import destination_groups
from pathways.presenters.routes import present_routes
from pathways.views.desks import Desk, on_draft, on_plan, today


@dataclass(frozen=True, slots=True, kw_only=True)
class Reroute:
    """The question above the routes: where to, which is ``chosen``, and the address that answers
    it. ``room``: a route can be kept beside the plan."""

    address: str
    destinations: tuple[OptionGroup, ...]
    chosen: str
    room: bool


@require_safe
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The routes that the plan could take instead; each leads to a preview on the planner."""
    edition, links, now = desk.edition, desk.links(), today()
    destination = _heading(request, desk)
    found = find_routes(edition, undecided(edition, desk.plan.situation), destination, now)
    others = tuple(one for one in found.found if not is_same_route(desk.plan, one.plan))
    routes = present_routes(
        edition,
        replace(found, found=others),
        today=now,
        choose_url=links.edit,
        back_url=links.page,
        posted=(
            ("version", str(desk.version)),
            ("action", "route"),
            ("preview", "1"),
            ("destination", destination.key),
        ),
    )
    question = _question(desk, destination)
    return render(request, "reroute.html", {"routes": routes, "reroute": question})


def _heading(request: HttpRequest, desk: Desk) -> Destination:
    destinations = desk.edition.destinations
    asked = destinations.get(request.GET.get("destination", ""))
    destination = asked or destinations.get(desk.plan.destination)
    if destination is None:
        raise Http404("This edition does not know the destination.")
    return destination


def _question(desk: Desk, destination: Destination) -> Reroute:
    countries = sorted(
        desk.edition.jurisdictions.values(),
        key=lambda one: (one.key != destination.jurisdiction, one.name),
    )
    return Reroute(
        address=desk.links().routes,
        destinations=tuple(destination_groups(desk.edition, countries)),
        chosen=destination.key,
        room=len(desk.plan.alternatives) < MAX_ALTERNATIVES,
    )


draft_routes, plan_routes = on_draft(page), on_plan(page)
