"""Forms that come too late over HTTP: what was typed is kept, or shown to be copied."""

import html
import re
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from pathways import typed as typed_module
from pathways.models import Edition, Plan
from pathways.operations.plans import create_plan, delete_plan
from radcareers.accounts.models import User
from tests.factories import PASSWORD, make_user, publish_packs
from tests.test_planner_pages import (
    EXAM,
    FELLOWSHIP,
    HALF_WAY,
    OWN,
    RESIDENCY,
    Sheet,
    draft_sheet,
    hidden_in,
    in_field,
    plan_sheet,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

NOTE = "Ask Dr Lee <soon> & often 🩻"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _edition() -> Edition:
    return publish_packs()


def signed_out(sheet: Sheet) -> Sheet:
    """The same plan in a browser whose session has ended."""
    Session.objects.all().delete()
    return sheet


def sign_in(client: Client, user: User, *, follow: str = "") -> Any:
    """Sign in by the form, as people do, and open the page that it leads to."""
    answer = client.post(
        f"{reverse('account_login')}?next={follow}",
        {"login": user.email, "password": PASSWORD, "next": follow},
    )
    assert answer.status_code == 302, text_of(answer)
    return client.get(answer.headers["Location"])


def owner_of(sheet: Sheet) -> User:
    assert sheet.row is not None
    return sheet.row.owner


# Signed out


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_what_was_typed_while_signed_out_is_in_its_editor_afterwards(htmx: bool) -> None:
    sheet = signed_out(plan_sheet(htmx=htmx))
    answer = sheet.post("note", RESIDENCY, note=NOTE)
    address = f"{reverse('account_login')}?next={sheet.page}"
    if htmx:
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, address)
    else:
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = text_of(sign_in(sheet.client, owner_of(sheet), follow=sheet.page))
    assert "You were signed out before this was kept. Here is what you typed" in page
    assert in_field(page, "note", NOTE)
    assert 'id="editor"' in page
    assert sheet.document["changes"] == {}
    again = text_of(sheet.get())
    assert NOTE not in again
    assert "signed out" not in again


def test_what_moves_something_is_previewed_and_can_be_applied() -> None:
    sheet = signed_out(plan_sheet())
    sheet.post("length", FELLOWSHIP, months="24")
    page = text_of(sign_in(sheet.client, owner_of(sheet), follow=sheet.page))
    assert "Look at what it does, then apply it." in page
    assert in_field(page, "months", "24")
    posted = {n: html.unescape(v) for n, v in hidden_in(page, 'class="preview"').items()}
    assert sheet.client.post(f"{sheet.page}edit/", posted).status_code == 302
    assert sheet.document["changes"] == {FELLOWSHIP: {"months": 24}}


