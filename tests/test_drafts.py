"""The plan of somebody who has not signed in."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from pathways import drafts, errors
from pathways.models import Plan
from pathways.operations import plans
from pathways.planning.catalogue.documents import DocumentError
from tests.factories import (
    PASSWORD,
    make_edition,
    make_plan,
    make_user,
    plan_document,
    publish_packs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> SessionBase:
    return SessionStore()


def reread(session: SessionBase) -> drafts.Draft:
    """The draft as the next request finds it."""
    session.save()
    draft = drafts.read_draft(SessionStore(session.session_key))
    assert draft is not None
    return draft


def edit(session: SessionBase, title: str) -> drafts.Draft:
    """Change the draft's title."""
    draft = drafts.read_draft(session)
    assert draft is not None
    document = {**draft.document, "title": title}
    return drafts.save_draft(session, version=draft.version, document=document, cause=f"To {title}")


def assert_stale(session: SessionBase, version: int) -> None:
    """No change is made for a page that was made with that version."""
    late = plan_document(title="Late")
    with pytest.raises(errors.StaleVersion):
        drafts.save_draft(session, version=version, document=late, cause="Late")
    with pytest.raises(errors.StaleVersion):
        drafts.undo_draft(session, version=version)


def test_there_is_no_draft_at_first(session: SessionBase) -> None:
    assert drafts.read_draft(session) is None


def test_a_draft_is_there_at_the_next_request(session: SessionBase) -> None:
    started = drafts.start_draft(session, document=plan_document(title="One"))
    assert reread(session) == started
    assert (started.title, started.document) == ("One", plan_document(title="One"))


def test_a_document_that_is_none_is_refused(session: SessionBase) -> None:
    with pytest.raises(DocumentError):
        drafts.start_draft(session, document={"format": 1})
    assert drafts.read_draft(session) is None


def test_undo_and_redo_go_through_the_states_in_order(session: SessionBase) -> None:
    first = drafts.start_draft(session, document=plan_document(title="One")).version
    edit(session, "Two")
    edit(session, "Three")
    titles = []
    for step in (drafts.undo_draft, drafts.undo_draft, drafts.redo_draft, drafts.redo_draft):
        titles.append(step(session, version=reread(session).version).title)
    assert titles == ["Two", "One", "Two", "Three"]
    draft = reread(session)
    assert [step.cause for step in draft.past] == ["To Two", "To Three"]
    assert draft.version == first + 6


def test_a_new_edit_takes_the_place_of_what_was_undone(session: SessionBase) -> None:
    drafts.start_draft(session, document=plan_document(title="One"))
    drafts.undo_draft(session, version=edit(session, "Two").version)
    draft = edit(session, "Three")
    assert [step.document["title"] for step in draft.past] == ["One"]
    assert draft.future == ()


def test_nothing_to_undo_or_redo_is_refused(session: SessionBase) -> None:
    draft = drafts.start_draft(session, document=plan_document())
    for step in (drafts.undo_draft, drafts.redo_draft):
        with pytest.raises(errors.NothingToUndo):
            step(session, version=draft.version)


def test_a_stale_version_changes_nothing(session: SessionBase) -> None:
    stale = drafts.start_draft(session, document=plan_document(title="One")).version
    edit(session, "Two")
    assert_stale(session, stale)
    assert reread(session).title == "Two"


@pytest.mark.parametrize("end", [drafts.discard_draft, lambda _session: None])
def test_a_page_of_an_earlier_draft_is_stale_for_a_new_one(
    session: SessionBase, end: Callable[[SessionBase], None]
) -> None:
    seen = {drafts.start_draft(session, document=plan_document(title="One")).version}
    seen |= {edit(session, f"One, edit {number}").version for number in range(3)}
    end(session)
    begun = drafts.start_draft(session, document=plan_document(title="New")).version
    for version in {*seen, *range(begun - 5, begun)}:
        assert_stale(session, version)
    for number in range(4):
        assert reread(session).version not in seen
        edit(session, f"New, edit {number}")


def test_a_page_of_a_session_that_ended_is_stale_for_a_new_draft(session: SessionBase) -> None:
    stale = drafts.start_draft(session, document=plan_document(title="One")).version
    session.flush()  # what signing out does
    drafts.start_draft(session, document=plan_document(title="New"))
    assert_stale(session, stale)


