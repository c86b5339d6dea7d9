"""The planner's forms over HTTP: every action, whatever is typed, whoever was faster."""

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pathways import drafts
from pathways.models import Edition, Plan, Revision
from pathways.operations.plans import create_plan
from pathways.planning.plan_documents import read_plan
from pathways.views.actions import ACTIONS
from tests.factories import make_user, plan_document, publish_packs
from tests.steps import steps_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

Document = Mapping[str, Any]
HALF_WAY: Document = plan_document(
    situation={
        "as_of": "2026-11-21",
        "at": [{"stage": "dr_residency", "track": "esir", "start": "2025-07-01"}],
        "done": [],
    },
    route=[
        {"stage": "ir_independent_1y", "track": ""},
        {"stage": "attending", "track": ""},
    ],
)
RESIDENCY, FELLOWSHIP, EXAM = "dr_residency", "ir_independent_1y", "core"


@pytest.fixture(autouse=True)
def _edition() -> Edition:
    return publish_packs()


@dataclass(kw_only=True)
class Sheet:
    """A plan in somebody's browser: the draft of a visitor, or a plan that is saved."""

    client: Client
    page: str
    row: Plan | None = None
    htmx: bool = False

    @property
    def document(self) -> dict[str, Any]:
        """The plan as it is kept."""
        if self.row is not None:
            self.row.refresh_from_db()
            return dict(self.row.document)
        draft = drafts.read_draft(self.client.session)
        assert draft is not None
        return draft.document

    @property
    def version(self) -> int:
        """The version that a page made now would send back."""
        if self.row is not None:
            self.row.refresh_from_db()
            return self.row.version
        draft = drafts.read_draft(self.client.session)
        assert draft is not None
        return draft.version

    def post(self, action: str, key: str = "", /, **values: Any) -> Any:
        """What a form of the page is answered."""
        posted = {"version": self.version, "action": action, "key": key, **values}
        posted = {name: value for name, value in posted.items() if value is not None}
        headers = {"HX-Request": "true"} if self.htmx else {}
        return self.client.post(f"{self.page}edit/", posted, headers=headers)

    def do(self, action: str, key: str = "", /, **values: Any) -> None:
        """Change the plan."""
        answer = self.post(action, key, **values, confirmed="1")
        assert answer.status_code == (200 if self.htmx else 302), text_of(answer)

    def get(self, item: str = "") -> Any:
        return self.client.get(self.page, {"item": item})


def draft_sheet(document: Document = HALF_WAY, *, htmx: bool = False) -> Sheet:
    client = Client()
    session = client.session
    drafts.start_draft(session, document=document)
    session.save()
    return Sheet(client=client, page="/draft/", htmx=htmx)


