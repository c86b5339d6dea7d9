"""The receipts of one item: a page of its own, or what htmx puts into the row."""

import pytest
from django.test import Client

from pathways import drafts
from tests.factories import plan_document, publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor() -> Client:
    """Somebody with a draft."""
    publish_packs()
    client = Client()
    session = client.session
    drafts.start_draft(session, document=plan_document(title="Mine & ours"))
    session.save()
    return client


def test_the_page_has_the_receipts_and_leads_back(visitor: Client) -> None:
    page = visitor.get("/draft/why/dr_residency/").content.decode()
    assert "<h1>Why these dates: Diagnostic radiology residency" in page
    assert page.count('<div class="receipt">') == 2
    assert "<h2>Starts Jul 1, 2025</h2>" in page
    assert '<a class="button" href="/draft/#item-dr_residency">Back to Mine &amp; ours</a>' in page
    assert 'id="item-dr_residency"' in visitor.get("/draft/").content.decode()
    assert "<h1>Why this date: " in visitor.get("/draft/why/core/").content.decode()


def test_the_fragment_is_the_receipts_alone(visitor: Client) -> None:
    fragment = visitor.get("/draft/why/dr_residency/", headers=HTMX).content.decode().strip()
    assert fragment.startswith('<div class="receipt">')
    assert fragment.count("<h4>") == fragment.count('<div class="receipt">') == 2
    assert "<h1" not in fragment


def test_every_row_leads_to_it_and_holds_no_receipt(visitor: Client) -> None:
    page = visitor.get("/draft/").content.decode()
    rows = page.partition('class="planner-list"')[2]
    assert rows.count('<li class="row') == rows.count('<a class="why" href="/draft/why/') > 10
    assert "receipt" not in page
    assert "receipt" in visitor.get("/draft/?item=core").content.decode(), "in the editor"


def test_the_day_to_finish_by_is_not_lost_on_the_way(visitor: Client) -> None:
    asked = "?finish_by=2036-07"
    assert f'href="/draft/why/core/{asked}"' in visitor.get(f"/draft/{asked}").content.decode()
    page = visitor.get(f"/draft/why/core/{asked}").content.decode()
    assert f'href="/draft/{asked}#item-core"' in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_not_in_the_plan_has_none(visitor: Client, headers: dict[str, str]) -> None:
    assert visitor.get("/draft/why/no_such_item/", headers=headers).status_code == 404
