"""What if …, doors closing, and another route or destination for a plan."""

import html
import re
from typing import Any

import pytest

from pathways.planning.choices import choice_points
from pathways.planning.plan_documents import read_plan
from pathways.planning.schedule import schedule
from pathways.presenters.levers import present_levers
from pathways.views.actions import ACTIONS
from tests.engine.editions import shipped
from tests.factories import plan_document
from tests.pictures import TODAY
from tests.test_planner_edits import HALF_WAY, J1_FROM_THE_START, Sheet, preview_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]


def levers_of(**changes: Any) -> dict[str, Any]:
    edition, plan = shipped(), read_plan(plan_document(**changes))
    found = present_levers(edition, schedule(edition, plan, TODAY), TODAY)
    return {one.says: one for one in found}


def test_a_plan_can_try_the_usual_turns_of_life() -> None:
    levers = levers_of(**J1_FROM_THE_START)
    assert list(levers) == [
        "A research year after medical school",
        "DR residency at 80 %",
        "Step 2 CK failed",
        "Clinical year a year later",
        "DR residency as ESIR",
    ]
    assert dict(levers["A research year after medical school"].values)["after"] == "medical_school"
    half_way = levers_of(**HALF_WAY)
    assert dict(half_way["DR residency at 80 %"].values)["since"] == "2026-12-01"
    assert any(one.action == "track" for one in half_way.values())
    assert {one.action for one in half_way.values()} <= set(ACTIONS)


def test_every_lever_previews_a_change_and_keeps_nothing() -> None:
    sheet = Sheet(**HALF_WAY)
    for lever in levers_of(**HALF_WAY).values():
        assert preview_of(sheet.ask(lever.action, lever.key, preview="1", **dict(lever.values)))
    assert sheet.row.document["changes"] == {}
    page = sheet.open("")
    assert "A research year after DR residency</button>" in page
    assert f"/plans/{sheet.row.pk}/routes/" in page


def test_doors_close_in_order_and_say_who_decides() -> None:
    edition = shipped()
    plan = read_plan(plan_document(**HALF_WAY))
    points = choice_points(edition, plan, schedule(edition, plan, TODAY))
    assert [one.key for one in points] == ["dr_residency", "ir_indep_apply"]
    assert not points[0].guaranteed
    page = Sheet(**HALF_WAY).open("")
    doors = page.split('id="doors"')[1].split("</section>")[0]
    assert "ESIR" in doors
    assert "Not guaranteed" in doors


def test_a_track_that_was_told_and_cannot_be_undone_is_no_door() -> None:
    edition, plan = shipped(), read_plan(plan_document(**J1_FROM_THE_START))
    points = choice_points(edition, plan, schedule(edition, plan, TODAY))
    assert "medical_school" not in {one.key for one in points}


def chosen(page: str, label: str) -> dict[str, str]:
    """What the form of a route on the page posts."""
    card = next(one for one in page.split("<article")[1:] if label in one)
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', card)
    return {name: html.unescape(value) for name, value in fields}


def test_another_route_is_previewed_applied_and_undone() -> None:
    sheet = Sheet(**J1_FROM_THE_START, changes={"core": {"note": "ask Dr Lee"}})
    page = sheet.client.get(f"{sheet.page}routes/").content.decode()
    assert page.count("<article") == 2
    fields = chosen(page, "Integrated IR")
    answer = sheet.client.post(f"{sheet.page}edit/", fields)
    assert preview_of(answer).startswith("To Interventional radiology by Integrated IR: finishes 1")
    sheet.client.post(f"{sheet.page}edit/", {**fields, "confirmed": "1"})
    assert [ref.key for ref in sheet.plan.route] == ["pgy1", "ir_integrated", "attending"]
    assert sheet.plan.change("core").note == "ask Dr Lee"
    assert sheet.plan.title == "My plan"
    sheet.ask("undo")
    assert "ir_independent_2y" in [ref.key for ref in sheet.plan.route]


def test_another_destination_is_a_change_of_the_same_plan() -> None:
    sheet = Sheet(**J1_FROM_THE_START)
    address = f"{sheet.page}routes/"
    page = sheet.client.get(address, {"destination": "neuroradiology"}).content.decode()
    fields = chosen(page, "Choose this route")
    sheet.client.post(f"{sheet.page}edit/", {**fields, "confirmed": "1"})
    assert sheet.plan.destination == "neuroradiology"


def test_destinations_of_one_name_are_told_apart_by_their_country() -> None:
    sheet = Sheet(**J1_FROM_THE_START)
    page = sheet.client.get(f"{sheet.page}routes/").content.decode()
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page, re.DOTALL)
    assert groups[0][0] == "United States: subspecialties"
    for label, group in groups:
        names = re.findall(r"<option[^>]*>([^<]+)<", group)
        assert len(names) == len(set(names)), label
    assert len(re.findall("<option", page)) == len(shipped().destinations)
    assert page.count(" selected>Interventional radiology<") == 1


def test_a_title_that_named_the_route_names_the_new_one() -> None:
    sheet = Sheet(**J1_FROM_THE_START, title="DR residency, then Independent IR, 2 years")
    page = sheet.client.get(f"{sheet.page}routes/").content.decode()
    sheet.client.post(f"{sheet.page}edit/", {**chosen(page, "Integrated IR"), "confirmed": "1"})
    assert sheet.plan.title == "Integrated IR"


@pytest.mark.parametrize(
    "typed",
    [
        {"destination": "the_moon", "route": "x"},
        {"destination": "interventional_radiology", "route": "x"},
        {},
    ],
)
def test_a_route_that_is_not_open_is_refused(typed: dict[str, str]) -> None:
    sheet = Sheet(**HALF_WAY)
    assert sheet.ask("route", **typed).status_code == 422


def test_a_track_chosen_on_the_way_may_be_left_for_another_route() -> None:
    page = Sheet(**HALF_WAY)
    text = page.client.get(f"{page.page}routes/").content.decode()
    assert "Independent IR, 2 years" in text
