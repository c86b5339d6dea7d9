"""Every way in which the planner's forms can fail: it is said, what was typed stays, and the
next try works."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from pathways import drafts
from pathways.models import Plan
from pathways.operations import plans
from radcareers.accounts.models import User
from tests.browser.checks import violations_of
from tests.browser.conftest import open_row
from tests.factories import PASSWORD, make_user, publish_packs
from tests.story import STORY_NOON
from tests.test_planner_pages import EXAM, FELLOWSHIP, HALF_WAY, RESIDENCY

NOTE = "Ask Dr Lee “soon”"
EDITS = re.compile(r"/edit/")


@dataclass(frozen=True)
class Site:
    """Somebody with a plan, signed in in this browser."""

    page: Page
    owner: User
    plan: Plan
    server: LiveServer

    @property
    def address(self) -> str:
        return f"/plans/{self.plan.pk}/"

    @property
    def changes(self) -> dict[str, object]:
        """What the plan says about its items, as it is kept."""
        return dict(Plan.objects.get(pk=self.plan.pk).document["changes"])

    def open(self, key: str = RESIDENCY) -> Page:
        self.page.goto(self.address)
        open_row(self.page, key)
        return self.page

    def sign_in(self, user: User) -> None:
        """Put somebody's session into the browser, with a new token as sign-in gives one."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies(
            [
                {"name": name, "value": client.cookies[name].value, "url": self.server.url},
                {"name": settings.CSRF_COOKIE_NAME, "value": "a" * 32, "url": self.server.url},
            ]
        )


@pytest.fixture
def site(page: Page, live_server: LiveServer, transactional_db: None) -> Site:
    publish_packs()
    owner = make_user("ann@example.org")
    plan = plans.create_plan(owner=owner, document=HALF_WAY)
    made = Site(page=page, owner=owner, plan=plan, server=live_server)
    made.sign_in(owner)
    return made


def told(page: Page, says: str) -> None:
    """A message is seen, and has the focus."""
    message = page.locator("#messages .message")
    expect(message).to_be_visible()
    expect(message).to_contain_text(says)
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport()


def signs_in(page: Page, email: str = "ann@example.org") -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()


# The controls: what is typed, what is pressed, and how one sees that it worked


def _note(page: Page) -> None:
    page.locator("#edit-note").fill(NOTE)


def _months(page: Page) -> None:
    page.locator("#edit-months").fill("60")


def _insert(page: Page) -> None:
    page.locator("#insert").evaluate("details => details.open = true")
    page.locator("#insert-name").fill("Research year")


def _nothing(page: Page) -> None:
    pass


@dataclass(frozen=True)
class Control:
    type: Callable[[Page], None]
    press: str
    field: str = ""
    typed: str = ""
    works: str = ".preview"


CONTROLS = {
    "note": Control(_note, "#set-note", "#edit-note", NOTE, "#item-dr_residency:has-text('Lee')"),
    "length": Control(_months, "#set-months", "#edit-months", "60"),
    "insert": Control(_insert, "#insert .button-primary", "#insert-name", "Research year"),
    "pin": Control(_nothing, "#set-pin", works="#planner .message:has-text('Pinned')"),
    "lever": Control(_nothing, "#levers .actions form:first-child button"),
}


def answer_with(status: int, **headers: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, headers=headers, body="<p>No</p>")

    return answer


def cut(route: Route) -> None:
    route.abort("connectionreset")


