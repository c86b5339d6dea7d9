"""Admin pages of what takes time."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from pathways import models as m
from pathways.admin.base import FIGURE_FIELDS, CatalogueAdmin
from pathways.admin.catalogue import FIGURE_FIELDSET, PLACE_FIELDS
from pathways.admin.inlines import (
    PATTERN_FIELDS,
    CountingInline,
    IntakeDateInline,
    IntakeInline,
    LeaveInline,
    StageRequirementInline,
    TimeOutInline,
    TrackInline,
    TrackIntakeInline,
    TrackRequirementInline,
)

LENGTH_FIELDS = (
    ("length_typical", "length_min", "length_max"),
    ("length_unit", "length_ends_month"),
    "length_sources",
    ("length_confidence", "length_basis"),
    "length_note",
)


@admin.register(m.Stage)
class StageAdmin(CatalogueAdmin):
    """Schools, residencies, fellowships, jobs."""

    change_form_template = "admin/pathways/change_form_with_parts.html"
    part = m.Track
    list_display = ("name", "key", "kind", "jurisdiction", "lasts", "confidence", "basis")
    list_select_related = ("jurisdiction",)
    list_filter = ("pack", "kind", "jurisdiction", "entry_only", "confidence", "basis")
    search_fields = ("name", "key", "short", "aliases")
    autocomplete_fields = ("jurisdiction", "sources", "length_sources")
    inlines = (
        StageRequirementInline,
        IntakeInline,
        TrackInline,
        LeaveInline,
        TimeOutInline,
        CountingInline,
    )
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (*PLACE_FIELDS, "name", "short", ("kind", "jurisdiction"))}),
        ("What people read", {"fields": ("summary", "aliases", "years", "counts_as")}),
        ("How long it lasts", {"fields": LENGTH_FIELDS}),
        ("When it is proposed", {"fields": ("entry_only", "excluded_by")}),
        FIGURE_FIELDSET,
    )

    @admin.display(description="lasts", ordering="length_typical")
    def lasts(self, stage: m.Stage) -> str:
        """The usual length with its unit."""
        unit = stage.length_unit.replace("_", " ")
        return f"{stage.length_typical} {unit if stage.length_typical != 1 else unit[:-1]}"


@admin.register(m.Track)
class TrackAdmin(CatalogueAdmin):
    """Variants of a stage."""

    list_display = ("name", "key", "stage", "guaranteed", "confidence", "basis")
    list_select_related = ("stage",)
    list_filter = ("stage__pack", "guaranteed", "confidence", "basis")
    search_fields = ("name", "key", "aliases", "stage__name")
    autocomplete_fields = ("stage", "sources", "length_sources")
    fixed = ("key", "stage")
    inlines = (TrackRequirementInline, TrackIntakeInline)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (("stage", "position"), "key", "name", "short")}),
        ("What people read", {"fields": ("summary", "aliases")}),
        ("Choosing it", {"fields": ("guaranteed", "choose_by", "closes")}),
        (
            "How long it lasts",
            {"fields": LENGTH_FIELDS, "description": "Only where it differs from the stage."},
        ),
        FIGURE_FIELDSET,
    )


@admin.register(m.Intake)
class IntakeAdmin(CatalogueAdmin):
    """When a stage may begin, with published dates."""

    list_display = ("owner", "position", "month", "day", "label", "confidence", "basis")
    list_select_related = ("stage", "track__stage")
    list_filter = ("stage__pack", "confidence", "basis")
    search_fields = ("stage__name", "stage__key", "track__name", "track__key", "label")
    autocomplete_fields = ("sources",)
    readonly_fields = ("owner",)
    fixed = ()
    inlines = (IntakeDateInline,)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (("owner", "position"),)}),
        ("The usual pattern", {"fields": PATTERN_FIELDS}),
        ("How we know", {"fields": FIGURE_FIELDS}),
    )

    @admin.display(description="stage or track")
    def owner(self, intake: m.Intake) -> str:
        """What may begin then."""
        return str(intake.track or intake.stage)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Added on the page of its stage or track, which it then belongs to."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Reached from its stage; not listed by itself."""
        return False
