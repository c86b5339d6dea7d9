"""Comments for the owner of a plan: what waits, what others see, what is done with."""

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pathways import access
from pathways.bridge import edition_values
from pathways.forms import ReplyForm, StateForm, problems_of
from pathways.models import Comment, Plan, ShareLink
from pathways.operations import comments as operations
from pathways.planning.plan_documents import read_plan
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.comments import (
    WHOLE_PLAN,
    CommentLine,
    CommentsView,
    Remark,
    present_remark,
    waiting_in_words,
)
from pathways.presenters.planner import date_style
from pathways.presenters.rows import item_url
from pathways.presenters.words import DateStyle
from pathways.views.desks import Desk, today
from pathways.views.timelines import timeline_of
from radcareers.sent import Sent, gives_back, page_of_form

TITLES = (("waiting", "Waiting"), ("shown", "On the shared page"), ("settled", "Settled"))


@require_safe
def plan_comments(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The comments on a plan; ``?on=KEY`` only those about that item."""
    return _show(request, access.own_plan(request.user, plan_id))


@require_POST
def state(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """Show a comment to others, or settle it."""
    comment = access.own_comment(request.user, comment_id)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _show(request, comment.plan, status=422)
    shown = form.cleaned_data["state"] == "shown"
    (operations.show_comment if shown else operations.settle_comment)(comment=comment)
    return _back(comment)


def _sent(request: HttpRequest) -> Sent:
    """The reply that was typed, for when it comes too late."""
    return Sent(page=page_of_form(request), typed=(("Reply", request.POST.get("reply", "")),))


@gives_back(_sent)
@require_POST
def reply(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """Answer a comment."""
    comment = access.own_comment(request.user, comment_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        wrong = (comment.pk, request.POST.get("reply", ""), problems_of(form)["reply"])
        return _show(request, comment.plan, wrong=wrong, status=422)
    operations.reply_to_comment(comment=comment, reply=form.cleaned_data["reply"])
    return _back(comment)


@require_POST
def delete(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """Delete a comment for good."""
    comment = access.own_comment(request.user, comment_id)
    operations.delete_comment(comment=comment)
    return redirect("pathways:plan_comments", plan_id=comment.plan_id)


def waiting_words(row: Plan) -> str:
    """How many comments wait for the owner of a plan that ``access`` gave; empty for none."""
    return waiting_in_words(getattr(row, "waiting", 0))


def remarks_on(desk: Desk, *keys: str) -> tuple[Remark, ...]:
    """What was said about items of a saved plan and is not settled, for its owner."""
    if desk.row is None:
        return ()
    rows = desk.row.comments.filter(item__in=keys).exclude(state="settled")
    style = date_style(desk.edition, desk.plan.destination)
    return tuple(remark_of(row, style) for row in rows)


def remark_of(row: Comment, style: DateStyle) -> Remark:
    """A comment as it is read."""
    return present_remark(
        who=row.name,
        at=row.written_at,
        text=row.text,
        reply=row.reply,
        style=style,
        waits=row.state == "waiting",
    )


def _back(comment: Comment) -> HttpResponse:
    page = reverse("pathways:plan_comments", kwargs={"plan_id": comment.plan_id})
    return redirect(f"{page}#comment-{comment.pk}")


def _show(
    request: HttpRequest,
    row: Plan,
    *,
    wrong: tuple[uuid.UUID | None, str, str] = (None, "", ""),
    status: int = 200,
) -> HttpResponse:
    plan = read_plan(row.document)
    edition = edition_values(plan.edition)
    timeline = timeline_of(edition, plan, today())
    style = date_style(edition, plan.destination)
    address = {"plan_id": row.pk}
    page, here = (
        reverse(f"pathways:{one}", kwargs=address) for one in ("plan_page", "plan_comments")
    )
    on = timeline.item(request.GET.get("on", ""))
    comments: QuerySet[Comment] = row.comments.all()
    if on:
        comments = comments.filter(item=on.key)
    lines = [_line(one, timeline, page, style, wrong) for one in comments]
    live = ShareLink.objects.live(timezone.now()).filter(plan=row, takes_comments=True)
    view = CommentsView(
        title=str(row),
        page_url=item_url(page, on.key) if on else page,
        shares_url=reverse("pathways:plan_shares", kwargs=address),
        all_url=here,
        only=on.name if on else "",
        style=style,
        groups=tuple(
            (title, found)
            for state, title in TITLES
            if (found := tuple(one for one in lines if one.state == state))
        ),
        takes=live.exists(),
    )
    context = {"comments": view, "section": "plans"}
    return render(request, "comments.html", context, status=status)


def _line(
    comment: Comment,
    timeline: Timeline,
    page: str,
    style: DateStyle,
    wrong: tuple[uuid.UUID | None, str, str],
) -> CommentLine:
    item = timeline.item(comment.item) if comment.item else None
    mistyped = wrong[0] == comment.pk
    state_url, reply_url, delete_url = (
        reverse(f"pathways:comment_{what}", kwargs={"comment_id": comment.pk})
        for what in ("state", "reply", "delete")
    )
    return CommentLine(
        id=str(comment.pk),
        state=comment.state,
        who=comment.name,
        at=comment.written_at,
        when=words.moment(comment.written_at, style),
        through=comment.through,
        about=item.name if item else comment.about or WHOLE_PLAN,
        about_url=item_url(page, item.key) if item else "",
        gone=bool(comment.item) and item is None,
        text=comment.text,
        reply=wrong[1] if mistyped else comment.reply,
        problem=wrong[2] if mistyped else "",
        state_url=state_url,
        reply_url=reply_url,
        delete_url=delete_url,
    )
