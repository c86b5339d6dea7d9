"""What the planner's forms do: shown first where something moves, kept when confirmed."""

import re
from typing import Any

import pytest
from django.test import Client

from pathways.models import Plan
from pathways.planning.plan_documents import read_plan
from tests.factories import make_plan, make_user, publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]


HALF_WAY: dict[str, Any] = {
    "situation": {
        "as_of": "2026-11-21",
        "at": [{"stage": "dr_residency", "track": "esir", "start": "2025-07-01"}],
        "done": [],
    },
    "route": [
        {"stage": "ir_independent_1y", "track": ""},
        {"stage": "attending", "track": ""},
    ],
}


class Sheet:
    """A plan and its owner's browser."""

    def __init__(self, **changes: Any) -> None:
        publish_packs()
        self.owner = make_user()
        self.client = Client()
        self.client.force_login(self.owner)
        self.row: Plan = make_plan(self.owner, **{**HALF_WAY, **changes})
        self.page = f"/plans/{self.row.pk}/"

    @property
    def plan(self) -> Any:
        self.row.refresh_from_db()
        return read_plan(self.row.document)

    def ask(self, action: str, key: str = "", **values: str) -> Any:
        """Post a form; the answer is the page that follows."""
        self.row.refresh_from_db()
        posted = {"version": str(self.row.version), "action": action, "key": key, **values}
        return self.client.post(f"{self.page}edit/", posted, follow=True)

    def do(self, action: str, key: str = "", **values: str) -> Any:
        return self.ask(action, key, **values, confirmed="1")

    def open(self, key: str) -> str:
        return str(self.client.get(self.page, {"item": key}).content.decode())


def preview_of(answer: Any) -> str:
    """The sentence of the preview on the page."""
    page = answer.content.decode()
    found = re.search(r'class="preview".*?<p><span data-say>(.*?)</span>', page, re.DOTALL)
    assert found, "there is no preview"
    return found[1]


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


def test_part_time_work_asks_what_follows(sheet: Sheet) -> None:
    answer = sheet.ask("working", "dr_residency", percent="60", since="2027-07-01")
    assert answer.status_code == 422
    assert "Say what happens afterwards; the end date depends on it." in answer.content.decode()
    answer = sheet.ask("working", "dr_residency", percent="60", since="2027-07-01", then="back")
    assert "Enter the day you go back to full time." in answer.content.decode()
    assert not sheet.plan.changes


def test_a_change_made_again_is_told_in_a_word_of_its_own(sheet: Sheet) -> None:
    """Done is what an exam can be; the change is redone."""
    sheet.ask("note", "core", note="Ask Dr Lee")
    sheet.ask("undo")
    sheet.row.refresh_from_db()
    posted = {"version": str(sheet.row.version), "action": "redo"}
    answer = sheet.client.post(f"{sheet.page}edit/", posted, headers={"HX-Request": "true"})
    assert "Redone: Note on ABR Qualifying (Core) exam." in answer.content.decode()


def test_the_preview_of_part_time_work_says_what_it_assumes(sheet: Sheet) -> None:
    typed = {"percent": "60", "since": "2027-07-01", "then": "back", "then_from": "2028-07-01"}
    said = preview_of(sheet.ask("working", "dr_residency", **typed))
    assert "at 60% from Jul 1, 2027, then back to full time from Jul 1, 2028: " in said
    assert "finishes 1 year later" in said
    stays = {**typed, "then": "stays"}
    assert "at 60% from Jul 1, 2027 to the end: " in preview_of(
        sheet.ask("working", "dr_residency", **stays)
    )
    sheet.do("working", "dr_residency", **typed)
    periods = [(one.percent, str(one.since)) for one in sheet.plan.change("dr_residency").working]
    assert periods == [(60, "2027-07-01"), (100, "2028-07-01")]
    page = sheet.open("dr_residency")
    assert 'name="then" value="back" checked' in page
    assert "60% Jul 1, 2027 – Jun 30, 2028" in page


