"""What goes around every answer: its headers, and the limits of a session."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from radcareers.throttle import TooMany

GetResponse = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera"),
            *("display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
            *("hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi"),
            *(
                "payment",
                "picture-in-picture",
                "screen-wake-lock",
                "serial",
                "usb",
                "xr-spatial-tracking",
            ),
        )
    ),
}
DAY = 24 * 60 * 60
LONGEST_SESSION = 30 * DAY
LONGEST_STAFF_SESSION = 12 * 60 * 60
STAFF_IDLE = 30 * 60


def response_headers(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Set the headers that every answer carries; a view's own choice wins.

    An answer that says nothing about caching is private: no cache keeps it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware


class TooManyAnswer:
    """Answer 429 where a limit was reached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn ``TooMany`` into an answer that says when to come back."""
        if not isinstance(error, TooMany):
            return None
        answer = render(request, "429.html", status=429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer


def session_limits(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """End sessions that are too old or, for staff, idle; keep those in use alive.

    A session is written at most once a day for an ordinary user (every five minutes for staff),
    not at every request.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
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
