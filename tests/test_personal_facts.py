"""A place in a stage, and the month of birth: said where they matter, taken back, kept private."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from pathways.bridge import edition_values
from pathways.models import ShareLink
from pathways.operations.shares import create_share
from pathways.planning.catalogue import Edition, Renewal
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Plan
from pathways.planning.redaction import redact
from pathways.planning.routes import find_routes, take_route
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Finding, Fix, Timeline
from pathways.views.timelines import computed, timeline_of
from tests.engine.editions import shipped
from tests.factories import plan_document
from tests.pictures import TODAY
from tests.test_leave_editor import forms_of, text_of
from tests.test_planner_edits import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

STAGE = "ir_independent_1y"
EXAM = "core"
NOT_YET = "I don’t have a place yet"


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


# A place


def assuming(timeline: Timeline, plan: Plan) -> Timeline:
    """The timeline with what it says where it takes a place for granted."""
    if plan.change(STAGE).no_place:
        return timeline
    assumed = Finding(
        code="assumes_place",
        severity="note",
        key=STAGE,
        says="We assume that you already have a place in the fellowship.",
        why="Nothing in your plan leads to it.",
        fix=Fix(label=NOT_YET, action="no_place", key=STAGE),
    )
    return replace(timeline, findings=(*timeline.findings, assumed))


@pytest.fixture
def assumed(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    monkeypatch.setattr(
        "pathways.views.desks.timeline_of",
        lambda edition, plan, today: assuming(timeline_of(edition, plan, today), plan),
    )
    return sheet


def test_a_place_that_is_only_assumed_can_be_denied_and_claimed_again(assumed: Sheet) -> None:
    page = assumed.open(STAGE)
    editor = page[page.index('id="place"') :]
    assert "We assume that you already have a place here." in editor
    from_finding, from_editor = forms_of(page, "no_place")[::-1]
    assert from_finding["key"] == from_editor["key"] == STAGE
    answer = assumed.client.post(
        f"{assumed.page}edit/", {**from_editor, "confirmed": "1"}, follow=True
    )
    assert "No place yet: Independent interventional radiology" in text_of(answer)
    assert assumed.plan.change(STAGE).no_place
    page = assumed.open(STAGE)
    assert "You don’t have a place here yet, so getting one is part of your plan." in page
    assert NOT_YET not in page
    (back,) = forms_of(page, "have_place")
    assumed.client.post(f"{assumed.page}edit/", {**back, "confirmed": "1"})
    assert STAGE not in assumed.plan.changes
    assumed.ask("undo")
    assert assumed.plan.change(STAGE).no_place
    assumed.ask("undo")
    assert not assumed.plan.changes


def test_the_way_back_needs_no_finding(sheet: Sheet) -> None:
    sheet.do("no_place", STAGE)
    assert "I have a place</button>" in sheet.open(STAGE)
    sheet.do("reset", STAGE)
    assert not sheet.plan.changes


@pytest.mark.parametrize("key", ["dr_residency", STAGE, "attending", EXAM])
def test_where_no_place_is_assumed_nobody_is_asked(sheet: Sheet, key: str) -> None:
    page = sheet.open(key)
    assert 'id="place"' not in page
    assert "have_place" not in page


@pytest.mark.parametrize(
    ("before", "key", "status", "said"),
    [
        ((), "dr_residency", 422, "You’re in Diagnostic radiology residency already"),
        ((("status", STAGE, {"status": "confirmed"}),), STAGE, 422, "or have confirmed it"),
        (
            (
                (
                    "insert",
                    "",
                    {"name": "Year", "kind": "gap", "months": "12", "after": "dr_residency"},
                ),
            ),
            "custom_1",
            422,
            "You added this stage yourself",
        ),
        ((), EXAM, 404, "That is not in this plan any more."),
        ((), "moon", 404, "That is not in this plan any more."),
    ],
)
def test_only_a_stage_that_is_planned_can_be_without_a_place(
    sheet: Sheet, before: Any, key: str, status: int, said: str
) -> None:
    for action, item, values in before:
        sheet.do(action, item, **values)
    answer = sheet.ask("no_place", key)
    assert answer.status_code == status
    assert said in text_of(answer)


# The month of birth


def with_birth_month(edition: Edition) -> Edition:
    """The edition with an exam whose credential is renewed at the end of the birth month."""
    renewal = Renewal(says="Renewed at the end of the birth month.", months=12, birth_month=True)
    exam = replace(edition.milestones[EXAM], renewal=renewal)
    return replace(edition, milestones={**edition.milestones, EXAM: exam})


@pytest.fixture
def credentialed(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    read = "pathways.views.desks.edition_values"
    monkeypatch.setattr(read, lambda number: with_birth_month(edition_values(number)))
    return sheet


def test_the_birth_month_is_asked_only_where_a_renewal_ends_with_it(credentialed: Sheet) -> None:
    page = credentialed.open(EXAM)
    assert (
        "Renewed at the end of your birth month. To see the date, choose the month (optional)."
    ) in page
    select = page.split('id="edit-birth-month"')[1].split("</select>")[0]
    assert re.findall(r'value="(\d*)"', select) == ["", *map(str, range(1, 13))]
    assert " selected" not in select.replace('value="" selected', "")
    assert "clear-birth-month" not in page
    for key in ("", "dr_residency", STAGE, "ir_indep_match", "attending"):
        assert "birth_month" not in credentialed.open(key), key


def test_the_birth_month_is_set_shown_cleared_and_undone(credentialed: Sheet) -> None:
    answer = credentialed.do("birth_month", EXAM, birth_month="3")
    assert credentialed.plan.birth_month == 3
    assert "March" not in text_of(answer).split('id="editor"')[0].split("</form>")[0]
    page = credentialed.open(EXAM)
    assert '<option value="3" selected>March</option>' in page
    clear = forms_of(page, "birth_month")[-1]
    assert clear["birth_month"] == ""
    credentialed.client.post(f"{credentialed.page}edit/", {**clear, "confirmed": "1"})
    assert credentialed.plan.birth_month is None
    assert "birth_month" not in credentialed.row.document
    credentialed.ask("undo")
    assert credentialed.plan.birth_month == 3


@pytest.mark.parametrize("month", ["0", "13", "March", "-1", "3.5"])
def test_no_other_month_is_taken(credentialed: Sheet, month: str) -> None:
    answer = credentialed.ask("birth_month", EXAM, birth_month=month)
    assert answer.status_code == 422
    assert "Choose one of the twelve months." in text_of(answer)
    assert credentialed.plan.birth_month is None


def test_what_was_done_never_says_which_month(credentialed: Sheet) -> None:
    credentialed.do("birth_month", EXAM, birth_month="3")
    causes = [one.cause for one in credentialed.row.revisions.all()]
    assert "Birth month for the renewal of ABR Qualifying (Core) exam" in causes
    assert not any("March" in one for one in causes)


def test_nobody_else_sees_it_whatever_a_link_shows() -> None:
    plan = read_plan(plan_document(birth_month=3))
    assert plan.birth_month == 3
    for notes in (True, False):
        for own_names in (True, False):
            assert redact(plan, notes=notes, own_names=own_names).birth_month is None


def test_no_page_behind_a_link_is_worked_out_from_it(
    credentialed: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only is it not printed: no date on such a page may come from it."""
    credentialed.do("birth_month", EXAM, birth_month="3")
    credentialed.row.refresh_from_db()
    link, token = create_share(plan=credentialed.row, label="Mentor")
    ShareLink.objects.filter(pk=link.pk).update(
        show_name=True, show_notes=True, show_own_names=True
    )
    dated: list[Plan] = []

    def watched(edition: Edition, plan: Plan, today: Any) -> Timeline:
        dated.append(plan)
        return schedule(edition, plan, today)

    monkeypatch.setattr("pathways.views.timelines.schedule", watched)
    for path in ("", "print/"):
        computed.cache_clear()
        answer = Client().get(f"/s/{token}/{path}")
        assert answer.status_code == 200
        assert "birth" not in html.unescape(answer.content.decode()).lower()
    computed.cache_clear()
    assert credentialed.client.get(f"/s/{token}/compare/").status_code == 200
    shared = [one for one in dated if one.birth_month is None]
    assert len(shared) == 3, "the shared page, its page to print, and the comparison"
    assert [one.birth_month for one in dated if one not in shared] == [3], "the owner's own plan"


def test_another_route_keeps_it() -> None:
    edition, plan = shipped(), read_plan(plan_document(birth_month=3))
    goal = edition.destinations[plan.destination]
    for route in find_routes(edition, plan.situation, goal, TODAY).found:
        assert take_route(plan, route).birth_month == 3
