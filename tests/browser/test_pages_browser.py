"""Every page in a real browser: without scripts, on a small screen, by keyboard, for axe."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Route,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from pathways.models import Plan
from pathways.operations import plans, shares
from radcareers.accounts.models import User
from tests.browser.checks import UNUSABLE, violations_of, watch
from tests.browser.conftest import apply_preview, choose_esir, open_row
from tests.factories import PASSWORD, make_user, plan_document, publish_packs

QUESTIONS = "/routes/?now=medical_school@md%231&since=2024-08&country=us"
OVER = "/routes/?now=medical_school@md%232&since=2019-08&country=us"
CANARY = "Canary wish"


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


@dataclass(frozen=True, kw_only=True)
class World:
    """Somebody with a plan, an open link to it and one that was turned off."""

    owner: User
    plan: Plan
    token: str

    @property
    def planner(self) -> str:
        return f"/plans/{self.plan.pk}/"

    @property
    def shared(self) -> str:
        return f"/s/{self.token}/"


@pytest.fixture
def world() -> World:
    owner = make_user("mina@example.org", name="Mina")
    document = plan_document(
        title=f"{CANARY}: interventional radiology",
        changes={"core": {"note": f"{CANARY} to be near home"}},
        route=[
            {"stage": "ir_independent_1y", "track": ""},
            {"stage": "attending", "track": ""},
        ],
        custom=[
            {
                "key": "custom_1",
                "name": f"{CANARY} year",
                "kind": "research",
                "months": 12,
                "after": "dr_residency",
            }
        ],
    )
    plan = plans.create_plan(owner=owner, document=document)
    plans.delete_plan(plan=plans.duplicate_plan(plan=plan))
    off, _token = shares.create_share(plan=plan, label="A former mentor")
    shares.revoke_share(link=off)
    _link, token = shares.create_share(plan=plan, label="Dr Okafor")
    return World(owner=owner, plan=plan, token=token)


def sign_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    """Give the browser the session of somebody."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


# The states that pages can be in


def _editor(page: Page, world: World) -> None:
    page.goto(f"{world.planner}?item=dr_residency")
    expect(page.locator("#editor")).to_be_visible()


def _exam_editor(page: Page, world: World) -> None:
    page.goto(f"{world.planner}?item=core")
    expect(page.locator("#editor")).to_be_visible()


def _preview(page: Page, world: World) -> None:
    _editor(page, world)
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    expect(page.locator(".preview")).to_be_visible()


def _error(page: Page, world: World) -> None:
    _editor(page, world)
    page.locator("#edit-months").evaluate("field => field.form.noValidate = true")
    page.locator("#edit-months").fill("601")
    page.locator("#set-months").click()
    expect(page.locator("#edit-months-wrong")).to_be_visible()


def _conflict(page: Page, world: World) -> None:
    _editor(page, world)
    note_elsewhere(world, "Meanwhile")
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    expect(page.locator("#mine-title")).to_be_visible()


def _renaming(page: Page, world: World) -> None:
    page.goto("/plans/")
    page.get_by_text(re.compile("^Rename")).first.click()
    expect(page.get_by_label("New name")).to_be_visible()


def _opened(page: Page, world: World) -> None:
    """The planner with everything unfolded but the menu, which lies over what is below it."""
    page.goto(world.planner)
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(one => one.open = true)")
    for key in ("dr_residency", "core"):
        page.locator(f"#item-{key} [data-why]").click()
        expect(page.locator(f"#item-{key} .receipt").first).to_be_visible()


def _compare(page: Page, world: World) -> None:
    page.goto(f"{QUESTIONS}&destination=interventional_radiology")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    page.locator("button[form=compare], #compare button").first.click()
    expect(page.locator("table.compared")).to_be_visible()


def note_elsewhere(world: World, note: str) -> None:
    """Change the plan from another device."""
    world.plan.refresh_from_db()
    document = world.plan.document
    changes = {**document["changes"], "irdr_oral": {"note": note}}
    plans.save_revision(
        plan=world.plan,
        version=world.plan.version,
        document={**document, "changes": changes},
        cause="Noted",
    )


def at(address: str) -> Callable[[Page, World], None]:
    """The page at an address, as it is."""

    def go(page: Page, world: World) -> None:
        page.goto(address.format(world=world))
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    return go


