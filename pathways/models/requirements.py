"""Catalogue rows that several kinds of thing have: requirements, and published dates."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from pathways.models.base import Figured, Positioned, one_of
from pathways.models.catalogue import Destination
from pathways.models.milestones import Milestone, TimingRule
from pathways.models.stages import Intake, Stage, Track
from pathways.models.texts import lines_of, validate_catalogue_date, validate_conditions


class Requirement(Positioned, Figured):
    """What must be done first: one condition of a group is enough, every group must hold."""

    OWNERS = ("stage", "track", "milestone", "destination")

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="requirements", null=True, editable=False
    )
    track = models.ForeignKey(
        Track, models.CASCADE, related_name="requirements", null=True, editable=False
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, related_name="requirements", null=True, editable=False
    )
    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="requirements", null=True, editable=False
    )
    any_of = models.TextField(
        "one of these",
        validators=[validate_conditions],
        help_text="One per line; one is enough. pgy1 (finished or passed), dr_residency@esir "
        "(finished on that track), start(dr_residency)+35mo, end(f_neuro)+12mo-1d, or 2028-01-01.",
    )

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("stage", "track", "milestone", "destination"),
                name="requirement_one_owner",
            ),
            models.CheckConstraint(condition=~Q(any_of=""), name="requirement_any_of"),
        ]

    def __str__(self) -> str:
        return " or ".join(lines_of(self.any_of)) or "requirement"

    def clean(self) -> None:
        """A requirement without a condition would never hold."""
        if not lines_of(self.any_of):
            raise ValidationError({"any_of": "Write at least one condition."})


class PublishedDate(Positioned, Figured):
    """A real date or window of an intake or a rule; it replaces the pattern for its year."""

    OWNERS = ("intake", "rule")

    intake = models.ForeignKey(
        Intake, models.CASCADE, related_name="dated", null=True, editable=False
    )
    rule = models.ForeignKey(
        TimingRule, models.CASCADE, related_name="dated", null=True, editable=False
    )
    date = models.DateField(validators=[validate_catalogue_date])
    until = models.DateField(
        null=True,
        blank=True,
        validators=[validate_catalogue_date],
        help_text="For a window: the day after its last day.",
    )

    class Meta:
        verbose_name = "published date"
        ordering: ClassVar = ["date", "id"]
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("intake", "rule"), name="publisheddate_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("date")),
                name="publisheddate_order",
                violation_error_message="Until must be later than the date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}"
