"""Leave and other kinds of time out of a stage: entered, shown, removed, undone."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest

from pathways.planning.catalogue import LeaveRule
from pathways.planning.plans import Change, Leave
from pathways.planning.timeline import ClockReading
from pathways.presenters.stage_editor import present_stage
from tests.engine.editions import shipped
from tests.pictures import bar, day, timeline
from tests.test_planner_edits import Sheet, preview_of
from tests.time_out import know_kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

JANUARY = {"leave_from": "2027-01-01", "leave_until": "2027-01-28"}
MARCH = {"leave_from": "2027-03-01", "leave_until": "2027-03-07"}


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """A plan whose residency knows kinds of time out."""
    know_kinds(monkeypatch)
    return Sheet()


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def forms_of(page: str, action: str) -> list[dict[str, str]]:
    """The hidden fields of each form of that action, as a browser without scripts posts them."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    found = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', one)) for one in forms]
    return [one for one in found if one.get("action") == action]


def leave_of(sheet: Sheet) -> tuple[Leave, ...]:
    found: tuple[Leave, ...] = sheet.plan.change("dr_residency").leave
    return found


def test_a_stage_without_kinds_of_time_out_asks_only_for_dates(sheet: Sheet) -> None:
    page = sheet.open("dr_residency")
    assert 'name="leave_from"' in page
    assert 'name="leave_kind"' not in page
    assert 'name="leave_counts"' not in page
    assert "What each kind of leave means" not in page


def test_the_kinds_say_what_counts_and_for_how_long(abroad: Sheet) -> None:
    page = html.unescape(abroad.open("dr_residency"))
    select = page.split('id="edit-leave-kind"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w*)"[^>]*>([^<]+)<', select) == [
        ("", "Leave"),
        ("oopt", "Out of programme for training (OOPT)"),
        ("oopr", "Out of programme for research (OOPR)"),
        ("oopc", "Career break"),
    ]
    said = page.split('id="leave-kinds"')[1].split("</details>")[0]
    assert "Counts in full, up to 1 year in all. Training elsewhere that was approved" in said
    assert "Counts as much as was agreed, up to 3 years in all." in said
    assert "Doesn’t count." in said
    assert 'rel="noopener noreferrer"' in said, "the source of a kind stands with it"
    assert "How much of it counts (%)" in page


def test_time_out_is_kept_with_its_kind_and_share(abroad: Sheet) -> None:
    abroad.do("leave", "dr_residency", **JANUARY, leave_kind="oopt")
    abroad.do("leave", "dr_residency", **MARCH, leave_kind="oopr", leave_counts="50")
    abroad.do("leave", "dr_residency", leave_from="2028-01-01", leave_until="2028-01-01")
    assert leave_of(abroad) == (
        Leave(since=day("2027-01-01"), until=day("2027-01-29"), kind="oopt"),
        Leave(since=day("2027-03-01"), until=day("2027-03-08"), kind="oopr", counts=50),
        Leave(since=day("2028-01-01"), until=day("2028-01-02")),
    )
    page = abroad.open("dr_residency")
    assert "OOPT: Jan 1–28, 2027, 28 days, 100% counts" in page
    assert "OOPR: Mar 1–7, 2027, 7 days, 50% counts" in page
    assert "Jan 1, 2028, 1 day<" in page
    abroad.ask("undo")
    assert len(leave_of(abroad)) == 2


def test_what_was_done_says_the_kind(abroad: Sheet) -> None:
    answer = abroad.ask(
        "leave", "dr_residency", **MARCH, leave_kind="oopr", leave_counts="50", preview="1"
    )
    assert preview_of(answer).startswith(
        "OOPR, 50% of it counting, in Diagnostic radiology residency from Mar 1, 2027 to "
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"leave_kind": "oopr"}, "Enter how much of it counts, from 0 to 100%."),
        ({"leave_kind": "oopr", "leave_counts": "101"}, "Enter a percentage from 0 to 100."),
        ({"leave_kind": "oopr", "leave_counts": "-1"}, "Enter a percentage from 0 to 100."),
        ({"leave_kind": "oopr", "leave_counts": "half"}, "Enter a whole number from 0 to 100."),
        (
            {"leave_kind": "oopt", "leave_counts": "50"},
            "OOPT always counts 100%. Leave this blank.",
        ),
        ({"leave_counts": "50"}, "Leave doesn’t count. Choose another kind, or leave this blank."),
        ({"leave_kind": "moon"}, "Choose one of the kinds in the list."),
        ({"leave_until": "2027-02-01"}, "The last day can’t be before the first."),
    ],
)
def test_time_out_that_cannot_be_is_refused_and_kept_in_its_fields(
    abroad: Sheet, typed: dict[str, str], said: str
) -> None:
    posted = {**MARCH, **typed}
    answer = abroad.ask("leave", "dr_residency", **posted)
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert f'name="leave_from" type="date" required value="{posted["leave_from"]}"' in page
    assert f'min="0" max="100" value="{typed.get("leave_counts", "")}"' in page
    if typed.get("leave_kind") in ("oopr", "oopt"):
        assert re.search(rf'value="{typed["leave_kind"]}" selected', page)
    assert leave_of(abroad) == ()


