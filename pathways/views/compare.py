"""Two to four of one's own plans, or of the routes, beside each other; or a plan that is shared."""

import uuid
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pathways import access
from pathways.bridge import current_edition, edition_values
from pathways.forms import StartForm
from pathways.models import Plan as PlanRow
from pathways.models import ShareLink
from pathways.planning.plan_documents import read_plan
from pathways.presenters.compare import (
    MOST,
    Compared,
    how_many,
    present_comparison,
    present_refusal,
)
from pathways.presenters.partner import PartnerView, present_choices_of
from pathways.presenters.planner import date_style
from pathways.presenters.words import day
from pathways.views.answering import routes_for
from pathways.views.desks import today
from pathways.views.home import answers_of
from pathways.views.shares import note_opening, shown_by
from pathways.views.timelines import timeline_of
from radcareers.middleware import secret_address


def _chosen(request: HttpRequest, name: str) -> tuple[str, ...]:
    """What was ticked, each once; a few more than can be compared is enough to know."""
    return tuple(dict.fromkeys(request.GET.getlist(name)))[: MOST + 1]


def _page(
    request: HttpRequest, compared: list[Compared], *, noun: str, back_url: str
) -> HttpResponse:
    problem = how_many(len(compared), noun)
    if problem:
        view = present_refusal(problem, noun=noun, back_url=back_url)
    else:
        view = present_comparison(compared, noun=noun, today=today(), back_url=back_url)
    return render(request, "compare.html", {"compare": view}, status=422 if problem else 200)


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """One's own plans; 404 where one of them is not."""
    rows = [access.own_plan(request.user, plan_id) for plan_id in _chosen(request, "plan")]
    return _page(
        request, [_plan(row) for row in rows], noun="plan", back_url=reverse("pathways:plans")
    )


def _plan(row: PlanRow) -> Compared:
    plan = read_plan(row.document)
    edition = edition_values(plan.edition)
    return Compared(
        name=str(row),
        edition=edition,
        plan=plan,
        timeline=timeline_of(edition, plan, today()),
        url=reverse("pathways:plan_page", kwargs={"plan_id": row.pk}),
    )


@require_safe
def with_state(request: HttpRequest, plan_id: uuid.UUID, number: int) -> HttpResponse:
    """A state that a plan was in beside the plan as it is now."""
    revision = access.own_revision(request.user, plan_id, number)
    now = _plan(revision.plan)
    then = read_plan(revision.document)
    edition = edition_values(then.edition)
    when = day(revision.created_at.date(), date_style(edition, then.destination))
    was = Compared(
        name=f"{when}: {revision.name or revision.cause}",
        edition=edition,
        plan=then,
        timeline=timeline_of(edition, then, today()),
    )
    view = present_comparison(
        [was, replace(now, name="Now")],
        noun="plan",
        today=today(),
        back_url=now.url,
        title=f"Then and now: {revision.plan}",
        back="Back to the plan",
    )
    return render(request, "compare.html", {"compare": view})


@login_not_required
@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Routes that answer the questions in the address."""
    edition, now = current_edition(), today()
    form = StartForm(edition, now, request.GET)
    address = f"{reverse('pathways:routes')}?{urlencode(answers_of(request))}"
    destination = form.destination_found() if form.is_valid() else None
    if destination is None:
        return redirect(address)
    found = routes_for(form, destination).found
    chosen = _chosen(request, "route")
    compared = [
        Compared(name=one.label, edition=edition, plan=one.plan, timeline=one.timeline)
        for one in found
        if one.key in chosen
    ]
    return _page(request, compared, noun="route", back_url=address)


@secret_address
@login_not_required
@require_safe
def with_shared(request: HttpRequest, token: str) -> HttpResponse:
    """A shared plan beside up to three of one's own.

    Everything that leads from here to here is relative, so that the token stands in no link. Who
    is not signed in is told to, not sent: the way back would carry the token in its query.
    """
    link = access.shared_link(request, token)
    if not request.user.is_authenticated:
        return render(request, "partner.html", {"partner": PartnerView(signed_in=False)})
    chosen = [access.own_plan(request.user, one) for one in _chosen(request, "plan")]
    own = tuple(access.own_plans(request.user).values_list("pk", "title"))
    if own and not chosen:
        chosen = [access.own_plan(request.user, own[0][0])]
    beside = chosen[: MOST - 1]
    choices = present_choices_of(
        tuple((str(pk), title) for pk, title in own), tuple(str(row.pk) for row in beside)
    )
    comparison = None
    if beside:
        comparison = present_comparison(
            [*(_plan(row) for row in beside), _shared(link)],
            noun="plan",
            today=today(),
            back_url="../",
            title="Beside the shared plan",
            back="Back to the shared plan",
        )
    note_opening(request, link)
    view = PartnerView(comparison=comparison, choices=choices)
    return render(request, "partner.html", {"partner": view, "compare": comparison})


def _shared(link: ShareLink) -> Compared:
    shown = shown_by(link)
    who = link.plan.owner.name if link.show_name else ""
    return Compared(
        name=f"The plan of {who}" if who else "The shared plan",
        edition=shown.edition,
        plan=shown.plan,
        timeline=shown.timeline,
        url="../",
        shared=True,
    )
