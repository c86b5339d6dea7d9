"""Plans that people keep, and every state a plan was ever in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from pathways.models.editions import Edition


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans by whose they are, and whether they are deleted."""

    def of(self, owner_id: int | None) -> "PlanQuerySet":
        """Everything that belongs to one person."""
        return self.filter(owner_id=owner_id)

    def live(self) -> "PlanQuerySet":
        """Plans that are not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> "PlanQuerySet":
        """Plans that are deleted and can still be restored, the latest deleted first."""
        return self.exclude(deleted_at=None).order_by("-deleted_at", "pk")


class Plan(models.Model):
    """A plan as it is now. ``title`` and ``edition`` repeat what ``document`` says.

    ``version`` grows by one with every write, whatever it is, so a state never comes back under
    the same number: it guards against lost updates and keys caches. ``shows`` is the number of
    the edit whose state this is; undo and redo move it. ``baseline`` is the number of the revision
    that the person compares the plan with from then on, if any; it is no part of the plan's state.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plans"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200, blank=True)
    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    shows = models.PositiveIntegerField(default=1)
    baseline = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    # One key is one plan, however often the request that made it is repeated.
    client_key = models.UUIDField(default=uuid.uuid4, editable=False)
    client_digest = models.CharField(max_length=64, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["owner", "deleted_at", "-updated_at"], name="plan_by_owner")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "client_key"], name="plan_client_key"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="plan_version"),
            models.CheckConstraint(
                condition=models.Q(shows__gte=1, shows__lte=models.F("version")),
                name="plan_shows_a_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline=None)
                | models.Q(baseline__gte=1, baseline__lte=models.F("version")),
                name="plan_baseline_is_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled plan"


class Revision(models.Model):
    """One saved state of a plan; never changed once written, but for the person's ``name`` for it.

    ``number`` is the plan's version that it made. ``shows`` is the number of the edit whose
    state this is: its own for an edit, an earlier one's for an undo or redo. ``parent`` is the
    edit that an edit was made from.
    """

    class Kind(models.TextChoices):
        """What made it."""

        CREATED = "created", "created"
        EDIT = "edit", "edit"
        UNDO = "undo", "undo"
        REDO = "redo", "redo"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cause = models.CharField(max_length=200)
    name = models.CharField(max_length=100, blank=True, default="")
    document = models.JSONField()
    shows = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="revision_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, shows__gte=1, shows__lte=models.F("number")),
                name="revision_shows_no_later_one",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | models.Q(parent__lt=models.F("number")),
                name="revision_parent_is_earlier",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["created", "edit", "undo", "redo"]),
                name="revision_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.cause}"

    @property
    def is_edit(self) -> bool:
        """Whether it brought a new state, rather than going back or forth to an old one."""
        return self.shows == self.number
