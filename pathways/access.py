"""From what stands in an address to an object that this person may have; else 404.

Every query starts from the person. What belongs to somebody else and what does not exist are
the same.
"""

import uuid
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from pathways.models import Comment, Plan, Revision, ShareLink
from pathways.models.comments import waiting_comments
from pathways.models.plans import PlanQuerySet
from pathways.models.shares import hash_token
from radcareers import throttle
from radcareers.accounts.models import User

Row = TypeVar("Row", bound=Model)
Person = User | AnonymousUser
Identifier = uuid.UUID | str
UNKNOWN_LINKS_A_MINUTE = 60


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not request.user.is_authenticated:
        raise Http404("Nobody is signed in.")
    return request.user


def own_plans(user: Person) -> PlanQuerySet:
    """The person's plans, the latest changed first, each with how many comments wait."""
    return Plan.objects.of(user.pk).live().annotate(waiting=waiting_comments())


def own_deleted_plans(user: Person) -> PlanQuerySet:
    """The person's deleted plans, the latest deleted first."""
    return Plan.objects.of(user.pk).deleted()


def own_plan(user: Person, plan_id: Identifier) -> Plan:
    """One of the person's plans."""
    return _one(own_plans(user).filter(pk=_uuid(plan_id)), "plan")


def own_deleted_plan(user: Person, plan_id: Identifier) -> Plan:
    """One of the person's deleted plans."""
    return _one(own_deleted_plans(user).filter(pk=_uuid(plan_id)), "plan")


def own_revision(user: Person, plan_id: Identifier, number: int) -> Revision:
    """A state that one of the person's plans was in."""
    plan = own_plan(user, plan_id)
    return _one(plan.revisions.filter(number=number), "revision")


def own_link(user: Person, link_id: Identifier) -> ShareLink:
    """A link to one of the person's plans, live or not."""
    links = ShareLink.objects.filter(plan__owner_id=user.pk, plan__deleted_at=None)
    return _one(links.filter(pk=_uuid(link_id)).select_related("plan"), "link")


def own_comment(user: Person, comment_id: Identifier) -> Comment:
    """A comment on one of the person's plans."""
    comments = Comment.objects.filter(plan__owner_id=user.pk, plan__deleted_at=None)
    return _one(comments.filter(pk=_uuid(comment_id)), "comment")


def shared_link(request: HttpRequest, token: str) -> ShareLink:
    """The link with that token, which opens now, with its plan and the plan's owner.

    Unknown, revoked and expired links and those of deleted plans are all the same 404. An address
    that asks for too many of these is answered 429 for a while, whatever it asks for.
    """
    throttle.refuse_above(request, what="unknown-link", a_minute=UNKNOWN_LINKS_A_MINUTE)
    links = ShareLink.objects.live(timezone.now()).select_related("plan__owner")
    link = links.filter(token_hash=hash_token(token)).first()
    if link is None:
        throttle.count(request, what="unknown-link")
        raise Http404("There is no such link.")
    return link


def commented_link(request: HttpRequest, token: str) -> ShareLink:
    """The link with that token, which opens now and takes comments."""
    link = shared_link(request, token)
    if not link.takes_comments:
        raise Http404("There is no such link.")
    return link


def _one(rows: QuerySet[Row], noun: str) -> Row:
    row = rows.first()
    if row is None:
        raise Http404(f"There is no such {noun}.")
    return row


def _uuid(text: Identifier) -> uuid.UUID:
    if isinstance(text, uuid.UUID):
        return text
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404("That is no id.") from None
