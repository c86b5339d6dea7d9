"""The engine on the command line: what scripts are promised."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import plan_document, publish_packs

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """A file with a plan document: half-way through residency, towards IR."""
    publish_packs()
    route = [{"stage": stage, "track": ""} for stage in ("ir_independent_2y", "attending")]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan_document(route=route)), "utf-8")
    return str(path)


def timeline(plan: str, *arguments: str) -> str:
    """What the timeline command prints."""
    printed = StringIO()
    call_command("timeline", plan, "--today", TODAY, *arguments, stdout=printed)
    return printed.getvalue()


BEGINNINGS = {
    "text": "2025-07-01 – 2029-06-30  Diagnostic radiology residency",
    "json": '{\n "edition": 1,',
    "ics": "BEGIN:VCALENDAR",
    "csv": "key,kind,name,start,last_day",
    "svg": "<svg xmlns",
}


@pytest.mark.parametrize("form", BEGINNINGS)
def test_a_plan_is_printed_in_every_form(plan: str, form: str) -> None:
    assert BEGINNINGS[form] in timeline(plan, "--format", form)


@pytest.mark.parametrize(("day", "verdict"), [("2040-01-01", "Feasible"), ("2028-01-01", "Not")])
def test_a_plan_is_planned_backwards(plan: str, day: str, verdict: str) -> None:
    assert verdict in timeline(plan, "--finish-by", day)
    document = json.loads(timeline(plan, "--finish-by", day, "--format", "json"))
    assert document
    with pytest.raises(CommandError, match="goes with"):
        timeline(plan, "--finish-by", day, "--format", "csv")


def document_from_site(client: Client) -> dict[str, Any]:
    """The JSON file of a draft that somebody made on the site."""
    answers = {
        "now": "medical_school@md#1",
        "since": "2024-08",
        "destination": "interventional_radiology",
        "country": "us",
    }
    page = client.get("/routes/", answers)
    key = page.context["routes"].cards[0].key
    client.post(f"/routes/?{page.request['QUERY_STRING']}", {"route": key})
    document: dict[str, Any] = client.get("/draft/plan.json").json()
    return document


def test_a_file_from_the_site_is_a_plan(client: Client, tmp_path: Path) -> None:
    publish_packs()
    document = document_from_site(client)
    path = tmp_path / "radcareers-plan.json"
    path.write_text(json.dumps(document), "utf-8")
    printed = json.loads(timeline(str(path), "--format", "json"))
    assert printed["items"] == document["timeline"]["items"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("{", "is not JSON"), ("[]", "must be a mapping"), ('{"plan": 3}', "is missing")],
)
def test_what_is_no_plan_is_refused_in_a_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, "utf-8")
    with pytest.raises(CommandError, match=why):
        timeline(str(path))
