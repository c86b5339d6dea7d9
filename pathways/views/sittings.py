"""The real dates of an item, for those who move it by hand: sittings of a milestone, intakes of a
stage. Asked for when it is picked up, since they cost a pass of the engine each."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from pathways.planning.sittings import next_sittings, next_starts
from pathways.planning.timeline import Bar
from pathways.views.desks import Desk, on_draft, on_plan

MOST_DATES = 12


@require_safe
def sittings(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """``{"dates": ["2033-06-01", ...]}`` in order, from the first possible one; none where any
    day will do. 404 for what is not in the plan."""
    item = desk.timeline().item(key)
    if item is None:
        raise Http404("That is not in this plan.")
    if isinstance(item, Bar):
        dates = next_starts(desk.edition, desk.plan, key, MOST_DATES)
    else:
        found = next_sittings(desk.edition, desk.plan, key, MOST_DATES)
        dates = tuple(one.at.date for one in found)
    return JsonResponse({"dates": [date.isoformat() for date in dates]})


draft_sittings, plan_sittings = on_draft(sittings), on_plan(sittings)
