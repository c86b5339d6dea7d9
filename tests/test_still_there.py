"""A start so early that the stage would be over: asked at once, still in it or finished."""

import datetime as dt
import html
import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client

from pathways import drafts
from pathways.forms import StartForm
from pathways.forms.staying import overdue
from pathways.models import Plan
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Change, Current, Past
from pathways.planning.plans import Plan as PlanValue
from tests.engine.editions import shipped
from tests.factories import make_user, publish_packs
from tests.pictures import TODAY, day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day", "edition")]

# MS2 since August 2019: medical school began in August 2018 and would have ended in May 2022.
LATE = {
    "country": "us",
    "now": "medical_school@md#2",
    "since": "2019-08",
    "destination": "interventional_radiology",
}
SAYS = "That stage would normally have ended in May 2022. Are you still in it?"
ASKED = {"asked": "medical_school:2018-08-01"}


@pytest.fixture
def edition() -> None:
    publish_packs()


def ask(client: Client, **answers: str) -> Any:
    return client.get("/routes/", {**LATE, **answers})


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def typed_on(page: str) -> dict[str, str]:
    """What a browser would send of the questions on the page."""
    form = page[page.index('id="questions"') :].split("</form>")[0]
    chosen: dict[str, str] = {}
    for name, options in re.findall(r'<select[^>]* name="(\w+)"(.*?)</select>', form, re.DOTALL):
        chosen[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    for field in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', field))
        if told["type"] != "radio" or " checked" in field:
            chosen[told["name"]] = told["value"]
    return chosen


def plan_of(client: Client, answer: Any) -> PlanValue:
    """The plan of the first route on the page, as a draft."""
    assert answer.status_code == 200, text_of(answer)
    key = answer.context["routes"].cards[0].key
    address = answer.wsgi_request.get_full_path()
    assert client.post(address, {"route": key}).headers["Location"] == "/draft/"
    draft = drafts.read_draft(client.session)
    assert draft is not None
    return read_plan(draft.document)


# What is asked


def test_it_is_asked_at_once_and_nothing_typed_is_lost() -> None:
    client = Client()
    answer = ask(client)
    assert answer.status_code == 422
    page = text_of(answer)
    assert f"<legend>{SAYS}</legend>" in page
    assert typed_on(page) == {**LATE, **ASKED, "ends": "", "ended": "2022-05"}
    over = page[page.index('id="over"') :].split("</fieldset>")[0]
    assert 'class="wrong"' not in over, "nothing is wrong yet"
    assert drafts.read_draft(client.session) is None


def test_without_an_answer_it_is_asked_again() -> None:
    page = text_of(ask(Client(), **ASKED, ends="2027-06", ended="2022-05"))
    assert SAYS in page
    assert "Choose one of these." in page
    assert typed_on(page)["ends"] == "2027-06"


@pytest.mark.parametrize(
    ("answers", "says", "kept"),
    [
        ({"still": "yes"}, "Enter the month you expect to finish, like 2027-06.", ""),
        ({"still": "yes", "ends": "2026-10"}, "Choose this month or a later one.", "2026-10"),
        ({"still": "yes", "ends": "soon"}, "Enter a month, like 2027-06.", "soon"),
        ({"still": "yes", "ends": "2099-01"}, "a stage lasts at most 600 months.", "2099-01"),
        ({"still": "yes", "ends": "9999-12"}, "Choose a month from 1990 to 2100.", "9999-12"),
        ({"still": "no", "ended": ""}, "Enter the month you finished, like 2027-06.", ""),
        ({"still": "no", "ended": "2026-12"}, "That month is still to come.", "2026-12"),
        ({"still": "no", "ended": "2018-07"}, "That’s before you started.", "2018-07"),
        ({"still": "no", "ended": "2022-13"}, "Enter a month, like 2027-06.", "2022-13"),
        ({"still": "maybe"}, "Choose one of these.", ""),
    ],
)
def test_answers_that_cannot_be_are_said_and_stay(
    answers: dict[str, str], says: str, kept: str
) -> None:
    answer = ask(Client(), **ASKED, **answers)
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page
    typed = typed_on(page)
    assert {**typed, **LATE} == typed
    if answers["still"] != "maybe":
        assert typed["still"] == answers["still"]
        field = "ends" if answers["still"] == "yes" else "ended"
        assert typed[field] == kept or (field, kept) == ("ended", "")


def test_an_answer_counts_for_what_was_asked_only() -> None:
    """Who changes the month after the question came is asked about the new one."""
    answer = ask(Client(), **ASKED, still="no", ended="2022-05", since="2016-08")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "would normally have ended in May 2019. Are you still in it?" in page
    typed = typed_on(page)
    assert "still" not in typed
    assert (typed["ended"], typed["asked"]) == ("2019-05", "medical_school:2015-08-01")


def test_who_changes_the_month_to_a_later_one_is_asked_no_more() -> None:
    answer = ask(Client(), **ASKED, still="no", ended="2022-05", since="2025-08")
    assert answer.status_code == 200
    assert not answer.context["routes"].cards[0].key.startswith("medical")


def test_choosing_another_country_keeps_the_question_and_its_answers() -> None:
    given = {**LATE, **ASKED, "still": "yes", "ends": "2027-06"}
    page = text_of(Client().get("/", {**given, "country": "uk"}))
    assert SAYS in page
    assert typed_on(page)["ends"] == "2027-06"
    assert "over-wrong" not in page


def test_the_start_page_asks_nothing_before_anything_is_said() -> None:
    for query in ({}, {"country": "us"}, {"now": "medical_school@md#2"}, {"since": "2019-08"}):
        assert 'id="over"' not in text_of(Client().get("/", query))


# When it is asked


@pytest.mark.parametrize(
    ("now", "since", "asked"),
    [
        ("medical_school@md#1", "2022-08", "May 2026"),
        ("medical_school@md#1", "2023-08", ""),
        ("medical_school@md#4", "2025-08", "May 2026"),
        ("medical_school@md_phd#1", "2020-08", ""),
        ("dr_residency#1", "2022-07", "June 2026"),
        ("dr_residency#1", "2023-07", ""),
        ("pgy1", "2025-07", "June 2026"),
        ("pgy1", "2026-07", ""),
        ("attending", "1995-07", ""),
        ("medical_school@md#1", "2026-12", ""),
    ],
)
def test_only_a_stage_that_would_be_over_is_asked_about(now: str, since: str, asked: str) -> None:
    page = text_of(ask(Client(), now=now, since=since))
    found = re.findall(r"would normally have ended in ([^.]+)\. Are", page)
    assert found == ([asked] if asked else [])


@pytest.mark.parametrize(
    ("today", "asked"),
    [("2026-06-29", False), ("2026-06-30", False), ("2026-07-01", True), ("2026-07-15", True)],
)
def test_the_last_day_still_belongs_to_the_stage(today: str, asked: bool) -> None:
    current = Current(stage="dr_residency", start=day("2022-07-01"))
    found = overdue(shipped(), current, day(today))
    assert (found is not None) == asked
    assert found is None or found.last == day("2026-06-30")


def test_of_several_tracks_the_longest_counts_until_one_is_chosen() -> None:
    edition = shipped()
    stage = edition.stages["medical_school"]
    lengths = {one.key: stage.length_on(one.key).typical for one in stage.tracks}
    assert len(set(lengths.values())) > 1
    longest = max(lengths, key=lambda key: lengths[key])
    start = dt.date(2015, 8, 1)
    ends = {
        track: found.ends
        for track in ("", *lengths)
        if (found := overdue(edition, Current(stage=stage.key, track=track, start=start), TODAY))
    }
    assert ends[""] == ends[longest] == max(ends.values())
    assert ends["md"] == dt.date(2019, 6, 1)


def test_a_post_is_never_over() -> None:
    edition = shipped()
    posts = [one.key for one in edition.stages.values() if one.kind == "practice"]
    assert posts
    for key in posts:
        current = Current(stage=key, start=dt.date(1990, 1, 1))
        assert overdue(edition, current, TODAY) is None


def test_every_other_stage_is_asked_about_some_day() -> None:
    edition = shipped()
    for stage in edition.stages.values():
        current = Current(stage=stage.key, start=dt.date(1990, 1, 1))
        assert (overdue(edition, current, TODAY) is None) == (stage.kind == "practice"), stage.key


@pytest.mark.parametrize("now", ["none", "ecfmg"])
def test_where_no_stage_runs_nothing_is_asked(now: str) -> None:
    form = StartForm(shipped(), TODAY, {**LATE, "now": now, "since": "2001-01"})
    form.is_valid()
    assert form.over is None


# What the answers make


def test_still_in_it_sets_the_length_and_every_card_counts_with_it() -> None:
    client = Client()
    answer = ask(client, **ASKED, still="yes", ends="2027-05")
    cards = answer.context["routes"].cards
    plan = plan_of(client, answer)
    assert plan.situation.at[0].start == day("2018-08-01")
    assert plan.changes == {"medical_school": Change(months=106)}
    page = text_of(client.get("/draft/"))
    assert "Aug 1, 2018 – May 31, 2027" in page
    assert cards[0].finish in page, "card and plan never disagree"
    usual = Client().get("/routes/", {**LATE, "now": "medical_school@md#4", "since": "2026-08"})
    assert usual.context["routes"].cards[0].finish == cards[0].finish


@pytest.mark.parametrize(
    ("ends", "months", "last"),
    [("2026-11", 100, "Nov 30, 2026"), ("2028-02", 115, "Feb 29, 2028")],
)
def test_the_stage_lasts_to_the_end_of_that_month(ends: str, months: int, last: str) -> None:
    client = Client()
    plan = plan_of(client, ask(client, **ASKED, still="yes", ends=ends))
    assert plan.changes["medical_school"].months == months
    assert f"Aug 1, 2018 – {last}" in text_of(client.get("/draft/"))


UK = {
    "country": "uk",
    "now": "uk_st1_3#1",
    "since": "2022-08",
    "destination": "uk_interventional_radiology",
}
UK_ASKED = {"asked": "uk_st1_3:2022-08-03"}


@pytest.mark.parametrize(("ends", "months"), [("2027-08", 60), ("2027-07", 59)])
def test_a_stage_that_began_within_a_month_ends_within_the_one_that_was_said(
    ends: str, months: int
) -> None:
    """British training begins on a Wednesday in August."""
    client = Client()
    answer = client.get("/routes/", UK)
    assert {**typed_on(text_of(answer)), **UK_ASKED} == typed_on(text_of(answer))
    assert "would normally have ended in August 2025." in text_of(answer)
    answer = client.get("/routes/", {**UK, **UK_ASKED, "still": "yes", "ends": ends})
    plan = plan_of(client, answer)
    assert plan.situation.at[0].start == day("2022-08-03")
    assert plan.changes["uk_st1_3"].months == months


@pytest.mark.parametrize(
    ("ended", "date"),
    [("2022-05", "2022-06-01"), ("2024-02", "2024-03-01"), ("2026-11", "2026-11-21")],
)
def test_finished_puts_the_stage_behind_with_its_date(ended: str, date: str) -> None:
    client = Client()
    plan = plan_of(client, ask(client, **ASKED, still="no", ended=ended))
    assert plan.situation.at == ()
    assert plan.situation.done == (Past(key="medical_school", track="md", date=day(date)),)
    assert plan.changes == {}
    assert "medical_school" not in [one.key for one in plan.route]


@pytest.mark.parametrize(("ended", "date"), [("2025-08", "2025-08-06"), ("2025-07", "2025-08-01")])
def test_finished_in_the_usual_month_is_on_the_usual_day(ended: str, date: str) -> None:
    form = StartForm(shipped(), TODAY, {**UK, **UK_ASKED, "still": "no", "ended": ended})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["situation"].done[0].date == day(date)


def test_not_sure_yet_counts_with_the_answers_too() -> None:
    answer = ask(Client(), **ASKED, still="yes", ends="2029-05", destination="")
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Where you can go from here" in page
    address = html.unescape(re.findall(r'<h3><a href="([^"]+)">', page)[0])
    sent = dict(parse_qsl(address.split("?")[1]))
    assert {**sent, **ASKED, "still": "yes", "ends": "2029-05"} == sent
    assert Client().get(address).status_code == 200


def test_routes_beside_each_other_count_with_them_too() -> None:
    client = Client()
    answer = ask(client, **ASKED, still="yes", ends="2029-05")
    cards = answer.context["routes"].cards
    query = {**LATE, **ASKED, "still": "yes", "ends": "2029-05"}
    chosen = {"route": [one.key for one in cards[:2]]}
    page = text_of(client.get("/routes/compare/", {**query, **chosen}))
    assert cards[0].finish in page


def test_a_new_plan_of_somebody_signed_in_is_asked_alike() -> None:
    client = Client()
    client.force_login(make_user())
    assert SAYS in text_of(ask(client))
    answer = ask(client, **ASKED, still="yes", ends="2027-05")
    key = answer.context["routes"].cards[0].key
    client.post(answer.wsgi_request.get_full_path(), {"route": key})
    document = Plan.objects.get().document
    assert document["changes"] == {"medical_school": {"months": 106}}


def test_the_answers_can_be_changed_again() -> None:
    answer = ask(Client(), **ASKED, still="no", ended="2023-01")
    back = html.unescape(re.findall(r'<a href="([^"]+)">Change my answers', text_of(answer))[0])
    typed = typed_on(text_of(Client().get(back)))
    assert (typed["still"], typed["ended"]) == ("no", "2023-01")
