"""Catalogue rows of what has a date: milestones, the rules that date them, their fees."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from pathways.models.base import Figured, Keyed, Positioned, Recurring, choices_of
from pathways.models.catalogue import (
    ALIASES_HELP,
    SHORT_HELP,
    Cohort,
    Jurisdiction,
    Organisation,
)
from pathways.models.texts import (
    validate_catalogue_date,
    validate_condition,
    validate_conditions,
    validate_key,
    validate_keys,
    validate_lines,
    validate_month_day,
    validate_partial_date,
    validate_refs,
)
from pathways.planning import catalogue as c
from pathways.planning.catalogue.limits import KEY_LIMIT, LABEL_LIMIT, NAME_LIMIT, SHORT_LIMIT


class Milestone(Keyed, Figured):
    """Something with a date or window: an exam, an application, a match, a certificate."""

    name = models.CharField(max_length=NAME_LIMIT)
    short = models.CharField(max_length=SHORT_LIMIT, blank=True, help_text=SHORT_HELP)
    kind = models.CharField(max_length=20, choices=choices_of(c.MILESTONE_KINDS))
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who holds it.",
    )
    summary = models.TextField(blank=True, max_length=2000)
    aliases = models.TextField(blank=True, validators=[validate_lines], help_text=ALIASES_HELP)
    shown_with = models.TextField(
        blank=True,
        validators=[validate_refs],
        help_text="Shown in every plan that has one of these, one per line, besides where "
        "something requires it: dr_residency or dr_residency@esir.",
    )
    attempts = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="How often one may try. Leave empty when there is no limit.",
    )
    per_sitting = models.BooleanField(
        "needed for each sitting",
        default=False,
        help_text="For an application: it has to be made again before each sitting of the exam.",
    )
    missed_counts = models.BooleanField(
        "missed sittings count",
        default=False,
        help_text="On when a sitting that was not taken uses up an attempt, too.",
    )
    when_out = models.TextField(
        "without attempts left",
        blank=True,
        max_length=2000,
        help_text="What it means for the person, in a sentence.",
    )
    limits = models.TextField(
        blank=True,
        validators=[validate_keys],
        help_text="For a deadline: the milestones and stages that must be over by its date; one "
        "key per line.",
    )
    results_days = models.PositiveSmallIntegerField(
        "days to the result",
        default=0,
        validators=[MaxValueValidator(366)],
        help_text="From the last day of a sitting. What needs it waits that long.",
    )
    retake_wait_months = models.PositiveSmallIntegerField(
        "months to wait after failing", default=0, validators=[MaxValueValidator(60)]
    )
    resits = models.TextField(
        "about re-sits",
        blank=True,
        max_length=2000,
        help_text="What the body says about re-sits, in a sentence. Leave empty when it says "
        "nothing.",
    )

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=c.MILESTONE_KINDS), name="milestone_kind"),
            models.CheckConstraint(
                condition=Q(attempts__isnull=True) | Q(attempts__range=(1, 50)),
                name="milestone_attempts",
            ),
            models.CheckConstraint(
                condition=Q(results_days__lte=366, retake_wait_months__lte=60),
                name="milestone_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TimingRule(Positioned, Figured):
    """When a milestone happens, and for whom. The first rule that applies is used."""

    OWNERS = ("milestone",)

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="rules")
    key = models.CharField(
        max_length=KEY_LIMIT, validators=[validate_key], help_text="Like june_of_third_year."
    )
    says = models.TextField(
        "what it says",
        max_length=2000,
        help_text="The rule in a sentence of our own, as shown to people: Taken in June of the "
        "third year of residency.",
    )
    cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="For whom: leave empty for everybody.",
    )
    cohort_first = models.PositiveSmallIntegerField(
        "first class", null=True, blank=True, help_text="Leave empty for all before the last."
    )
    cohort_last = models.PositiveSmallIntegerField(
        "last class", null=True, blank=True, help_text="Leave empty for all after the first."
    )
    has = models.TextField(
        "only with",
        blank=True,
        validators=[validate_refs],
        help_text="Only when all of these are in the plan or behind the person; one key per line.",
    )
    lacks = models.TextField(
        "only without",
        blank=True,
        validators=[validate_refs],
        help_text="Only when none of these is; one key per line.",
    )
    effective_from = models.DateField(
        null=True,
        blank=True,
        validators=[validate_catalogue_date],
        help_text="For dates from this day on. Leave empty when it always held.",
    )
    effective_until = models.DateField(
        null=True,
        blank=True,
        validators=[validate_catalogue_date],
        help_text="For dates before this day.",
    )
    supersedes = models.CharField(
        max_length=KEY_LIMIT,
        blank=True,
        validators=[validate_key],
        help_text="The key of the rule that this one replaces. Keep the old one below, for those "
        "it still binds.",
    )
    anchor_of = models.TextField(
        "in the year that one of these begins",
        blank=True,
        validators=[validate_keys],
        help_text="Stage keys, one per line; the first in the plan counts. For what leads to a "
        "stage, like a match in March of the year in which residency begins.",
    )
    anchor_cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        verbose_name="in the class year",
        related_name="+",
        null=True,
        blank=True,
        help_text="Instead of stages: the sittings of the calendar year that the class is named "
        "after.",
    )
    anchor_years = models.SmallIntegerField(
        "plus years",
        default=0,
        validators=[MinValueValidator(-10), MaxValueValidator(10)],
        help_text="-1 is the calendar year before.",
    )
    earliest = models.TextField(
        "not before",
        blank=True,
        validators=[validate_conditions],
        help_text="All of these must be past, one per line: start(dr_residency)+35mo, "
        "end(f_neuro)+12mo, or 2028-01-01.",
    )
    first_of = models.TextField(
        "counts from the first of",
        blank=True,
        validators=[validate_conditions],
        help_text="Counts from whichever of these comes first, one per line: "
        "end(dr_residency)+72mo.",
    )
    usual = models.TextField(
        "usually taken",
        blank=True,
        validators=[validate_conditions],
        help_text="When people take it, though they may take it sooner: worked(au_ph2)+12mo. A "
        "sitting that the person chooses overrides it.",
    )
    latest = models.TextField(
        "window ends",
        blank=True,
        validators=[validate_condition],
        help_text="The day after its last day, for rules without sittings: "
        "start(dr_residency)+41mo.",
    )
    round_up = models.CharField(
        "move on to",
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text="The earliest date moves to the next such day: 01-01.",
    )
    pauses_in = models.TextField(
        "leave in these stages stops the clock",
        blank=True,
        validators=[validate_keys],
        help_text="Leave taken in these stages is added to the time that the rule counts; one "
        "stage key per line.",
    )
    ends_of = models.TextField(
        "looks at the end of",
        blank=True,
        validators=[validate_keys],
        help_text="Stage keys, one per line; the first in the plan counts. Its planned end decides "
        "which sittings are open: give each sitting its “training ends by”.",
    )

    class Meta:
        verbose_name = "timing rule"
        ordering: ClassVar = ["milestone_id", "position", "id"]
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.UniqueConstraint(
                fields=["milestone", "key"],
                name="timingrule_key",
                violation_error_message="This milestone has a rule with that key already.",
            ),
            models.CheckConstraint(
                condition=Q(cohort__isnull=False)
                | Q(cohort_first__isnull=True, cohort_last__isnull=True),
                name="timingrule_classes_of_cohort",
                violation_error_message="First and last class need to know which classes: choose "
                "a cohort.",
            ),
            models.CheckConstraint(
                condition=Q(cohort_first__isnull=True)
                | Q(cohort_last__isnull=True)
                | Q(cohort_last__gte=F("cohort_first")),
                name="timingrule_class_order",
                violation_error_message="The last class must not be before the first.",
            ),
            models.CheckConstraint(
                condition=(Q(cohort_first__isnull=True) | Q(cohort_first__range=(1950, 2150)))
                & (Q(cohort_last__isnull=True) | Q(cohort_last__range=(1950, 2150))),
                name="timingrule_class_range",
                violation_error_message="Classes are years from 1950 to 2150.",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                name="timingrule_effective_order",
                violation_error_message="Effective until must be later than effective from.",
            ),
            models.CheckConstraint(
                condition=Q(anchor_years__range=(-10, 10)), name="timingrule_anchor_years"
            ),
            models.CheckConstraint(
                condition=Q(anchor_of="") | Q(anchor_cohort__isnull=True),
                name="timingrule_one_anchor",
                violation_error_message="Tie the dates to stages or to a class year, not to both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.says[:80]}"


class Sitting(Positioned, Recurring):
    """A pattern by which a milestone may happen. A rule without sittings: any day."""

    OWNERS = ("rule",)

    rule = models.ForeignKey(TimingRule, models.CASCADE, related_name="sittings")

    class Meta:
        ordering: ClassVar = ["rule_id", "position", "id"]
        constraints: ClassVar = [*Recurring.Meta.constraints]

    def __str__(self) -> str:
        return self.label or f"sitting {self.position}"


class Fee(Positioned, Figured):
    """What a milestone costs, in the year for which that is known."""

    OWNERS = ("milestone",)

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="fees")
    amount = models.PositiveIntegerField(
        validators=[MaxValueValidator(1_000_000)], help_text="Whole units, like 1280."
    )
    currency = models.CharField(max_length=3, help_text="Three letters, like USD.")
    year = models.CharField(
        max_length=10,
        validators=[validate_partial_date],
        help_text="When it applied: 2026, 2026-03 or 2026-03-14.",
    )
    what = models.CharField(max_length=LABEL_LIMIT, blank=True, help_text="Like exam fee.")

    class Meta:
        ordering: ClassVar = ["milestone_id", "position", "id"]
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__lte=1_000_000), name="fee_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} ({self.year})"