STATES: Mapping[str, Callable[[Page, World], None]] = {
    "home": at("/"),
    "routes": at(f"{QUESTIONS}&destination=interventional_radiology"),
    "routes compared": _compare,
    "overview": at(QUESTIONS),
    "mistake": at("/routes/?now=&country=us"),
    "still there": at(OVER),
    "still there, until when": at(f"{OVER}&asked=medical_school:2018-08-01&still=yes"),
    "planner": at("{world.planner}"),
    "planner with a stage": _editor,
    "planner with an exam": _exam_editor,
    "planner with all open": _opened,
    "planner with a preview": _preview,
    "planner with a mistake": _error,
    "why": at("{world.planner}why/core/"),
    "conflict": _conflict,
    "other routes": at("{world.planner}routes/"),
    "plans": at("/plans/"),
    "renaming": _renaming,
    "shares": at("{world.planner}links/"),
    "history": at("{world.planner}history/"),
    "shared page": at("{world.shared}"),
    "my data": at("/accounts/data/"),
    "404": at("/no-such-page/"),
}
SIGNED_OUT: Mapping[str, Callable[[Page, World], None]] = {
    "sign in": at("/accounts/login/"),
    "sign up": at("/accounts/signup/"),
    "reset": at("/accounts/password/reset/"),
}


def each_state(page: Page, live_server: LiveServer, world: World) -> Iterator[tuple[str, Page]]:
    """Bring the page to each of its states, signed out first."""
    for name, go in SIGNED_OUT.items():
        go(page, world)
        yield name, page
    sign_in(page.context, live_server, world.owner)
    for name, go in STATES.items():
        go(page, world)
        page.wait_for_load_state()  # styles come after the words
        yield name, page


def test_a_breach_of_the_content_policy_would_be_noted(
    chromium: Browser, live_server: LiveServer
) -> None:
    breaches: list[str] = []
    page = chromium.new_page()
    watch(page, breaches)
    page.goto(live_server.url)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.close()
    assert breaches


# Accessibility


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    theme: str, tab: Callable[..., Page], live_server: LiveServer, world: World
) -> None:
    page = tab(color_scheme=theme, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for name, state in each_state(page, live_server, world):
        if violations := violations_of(state):
            found[name] = violations
    assert found == {}


def test_axe_would_find_something(tab: Callable[..., Page]) -> None:
    page = tab()
    page.goto("/")
    page.evaluate("document.querySelector('label[for=now]').remove()")
    page.evaluate("document.querySelector('h1').className = 'doctored'")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    found = " ".join(violations_of(page))
    assert "select-name" in found
    assert "color-contrast" in found


# Small screens


def test_everything_is_in_reach_on_a_small_phone(
    tab: Callable[..., Page], live_server: LiveServer, world: World
) -> None:
    page = tab(viewport={"width": 360, "height": 640}, has_touch=True, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for name, state in each_state(page, live_server, world):
        if problems := state.evaluate(UNUSABLE):
            found[name] = problems
    assert found == {}


def test_what_is_out_of_reach_would_be_found(tab: Callable[..., Page]) -> None:
    page = tab(viewport={"width": 360, "height": 640})
    page.goto("/")
    page.evaluate("document.querySelector('#now').style.minWidth = '500px'")
    page.evaluate("document.querySelector('header.top').style = 'position: fixed; height: 100vh'")
    found = " ".join(page.evaluate(UNUSABLE))
    assert "scrolls sideways" in found
    assert "SELECT now is cut off" in found
    assert "is covered by" in found


# Without scripts


def test_everything_works_without_scripts(tab: Callable[..., Page]) -> None:
    page = tab(java_script_enabled=False)
    choose_esir(page)
    planner = page.url
    before = page.locator(".lead").inner_text()

    open_row(page, "dr_residency")
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year later")
    apply_preview(page)
    assert page.url == planner
    after = page.locator(".lead").inner_text()
    assert after != before
    page.locator("#undo").click()
    expect(page.locator(".lead")).to_have_text(before)
    page.locator("#redo").click()
    expect(page.locator(".lead")).to_have_text(after)

    open_row(page, "core")
    page.locator("#edit-sitting").fill("2099-01-01")
    page.locator("#set-sitting").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".lead")).to_have_text(after)
    open_row(page, "pgy1")
    page.locator("#edit-note").fill("Near home")
    page.locator("#set-note").click()
    expect(page.locator("#item-pgy1")).to_contain_text("Near home")

    page.locator("#insert summary").click()
    page.get_by_label("Your name for it").fill("Research year")
    page.get_by_label("How many months").fill("12")
    page.get_by_role("button", name="Show what it moves").click()
    apply_preview(page)
    page.locator("#item-custom_1").get_by_role("link", name="Why these dates").click()
    expect(page.locator(".receipt").first).to_be_visible()
    page.get_by_role("link", name="Back to").click()

    page.get_by_role("link", name="Save this plan").click()
    page.get_by_label("Email").fill("mina@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator("#item-custom_1")).to_be_visible()
    page.goto("/plans/")
    page.locator("article.plan summary").first.click()
    page.get_by_label("New name").fill("My way")
    page.locator("article.plan").get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("button", name="Duplicate My way").click()
    page.get_by_role("button", name="Delete My way (copy)").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("article.plan")).to_have_count(2)

    page.get_by_role("link", name="My way", exact=True).click()
    page.get_by_role("link", name="Share").click()
    page.get_by_label("Who is it for?").fill("Dr Okafor")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Address of the link for Dr Okafor").input_value()
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    shares_page = page.url
    page.goto("/" + address.split("/", 3)[3])
    expect(page.locator("#item-dr_residency")).to_be_visible()
    page.goto(shares_page)
    page.get_by_role("button", name="Turn off").click()
    expect(page.locator(".row .tag").first).to_have_text("turned off")


