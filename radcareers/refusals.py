"""Requests that are refused before any view has read them."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

TOO_LARGE: Mapping[type[Exception], str] = {
    RequestDataTooBig: f"A form can hold {settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20:g} MB",
    TooManyFieldsSent: f"A form can have {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be read; where it is too large, name the limit."""
    limit = TOO_LARGE.get(type(exception))
    if limit is None:
        return defaults.bad_request(request, exception)
    return HttpResponse(render_to_string("413.html", {"limit": limit}), status=413)
