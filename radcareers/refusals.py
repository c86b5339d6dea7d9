"""Requests that are refused: before any view has read them, or for their method."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.views import defaults

from radcareers.sent import is_from_here, page_of_form, sent_with

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


def old_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose token is too old, and show what was typed into it.

    A form from elsewhere gets nothing of what it brought onto a page of ours.
    """
    sent = None
    if request.resolver_match and is_from_here(request):
        sent = sent_with(request, request.resolver_match.func)
    page = sent.page if sent else page_of_form(request)
    context = {"typed": sent.typed if sent else (), "page_url": page}
    return render(request, "403_csrf.html", context, status=403)


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
