"""Catalogue rows that stand on their own: who, where, where from, where to."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import ProtectedError

from pathways.models.base import Figured, Keyed, choices_of
from pathways.models.texts import (
    validate_catalogue_date,
    validate_conditions,
    validate_keys,
    validate_lines,
    validate_month_day,
    validate_partial_date,
)
from pathways.planning import catalogue as c
from pathways.planning.catalogue.limits import LABEL_LIMIT, NAME_LIMIT, SHORT_LIMIT, URL_LIMIT

ALIASES_HELP = "Other names people use for it, one per line."
SHORT_HELP = "Fits in a narrow bar. Leave empty to use the name."


class Jurisdiction(Keyed):
    """A country or area with rules of its own."""

    name = models.CharField(max_length=NAME_LIMIT)
    currency = models.CharField(max_length=3, help_text="Three letters, like USD.")
    date_style = models.CharField(
        max_length=4,
        default="intl",
        choices=[("intl", "1 July 2028"), ("us", "July 1, 2028")],
    )

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(date_style__in=["intl", "us"]), name="jurisdiction_date_style"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(Keyed):
    """A body that makes rules, runs exams or trains people."""

    name = models.CharField(max_length=NAME_LIMIT)
    short = models.CharField(max_length=SHORT_LIMIT, blank=True, help_text=SHORT_HELP)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    url = models.URLField("web address", max_length=URL_LIMIT, blank=True)
    summary = models.TextField(
        blank=True, max_length=2000, help_text="What it does, in one or two plain sentences."
    )

    class Meta(Keyed.Meta):
        pass

    def __str__(self) -> str:
        return self.short or self.name


class Source(Keyed):
    """A public page that figures are read on."""

    title = models.CharField(
        max_length=NAME_LIMIT, help_text="What the page is, in our words, like Core exam: dates."
    )
    url = models.URLField("web address", max_length=URL_LIMIT)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who owns the page.",
    )
    dated = models.CharField(
        "date on the page",
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text="As printed on it: 2026-03-14, 2026-03 or 2026. Leave empty when it shows none.",
    )
    checked = models.DateField(
        "last read", validators=[validate_catalogue_date], help_text="When we last read the page."
    )
    note = models.TextField(blank=True, max_length=2000)

    class Meta(Keyed.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"

    def citing(self) -> Iterator[models.Model]:
        """Every row that cites this source."""
        for model in self._meta.apps.get_app_config("pathways").get_models():
            for relation in model._meta.local_many_to_many:
                if relation.related_model is Source:
                    yield from model._default_manager.filter(**{relation.name: self})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete; refused while something cites it."""
        if citing := set(self.citing()):
            raise ProtectedError("This source is cited.", citing)
        return super().delete(*args, **kwargs)


class Cohort(Keyed):
    """A way of telling classes apart by year."""

    name = models.CharField(max_length=NAME_LIMIT, help_text="Like DR graduating class.")
    label = models.CharField(
        max_length=LABEL_LIMIT,
        help_text="How a class is called, with {year} in it: class of {year}.",
    )
    year_of = models.TextField(
        "year of",
        validators=[validate_conditions],
        help_text="The dates whose year it is, one per line; the first that a plan can answer "
        "counts, and the year is that of the day before. Like end(dr_residency) or "
        "start(ir_integrated)+48mo.",
    )
    year_begins = models.CharField(
        "academic year begins",
        max_length=5,
        blank=True,
        validators=[validate_month_day],
        help_text="For classes named by the academic year: 07-01 puts everyone who finishes "
        "between July 1, 2029 and June 30, 2030 in the class of 2030. Leave empty to use the "
        "calendar year.",
    )

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(label__contains="{year}"),
                name="cohort_label_year",
                violation_error_message="The label must contain {year}.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Destination(Keyed, Figured):
    """A subspecialty or role that one can head for."""

    name = models.CharField(max_length=NAME_LIMIT)
    short = models.CharField(max_length=SHORT_LIMIT, blank=True, help_text=SHORT_HELP)
    kind = models.CharField(max_length=20, choices=choices_of(c.DESTINATION_KINDS))
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    summary = models.TextField(blank=True, max_length=2000)
    aliases = models.TextField(blank=True, validators=[validate_lines], help_text=ALIASES_HELP)
    finish = models.ForeignKey(
        "pathways.Stage",
        models.PROTECT,
        related_name="+",
        help_text="The stage whose first day is the finish line, like attending.",
    )
    natural_start = models.ForeignKey(
        "pathways.Stage",
        models.PROTECT,
        related_name="+",
        help_text="Where the standard route begins, like medical school.",
    )

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=c.DESTINATION_KINDS), name="destination_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(Keyed, Figured):
    """A sourced sentence about something: what one does there, a pitfall, a pay figure."""

    kind = models.CharField(max_length=20, choices=choices_of(c.STATEMENT_KINDS))
    name = models.CharField(
        max_length=NAME_LIMIT,
        blank=True,
        help_text="What it is called. Skills, procedures and settings need one.",
    )
    aliases = models.TextField(blank=True, validators=[validate_lines], help_text=ALIASES_HELP)
    about = models.TextField(
        validators=[validate_keys],
        help_text="The keys of the stages, milestones or destinations it is about, one per line.",
    )
    text = models.TextField(max_length=2000, help_text="The sentence, in our own words.")

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            *Figured.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=c.STATEMENT_KINDS), name="statement_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name or self.text[:60]}"
