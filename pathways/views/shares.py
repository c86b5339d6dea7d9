"""Share links: the owner's panel, and the page behind a link."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pathways import access
from pathways.bridge import edition_values
from pathways.errors import Refused
from pathways.forms import ShareForm, problems_of
from pathways.models import Comment, Plan, ShareLink
from pathways.operations import shares as operations
from pathways.planning.catalogue import Edition
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Plan as PlanValue
from pathways.planning.redaction import hide_working, redact
from pathways.planning.timeline import Timeline
from pathways.presenters.comments import Remark
from pathways.presenters.first_steps import VIEW
from pathways.presenters.planner import date_style, destination_name
from pathways.presenters.shares import (
    ShareRow,
    SharesView,
    present_share_row,
    present_shared,
)
from pathways.presenters.words import DateStyle
from pathways.views.comments import remark_of, waiting_words
from pathways.views.desks import today
from pathways.views.first_steps import tick
from pathways.views.timelines import timeline_of
from radcareers.middleware import secret_address


def _row(link: ShareLink, style: DateStyle) -> ShareRow:
    token = operations.token_of(link)
    return present_share_row(
        label=str(link),
        created=link.created_at.date(),
        expires=link.expires_at.date() if link.expires_at else None,
        expired=not link.is_live(timezone.now()),
        revoked=link.revoked_at.date() if link.revoked_at else None,
        opened=link.last_opened_at,
        address=_address(token) if token and link.is_live(timezone.now()) else "",
        show_name=link.show_name,
        show_notes=link.show_notes,
        show_own_names=link.show_own_names,
        takes_comments=link.takes_comments,
        revoke_url=reverse("pathways:share_revoke", kwargs={"link_id": link.pk}),
        today=today(),
        style=style,
    )


def _address(token: str) -> str:
    return f"{settings.ORIGIN.geturl()}{reverse('pathways:shared', kwargs={'token': token})}"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_shares(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The links to a plan; POST makes one."""
    plan = access.own_plan(request.user, plan_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        form = ShareForm(today(), request.POST)
        if form.is_valid():
            try:
                operations.create_share(
                    plan=plan,
                    label=form.cleaned_data["label"],
                    days=form.cleaned_data["days"],
                    show_name=form.cleaned_data["show_name"],
                    show_notes=form.cleaned_data["show_notes"],
                    show_own_names=form.cleaned_data["show_own_names"],
                    takes_comments=form.cleaned_data["takes_comments"],
                    key=form.cleaned_data["key"],
                )
            except Refused as refusal:
                problems = {"": str(refusal)}
            else:
                made = redirect("pathways:plan_shares", plan_id=plan.pk)
                return tick(request, made, VIEW)
        else:
            problems = dict(problems_of(form))
    return _panel(request, plan, problems)


def _panel(request: HttpRequest, plan: Plan, problems: dict[str, str]) -> HttpResponse:
    edition = edition_values(plan.document["edition"])
    style = date_style(edition, plan.document["destination"])
    view = SharesView(
        rows=tuple(_row(link, style) for link in ShareLink.objects.filter(plan=plan)),
        create_url=reverse("pathways:plan_shares", kwargs={"plan_id": plan.pk}),
        back_url=reverse("pathways:plan_page", kwargs={"plan_id": plan.pk}),
        comments_url=reverse("pathways:plan_comments", kwargs={"plan_id": plan.pk}),
        waiting=waiting_words(plan),
        title=str(plan),
        key=str(uuid.uuid4()),
        values=_filled_in(request),
        problems=problems,
    )
    return render(request, "shares.html", {"shares": view}, status=422 if problems else 200)


def _filled_in(request: HttpRequest) -> dict[str, str]:
    """What the form for a new link holds: what was typed, else what most will want."""
    values = {"expires": _default_expiry()}
    typed = {name: str(value) for name, value in request.POST.items()}
    return values | (typed if request.method == "POST" else {"takes_comments": "1"})


def _default_expiry() -> str:
    return (today() + dt.timedelta(days=operations.DEFAULT_DAYS - 1)).isoformat()


@require_POST
def revoke(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """Turn a link off for good."""
    link = operations.revoke_share(link=access.own_link(request.user, link_id))
    messages.success(request, f"The link “{link}” is turned off.")
    return redirect("pathways:plan_shares", plan_id=link.plan_id)


@secret_address
@login_not_required
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: read-only, without scripts, forms or anything private."""
    link = access.shared_link(request, token)
    shown = shown_by(link)
    destination = shown.plan.destination
    view = present_shared(
        shown.edition,
        shown.plan,
        shown.timeline,
        today=today(),
        changed=link.plan.updated_at.date(),
        who=link.plan.owner.name if link.show_name else "",
        title=destination_name(shown.edition, destination),
        remarks=_remarks(link, date_style(shown.edition, destination)),
        takes_comments=link.takes_comments,
    )
    note_opening(request, link)
    return render(request, "share.html", {"shared": view})


def _remarks(link: ShareLink, style: DateStyle) -> dict[str, tuple[Remark, ...]]:
    """The comments that whoever has the link may read, by the key of their item."""
    found: dict[str, tuple[Remark, ...]] = {}
    for row in Comment.objects.all().shown_through(link):
        found[row.item] = (*found.get(row.item, ()), remark_of(row, style))
    return found


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a link shows: a plan and its dates."""

    edition: Edition
    plan: PlanValue
    timeline: Timeline


def shown_by(link: ShareLink) -> Shown:
    """What anyone with the link may see of its plan, in every form in which it is shown."""
    document = read_plan(link.plan.document)
    plan = redact(document, notes=link.show_notes, own_names=link.show_own_names)
    edition = edition_values(plan.edition)
    hidden = hide_working(edition, plan, timeline_of(edition, plan, today()))
    return Shown(edition=edition, plan=hidden.plan, timeline=hidden.timeline)


def note_opening(request: HttpRequest, link: ShareLink) -> None:
    """Keep that the link was opened."""
    operations.note_opening(
        link=link, method=request.method or "", user_agent=request.headers.get("User-Agent", "")
    )