def test_part_time_work_that_stays_so_is_told_and_not_asked_about_again(sheet: Sheet) -> None:
    sheet.do("working", "dr_residency", percent="60", since="2027-07-01", then="stays")
    page = sheet.open("")
    told = page.split('id="findings"')[1].split("</section>")[0]
    assert "60 % to the end of the stage." in told
    assert "And after" not in told
    assert "if you know" not in told
    assert "Full time again sooner ends it sooner: its editor takes the day." in told


def shown(sheet: Sheet) -> tuple[str, str]:
    """The residency's months in its editor, and the day after its last in the list."""
    page = sheet.open("dr_residency")
    field = re.search(r'id="edit-months"[^>]*value="(\d+)"', page)
    row = re.search(r'data-until="([\d-]+)"[^>]*>', page.split('id="item-dr_residency"')[1])
    assert field
    assert row
    return field[1], row[1]


@pytest.mark.parametrize(
    ("percent", "months", "until", "asked", "longer", "work"),
    [
        ("50", "96", "2033-07-01", "102", "2034-01-01", 51),
        ("50", "96", "2033-07-01", "84", "2032-07-04", 42),
        ("80", "60", "2030-07-02", "65", "2030-12-02", 52),
        ("80", "60", "2030-07-02", "66", "2031-01-09", 53),  # 66 months are no whole one of work
        ("50", "96", "2033-07-01", "96", "2033-07-01", 48),
    ],
)
def test_a_part_time_stage_lasts_as_long_on_the_page_as_was_asked(
    sheet: Sheet, percent: str, months: str, until: str, asked: str, longer: str, work: int
) -> None:
    """The months in the field, and those of an end that is dragged, are those that one sees."""
    sheet.do("working", "dr_residency", percent=percent, then="stays")
    assert shown(sheet) == (months, until)
    sheet.do("length", "dr_residency", months=asked)
    assert sheet.plan.change("dr_residency").months == work
    assert shown(sheet)[1] == longer
    sheet.do("length", "dr_residency", months=asked)
    assert sheet.plan.change("dr_residency").months == work


def test_a_stage_with_leave_lasts_as_long_on_the_page_as_was_asked(sheet: Sheet) -> None:
    sheet.do("leave", "dr_residency", leave_from="2027-07-01", leave_until="2028-06-30")
    before = shown(sheet)
    sheet.do("length", "dr_residency", months=before[0])
    assert shown(sheet) == before


def test_a_part_time_stage_of_ones_own_does_too(sheet: Sheet) -> None:
    sheet.do("insert", name="Research", kind="research", months="12", after="dr_residency")
    sheet.do("working", "custom_1", percent="50", then="stays")
    sheet.do("length", "custom_1", months="30")
    assert sheet.plan.custom[0].months == 15


@pytest.mark.parametrize("since", ["2020-01-01", "2090-01-01"])
def test_part_time_work_lies_in_its_stage(sheet: Sheet, since: str) -> None:
    answer = sheet.ask("working", "dr_residency", percent="60", since=since, then="stays")
    assert answer.status_code == 422
    assert "That is outside this stage: Jul 1, 2025 – Jun 30, 2029." in answer.content.decode()


def test_leave_within_the_allowance_moves_nothing_and_shows_the_balance(sheet: Sheet) -> None:
    assert "0 of 224 days of leave used" in sheet.open("dr_residency")
    sheet.ask("leave", "dr_residency", leave_from="2027-01-01", leave_until="2027-01-28")
    (leave,) = sheet.plan.change("dr_residency").leave
    assert (str(leave.since), str(leave.until)) == ("2027-01-01", "2027-01-29")
    page = sheet.open("dr_residency")
    assert "28 of 224 days of leave used" in page
    assert "Jan 1–28, 2027, 28 days" in page
    sheet.ask("forget_leave", "dr_residency")
    assert sheet.plan.change("dr_residency").leave == ()


