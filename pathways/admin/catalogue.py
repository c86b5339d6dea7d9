"""Admin pages of what stands on its own: who, where, where from, where to."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from pathways import models as m
from pathways.admin.base import FIGURE_FIELDS, CatalogueAdmin
from pathways.admin.inlines import DestinationRequirementInline, WarnsInline

YEAR = dt.timedelta(days=365)
FIGURE_FIELDSET: Any = (
    "How we know",
    {"fields": FIGURE_FIELDS, "description": "About the description as a whole."},
)
PLACE_FIELDS = (("pack", "position"), "key")


@admin.register(m.Pack)
class PackAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Areas. What is in them is on the other pages."""

    list_display = ("name", "key", "loaded")
    search_fields = ("name", "key")
    fields = ("key", "name", "loaded")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key is the name of its folder of text."""
        return ("key", "loaded") if obj else ("loaded",)


@admin.register(m.Jurisdiction)
class JurisdictionAdmin(CatalogueAdmin):
    """Countries and areas with rules of their own."""

    list_display = ("name", "key", "currency", "pack")
    list_select_related = ("pack",)
    search_fields = ("name", "key")
    fields = (*PLACE_FIELDS, "name", "currency", "date_style")


@admin.register(m.Organisation)
class OrganisationAdmin(CatalogueAdmin):
    """Boards, colleges, councils."""

    list_display = ("name", "short", "jurisdiction", "pack")
    list_select_related = ("jurisdiction", "pack")
    list_filter = ("pack", "jurisdiction")
    search_fields = ("name", "short", "key")
    autocomplete_fields = ("jurisdiction",)
    fields = (*PLACE_FIELDS, "name", "short", "jurisdiction", "url", "summary")


class NotRead(admin.SimpleListFilter):
    """Sources that nobody has read for a year."""

    title = "last read"
    parameter_name = "read"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [("old", "more than 12 months ago")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The sources that were chosen."""
        if self.value() == "old":
            return queryset.filter(checked__lt=timezone.localdate() - YEAR)
        return queryset


@admin.register(m.Source)
class SourceAdmin(CatalogueAdmin):
    """Pages that figures are read on."""

    list_display = ("title", "organisation", "dated", "checked", "pack")
    list_select_related = ("organisation", "pack")
    list_filter = (NotRead, "pack")
    date_hierarchy = "checked"
    search_fields = ("title", "key", "url", "organisation__name")
    autocomplete_fields = ("organisation",)
    fields = (
        *PLACE_FIELDS,
        "title",
        "url",
        "organisation",
        ("dated", "checked"),
        "note",
    )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with sources; rows that cite them keep them from going."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        citing: list[Model] = [row for source in objs for row in source.citing()]
        told = [f"{row._meta.verbose_name}: {row}" for row in citing]
        return found, counts, needed, [*protected, *dict.fromkeys(told)]


@admin.register(m.Cohort)
class CohortAdmin(CatalogueAdmin):
    """Ways of telling classes apart."""

    list_display = ("name", "key", "label", "pack")
    list_select_related = ("pack",)
    search_fields = ("name", "key")
    fields = (*PLACE_FIELDS, "name", "label", "year_of", "year_begins")


@admin.register(m.Destination)
class DestinationAdmin(CatalogueAdmin):
    """Where one can head for."""

    list_display = ("name", "key", "kind", "jurisdiction", "confidence", "basis")
    list_select_related = ("jurisdiction",)
    list_filter = ("pack", "kind", "jurisdiction", "confidence", "basis")
    search_fields = ("name", "key", "aliases")
    autocomplete_fields = ("jurisdiction", "finish", "natural_start", "sources")
    inlines = (DestinationRequirementInline,)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (*PLACE_FIELDS, "name", "short", ("kind", "jurisdiction"))}),
        ("What people read", {"fields": ("summary", "aliases")}),
        ("The way there", {"fields": ("natural_start", "finish")}),
        FIGURE_FIELDSET,
    )


@admin.register(m.Statement)
class StatementAdmin(CatalogueAdmin):
    """Sourced sentences."""

    list_display = ("text", "name", "kind", "confidence", "basis", "pack")
    list_select_related = ("pack",)
    list_filter = ("pack", "kind", "confidence", "basis")
    search_fields = ("text", "name", "aliases", "about", "key")
    autocomplete_fields = ("sources",)
    inlines = (WarnsInline,)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {"fields": (*PLACE_FIELDS, "kind", "name", "aliases", "about", "text")},
        ),
        ("How we know", {"fields": FIGURE_FIELDS}),
    )


@admin.register(m.Clock)
class ClockAdmin(CatalogueAdmin):
    """Limits beside the path, like a visa."""

    list_display = ("name", "key", "months", "confidence", "basis", "pack")
    list_select_related = ("pack",)
    list_filter = ("pack", "confidence", "basis")
    search_fields = ("name", "says", "key")
    autocomplete_fields = ("sources",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (*PLACE_FIELDS, "name", "says")}),
        ("How long, for whom", {"fields": ("months", "starts", "counts")}),
        ("How we know", {"fields": FIGURE_FIELDS}),
    )
