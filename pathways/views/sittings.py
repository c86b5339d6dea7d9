"""The real sittings of a milestone, for those who move it by hand: asked for when it is picked up,
since they cost a pass of the engine each."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from pathways.planning.sittings import next_sittings
from pathways.planning.timeline import Marker
from pathways.views.desks import Desk, on_draft, on_plan

MOST_SITTINGS = 12


@require_safe
def sittings(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """``{"dates": ["2033-06-01", ...]}`` in order, from the first possible one; none where any
    day will do. 404 for what is no milestone of the plan."""
    if not isinstance(desk.timeline().item(key), Marker):
        raise Http404("That is no milestone of this plan.")
    found = next_sittings(desk.edition, desk.plan, key, MOST_SITTINGS)
    return JsonResponse({"dates": [one.at.date.isoformat() for one in found]})


draft_sittings, plan_sittings = on_draft(sittings), on_plan(sittings)