def test_leave_beyond_the_allowance_extends_the_stage_and_says_so(sheet: Sheet) -> None:
    typed = {"leave_from": "2026-12-01", "leave_until": "2027-11-30"}
    assert "Leave in Diagnostic radiology residency from Dec 1, 2026 to Nov 30, 2027: " in (
        preview_of(sheet.ask("leave", "dr_residency", **typed))
    )
    sheet.do("leave", "dr_residency", **typed)
    assert "365 of 224 days of leave used: the 141 days beyond" in sheet.open("dr_residency")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "2027-01-28", "Enter the first day."),
        ("2027-02-01", "2027-01-28", "The last day can’t be before the first."),
        ("2050-02-01", "2050-03-28", "That is outside this stage"),
    ],
)
def test_leave_that_cannot_be_is_refused(sheet: Sheet, first: str, last: str, said: str) -> None:
    answer = sheet.ask("leave", "dr_residency", leave_from=first, leave_until=last)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_start_moves_what_the_person_chose_and_the_choice_is_remembered(sheet: Sheet) -> None:
    typed = {"start": "2030-07-01", "how": "only"}
    said = preview_of(sheet.ask("start", "ir_independent_1y", **typed))
    assert said.startswith("Start of ")
    assert "and nothing else" in said
    assert 'value="only" checked' in sheet.open("ir_independent_1y")
    sheet.do("start", "ir_independent_1y", **typed)
    assert sheet.plan.change("attending").pinned
    by_hand = preview_of(sheet.ask("start", "ir_independent_1y", start="2031-07-01"))
    assert "and nothing else" in by_hand, "a start without a choice takes the last one"
    page = sheet.open("ir_independent_1y")
    assert "First attending post is fixed to start before" in page


def test_a_previewed_start_offers_the_other_ways_to_move_it(sheet: Sheet) -> None:
    """Apply what is shown, or look at the same start with other things moving."""
    answer = sheet.ask("start", "ir_independent_1y", start="2030-07-01")
    page = answer.content.decode()
    bar = page[page.index('class="preview"') :]
    assert ">Shift everything after it by the same amount</button>" in bar
    assert ">Only this</button>" in bar
    assert "Only what has to move" not in bar
    only = sheet.ask("start", "ir_independent_1y", start="2030-07-01", how="only")
    assert ">Only what has to move</button>" in only.content.decode()
    assert "preview" in only.content.decode(), "the other way is shown first as well"
    last = sheet.ask("start", "attending", start="2031-07-01").content.decode()
    assert "Shift everything after it" not in last[last.index('class="preview"') :]


def test_a_preview_says_in_the_list_when_things_were(sheet: Sheet) -> None:
    page = sheet.ask("start", "ir_independent_1y", start="2030-07-01").content.decode()
    row = page[page.index('id="item-ir_independent_1y"') :]
    row = row[: row.index("</li>")]
    assert "Jul 1, 2030" in row
    assert "was Jul 1, 2029 – Jun 30, 2030" in row
    past = page[page.index('id="item-dr_residency"') :]
    assert "was " not in past[: past.index("</li>")]
    kept = sheet.do("start", "ir_independent_1y", start="2030-07-01").content.decode()
    assert 'class="was"' not in kept


def test_a_rule_is_set_aside_with_a_reason_only(sheet: Sheet) -> None:
    sheet.do("length", "dr_residency", months="20")
    assert "Set the rule aside: why?" in sheet.open("dr_residency")
    answer = sheet.ask("reason", "dr_residency", reason=" ")
    assert answer.status_code == 422
    assert "Say why, so that you" in answer.content.decode()
    sheet.ask("reason", "dr_residency", reason="Credit from another programme")
    page = sheet.open("dr_residency")
    assert "You set this rule aside: Credit from another programme" in page
    sheet.ask("forget_reason", "dr_residency")
    assert sheet.plan.change("dr_residency").reason == ""


def test_an_exam_is_missed_or_failed_and_the_list_says_which(sheet: Sheet) -> None:
    sheet.do("status", "core", status="confirmed", date="2026-06-09")
    page = sheet.open("core")
    assert 'id="set-failed"' in page
    assert 'id="set-missed"' in page
    said = preview_of(sheet.ask("failed", "core"))
    assert said.startswith("Failed ABR Qualifying (Core) exam: ")
    sheet.do("failed", "core")
    sheet.do("status", "core", status="confirmed", date="2026-11-09")
    sheet.do("missed", "core")
    change = sheet.plan.change("core")
    assert (len(change.failed), len(change.missed)) == (1, 1)
    page = sheet.open("core")
    assert "Failed " in page
    assert "Missed " in page


