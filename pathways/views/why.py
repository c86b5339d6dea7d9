"""Why a date is what it is: the receipts of one item, as a page or put into its row."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pathways.presenters.first_steps import WHY
from pathways.presenters.planner import date_style, destination_name
from pathways.presenters.why import present_why
from pathways.views.desks import Desk, on_draft, on_plan
from pathways.views.first_steps import tick


@require_safe
def receipts(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """The page, or only the receipts for htmx; 404 where the plan does not have that item."""
    item = desk.timeline().item(key)
    if item is None:
        raise Http404("That is not in this plan.")
    view = present_why(
        desk.edition,
        item,
        date_style(desk.edition, desk.plan.destination),
        title=desk.plan.title or destination_name(desk.edition, desk.plan.destination),
        page=desk.links().page,
    )
    template = "_why.html" if request.headers.get("HX-Request") else "why.html"
    return tick(request, render(request, template, {"why": view}), WHY)


draft_why, plan_why = on_draft(receipts), on_plan(receipts)
