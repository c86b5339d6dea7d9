"""Forms of the planner that came too late: signed out, an old token, a draft that is gone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pathways.planning.timeline import Timeline
from pathways.presenters.typed import typed_fields
from pathways.typed import Typed, keep_typed, typed_in, values_of
from radcareers.sent import Sent


def sent_to_draft(request: HttpRequest) -> Sent:
    """What a form of the draft's planner brought."""
    return Sent(page=_page(request, "draft_page"), typed=typed_fields(values_of(request.POST)))


def sent_to_plan(request: HttpRequest) -> Sent | None:
    """What a form of a saved plan's planner brought; a form that asks for nothing is none."""
    if not request.POST.get("action") or request.resolver_match is None:
        return None
    plan_id = request.resolver_match.kwargs["plan_id"]

    def keep() -> None:
        keep_typed(request.session, plan_id=plan_id, typed=typed_in(request.POST))

    typed = typed_fields(values_of(request.POST))
    return Sent(page=_page(request, "plan_page", plan_id=plan_id), typed=typed, keep=keep)


def _page(request: HttpRequest, name: str, **which: object) -> str:
    """The planner with the goal that the form's address has."""
    goal = request.META.get("QUERY_STRING", "")
    return reverse(f"pathways:{name}", kwargs=which) + (f"?{goal}" if goal else "")


def is_filled_in(typed: Typed, timeline: Timeline) -> bool:
    """Whether an editor on the page has fields for it; else it is a button that was pressed."""
    has_editor = typed.action == "insert" or timeline.item(typed.key) is not None
    return has_editor and bool(typed_fields(typed.values))


def told_late(typed: Typed, version: int, problem: str, *, previewed: bool) -> str:
    """What is said to somebody who signed in again; ``problem`` is why it cannot be kept."""
    said = ["You were signed out before this was kept."]
    if previewed:
        said.append("Look at what it does, then apply it.")
    elif typed_fields(typed.values):
        said.append("Here is what you typed: look at it and set it again.")
    else:
        said.append("Press the button again.")
    if typed.version != str(version):
        said.append("The plan was changed meanwhile.")
    return " ".join([*said, problem]).strip()


def draft_is_gone(request: HttpRequest) -> HttpResponse:
    """410: there is no draft to change any more; what was typed is shown, to be copied."""
    says = "The session of this browser that it lived in has ended. Nothing was changed."
    ways = [("Start again", reverse("pathways:home"))]
    if request.user.is_authenticated:
        says = "If you signed in meanwhile, it was saved as a plan of yours. Nothing was changed."
        ways.insert(0, ("My plans", reverse("pathways:plans")))
    context = {
        "heading": "This draft is not here any more",
        "says": says,
        "typed": typed_fields(values_of(request.POST)),
        "ways": ways,
    }
    template = "_gone.html" if request.headers.get("HX-Request") else "gone.html"
    return render(request, template, context, status=410)


def item_is_gone(request: HttpRequest, page: str, typed: Typed) -> HttpResponse:
    """What was typed while signed out is about something that is not in the plan any more."""
    context = {
        "heading": "You were signed out before this was kept",
        "says": "What it is about is not in the plan any more.",
        "typed": typed_fields(typed.values),
        "ways": [("To the plan", page)],
    }
    template = "_gone.html" if request.headers.get("HX-Request") else "gone.html"
    return render(request, template, context)
