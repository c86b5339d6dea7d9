"""Alternatives on the pages: how they come about, what can be done, and who never sees them."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pathways.models import Edition
from pathways.operations import shares
from pathways.planning.plan_documents import read_plan
from tests.factories import publish_packs
from tests.test_planner_pages import (
    FELLOWSHIP,
    HALF_WAY,
    OWN,
    draft_sheet,
    hidden_in,
    plan_sheet,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]
each_sheet = pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])


@pytest.fixture(autouse=True)
def _edition() -> Edition:
    return publish_packs()


def names_of(document: Any) -> list[str]:
    return [one["name"] for one in document.get("alternatives", [])]


@each_sheet
def test_both_are_kept_from_the_preview_of_an_edit(make: Any) -> None:
    sheet = make()
    before = sheet.document
    preview = text_of(sheet.post("insert", **OWN))
    assert '<button class="button" name="keep" value="beside">Keep both</button>' in preview
    posted = hidden_in(preview, 'class="preview"') | {"keep": "beside"}
    assert sheet.client.post(f"{sheet.page}edit/", posted).status_code == 302
    after = sheet.document
    assert names_of(after) == ["Added Research & rest"]
    assert {**after, "alternatives": None} == {**before, "alternatives": None}
    assert after["alternatives"][0]["custom"][0]["name"] == "Research & rest"
    page = text_of(sheet.get())
    section = page.partition('id="alternatives"')[2].partition("</section>")[0]
    assert "Or else" in section
    assert "Finishes 1 year later" in section
    assert section.count('role="img"') == 6
    assert "One stage more: Research & rest" in section
    assert 'class="mark new"' in section
    assert "data-ghost=" in section
    widths = re.findall(r'class="picture [a-z]+" viewBox="0 0 (\d+)', section)
    assert {one: widths.count(one) for one in widths} == {"340": 3, "700": 3, "1120": 3}
    sheet.do("undo")
    assert sheet.document == before


@each_sheet
def test_a_route_is_kept_beside_mine(make: Any) -> None:
    sheet = make()
    page = text_of(sheet.client.get(f"{sheet.page}routes/", {"destination": "neuroradiology"}))
    assert "Keep it beside mine" in page
    posted = hidden_in(page, "<article") | {"keep": "beside"}
    assert sheet.client.post(f"{sheet.page}edit/", posted).status_code == 302
    document = sheet.document
    assert document["destination"] == "interventional_radiology"
    assert [one["destination"] for one in document["alternatives"]] == ["neuroradiology"]
    assert "To neuroradiology: " in text_of(sheet.get())


@each_sheet
def test_an_alternative_is_looked_at_before_it_is_taken(make: Any) -> None:
    sheet = make()
    sheet.do("length", FELLOWSHIP, months="24", keep="beside")
    answer = sheet.post("take_alternative", "0")
    page = text_of(answer)
    assert "finishes 1 year later" in page
    assert "Keep both" not in page
    assert 'id="alternatives"' not in page
    assert names_of(sheet.document)
    sheet.do("take_alternative", "0")
    assert names_of(sheet.document) == []
    assert sheet.document["changes"] == {FELLOWSHIP: {"months": 24}}
    assert sheet.document["title"] == "My plan"


def test_a_title_that_nobody_gave_follows_the_route() -> None:
    sheet = plan_sheet({**HALF_WAY, "title": ""})
    values = {"destination": "neuroradiology", "route": "f_neuro.attending"}
    sheet.do("route", **values, keep="beside")
    sheet.do("take_alternative", "0")
    assert sheet.document["title"] not in ("", "My plan")
    assert sheet.document["destination"] == "neuroradiology"


def test_where_there_is_no_room_it_is_said_and_not_offered() -> None:
    sheet = plan_sheet()
    for months in ("13", "14", "15"):
        sheet.do("length", FELLOWSHIP, months=months, keep="beside")
    assert len(names_of(sheet.document)) == 3
    assert "Keep both" not in text_of(sheet.post("length", FELLOWSHIP, months="24"))
    assert "Keep it beside mine" not in text_of(sheet.client.get(f"{sheet.page}routes/"))
    answer = sheet.post("length", FELLOWSHIP, months="24", keep="beside")
    assert answer.status_code == 422
    assert "at most 3 alternatives" in text_of(answer)


@pytest.mark.parametrize(
    ("action", "key", "values", "says"),
    [
        ("clock", "j1", {"used": "1"}, "no other way"),
        ("length", FELLOWSHIP, {"months": "0"}, "greater than or equal to 1"),
        ("unpin", FELLOWSHIP, {}, "no other way"),
    ],
)
def test_what_cannot_be_kept_beside_is_told(
    action: str, key: str, values: dict[str, str], says: str
) -> None:
    sheet = plan_sheet()
    answer = sheet.post(action, key, **values, keep="beside")
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert sheet.version == 1


@pytest.mark.parametrize("key", ["", "1", "-1", "x", "²", "9" * 5000, "\0"])
def test_an_alternative_that_is_not_there_is_not_found(key: str) -> None:
    sheet = plan_sheet()
    sheet.do("length", FELLOWSHIP, months="24", keep="beside")
    for action in ("take_alternative", "swap_alternative", "drop_alternative"):
        assert sheet.post(action, key, confirmed="1").status_code == 404


@pytest.mark.integrity
@each_sheet
def test_a_late_wish_to_keep_both_stays_one(make: Any) -> None:
    sheet = make()
    stale = sheet.version
    sheet.do("note", "core", note="Theirs")
    answer = sheet.post("length", FELLOWSHIP, months="24", keep="beside", version=stale)
    assert answer.status_code == 409
    assert "Kept beside your plan" in text_of(answer)
    posted = hidden_in(text_of(answer), 'id="mine-title"')
    assert sheet.client.post(f"{sheet.page}edit/", posted).status_code == 302
    assert len(names_of(sheet.document)) == 1
    assert FELLOWSHIP not in sheet.document["changes"]


CANARY = {**OWN, "name": "Canary year"}


def test_others_never_see_alternatives_and_files_have_the_plan_alone() -> None:
    sheet = plan_sheet()
    assert sheet.row is not None
    sheet.do("insert", **CANARY, keep="beside")
    assert "Canary" in text_of(sheet.get())
    _link, token = shares.create_share(
        plan=sheet.row, show_notes=True, show_own_names=True, show_name=True
    )
    for address in (
        reverse("pathways:shared", args=[token]),
        f"{reverse('pathways:shared_compare', args=[token])}?plan={sheet.row.pk}",
    ):
        answer = sheet.client.get(address)
        assert answer.status_code == 200
        page = text_of(answer)
        assert "Canary" not in page
        assert "Or else" not in page
    assert "Canary" not in text_of(Client().get(reverse("pathways:shared", args=[token])))
    for form in ("ics", "csv", "svg"):
        assert b"Canary" not in sheet.client.get(f"{sheet.page}plan.{form}").content
    assert list(csv.reader(io.StringIO(text_of(sheet.client.get(f"{sheet.page}plan.csv")))))
    kept = json.loads(sheet.client.get(f"{sheet.page}plan.json").content)
    assert read_plan(kept["plan"]) == read_plan(sheet.document)
    assert "Canary" not in json.dumps(kept["timeline"])
    assert names_of(kept["plan"]) == ["Added Canary year"]


@each_sheet
def test_alternatives_cost_the_planner_no_query(make: Any) -> None:
    def queries(sheet: Any) -> int:
        sheet.get()
        with CaptureQueriesContext(connection) as captured:
            assert sheet.get().status_code == 200
        return len(captured)

    sheet = make()
    sheet.do("note", "core", note="So that there is something to undo")
    few = queries(sheet)
    for months in ("13", "14", "15"):
        sheet.do("length", FELLOWSHIP, months=months, keep="beside")
    assert queries(sheet) == few


def test_a_fragment_has_strips_of_the_size_that_is_shown() -> None:
    """A page that says nothing of its width has all three, each shown where it fits."""
    sheet = draft_sheet()
    posted = hidden_in(text_of(sheet.post("insert", **OWN)), 'class="preview"')
    sheet.client.post(f"{sheet.page}edit/", posted | {"keep": "beside"})
    for size, strips in (("narrow", 2), ("broad", 2), ("huge", 6)):
        headers = {"HX-Request": "true", "Picture-Size": size}
        answer = text_of(sheet.client.get(sheet.page, headers=headers))
        section = answer.partition('id="alternatives"')[2].partition("</section>")[0]
        assert section.count('role="img"') == strips