FAILURES: dict[str, tuple[Callable[[Route], None], str]] = {
    "cut": (cut, "No answer came"),
    "500": (answer_with(500), "Something went wrong on our side."),
    "429": (answer_with(429, **{"Retry-After": "42"}), "Wait 42 seconds"),
    "413": (answer_with(413), "too much at once"),
    "404": (answer_with(404), "not there any more"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_said_the_text_stays_and_the_next_try_works(site: Site, failure: str) -> None:
    answer, says = FAILURES[failure]
    site.page.on("dialog", lambda dialog: dialog.accept())
    for name, control in CONTROLS.items():
        page = site.open()
        control.type(page)
        page.route(EDITS, answer)
        page.locator(control.press).click()
        told(page, says)
        expect(page.locator(control.press)).not_to_have_attribute("aria-busy", "true")
        if control.field:
            expect(page.locator(control.field), name).to_have_value(control.typed)
        page.unroute(EDITS)
        page.locator(control.press).click()
        expect(page.locator(control.works).first, name).to_be_visible()
        expect(page.locator("#messages .message")).to_have_count(0)


def test_a_message_stays_in_sight_and_closing_it_leads_back(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    page.route(EDITS, cut)
    page.locator("#set-note").click()
    told(page, "No answer came")
    expect(page.locator("#set-note")).to_be_in_viewport()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#messages .message")).to_have_count(0)
    expect(page.locator("#set-note")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_message_leaves_the_way_to_try_again_free(width: int, site: Site) -> None:
    page = site.page
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(site.address)
    page.locator("#levers .actions form:first-child button").click()
    expect(page.locator(".preview")).to_be_focused()  # the page has come to rest
    apply = page.get_by_role("button", name="Apply", exact=True)
    page.route(EDITS, cut)
    apply.click()
    told(page, "No answer came")
    page.unroute(EDITS)
    box = apply.bounding_box()
    assert box
    # Where it is now: a click by name would scroll it free.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".preview")).to_have_count(0)
    expect(page.locator("#messages .message")).to_have_count(0)


def test_opening_an_item_without_a_connection_is_said(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    page.context.set_offline(True)
    page.locator("#item-core a.row-name").click()
    told(page, "No answer came")
    expect(page.locator("#edit-note")).to_have_value(NOTE)


# Offline and back


def test_offline_is_seen_and_coming_back_is_said(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    expect(page.locator("#offline")).to_be_hidden()
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.locator("#set-note").click()
    told(page, "No answer came: you seem to be offline.")
    assert violations_of(page) == []
    page.context.set_offline(False)
    expect(page.locator("#messages")).to_contain_text("You are online again.")
    expect(page.locator("#said")).to_contain_text("You are online again.")
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)
    assert site.changes == {RESIDENCY: {"note": NOTE}}


def test_an_answer_that_was_lost_is_not_done_twice(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(EDITS, lose)
    page.locator("#set-note").click()
    told(page, "No answer came")
    assert site.changes == {RESIDENCY: {"note": NOTE}}
    page.unroute(EDITS)
    page.locator("#set-note").click()
    expect(page.locator("#planner .message")).to_contain_text("That was kept already.")
    assert Plan.objects.get(pk=site.plan.pk).version == 2


# Signed out


def test_signed_out_leads_to_sign_in_and_back_to_what_was_typed(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    Session.objects.all().delete()
    page.locator("#set-note").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    signs_in(page)
    message = page.locator("#planner .message")
    expect(message).to_contain_text("You were signed out before this was kept.")
    expect(message).to_be_focused()
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    assert violations_of(page) == []
    # Not set yet, so it is not lost when another item is opened.
    open_row(page, EXAM)
    expect(page.locator("#edit-sitting")).to_be_visible()
    open_row(page, RESIDENCY)
    expect(page.locator("#edit-months")).to_be_visible()
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)
    assert site.changes == {RESIDENCY: {"note": NOTE}}


def test_signed_out_without_a_cookie_and_without_a_script(
    site: Site, tab: Callable[..., Page]
) -> None:
    plain = tab(java_script_enabled=False)
    here = Site(page=plain, owner=site.owner, plan=site.plan, server=site.server)
    here.sign_in(site.owner)
    plain.goto(f"{site.address}?item={FELLOWSHIP}")
    plain.locator("#edit-months").fill("24")
    plain.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    plain.locator("#set-months").click()
    signs_in(plain)
    expect(plain.locator(".preview")).to_contain_text("later")
    expect(plain.locator("#edit-months")).to_have_value("24")
    plain.get_by_role("button", name="Apply", exact=True).click()
    expect(plain.locator(".preview")).to_have_count(0)
    assert site.changes == {FELLOWSHIP: {"months": 24}}


# A token that is too old


@pytest.mark.parametrize("name", CONTROLS)
def test_an_old_token_is_renewed_and_pressing_again_works(site: Site, name: str) -> None:
    control = CONTROLS[name]
    page = site.open()
    control.type(page)
    site.sign_in(site.owner)
    cookie = {"name": settings.CSRF_COOKIE_NAME, "value": "b" * 32, "url": site.server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.locator(control.press).click()
    told(page, "This page had grown old and has been renewed. Press the button again.")
    if control.field:
        expect(page.locator(control.field)).to_have_value(control.typed)
    page.locator(control.press).click()
    expect(page.locator(control.works).first).to_be_visible()


def test_an_old_token_of_somebody_signed_out_offers_sign_in_in_a_new_tab(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    page.context.clear_cookies()
    page.locator("#set-note").click()
    told(page, "You are signed out.")
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (in a new tab)").click()
    signs_in(opened.value)
    expect(opened.value.locator("#planner")).to_be_visible()
    opened.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    told(page, "has been renewed")
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)


def test_an_old_token_without_a_script_shows_what_was_typed(
    site: Site, tab: Callable[..., Page]
) -> None:
    plain = tab(java_script_enabled=False)
    here = Site(page=plain, owner=site.owner, plan=site.plan, server=site.server)
    here.sign_in(site.owner)
    plain.goto(f"{site.address}?item={RESIDENCY}")
    plain.locator("#edit-note").fill(NOTE)
    plain.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    plain.locator("#set-note").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("This page had grown old")
    expect(plain.get_by_label("Private note")).to_have_value(NOTE)
    plain.get_by_role("link", name="Open the page again").click()
    expect(plain.locator("#planner")).to_be_visible()


# Rights that are lost


def test_a_tab_of_ann_cannot_write_once_ben_has_signed_in(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    site.sign_in(make_user("ben@example.org"))
    page.locator("#set-note").click()
    told(page, "not")
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    cookie = {"name": settings.CSRF_COOKIE_NAME, "value": "b" * 32, "url": site.server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.locator("#set-note").click()
    told(page, "This plan is not open to whoever is signed in now.")
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    assert site.changes == {}


def test_a_plan_deleted_elsewhere_is_said_to_be_gone(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    plans.delete_plan(plan=site.plan)
    page.locator("#set-note").click()
    told(page, "This is not there any more.")
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    plans.restore_plan(plan=site.plan)
    page.locator("#set-note").click()
    expect(page.get_by_role("button", name="Keep both texts")).to_have_count(0)
    page.get_by_role("button", name="Apply my change to it").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)


def test_a_draft_that_is_gone_says_so_and_gives_the_text_back(site: Site) -> None:
    page = site.page
    _give_draft(page.context, site.server)
    page.goto("/draft/")
    open_row(page, RESIDENCY)
    page.locator("#edit-note").fill(NOTE)
    Session.objects.all().delete()
    page.locator("#set-note").click()
    heading = page.get_by_role("heading", name="This draft is not here any more")
    expect(heading).to_be_focused()
    expect(page.get_by_label("Private note")).to_have_value(NOTE)
    assert violations_of(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Start again").click()
    expect(page.get_by_label("Where do you want to train?")).to_be_visible()


def _give_draft(context: BrowserContext, server: LiveServer) -> None:
    session = Client().session
    drafts.start_draft(session, document=HALF_WAY)
    session.save()
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": str(session.session_key), "url": server.url}])


# Two tabs, and fields that cannot be used


def test_two_tabs_with_two_notes_can_keep_both(site: Site) -> None:
    site.page.context.clock.set_fixed_time(STORY_NOON)  # times of today are told without a date
    page = site.open()
    other = page.context.new_page()
    other.goto(f"{site.address}?item={RESIDENCY}")
    page.locator("#edit-note").fill("Theirs")
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text("Theirs")
    other.locator("#edit-note").fill(NOTE)
    other.locator("#set-note").click()
    heading = other.get_by_role("heading", name="This plan was changed somewhere else")
    expect(heading).to_be_focused()
    expect(other.locator(".versions > :first-child")).to_contain_text("Theirs")
    expect(other.locator(".versions > :last-child")).to_contain_text(NOTE)
    expect(other.locator("#planner time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    assert violations_of(other) == []
    other.get_by_role("button", name="Keep both texts").click()
    expect(other.locator("#item-dr_residency")).to_contain_text(NOTE)
    note = site.changes[RESIDENCY]
    assert isinstance(note, dict)
    assert note["note"].split() == ["Theirs", *NOTE.split()]


def test_what_cannot_be_used_stays_with_the_focus_on_it(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    page.locator("#edit-months").evaluate("field => field.form.noValidate = true")
    page.locator("#edit-months").fill("601")
    page.locator("#set-months").click()
    expect(page.locator("#edit-months")).to_be_focused()
    expect(page.locator("#edit-months")).to_have_value("601")
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    expect(page.locator(".preview")).to_be_visible()


def test_a_refusal_without_a_field_is_seen_and_has_the_focus(site: Site) -> None:
    many = {f"item_{n}": {"note": "x" * 9_990} for n in range(26)}
    full = plans.create_plan(owner=site.owner, document={**HALF_WAY, "changes": many})
    page = site.page
    page.goto(f"/plans/{full.pk}/?item={RESIDENCY}")
    page.locator("#edit-note").fill("y" * 9_990)
    page.locator("#set-note").click()
    message = page.locator("#planner .message")
    expect(message).to_contain_text("256 KB")
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport()
    expect(page.locator("#edit-note")).to_have_value("y" * 9_990)


# Typed and not set


def test_what_is_typed_and_not_set_is_there_when_the_editor_opens_again(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    page.locator("#edit-months").fill("60")
    page.get_by_label("Shift everything after it by the same amount").check()
    open_row(page, EXAM)
    expect(page.locator("#edit-note")).to_have_value("")
    open_row(page, RESIDENCY)
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    expect(page.locator("#edit-months")).to_have_value("60")
    expect(page.get_by_label("Shift everything after it by the same amount")).to_be_checked()
    expect(page.locator(".unsent")).to_have_count(3)
    assert violations_of(page) == []
    page.locator("#set-months").click()
    expect(page.locator(".preview")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#edit-months")).to_have_value("60")
    expect(page.locator("#edit-note")).to_have_value(NOTE)
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)
    open_row(page, RESIDENCY)
    expect(page.locator(".unsent")).to_have_count(2)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert NOTE not in kept
    # The address of a plan is of chance and may hold any two digits.
    assert "60" not in kept.replace(str(site.plan.pk), "")


def test_leaving_asks_only_while_something_is_not_set(site: Site) -> None:
    page = site.open()
    asked: list[str] = []

    def read(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", read)
    page.reload()
    assert asked == []
    open_row(page, RESIDENCY)
    page.locator("#edit-note").fill(NOTE)
    page.reload()
    assert asked == ["beforeunload"]
    open_row(page, RESIDENCY)
    page.locator("#edit-note").fill(NOTE)
    page.locator("#edit-note").fill("")
    page.reload()
    open_row(page, RESIDENCY)
    page.locator("#edit-note").fill(NOTE)
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)
    page.reload()
    assert asked == ["beforeunload"]


# What is read out, and the click that answers at once


def test_results_are_read_out_once(site: Site) -> None:
    page = site.open()
    assert page.locator("#planner [role=status], #planner [aria-live]").count() == 0
    page.locator("#set-pin").click()
    expect(page.locator("#said")).to_contain_text("Pinned")
    # The focus has gone to the item again, so the region reads what was done.
    expect(page.locator("#item-dr_residency a.row-name")).to_be_focused()
    expect(page.locator("#said")).to_have_attribute("aria-live", "polite")
    page.evaluate(
        "window.heard = []; new MutationObserver(() => heard.push(document.getElementById('said')"
        ".textContent)).observe(document.getElementById('said'), {childList: true})"
    )
    page.locator("#undo").click()
    expect(page.locator("#said")).to_contain_text("Undone")
    page.locator("#redo").click()
    expect(page.locator("#said")).to_contain_text("Redone")
    heard = page.evaluate("window.heard")
    assert [one for one in heard if one] == list(dict.fromkeys(one for one in heard if one))
    assert "" in heard
    open_row(page, RESIDENCY)
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    expect(page.locator("#said")).to_contain_text("later")
    expect(page.locator("#said")).to_have_attribute("aria-live", "polite")


def test_a_double_click_posts_once_and_the_button_answers_at_once(site: Site) -> None:
    page = site.open()
    page.locator("#edit-note").fill(NOTE)
    posts: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        posts.append(route.request.url)
        held.append(route)

    page.route(EDITS, hold)
    page.locator("#set-note").dblclick()
    page.locator("#set-note").click()
    expect(page.locator("#set-note")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#busy")).to_have_class(re.compile(r"\bon\b"))
    page.locator("#set-pin").click()
    expect(page.locator("#said")).to_contain_text("on its way")
    assert len(posts) == 1
    held[0].continue_()
    expect(page.locator("#item-dr_residency")).to_contain_text(NOTE)
    page.unroute(EDITS)
    open_row(page, RESIDENCY)
    page.locator("#set-pin").click()
    expect(page.locator("#planner .message")).to_contain_text("Pinned")
    assert Plan.objects.get(pk=site.plan.pk).version == 3


# Times


def test_times_are_those_of_ones_own_clock(site: Site, tab: Callable[..., Page]) -> None:
    there = tab(timezone_id="Pacific/Auckland", locale="en-NZ")
    there.clock.set_fixed_time(STORY_NOON)
    here = Site(page=there, owner=site.owner, plan=site.plan, server=site.server)
    here.sign_in(site.owner)
    there.goto(site.address)
    saved = there.locator(".saved time")
    expect(saved).to_have_text(re.compile(r"^\d\d:\d\d$"))
    local = there.evaluate(
        "moment => new Date(moment).toLocaleTimeString('en-GB', {hour: '2-digit',"
        " minute: '2-digit', timeZone: 'Pacific/Auckland'})",
        saved.get_attribute("datetime"),
    )
    expect(saved).to_have_text(local)
    there.goto(f"{site.address}history/")
    expect(there.get_by_text("Times are those of your own clock.")).to_be_visible()
    expect(there.locator(".state time").first).to_have_text(re.compile(rf"\d{{4}}, {local}$"))