def plan_sheet(document: Document = HALF_WAY, *, htmx: bool = False) -> Sheet:
    owner, client = make_user(), Client()
    client.force_login(owner)
    row = create_plan(owner=owner, document=document)
    page = reverse("pathways:plan_page", kwargs={"plan_id": row.pk})
    return Sheet(client=client, page=page, row=row, htmx=htmx)


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def hidden_in(page: str, after: str) -> dict[str, str]:
    """The hidden fields of the first form that comes after some text."""
    form = page[page.index(after) :].split("<form", 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return dict(found)


# Every action


@dataclass(frozen=True, kw_only=True)
class Case:
    """An action with what is typed, what has to be done before, and what the document then says
    at a place. ``moves``: it is shown first."""

    key: str = ""
    values: Mapping[str, str]
    place: tuple[str | int, ...]
    says: object
    moves: bool = True
    before: Sequence[tuple[str, str, Mapping[str, str]]] = ()


LEAVE = {"leave_from": "2027-01-04", "leave_until": "2027-02-28"}
NOTE = {"note": "Ask Dr Lee — “soon” 🩻"}
OWN = {"name": "Research & rest", "kind": "research", "months": "12", "after": RESIDENCY}
CUSTOM = {**OWN, "key": "custom_1", "months": 12}
BESIDE = ("length", FELLOWSHIP, {"months": "24", "keep": "beside"})
OVER = {"status": "confirmed", "date": "2026-06-09"}
CASES: Mapping[str, Case] = {
    "start": Case(
        key=FELLOWSHIP,
        values={"start": "2030-03-01", "how": "overlap"},
        place=("changes", FELLOWSHIP),
        says={"start": "2030-03-01"},
    ),
    "move": Case(
        key=FELLOWSHIP,
        values={"start": "2030-03-01", "months": "24"},
        place=("changes", FELLOWSHIP),
        says={"start": "2030-03-01", "months": 24},
    ),
    "length": Case(
        key=FELLOWSHIP,
        values={"months": "24"},
        place=("changes", FELLOWSHIP),
        says={"months": 24},
    ),
    "track": Case(
        key=RESIDENCY,
        values={"track": "nr16"},
        place=("situation", "at", 0, "track"),
        says="nr16",
    ),
    "working": Case(
        key=RESIDENCY,
        values={"percent": "50", "since": "2027-01-01", "then": "back", "then_from": "2028-01-01"},
        place=("changes", RESIDENCY, "working"),
        says=[{"percent": 50, "since": "2027-01-01"}, {"percent": 100, "since": "2028-01-01"}],
    ),
    "leave": Case(
        key=RESIDENCY,
        values={**LEAVE, "leave_until": "2028-02-28"},
        place=("changes", RESIDENCY, "leave"),
        says=[{"since": "2027-01-04", "until": "2028-02-29"}],
    ),
    "remove_leave": Case(
        key=RESIDENCY,
        values={**LEAVE, "leave_until": "2028-02-28"},
        place=("changes",),
        says={},
        before=[("leave", RESIDENCY, {**LEAVE, "leave_until": "2028-02-28"})],
    ),
    "forget_leave": Case(
        key=RESIDENCY,
        values={},
        place=("changes",),
        says={},
        before=[("leave", RESIDENCY, {**LEAVE, "leave_until": "2028-02-28"})],
    ),
    "no_place": Case(
        key=FELLOWSHIP,
        values={},
        place=("changes", FELLOWSHIP),
        says={"no_place": True},
        moves=False,
    ),
    "have_place": Case(
        key=FELLOWSHIP,
        values={},
        place=("changes",),
        says={},
        moves=False,
        before=[("no_place", FELLOWSHIP, {})],
    ),
    "birth_month": Case(
        key=EXAM, values={"birth_month": "3"}, place=("birth_month",), says=3, moves=False
    ),
    "reason": Case(
        key=EXAM,
        values={"reason": "Agreed with the board"},
        place=("changes", EXAM),
        says={"reason": "Agreed with the board"},
        moves=False,
    ),
    "forget_reason": Case(
        key=EXAM,
        values={},
        place=("changes",),
        says={},
        moves=False,
        before=[("reason", EXAM, {"reason": "Agreed"})],
    ),
    "status": Case(
        key=EXAM,
        values={"status": "confirmed", "date": "2028-06-06"},
        place=("changes", EXAM),
        says={"status": "confirmed", "date": "2028-06-06"},
    ),
    "note": Case(key=RESIDENCY, values=NOTE, place=("changes", RESIDENCY), says=NOTE, moves=False),
    "pin": Case(
        key=FELLOWSHIP,
        values={},
        place=("changes", FELLOWSHIP, "pinned"),
        says=True,
        moves=False,
    ),
    "unpin": Case(
        key=FELLOWSHIP,
        values={},
        place=("changes",),
        says={},
        moves=False,
        before=[("pin", FELLOWSHIP, {})],
    ),
    "done": Case(
        key=EXAM,
        values={},
        place=("changes", EXAM, "status"),
        says="done",
        moves=False,
        before=[("status", EXAM, OVER)],
    ),
    "sitting": Case(
        key=EXAM,
        values={"sitting": "2029-01-15"},
        place=("changes", EXAM),
        says={"sitting": "2029-01-15"},
    ),
    "missed": Case(
        key=EXAM,
        values={},
        place=("changes", EXAM),
        says={"missed": ["2026-06-09"]},
        before=[("status", EXAM, OVER)],
    ),
    "failed": Case(
        key=EXAM,
        values={},
        place=("changes", EXAM),
        says={"failed": ["2026-06-09"]},
        before=[("status", EXAM, OVER)],
    ),
    "attempt": Case(
        key=EXAM,
        values={"result": "failed", "on": "2026-06-09"},
        place=("changes", EXAM),
        says={"failed": ["2026-06-09"]},
        moves=False,
    ),
    "reset": Case(
        key=FELLOWSHIP,
        values={},
        place=("changes",),
        says={FELLOWSHIP: NOTE},
        before=[("length", FELLOWSHIP, {"months": "24"}), ("note", FELLOWSHIP, NOTE)],
    ),
    "reset_length": Case(
        key=FELLOWSHIP,
        values={},
        place=("changes",),
        says={},
        before=[("length", FELLOWSHIP, {"months": "24"})],
    ),
    "reset_sitting": Case(
        key=EXAM,
        values={},
        place=("changes",),
        says={},
        before=[("sitting", EXAM, {"sitting": "2029-01-15"})],
    ),
    "route": Case(
        values={"destination": "neuroradiology", "route": "f_neuro.attending"},
        place=("destination",),
        says="neuroradiology",
    ),
    "insert": Case(values=OWN, place=("custom",), says=[CUSTOM]),
    "remove": Case(
        key="custom_1", values={}, place=("custom",), says=[], before=[("insert", "", OWN)]
    ),
    "clock": Case(
        key="j1",
        values={"used": "24", "limit": "96"},
        place=("clocks",),
        says=[{"key": "j1", "used": 24, "months": 96}],
        moves=False,
    ),
    "forget_clock": Case(
        key="j1",
        values={},
        place=("clocks",),
        says=[],
        moves=False,
        before=[("clock", "j1", {"used": "24"})],
    ),
    "mend": Case(
        values={"finish_by": "2030-08"},
        place=("changes",),
        says={},
        before=[("length", FELLOWSHIP, {"months": "24"})],
    ),
    "take_alternative": Case(
        key="0", values={}, place=("changes",), says={FELLOWSHIP: {"months": 24}}, before=[BESIDE]
    ),
    "swap_alternative": Case(
        key="0",
        values={},
        place=("alternatives", 0, "name"),
        says="Instead of Length of Independent interventional radiology residency, entered at the "
        "second year",
        before=[BESIDE],
    ),
    "drop_alternative": Case(
        key="0", values={}, place=("alternatives",), says=None, moves=False, before=[BESIDE]
    ),
}


def at(document: Any, place: Sequence[str | int]) -> object:
    """What a document says at a place; None where there is no such place."""
    for step in place:
        try:
            document = document[step]
        except (KeyError, IndexError):
            return None
    return document


def untested(cases: Mapping[str, Case]) -> set[str]:
    """The actions without a case."""
    return set(ACTIONS) - set(cases)


def test_every_action_has_a_case() -> None:
    assert not untested(CASES)


def test_an_action_without_a_case_is_found() -> None:
    assert untested({name: case for name, case in CASES.items() if name != "pin"}) == {"pin"}


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
@pytest.mark.parametrize("name", CASES)
def test_an_action_is_shown_then_kept_then_undone_then_done_again(name: str, make: Any) -> None:
    case, sheet = CASES[name], make()
    for action, key, values in case.before:
        sheet.do(action, key, **values)
    before, version = sheet.document, sheet.version
    answer = sheet.post(name, case.key, **case.values)
    if case.moves:
        assert answer.status_code == 200
        assert (sheet.document, sheet.version) == (before, version)
        shown = hidden_in(answer.content.decode(), 'class="preview"')
        assert shown["confirmed"] == "1"
        posted = {field: html.unescape(value) for field, value in shown.items()}
        answer = sheet.client.post(f"{sheet.page}edit/", posted)
    assert (answer.status_code, answer.headers["Location"]) == (302, sheet.page)
    after = sheet.document
    assert after != before
    assert at(after, case.place) == case.says
    assert sheet.get(case.key).status_code == 200
    sheet.do("undo")
    assert sheet.document == before
    sheet.do("redo")
    assert sheet.document == after
    assert sheet.version == version + 3


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
def test_htmx_gets_the_region_and_only_that(make: Any) -> None:
    sheet = make(htmx=True)
    for answer in (
        sheet.client.get(sheet.page, headers={"HX-Request": "true"}),
        sheet.post("length", FELLOWSHIP, months="24"),
        sheet.post("length", FELLOWSHIP, months="24", confirmed="1"),
        sheet.post("undo"),
        sheet.post("length", FELLOWSHIP, months="0"),
        sheet.post("length", FELLOWSHIP, months="24", version="1"),
    ):
        page = answer.content.decode().strip()
        assert re.match(r'<div class="[a-z]+" id="planner"', page)
        assert "<html" not in page
        assert "<main" not in page


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
def test_there_is_nothing_to_undo_or_redo_at_first(make: Any) -> None:
    sheet = make()
    before = sheet.version
    for action in ("undo", "redo"):
        answer = sheet.post(action)
        assert answer.status_code == 409
        assert f"There is nothing to {action}." in text_of(answer)
    assert sheet.version == before


# What cannot be


LONG = "x" * 10_001
NUL = "a\x00b"
REFUSED: Sequence[tuple[str, str, Mapping[str, str], str]] = [
    ("start", FELLOWSHIP, {"start": "2030-02-30"}, "Enter a valid date."),
    ("start", FELLOWSHIP, {"start": "0000-00-00"}, "Enter a valid date."),
    ("start", FELLOWSHIP, {"start": "soon"}, "Enter a valid date."),
    ("start", FELLOWSHIP, {"start": "1989-12-31"}, "Choose a date from 1990 to 2100."),
    ("start", FELLOWSHIP, {"start": "2101-01-01"}, "Choose a date from 1990 to 2100."),
    ("start", FELLOWSHIP, {"start": "9999-12-31"}, "Choose a date from 1990 to 2100."),
    ("length", FELLOWSHIP, {"months": "0"}, "greater than or equal to 1."),
    ("length", FELLOWSHIP, {"months": "-12"}, "greater than or equal to 1."),
    ("length", FELLOWSHIP, {"months": "601"}, "less than or equal to 600."),
    ("length", FELLOWSHIP, {"months": "1.5"}, "Enter a whole number."),
    ("length", FELLOWSHIP, {"months": "9" * 5000}, "Enter a whole number."),
    (
        "working",
        RESIDENCY,
        {"percent": "0"},
        "Enter a percentage from 1 to 100. For a break, add leave.",
    ),
    ("working", RESIDENCY, {"percent": "101"}, "Enter a percentage from 1 to 100."),
    ("working", RESIDENCY, {"percent": ""}, "Enter a percentage from 1 to 100."),
    ("working", RESIDENCY, {"percent": "NaN"}, "Enter a whole number."),
    (
        "working",
        RESIDENCY,
        {"percent": "50"},
        "Say what happens afterwards; the end date depends on it.",
    ),
    ("leave", RESIDENCY, {**LEAVE, "leave_until": "2027-01-03"}, "can’t be before the first."),
    ("leave", RESIDENCY, {**LEAVE, "leave_from": "2101-01-01"}, "Choose a date from 1990 to 2100."),
    ("status", EXAM, {"status": "done", "date": "2028-13-01"}, "Enter a valid date."),
    ("status", FELLOWSHIP, {"status": "done", "date": "2020-01-01"}, "after the start."),
    ("status", EXAM, {"status": "done", "date": "2028-06-06"}, "That day is still to come."),
    ("status", EXAM, {"status": "done"}, "is still to come, on "),
    ("done", EXAM, {}, "is still to come, on "),
    ("done", RESIDENCY, {}, "Diagnostic radiology residency goes on until Jun 30, 2029."),
    ("sitting", EXAM, {"sitting": "2101-01-01"}, "Choose a date from 1990 to 2100."),
    ("note", EXAM, {"note": LONG}, "at most 10000 characters (it has 10001)."),
    ("note", EXAM, {"note": NUL}, "Null characters are not allowed."),
    ("track", RESIDENCY, {"track": "no_such"}, "That kind is not offered for this stage."),
    ("insert", "", {**OWN, "name": ""}, "Give the stage a name"),
    ("insert", "", {**OWN, "name": "y" * 101}, "at most 100 characters"),
    ("insert", "", {**OWN, "name": NUL}, "Null characters are not allowed."),
    ("insert", "", {**OWN, "months": "601"}, "less than or equal to 600."),
    ("insert", "", {**OWN, "months": ""}, "Say how many months it lasts."),
    ("insert", "", {**OWN, "after": "no_such"}, "is not in this plan any more."),
    ("remove", RESIDENCY, {}, "Only stages that you added can be removed"),
    ("clock", "j1", {"used": "-1", "limit": "84"}, "greater than or equal to 0."),
    ("clock", "j1", {"used": "5", "limit": "601"}, "less than or equal to 600."),
    ("clock", "no_such", {"used": "5"}, "There is no such clock."),
]


@pytest.mark.parametrize(("action", "key", "values", "says"), REFUSED)
def test_what_cannot_be_is_said_and_stays_in_its_field(
    action: str, key: str, values: Mapping[str, str], says: str
) -> None:
    sheet = plan_sheet()
    answer = sheet.post(action, key, **values, confirmed="1")
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page
    assert (sheet.version, Revision.objects.count()) == (1, 1)
    for name, value in values.items():
        offered = name not in ("track", "after") and key != "no_such"
        assert not offered or in_field(page, name, value), name


def in_field(page: str, name: str, value: str) -> bool:
    """Whether a field of the page holds that value, or has it chosen."""
    written = re.escape(value)
    return bool(
        re.search(rf'<input[^>]* name="{name}"[^>]* value="{written}"', page)
        or re.search(rf'<textarea[^>]* name="{name}"[^>]*>{written}</textarea>', page)
        or re.search(rf'<option value="{written}" selected', page)
    )


def test_what_is_wrong_with_a_start_stands_beside_it() -> None:
    page = text_of(plan_sheet().post("start", FELLOWSHIP, start="1989-12-31"))
    form = page[page.index('name="start"') :].split("</form>")[0]
    assert 'id="edit-start-wrong"' in form.split("<fieldset")[0]


def test_a_single_way_is_not_called_either() -> None:
    sheet = plan_sheet()
    match = text_of(sheet.get("ir_indep_match"))
    assert "moves it to the next" not in match, "nobody has missed what is still to come"
    sheet.do("status", "ir_indep_match", status="confirmed", date="2026-03-20")
    assert "That moves it to the next date." in text_of(sheet.get("ir_indep_match"))
    sheet.do("status", EXAM, **OVER)
    assert ("Both move it to the next sitting. “Failed” also counts as an attempt.") in text_of(
        sheet.get(EXAM)
    )


@pytest.mark.parametrize(
    ("action", "key", "values", "status"),
    [
        ("length", "no_such", {"months": "12"}, 404),
        ("length", "", {"months": "12"}, 404),
        ("length", NUL, {"months": "12"}, 404),
        ("length", EXAM, {"months": "12"}, 404),
        ("missed", RESIDENCY, {}, 404),
        ("failed", "ir_indep_match", {}, 422),
        ("status", EXAM, {"status": "perhaps"}, 422),
        ("status", EXAM, {}, 422),
        ("track", RESIDENCY, {}, 422),
        ("track", RESIDENCY, {"track": NUL}, 422),
        ("insert", "", {**OWN, "kind": "holiday"}, 422),
        ("insert", "", {**OWN, "after": "x" * 101}, 422),
        ("start", FELLOWSHIP, {"start": "2030-01-01", "how": "somehow"}, 422),
        ("no_such", RESIDENCY, {}, 400),
        ("", "", {}, 400),
        (NUL, "", {}, 400),
        ("__class__", "", {}, 400),
    ],
)
def test_what_no_page_offers_is_refused(
    action: str, key: str, values: Mapping[str, str], status: int
) -> None:
    for sheet in (draft_sheet(), plan_sheet()):
        before = sheet.document, sheet.version
        answer = sheet.post(action, key, **values, confirmed="1")
        assert answer.status_code == status
        assert "<h1" in text_of(answer)
        assert (sheet.document, sheet.version) == before


def test_fields_of_the_database_are_no_fields_of_the_forms() -> None:
    sheet, other = plan_sheet(), make_user()
    assert sheet.row is not None
    more = {
        field.name: "1" for field in Plan._meta.get_fields() if field.name not in ("version", "id")
    }
    sheet.do("note", EXAM, note="Mine", **{**more, "owner": str(other.pk), "id": "1"})
    kept = Plan.objects.get()
    assert (kept.pk, kept.owner_id, kept.version) == (sheet.row.pk, sheet.row.owner_id, 2)
    assert (kept.title, kept.deleted_at, kept.edition.number) == ("My plan", None, 1)


# How much there can be


def days(number: int) -> list[str]:
    """So many days in a row."""
    return [(dt.date(2026, 1, 1) + dt.timedelta(days=n)).isoformat() for n in range(number)]


def attempt(sheet: Sheet, action: str, date: str, **how: str) -> Any:
    """What is answered to somebody who says how an exam went whose date is told."""
    sheet.do("status", EXAM, status="confirmed", date=date)
    return sheet.post(action, EXAM, **how)


@pytest.mark.parametrize("how", [{}, {"confirmed": "1"}, {"preview": "1", "confirmed": "1"}])
@pytest.mark.parametrize("action", ["missed", "failed"])
def test_what_is_still_to_come_cannot_have_gone_wrong(action: str, how: Mapping[str, str]) -> None:
    sheet = plan_sheet()
    answer = attempt(sheet, action, "2026-11-22", **how)
    assert answer.status_code == 422
    assert (
        "ABR Qualifying (Core) exam is still to come, on Nov 22, 2026: nobody can have "
        f"{action} it yet. To plan for later, choose another date for it."
    ) in text_of(answer)
    assert sheet.document["changes"] == {EXAM: {"status": "confirmed", "date": "2026-11-22"}}


@pytest.mark.parametrize("action", ["missed", "failed"])
def test_what_is_on_this_day_can_have_gone_wrong(action: str) -> None:
    sheet = plan_sheet()
    assert attempt(sheet, action, "2026-11-21", confirmed="1").status_code == 302
    assert sheet.document["changes"] == {EXAM: {action: ["2026-11-21"]}}


def test_what_is_still_to_come_can_be_tried_and_kept_beside_the_plan() -> None:
    sheet = plan_sheet()
    page = text_of(attempt(sheet, "failed", "2027-06-08", preview="1"))
    preview = page.split('class="preview"')[1].split("</section>")[0]
    assert "Failed ABR Qualifying (Core) exam: " in preview
    assert ">Apply</button>" not in preview
    assert ">Keep both</button>" in preview
    sheet.do("failed", EXAM, keep="beside")
    assert "failed" not in sheet.document["changes"][EXAM]
    assert sheet.document["alternatives"][0]["changes"][EXAM] == {"failed": ["2027-06-08"]}


FULL: Mapping[str, tuple[Document, tuple[str, str, Mapping[str, str]], str]] = {
    "stages": (
        {
            "custom": [
                {**CUSTOM, "key": f"custom_{n}", "name": f"Stage {n}", "months": 1}
                for n in range(1, 199)
            ]
        },
        ("insert", "", OWN),
        "A plan holds at most 200 stages.",
    ),
    "missed sittings": (
        {"changes": {EXAM: {"missed": days(20)}}},
        ("missed", EXAM, {}),
        "At most 20 such dates can be kept.",
    ),
    "leaves": (
        {
            "changes": {
                RESIDENCY: {"leave": [{"since": d, "until": "2029-01-01"} for d in days(50)]}
            }
        },
        ("leave", RESIDENCY, LEAVE),
        "A stage can have at most 50 periods of leave.",
    ),
    "percentages": (
        {"changes": {RESIDENCY: {"working": [{"percent": 80, "since": day} for day in days(50)]}}},
        ("working", RESIDENCY, {"percent": "50", "since": "2028-01-01", "then": "stays"}),
        "At most 50 percentages can be kept with a stage.",
    ),
    "notes": (
        {"changes": {f"item_{n}": {"note": "x" * 9_990} for n in range(26)}},
        ("note", EXAM, {"note": "y" * 9_990}),
        "256 KB",
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_a_plan_that_is_full_says_so_and_still_opens(name: str) -> None:
    more, (action, key, values), says = FULL[name]
    sheet = plan_sheet({**HALF_WAY, **more})
    answer = sheet.post(action, key, **values, confirmed="1")
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert sheet.version == 1
    usual = steps_of(lambda: plan_sheet(HALF_WAY).get(RESIDENCY))
    assert steps_of(lambda: sheet.get(RESIDENCY)) < 4 * usual
    page = sheet.get(RESIDENCY)
    assert page.status_code == 200
    assert len(page.content) < 1_000_000


def test_a_draft_that_is_full_asks_to_sign_in() -> None:
    notes = {f"item_{n}": {"note": "x" * 9_990} for n in range(26)}
    sheet = draft_sheet({**HALF_WAY, "changes": notes})
    answer = sheet.post("note", EXAM, note="y" * 9_990)
    assert answer.status_code == 422
    assert "Sign in to save it." in text_of(answer)
    assert in_field(text_of(answer), "note", "y" * 9_990)


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        ({"note": "x" * 2_700_000}, "2.5 MB"),
        ({f"field_{n}": "" for n in range(1_001)}, "1000 fields"),
    ],
)
def test_a_form_too_large_is_refused_with_the_limit(posted: Mapping[str, str], says: str) -> None:
    sheet = plan_sheet()
    answer = sheet.post("note", EXAM, **posted)
    assert answer.status_code == 413
    assert says in text_of(answer)
    assert sheet.version == 1


# Somebody was faster


@pytest.mark.integrity
@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_two_versions_are_shown_and_both_changes_can_be_had(make: Any, htmx: bool) -> None:
    sheet = make()
    stale = sheet.version
    sheet.do("note", EXAM, note="Theirs")
    before = sheet.document
    sheet.htmx = htmx
    answer = sheet.post("length", FELLOWSHIP, months="24", version=stale, confirmed="1")
    assert answer.status_code == 409
    assert sheet.document == before
    page = text_of(answer)
    assert "This plan was changed somewhere else" in page
    sentences = re.findall(r"<p>(Interventional radiologist[^<]*|[^<]*from [A-Z][^<]*)</p>", page)
    assert len(set(sentences)) == 2
    assert f'href="{sheet.page}"' in page
    posted = {n: html.unescape(v) for n, v in hidden_in(page, 'id="mine-title"').items()}
    assert sheet.client.post(f"{sheet.page}edit/", posted).status_code == 302
    assert sheet.document["changes"] == {EXAM: {"note": "Theirs"}, FELLOWSHIP: {"months": 24}}
    sheet.htmx = False
    sheet.do("undo")
    assert sheet.document == before


@pytest.mark.parametrize(
    ("action", "key", "values"),
    [
        ("insert", "", {**OWN, "preview": "1"}),
        ("insert", "", {**OWN, "confirmed": "1"}),
        ("length", FELLOWSHIP, {"months": "24", "preview": "1"}),
    ],
)
def test_what_was_pressed_and_not_typed_is_told_in_its_sentence_alone(
    action: str, key: str, values: Mapping[str, str]
) -> None:
    sheet = plan_sheet()
    stale = sheet.version
    sheet.do("note", EXAM, note="Theirs")
    answer = sheet.post(action, key, **values, version=stale)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "You, now: " in page
    assert '<dl class="typed">' not in page


@pytest.mark.integrity
@pytest.mark.parametrize("version", [None, "", "0", "2", "-1", "1.0", "²", "١", "9" * 5000, "\x00"])
def test_a_form_without_the_current_version_writes_nothing(version: str | None) -> None:
    for sheet in (draft_sheet(), plan_sheet()):
        before = sheet.document, sheet.version
        for action in ("note", "undo", "redo"):
            answer = sheet.post(action, EXAM, note="Late", version=version, confirmed="1")
            assert answer.status_code == 409
        assert (sheet.document, sheet.version) == before


@pytest.mark.parametrize(
    ("action", "key", "values"),
    [
        ("undo", "", {}),
        ("redo", "", {}),
        ("note", "custom_1", {"note": "All that I typed"}),
        ("length", "custom_1", {"months": "7"}),
    ],
)
def test_a_change_that_no_longer_can_be_made_is_not_offered_but_kept_in_sight(
    action: str, key: str, values: Mapping[str, str]
) -> None:
    sheet = plan_sheet()
    sheet.do("insert", **OWN)
    stale = sheet.version
    sheet.do("remove", "custom_1")
    answer = sheet.post(action, key, **values, version=stale)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Your change cannot be made to it." in page
    assert "Apply my change" not in page
    assert all(value in page for value in values.values())


@pytest.mark.integrity
def test_a_mistake_in_a_late_form_is_told_after_the_choice() -> None:
    sheet = plan_sheet()
    stale = sheet.version
    sheet.do("note", EXAM, note="Theirs")
    answer = sheet.post("length", FELLOWSHIP, months="601", version=stale)
    assert answer.status_code == 409
    page = text_of(answer)
    posted = {n: html.unescape(v) for n, v in hidden_in(page, 'id="mine-title"').items()}
    answer = sheet.client.post(f"{sheet.page}edit/", posted)
    assert answer.status_code == 422
    assert in_field(text_of(answer), "months", "601")


# Anything at all


garbage = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "0", "1", "12", "50", "100", "101", "600", "-1", "1e9", "2027-01-01", "2028-02-29",
         "1990-01-01", "2100-12-31", "9999-12-31", "0001-01-01", "2029-07-01", "back", "stays",
         "all", "only", "overlap", "done", "planned", "confirmed", "research", "custom_1",
         "beside", "{{7*7}}", "' OR 1=1 --", "<svg onload=x>", "\x00", "\u202e", "nr16", "esir"]
    ),
    st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 12, 31)).map(str),
    st.integers(min_value=1, max_value=600).map(str),
)  # fmt: skip
FIELDS = (
    "start", "how", "months", "track", "percent", "since", "then", "then_from", "leave_from",
    "leave_until", "reason", "status", "date", "note", "sitting", "name", "kind", "after", "used",
    "limit", "confirmed", "csrfmiddlewaretoken", "title", "item", "finish_by", "destination",
    "route", "preview", "keep",
)  # fmt: skip
KEYS = (
    RESIDENCY, EXAM, "attending", FELLOWSHIP, "irdr_oral", "custom_1", "j1", "", "no_such", "0"
)  # fmt: skip
forms = st.tuples(
    st.one_of(st.sampled_from([*ACTIONS, "insert", "undo", "redo"]), garbage),
    st.one_of(st.sampled_from(KEYS), garbage),
    st.dictionaries(st.sampled_from(FIELDS), garbage, max_size=6),
)
SENSIBLE = {
    "start": "2031-01-01", "months": "600", "percent": "1", "then": "stays", "status": "done",
    "note": "n", "sitting": "2100-12-31", "name": "n", "kind": "gap", "used": "600",
    "leave_from": "2027-01-01", "leave_until": "2090-01-01", "reason": "r", "track": "holman",
}  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(forms, min_size=3, max_size=5), filled=st.booleans(), htmx=st.booleans())
@example(steps=[(name, key, {}) for name in ACTIONS for key in KEYS[:3]], filled=True, htmx=False)
def test_no_form_is_a_crash_and_the_plan_still_opens(
    steps: list[tuple[str, str, dict[str, str]]], filled: bool, htmx: bool
) -> None:
    sheet = plan_sheet(htmx=htmx)
    for action, key, values in steps:
        posted = {"confirmed": "1", **(SENSIBLE if filled else {}), **values}
        assert sheet.post(action, key, **posted).status_code < 500, (action, key, posted)
        read_plan(sheet.document)
    assert sheet.get(steps[-1][1]).status_code == 200
    for form in ("json", "csv", "ics", "svg"):
        assert sheet.client.get(f"{sheet.page}plan.{form}").status_code == 200