# Light or dark


def test_the_theme_that_was_chosen_comes_with_the_page(page: Page) -> None:
    page.goto("/")
    switch = page.get_by_role("button", name="Dark theme")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    for address in ("/", "/explore/", "/accounts/login/"):
        html = page.goto(address)
        assert html
        assert '<html lang="en" data-theme="dark">' in html.text()
        expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


# The reasons of a date, in its row


def test_the_reasons_open_and_close_where_they_are(page: Page, world: World) -> None:
    choose_esir(page)
    why = page.locator("#item-core").get_by_role("button", name="Why this date: ")
    expect(why).to_have_attribute("aria-expanded", "false")
    for press in ("Enter", "Space"):
        why.focus()
        page.keyboard.press(press)
        expect(page.locator("#item-core .receipt")).to_be_visible()
        expect(why).to_have_attribute("aria-expanded", "true")
        expect(why).to_be_focused()
        page.keyboard.press(press)
        expect(page.locator("#item-core .receipt")).to_have_count(0)
        expect(why).to_have_attribute("aria-expanded", "false")
        expect(why).to_be_focused()
    # What an edit brings works as well.
    open_row(page, "core")
    why.click()
    expect(page.locator("#item-core .receipt")).to_be_visible()
    expect(page.locator("h1")).to_have_count(1)


def test_reasons_that_cannot_be_had_say_so(page: Page, world: World) -> None:
    choose_esir(page)
    page.context.set_offline(True)
    why = page.locator("#item-core [data-why]")
    why.click()
    expect(page.locator("#messages")).to_contain_text("you seem to be offline.")
    expect(why).to_have_attribute("aria-expanded", "false")
    page.context.set_offline(False)
    why.click()
    expect(page.locator("#item-core .receipt")).to_be_visible()


# What stays in the browser, and what leaves it


def test_a_tour_leaves_nothing_in_the_browsers_storage(page: Page, world: World) -> None:
    choose_esir(page)
    open_row(page, "dr_residency")
    page.locator("#edit-note").fill(CANARY)
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text(CANARY)
    page.go_back()
    page.go_forward()
    page.goto(world.shared)
    expect(page.locator("#item-dr_residency")).to_be_visible()
    page.go_back()
    page.goto("/")
    page.locator("[data-theme-toggle]").click()
    kept = page.evaluate("({...sessionStorage, ...localStorage})")
    assert kept == {"htmx-current-path-for-history": "/"}
    cookies = {one.get("name"): one for one in page.context.cookies()}
    assert cookies.pop("theme").get("value") == "dark"
    assert cookies.pop("frame").get("value") == "broad"
    assert set(cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert all(one.get("httpOnly") for one in cookies.values())


def test_the_shared_page_asks_for_itself_and_its_dress_alone(
    page: Page, live_server: LiveServer, world: World
) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(world.shared, wait_until="networkidle")
    for one in page.locator("#item-dr_residency summary, #item-core summary").all():
        one.click()
    page.wait_for_load_state("networkidle")
    addresses = [one.url.removeprefix(live_server.url) for one in asked]
    assert addresses[0] == world.shared
    assert len(addresses) > 3
    for request, address in zip(asked[1:], addresses[1:], strict=True):
        assert address.startswith("/static/")
        assert world.token not in str(request.all_headers())
    assert page.locator("form, script").count() == 0
    assert world.token not in page.content()
    assert page.evaluate("({...sessionStorage, ...localStorage})") == {}


def test_after_signing_out_back_shows_nothing(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sign_in(page.context, live_server, world.owner)
    page.goto("/plans/")
    page.get_by_role("link", name=CANARY).first.click()
    expect(page.locator("#item-core")).to_contain_text(CANARY)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign Out").click()
    for _ in range(3):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text(CANARY)


def test_a_link_is_copied_with_one_click(page: Page, live_server: LiveServer, world: World) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page.context, live_server, world.owner)
    page.goto(f"{world.planner}links/")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(world.shared)


# By keyboard


def tabbed(page: Page, most: int = 400) -> list[dict[str, str]]:
    """Everything that Tab reaches, in order: the address it leads to and what it is."""
    page.evaluate("document.activeElement.blur()")
    reached: list[dict[str, str]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        one = page.evaluate(
            "(({tagName, id, attributes}) => ({tag: tagName, id, "
            "href: attributes.href?.value || '', item: attributes['data-item']?.value || ''}))"
            "(document.activeElement)"
        )
        if one["tag"] == "BODY":
            break
        reached.append(one)
    return reached


def test_tab_reaches_every_item_of_the_picture(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sign_in(page.context, live_server, world.owner)
    page.goto(world.planner)
    shown = page.locator(".fits svg a:visible")
    drawn = {one.get_attribute("href") for one in shown.all()}
    assert len(drawn) >= 8
    reached = tabbed(page)
    assert reached[0]["href"] == "#main"
    assert drawn <= {one["href"] for one in reached}
    assert {"undo", "set-months"}.isdisjoint(one["id"] for one in reached)
    shown.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#editor")).to_be_visible()
    expect(page.locator("#editor-title")).to_be_focused()


def test_the_focus_is_somewhere_sensible_after_each_change(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sign_in(page.context, live_server, world.owner)
    page.goto(world.planner)
    page.locator("#item-dr_residency a.row-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#editor-title")).to_be_focused()

    page.locator("#edit-months").evaluate("field => field.form.noValidate = true")
    page.locator("#edit-months").fill("601")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-months")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#edit-months")).to_be_focused()

    page.locator("#edit-months").fill("60")
    page.keyboard.press("Enter")
    expect(page.locator(".preview")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".preview")).to_have_count(0)
    # On the item again, and what was done is read out.
    expect(page.locator("#item-dr_residency a.row-name")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Length of")

    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#planner .message", has_text="Undone")).to_be_focused()
    page.locator("#redo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#planner .message", has_text="Redone")).to_be_focused()


