"""What many catalogue rows have in common: a place in a pack, a figure, a length, a pattern."""

import calendar
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Max, Q

from pathways.models.texts import validate_key, validate_month_day
from pathways.planning import catalogue as c
from pathways.planning.catalogue.limits import KEY_LIMIT, LABEL_LIMIT, NAME_LIMIT

CONFIDENCES = [
    ("A", "A: owner's page"),
    ("B", "B: second-hand"),
    ("I", "I: worked out"),
    ("U", "U: unverified"),
]
BASES = [(basis, basis) for basis in c.BASES]
CONFIDENCE_HELP = (
    "A: read on the page of the body that owns the rule. B: read on a second-hand page. "
    "I: worked out from published facts; the note says how. U: unverified, shown as typical."
)
BASIS_HELP = (
    "Rule: somebody with authority says so. Programme: how programmes do it. Survey: what people "
    "report. Estimate: our best guess."
)
MONTHS = list(enumerate(calendar.month_name))[1:]
WEEKDAYS = list(zip(c.WEEKDAYS, calendar.day_name, strict=True))
NTHS = list(enumerate(calendar.month_name))[1:]
WEEKDAYS = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
]
NTHS = [(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (5, "fifth")]
UNITS = [
    ("months", "months"),
    ("academic_years", "academic years (end with a certain month)"),
    ("training_years", "training years (from intake to intake)"),
]


def choices_of(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Words that are their own labels, as choices."""
    return [(word, word) for word in words]


class Pack(models.Model):
    """The catalogue of one area. The digests tell what was last loaded from text."""

    key = models.CharField(
        max_length=KEY_LIMIT, unique=True, validators=[validate_key], help_text="Like us."
    )
    name = models.CharField(max_length=NAME_LIMIT, help_text="Like United States.")
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    rows_digest = models.CharField(max_length=64, blank=True, editable=False)
    loaded = models.DateTimeField("last loaded from text", null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.name


def one_of(*names: str) -> models.Q:
    """Exactly one of these keys points somewhere."""
    condition = models.Q()
    for chosen in names:
        condition |= models.Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class Positioned(models.Model):
    """Keeps its place among its siblings, the rows with the same ``OWNERS``."""

    OWNERS: ClassVar[tuple[str, ...]] = ()

    position = models.PositiveIntegerField(
        "order", default=0, help_text="Lower numbers come first; 0 puts it last."
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; without a place yet, as the last of its siblings."""
        if not self.position:
            owners = {f"{name}_id": getattr(self, f"{name}_id") for name in self.OWNERS}
            siblings = type(self)._default_manager.filter(**owners)
            last = siblings.aggregate(last=Max("position"))["last"] or 0
            self.position = last + 1
        super().save(*args, **kwargs)


class Keyed(Positioned):
    """Something with a key of its own, in a pack. ``version`` counts saves: a page that was
    opened at an older version is not saved over a newer one."""

    OWNERS = ("pack",)

    pack = models.ForeignKey(
        Pack, models.PROTECT, related_name="+", help_text="The area this belongs to."
    )
    key = models.CharField(
        max_length=KEY_LIMIT,
        unique=True,
        validators=[validate_key],
        help_text="A short name for links between entries, like dr_residency. Cannot be changed "
        "later: people's plans name it.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["pack__key", "position", "id"]


class Figured(models.Model):
    """Carries a figure: where it comes from, how sure we are, and on what basis it rests."""

    sources = models.ManyToManyField(
        "pathways.Source",
        blank=True,
        related_name="+",
        help_text="Where this was read. Without one it must be confidence U and an estimate.",
    )
    confidence = models.CharField(
        max_length=1, choices=CONFIDENCES, default="U", help_text=CONFIDENCE_HELP
    )
    basis = models.CharField(max_length=20, choices=BASES, default="estimate", help_text=BASIS_HELP)
    note = models.TextField(
        blank=True,
        max_length=2000,
        help_text="Anything to add: how it was worked out, or where sources disagree.",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confidence__in=list(c.CONFIDENCES)), name="%(class)s_confidence"
            ),
            models.CheckConstraint(condition=Q(basis__in=list(c.BASES)), name="%(class)s_basis"),
        ]


def months_of(
    verbose_name: str, help_text: str
) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    """A number of months or years, as documents allow it, which may be left empty."""
    return models.PositiveSmallIntegerField(
        verbose_name,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=help_text,
    )


def month_day_of(verbose_name: str, help_text: str) -> "models.CharField[str, str]":
    """A day of every year, which may be left empty."""
    return models.CharField(
        verbose_name,
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text=help_text,
    )


def count_of(verbose_name: str, help_text: str) -> "models.PositiveSmallIntegerField[int, int]":
    """A number of months or years, as documents allow it."""
    return models.PositiveSmallIntegerField(
        verbose_name,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=help_text,
    )


class Lasting(models.Model):
    """Has a length, which is a figure of its own."""

    length_typical = months_of("typical length", "How long it usually is, like 48 months.")
    length_min = months_of("shortest", "Leave empty when it is always the typical length.")
    length_max = months_of("longest", "Leave empty when it is always the typical length.")
    length_unit = models.CharField("unit", max_length=20, choices=UNITS, default="months")
    length_ends_month = models.PositiveSmallIntegerField(
        "ends in",
        null=True,
        blank=True,
        choices=MONTHS,
        help_text="For academic years only: the month in which the last year ends.",
    )
    length_sources = models.ManyToManyField(
        "pathways.Source", blank=True, related_name="+", verbose_name="sources of the length"
    )
    length_confidence = models.CharField(
        "confidence of the length", max_length=1, choices=CONFIDENCES, default="U"
    )
    length_basis = models.CharField(
        "basis of the length", max_length=20, choices=BASES, default="estimate"
    )
    length_note = models.TextField("note on the length", blank=True, max_length=2000)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(length_typical__isnull=True)
                | Q(length_typical__range=(1, 600))
                & (Q(length_min__isnull=True) | Q(length_min__range=(1, F("length_typical"))))
                & (Q(length_max__isnull=True) | Q(length_max__range=(F("length_typical"), 600))),
                name="%(class)s_length_order",
                violation_error_message="Shortest, typical and longest must be in that order.",
            ),
            models.CheckConstraint(
                condition=Q(length_unit="academic_years", length_ends_month__range=(1, 12))
                | (~Q(length_unit="academic_years") & Q(length_ends_month__isnull=True)),
                name="%(class)s_length_unit",
                violation_error_message="A month that it ends in goes with academic years, and "
                "only with them.",
            ),
            models.CheckConstraint(
                condition=Q(length_confidence__in=list(c.CONFIDENCES))
                & Q(length_basis__in=list(c.BASES)),
                name="%(class)s_length_figure",
            ),
        ]


