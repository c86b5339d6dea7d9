"""Admin pages of what has a date."""

from typing import Any, ClassVar

from django.contrib import admin

from pathways import models as m
from pathways.admin.base import FIGURE_FIELDS, CatalogueAdmin
from pathways.admin.catalogue import FIGURE_FIELDSET, PLACE_FIELDS
from pathways.admin.inlines import (
    FeeInline,
    LeadInline,
    LockOutInline,
    MilestoneRequirementInline,
    RenewalInline,
    RuleDateInline,
    RuleInline,
    SittingInline,
    ValidityInline,
)


@admin.register(m.Milestone)
class MilestoneAdmin(CatalogueAdmin):
    """Exams, applications, matches, certificates."""

    change_form_template = "admin/pathways/change_form_with_parts.html"
    part = m.TimingRule
    list_display = ("name", "key", "kind", "organisation", "jurisdiction", "confidence", "basis")
    list_select_related = ("organisation", "jurisdiction")
    list_filter = ("pack", "kind", "jurisdiction", "confidence", "basis")
    search_fields = ("name", "key", "short", "aliases")
    autocomplete_fields = ("jurisdiction", "organisation", "sources")
    inlines = (
        RuleInline,
        MilestoneRequirementInline,
        FeeInline,
        LeadInline,
        LockOutInline,
        ValidityInline,
        RenewalInline,
    )
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    *PLACE_FIELDS,
                    "name",
                    "short",
                    ("kind", "jurisdiction"),
                    "organisation",
                )
            },
        ),
        ("What people read", {"fields": ("summary", "aliases")}),
        ("Where it appears", {"fields": ("shown_with", "limits")}),
        (
            "Trying and trying again",
            {
                "fields": (
                    ("results_days", "retake_wait_months"),
                    "resits",
                    ("attempts", "missed_counts"),
                    "per_sitting",
                    "when_out",
                )
            },
        ),
        FIGURE_FIELDSET,
    )


@admin.register(m.TimingRule)
class TimingRuleAdmin(CatalogueAdmin):
    """What a rule says, for whom, from when, and how we know."""

    list_display = ("says", "milestone", "key", "cohort", "confidence", "basis")
    list_select_related = ("milestone", "cohort")
    list_filter = ("milestone__pack", "cohort", "confidence", "basis")
    search_fields = ("says", "key", "milestone__name", "milestone__key")
    autocomplete_fields = ("milestone", "cohort", "anchor_cohort", "sources")
    fixed = ("milestone",)
    inlines = (SittingInline, RuleDateInline)
    fieldsets: ClassVar[Any] = (
        ("What", {"fields": (("milestone", "position"), "key", "says")}),
        (
            "For whom",
            {"fields": ("cohort", ("cohort_first", "cohort_last"), ("has", "lacks"))},
        ),
        ("From when", {"fields": (("effective_from", "effective_until"), "supersedes")}),
        (
            "Which dates",
            {
                "fields": (
                    ("anchor_of", "anchor_cohort", "anchor_years"),
                    ("earliest", "latest"),
                    ("first_of", "usual"),
                    "round_up",
                    ("pauses_in", "ends_of"),
                )
            },
        ),
        ("How we know", {"fields": FIGURE_FIELDS}),
    )
