"""The questions, the routes that answer them, and the choice of one."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pathways import drafts
from pathways.bridge import current_edition
from pathways.errors import Refused, StaleVersion
from pathways.forms import StartForm, problems_of
from pathways.operations.plans import create_plan
from pathways.planning.examples import example_plan
from pathways.planning.plan_documents import write_plan
from pathways.presenters.home import present_home
from pathways.presenters.overview import present_overview
from pathways.presenters.questions import present_questions
from pathways.presenters.routes import present_routes
from pathways.views.answering import outlooks_for, routes_for
from pathways.views.desks import today
from pathways.views.posting import posted_key
from pathways.views.timelines import timeline_of

# What the example on the start page leads to, as long as the catalogue has it.
EXAMPLE = "interventional_radiology"
ANSWERS = ("now", "since", "destination", "country", "still", "ends", "ended", "asked")


def answers_of(request: HttpRequest) -> dict[str, str]:
    """What the address answers to the questions."""
    return {name: request.GET.get(name, "")[:100] for name in ANSWERS if request.GET.get(name)}


def _ask(
    request: HttpRequest, form: StartForm, problems: dict[str, str], status: int = 200
) -> HttpResponse:
    edition, now = form.edition, form.today
    questions = present_questions(
        edition,
        start_url=reverse("pathways:routes"),
        values=answers_of(request),
        problems=problems,
        today=now,
        over=form.over,
        first=form.is_asked_first,
    )
    plan = example_plan(edition, now, EXAMPLE)
    example = timeline_of(edition, plan, now) if plan else None
    home = present_home(edition, questions, example, today=now)
    return render(request, "home.html", {"home": home}, status=status)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The start page, with the answers given so far; what they still ask is asked on top."""
    form = StartForm(current_edition(), today(), request.GET)
    if request.GET:
        form.full_clean()
    return _ask(request, form, {})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def routes(request: HttpRequest) -> HttpResponse:
    """The routes that answer the questions; POST chooses one of them.

    The answers stand in the address, so that a page of routes can be kept and sent.
    """
    edition, now = current_edition(), today()
    form = StartForm(edition, now, request.GET)
    if not form.is_valid():
        return _ask(request, form, dict(problems_of(form)), status=422)
    destination = form.destination_found()
    answers = answers_of(request)
    back = f"{reverse('pathways:home')}?{urlencode(answers)}"
    if destination is None:
        here = [
            one for one in edition.destinations.values() if one.jurisdiction == form.chosen_country
        ]
        found = outlooks_for(form, here)
        address = reverse("pathways:routes")
        overview = present_overview(
            edition,
            found,
            today=now,
            address=lambda key: f"{address}?{urlencode({**answers, 'destination': key})}",
            back_url=back,
        )
        return render(request, "overview.html", {"overview": overview})
    found_routes = routes_for(form, destination)
    if request.method == "POST":
        chosen = request.POST.get("route", "")
        route = next((one for one in found_routes.found if one.key == chosen), None)
        if route is not None:
            return _choose(request, chosen, write_plan(route.plan))
        messages.error(request, "That route is not offered any more. Choose one of these.")
    view = present_routes(
        edition,
        found_routes,
        today=now,
        choose_url=f"{reverse('pathways:routes')}?{urlencode(answers)}",
        back_url=back,
        compare_url=reverse("pathways:routes_compare"),
        answers=tuple(answers.items()),
        posted=(("key", str(uuid.uuid4())),),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "routes.html", {"routes": view}, status=status)


def _choose(request: HttpRequest, route: str, document: dict[str, object]) -> HttpResponse:
    """Make the route a plan: a saved one for somebody signed in, else the draft.

    However often the form of one route is sent, it makes one plan.
    """
    if not request.user.is_authenticated:
        _keep_draft(request, document)
        return redirect("pathways:draft_page")
    try:
        page = posted_key(request)
        key = uuid.uuid5(page, route) if page else None
        plan = create_plan(owner=request.user, document=document, key=key)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("pathways:plans")
    return redirect("pathways:plan_page", plan_id=plan.pk)


def _keep_draft(request: HttpRequest, document: dict[str, object]) -> None:
    """Make it the draft; undo brings back the one that was there."""
    earlier = drafts.read_draft(request.session)
    if earlier is None:
        drafts.start_draft(request.session, document=document)
        return
    cause = "Chose another route"
    try:
        drafts.save_draft(
            request.session, version=earlier.version, document=document, cause=cause, anew=True
        )
    except StaleVersion:
        drafts.start_draft(request.session, document=document)