def test_nothing_and_all_of_it_may_count(abroad: Sheet) -> None:
    abroad.do("leave", "dr_residency", **MARCH, leave_kind="oopr", leave_counts="0")
    abroad.do("leave", "dr_residency", **JANUARY, leave_kind="oopr", leave_counts="100")
    assert [one.counts for one in leave_of(abroad)] == [100, 0]


def test_a_day_away_counts_in_one_way_only(abroad: Sheet) -> None:
    abroad.do("leave", "dr_residency", **JANUARY, leave_kind="oopt")
    answer = abroad.ask("leave", "dr_residency", leave_from="2027-01-28", leave_until="2027-02-01")
    assert answer.status_code == 422
    assert (
        "You’re already away then: OOPT from Jan 1, 2027 to Jan 28, 2027. "
        "Remove it first, or choose other dates."
    ) in text_of(answer)
    abroad.do("leave", "dr_residency", leave_from="2027-01-29", leave_until="2027-02-01")
    abroad.do(
        "leave",
        "dr_residency",
        leave_from="2027-01-15",
        leave_until="2027-01-20",
        leave_kind="oopt",
    )
    assert len(leave_of(abroad)) == 3, "the same kind may overlap: it stays one time away"


def test_leave_is_removed_one_by_one(sheet: Sheet) -> None:
    sheet.do("leave", "dr_residency", **JANUARY)
    page = sheet.open("dr_residency")
    assert "Remove all leave" not in page, "one is removed by its own button"
    sheet.do("leave", "dr_residency", **MARCH)
    page = sheet.open("dr_residency")
    first, _ = forms_of(page, "remove_leave")
    assert first["leave_from"] == "2027-01-01"
    answer = sheet.client.post(f"{sheet.page}edit/", {**first, "confirmed": "1"}, follow=True)
    assert "Removed leave in Diagnostic radiology residency from Jan 1, 2027" in text_of(answer)
    assert [str(one.since) for one in leave_of(sheet)] == ["2027-03-01"]
    sheet.ask("undo")
    assert len(leave_of(sheet)) == 2
    answer = sheet.ask("remove_leave", "dr_residency", **{**JANUARY, "leave_from": "2027-01-02"})
    assert answer.status_code == 422
    assert "That leave isn’t in your plan any more." in text_of(answer)


def test_all_leave_is_removed_at_once_and_comes_back_by_undo(sheet: Sheet) -> None:
    sheet.do("leave", "dr_residency", **JANUARY)
    sheet.do("leave", "dr_residency", **MARCH)
    (form,) = forms_of(sheet.open("dr_residency"), "forget_leave")
    answer = sheet.client.post(f"{sheet.page}edit/", {**form, "confirmed": "1"}, follow=True)
    assert "Removed all leave in Diagnostic radiology residency" in text_of(answer)
    assert leave_of(sheet) == ()
    sheet.ask("undo")
    assert len(leave_of(sheet)) == 2


def test_only_that_kind_is_removed(abroad: Sheet) -> None:
    abroad.do("leave", "dr_residency", **JANUARY, leave_kind="oopt")
    answer = abroad.ask("remove_leave", "dr_residency", **JANUARY)
    assert answer.status_code == 422
    abroad.do("remove_leave", "dr_residency", **JANUARY, leave_kind="oopt")
    assert leave_of(abroad) == ()


def balance(rule: LeaveRule | None, used: int = 0) -> str:
    """What the editor says of leave under a rule, after so many days of an allowance of 20."""
    edition = shipped()
    stage = replace(edition.stages["dr_residency"], leave=rule)
    edition = replace(edition, stages={**edition.stages, stage.key: stage})
    item = bar(stage.key, "Residency", "2026-07-01", "2030-07-01")
    clock = ClockReading(
        key=f"{stage.key}.leave", name="Leave", says="", unit="days", limit=20, used=used
    )
    dated = replace(timeline(item), clocks=(clock,) if rule else ())
    return present_stage(edition, Change(), dated, item, "us", {}, "overlap").balance


@pytest.mark.parametrize(
    ("rule", "used", "says"),
    [
        (None, 0, "We know of no leave allowance here, so all leave extends this stage."),
        (
            LeaveRule(weeks_per_year=8),
            5,
            "5 of 20 days of leave used. Any more extends the stage. Vacation counts too.",
        ),
        (
            LeaveRule(weeks_per_year=8),
            21,
            "21 of 20 days of leave used: the day beyond that extends the stage.",
        ),
        (
            LeaveRule(days=20, within="stage"),
            25,
            "25 of 20 days of leave used: the 5 days beyond that extend the stage.",
        ),
        (
            LeaveRule(days=20, within="stage", beyond="all"),
            20,
            "20 of 20 days of leave used. If you take more, all of it extends the stage.",
        ),
        (
            LeaveRule(days=20, within="stage", beyond="all"),
            21,
            "21 of 20 days of leave used: all of it extends the stage.",
        ),
        (
            LeaveRule(days=14, within="any_year", beyond="all"),
            0,
            "Up to 14 days in any 12 months don’t extend this stage. "
            "Beyond that, all of the leave extends it.",
        ),
        (
            LeaveRule(days=20, within="year"),
            0,
            "Up to 20 days in each year of training don’t extend this stage. "
            "Beyond that, every day extends it.",
        ),
    ],
)
def test_the_balance_says_what_extends_the_stage(
    rule: LeaveRule | None, used: int, says: str
) -> None:
    assert balance(rule, used) == says
