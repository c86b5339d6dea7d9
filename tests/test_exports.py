"""Files of a plan: what is in a calendar, whose it is, and what other programs make of them."""

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar

from pathways.drawing import draw
from pathways.exports.ics import timeline_ics
from pathways.exports.table import timeline_csv
from pathways.models import Plan
from pathways.planning.picture.textwidth import text_width
from pathways.planning.plans import MAX_NAME
from pathways.presenters.pictures import present_file_picture
from tests.factories import PASSWORD, make_user, publish_packs
from tests.pictures import TODAY, bar, long_timeline, marker, short_timeline, timeline
from tests.story import STORY_NOON
from tests.test_planner_edits import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

STUDENT = {"country": "us", "now": "medical_school@md#1", "since": "2024-08"}


@pytest.fixture
def packs() -> None:
    publish_packs()


def events_of(client: Client, page: str, query: str = "") -> dict[str, str]:
    """The events of a calendar from the site: what they are called, by identity."""
    answer = client.get(f"{page}plan.ics{query}")
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(one["uid"]): str(one["summary"]) for one in calendar.walk("VEVENT")}


def draft_to(client: Client, destination: str) -> None:
    """Make a draft as a visitor does: answer the questions, choose the first route."""
    page = client.get("/routes/", {**STUDENT, "destination": destination})
    key = page.context["routes"].cards[0].key
    client.post(f"/routes/?{page.request['QUERY_STRING']}", {"route": key})


# What is in a calendar


def test_a_calendar_has_what_there_is_to_do_and_no_stages() -> None:
    sheet = Sheet()
    found = events_of(sheet.client, sheet.page).values()
    assert "ABR Qualifying (Core) exam" in found
    assert "Diagnostic radiology residency" not in found
    assert "First attending post" not in found


def test_every_kind_of_milestone_is_in_it() -> None:
    kinds = ("exam", "application", "match", "certificate", "licence", "deadline")
    items = [marker(kind, kind, "2027-01-01", kind=kind) for kind in kinds]
    dated = timeline(*items, bar("pgy1", "Clinical year", "2026-07-01", "2027-07-01"))
    made = Calendar.from_ical(timeline_ics(dated, name="Mine", identity="x", stamp=STORY_NOON))
    assert [str(one["summary"]) for one in made.walk("VEVENT")] == list(kinds)


def test_stages_are_in_it_on_request_with_the_same_identities() -> None:
    sheet = Sheet()
    some, every = (
        events_of(sheet.client, sheet.page),
        events_of(sheet.client, sheet.page, "?stages=1"),
    )
    assert some.items() < every.items()
    assert "Diagnostic radiology residency" in every.values()
    for odd in ("?stages=0", "?stages=", "?stages=yes", "?stages=1&stages=0"):
        assert events_of(sheet.client, sheet.page, odd) == some


@pytest.mark.usefixtures("packs")
def test_the_planner_offers_both_calendars() -> None:
    client = Client()
    draft_to(client, "interventional_radiology")
    page = client.get("/draft/").content.decode()
    assert 'href="/draft/plan.ics">Calendar: exams and deadlines (.ics)</a>' in page
    assert 'href="/draft/plan.ics?stages=1">Calendar with stages (.ics)</a>' in page


# Whose events they are


@pytest.mark.usefixtures("packs")
def test_two_drafts_never_have_an_event_in_common() -> None:
    one, other = Client(), Client()
    draft_to(one, "interventional_radiology")
    draft_to(other, "interventional_radiology")
    found = [events_of(client, "/draft/", "?stages=1") for client in (one, other)]
    assert sorted(found[0].values()) == sorted(found[1].values())
    assert not {*found[0]} & {*found[1]}


@pytest.mark.usefixtures("packs")
def test_a_draft_begun_in_place_of_another_is_another() -> None:
    """Undo goes back to the first, and to its events."""
    client = Client()
    draft_to(client, "interventional_radiology")
    first = events_of(client, "/draft/")
    draft_to(client, "neuroradiology")
    second = events_of(client, "/draft/")
    assert not {*first} & {*second}
    page = client.get("/draft/").content.decode()
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    client.post("/draft/edit/", {"action": "undo", "version": version})
    assert events_of(client, "/draft/") == first
    page = client.get("/draft/").content.decode()
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    client.post("/draft/edit/", {"action": "redo", "version": version})
    assert events_of(client, "/draft/") == second


