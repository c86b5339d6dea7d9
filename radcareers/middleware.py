"""What goes around every answer: its headers, who may ask, and the limits of a session."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from radcareers import logs, refusals
from radcareers.sent import page_of_form, sent_with
from radcareers.throttle import TooMany

GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(),"
        " display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(),"
        " hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(),"
        " payment=(), picture-in-picture=(), screen-wake-lock=(), serial=(), usb=(),"
        " xr-spatial-tracking=()"
    ),
}
# For addresses that are secrets: no search engine keeps them, no page they lead to sees them.
SECRET_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
# A form needs to say where it comes from, to us alone: see SECURE_REFERRER_POLICY.
SECRET_FORM_HEADERS = {**SECRET_HEADERS, "Referrer-Policy": "same-origin"}
DAY = 24 * 60 * 60
LONGEST_SESSION = 30 * DAY
LONGEST_STAFF_SESSION = 12 * 60 * 60
STAFF_IDLE = 30 * 60


def response_headers(get_response: GetResponse) -> GetResponse:
    """Set the headers that every answer carries; a view's own choice wins.

    An answer that says nothing about caching is private: no cache keeps it. Whatever is answered
    at a secret address, refusals included, gets the headers of one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        view = request.resolver_match and request.resolver_match.func
        for name, value in getattr(view, "secret_headers", {}).items():
            response.headers[name] = value
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store, private")
        if "no-store" in response.headers["Cache-Control"]:
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware


def secret_address(view: View) -> View:
    """Mark a view whose address is a secret; it must have no form."""
    view.secret_headers = SECRET_HEADERS  # type: ignore[attr-defined]
    return view


def secret_form(view: View) -> View:
    """Mark a view whose address is a secret, and whose page has a form."""
    view.secret_headers = SECRET_FORM_HEADERS  # type: ignore[attr-defined]
    return view


class SignInMiddleware(LoginRequiredMiddleware):
    """Every view needs somebody signed in unless it says otherwise.

    A fragment request is sent to the sign-in page as a whole page, and from there back to the
    page it came from: a form inside a fragment would be a trap. A form goes back to its page too,
    as the address it was sent to may have no page.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        """Send to the sign-in page, and back afterwards to what was typed."""
        htmx = getattr(request, "htmx", None)
        sent = sent_with(request, view_func)
        if sent and sent.keep:
            sent.keep()
        if htmx:
            page = sent.page if sent else htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(
                redirect_to_login(page, self.get_login_url(view_func)).url
            )
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = sent.page if sent else page_of_form(request)
        return redirect_to_login(page, self.get_login_url(view_func))


class RefusalsMiddleware:
    """Refuse in words: 429 where a limit was reached, 405 where only a form may be sent."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return refusals.in_words(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn ``TooMany`` into an answer that says when to come back."""
        if not isinstance(error, TooMany):
            return None
        logs.note("too many", request=request)
        answer = render(request, "429.html", status=429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer


def session_limits(get_response: GetResponse) -> GetResponse:
    """End sessions that are too old or, for staff, idle; keep those in use alive.

    A session is written at most once a day for an ordinary user (every five minutes for staff),
    not at every request. Without a session cookie there is nothing to look up.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _limit(request, staff=request.user.is_staff, now=int(time.time()))
        return get_response(request)

    return middleware


def _limit(request: HttpRequest, *, staff: bool, now: int) -> None:
    began = request.session.setdefault("began", now)
    seen = request.session.get("seen", began)
    too_old = now - began > (LONGEST_STAFF_SESSION if staff else LONGEST_SESSION)
    if too_old or (staff and now - seen > STAFF_IDLE):
        logout(request)
    elif "seen" not in request.session or now - seen > (STAFF_IDLE // 6 if staff else DAY):
        request.session["seen"] = now
