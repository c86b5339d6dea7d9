"""Catalogue rows of what limits and counts: leave, part-time, waits, renewals, clocks."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from pathways.models.base import (
    Figured,
    Keyed,
    Positioned,
    count_of,
    month_day_of,
    months_of,
)
from pathways.models.catalogue import SHORT_HELP
from pathways.models.milestones import Milestone
from pathways.models.stages import Stage
from pathways.models.texts import (
    validate_catalogue_date,
    validate_condition,
    validate_key,
    validate_keys,
    validate_month_day,
    validate_stage_kinds,
)
from pathways.planning import catalogue as c
from pathways.planning.catalogue.limits import KEY_LIMIT, NAME_LIMIT, SHORT_LIMIT

LEAVE_SPANS = [
    ("stage", "in the whole stage"),
    ("year", "in each year of the stage"),
    ("any_year", "in any twelve months"),
]
BEYOND_LEAVE = [("rest", "only what goes beyond it"), ("all", "all of the leave")]


class LeaveRule(Positioned, Figured):
    """How much leave does not extend a stage. Without a rule every day does."""

    OWNERS = ("stage",)

    stage = models.OneToOneField(Stage, models.CASCADE, related_name="leave")
    weeks_per_year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(52)],
        help_text="Leave up to this average over the whole stage does not extend it, like 8. Or "
        "leave empty and give days.",
    )
    days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3660)],
        help_text="Instead of weeks per year: so many days do not extend the stage, like 14.",
    )
    within = models.CharField(
        max_length=10,
        blank=True,
        choices=LEAVE_SPANS,
        help_text="With days: the time in which they can be taken.",
    )
    beyond = models.CharField(
        "what extends beyond that",
        max_length=10,
        default="rest",
        choices=BEYOND_LEAVE,
    )

    class Meta:
        verbose_name = "leave rule"
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    weeks_per_year__isnull=False,
                    weeks_per_year__lte=52,
                    days__isnull=True,
                    within="",
                )
                | Q(
                    weeks_per_year__isnull=True,
                    days__isnull=False,
                    days__range=(1, 3660),
                    within__in=[span for span in c.LEAVE_SPANS if span],
                ),
                name="leaverule_one_form",
                violation_error_message="Give weeks per year, or days and the time within which "
                "they can be taken.",
            ),
            models.CheckConstraint(condition=Q(beyond__in=c.BEYOND_LEAVE), name="leaverule_beyond"),
        ]

    def __str__(self) -> str:
        if self.days:
            return f"{self.days} days, {self.get_within_display()}"
        return f"{self.weeks_per_year} weeks a year"


class TimeOut(Positioned, Figured):
    """A kind of time out of a stage that counts towards it."""

    OWNERS = ("stage",)

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="time_out")
    key = models.CharField(
        max_length=KEY_LIMIT,
        validators=[validate_key],
        help_text="Like oopt. Do not change it: people's plans name it.",
    )
    name = models.CharField(max_length=NAME_LIMIT, help_text="Like Out of programme for training.")
    short = models.CharField(max_length=SHORT_LIMIT, blank=True, help_text=SHORT_HELP)
    counts = models.PositiveSmallIntegerField(
        "percent that counts",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="How much of the time away counts as work. Leave empty when it is agreed case by "
        "case: then people enter it.",
    )
    max_months = months_of("at most", "The most months that can count, like 12.")
    summary = models.TextField(blank=True, max_length=2000)

    class Meta:
        verbose_name = "kind of time out"
        verbose_name_plural = "kinds of time out"
        ordering: ClassVar = ["stage_id", "position", "id"]
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.UniqueConstraint(
                fields=["stage", "key"],
                name="timeout_key",
                violation_error_message="This stage has a kind of time out with that key already.",
            ),
            models.CheckConstraint(
                condition=(Q(counts__isnull=True) | Q(counts__lte=100))
                & (Q(max_months__isnull=True) | Q(max_months__range=(1, 600))),
                name="timeout_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Counting(Positioned, Figured):
    """How working percentages count in a stage, for time worked from a day on."""

    OWNERS = ("stage",)

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="counting")
    step = models.PositiveSmallIntegerField(
        "rounded down to full",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Percent: 1 counts them as they are, 10 counts 75 % as 70 %.",
    )
    since = models.DateField(
        null=True,
        blank=True,
        validators=[validate_catalogue_date],
        help_text="For time worked from this day on. Leave empty when it always held.",
    )
    whole_months = models.BooleanField(
        default=False,
        help_text="On when the end of the stage is rounded up to a whole month of it.",
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
    """How a credential is renewed."""

    OWNERS = ("milestone",)

    milestone = models.OneToOneField(Milestone, models.CASCADE, related_name="renewal")
    months = months_of(
        "months", "The first cycle, like 120. Leave empty when the rule gives no day."
    )
    begins = month_day_of(
        "begins", "When the cycle begins on a day of the year after it is gained: 01-01."
    )
    until = month_day_of("until the next", "When the cycle ends on a day of the year: 12-31.")
    birth_month = models.BooleanField(
        "ends with the month of birth",
        default=False,
        help_text="People can enter their month of birth. Without it the date is left open.",
    )
    says = models.TextField(
        "what it says", max_length=2000, help_text="In a sentence of our own, as shown to people."
    )

    class Meta:
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__range=(1, 600)),
                name="renewal_months",
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=False) | Q(begins="", until="", birth_month=False),
                name="renewal_dates_of_cycle",
                violation_error_message="Give the months of the first cycle, or leave out when it "
                "begins and ends.",
            ),
            models.CheckConstraint(
                condition=Q(birth_month=False) | Q(begins="", until=""),
                name="renewal_one_end",
                violation_error_message="The month of birth cannot be combined with a day on "
                "which the cycle begins or ends.",
            ),
        ]

    def __str__(self) -> str:
        return f"every {self.months} months" if self.months else "renewal"


class LockOut(Positioned, Figured):
    """How long nobody can sit again after so many failed attempts."""

    OWNERS = ("milestone",)

    milestone = models.OneToOneField(Milestone, models.CASCADE, related_name="lock_out")
    after = models.PositiveSmallIntegerField(
        "after failing",
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="So many times, and again after as many more, like 3.",
    )
    months = count_of("months", "How long the next attempt is away, like 24.")
    begins = month_day_of(
        "counted from the next",
        "When it does not count from the failed attempt but from a day of the year: 01-01.",
    )

    class Meta:
        verbose_name = "lock-out"
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=Q(after__range=(1, 50), months__range=(1, 600)), name="lockout_numbers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months} months after {self.after} failed attempts"


class Lead(Positioned, Figured):
    """How long before a milestone the application or documents must be in."""

    OWNERS = ("milestone",)

    milestone = models.OneToOneField(Milestone, models.CASCADE, related_name="lead")
    days = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="So many days before it, like 42.",
    )
    says = models.TextField(
        "what to do",
        blank=True,
        max_length=2000,
        help_text="In a sentence, as shown to people: Register six weeks before.",
    )

    class Meta:
        verbose_name = "lead time"
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(days__range=(1, 1000)), name="lead_days"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before"


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