@pytest.mark.usefixtures("packs")
def test_an_edit_moves_the_events_of_a_draft() -> None:
    client = Client()
    draft_to(client, "interventional_radiology")
    before = events_of(client, "/draft/")
    page = client.get("/draft/").content.decode()
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    client.post(
        "/draft/edit/",
        {
            "action": "length",
            "key": "medical_school",
            "months": "60",
            "version": version,
            "confirmed": "1",
        },
    )
    assert events_of(client, "/draft/") == before


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("way", ["login", "signup"])
def test_identities_survive_saving_the_draft(way: str) -> None:
    make_user("ann@example.org")
    client = Client()
    draft_to(client, "interventional_radiology")
    draft_to(client, "neuroradiology")
    draft = events_of(client, "/draft/", "?stages=1")
    typed = {
        "login": {"login": "ann@example.org", "password": PASSWORD},
        "signup": {"email": "new@example.org", "password1": PASSWORD},
    }[way]
    client.post(f"/accounts/{way}/?next=/plans/", typed)
    plan = Plan.objects.get()
    assert events_of(client, f"/plans/{plan.pk}/", "?stages=1") == draft
    draft_to(client, "interventional_radiology")
    other = Plan.objects.exclude(pk=plan.pk).get()
    assert not {*events_of(client, f"/plans/{other.pk}/")} & {*draft}


def test_a_plan_that_was_saved_before_keeps_its_events() -> None:
    sheet = Sheet()
    assert f"core.{sheet.row.pk}@radcareers" in events_of(sheet.client, sheet.page)


def test_the_command_tells_plans_apart_by_their_files(tmp_path: Path) -> None:
    sheet = Sheet()
    text = sheet.client.get(f"{sheet.page}plan.json").content
    printed = []
    for name in ("mine.json", "My other plan!.json"):
        (tmp_path / name).write_bytes(text)
        out = io.StringIO()
        arguments = [str(tmp_path / name), "--format", "ics"]
        call_command("timeline", *arguments, stdout=out)
        printed.append(out.getvalue())
    assert "core.mine@radcareers" in printed[0]
    assert "core.My-other-plan@radcareers" in printed[1]
    assert "dr_residency" not in printed[0]
    out = io.StringIO()
    call_command("timeline", str(tmp_path / "mine.json"), "--format", "ics", "--stages", stdout=out)
    assert "dr_residency.mine@radcareers" in out.getvalue()


# Tables


def test_a_table_says_in_which_letters_it_is_written() -> None:
    sheet = Sheet()
    content = sheet.client.get(f"{sheet.page}plan.csv").content
    assert content.startswith(b"\xef\xbb\xbfkey,kind,name,")
    assert content.count(b"\xef\xbb\xbf") == 1
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0]["key"]


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_would_run_is_still_guarded(note: str) -> None:
    dated = timeline(marker("core", note, "2027-01-01"))
    rows = list(csv.reader(io.StringIO(timeline_csv(dated).removeprefix("\ufeff"), newline="")))
    assert rows[1][2] == f"'{note}"


# Pictures


def file_of(dated: Any, title: str = "Mine") -> str:
    view = present_file_picture(dated, title=title, today=TODAY, style="us")
    return str(draw(view.picture, view.words, standalone=True))


@pytest.mark.parametrize("make", [short_timeline, long_timeline])
def test_every_text_of_a_file_has_its_width(make: Any) -> None:
    """So it needs as much room in any letters as in ours, for which the picture was laid out."""
    root = ElementTree.fromstring(file_of(make()))  # noqa: S314 our own text
    texts = [one for one in root.iter() if one.tag.endswith("}text")]
    assert len(texts) > 10
    for one in texts:
        said = str(one.text)
        assert one.get("lengthAdjust") == "spacingAndGlyphs", said
        assert 0 < float(one.get("textLength", "0")) <= text_width(said, 13.0), said


def test_pages_need_no_widths() -> None:
    view = present_file_picture(short_timeline(), title="Mine", today=TODAY, style="us")
    assert "textLength" not in draw(view.picture, view.words)


def test_a_file_has_its_own_background_and_colours() -> None:
    """Also where style sheets are not read, and where a program would turn it dark."""
    svg = file_of(short_timeline())
    assert '<rect class="paper" fill="#fbfcfb" width="1200"' in svg
    assert "color-scheme: only light" in svg
    assert "prefers-color-scheme" not in svg
    assert not re.search(r"\b(Canvas|CanvasText|GrayText|Highlight)\b", svg)


def test_a_long_or_odd_title_stays_text() -> None:
    dated = timeline(bar("a", "<b>&" + "x" * MAX_NAME, "2026-01-01", "2032-01-01", short="<b>&"))
    ElementTree.fromstring(file_of(dated, title="<&>"))  # noqa: S314 our own text