# What pages cost


def queries_of(sheet: Sheet, item: str = "") -> int:
    sheet.get(item)
    with CaptureQueriesContext(connection) as captured:
        assert sheet.get(item).status_code == 200
    return len(captured)


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
def test_a_planner_of_forty_stages_takes_as_many_queries_as_one_of_one(make: Any) -> None:
    def with_stages(number: int) -> Document:
        custom = [{**CUSTOM, "key": f"custom_{n}", "months": 1} for n in range(1, number + 1)]
        notes = {f"custom_{n}": {"note": "Mine"} for n in range(1, number + 1)}
        return {**HALF_WAY, "custom": custom, "changes": dict(sorted(notes.items()))}

    few, many = make(with_stages(1)), make(with_stages(40))
    assert queries_of(few, "custom_1") == queries_of(many, "custom_1")


def test_a_long_history_costs_the_planner_no_query() -> None:
    sheet = plan_sheet()
    sheet.do("note", EXAM, note="First")
    few = queries_of(sheet)
    for number in range(8):
        sheet.do("note", EXAM, note=f"Number {number}")
    assert queries_of(sheet) == few


# The questions and the routes


QUESTIONS = {
    "now": "medical_school@md#1",
    "since": "2024-08",
    "destination": "interventional_radiology",
    "country": "us",
}


