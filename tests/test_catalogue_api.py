"""The catalogue as JSON, for everybody."""

import pytest
from django.test import Client

from pathways.planning.catalogue.reading import SECTIONS, read_edition
from tests.factories import publish_packs, shipped_document

pytestmark = pytest.mark.django_db


def test_it_is_the_current_edition_with_its_number(client: Client) -> None:
    publish_packs(1)
    publish_packs(2)
    answer = client.get("/api/catalogue.json")
    document = answer.json()
    assert document["edition"] == 2
    catalogue = {"format": document["format"]} | {
        name: document[name] for name in SECTIONS if name in document
    }
    assert read_edition(catalogue) == read_edition(shipped_document())
    assert document["sources"]["abr_core_exam"]["url"].startswith("https://")


def test_it_is_sent_again_only_when_it_changed(client: Client) -> None:
    publish_packs(1)
    tag = client.get("/api/catalogue.json").headers["ETag"]
    again = {"If-None-Match": tag}
    assert client.get("/api/catalogue.json", headers=again).status_code == 304
    publish_packs(2)
    assert client.get("/api/catalogue.json", headers=again).status_code == 200
