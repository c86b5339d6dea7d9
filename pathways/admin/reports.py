"""What visitors say is wrong: read, mend the catalogue, settle."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pathways import models as m


@admin.register(m.Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reports come from the pages; here they are settled."""

    list_display = ("name", "short_text", "edition", "created_at", "state")
    list_filter = ("state", "created_at")
    search_fields = ("name", "text", "remark", "address")
    readonly_fields = ("page", "name", "edition", "text", "source_url", "email", "created_at")
    fields: ClassVar[Any] = (*readonly_fields, "state", "remark")
    actions = ("settle",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports are made on the pages."""
        return False

    @admin.display(description="what is wrong")
    def short_text(self, report: m.Report) -> str:
        """The beginning of what was said."""
        return report.text if len(report.text) <= 80 else f"{report.text[:79]}…"

    @admin.display(description="page")
    def page(self, report: m.Report) -> SafeString:
        """A link to the page that it is about."""
        return format_html('<a href="{}">{}</a>', report.address, report.address)

    @admin.action(description="Settle the chosen reports", permissions=["change"])
    def settle(self, request: HttpRequest, chosen: "QuerySet[m.Report]") -> None:
        """Mark them as settled."""
        count = chosen.update(state="settled")
        self.message_user(request, f"Settled {count}.")
