"""Comments in a browser: a mentor on a phone without scripts, and the owner with the keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from pathways.models import Comment, Plan
from pathways.operations import plans, shares
from pathways.operations.comments import show_comment, write_comment
from tests.browser.checks import UNUSABLE, violations_of
from tests.browser.handling import expect_focus, quietly, said, take_in_hand
from tests.browser.test_pages_browser import sign_in
from tests.factories import make_user, plan_document, publish_packs

PHONE = {"width": 360, "height": 640}
WORDS = "Sit it in June:\nthe autumn one leaves no time."


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


@pytest.fixture
def plan() -> Plan:
    return plans.create_plan(owner=make_user(name="Mina"), document=plan_document())


def share(plan: Plan) -> str:
    """The address of a link that takes comments."""
    _link, token = shares.create_share(plan=plan, label="Dr Okafor", takes_comments=True)
    return f"/s/{token}/"


def test_a_mentor_comments_on_a_phone_and_the_owner_shows_and_answers(
    tab: Callable[..., Page], live_server: LiveServer, plan: Plan
) -> None:
    address = share(plan)
    mentor = tab(viewport=PHONE, has_touch=True, java_script_enabled=False)
    mentor.goto(address)
    mentor.locator("#item-core").get_by_role("link", name="Comment on ABR Qualifying").tap()
    expect(mentor.locator("main")).to_contain_text("On ABR Qualifying (Core) exam")
    mentor.get_by_label("Your name").fill("Dr Okafor")
    mentor.get_by_label("Comment", exact=True).fill(WORDS)
    mentor.get_by_role("button", name="Send").tap()
    expect(mentor.get_by_role("heading", level=1)).to_have_text("Thank you")
    mentor.reload()
    mentor.get_by_role("link", name="Back to the plan").tap()
    expect(mentor).to_have_url(f"{live_server.url}{address}#item-core")
    expect(mentor.locator("body")).not_to_contain_text("Sit it in June")
    assert Comment.objects.count() == 1

    owner = tab()
    sign_in(owner.context, live_server, plan.owner)
    owner.goto(f"/plans/{plan.pk}/")
    owner.get_by_role("link", name="1 comment waits").click()
    owner.get_by_role("button", name="Show on the shared page").click()
    expect(owner.get_by_role("heading", name="On the shared page")).to_be_visible()
    owner.locator("summary", has_text="Reply").click()
    owner.get_by_label("Your reply to Dr Okafor").fill("June it is.")
    with owner.expect_navigation():
        owner.get_by_role("button", name="Keep").click()

    mentor.reload()
    row = mentor.locator("#item-core")
    expect(row).to_contain_text("June it is.")
    # Two lines as they were typed.
    lines = row.locator(".words").first
    assert lines.inner_text() == WORDS


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_with_comments_is_in_reach_and_axe_finds_nothing(
    scheme: str, tab: Callable[..., Page], live_server: LiveServer, plan: Plan
) -> None:
    link, token = shares.create_share(plan=plan, label="Dr Okafor", takes_comments=True)
    for number in range(3):
        text = f"{number} {WORDS} {'x' * 80}"
        comment = write_comment(link=link, name="Dr Okafor", text=text, item="core")
    show_comment(comment=comment)
    page = tab(viewport=PHONE, has_touch=True, color_scheme=scheme, reduced_motion="reduce")
    sign_in(page.context, live_server, plan.owner)
    pages = [
        f"/s/{token}/",
        f"/s/{token}/comment/?on=core",
        f"/s/{token}/comment/?on=core&sent=1",
        f"/plans/{plan.pk}/comments/",
        f"/plans/{plan.pk}/?item=core",
    ]
    found = {}
    for address in pages:
        page.goto(address)
        if wrong := [*violations_of(page), *page.evaluate(UNUSABLE)]:
            found[address.rpartition("/s/")[2][43:]] = wrong
    page.goto(pages[1])
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#comment-text-wrong")).to_be_visible()
    if wrong := [*violations_of(page), *page.evaluate(UNUSABLE)]:
        found["refused"] = wrong
    assert found == {}


def test_c_opens_the_comments_of_an_item(
    tab: Callable[..., Page], live_server: LiveServer, plan: Plan
) -> None:
    page = tab()
    sign_in(page.context, live_server, plan.owner)
    page.goto(f"/plans/{plan.pk}/")
    page.evaluate("() => window.radcareers.load().then(() => null)")
    page.locator("#item-core a.row-name").focus()
    page.keyboard.press("c")
    expect_focus(page, "edit-comments")
    assert "item=core" in page.url
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Comments on ABR Qualifying (Core) exam"
    )


def test_c_on_a_draft_says_what_comments_need(page: Page) -> None:
    take_in_hand(page)
    page.locator("#item-core a.row-name").focus()
    assert quietly(page, lambda: page.keyboard.press("c")) == []
    assert said(page) == "Comments come through a shared link. For one, save the plan."
    assert page.locator("#editor").count() == 0
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("its comments")