_NO_DAY = Q(month__isnull=True, day__isnull=True, nth__isnull=True, weekday="")
_NO_WINDOW = Q(window_from="", window_until="")


class Recurring(models.Model):
    """Has a yearly pattern: any day; a month, a day or weekday of it; or a window."""

    any_day = models.BooleanField(default=False, help_text="On any day of the year.")
    month = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=MONTHS, help_text="Alone: somewhere in that month."
    )
    day = models.PositiveSmallIntegerField(
        "day of the month",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="With a month: July and 1 is every 1 July.",
    )
    nth = models.PositiveSmallIntegerField(
        "which weekday", null=True, blank=True, choices=NTHS, help_text="Third Friday in March …"
    )
    weekday = models.CharField(max_length=3, blank=True, choices=WEEKDAYS)
    window_from = models.CharField(
        "window from",
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text="A window instead of a day: 09-01 …",
    )
    window_until = models.CharField(
        "window until",
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text="… until 12-01: the day after its last day.",
    )
    label = models.CharField(
        max_length=LABEL_LIMIT, blank=True, help_text="A word for it, like autumn."
    )
    ends_by = models.CharField(
        "training ends by",
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text="For rules that look at when training will end: this sitting is open to people "
        "whose training ends by the next such day, like 12-31.",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(any_day=True) & _NO_DAY & _NO_WINDOW)
                | (Q(any_day=False) & _NO_DAY & ~Q(window_from="") & ~Q(window_until=""))
                | (
                    Q(any_day=False, month__range=(1, 12))
                    & _NO_WINDOW
                    & (
                        Q(day__isnull=True, nth__isnull=True, weekday="")
                        | Q(day__range=(1, 31), nth__isnull=True, weekday="")
                        | (Q(day__isnull=True, nth__range=(1, 5)) & ~Q(weekday=""))
                    )
                ),
                name="%(class)s_one_pattern",
                violation_error_message="Give one pattern: any day; a month; a month and a day; "
                "a month, which weekday and the weekday; or a window from and until.",
            ),
        ]