def ask_routes(client: Client, **answers: str) -> Any:
    return client.get("/routes/", {**QUESTIONS, **answers})


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"now": ""}, "Choose where you are now."),
        ({"now": "no_such"}, "Choose one of the stages in the list."),
        ({"now": "medical_school@no_such#1"}, "Choose one of the stages in the list."),
        (
            {"now": "medical_school@md#99999999999999999999"},
            "Choose one of the stages in the list.",
        ),
        ({"now": NUL}, "Null characters are not allowed."),
        ({"now": "x" * 101}, "at most 100 characters"),
        ({"since": ""}, "Give the date"),
        ({"since": "2024-13"}, "2024-13"),
        ({"since": "1989-12"}, "Choose a date from 1990 to 2100."),
        ({"since": "9999-12"}, "Choose a date from 1990 to 2100."),
        ({"since": "2027-01"}, "That date is still to come. Give the month when you began."),
        ({"since": "0000-00"}, "0000-00"),
        ({"since": "last year"}, "last year"),
        ({"destination": "no_such"}, "Choose one of the destinations in the list."),
        ({"country": "zz"}, "Choose one of the countries in the list."),
        ({"country": ""}, "Choose the country you want to train in."),
    ],
)
def test_answers_that_cannot_be_are_asked_again(answers: Mapping[str, str], says: str) -> None:
    answer = ask_routes(Client(), **answers)
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page
    assert 'aria-invalid="true"' in page
    if "country" not in answers:
        assert '<option value="us" selected>' in page
    if "since" not in answers:
        assert in_field(page, "since", "2024-08")
    if answers.get("since") == "2027-01":
        assert in_field(page, "since", "2027-01")


