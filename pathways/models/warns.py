"""Which plans are told of a statement."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from pathways.models.base import Positioned
from pathways.models.catalogue import Statement
from pathways.models.texts import (
    lines_of,
    validate_condition,
    validate_conditions,
    validate_key,
    validate_refs,
)
from pathways.planning import catalogue as c
from pathways.planning.catalogue.limits import KEY_LIMIT

LEAVE_TAKEN = [
    ("any", "any leave"),
    ("beyond", "leave beyond the allowance"),
    ("time_out", "time out that counts"),
]
SEVERITIES = [
    ("warning", "warning: it changes a date or closes a way for the person"),
    ("note", "note: good to know"),
]


class Warns(Positioned):
    """The plans that are told of a statement: everything that is filled in must hold."""

    OWNERS = ("statement",)

    statement = models.OneToOneField(Statement, models.CASCADE, related_name="warns")
    with_refs = models.TextField(
        "plans with",
        validators=[validate_refs],
        help_text="Stages or milestones, running or still to come, one per line, like "
        "dr_residency@esir. One of them is enough.",
    )
    has_any = models.TextField(
        "and one of",
        blank=True,
        validators=[validate_conditions],
        help_text="In the plan or behind the person, one per line; also what stages count as, like "
        "abroad(radiologist).",
    )
    lacks = models.TextField(
        "and none of",
        blank=True,
        validators=[validate_conditions],
        help_text="Neither in the plan nor behind the person, one per line.",
    )
    clock = models.CharField(
        "clock turned on",
        max_length=KEY_LIMIT,
        blank=True,
        validators=[validate_key],
        help_text="Only for people who turned this clock on, like j1.",
    )
    exceeds = models.CharField(
        "goes beyond the clock",
        max_length=KEY_LIMIT,
        blank=True,
        validators=[validate_key],
        help_text="Only where the training takes longer than this clock allows, on or off.",
    )
    cohort = models.CharField(
        "classes of",
        max_length=KEY_LIMIT,
        blank=True,
        validators=[validate_key],
        help_text="Only for some classes: the key of a cohort, like dr_class.",
    )
    cohort_first = models.PositiveSmallIntegerField("first class", null=True, blank=True)
    cohort_last = models.PositiveSmallIntegerField("last class", null=True, blank=True)
    to_come = models.BooleanField(
        "still to come", default=False, help_text="Only while it is not running yet."
    )
    after = models.TextField(
        blank=True,
        validators=[validate_condition],
        help_text="Only when it comes on or after this date, like end(uk_f2)+42mo.",
    )
    before = models.TextField(
        blank=True,
        validators=[validate_condition],
        help_text="Only when it comes before this date.",
    )
    part_time_below = models.PositiveSmallIntegerField(
        "part-time below (percent)",
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
    )
    slowed = models.BooleanField(
        "part-time or leave", default=False, help_text="On when either of them is enough."
    )
    leave = models.CharField(max_length=10, blank=True, choices=LEAVE_TAKEN)
    failed = models.PositiveSmallIntegerField(
        "failed attempts",
        default=0,
        validators=[MaxValueValidator(50)],
        help_text="At least so many; 0 does not look at them.",
    )
    no_place = models.BooleanField(
        "no place yet", default=False, help_text="Only where the person has no place in it yet."
    )
    severity = models.CharField(max_length=10, default="warning", choices=SEVERITIES)

    class Meta:
        verbose_name = "warning"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(leave__in=c.LEAVE_TAKEN), name="warns_leave"),
            models.CheckConstraint(
                condition=Q(severity__in=c.WARNING_SEVERITIES), name="warns_severity"
            ),
            models.CheckConstraint(
                condition=Q(part_time_below__isnull=True) | Q(part_time_below__range=(2, 100)),
                name="warns_part_time",
            ),
            models.CheckConstraint(condition=Q(failed__lte=50), name="warns_failed"),
        ]

    def __str__(self) -> str:
        return f"plans with {', '.join(lines_of(self.with_refs))}"