def test_a_draft_begun_anew_does_not_come_between_an_edit_and_its_answer(
    session: SessionBase,
) -> None:
    drafts.start_draft(session, document=plan_document(title="One"))
    session.save()
    late = SessionStore(session.session_key)
    assert drafts.read_draft(late) is not None
    edited = edit(session, "Two")
    begun = drafts.start_draft(late, document=plan_document(title="New"))
    assert begun.version > edited.version
    kept = drafts.read_draft(SessionStore(session.session_key))
    assert kept == begun


def test_a_change_without_a_draft_is_stale(session: SessionBase) -> None:
    with pytest.raises(errors.StaleVersion):
        drafts.save_draft(session, version=1, document=plan_document(), cause="Late")


def test_saving_again_what_is_there_changes_nothing(session: SessionBase) -> None:
    drafts.start_draft(session, document=plan_document(title="One"))
    stale = reread(session).version
    edited = edit(session, "Two")
    assert drafts.save_draft(session, version=stale, document=edited.document, cause="x") == edited


def test_the_steps_kept_are_bounded_in_number_and_size(session: SessionBase) -> None:
    drafts.start_draft(session, document=plan_document(title="0"))
    for number in range(1, 30):
        draft = edit(session, str(number))
    assert [step.document["title"] for step in draft.past] == [str(n) for n in range(9, 29)]
    notes = {f"item_{number}": {"note": "x" * 9_000} for number in range(10)}
    drafts.save_draft(
        session, version=draft.version, document=plan_document(changes=notes), cause="Noted"
    )
    for title in ("Large", "Larger", "Largest"):
        draft = edit(session, title)
    assert [step.document["title"] for step in draft.past] == ["Larger"]


def test_a_draft_too_large_for_a_session_is_refused(session: SessionBase) -> None:
    notes = {f"item_{number}": {"note": "x" * 9_000} for number in range(40)}
    with pytest.raises(errors.LimitReached, match="Sign in to save it"):
        drafts.start_draft(session, document=plan_document(changes=notes))


@pytest.mark.parametrize("kept", [7, {}, {"document": {}}, {"document": None, "version": 1}])
def test_a_draft_of_an_earlier_form_is_as_good_as_none(session: SessionBase, kept: object) -> None:
    session[drafts.SESSION_KEY] = kept
    assert drafts.read_draft(session) is None


# Signing in


def with_draft(client: Client, title: str) -> None:
    """Give the visitor a draft."""
    session = client.session
    drafts.start_draft(session, document=plan_document(title=title))
    session.save()


def sign_in(client: Client, email: str) -> None:
    """Sign in through the page."""
    answer = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302


def test_signing_in_saves_the_draft_as_a_plan(client: Client) -> None:
    make_edition()
    user = make_user("ann@example.org")
    with_draft(client, "Before")
    sign_in(client, user.email)
    (plan,) = Plan.objects.all()
    assert (plan.title, plan.owner) == ("Before", user)
    assert drafts.read_draft(client.session) is None


def test_signing_up_says_which_plan_it_saves_and_then_that_it_did(client: Client) -> None:
    make_edition()
    page = client.get("/accounts/signup/").content.decode()
    assert "will be saved" not in page
    with_draft(client, "Mine & yours")
    page = client.get("/accounts/signup/").content.decode()
    assert "Your plan “Mine &amp; yours” will be saved in your account." in page
    assert not re.search(r":\s*</label>", page)
    fields = {"email": "ann@example.org", "password1": PASSWORD}
    page = client.post("/accounts/signup/", fields, follow=True).content.decode()
    assert re.findall(r'<p class="message \w+">([^<]+)', page) == [
        "Your plan is saved in your account."
    ]


def test_signing_up_saves_the_draft_as_a_plan(client: Client) -> None:
    make_edition()
    with_draft(client, "Before")
    client.post("/accounts/signup/", {"email": "ann@example.org", "password1": PASSWORD})
    (plan,) = Plan.objects.all()
    assert (plan.title, plan.owner.email) == ("Before", "ann@example.org")


