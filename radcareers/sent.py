"""Forms that came too late: signed out, or with a token that is too old.

A view that is worth it says what its form brought, so that nothing typed is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a form brought: the address of its page, and labels and values of what was typed.
    ``keep`` puts it by until somebody has signed in, where that is possible."""

    page: str
    typed: tuple[tuple[str, str], ...] = ()
    keep: Callable[[], None] | None = None


Reader = Callable[[HttpRequest], Sent | None]
View = TypeVar("View", bound=Callable[..., Any])


def gives_back(reader: Reader) -> Callable[[View], View]:
    """Mark a view whose form is given back when it came too late."""

    def mark(view: View) -> View:
        view.reads_sent = reader  # type: ignore[attr-defined]
        return view

    return mark


def sent_with(request: HttpRequest, view: Callable[..., HttpResponse]) -> Sent | None:
    """What the form brought; None where the view does not say so."""
    reader: Reader | None = getattr(view, "reads_sent", None)
    return reader(request) if reader and request.method == "POST" else None


def page_of_form(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, as far as the browser says it."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        page = urlsplit(referer)._replace(scheme="", netloc="").geturl()
        if url_has_allowed_host_and_scheme(page, None):
            return page
    return str(settings.LOGIN_REDIRECT_URL)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    return said == own or said.startswith(f"{own}/")