@pytest.mark.parametrize(
    ("action", "key", "values", "says"),
    [
        ("pin", FELLOWSHIP, {}, "Pinned"),
        ("undo", "", {}, "Press the button again."),
        ("insert", "", OWN, "Added Research & rest"),
        ("clock", "j1", {"used": "24", "limit": "96"}, "apply it"),
        ("length", FELLOWSHIP, {"months": "601"}, "less than or equal to 600."),
        ("insert", "", {**OWN, "months": "601"}, "less than or equal to 600."),
        ("remove", RESIDENCY, {}, "Only stages that you added can be removed"),
        ("note", "custom_9", {"note": NOTE}, "is not in the plan any more"),
        ("no_such", "", {"note": NOTE}, "signed out"),
        ("note", RESIDENCY, {"note": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_every_kind_of_form_comes_back_after_signing_in(
    action: str, key: str, values: Mapping[str, str], says: str
) -> None:
    sheet = signed_out(plan_sheet())
    sheet.post(action, key, **values)
    page = text_of(sign_in(sheet.client, owner_of(sheet), follow=sheet.page))
    assert "You were signed out before this was kept" in page
    assert says in page
    if action in ("insert", "length"):
        assert all(in_field(page, name, value) for name, value in values.items())
    if action == "insert":
        assert re.search(r'<details class="insert" id="insert" open>', page)
    if key == "custom_9":
        assert NOTE in page
    assert sheet.version == 1


def test_a_plan_that_was_changed_meanwhile_says_so() -> None:
    sheet = plan_sheet()
    stale = sheet.version
    sheet.do("note", EXAM, note="Theirs")
    signed_out(sheet).post("note", RESIDENCY, note=NOTE, version=stale)
    page = text_of(sign_in(sheet.client, owner_of(sheet), follow=sheet.page))
    assert "The plan was changed meanwhile." in page
    assert in_field(page, "note", NOTE)


def test_the_goal_of_the_page_is_still_there_after_signing_in() -> None:
    sheet = signed_out(plan_sheet())
    posted = {"version": 1, "action": "note", "key": EXAM, "note": NOTE}
    answer = sheet.client.post(f"{sheet.page}edit/?finish_by=2036-07", posted)
    assert answer.headers["Location"].endswith(f"?next={sheet.page}%3Ffinish_by%3D2036-07")


def test_nobody_else_sees_what_was_typed_and_it_is_dropped() -> None:
    sheet = signed_out(plan_sheet())
    sheet.post("note", RESIDENCY, note=NOTE)
    other = make_user()
    create_plan(owner=other, document=HALF_WAY)
    answer = sign_in(sheet.client, other, follow=sheet.page)
    assert answer.status_code == 404
    assert typed_module.SESSION_KEY not in sheet.client.session
    own = reverse("pathways:plan_page", kwargs={"plan_id": Plan.objects.of(other.pk).get().pk})
    for path in (own, "/plans/", "/"):
        assert NOTE not in text_of(sheet.client.get(path))


def test_what_was_typed_for_another_plan_waits_for_that_plan() -> None:
    sheet = signed_out(plan_sheet())
    owner = owner_of(sheet)
    second = create_plan(owner=owner, document=HALF_WAY)
    sheet.post("note", RESIDENCY, note=NOTE)
    page = reverse("pathways:plan_page", kwargs={"plan_id": second.pk})
    assert NOTE not in text_of(sign_in(sheet.client, owner, follow=page))
    assert in_field(text_of(sheet.get()), "note", NOTE)


def test_what_was_typed_for_a_plan_that_is_deleted_is_dropped() -> None:
    sheet = signed_out(plan_sheet())
    sheet.post("note", RESIDENCY, note=NOTE)
    assert sheet.row is not None
    delete_plan(plan=sheet.row)
    assert sign_in(sheet.client, owner_of(sheet), follow=sheet.page).status_code == 404
    assert typed_module.SESSION_KEY not in sheet.client.session


def test_after_an_hour_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = signed_out(plan_sheet())
    now = 1_800_000_000.0
    monkeypatch.setattr("pathways.typed.time.time", lambda: now)
    sheet.post("note", RESIDENCY, note=NOTE)
    monkeypatch.setattr("pathways.typed.time.time", lambda: now + 3601)
    assert NOTE not in text_of(sign_in(sheet.client, owner_of(sheet), follow=sheet.page))
    assert typed_module.SESSION_KEY not in sheet.client.session


def test_neither_tokens_nor_more_than_fits_are_kept() -> None:
    sheet = signed_out(plan_sheet())
    sheet.post("note", RESIDENCY, note=NOTE, csrfmiddlewaretoken="t0ken")
    kept = sheet.client.session[typed_module.SESSION_KEY]
    assert kept["values"] == {"note": NOTE}
    assert "t0ken" not in str(dict(sheet.client.session))
    sheet = signed_out(plan_sheet())
    answer = sheet.post("note", RESIDENCY, note="x" * 70_000)
    assert answer.status_code == 302
    assert typed_module.SESSION_KEY not in sheet.client.session


def test_only_the_edit_address_of_a_plan_keeps_what_is_posted() -> None:
    sheet = signed_out(plan_sheet())
    for path in ("rename/", "duplicate/", "delete/", "links/"):
        sheet.client.post(f"{sheet.page}{path}", {"action": "note", "title": NOTE})
        assert typed_module.SESSION_KEY not in sheet.client.session
    sheet.client.get(f"{sheet.page}edit/", {"action": "note", "note": NOTE})
    assert typed_module.SESSION_KEY not in sheet.client.session


def test_a_second_factor_loses_nothing() -> None:
    sheet = signed_out(plan_sheet())
    owner = owner_of(sheet)
    Authenticator.objects.create(
        user=owner, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x" * 40, "used_mask": 0}
    )
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    sheet.post("note", RESIDENCY, note=NOTE)
    asked = sign_in(sheet.client, owner, follow=sheet.page)
    assert 'name="code"' in text_of(asked)
    code = codes.get_unused_codes()[0]
    answer = sheet.client.post(asked.request["PATH_INFO"], {"code": code})
    assert answer.status_code == 302, text_of(answer)
    assert in_field(text_of(sheet.client.get(sheet.page)), "note", NOTE)


# A token that is too old


def strict(sheet: Sheet) -> Client:
    """The browser of the sheet, with the checks of real ones."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = sheet.client.cookies
    return client


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
@pytest.mark.parametrize(
    "said", [{"Origin": "http://testserver"}, {"Referer": "http://testserver/draft/"}]
)
def test_an_old_token_shows_what_was_typed_and_the_way_back(
    make: Any, said: Mapping[str, str]
) -> None:
    sheet = make()
    before = sheet.version
    posted = {"version": before, "action": "note", "key": EXAM, "note": NOTE}
    answer = strict(sheet).post(f"{sheet.page}edit/", posted, headers=dict(said))
    assert answer.status_code == 403
    assert html.escape(NOTE) in answer.content.decode()
    assert f'href="{sheet.page}"' in text_of(answer)
    assert sheet.version == before


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Referer": "https://elsewhere.example/http://testserver/"},
    ],
)
def test_a_form_from_elsewhere_puts_no_words_on_our_page(said: Mapping[str, str]) -> None:
    sheet = plan_sheet()
    posted = {"version": 1, "action": "note", "key": EXAM, "note": "Call this number"}
    answer = strict(sheet).post(f"{sheet.page}edit/", posted, headers=dict(said))
    assert answer.status_code == 403
    assert "Call this number" not in text_of(answer)


def test_a_password_is_never_shown_again() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        reverse("account_login"),
        {"login": "ann@example.org", "password": PASSWORD},
        headers={"Origin": "http://testserver"},
    )
    assert answer.status_code == 403
    assert PASSWORD not in text_of(answer)


# A draft that is gone


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_draft_that_is_gone_says_so_and_shows_what_was_typed(headers: dict[str, str]) -> None:
    posted = {"version": 3, "action": "note", "key": EXAM, "note": NOTE}
    client = Client()
    answer = client.post("/draft/edit/", posted, headers=headers)
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "This draft is not here any more" in page
    assert html.escape(NOTE) in page
    assert 'href="/"' in page
    assert ("<html" in page) is not bool(headers)
    client.force_login(make_user())
    page = text_of(client.post("/draft/edit/", posted, headers=headers))
    assert "it was saved as a plan of yours" in page
    assert 'href="/plans/"' in page


# Somebody was faster


def both_sides(page: str) -> tuple[str, str]:
    theirs, mine = page.split('id="mine-title"')
    return theirs, mine


def test_two_notes_are_shown_in_full_and_can_both_be_kept() -> None:
    sheet = plan_sheet()
    stale = sheet.version
    sheet.do("note", EXAM, note="Theirs,\nin two lines")
    answer = sheet.post("note", EXAM, note=NOTE, version=stale)
    theirs, mine = both_sides(text_of(answer))
    assert "Theirs,\nin two lines" in theirs
    assert f"<dd>{NOTE}</dd>" in mine
    assert "Note on" in theirs
    assert re.search(
        r'Changed at <time datetime="2026-11-21T12:00:00[^"]*"[^>]*>12:00 UTC<', theirs
    )
    assert "You, now" in mine
    form = hidden_in(answer.content.decode().split('class="actions"')[1].split("</form>", 1)[1], "")
    posted = {name: html.unescape(value) for name, value in form.items()}
    assert sheet.client.post(f"{sheet.page}edit/", posted).status_code == 302
    assert sheet.document["changes"] == {EXAM: {"note": f"Theirs,\nin two lines\n\n{NOTE}"}}


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
def test_both_values_are_shown_with_what_they_move(make: Any) -> None:
    sheet = make()
    stale = sheet.version
    sheet.do("length", FELLOWSHIP, months="24")
    answer = sheet.post("length", FELLOWSHIP, months="36", version=stale)
    theirs, mine = both_sides(text_of(answer))
    assert "<dt>Length in months</dt><dd>24</dd>" in theirs
    assert "<dt>Length in months</dt><dd>36</dd>" in mine
    assert "Length of" in theirs
    assert re.search(r"\d+ dates? moves?", mine)
    if sheet.row is not None:
        assert re.search(r"\d+ dates? moves?", theirs)
    assert "Keep both" not in theirs + mine
    answer = sheet.post("start", FELLOWSHIP, start="2032-03-01", how="only", version=stale)
    _theirs, mine = both_sides(text_of(answer))
    assert "<dt>Earliest start</dt><dd>Mar 1, 2032</dd>" in mine


def test_texts_that_are_too_long_together_are_not_joined() -> None:
    sheet = plan_sheet()
    stale = sheet.version
    sheet.do("note", EXAM, note="y" * 6_000)
    page = text_of(sheet.post("note", EXAM, note="x" * 6_000, version=stale))
    assert "Keep both" not in page
    assert "x" * 6_000 in page
    assert "y" * 6_000 in page


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
@pytest.mark.parametrize(
    ("action", "values"), [("note", {"note": NOTE}), ("length", {"months": "24"}), ("pin", {})]
)
def test_a_form_whose_answer_was_lost_can_be_sent_again(
    make: Any, action: str, values: Mapping[str, str]
) -> None:
    sheet = make()
    stale = sheet.version
    sheet.do(action, FELLOWSHIP, **values)
    before, version = sheet.document, sheet.version
    answer = sheet.post(action, FELLOWSHIP, **values, version=stale, confirmed="1")
    assert answer.status_code == 302
    assert (sheet.document, sheet.version) == (before, version)
    sheet.htmx = True
    answer = sheet.post(action, FELLOWSHIP, **values, version=stale, confirmed="1")
    assert "That was kept already." in text_of(answer)


def test_a_stale_form_for_a_full_plan_is_a_conflict_and_no_crash() -> None:
    missed = [f"2026-01-{day:02}" for day in range(1, 21)]
    sheet = plan_sheet({**HALF_WAY, "changes": {EXAM: {"missed": missed}}})
    stale = sheet.version
    sheet.do("note", RESIDENCY, note="Theirs")
    answer = sheet.post("missed", EXAM, version=stale)
    assert answer.status_code == 409
    assert "At most 20 such dates can be kept." in text_of(answer)


# Times


def test_times_say_that_they_are_utc_and_carry_the_moment() -> None:
    sheet = plan_sheet()
    moment = r'<time datetime="2026-11-21T12:00:00\+00:00" data-local="us"'
    assert re.search(rf"Saved {moment}>12:00 UTC</time>", text_of(sheet.get()))
    page = text_of(sheet.client.get(f"{sheet.page}history/"))
    assert "Times are in UTC." in page
    assert re.search(rf"{moment} data-full>Nov 21, 2026, 12:00 UTC</time>", page)


def test_typing_is_bound_to_its_plan() -> None:
    client = Client()
    session = client.session
    typed = typed_module.Typed(action="note", key=EXAM, version="1", values={"note": NOTE})
    one, other = uuid.uuid4(), uuid.uuid4()
    assert typed_module.keep_typed(session, plan_id=one, typed=typed)
    assert typed_module.take_typed(session, plan_id=other) is None
    typed_module.forget_typed(session, unless_for=[one])
    assert typed_module.take_typed(session, plan_id=one) == typed
    assert typed_module.take_typed(session, plan_id=one) is None
