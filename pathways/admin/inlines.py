"""Rows that are edited on the page of what they belong to."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from pathways import models as m
from pathways.admin.base import FIGURE_FIELDS, NARROW_TEXTS, SMALL_TEXTS
from pathways.admin.forms import FigureForm

PATTERN_FIELDS = (
    ("any_day", "month", "day"),
    ("nth", "weekday"),
    ("window_from", "window_until", "label"),
)


class RequirementInline(admin.TabularInline):  # type: ignore[type-arg]
    """Groups of conditions; each line of a group is enough, every group must hold."""

    model = m.Requirement
    form = FigureForm
    extra = 0
    fields = ("position", "any_of", "sources", "confidence", "basis", "note")
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = NARROW_TEXTS
    verbose_name = "requirement"
    verbose_name_plural = "requirements: every one must hold, one line of each is enough"


class StageRequirementInline(RequirementInline):
    """Requirements of a stage."""

    fk_name = "stage"


class TrackRequirementInline(RequirementInline):
    """Requirements of a track."""

    fk_name = "track"
    verbose_name_plural = "requirements, in addition to those of the stage"


class MilestoneRequirementInline(RequirementInline):
    """Requirements of a milestone."""

    fk_name = "milestone"


class DestinationRequirementInline(RequirementInline):
    """Requirements of a destination."""

    fk_name = "destination"


class IntakeInline(admin.StackedInline):  # type: ignore[type-arg]
    """When a stage may begin. Its published dates have a page of their own."""

    model = m.Intake
    fk_name = "stage"
    form = FigureForm
    extra = 0
    fields = ("position", *PATTERN_FIELDS, *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS
    show_change_link = True
    verbose_name_plural = "intakes: without one, it may begin on any day"


class TrackIntakeInline(IntakeInline):
    """When a track may begin, where that differs from its stage."""

    fk_name = "track"
    verbose_name_plural = "intakes, in place of those of the stage"


class PublishedDateInline(admin.TabularInline):  # type: ignore[type-arg]
    """Real dates, each in place of the pattern for its year."""

    model = m.PublishedDate
    form = FigureForm
    extra = 0
    fields = ("date", "until", "sources", "confidence", "basis", "note")
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = NARROW_TEXTS
    verbose_name_plural = "published dates: each replaces the pattern for its year"


class IntakeDateInline(PublishedDateInline):
    """Published dates of an intake."""

    fk_name = "intake"


class RuleDateInline(PublishedDateInline):
    """Published dates of a rule."""

    fk_name = "rule"


class SittingInline(admin.StackedInline):  # type: ignore[type-arg]
    """The usual pattern of a rule."""

    model = m.Sitting
    extra = 0
    fields = ("position", *PATTERN_FIELDS, "ends_by")
    verbose_name_plural = "sittings: without one, any day"


class FeeInline(admin.StackedInline):  # type: ignore[type-arg]
    """What a milestone costs."""

    model = m.Fee
    form = FigureForm
    extra = 0
    fields = ("position", ("amount", "currency", "year"), "what", *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS


class LeaveInline(admin.StackedInline):  # type: ignore[type-arg]
    """How much leave does not extend a stage."""

    model = m.LeaveRule
    form = FigureForm
    extra = 0
    fields = ("weeks_per_year", ("days", "within"), "beyond", *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS
    verbose_name_plural = "leave: without a rule, every day of it extends the stage"


class TimeOutInline(admin.StackedInline):  # type: ignore[type-arg]
    """The kinds of time out that count towards a stage."""

    model = m.TimeOut
    form = FigureForm
    extra = 0
    fields = (
        "position",
        ("key", "name", "short"),
        ("counts", "max_months"),
        "summary",
        *FIGURE_FIELDS,
    )
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS
    verbose_name_plural = "time out that counts towards the stage"


class CountingInline(admin.TabularInline):  # type: ignore[type-arg]
    """How part-time counts."""

    model = m.Counting
    form = FigureForm
    extra = 0
    fields = (
        "position",
        "step",
        "since",
        "whole_months",
        "sources",
        "confidence",
        "basis",
        "note",
    )
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = NARROW_TEXTS
    verbose_name_plural = "part-time: without a line, percentages count as they are"


class LockOutInline(admin.StackedInline):  # type: ignore[type-arg]
    """How long nobody can sit again after failing so often."""

    model = m.LockOut
    form = FigureForm
    extra = 0
    fields = (("after", "months", "begins"), *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS
    verbose_name_plural = "lock-out: the wait after several failed attempts"


class LeadInline(admin.StackedInline):  # type: ignore[type-arg]
    """How long before it the application or documents must be in."""

    model = m.Lead
    form = FigureForm
    extra = 0
    fields = ("days", "says", *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS
    verbose_name_plural = "lead time: when the application or documents must be in"


class ValidityInline(admin.StackedInline):  # type: ignore[type-arg]
    """How long a pass counts."""

    model = m.Validity
    form = FigureForm
    extra = 0
    fields = (("months", "round_up"), "uses", *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS


class RenewalInline(admin.StackedInline):  # type: ignore[type-arg]
    """How a credential is renewed."""

    model = m.Renewal
    form = FigureForm
    extra = 0
    fields = ("says", ("months", "begins", "until"), "birth_month", *FIGURE_FIELDS)
    autocomplete_fields = ("sources",)
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS


class _OwnPageInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that are listed and ordered here, and edited on a page of their own."""

    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are added on their own page."""
        return False


class TrackInline(_OwnPageInline):
    """The tracks of a stage."""

    model = m.Track
    fields = ("position", "key", "name")
    readonly_fields = ("key",)
    verbose_name_plural = "tracks: the first is the default"


class RuleInline(_OwnPageInline):
    """The timing rules of a milestone."""

    model = m.TimingRule
    fields = ("position", "key", "cohort", "says")
    readonly_fields = ("key", "cohort", "says")
    verbose_name_plural = "timing rules: the first that applies is used"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With cohorts, which are shown."""
        return super().get_queryset(request).select_related("cohort")
