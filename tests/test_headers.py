"""What every answer carries, whatever it is."""

import uuid

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from radcareers.middleware import HEADERS
from radcareers.refusals import page_above
from tests.factories import make_user, publish_packs

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
ANSWERS = [
    ("GET", "/healthz", 200),
    ("GET", "/accounts/login/", 200),
    ("GET", "/accounts/email/", 302),
    ("GET", "/admin/", 302),
    ("GET", "/admin", 301),
    ("GET", "/no-such-page/", 404),
    ("GET", "/static/no-such-file.css", 404),
    ("GET", "/static/admin/css/base.css", 200),
    ("POST", "/healthz", 405),
    ("TRACE", "/healthz", 405),
]


def parts(policy: str) -> set[str]:
    """A policy as the set of its directives."""
    return {directive.strip() for directive in policy.split(";")}


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_every_header(client: Client, method: str, path: str, status: int) -> None:
    answer = client.generic(method, path)
    answer.close()
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert parts(answer.headers["Content-Security-Policy"]) == parts(POLICY)


def test_a_refused_csrf_token_has_them_too() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert parts(answer.headers["Content-Security-Policy"]) == parts(POLICY)


def test_a_refused_host_has_them_too(client: Client) -> None:
    answer = client.get("/accounts/login/", HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/accounts/email/", "/admin/", "/accounts/sessions/"])
def test_private_pages_are_kept_by_no_cache(client: Client, path: str) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def test_the_admin_has_no_policy_of_its_own(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    answer = client.get("/admin/accounts/user/")
    assert parts(answer.headers["Content-Security-Policy"]) == parts(POLICY)


def test_static_files_may_be_cached(client: Client) -> None:
    assert finders.find("admin/css/base.css")
    answer = client.get("/static/admin/css/base.css")
    answer.close()
    assert "max-age" in answer.headers["Cache-Control"]
    assert "no-store" not in answer.headers["Cache-Control"]


# Light or dark


@pytest.mark.parametrize(
    ("cookie", "says"),
    [
        ("", '<html lang="en">'),
        ("dark", '<html lang="en" data-theme="dark">'),
        ("light", '<html lang="en" data-theme="light">'),
        ('"><script>', '<html lang="en">'),
    ],
)
def test_the_theme_comes_from_a_cookie_and_no_cache_mixes_two(
    client: Client, cookie: str, says: str
) -> None:
    publish_packs()
    client.cookies["theme"] = cookie
    for path in ("/", "/explore/", "/accounts/login/"):
        answer = client.get(path)
        assert says in answer.content.decode()
        assert "Cookie" in answer.headers["Vary"]
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_icon_is_found_at_its_old_address(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert "favicon" in answer.headers["Location"]
    assert answer.headers["Location"].endswith(".svg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/draft/edit/", "../"),
        ("/draft/edit", "./"),
        ("/plans/5/history/3/restore/", "../../"),
        ("/links/5/revoke/", "/"),
        ("/", "/"),
    ],
)
def test_the_way_back_from_the_address_of_a_form(path: str, way: str) -> None:
    path = path.replace("/5/", f"/{uuid.UUID(int=5)}/")
    assert page_above(path) == way
