"""Catalogue rows of what limits and counts: leave, part-time, validity, renewals, clocks."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from pathways.models.base import Figured, Keyed, Positioned, count_of
from pathways.models.milestones import Milestone
from pathways.models.stages import Stage
from pathways.models.texts import (
    validate_catalogue_date,
    validate_condition,
    validate_keys,
    validate_month_day,
    validate_stage_kinds,
)
from pathways.planning.catalogue.limits import NAME_LIMIT


class LeaveRule(Positioned, Figured):
    """How much leave does not extend a stage. Without a rule every day does."""

    OWNERS = ("stage",)

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="leave")
    weeks_per_year = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(52)],
        help_text="Leave up to this average over the stage does not extend it, like 8.",
    )

    class Meta:
        verbose_name = "leave rule"
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(weeks_per_year__lte=52), name="leaverule_weeks"),
        ]

    def __str__(self) -> str:
        return f"{self.weeks_per_year} weeks a year"


class Counting(Positioned, Figured):
    """How working percentages count in a stage, for time worked from a day on."""

    OWNERS = ("stage",)

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="counting")
    step = models.PositiveSmallIntegerField(
        "rounded down to full",
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Percent: 1 counts them as they are, 10 counts 75 % as 70 %.",
    )
    since = models.DateField(
        null=True,
        blank=True,
        validators=[validate_catalogue_date],
        help_text="For time worked from this day on. Leave empty when it always held.",
    )

    class Meta:
        verbose_name = "way of counting part-time"
        verbose_name_plural = "ways of counting part-time"
        ordering: ClassVar = ["stage_id", "position", "id"]
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(step__range=(1, 100)), name="counting_step"),
        ]

    def __str__(self) -> str:
        return f"full {self.step} %"


class Validity(Positioned, Figured):
    """How long a pass counts, and what must happen before it runs out."""

    OWNERS = ("milestone",)

    milestone = models.OneToOneField(Milestone, models.CASCADE, related_name="validity")
    months = count_of("months", "How long a pass counts, like 84.")
    uses = models.TextField(
        blank=True,
        validators=[validate_keys],
        help_text="The milestones that must happen before it runs out; one key per line.",
    )
    round_up = models.CharField(
        "until the next",
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text="When it lasts to a day of the year: 12-31.",
    )

    class Meta:
        verbose_name_plural = "validity"
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(months__range=(1, 600)), name="validity_months"),
        ]

    def __str__(self) -> str:
        return f"{self.months} months"


class Renewal(Positioned, Figured):
    """How often a credential is renewed."""

    OWNERS = ("milestone",)

    milestone = models.OneToOneField(Milestone, models.CASCADE, related_name="renewal")
    months = count_of("months", "From gaining it to the first renewal, and on, like 120.")
    says = models.TextField(
        "what it says", max_length=2000, help_text="In a sentence of our own, as shown to people."
    )

    class Meta:
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(months__range=(1, 600)), name="renewal_months"),
        ]

    def __str__(self) -> str:
        return f"every {self.months} months"


class Clock(Keyed, Figured):
    """A limit that runs beside the path, for those whom it concerns: a visa, a sponsorship."""

    name = models.CharField(max_length=NAME_LIMIT, help_text="Like J-1 sponsorship.")
    says = models.TextField(
        "what it says", max_length=2000, help_text="In a sentence of our own, as shown to people."
    )
    months = count_of("months", "How long it runs, like 84.")
    starts = models.TextField(
        validators=[validate_condition], help_text="Like start(pgy1|dr_residency)."
    )
    counts = models.TextField(
        "used up by",
        blank=True,
        validators=[validate_stage_kinds],
        help_text="The kinds of stages that use it up, one per line: residency.",
    )

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(months__range=(1, 600)), name="clock_months"),
        ]

    def __str__(self) -> str:
        return self.name
