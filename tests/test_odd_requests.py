"""Requests that no browser would send: whatever they are, the answer is no crash."""

import io
import string
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.models import Plan
from radcareers.wsgi import application, plain_content_type
from tests.factories import make_plan, make_user, publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.integrity]


@pytest.fixture
def plan() -> Plan:
    publish_packs()
    return make_plan(make_user("owner@example.org"))


@pytest.fixture
def owner(plan: Plan) -> dict[str, str]:
    """What the plan's owner sends along, signed in and with a page of ours open."""
    client = Client()
    client.force_login(plan.owner)
    client.get("/plans/")
    return {
        "HTTP_COOKIE": client.cookies.output(attrs=[], header="", sep=";").strip(),
        "HTTP_X_CSRFTOKEN": client.cookies["csrf"].value,
    }


def status_of(
    method: str = "GET", path: str = "/", query: str = "", body: bytes = b"", **environ: str
) -> int:
    """What the server's own entry point answers to a request."""
    statuses: list[str] = []
    request: dict[str, object] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "192.0.2.1",
        **environ,
    }
    setup_testing_defaults(request)

    def start(status: str, _headers: object, _problem: object = None) -> object:
        statuses.append(status)
        return None

    with staying_connected():
        answer: Iterable[bytes] = application(request, start)  # type: ignore[arg-type]
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
    return int(statuses[-1][:3])


@contextmanager
def staying_connected() -> Iterator[None]:
    """Let a request not close the connection that the test's own transaction is on."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset=rot13",
        "text/plain; charset=hex",
        "text/plain; charset=idna",
        "text/plain; charset=undefined",
        "text/plain; charset*=utf-8''%00",
        "text/plain; a*=bogus''x",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=utf-7",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x; charset=utf-7",
        "multipart/form-data; boundary=x; charset=raw_unicode_escape",
        f"multipart/form-data; boundary={'x' * 5000}",
        f"{'x' * 5000}/{'y' * 5000}",
        "application/json",
        ";",
        "; charset=hex",
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_an_odd_content_type_is_no_crash(kind: str, plan: Plan, owner: dict[str, str]) -> None:
    address = f"/plans/{plan.pk}/edit/"
    note = b"action=note&key=dr_residency&version=1&note=+2AA-%C3\\ud800"
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % tuple(one.split(b"="))
        for one in note.split(b"&")
    )
    for body in (b"", note, parts + b"--x--\r\n", b"\xff\xfe\x00"):
        for method, path in (("GET", "/"), ("POST", "/routes/"), ("POST", address)):
            status = status_of(method, path, "now=%C3%28", body, CONTENT_TYPE=kind, **owner)
            assert status < 500, (method, path, body)


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        ("", ""),
        ("text/plain", "text/plain"),
        ("text/plain; charset=utf-7", "text/plain"),
        ("multipart/form-data; boundary=ab", 'multipart/form-data; boundary="ab"'),
        ('Multipart/Form-Data;BOUNDARY="a b"; charset=hex', 'multipart/form-data; boundary="a b"'),
        ("multipart/form-data; boundary*=utf-8''x", "multipart/form-data"),
        ("multipart/form-data; boundary=é", "multipart/form-data"),
    ],
)
def test_of_a_content_type_only_what_is_needed_is_kept(kind: str, plain: str) -> None:
    assert plain_content_type(kind) == plain


@pytest.mark.parametrize(
    "disposition",
    [
        b"Content-Disposition: form-data; name*=bogus''x",
        b"Content-Disposition: form-data; name=a; filename*=bogus''x",
        b"Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64",
        b"Content-Disposition: form-data; name=a; filename=x\r\nContent-Type: a/b; charset*=x''y",
        b"Content-Disposition: form-data",
        b"\x00",
        b"",
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_an_odd_part_of_a_form_is_no_crash(
    disposition: bytes, plan: Plan, owner: dict[str, str]
) -> None:
    body = b"--x\r\n" + disposition + b"\r\n\r\n!\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    address = f"/plans/{plan.pk}/edit/"
    status = status_of("POST", address, "", body, CONTENT_TYPE=kind, **owner)
    assert 400 <= status < 500


@pytest.mark.parametrize(
    "cookie",
    [
        'session="\\000abcdefgh"; csrf="\\000"',
        'session="\\355\\240\\200abcdefgh"',
        "session=" + "x" * 8000,
        "session=; session=é; =; ;;;=\xff",
        "csrf=" + "x" * 8000,
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_an_odd_cookie_is_as_good_as_none(cookie: str) -> None:
    publish_packs()
    assert status_of(HTTP_COOKIE=cookie) == 200
    assert status_of(path="/plans/", HTTP_COOKIE=cookie) == 302
    assert status_of("POST", "/accounts/login/", body=b"login=a", HTTP_COOKIE=cookie) == 403


@pytest.mark.parametrize(
    "path",
    [
        "/s/\x00/",
        "/s/" + "\xff" * 300 + "/",
        "/plans/\x00/",
        "/plans/00000000-0000-0000-0000-00000000000g/",
        "/draft/plan.\xff",
        "/accounts/password/reset/key/0-\x00/",
        "/accounts/confirm-email/\x00/",
        "/admin/\x00/",
        "/static/../radcareers/settings.py",
        "/static/\x00",
        "//elsewhere.example/",
        "/" + "x" * 5000,
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_an_odd_path_is_no_crash(path: str, plan: Plan, owner: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        assert status_of(method, path, "", b"", **owner) < 500


anything = st.text(
    st.one_of(st.sampled_from(string.printable), st.characters(min_codepoint=0, max_codepoint=255)),
    max_size=40,
)
addresses = st.sampled_from(["/", "/routes/", "/draft/", "/plans/", "/accounts/login/", "/s/x/"])


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.one_of(addresses, st.builds("{}{}".format, addresses, anything)),
    query=anything,
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS"]),
    headers=st.dictionaries(
        st.sampled_from(
            [
                "CONTENT_TYPE", "HTTP_COOKIE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_HX_REQUEST",
                "HTTP_HX_CURRENT_URL", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED", "HTTP_HX_TARGET",
                "HTTP_HX_TRIGGER", "HTTP_ACCEPT", "HTTP_HOST", "HTTP_X_FORWARDED_FOR",
                "HTTP_X_FORWARDED_HOST", "HTTP_USER_AGENT", "HTTP_IF_MODIFIED_SINCE",
                "HTTP_X_CSRFTOKEN", "CONTENT_LENGTH",
            ]
        ),
        st.one_of(anything, st.sampled_from(["true", "http://[", "http://127.0.0.1/plans/"])),
        max_size=5,
    ),
    body=st.binary(max_size=60),
)  # fmt: skip
def test_no_request_is_a_crash(
    plan: Plan, path: str, query: str, method: str, headers: dict[str, str], body: bytes
) -> None:
    assert status_of(method, path, query, body, **headers) < 500