def test_every_route_on_the_page_can_be_chosen() -> None:
    keys = re.findall(r'name="route" value="([^"]+)"', text_of(ask_routes(Client())))
    assert len(keys) >= 3
    for key in keys:
        client = Client()
        answer = client.post(ask_routes(client).wsgi_request.get_full_path(), {"route": key})
        assert answer.headers["Location"] == "/draft/"
        draft = drafts.read_draft(client.session)
        assert draft is not None
        chosen = ".".join(
            step["stage"] + (f"@{step['track']}" if step["track"] else "")
            for step in draft.document["route"]
        )
        assert chosen == key


@pytest.mark.parametrize("route", ["", "no_such", "pgy1", NUL, "x" * 5000])
def test_a_route_that_is_not_there_is_said_to_be_gone(route: str) -> None:
    client = Client()
    address = ask_routes(client).wsgi_request.get_full_path()
    answer = client.post(address, {"route": route})
    assert answer.status_code == 422
    assert "That route is not offered any more. Choose one of these." in text_of(answer)
    assert drafts.read_draft(client.session) is None


def test_the_example_says_what_begins_at_its_end_and_when() -> None:
    page = text_of(Client().get("/"))
    said = re.search(
        r"\d+ steps, worked out from the rules, first attending post from [^<]+\.", page
    )
    assert said
    assert "ending on" not in page