@pytest.mark.parametrize(
    ("date", "offered"), [("2026-11-20", True), ("2026-11-21", True), ("2026-11-22", False)]
)
def test_what_is_still_to_come_has_no_button_that_says_how_it_went(
    sheet: Sheet, date: str, offered: bool
) -> None:
    sheet.do("status", "core", status="confirmed", date=date)
    page = sheet.open("core")
    assert ('id="set-failed"' in page, 'id="set-missed"' in page) == (offered, offered)
    assert "Core failed</button>" in page or offered, "what if it fails can still be tried"


def test_what_is_done_offers_neither(sheet: Sheet) -> None:
    sheet.do("status", "core", status="done", date="2026-06-09")
    page = sheet.open("core")
    assert "set-failed" not in page
    assert "set-missed" not in page
    assert "add-attempt" not in page


def test_an_earlier_attempt_is_told_whenever_the_next_one_is(sheet: Sheet) -> None:
    sheet.do("status", "core", status="confirmed", date="2028-06-06")
    page = sheet.open("core")
    assert 'name="on" type="date" required max="2026-11-21"' in page
    sheet.do("attempt", "core", result="failed", on="2026-06-09")
    sheet.do("attempt", "core", result="missed", on="2025-06-10")
    change = sheet.plan.change("core")
    assert [str(one) for one in (*change.failed, *change.missed)] == ["2026-06-09", "2025-06-10"]
    assert str(change.date) == "2028-06-06", "what is booked for later stays"
    page = sheet.open("core")
    assert page.index("Missed Jun 10, 2025") < page.index("Failed Jun 9, 2026")
    answer = sheet.ask("attempt", "core", result="missed", on="2026-06-09")
    assert answer.status_code == 422
    assert "already entered a result for that day." in answer.content.decode()
    sheet.ask("undo")
    assert sheet.plan.change("core").missed == ()


def test_a_sitting_chosen_for_later_stays_when_an_earlier_one_was_failed(sheet: Sheet) -> None:
    sheet.do("sitting", "core", sitting="2029-01-15")
    sheet.do("attempt", "core", result="failed", on="2026-06-09")
    assert str(sheet.plan.change("core").sitting) == "2029-01-15"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2026-11-22"}, "That day is still to come."),
        ({"on": ""}, "Enter the day."),
        ({"on": "soon"}, "Enter a valid date."),
        ({"result": ""}, "Choose what happened."),
        ({"result": "passed"}, "Select a valid choice."),
    ],
)
def test_an_attempt_that_cannot_be_is_refused(
    sheet: Sheet, typed: dict[str, str], said: str
) -> None:
    posted = {"result": "missed", "on": "2026-06-09", **typed}
    answer = sheet.ask("attempt", "core", **posted)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{posted["on"]}" aria' in page or f'value="{posted["on"]}">' in page
    assert '<details id="earlier-attempt" open>' in page
    assert not sheet.plan.changes


def test_only_exams_can_be_failed(sheet: Sheet) -> None:
    sheet.do("status", "ir_indep_match", status="confirmed", date="2026-03-20")
    for action, values in (("failed", {}), ("attempt", {"result": "failed", "on": "2026-03-20"})):
        answer = sheet.ask(action, "ir_indep_match", **values)
        assert answer.status_code == 422
    page = sheet.open("ir_indep_match")
    assert 'id="set-missed"' in page
    assert 'id="set-failed"' not in page
    assert "add-attempt" not in page


def test_the_next_sittings_are_offered_and_one_is_taken(sheet: Sheet) -> None:
    page = sheet.open("core")
    options = re.findall(r'<option value="([\d-]*)"', page.split('id="edit-sittings"')[1])
    assert options[0] == ""
    assert len(options) >= 4
    sheet.do("sitting", "core", sitting=options[2])
    assert str(sheet.plan.change("core").sitting) == options[2]
    assert f'<option value="{options[2]}" selected' in sheet.open("core")


