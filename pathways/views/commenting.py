"""Commenting on a plan behind a share link: one small page with two fields, without scripts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pathways import access
from pathways.errors import KeyReused, Refused
from pathways.forms import CommentForm, problems_of
from pathways.models import ShareLink
from pathways.operations.comments import write_comment
from pathways.planning.timeline import Item
from pathways.presenters.comments import present_commenting
from pathways.presenters.planner import date_style
from pathways.views.posting import posted_key
from pathways.views.shares import shown_by
from radcareers import logs
from radcareers.middleware import secret_form
from radcareers.sent import Sent, gives_back
from radcareers.throttle import TooMany, count, refuse_above

COMMENTS_A_MINUTE = 5
GONE = "What you wrote about is no longer in the plan. Sent again, it is about the whole plan."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a form is answered that was not taken in: its problems, and how the page says it."""

    problems: Mapping[str, str]
    status: int
    key: uuid.UUID | None = None
    retry_after: int = 0


def _sent(request: HttpRequest) -> Sent:
    """What the form brought. The way back is relative, as the address is a secret."""
    labels = (("Your name", "name"), ("Comment", "text"))
    typed = tuple((label, request.POST.get(field, "")) for label, field in labels)
    return Sent(page=f"?{urlencode({'on': request.POST.get('on', '')})}", typed=typed)


@gives_back(_sent)
@secret_form
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_comment(request: HttpRequest, token: str) -> HttpResponse:
    """The form, about the item in ``?on=`` or the whole plan, and taking it in."""
    link = access.commented_link(request, token)
    shown = shown_by(link)
    posted = request.method == "POST"
    on = (request.POST if posted else request.GET).get("on", "")
    item = shown.timeline.item(on) if on else None
    answer = Answer(problems={"": GONE} if on and item is None else {}, status=200)
    if posted:
        answer = _take_in(request, link, item, gone=bool(answer.problems))
        if not answer.problems:
            told = {"on": on, "sent": "1"} if item else {"sent": "1"}
            return HttpResponseRedirect(f"?{urlencode(told)}")
    view = present_commenting(
        shown.timeline,
        item,
        owner=link.plan.owner.name if link.show_name else "",
        key=str(answer.key or uuid.uuid4()),
        style=date_style(shown.edition, shown.plan.destination),
        values={name: request.POST.get(name, "") for name in ("name", "text")},
        problems=answer.problems,
        sent=request.GET.get("sent") == "1",
    )
    response = render(request, "comment.html", {"comment": view}, status=answer.status)
    if answer.retry_after:
        response.headers["Retry-After"] = str(answer.retry_after)
    return response


def _take_in(request: HttpRequest, link: ShareLink, item: Item | None, *, gone: bool) -> Answer:
    """Keep the comment that was sent; no problems where that is done."""
    form, key = CommentForm(request.POST), posted_key(request)
    problems = ({"": GONE} if gone else {}) | (
        dict(problems_of(form)) if not form.is_valid() else {}
    )
    if problems:
        return Answer(problems=problems, status=422, key=key)
    try:
        refuse_above(request, what="comment", a_minute=COMMENTS_A_MINUTE)
        write_comment(
            link=link,
            item=item.key if item else "",
            about=item.name if item else "",
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            key=key,
        )
    except TooMany as limit:
        logs.note("too many", request=request)
        says = f"That was fast. Wait {limit.retry_after} seconds, then send it again."
        return Answer(problems={"": says}, status=429, key=key, retry_after=limit.retry_after)
    except KeyReused:
        # Somebody went back and changed their words: with a new key they can be sent, too.
        says = "You sent a comment from here already. Send again to send this one as well."
        return Answer(problems={"": says}, status=409)
    except Refused as limit_reached:
        return Answer(problems={"": str(limit_reached)}, status=422, key=key)
    count(request, what="comment")
    return Answer(problems={}, status=200)
