"""First steps with a new plan: what is offered, what is ticked off, and how they go away."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pathways.models import Plan
from pathways.presenters.first_steps import STEPS
from pathways.views.first_steps import COOKIE, HIDDEN
from tests.factories import publish_packs
from tests.test_planner_pages import EXAM, Sheet, draft_sheet, plan_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]
LATER = {"months": "60", "preview": "1"}


@pytest.fixture(autouse=True)
def _edition() -> None:
    publish_packs()


def steps_in(answer: Any) -> dict[str, bool]:
    """What each step says, and whether it is ticked off; empty where the page has none."""
    page = html.unescape(answer.content.decode())
    _, _, section = page.partition('<section class="first-steps')
    found = re.findall(r"<li( class=\"taken\")?>\s*<p>(.*?)</p>", section.partition("</ol>")[0])
    return {re.sub(r"<[^>]*>|Done: ", "", says).split(".")[0]: bool(done) for done, says in found}


def cookie_of(sheet: Sheet) -> str:
    morsel = sheet.client.cookies.get(COOKIE)
    return str(morsel.value) if morsel else ""


TRY, ASK, SAVE, VIEW = (
    "See what a change would move",
    "Ask why a date is what it is",
    "Keep it",
    "Keep it in view, if you like",
)


def test_a_draft_offers_to_try_to_ask_and_to_keep() -> None:
    sheet = draft_sheet()
    page = sheet.get()
    assert steps_in(page) == {TRY: False, ASK: False, SAVE: False}
    assert "What if …" not in html.unescape(page.content.decode()).partition("levers")[0]


def test_a_saved_plan_offers_calendar_and_mentor() -> None:
    sheet = plan_sheet()
    page = sheet.get()
    assert steps_in(page) == {TRY: False, ASK: False, VIEW: False}
    section = page.content.decode().partition('<section class="first-steps')[2]
    assert f'href="{sheet.page}plan.ics"' in section
    assert f'href="{sheet.page}links/"' in section


def test_each_step_is_ticked_off_once_it_is_taken() -> None:
    sheet = plan_sheet()
    assert steps_in(sheet.post("length", "dr_residency", **LATER)) == {
        TRY: True, ASK: False, VIEW: False,
    }  # fmt: skip
    sheet.client.get(f"{sheet.page}why/{EXAM}/")
    assert steps_in(sheet.get()) == {TRY: True, ASK: True, VIEW: False}
    sheet.client.get(f"{sheet.page}plan.csv")
    assert steps_in(sheet.get())[VIEW] is False
    sheet.client.get(f"{sheet.page}plan.ics")
    assert cookie_of(sheet) == "move.view.why"
    page = sheet.get()
    assert steps_in(page) == {}
    assert "What if …" in html.unescape(page.content.decode())


def test_making_a_link_counts_as_keeping_it_in_view() -> None:
    sheet = plan_sheet()
    sheet.client.post(f"{sheet.page}links/", {"label": "Dr Okafor", "key": "x"})
    assert cookie_of(sheet) == ""
    made = {"label": "Dr Okafor", "key": "6f1f0c0e-2b0c-4a51-8f0a-0d6f3f5d8a11"}
    assert sheet.client.post(f"{sheet.page}links/", made).status_code == 302
    assert cookie_of(sheet) == "view"


def test_a_draft_keeps_asking_to_be_saved() -> None:
    sheet = draft_sheet()
    sheet.client.cookies[COOKIE] = ".".join(STEPS)
    assert steps_in(sheet.get()) == {TRY: True, ASK: True, SAVE: False}


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet])
def test_they_can_be_hidden_for_good(make: Any) -> None:
    sheet = make()
    answer = sheet.client.post(f"{sheet.page}first-steps/hide/")
    assert answer.status_code == 302
    assert answer["Location"] == sheet.page
    morsel = answer.cookies[COOKIE]
    assert (morsel.value, morsel["httponly"], morsel["samesite"]) == (HIDDEN, True, "Lax")
    assert int(morsel["max-age"]) == 365 * 86_400
    sheet.client.get(f"{sheet.page}why/{EXAM}/")
    assert cookie_of(sheet) == HIDDEN
    page = sheet.get()
    assert steps_in(page) == {}
    assert "What if …" in html.unescape(page.content.decode())


def test_a_plan_of_two_weeks_has_no_first_steps() -> None:
    sheet = plan_sheet()
    for days, shown in ((13, True), (15, False)):
        made = timezone.now() - dt.timedelta(days=days)
        Plan.objects.update(created_at=made)
        assert bool(steps_in(sheet.get())) is shown


@pytest.mark.parametrize("odd", ["", "move;why", "nothing.move.move", "x" * 4_000, "hidden2"])
def test_an_odd_cookie_is_no_harm(odd: str) -> None:
    sheet = plan_sheet()
    sheet.client.cookies[COOKIE] = odd
    found = steps_in(sheet.get())
    assert found == {TRY: "move" in odd.split("."), ASK: False, VIEW: False}


def test_without_a_draft_there_is_nothing_to_hide(client: Client) -> None:
    answer = client.post(reverse("pathways:draft_hide_steps"))
    assert answer.status_code in (302, 410)
    assert COOKIE not in answer.cookies
