"""The list of a person's plans, and what can be done with a whole plan."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pathways import access, drafts
from pathways.bridge import edition_values
from pathways.errors import LimitReached, Refused, StaleVersion
from pathways.forms import PartnerLinkForm, TitleForm, problems_of
from pathways.models import Plan as PlanRow
from pathways.operations import plans as operations
from pathways.planning.plan_documents import read_plan
from pathways.presenters.planner import date_style, sentence
from pathways.presenters.plans import (
    DeletedPlan,
    PlanCard,
    PlanLinks,
    PlansView,
    present_plan_card,
)
from pathways.views.comments import waiting_words
from pathways.views.desks import posted_version, today
from pathways.views.posting import posted_key
from pathways.views.timelines import timeline_of

SHOWN_DELETED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A new title that cannot be used: what was typed, and what is wrong with it."""

    plan_id: uuid.UUID
    typed: str
    problem: str


def _card(row: PlanRow, renaming: Renaming | None) -> PlanCard:
    plan, now = read_plan(row.document), today()
    edition = edition_values(plan.edition)
    typed = renaming if renaming and renaming.plan_id == row.pk else None
    address = {"plan_id": row.pk}
    links = PlanLinks(
        open=reverse("pathways:plan_page", kwargs=address),
        duplicate=reverse("pathways:plan_duplicate", kwargs=address),
        rename=reverse("pathways:plan_rename", kwargs=address),
        delete=reverse("pathways:plan_delete", kwargs=address),
        comments=reverse("pathways:plan_comments", kwargs=address),
    )
    return present_plan_card(
        id=str(row.pk),
        title=str(row),
        sentence=sentence(edition, plan, timeline_of(edition, plan, now), now),
        changed=row.updated_at.date(),
        version=row.version,
        links=links,
        today=now,
        style=date_style(edition, plan.destination),
        new_title=typed.typed if typed else str(row),
        problem=typed.problem if typed else "",
        key=str(uuid.uuid4()),
        waiting=waiting_words(row),
    )


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """My plans, and those deleted of late; right after signing in the plan that was the draft."""
    claimed = drafts.take_claimed(request.session) if request.method == "GET" else ""
    if claimed and access.own_plans(request.user).filter(pk=claimed).exists():
        return redirect("pathways:plan_page", plan_id=claimed)
    return _list(request)


def _list(
    request: HttpRequest,
    *,
    renaming: Renaming | None = None,
    link_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    cards = tuple(_card(row, renaming) for row in access.own_plans(request.user))
    deleted = tuple(
        DeletedPlan(
            title=str(row), url=reverse("pathways:plan_restore", kwargs={"plan_id": row.pk})
        )
        for row in access.own_deleted_plans(request.user)[:SHOWN_DELETED]
    )
    view = PlansView(
        cards=cards,
        deleted=deleted,
        new_url=reverse("pathways:home"),
        compare_url=reverse("pathways:plans_compare") if len(cards) > 1 else "",
        link_url=reverse("pathways:plans_compare_link") if cards or link_problem else "",
        link_problem=link_problem,
    )
    return render(request, "plans.html", {"plans": view}, status=status)


@require_POST
def compare_with_link(request: HttpRequest) -> HttpResponse:
    """Look behind a link that was pasted, and go to where its plan stands beside one's own.

    The link is a secret: it is not shown again, and goes on only in the path.
    """
    form = PartnerLinkForm(request.POST)
    if not form.is_valid():
        return _list(request, link_problem=problems_of(form)["link"], status=422)
    token = form.cleaned_data["link"]
    try:
        access.shared_link(request, token)
    except Http404:
        problem = "This link does not open. It may have ended; ask for a new one."
        return _list(request, link_problem=problem, status=422)
    return redirect("pathways:shared_compare", token=token)


@require_POST
def rename(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Give a plan another title."""
    plan = access.own_plan(request.user, plan_id)
    typed = request.POST.get("title", "")
    form = TitleForm(request.POST)
    if not form.is_valid():
        renaming = Renaming(plan_id=plan.pk, typed=typed, problem=problems_of(form)["title"])
        return _list(request, renaming=renaming, status=422)
    try:
        operations.rename_plan(
            plan=plan, version=posted_version(request), title=form.cleaned_data["title"]
        )
    except StaleVersion as stale:
        problem = f"{stale} Rename it again if you still want to."
        renaming = Renaming(plan_id=plan.pk, typed=typed, problem=problem)
        return _list(request, renaming=renaming, status=409)
    return redirect("pathways:plans")


@require_POST
def duplicate(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Make a copy."""
    plan = access.own_plan(request.user, plan_id)
    try:
        copy = operations.duplicate_plan(plan=plan, key=posted_key(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("pathways:plans")
    messages.success(request, f"Made “{copy}”.")
    return redirect("pathways:plans")


@require_POST
def delete(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Put a plan away as the list showed it; the next list offers to bring it back."""
    plan = access.own_plan(request.user, plan_id)
    try:
        operations.delete_plan(plan=plan, version=posted_version(request))
    except StaleVersion:
        says = f"“{plan}” was not deleted: it has changed since this list was made."
        messages.error(request, f"{says} Look at it again, and delete it if you still want to.")
        return _list(request, status=409)
    return redirect("pathways:plans")


@require_POST
def restore(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Bring a deleted plan back."""
    plan = access.own_deleted_plan(request.user, plan_id)
    try:
        operations.restore_plan(plan=plan)
    except LimitReached as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{plan}” is back.")
    return redirect("pathways:plans")