J1_FROM_THE_START: dict[str, Any] = {
    "situation": {
        "as_of": "2026-11-21",
        "at": [{"stage": "medical_school", "track": "md", "start": "2024-08-01"}],
        "done": [],
    },
    "route": [
        {"stage": key, "track": ""}
        for key in ("pgy1", "dr_residency", "ir_independent_2y", "attending")
    ],
}


def clock_text(page: str, key: str) -> str:
    """What the panel says of a clock, without markup."""
    inside = page.split(f'id="clock-{key}"')[1].split("</li>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", inside).split())


def test_a_visa_clock_that_is_used_up_exactly_reads_zero_left() -> None:
    sheet = Sheet(**J1_FROM_THE_START)
    page = sheet.ask("clock", "j1", used="0", limit="").content.decode()
    said = clock_text(page, "j1")
    assert "0 months left" in said
    assert "Not started: starts Jul 1, 2028. 84 of 84 planned, until Jun 30, 2035" in said
    assert "Nothing to spare" in said
    assert "Information to verify, not advice." in page
    page = sheet.ask("clock", "j1", used="6", limit="").content.decode()
    assert "6 months over the limit" in clock_text(page, "j1")
    page = sheet.ask("clock", "j1", used="6", limit="96").content.decode()
    assert "6 months left" in clock_text(page, "j1")
    page = sheet.ask("forget_clock", "j1").content.decode()
    assert 'id="clock-j1"' not in page
    assert sheet.plan.clocks == ()


def test_a_clock_that_cannot_be_set_keeps_what_was_typed(sheet: Sheet) -> None:
    answer = sheet.ask("clock", "j1", used="-3", limit="")
    assert answer.status_code == 422
    assert 'name="used" type="number" inputmode="numeric" min="0" max="600" value="-3"' in (
        answer.content.decode()
    )
    assert sheet.ask("clock", "moon", used="0").status_code == 422


def test_planning_backwards_says_the_latest_dates_and_marks_what_cannot_wait() -> None:
    sheet = Sheet(**J1_FROM_THE_START)
    page = sheet.client.get(sheet.page, {"finish_by": "2037-07"}).content.decode()
    assert "Feasible, with 2 years to spare." in page
    assert "latest Jul 1, 2030, 24 months of slack" in page
    page = sheet.client.get(sheet.page, {"finish_by": "2035-07"}).content.decode()
    assert "No slack" in page
    assert "?finish_by=2035-07&amp;item=pgy1#editor" in page
    assert "Decides the finish" in page
    assert "decides the finish</title>" in page
    page = sheet.client.get(sheet.page, {"finish_by": "2033-07", "item": "pgy1"}).content.decode()
    assert "Not feasible as planned: 2 years too late." in page
    assert "First thing that breaks:" in page
    assert 'id="editor"' in page


def test_the_change_that_mends_a_goal_is_shown_applied_and_undone_like_any() -> None:
    sheet = Sheet(**J1_FROM_THE_START)
    sheet.do("insert", name="Research year", kind="research", months="12", after="medical_school")
    goal = "?finish_by=2035-07"
    page = sheet.client.get(sheet.page + goal).content.decode()
    assert "Leave out Research year</button>" in page
    said = preview_of(sheet.ask("mend", finish_by="2035-07"))
    assert said.startswith("Leave out Research year: finishes 1 year earlier")
    sheet.do("mend", finish_by="2035-07")
    assert sheet.plan.custom == ()
    sheet.ask("undo")
    assert len(sheet.plan.custom) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "Say the month, like 2036-07."),
        ("1712-01", "Choose a month from 1990 to 2100."),
        ("2036-13", "Say the month, like 2036-07."),
    ],
)
def test_a_goal_that_is_no_month_is_refused_in_words(sheet: Sheet, typed: str, said: str) -> None:
    page = sheet.client.get(sheet.page, {"finish_by": typed}).content.decode()
    assert said in page
    assert sheet.ask("mend", finish_by=typed).status_code == 422


def test_a_goal_goes_on_with_every_edit(sheet: Sheet) -> None:
    answer = sheet.client.post(
        f"{sheet.page}edit/?finish_by=2033-01",
        {"version": "1", "action": "note", "key": "core", "note": "x"},
    )
    assert answer.headers["Location"] == f"{sheet.page}?finish_by=2033-01"
