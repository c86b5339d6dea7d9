"""Accounts on a site that sends mail, and on one that does not."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from radcareers.accounts.models import User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

NEW = "another long walk home"


@pytest.fixture
def mailing(settings: Settings) -> None:
    """A site that sends mail."""
    settings.MAIL_WORKS = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True


def confirmed(user: User) -> User:
    """The person, with a confirmed address."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def link_in(message: str) -> str:
    """The path of the one link in a message."""
    (found,) = re.findall(r"http://testserver(/accounts/\S+)", message)
    return str(found)


@pytest.fixture(autouse=True)
def _host(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.mark.usefixtures("mailing")
def test_an_address_is_confirmed_before_anybody_is_in(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "ann@example.org", "password1": PASSWORD})
    assert client.get("/accounts/email/").status_code == 302
    (message,) = mail.outbox
    assert message.to == ["ann@example.org"]
    path = link_in(str(message.body))
    assert client.get(path).status_code == 200
    assert not EmailAddress.objects.get().verified
    client.post(path)
    assert EmailAddress.objects.get().verified
    client.post("/accounts/login/", {"login": "ann@example.org", "password": PASSWORD})
    assert client.get("/accounts/email/").status_code == 200


@pytest.mark.usefixtures("mailing")
def test_signing_up_answers_alike_for_known_and_unknown_addresses() -> None:
    confirmed(make_user("ann@example.org"))
    said = set()
    for email in ("ann@example.org", "ANN@example.org", "new@example.org"):
        answer = Client().post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        said.add((answer.status_code, answer.headers["Location"]))
    assert len(said) == 1
    # Mail goes out either way, but no second one within minutes.
    assert [message.to[0] for message in mail.outbox] == ["ann@example.org", "new@example.org"]


@pytest.mark.usefixtures("mailing")
def test_a_reset_link_works_once(client: Client) -> None:
    user = confirmed(make_user("ann@example.org"))
    client.post("/accounts/password/reset/", {"email": "ann@example.org"})
    path = link_in(str(mail.outbox[0].body))
    landed = client.get(path)
    # The token leaves the address before the page loads anything.
    assert landed.status_code == 302
    form = landed.headers["Location"]
    assert path.rstrip("/").rpartition("-")[2] not in form
    assert b'name="password1"' in client.get(form).content
    client.post(form, {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)
    again = Client()
    assert b'name="password1"' not in again.get(path, follow=True).content
    assert "password" in mail.outbox[-1].subject.lower()


@pytest.mark.usefixtures("mailing")
def test_asking_for_a_reset_answers_alike_for_known_and_unknown_addresses() -> None:
    confirmed(make_user("ann@example.org"))
    said = set()
    for email in ("ann@example.org", "nobody@example.org"):
        answer = Client().post("/accounts/password/reset/", {"email": email})
        said.add((answer.status_code, answer.headers["Location"]))
    assert len(said) == 1
    assert [message.to[0] for message in mail.outbox] == ["ann@example.org", "nobody@example.org"]


@pytest.mark.usefixtures("mailing")
def test_a_new_address_counts_once_it_is_confirmed(client: Client) -> None:
    user = confirmed(make_user("ann@example.org"))
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    answer = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    # A change of the address asks for the password once more, and then goes on.
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox
    client.post(answer.headers["Location"], {"password": PASSWORD})
    user.refresh_from_db()
    assert user.email == "ann@example.org"
    (message,) = (message for message in mail.outbox if message.to == ["new@example.org"])
    client.post(link_in(str(message.body)))
    user.refresh_from_db()
    assert user.email == "new@example.org"


def test_a_site_without_mail_says_what_it_cannot_do(client: Client) -> None:
    assert b"sends no mail" in client.get("/accounts/password/reset/").content
    client.force_login(make_user())
    page = client.get("/accounts/email/").content
    assert b"sends no mail" in page
    assert b'name="action_add"' not in page
