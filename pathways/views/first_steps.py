"""First steps with a new plan: ticked off, and hidden, in a cookie of this browser."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pathways.presenters.first_steps import STEPS, FirstSteps, present_first_steps
from pathways.presenters.planner import PlannerView
from pathways.views.desks import Desk

COOKIE, HIDDEN = "first-steps", "hidden"
NEW = dt.timedelta(days=14)
YEAR = dt.timedelta(days=365)


def first_steps(
    request: HttpRequest, desk: Desk, planner: PlannerView, *also: str
) -> FirstSteps | None:
    """The steps for this plan; None for one that is older than two weeks, and where its person
    has taken or hidden them. ``also`` are those taken with this request."""
    taken = _taken(request)
    old = desk.row is not None and timezone.now() - desk.row.created_at > NEW
    if old or HIDDEN in taken:
        return None
    hide = desk.address("hide_steps")
    return present_first_steps(planner, taken={*taken, *also}, hide=hide)


def tick(request: HttpRequest, response: HttpResponse, step: str) -> HttpResponse:
    """Note in the answer that a step is taken; nothing where that is known or no longer asked."""
    taken = _taken(request)
    if not taken & {step, HIDDEN}:
        _keep(response, ".".join(sorted({*taken, step})))
    return response


def hide(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Hide them from now on, on the page that ``answer`` makes already."""
    request.COOKIES[COOKIE] = HIDDEN
    response = answer()
    _keep(response, HIDDEN)
    return response


def _taken(request: HttpRequest) -> frozenset[str]:
    return frozenset(request.COOKIES.get(COOKIE, "").split(".")) & {*STEPS, HIDDEN}


def _keep(response: HttpResponse, value: str) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
