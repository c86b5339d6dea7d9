"""Log lines: JSON, one a line, without what must stay secret.

The address of a shared plan is a secret, and so is much of what people type. So a line names the
route of a request (``s/<str:token>/``), never its path, query, form or Referer.
"""

import datetime as dt
import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("radcareers.requests")
events = logging.getLogger("radcareers.events")
GetResponse = Callable[[HttpRequest], HttpResponse]
FACTS = ("request_id", "method", "route", "status", "user", "milliseconds", "event")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; JSON escapes line breaks, so nobody can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            # Where and what kind; the message of an exception may quote what somebody typed.
            line["traceback"] = traceback.format_tb(record.exc_info[2])
            line["exception"] = record.exc_info[0].__qualname__
        return json.dumps(line, ensure_ascii=False, default=str)


class RouteFilter(logging.Filter):
    """Puts the route in the place of the path that Django's own loggers would print."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record of a request; let every record pass."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            status = getattr(record, "status_code", "")
            record.msg = f"{status} {route_of(request)}".strip()
            record.args = ()
            record.request_id = request_id_of(request)
        elif record.name.startswith("django.security"):
            record.msg, record.args = record.name.rpartition(".")[2], ()
        return True


def note(event: str, *, request: HttpRequest | None = None, user_id: int | None = None) -> None:
    """Log that something happened that matters for security, and to whom."""
    facts: dict[str, object] = {"event": event, "user": user_id}
    if request is not None:
        facts |= {"request_id": request_id_of(request), "route": route_of(request)}
    events.info("event", extra=facts)


def route_of(request: HttpRequest) -> str:
    """The pattern that the path matched, or ``unknown``."""
    match = request.resolver_match
    return f"/{match.route}" if match else "unknown"


def request_id_of(request: HttpRequest) -> str:
    """What one request is called in the log and, on an error, to the person."""
    kept: str | None = getattr(request, "request_id", None)
    if kept is None:
        kept = secrets.token_hex(8)
        request.request_id = kept  # type: ignore[attr-defined]
    return kept


def log_requests(get_response: GetResponse) -> GetResponse:
    """Log each request once it is answered, and give the answer its id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        if request.path_info.startswith(settings.STATIC_URL):
            return response
        response.headers["X-Request-ID"] = request_id_of(request)
        user = getattr(request, "_cached_user", None)  # never a query of the log's own
        requests.info(
            "request",
            extra={
                "request_id": request_id_of(request),
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "user": user.pk if user else None,
                "milliseconds": round((time.monotonic() - began) * 1000),
            },
        )
        return response

    return middleware
