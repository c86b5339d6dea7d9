"""What the shipped data ask for is entered, moves what it should, and is taken back."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from pathways.operations.shares import create_share
from tests.test_leave_editor import forms_of
from tests.test_planner_edits import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]


def plan(destination: str, stage: str, start: str, *route: str, track: str = "") -> dict[str, Any]:
    """The parts of a plan document of somebody in a stage since a day."""
    return {
        "destination": destination,
        "situation": {
            "as_of": "2026-11-21",
            "at": [{"stage": stage, "track": track, "start": start}],
            "done": [],
        },
        "route": [{"stage": key, "track": ""} for key in route],
    }


UK = plan("uk_clinical_radiology", "uk_st1_3", "2025-08-06", "uk_st4_5", "uk_consultant")
INTERN = plan("diagnostic_radiology", "pgy1", "2026-07-01", "dr_residency", "attending")


def last_day(page: str, key: str) -> str:
    row = re.search(r'data-until="([\d-]+)"', page.split(f'id="item-{key}"')[1])
    assert row
    return row[1]


@pytest.fixture
def uk() -> Sheet:
    return Sheet(**UK)


def test_british_training_knows_its_kinds_of_time_out(uk: Sheet) -> None:
    page = html.unescape(uk.open("uk_st1_3"))
    select = page.split('id="edit-leave-kind"')[1].split("</select>")[0]
    assert re.findall(r">([^<]+)</option>", select) == [
        "Leave",
        "Out of programme for training (OOPT)",
        "Out of programme for research (OOPR)",
    ]
    said = page.split('id="leave-kinds"')[1].split("</details>")[0]
    assert "Counts in full. Training or a fellowship elsewhere" in said
    assert "Counts as much as was agreed. Research, of which part may count" in said
    assert "Up to 14 days in any 12 months don’t extend this stage." in page


def test_how_much_counts_decides_how_much_later_it_ends(uk: Sheet) -> None:
    """A year away: leave moves the end by a year, research by what does not count, training by
    nothing."""
    away = {"leave_from": "2026-08-05", "leave_until": "2027-08-03"}
    ends = [last_day(uk.open(""), "uk_st1_3")]
    for more in (
        {"leave_kind": "oopt"},
        {"leave_kind": "oopr", "leave_counts": "100"},
        {"leave_kind": "oopr", "leave_counts": "50"},
        {"leave_kind": "oopr", "leave_counts": "0"},
        {},
    ):
        uk.do("leave", "uk_st1_3", **away, **more)
        ends.append(last_day(uk.open(""), "uk_st1_3"))
        uk.ask("undo")
    assert ends[0] == ends[1] == ends[2] < ends[3] < ends[4] == ends[5]
    assert not uk.plan.changes


def test_an_intern_without_a_residency_place_applies_first() -> None:
    sheet = Sheet(**INTERN)
    page = html.unescape(sheet.open("dr_residency"))
    assert "This assumes you already have a place in Diagnostic radiology residency." in page
    assert "We assume that you already have a place here." in page
    assert 'id="item-eras_submit"' not in page
    before = last_day(page, "dr_residency")
    for form in forms_of(page, "no_place"):
        answer = sheet.client.post(f"{sheet.page}edit/", form)
        shown = html.unescape(answer.content.decode())
        assert "No place yet: Diagnostic radiology residency: " in shown
        assert 'class="preview"' in shown
    assert len(forms_of(page, "no_place")) == 2, "in the finding and in the editor"
    sheet.do("no_place", "dr_residency")
    page = html.unescape(sheet.open("dr_residency"))
    assert "This assumes you already have a place" not in page
    assert last_day(page, "dr_residency") > before
    applications = page.split('id="lane-applications"')[1]
    assert "ERAS" in applications
    sheet.do("have_place", "dr_residency")
    assert not sheet.plan.changes
    assert last_day(sheet.open(""), "dr_residency") == before


ARRT = plan("radiologic_technologist", "us_rt_program", "2025-08-15", "us_rt_work")


def renewal_of(page: str, key: str) -> str:
    """When a credential is first renewed, as the list says it; empty for no date."""
    found = page.split(f'id="item-{key}_renewal"')
    if len(found) == 1:
        return ""
    dates = re.search(r'class="dates">([^<]+)<', found[1])
    assert dates
    return dates[1]


def test_a_registration_is_dated_once_the_birth_month_is_said_and_for_nobody_else() -> None:
    sheet = Sheet(**ARRT)
    page = html.unescape(sheet.open("ex_arrt_r"))
    assert "To see the date, choose the month (optional)." in page
    assert renewal_of(page, "ex_arrt_r") == ""
    sheet.do("birth_month", "ex_arrt_r", birth_month="3")
    assert renewal_of(sheet.open(""), "ex_arrt_r").endswith("Mar 31, 2028")
    for show in (False, True):
        link, token = create_share(plan=sheet.row, label="Mentor")
        link.show_name = link.show_notes = link.show_own_names = show
        link.save()
        for path in ("", "print/"):
            shared = html.unescape(Client().get(f"/s/{token}/{path}").content.decode())
            assert "ARRT" in shared
            assert "Mar 31" not in shared
            assert "birth month" not in shared.split("<main")[1].replace("your birth month.", "")
    sheet.do("birth_month", "ex_arrt_r", birth_month="")
    assert renewal_of(sheet.open(""), "ex_arrt_r") == ""
