"""Several requests at once, as from two tabs or an impatient finger: nothing lost or doubled."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from pathways.models import Plan, Revision, ShareLink
from radcareers.accounts.models import User
from tests.factories import make_plan, make_user, publish_packs
from tests.test_concurrent_writes import WRITERS, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.integrity]
QUESTIONS = "/routes/?now=medical_school@md%231&since=2024-08&destination=neuroradiology&country=us"


@pytest.fixture
def owner() -> User:
    publish_packs()
    return make_user()


def tabs_of(owner: User) -> list[Client]:
    """As many browsers of one person as there are writers."""
    clients = [Client() for _ in range(WRITERS)]
    for client in clients:
        client.force_login(owner)
    return clients


def statuses(answers: list[object]) -> list[int]:
    return sorted(answer.status_code for answer in answers if hasattr(answer, "status_code"))


def test_of_many_forms_of_one_version_one_is_kept(owner: User) -> None:
    plan, tabs = make_plan(owner), tabs_of(owner)

    def send(writer: int) -> Any:
        posted = {"action": "note", "key": "core", "note": f"By {writer}", "version": "1"}
        return tabs[writer].post(f"/plans/{plan.pk}/edit/", posted)

    assert statuses(at_once(send)) == [302] + [409] * (WRITERS - 1)
    plan.refresh_from_db()
    assert (plan.version, Revision.objects.count()) == (2, 2)


def test_whoever_takes_every_conflict_on_loses_nothing(owner: User) -> None:
    plan, tabs = make_plan(owner), tabs_of(owner)

    def send(writer: int) -> int:
        """Add a stage; as long as somebody is faster, add it to the plan as it is then."""
        name = f"Stage {writer}"
        posted = {"action": "insert", "name": name, "kind": "gap", "months": "1", "version": "1"}
        for attempt in range(100):
            answer = tabs[writer].post(f"/plans/{plan.pk}/edit/", {**posted, "confirmed": "1"})
            if answer.status_code == 302:
                return attempt
            assert answer.status_code == 409
            page = answer.content.decode()
            posted["version"] = re.findall(r'name="version" value="(\d+)"', page)[-1]
        raise AssertionError("never kept")

    at_once(send)
    plan.refresh_from_db()
    names = sorted(one["name"] for one in plan.document["custom"])
    assert names == sorted(f"Stage {writer}" for writer in range(WRITERS))
    assert plan.version == 1 + WRITERS


def test_a_copy_asked_for_many_times_is_one_copy(owner: User) -> None:
    plan, tabs = make_plan(owner), tabs_of(owner)
    page = tabs[0].get("/plans/").content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    answers = at_once(
        lambda writer: tabs[writer].post(f"/plans/{plan.pk}/duplicate/", {"key": key})
    )
    assert statuses(answers) == [302] * WRITERS
    assert Plan.objects.count() == 2


def test_a_route_chosen_many_times_is_one_plan(owner: User) -> None:
    tabs = tabs_of(owner)
    page = tabs[0].get(QUESTIONS).content.decode()
    form = dict(re.findall(r'<input type="hidden" name="(key|route)" value="([^"]+)"', page))
    answers = at_once(lambda writer: tabs[writer].post(QUESTIONS, form))
    (plan,) = Plan.objects.all()
    assert {getattr(one, "headers", {})["Location"] for one in answers} == {f"/plans/{plan.pk}/"}


def test_a_link_asked_for_many_times_is_one_link(owner: User) -> None:
    plan, tabs = make_plan(owner), tabs_of(owner)
    posted = {"label": "Dr Lee", "key": str(uuid.uuid4())}
    answers = at_once(lambda writer: tabs[writer].post(f"/plans/{plan.pk}/links/", posted))
    assert statuses(answers) == [302] * WRITERS
    assert ShareLink.objects.count() == 1


def test_of_many_forms_of_one_draft_one_is_kept(owner: User) -> None:
    first = Client()
    form = dict(
        re.findall(
            r'<input type="hidden" name="(key|route)" value="([^"]+)"',
            first.get(QUESTIONS).content.decode(),
        )
    )
    first.post(QUESTIONS, form)
    page = first.get("/draft/").content.decode()
    version = re.findall(r'name="version" value="(\d+)"', page)[-1]
    tabs = [Client() for _ in range(WRITERS)]
    for tab in tabs:
        tab.cookies = first.cookies

    def send(writer: int) -> Any:
        posted = {"action": "note", "key": "core", "note": f"By {writer}", "version": version}
        return tabs[writer].post("/draft/edit/", posted)

    assert statuses(at_once(send)) == [302] + [409] * (WRITERS - 1)
