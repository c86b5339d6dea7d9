"""What is kept about a person: all of it can be taken away, and all of it can be deleted."""

import json
from itertools import chain
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import serializers
from django.db import connection, models
from django.test import Client

from pathways.belongings import belongings_of
from pathways.drafts import start_draft
from pathways.models import Edition, Plan
from pathways.operations import plans, shares
from pathways.operations.comments import reply_to_comment, write_comment
from pathways.operations.people import delete_person
from radcareers.accounts.models import User
from tests.factories import PASSWORD, make_plan, make_user, plan_document, publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.integrity]

CANARY = "canary"
EXPORTED = {
    "account.EmailAddress",
    "mfa.Authenticator",
    "pathways.Comment",
    "pathways.Plan",
    "pathways.Revision",
    "pathways.ShareLink",
    "usersessions.UserSession",
}
EXCUSED = {
    "accounts.User_groups": "rights are the site's, not the person's",
    "accounts.User_user_permissions": "rights are the site's, not the person's",
    "admin.LogEntry": "what coordinators did to the catalogue; deleted with the account",
    "pathways.Edition": "who published; the name is taken off when the account goes",
    "account.EmailConfirmation": "a pending link, dead within days",
}


def somebody_with_everything(client: Client) -> User:
    """A person with something in every table that can hold something of theirs."""
    publish_packs()
    user = make_user(f"{CANARY}@example.org", name=f"{CANARY} name")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": CANARY, "used_mask": 0}
    )
    plan = make_plan(user, title=f"{CANARY} plan")
    plans.rename_plan(plan=plan, version=1, title=f"{CANARY} renamed")
    link, _token = shares.create_share(plan=plan, label=f"{CANARY} link")
    comment = write_comment(link=link, name=f"{CANARY} mentor", text=f"{CANARY} words")
    reply_to_comment(comment=comment, reply=f"{CANARY} reply")
    plans.delete_plan(plan=make_plan(user, title=f"{CANARY} deleted"))
    client.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD},
        headers={"User-Agent": f"{CANARY} browser"},
    )
    client.get("/plans/", headers={"User-Agent": f"{CANARY} browser"})
    session = client.session
    start_draft(session, document=plan_document(title=f"{CANARY} draft"))
    session.save()
    return user


def everything_kept() -> str:
    """All rows of all tables, and the sessions opened."""
    rows = chain.from_iterable(model._default_manager.all() for model in apps.get_models())
    opened = [
        str(session.get_decoded()) for session in apps.get_model("sessions.Session").objects.all()
    ]
    return str(serializers.serialize("json", rows)) + "".join(opened)


def test_every_table_that_points_to_a_person_is_exported_or_excused() -> None:
    found = set[str]()
    for owner in (User, Plan, EmailAddress):
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if isinstance(field, models.ForeignKey) and field.related_model is owner:
                    found.add(model._meta.label)
    assert found == EXPORTED | EXCUSED.keys()


def test_the_file_holds_everything_but_secrets(client: Client) -> None:
    user = somebody_with_everything(client)
    kept: dict[str, Any] = json.loads(json.dumps(belongings_of(user)))
    assert kept["account"]["email"] == user.email
    assert kept["addresses"] == [{"email": user.email, "verified": True, "primary": True}]
    assert kept["second_factors"][0]["type"] == "recovery_codes"
    assert kept["sessions"][0]["user_agent"] == f"{CANARY} browser"
    by_title = {plan["title"]: plan for plan in kept["plans"]}
    assert by_title.keys() == {f"{CANARY} renamed", f"{CANARY} deleted"}
    renamed = by_title[f"{CANARY} renamed"]
    assert [one["document"]["title"] for one in renamed["revisions"]] == [
        f"{CANARY} renamed",
        f"{CANARY} plan",
    ]
    assert renamed["links"][0]["label"] == f"{CANARY} link"
    (comment,) = renamed["comments"]
    for field, kept_as in (("name", "mentor"), ("text", "words"), ("reply", "reply")):
        assert comment[field] == f"{CANARY} {kept_as}"
    assert (comment["through"], comment["state"]) == (f"{CANARY} link", "waiting")
    text = json.dumps(kept)
    for secret in (user.password, "seed", "nonce", "token_hash"):
        assert secret not in text


def test_the_file_is_in_one_order_whatever_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = somebody_with_everything(client)
    as_it_comes = []

    def noted(name: str, rows: Any) -> list[dict[str, Any]]:
        if not rows.ordered:
            as_it_comes.append(name)
        return []

    monkeypatch.setattr("pathways.belongings._rows", noted)
    belongings_of(user)
    assert as_it_comes == []


def test_a_plan_of_the_file_makes_an_equal_plan_elsewhere(client: Client) -> None:
    user = somebody_with_everything(client)
    document = belongings_of(user)["plans"][0]["document"]
    assert plans.create_plan(owner=make_user(), document=document).document == document


def test_nothing_of_other_people_is_in_the_file(client: Client) -> None:
    somebody_with_everything(client)
    other = make_user()
    make_plan(other)
    assert CANARY not in json.dumps(belongings_of(other))


def test_deleting_a_person_leaves_no_trace_and_others_alone(client: Client) -> None:
    user = somebody_with_everything(client)
    other = make_plan()
    assert CANARY in everything_kept()
    delete_person(user=user)
    assert CANARY not in everything_kept()
    assert list(Plan.objects.all()) == [other]
    assert client.get("/plans/").status_code == 302


def test_whoever_published_can_go_and_the_edition_stays() -> None:
    user = make_user()
    document: Any = {"format": 1}
    Edition.objects.create(number=7, document=document, published_by=user)
    delete_person(user=user)
    connection.check_constraints()
    assert Edition.objects.get(number=7).published_by is None


# The pages


def signed_in(client: Client, user: User) -> None:
    """Sign in and have the password asked for again just now."""
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_the_file_asks_for_the_password_first(client: Client) -> None:
    user = make_user()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    answer = client.get("/accounts/data/radcareers.json")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    signed_in(client, user)
    answer = client.get("/accounts/data/radcareers.json")
    assert answer.json()["account"]["email"] == user.email
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_says_what_is_kept(client: Client) -> None:
    client.force_login(make_user())
    answer = client.get("/accounts/data/")
    assert answer.status_code == 200
    assert b"Download everything" in answer.content


def test_a_wrong_address_deletes_nothing(client: Client) -> None:
    user = make_user()
    signed_in(client, user)
    answer = client.post("/accounts/data/delete/", {"email": "somebody@example.org"})
    assert answer.status_code == 422
    assert b"not the address of your account" in answer.content
    assert User.objects.filter(pk=user.pk).exists()


def test_the_own_address_deletes_the_account(client: Client) -> None:
    user = make_user("ann@example.org")
    signed_in(client, user)
    answer = client.post("/accounts/data/delete/", {"email": "Ann@Example.org"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Clear-Site-Data" in answer.headers
    assert not User.objects.filter(pk=user.pk).exists()
    assert client.get("/accounts/data/").status_code == 302


def test_deleting_asks_for_the_password_first(client: Client) -> None:
    user = make_user("ann@example.org")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    answer = client.post("/accounts/data/delete/", {"email": "ann@example.org"})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=user.pk).exists()
