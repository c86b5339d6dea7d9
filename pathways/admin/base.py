"""What the admin pages of catalogue rows have in common.

Saving locks the catalogue, refuses what is out of date and what would close a circle, and then
tells what still stands in the way of publishing.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pathways.admin.forms import CatalogueForm, root_of
from pathways.admin.work import where_in
from pathways.bridge import catalogue_draft
from pathways.bridge.rows import SECTION_MODELS
from pathways.models.base import Keyed
from pathways.operations.publishing import lock_catalogue, problems_of
from pathways.planning.soundness.feasibility import circles_through

_MOST_TOLD = 10
FIGURE_FIELDS = ("sources", ("confidence", "basis"), "note")
NARROW_TEXTS: dict[Any, Any] = {
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 24})}
}
SMALL_TEXTS: dict[Any, Any] = {
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 72})},
    models.URLField: {"assume_scheme": "https"},
}
SECTION_OF = {model: section for section, model in SECTION_MODELS.items()}


class SaveRefused(Exception):
    """What was saved cannot stay; ``reasons`` say why. The transaction is undone."""

    def __init__(self, reasons: Sequence[str], *, is_stale: bool = False) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)
        self.is_stale = is_stale


class CatalogueAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """An admin page of catalogue rows."""

    form = CatalogueForm
    save_on_top = True
    list_per_page = 100
    formfield_overrides: ClassVar[dict[Any, Any]] = SMALL_TEXTS
    # Cannot be changed once they exist, because plans name them.
    fixed: ClassVar[tuple[str, ...]] = ("key",)
    # What is added to a row on pages of its own.
    part: ClassVar[type[models.Model] | None] = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keys are typed once."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, *self.fixed) if obj else fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets, with the hidden version in the first."""
        (title, options), *others = super().get_fieldsets(request, obj)
        fields = [name for name in options["fields"] if name != "opened_version"]
        return [(title, {**options, "fields": [*fields, "opened_version"]}), *others]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, told of what saving was refused for."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save a row; what is refused is shown again as it was typed."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                lock_catalogue()
                response = super().changeform_view(request, object_id, form_url, extra_context)
        except SaveRefused as refused:
            request.refusals = refused.reasons  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = 409 if refused.is_stale else 422
        context = getattr(response, "context_data", None) or {}
        if "adminform" in context and context["adminform"].form.is_stale:
            response.status_code = 409
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """The page, with a link to add a part where there are parts."""
        if obj and self.part:
            meta = self.part._meta
            if request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}"):
                url = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
                context["part_url"] = f"{url}?{obj._meta.model_name}={obj.pk}"
                context["part_name"] = meta.verbose_name
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, counting a new version of what the row belongs to."""
        if change:
            root = root_of(obj)
            version = form.cleaned_data["opened_version"]
            if not count_version(root, version):
                raise SaveRefused(["Somebody else saved this just now."], is_stale=True)
            root.version = version + 1
        super().save_model(request, obj, form, change)
        if not change and root_of(obj) is not obj:
            count_version(root_of(obj))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what belongs to the row; then look at the catalogue as a whole."""
        super().save_related(request, form, formsets, change)
        self._look(request, root_of(form.instance))

    def _look(self, request: HttpRequest, root: Keyed) -> None:
        """Refuse circles through this row; tell what stands in the way of publishing it."""
        draft = catalogue_draft()
        if circles := circles_through(draft.edition, root.key):
            raise SaveRefused([one.message for one in circles])
        place = (SECTION_OF.get(type(root), ""), root.key)
        open_ends = [one for one in problems_of(draft) if one.path[:2] == place]
        for problem in open_ends[:_MOST_TOLD]:
            where = where_in(problem.path) or "the entry"
            messages.warning(request, f"Before publishing: {where}: {problem.message}")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, counting a new version of what the row belonged to."""
        root = root_of(obj)
        super().delete_model(request, obj)
        if root is not obj:
            count_version(root)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete several, as one would."""
        for row in queryset:
            self.delete_model(request, row)


def count_version(root: Keyed, version: int | None = None) -> bool:
    """Count a new version, from ``version`` where one is given; False when that has passed."""
    rows = type(root)._default_manager.filter(pk=root.pk)
    if version is not None:
        rows = rows.filter(version=version)
    return bool(rows.update(version=F("version") + 1))