def changed_draft(client: Client, *titles: str) -> None:
    """Give the visitor a draft that was renamed to each title in turn."""
    session = client.session
    drafts.start_draft(session, document=plan_document(title=titles[0]))
    for title in titles[1:]:
        draft = drafts.read_draft(session)
        assert draft is not None
        drafts.save_draft(
            session,
            version=draft.version,
            document={**draft.document, "title": title},
            cause=f"Called it {title}",
        )
    session.save()


def test_changes_of_a_draft_can_be_undone_once_it_is_saved(client: Client) -> None:
    make_edition()
    user = make_user()
    changed_draft(client, "First", "Second", "Third")
    sign_in(client, user.email)
    plan = Plan.objects.get()
    assert plan.title == "Third"
    causes = plan.revisions.order_by("number").values_list("cause", "document__title")
    assert list(causes) == [
        ("Planned before signing in", "First"),
        ("Called it Second", "Second"),
        ("Called it Third", "Third"),
    ]
    for title in ("Second", "First"):
        plan = plans.undo(plan=plan, version=plan.version)
        assert plan.title == title
    with pytest.raises(errors.NothingToUndo):
        plans.undo(plan=plan, version=plan.version)


def test_a_state_that_can_no_longer_be_read_ends_the_history_of_a_draft(client: Client) -> None:
    """An edition that is not published here, say: what came after it is kept."""
    make_edition()
    user = make_user()
    changed_draft(client, "First", "Second", "Third")
    session = client.session
    kept = dict(session["draft"])
    kept["past"][0]["document"]["edition"] = 99
    session["draft"] = kept
    session.save()
    sign_in(client, user.email)
    plan = Plan.objects.get()
    assert list(plan.revisions.order_by("number").values_list("document__title", flat=True)) == [
        "Second",
        "Third",
    ]


def test_a_claim_sent_twice_writes_its_changes_once(client: Client) -> None:
    make_edition()
    user = make_user()
    changed_draft(client, "First", "Second")
    draft = drafts.read_draft(client.session)
    assert draft is not None
    past = [(step.document, step.cause) for step in draft.past]
    for _ in range(2):
        plans.claim_draft(owner=user, document=draft.document, key=draft.key, past=past)
    assert Plan.objects.get().revisions.count() == 2


@pytest.fixture
def published() -> None:
    publish_packs()


@pytest.mark.parametrize("way", ["login", "signup"])
@pytest.mark.usefixtures("published")
def test_who_signs_in_with_a_draft_lands_on_the_plan_once(client: Client, way: str) -> None:
    make_user("ann@example.org")
    with_draft(client, "Before")
    typed = {
        "login": {"login": "ann@example.org", "password": PASSWORD},
        "signup": {"email": "new@example.org", "password1": PASSWORD},
    }[way]
    answer = client.post(f"/accounts/{way}/?next=/plans/", typed, follow=True)
    plan = Plan.objects.get()
    assert [url for url, _status in answer.redirect_chain] == ["/plans/", f"/plans/{plan.pk}/"]
    assert "Your plan is saved in your account." in answer.content.decode()
    assert client.get("/plans/").status_code == 200


@pytest.mark.usefixtures("published")
def test_who_signs_in_on_the_way_elsewhere_finds_the_list_later(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user()
    with_draft(client, "Before")
    sign_in(client, user.email)
    later = timezone.now() + dt.timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/plans/").status_code == 200


@pytest.mark.usefixtures("published")
def test_a_plan_that_is_gone_already_leads_nowhere(client: Client) -> None:
    user = make_user()
    with_draft(client, "Before")
    sign_in(client, user.email)
    plans.delete_plan(plan=Plan.objects.get())
    assert client.get("/plans/").status_code == 200


def test_a_draft_is_saved_once_however_often_it_is_claimed(client: Client) -> None:
    make_edition()
    user = make_user()
    with_draft(client, "Before")
    draft = drafts.read_draft(client.session)
    assert draft is not None
    plans.claim_draft(owner=user, document=draft.document, key=draft.key)
    sign_in(client, user.email)
    assert Plan.objects.count() == 1


def test_a_draft_that_cannot_be_saved_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "MAX_PLANS", 1)
    user = make_user()
    make_plan(user)
    with_draft(client, "One too many")
    sign_in(client, user.email)
    assert Plan.objects.count() == 1
    kept = drafts.read_draft(client.session)
    assert kept is not None
    assert kept.title == "One too many"
