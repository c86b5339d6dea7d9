"""What the log says, and what it must never say."""

import json
import logging
import sys

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from pathways.operations import shares
from radcareers.logs import JsonFormatter, RouteFilter
from tests.factories import PASSWORD, make_plan, make_user, publish_packs

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> "Lines":
    """Everything that is logged from here on, as it would be printed."""
    for name in ("django", "radcareers"):
        caplog.set_level(logging.INFO, logger=name)
    return Lines(caplog)


class Lines:
    """The records of a test as JSON lines."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog

    def text(self) -> str:
        """All lines."""
        hide = RouteFilter()
        formatter = JsonFormatter()
        return "\n".join(
            formatter.format(record) for record in self.caplog.records if hide.filter(record)
        )

    def read(self) -> list[dict[str, object]]:
        """All lines, read again."""
        return [json.loads(line) for line in self.text().splitlines()]


def test_a_request_is_one_line_with_its_route_and_id(client: Client, lines: Lines) -> None:
    user = make_user()
    client.force_login(user)
    answer = client.get("/accounts/email/?secret=canary")
    (line,) = [one for one in lines.read() if one["logger"] == "radcareers.requests"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/accounts/email/", 200)
    assert line["user"] == user.pk
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert isinstance(line["milliseconds"], int)


def test_no_secret_is_ever_logged(client: Client, lines: Lines) -> None:
    user = make_user("canary@example.org")
    publish_packs()
    _link, token = shares.create_share(plan=make_plan(user, title="canary title"))
    client.get("/no-such-page/canary/?q=canary")
    shared = client.get(f"/s/{token}/", headers={"Referer": "https://canary.example/"})
    assert shared.status_code == 200
    client.get(f"/s/{token[:-1]}x/")
    client.post("/accounts/login/", {"login": "canary@example.org", "password": "canary"})
    client.post("/accounts/login/", {"login": "canary@example.org", "password": PASSWORD})
    session = client.cookies["session"].value
    client.get("/", HTTP_HOST="canary.example")
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "canary"})
    text = lines.text()
    assert "sign-in failed" in text
    for secret in ("canary", token, token[:-1], session, PASSWORD):
        assert secret not in text


def test_an_error_says_where_and_of_what_kind_but_not_what_was_typed() -> None:
    try:
        raise ValueError("canary")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "Failed", (), sys.exc_info())
    line = json.loads(JsonFormatter().format(record))
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["traceback"][0]
    assert line["message"] == "Failed"


def test_a_line_break_cannot_forge_a_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "one\ntwo \u2028", (), None)
    assert len(JsonFormatter().format(record).split("\n")) == 1


@pytest.mark.parametrize(
    ("path", "event"), [("/accounts/logout/", "signed out"), ("/accounts/signup/", "signed up")]
)
def test_security_events_are_logged_with_the_persons_id(
    client: Client, lines: Lines, path: str, event: str
) -> None:
    if event == "signed out":
        client.force_login(make_user())
    client.post(path, {"email": "ann@example.org", "password1": PASSWORD})
    (line,) = [one for one in lines.read() if one.get("event") == event]
    assert isinstance(line["user"], int)


def test_production_logs_requests_as_json_to_standard_error(settings: Settings) -> None:
    handler = settings.LOGGING["handlers"]["console"]
    assert (handler["formatter"], handler["filters"]) == ("json", ["route"])
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