# Two at once, and things that go wrong


def test_two_tabs_of_a_saved_plan_lose_nothing(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sign_in(page.context, live_server, world.owner)
    other = page.context.new_page()
    page.goto(f"{world.planner}?item=ir_independent_1y")
    other.goto(f"{world.planner}?item=dr_residency")
    other.locator("#edit-note").fill("Ask about ESIR")
    other.locator("#set-note").click()
    expect(other.locator("#item-dr_residency")).to_contain_text("Ask about ESIR")
    page.locator("#edit-months").fill("24")
    page.locator("#set-months").click()
    expect(page.get_by_role("heading", name="changed somewhere else")).to_be_visible()
    world.plan.refresh_from_db()
    assert world.plan.version == 2
    page.get_by_role("button", name="Apply my change to it").click()
    expect(page.locator("#item-dr_residency")).to_contain_text("Ask about ESIR")
    world.plan.refresh_from_db()
    changes = world.plan.document["changes"]
    assert changes["ir_independent_1y"] == {"months": 24}
    assert changes["dr_residency"] == {"note": "Ask about ESIR"}
    other.locator("#undo").click()
    expect(other.get_by_role("heading", name="changed somewhere else")).to_be_visible()
    other.get_by_role("link", name="Keep this one").click()
    expect(other.locator("#item-dr_residency")).to_contain_text("Ask about ESIR")


def test_whatever_goes_wrong_is_said_and_nothing_typed_is_lost(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sign_in(page.context, live_server, world.owner)
    _editor(page, world)

    def fails(says: str) -> None:
        page.locator("#edit-note").fill("All that I typed")
        page.locator("#set-note").click()
        message = page.locator("#messages .message")
        expect(message).to_contain_text(says)
        expect(message).to_be_focused()
        expect(page.locator("#edit-note")).to_have_value("All that I typed")

    answers = {403: "has been renewed", 413: "too much", 429: "too often", 500: "our side"}
    for status, says in answers.items():

        def answer(route: Route, _request: Request, status: int = status) -> None:
            route.fulfill(status=status)

        page.route("**/edit/", answer)
        fails(says)
        page.unroute("**/edit/")
    page.context.set_offline(True)
    fails("offline")
    page.context.set_offline(False)
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text("All that I typed")


def test_whoever_was_signed_out_meanwhile_is_led_to_sign_in_and_back(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sign_in(page.context, live_server, world.owner)
    _editor(page, world)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#edit-note").fill("Late")
    page.locator("#set-note").click()
    page.get_by_label("Email").fill(world.owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    expect(page.locator("#editor")).to_be_visible()
    assert f"{live_server.url}{world.planner}" in page.url
