"""Several coordinators at once: no circle closes between them, no save is lost, one edition."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from pathways import models as m
from pathways.bridge import catalogue_draft, replace_pack
from pathways.operations.publishing import PublishRefused, publish
from pathways.planning.soundness import check_edition
from radcareers.accounts.models import User
from tests.catalogue.pages import address, opened
from tests.catalogue.samples import sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.integrity]
EDITORS = 4


@pytest.fixture
def clients() -> list[Client]:
    """Editors, signed in, and rows for them to edit."""
    replace_pack("xx", sound())
    user = User.objects.create_superuser("editor@example.org")
    clients = [Client() for _ in range(EDITORS)]
    for client in clients:
        client.force_login(user)
    return clients


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What ``work`` gives in each of several threads, each with a connection of its own."""

    def one(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        return list(pool.map(one, range(EDITORS)))


def test_no_circle_closes_between_editors(clients: list[Client]) -> None:
    saves = []
    for key, other in (("school", "other_residency"), ("other_residency", "school")):
        url = address(m.Stage, "change", m.Stage.objects.get(key=key).pk)
        page = opened(clients[0].get(url))
        added = {"requirements-TOTAL_FORMS": "1", "requirements-0-any_of": other}
        figure = {"requirements-0-confidence": "U", "requirements-0-basis": "estimate"}
        saves.append((url, page | added | figure | {"requirements-0-position": "0"}))

    def save(number: int) -> int:
        url, data = saves[number % 2]
        return clients[number].post(url, data).status_code

    statuses = at_once(save)
    # Of the others, one came too late for the row and the rest would have closed the circle.
    assert sorted(statuses) == [302, 409, 422, 422]
    assert check_edition(catalogue_draft().edition) == ()


def test_of_many_saves_of_one_version_one_is_kept(clients: list[Client]) -> None:
    url = address(m.Stage, "change", m.Stage.objects.get(key="job").pk)
    page = opened(clients[0].get(url))
    statuses = at_once(
        lambda number: clients[number].post(url, page | {"name": f"By {number}"}).status_code
    )
    assert sorted(statuses) == [302, 409, 409, 409]
    stage = m.Stage.objects.get(key="job")
    assert (stage.name, stage.version) == (f"By {statuses.index(302)}", 2)


def test_publishing_many_times_at_once_makes_one_edition(clients: list[Client]) -> None:
    def publish_once(number: int) -> bool:
        try:
            publish(user=None, note=f"By {number}")
        except PublishRefused:
            return False
        return True

    assert at_once(publish_once).count(True) == 1
    assert m.Edition.objects.count() == 1
