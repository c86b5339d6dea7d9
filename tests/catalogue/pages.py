"""Driving admin pages as a browser would: open a form, change some of it, send all of it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pathways import models as m

Data = dict[str, Any]

EDITED: list[type[Model]] = [
    m.Jurisdiction,
    m.Organisation,
    m.Source,
    m.Cohort,
    m.Stage,
    m.Track,
    m.Intake,
    m.Milestone,
    m.TimingRule,
    m.Destination,
    m.Statement,
    m.Clock,
]
LISTED = [model for model in EDITED if model is not m.Intake]
PARTS = [
    "requirement",
    "publisheddate",
    "sitting",
    "fee",
    "leaverule",
    "timeout",
    "counting",
    "lockout",
    "lead",
    "validity",
    "renewal",
    "warns",
]


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def opened(response: Any) -> Data:
    """What a browser would send when the page is saved as it is."""
    assert response.status_code in (200, 409, 422), response
    context = response.context_data
    data: Data = dict(_sent(context["adminform"].form))
    for inline in context["inline_admin_formsets"]:
        data.update(_sent(inline.formset.management_form))
        for form in inline.formset.forms:
            data.update(_sent(form))
    return data


def _sent(form: BaseForm) -> Iterator[tuple[str, Any]]:
    for bound in form:
        value = bound.value()
        if isinstance(value, list | tuple):
            yield bound.html_name, [str(getattr(one, "pk", one)) for one in value]
        elif value is True:
            yield bound.html_name, "on"
        elif value is not False:
            yield bound.html_name, "" if value is None else str(value)


def save(client: Client, row: Model, **changes: Any) -> HttpResponse:
    """Open the page of a row and save it with changes (None: not sent)."""
    url = address(type(row), "change", row.pk)
    data = opened(client.get(url)) | changes
    return client.post(url, {name: value for name, value in data.items() if value is not None})  # type: ignore[return-value]


def errors_of(response: Any) -> str:
    """Every error on a page, in one text."""
    context = response.context_data
    told = [*context["adminform"].form.errors.values()]
    for inline in context["inline_admin_formsets"]:
        told += [inline.formset.non_form_errors()]
        told += [one for form in inline.formset.forms for one in form.errors.values()]
    return "\n".join(str(message) for errors in told for message in errors)


def row_of(model: Any, key: str) -> Any:
    return model.objects.get(key=key)
