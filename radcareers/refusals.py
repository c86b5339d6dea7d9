"""Requests that are refused: before any view has read them, or for their method."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
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


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put a page into an empty 405: somebody typed or kept the address of a form."""
    if response.status_code == 405 and request.method == "GET" and not response.content:
        response.content = render_to_string("405.html", {"back": page_above(request.path_info)})
        response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def page_above(path: str) -> str:
    """The way from a path to the nearest address above it that there is: "../" from
    "/draft/edit/". Relative, so that it names nobody's plan; "/" where there is none."""
    parts = path.strip("/").split("/")
    for up in range(1, len(parts)):
        try:
            resolve(f"/{'/'.join(parts[:-up])}/")
        except Resolver404:
            continue
        return "../" * (up if path.endswith("/") else up - 1) or "./"
    return "/"
