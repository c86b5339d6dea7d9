"""A start off cycle: the day, and that it holds, said in any order, make the same plan."""

import datetime as dt
import itertools
from typing import Any

import pytest

from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Change
from tests.factories import plan_document
from tests.pictures import day
from tests.test_leave_editor import text_of
from tests.test_planner_edits import HALF_WAY, Sheet, preview_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

STAGE = "ir_independent_1y"
NEXT = "2030-07-01"
DAY = "2029-10-15"
HELD = Change(start=day(DAY), pinned=True)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


# Each way to say it, as the steps of a person: action and what is typed.
WAYS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "at once": [("start", {"start": DAY, "fixed": "yes"})],
    "the day, then pinned": [("start", {"start": DAY, "fixed": "no"}), ("pin", {})],
    "by hand, then pinned": [("start", {"start": DAY}), ("pin", {})],
    "pinned, then the day": [("pin", {}), ("start", {"start": DAY})],
    "the day, then fixed": [
        ("start", {"start": DAY, "fixed": "no"}),
        ("start", {"start": DAY, "fixed": "yes"}),
    ],
    "fixed where it is, then the day": [
        ("start", {"start": "2029-07-01", "fixed": "yes"}),
        ("start", {"start": DAY, "fixed": "yes"}),
    ],
    "moved, then pinned": [("move", {"start": DAY, "months": "12"}), ("pin", {})],
}


@pytest.mark.parametrize("way", WAYS)
def test_every_order_ends_in_the_same_plan(sheet: Sheet, way: str) -> None:
    for action, values in WAYS[way]:
        assert sheet.do(action, STAGE, **values).status_code == 200
    change = sheet.plan.change(STAGE)
    assert (change.start, change.pinned) == (day(DAY), True)
    assert "Oct 15, 2029 – " in sheet.open("")


def test_with_other_fields_between_the_order_makes_no_difference(sheet: Sheet) -> None:
    steps: list[tuple[str, dict[str, str]]] = [
        ("start", {"start": DAY}),
        ("pin", {}),
        ("length", {"months": "15"}),
    ]
    plans = []
    for order in itertools.permutations(steps):
        for action, values in order:
            sheet.do(action, STAGE, **values)
        plans.append(sheet.plan)
        for _ in order:
            sheet.ask("undo")
    assert sheet.plan == read_plan(plan_document(**HALF_WAY))
    assert all(one == plans[0] for one in plans)
    assert plans[0].change(STAGE) == Change(start=day(DAY), pinned=True, months=15)


def test_a_start_that_is_not_fixed_waits_for_the_intake_and_offers_to_hold(sheet: Sheet) -> None:
    sheet.do("start", STAGE, start=DAY, fixed="no")
    page = sheet.open(STAGE)
    assert f'id="edit-start" name="start" type="date" value="{NEXT}"' in page
    assert "You asked for Oct 15, 2029. This is the next possible start." in page
    assert "Pin to Oct 15, 2029</button>" in page
    said = preview_of(sheet.ask("pin", STAGE))
    assert said.startswith("Pinned Independent interventional radiology residency")
    assert " to Oct 15, 2029: Oct 15, 2029 – Oct 14, 2030; " in said


def test_a_fixed_start_says_so_and_can_be_let_go(sheet: Sheet) -> None:
    said = preview_of(sheet.ask("start", STAGE, start=DAY, fixed="yes"))
    assert ", fixed to Oct 15, 2029" in said
    sheet.do("start", STAGE, start=DAY, fixed="yes")
    page = sheet.open(STAGE)
    assert 'name="fixed" value="yes" checked' in page
    assert "is fixed to start off cycle" in page
    sheet.do("start", STAGE, start=DAY, fixed="no")
    assert sheet.plan.change(STAGE) == Change(start=day(DAY))
    assert 'name="fixed" value="no" checked' in sheet.open(STAGE)


def test_a_wish_that_another_stage_rules_out_is_not_what_is_pinned(sheet: Sheet) -> None:
    """Who asked long ago for a day within residency, and now pins, means where it is."""
    sheet.do("start", STAGE, start="2028-01-15", fixed="no")
    page = sheet.open(STAGE)
    assert "Pin to this date</button>" in page
    sheet.ask("pin", STAGE)
    assert str(sheet.plan.change(STAGE).start) == "2029-07-01"


def test_a_fixed_start_needs_a_day(sheet: Sheet) -> None:
    answer = sheet.ask("start", STAGE, start="", fixed="yes")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Enter the day it starts." in page
    assert 'name="fixed" value="yes" checked' in page
    assert sheet.ask("start", STAGE, start=DAY, fixed="maybe").status_code == 422
    sheet.do("start", STAGE, start=DAY, fixed="yes")
    sheet.do("start", STAGE, start="")
    assert not sheet.plan.changes


@pytest.mark.parametrize("key", ["dr_residency", "custom_1"])
def test_only_a_planned_stage_with_intakes_asks_whether_to_fix(sheet: Sheet, key: str) -> None:
    sheet.do("insert", name="Year", kind="gap", months="12", after="dr_residency")
    assert 'name="fixed"' not in sheet.open(key)
    assert 'name="fixed"' in sheet.open(STAGE)


@pytest.mark.parametrize("start", [dt.date(2029, 7, 1), dt.date(2029, 7, 2), dt.date(2030, 6, 30)])
def test_any_day_after_residency_is_held(sheet: Sheet, start: Any) -> None:
    sheet.do("start", STAGE, start=start.isoformat())
    sheet.ask("pin", STAGE, confirmed="1")
    assert sheet.plan.change(STAGE) == Change(start=start, pinned=True)