def test_lane_and_key_have_words_for_every_country() -> None:
    page = text_of(Client().get("/"))
    assert "Exams, licensing" in page
    assert "match, credential" in page
    assert "licence" not in page.split('class="example"')[1]


def test_whoever_is_not_sure_yet_sees_every_destination() -> None:
    page = text_of(ask_routes(Client(), destination=""))
    assert "<h1>Where you can go from here</h1>" in page
    addresses = re.findall(r'<h3><a href="([^"]+)">', page)
    assert len(addresses) >= 10
    groups = re.findall(r"<h2 id=[^>]+>(\w+)</h2>(.*?)</section>", page, re.DOTALL)
    assert [title for title, _ in groups] == ["Subspecialties", "Roles"]
    assert re.findall(r'href="#group-\d">([^<]+)<', page) == [
        f"{title} ({group.count('<h3>')})" for title, group in groups
    ]
    for _, group in groups:
        finishes = re.findall(r'route-finish">(\w+ \d{4})<', group)
        dates = [dt.datetime.strptime(one, "%B %Y") for one in finishes]  # noqa: DTZ007
        assert dates == sorted(dates)
    for address in addresses:
        routes = Client().get(address)
        assert routes.status_code == 200
        assert 'name="route"' in text_of(routes)


def test_who_is_there_already_is_told_so() -> None:
    there = {"now": "attending", "since": "2020-07"}
    page = text_of(ask_routes(Client(), **there, destination=""))
    line = re.search(r"Diagnostic radiology</a></h3>.*?</p>", page, re.DOTALL)
    assert line
    assert re.search(r">You are there already</span>\s*</p>", line[0])
    assert "from now" not in line[0]
    page = text_of(ask_routes(Client(), **there, destination="diagnostic_radiology"))
    assert "You are there already: diagnostic radiology." in page
    assert "You have been there since July 2020; nothing is left to do." in page
    assert "0 months" not in page
    assert "0 exams" not in page
    page = text_of(ask_routes(Client(), **there, destination="neuroradiology"))
    assert "One route. It finishes" in page


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    answers=st.dictionaries(
        st.sampled_from(
            ["now", "since", "destination", "country", "route", "plan", "item", "finish_by", "\x00"]
        ),
        st.one_of(garbage, st.sampled_from([*QUESTIONS.values(), "2030-08", RESIDENCY])),
    ),
    method=st.sampled_from(["get", "post"]),
)
def test_no_answers_are_a_crash(answers: dict[str, str], method: str) -> None:
    client = draft_sheet().client
    for path in ("/", "/routes/", "/routes/compare/", "/draft/", "/draft/routes/"):
        answer = getattr(client, method)(path, query_params=answers)
        assert answer.status_code in (200, 302, 405, 422), (path, answer.status_code)
