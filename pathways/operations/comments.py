"""Every write to a comment: one function, one transaction each."""

import uuid

from django.db import transaction
from django.utils import timezone

from pathways.errors import KeyReused, LimitReached
from pathways.models import Comment, Plan, ShareLink
from pathways.models.comments import MAX_ABOUT
from radcareers import logs

MAX_WAITING = 20
MAX_COMMENTS = 200


@transaction.atomic
def write_comment(
    *,
    link: ShareLink,
    name: str,
    text: str,
    item: str = "",
    about: str = "",
    key: uuid.UUID | None = None,
) -> Comment:
    """Keep what somebody with the link says about an item, or with none about the whole plan.

    Sent twice with the same ``key`` it is kept once; with other content it is refused (KeyReused).
    Raises LimitReached where too many wait already.
    """
    Plan.objects.select_for_update().get(pk=link.plan_id)
    comment = Comment(
        plan_id=link.plan_id,
        link=link,
        through=str(link),
        saw_name=link.show_name,
        saw_notes=link.show_notes,
        saw_own_names=link.show_own_names,
        item=item,
        about=about[:MAX_ABOUT],
        name=name,
        text=text,
        written_at=timezone.now(),
        client_key=key or uuid.uuid4(),
    )
    earlier = Comment.objects.filter(link=link, client_key=comment.client_key).first()
    if earlier:
        if (earlier.item, earlier.name, earlier.text) != (item, name, text):
            raise KeyReused
        return earlier
    _leave_room(link)
    comment.save(force_insert=True)
    logs.note("comment written")
    return comment


@transaction.atomic
def show_comment(*, comment: Comment) -> None:
    """Let others see the comment on the shared page."""
    _set(comment, state="shown")


@transaction.atomic
def settle_comment(*, comment: Comment) -> None:
    """Put the comment by: it is done with, and others do not see it (any more)."""
    _set(comment, state="settled")


@transaction.atomic
def reply_to_comment(*, comment: Comment, reply: str) -> None:
    """Answer it, or take the answer back with an empty one. Who sees it stays as it is."""
    _set(comment, reply=reply)


@transaction.atomic
def delete_comment(*, comment: Comment) -> None:
    """Delete it for good."""
    Comment.objects.filter(pk=comment.pk).delete()


def _set(comment: Comment, **values: str) -> None:
    Comment.objects.filter(pk=comment.pk).update(**values)


def _leave_room(link: ShareLink) -> None:
    """There is an end to what one link, or all, can fill a plan with."""
    if Comment.objects.filter(link=link, state="waiting").count() >= MAX_WAITING:
        raise LimitReached(
            f"{MAX_WAITING} comments wait to be read here, the most there can be. Nothing was sent:"
            " keep your words, and try again in a few days."
        )
    if Comment.objects.filter(plan_id=link.plan_id).count() >= MAX_COMMENTS:
        raise LimitReached(
            f"This plan has {MAX_COMMENTS} comments, the most there can be. Nothing was sent: tell"
            " its owner, who can delete some."
        )
