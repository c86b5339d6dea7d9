"""A plan as a page to print: of a draft, of a saved plan, and behind a share link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pathways import access
from pathways.presenters.planner import destination_name
from pathways.presenters.sheet import present_sheet
from pathways.views.desks import Desk, on_draft, on_plan, today
from pathways.views.shares import note_opening, shown_by
from radcareers.middleware import secret_address


@require_safe
def sheet(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page; ``?notes=1`` prints the person's own notes too."""
    with_notes = request.GET.get("notes") == "1"
    address = desk.address("print")
    view = present_sheet(
        desk.edition,
        desk.plan,
        desk.timeline(),
        today=today(),
        back_url=desk.address("page"),
        who=access.person(request).name if desk.row else "",
        notes_url=address if with_notes else f"{address}?notes=1",
        with_notes=with_notes,
    )
    return render(request, "sheet.html", {"sheet": view})


draft_sheet, plan_sheet = on_draft(sheet), on_plan(sheet)


@secret_address
@login_not_required
@require_safe
def shared_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a shared plan: it says no more than the shared page does."""
    link = access.shared_link(request, token)
    shown = shown_by(link)
    view = present_sheet(
        shown.edition,
        shown.plan,
        shown.timeline,
        today=today(),
        back_url="../",
        who=link.plan.owner.name if link.show_name else "",
        title=destination_name(shown.edition, shown.plan.destination),
        with_notes=link.show_notes,
    )
    note_opening(request, link)
    return render(request, "sheet.html", {"sheet": view})
