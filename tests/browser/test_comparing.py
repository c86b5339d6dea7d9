"""Comparing futures in a browser: with the mouse, without scripts, for axe, on a small screen."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from pathways.models import Plan
from pathways.operations import plans, shares
from tests.browser.checks import UNUSABLE, violations_of
from tests.browser.conftest import apply_preview, choose_esir
from tests.factories import make_user, plan_document, publish_packs
from tests.test_planner_edits import HALF_WAY

FELLOWSHIP = "ir_independent_1y"


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


@pytest.fixture
def mine() -> Plan:
    return plans.create_plan(
        owner=make_user("mina@example.org"), document=plan_document(title="Mina", **HALF_WAY)
    )


@pytest.fixture
def token() -> str:
    """The token of a link to the plan of somebody else, a year longer."""
    document = plan_document(title="Pat", **HALF_WAY)
    document["changes"] = {FELLOWSHIP: {"months": 24}}
    plan = plans.create_plan(owner=make_user("pat@example.org"), document=document)
    return shares.create_share(plan=plan)[1]


def sign_in(page: Page, live_server: LiveServer, plan: Plan) -> None:
    client = Client()
    client.force_login(plan.owner)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.mark.parametrize("scripts", [True, False], ids=["mouse", "without scripts"])
def test_both_ways_are_kept_worked_on_and_decided(scripts: bool, tab: Callable[..., Page]) -> None:
    page = tab(java_script_enabled=scripts)
    choose_esir(page)
    lead = page.locator(".lead").inner_text()
    page.get_by_role("button", name="A research year after medical school").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year later")
    page.get_by_role("button", name="Keep both").click()
    beside = page.locator("#alternatives")
    expect(beside).to_contain_text("Added Research year")
    expect(beside).to_contain_text("Finishes 1 year later")
    expect(page.locator(".lead")).to_have_text(lead)
    page.get_by_role("link", name="Another route or destination").click()
    card = page.locator("article", has_text="Independent IR, 2 years")
    card.get_by_role("button", name="Keep it beside mine").click()
    expect(beside.locator("article")).to_have_count(2)
    expect(page.locator(".lead")).to_have_text(lead)
    first = beside.locator("article").first
    first.get_by_role("button", name="Work on it").click()
    apply_preview(page)
    expect(page.locator("#item-custom_1")).to_be_visible()
    expect(beside).to_contain_text("Instead of Added Research year")
    expect(beside).to_contain_text("Finishes 1 year earlier")
    beside.locator("article").last.get_by_role("button", name="Drop").click()
    expect(beside.locator("article")).to_have_count(1)
    beside.get_by_role("button", name="Take this one").click()
    apply_preview(page)
    expect(beside).to_have_count(0)
    expect(page.locator(".lead")).to_have_text(lead)
    page.locator("#undo").click()
    expect(beside.locator("article")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["mouse", "without scripts"])
def test_a_link_of_somebody_is_pasted_and_stands_beside_mine(
    scripts: bool, tab: Callable[..., Page], live_server: LiveServer, mine: Plan, token: str
) -> None:
    page = tab(java_script_enabled=scripts)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(f"/s/{token}/compare/")
    expect(page.locator("h1")).to_have_text("Compare it with a plan of yours")
    sign_in(page, live_server, mine)
    page.goto("/plans/")
    page.get_by_label("A link to a plan that was shared with you").fill(
        f"{live_server.url}/s/{token}/"
    )
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("h1")).to_have_text("Beside the shared plan")
    expect(page.locator("#compare")).to_contain_text("Finishes 1 year later")
    page.get_by_role("link", name="Back to the shared plan").click()
    page.get_by_role("link", name="Compare it with a plan of yours").click()
    expect(page.get_by_role("heading", name="The shared plan", exact=True)).to_be_visible()
    assert token not in page.content()
    assert {url.split(token)[1] for url in seen if token in url} == {"/", "/compare/"}
    assert not any(token in url.partition("?")[2] for url in seen)


def test_what_was_believed_is_compared_with_from_then_on(
    page: Page, live_server: LiveServer, mine: Plan
) -> None:
    sign_in(page, live_server, mine)
    page.goto(f"/plans/{mine.pk}/history/")
    page.get_by_role("button", name="Compare with this from now on").click()
    line = page.locator(".baseline")
    expect(line).to_contain_text("the finish is where it was")
    page.get_by_role("button", name="Independent IR, 1 year a year later").click()
    apply_preview(page)
    expect(line).to_contain_text("finishes 1 year later")
    line.get_by_role("link", name="Compare then and now").click()
    expect(page.locator("h1")).to_have_text("Then and now: Mina")
    expect(page.locator(".mark.later:visible").first).to_be_visible()
    page.get_by_role("link", name="Back to the plan").click()
    line.get_by_role("button", name="Forget it").click()
    expect(line).to_have_count(0)


def full_plan(mine: Plan) -> Plan:
    """The plan with a change, a baseline and an alternative."""
    document = dict(mine.document)
    document["changes"] = {FELLOWSHIP: {"months": 24}}
    sea = {"key": "custom_1", "name": "At sea", "kind": "gap", "months": 12, "after": FELLOWSHIP}
    way = {name: document[name] for name in ("destination", "route")}
    document["alternatives"] = [{**way, "name": "A year at sea", "custom": [sea]}]
    plan = plans.save_revision(plan=mine, version=1, document=document, cause="Longer")
    return plans.set_baseline(plan=plan, version=2, number=1)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    theme: str,
    width: int,
    tab: Callable[..., Page],
    live_server: LiveServer,
    mine: Plan,
    token: str,
) -> None:
    page = tab(
        viewport={"width": width, "height": 800}, color_scheme=theme, reduced_motion="reduce"
    )
    page.goto(f"/s/{token}/compare/")
    assert violations_of(page) == []
    plan = full_plan(mine)
    other = plans.create_plan(owner=mine.owner, document=plan_document(title="Other", **HALF_WAY))
    sign_in(page, live_server, mine)
    for address in (
        f"/plans/{plan.pk}/",
        f"/plans/{plan.pk}/compare/1/",
        f"/plans/{plan.pk}/history/",
        f"/plans/compare/?plan={plan.pk}&plan={other.pk}",
        f"/s/{token}/compare/",
        "/plans/",
    ):
        page.goto(address)
        assert violations_of(page) == [], address
        assert page.evaluate(UNUSABLE) == [], address


def test_the_strips_and_their_axis_are_aligned(
    tab: Callable[..., Page], live_server: LiveServer, mine: Plan
) -> None:
    page = tab(viewport={"width": 360, "height": 800})
    sign_in(page, live_server, mine)
    page.goto(f"/plans/{full_plan(mine).pk}/compare/1/")
    axis, strips = page.locator(".strips-axis"), page.locator(".strip")
    boxes = [one.locator("svg:visible").bounding_box() for one in (axis, strips.first, strips.last)]
    assert len({(box["x"], box["width"]) for box in boxes if box}) == 1
    cells = page.locator(".compared td:visible")
    for place in range(cells.count()):
        box = cells.nth(place).bounding_box()
        assert box
        assert box["x"] + box["width"] <= 360
