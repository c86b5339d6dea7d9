"""Accounts: making one, getting in, staying in, and being kept out."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from pytest_django.fixtures import Settings

from radcareers import middleware
from radcareers.accounts.models import User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
SIGN_IN = "/accounts/login/"


def signed_in(client: Client) -> bool:
    """Whether the client's session is somebody's."""
    return "_auth_user_id" in client.session


# People


def test_an_address_is_kept_in_lower_case() -> None:
    user = make_user(" Ann@Example.ORG ")
    assert user.email == "ann@example.org"
    assert User.objects.get_by_natural_key("ANN@example.org") == user


@pytest.mark.integrity
def test_the_database_refuses_an_address_in_upper_case_and_a_second_one() -> None:
    make_user("ann@example.org")
    for email in ("Ben@example.org", "ann@example.org"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User(email=email).save()


def test_the_form_of_the_admin_puts_addresses_in_lower_case() -> None:
    user = User(email="Ann@example.org", password="!")
    user.full_clean()
    assert user.email == "ann@example.org"
    user.save()
    with pytest.raises(ValidationError):
        User(email="ANN@example.org", password="!").full_clean()


def test_passwords_are_kept_by_argon2() -> None:
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


# Signing up


def test_somebody_signs_up_and_is_in(client: Client) -> None:
    answer = client.post(SIGN_UP, {"email": "Ann@Example.org", "password1": PASSWORD})
    assert answer.status_code == 302
    assert signed_in(client)
    (user,) = User.objects.all()
    assert (user.email, user.is_staff, user.is_superuser) == ("ann@example.org", False, False)


@pytest.mark.parametrize(
    "password", ["", "short", "elevenchars", "password1234", "ann.miller@example.org"]
)
def test_a_weak_password_makes_no_account(client: Client, password: str) -> None:
    client.post(SIGN_UP, {"email": "ann.miller@example.org", "password1": password})
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["x" * 64 + "ü日本 " + "y" * 64, "  a b  c d e f  "])
def test_every_character_of_a_password_counts(client: Client, password: str) -> None:
    client.post(SIGN_UP, {"email": "ann@example.org", "password1": password})
    user = User.objects.get()
    assert user.check_password(password)
    assert not user.check_password(password.strip() + "x")


def test_nobody_makes_themselves_staff(client: Client) -> None:
    extra = {"is_staff": "1", "is_superuser": "1", "is_active": "0", "id": "99"}
    client.post(SIGN_UP, {"email": "ann@example.org", "password1": PASSWORD, **extra})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)


def test_the_page_says_so_where_no_mail_is_sent(client: Client, settings: Settings) -> None:
    assert b"sends no mail" in client.get(SIGN_UP).content
    settings.MAIL_WORKS = True
    assert b"sends no mail" not in client.get(SIGN_UP).content


# Signing in and out


def test_somebody_signs_in_with_the_address_in_any_case(client: Client) -> None:
    make_user("ann@example.org")
    client.post(SIGN_IN, {"login": "ANN@Example.org", "password": PASSWORD})
    assert signed_in(client)


def test_unknown_and_known_addresses_are_refused_alike(client: Client) -> None:
    make_user("ann@example.org")
    make_user("ina@example.org", is_active=False)
    said = set()
    for email in ("ann@example.org", "nobody@example.org", "ina@example.org"):
        answer = client.post(SIGN_IN, {"login": email, "password": "wrong password"})
        said.add((answer.status_code, b"not correct" in answer.content))
    assert said == {(200, True)}


def test_signing_in_changes_the_session_id(client: Client) -> None:
    make_user("ann@example.org")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.post(SIGN_IN, {"login": "ann@example.org", "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_out_ends_the_session_and_clears_the_browser(client: Client) -> None:
    client.force_login(make_user())
    cookie = client.cookies["session"].value
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    replay = Client()
    replay.cookies["session"] = cookie
    assert replay.get("/accounts/email/").status_code == 302


def test_the_fifth_wrong_password_is_the_last_one_tried(client: Client) -> None:
    make_user("ann@example.org")
    for _ in range(5):
        client.post(SIGN_IN, {"login": "ann@example.org", "password": "wrong password"})
    client.post(SIGN_IN, {"login": "Ann@example.org", "password": PASSWORD})
    assert not signed_in(client)
    make_user("ben@example.org")
    client.post(SIGN_IN, {"login": "ben@example.org", "password": PASSWORD})
    assert signed_in(client)


def test_an_address_that_sprays_many_accounts_is_stopped(client: Client) -> None:
    make_user("ann@example.org")
    for number in range(11):
        client.post(SIGN_IN, {"login": f"p{number}@example.org", "password": "wrong password"})
    client.post(SIGN_IN, {"login": "ann@example.org", "password": PASSWORD})
    assert not signed_in(client)
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    elsewhere.post(SIGN_IN, {"login": "ann@example.org", "password": PASSWORD})
    assert signed_in(elsewhere)


def test_a_made_up_forwarded_address_is_not_believed(client: Client) -> None:
    make_user("ann@example.org")
    for number in range(11):
        client.post(
            SIGN_IN,
            {"login": f"p{number}@example.org", "password": "wrong password"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
    client.post(SIGN_IN, {"login": "ann@example.org", "password": PASSWORD})
    assert not signed_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "\thttps://evil.example",
        "http:///evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(client: Client, target: str) -> None:
    make_user("ann@example.org")
    answer = client.post(
        SIGN_IN, {"login": "ann@example.org", "password": PASSWORD, "next": target}
    )
    assert answer.headers["Location"] == "/plans/"


# Staying in


def with_session(client: Client, **times: int) -> None:
    """Change when the session began and was last seen, in seconds ago."""
    session = client.session
    for name, seconds in times.items():
        session[name] = int(time.time()) - seconds
    session.save()


@pytest.mark.parametrize(
    ("staff", "began", "seen", "stays"),
    [
        (False, 29 * middleware.DAY, 2 * middleware.DAY, True),
        (False, 31 * middleware.DAY, 60, False),
        (True, 11 * 3600, 20 * 60, True),
        (True, 13 * 3600, 60, False),
        (True, 3600, 31 * 60, False),
    ],
)
def test_sessions_end_in_time(
    client: Client, staff: bool, began: int, seen: int, stays: bool
) -> None:
    client.force_login(make_user(is_staff=staff))
    with_session(client, began=began, seen=seen)
    assert (client.get("/accounts/email/").status_code == 200) == stays
    assert signed_in(client) == stays


def test_a_session_in_use_is_not_written_at_every_request(client: Client) -> None:
    client.force_login(make_user())
    client.get("/accounts/email/")
    seen = client.session["seen"]
    with_session(client, seen=middleware.DAY // 2)
    client.get("/accounts/email/")
    assert client.session["seen"] < seen
    with_session(client, seen=middleware.DAY + 60)
    client.get("/accounts/email/")
    assert client.session["seen"] >= seen


def test_a_changed_password_ends_the_other_sessions() -> None:
    user = make_user()
    here, there = Client(), Client()
    for one in (here, there):
        one.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    new = "another long walk home"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    user.refresh_from_db()
    assert user.check_password(new)
    assert here.get("/accounts/email/").status_code == 200
    assert there.get("/accounts/email/").status_code == 302


def test_a_deactivated_person_is_out_at_once(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/accounts/email/").status_code == 302


# Pages for people who are signed in


def test_a_private_page_sends_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/accounts/email/?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=/accounts/email/%3Fx%3D1"


@pytest.mark.parametrize(
    ("page", "back"),
    [("http://testserver/plans/", "/plans/"), ("https://evil.example/x", "/"), ("", "/")],
)
def test_a_fragment_request_sends_the_whole_page_to_sign_in(
    client: Client, settings: Settings, page: str, back: str
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/plans/", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"/accounts/login/?next={back}"
    assert answer.content == b""


# The admin


def test_the_admin_is_entered_through_the_sites_own_sign_in(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    make_user("ann@example.org", is_staff=True)
    answer = client.post(
        "/accounts/login/?next=/admin/",
        {"login": "ann@example.org", "password": PASSWORD, "next": "/admin/"},
    )
    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_ordinary_people_do_not_enter_the_admin(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_need_a_second_factor_in_production(client: Client, settings: Settings) -> None:
    settings.STAFF_NEED_FACTOR = True
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    answer = client.get("/admin/accounts/user/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/2fa/", 302)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/admin/accounts/user/").status_code == 200


def test_an_administrator_adds_somebody_in_the_admin(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    answer = client.post(
        "/admin/accounts/user/add/",
        {
            "email": "New@Example.org",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert answer.status_code == 302
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)
    assert client.get("/admin/accounts/user/?q=new").status_code == 200
