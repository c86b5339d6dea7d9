"""What others say about a plan that was shared with them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from pathways.models.base import choices_of
from pathways.models.plans import Plan
from pathways.models.shares import ShareLink

COMMENT_STATES = ("waiting", "shown", "settled")
MAX_WRITER = 60
MAX_TEXT = 1000
MAX_ABOUT = 200


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by who may see them."""

    def shown_through(self, link: ShareLink) -> "CommentQuerySet":
        """What its owner lets others see, for whoever has this link: nothing that was written by
        somebody who saw more of the plan, as the words may repeat it."""
        found = self.filter(plan_id=link.plan_id, state="shown")
        for what in ("name", "notes", "own_names"):
            if not getattr(link, f"show_{what}"):
                found = found.filter(**{f"saw_{what}": False})
        return found.order_by("written_at", "pk")


class Comment(models.Model):
    """What somebody with a share link says about an item of a plan, or about all of it.

    Its owner reads it first: only what is ``shown`` is seen by others. ``item`` is the key of an
    item of the timeline, empty for the whole plan, and ``about`` what the writer saw it called.
    ``through`` is the label of the link, and ``saw_…`` what it showed: both outlive the link.
    Nothing else is kept of the writer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    link = models.ForeignKey(
        ShareLink, on_delete=models.SET_NULL, null=True, related_name="comments"
    )
    through = models.CharField(max_length=100)
    saw_name = models.BooleanField(default=False)
    saw_notes = models.BooleanField(default=False)
    saw_own_names = models.BooleanField(default=False)
    item = models.CharField(max_length=200, blank=True, default="")
    about = models.CharField(max_length=MAX_ABOUT, blank=True, default="")
    name = models.CharField(max_length=MAX_WRITER)
    text = models.TextField(max_length=MAX_TEXT)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=choices_of(COMMENT_STATES), default="waiting")
    reply = models.TextField(max_length=MAX_TEXT, blank=True, default="")
    # One key is one comment, however often the form is sent.
    client_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "pk")
        indexes: ClassVar = [models.Index(fields=["plan", "state"], name="comment_by_plan")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "client_key"], name="comment_client_key"),
            models.CheckConstraint(
                condition=models.Q(state__in=COMMENT_STATES), name="comment_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"


def waiting_comments() -> Coalesce:
    """How many comments wait for the owner of a plan, as part of the query that reads the plan."""
    waiting = Comment.objects.filter(plan=models.OuterRef("pk"), state="waiting").order_by()
    counted = waiting.values("plan").annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)
