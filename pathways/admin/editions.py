"""Admin pages of editions: read them, check the catalogue and publish it, see what is to do."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from pathways import models as m
from pathways.admin import work
from pathways.admin.forms import PublishForm
from pathways.bridge import catalogue_draft
from pathways.operations.publishing import PublishRefused, problems_of, publish
from pathways.planning.catalogue.writing import Document
from pathways.planning.soundness import list_unverified
from pathways.planning.soundness.cautions import warnings_of
from radcareers.accounts.models import User


@admin.register(m.Edition)
class EditionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Editions never change: they can be read here, and the next one published."""

    change_list_template = "admin/pathways/edition/change_list.html"
    list_display = ("number", "created", "published_by", "note")
    list_select_related = ("published_by",)
    fields = ("number", "created", "published_by", "note", "digest")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without documents, which are large and not shown."""
        return super().get_queryset(request).defer("document")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editions are made by publishing."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may publish may look, too."""
        return super().has_view_permission(request, obj) or may_publish(request)

    def get_urls(self) -> list[URLPattern]:
        """The pages of editions, and two of our own before them."""
        wrap = self.admin_site.admin_view
        own = [
            path("check/", wrap(self.check_view), name="pathways_edition_check"),
            path("work/", wrap(self.work_view), name="pathways_edition_work"),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def check_view(self, request: HttpRequest) -> HttpResponse:
        """Say what stands in the way of publishing; publish when that is asked for."""
        return _check(self, request)

    @method_decorator(require_safe)
    def work_view(self, request: HttpRequest) -> HttpResponse:
        """Say what there is to do."""
        return _work(self, request)


def may_publish(request: HttpRequest) -> bool:
    """Whether the person may publish editions."""
    return request.user.is_active and request.user.has_perm("pathways.publish_edition")


def _check(self: EditionAdmin, request: HttpRequest) -> HttpResponse:
    if not self.has_view_permission(request):
        raise PermissionDenied
    form = PublishForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if not may_publish(request):
            raise PermissionDenied
        status = 422
        if form.is_valid():
            try:
                edition = publish(user=_person(request), note=form.cleaned_data["note"])
            except PublishRefused as refused:
                form.add_error(None, f"Not published: {refused.problems[0]}")
            else:
                messages.success(request, f"Published edition {edition.number}.")
                return HttpResponseRedirect(reverse("admin:pathways_edition_changelist"))
    context = {**self.admin_site.each_context(request), **_checked(), "form": form}
    context |= {
        "title": "Check and publish",
        "opts": self.opts,
        "may_publish": may_publish(request),
    }
    return TemplateResponse(request, "admin/pathways/edition/check.html", context, status=status)


def _checked() -> dict[str, Any]:
    draft, addresses = catalogue_draft(), work.Addresses()
    problems = problems_of(draft)
    return {
        "problems": work.tasks_of(problems, draft.edition, addresses),
        "cautions": work.tasks_of(warnings_of(draft.edition), draft.edition, addresses),
        "unverified": len(list_unverified(draft.edition)),
        "changes": work.changes(_newest_document(), draft, addresses),
    }


def _work(self: EditionAdmin, request: HttpRequest) -> HttpResponse:
    if not self.has_view_permission(request):
        raise PermissionDenied
    draft, addresses, today = catalogue_draft(), work.Addresses(), timezone.localdate()
    lists = [
        work.changes(_newest_document(), draft, addresses),
        work.open_reports(m.Report.objects.filter(state="open")),
        work.old_sources(draft.edition, today, addresses),
        work.dates_running_out(draft.edition, today, addresses),
        work.unverified(draft.edition, addresses),
    ]
    context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Work list"}
    context |= {"lists": lists, "problems": len(problems_of(draft))}
    return TemplateResponse(request, "admin/pathways/edition/work.html", context)


def _newest_document() -> Document:
    newest = m.Edition.objects.order_by("-number").first()
    return newest.document if newest else {}


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
