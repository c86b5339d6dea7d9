"""Items moved with a finger: only with Edit on, by dragging or with the bar of buttons."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.checks import UNUSABLE, violations_of
from tests.browser.conftest import settle
from tests.browser.handling import keep, quietly, row, sent, shape, take_in_hand, wait_until
from tests.factories import publish_packs

Tabs = Callable[..., Page]


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


@pytest.fixture
def phone(tab: Tabs) -> Page:
    page = tab(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    take_in_hand(page)
    return page


@pytest.fixture
def picture(phone: Page) -> Page:
    """A phone on which the picture was asked for."""
    phone.get_by_role("link", name="Show the picture").tap()
    expect(phone.locator(".fits.narrow")).to_be_visible()
    settle(phone)  # or what is taken before is put down again
    return phone


def swipe(page: Page, x: float, y: float, across: float, down: float) -> None:
    """Put a finger there, draw it away, and lift it."""
    finger: CDPSession = page.context.new_cdp_session(page)

    def touch(kind: str, part: float | None = None) -> None:
        at = [] if part is None else [{"x": x + across * part, "y": y + down * part}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", 0)
    for step in range(1, 7):
        touch("touchMove", step / 6)
        page.wait_for_timeout(30)
    touch("touchEnd")


def edit(page: Page) -> None:
    """Turn Edit on."""
    toggle = page.get_by_role("button", name="Edit", exact=True)
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.tap()
    expect(toggle).to_have_attribute("aria-pressed", "true")


def test_without_edit_a_finger_scrolls_and_moves_nothing(picture: Page) -> None:
    box = shape(picture, "dr_residency", "narrow")
    before = picture.evaluate("scrollY")

    def try_it() -> None:
        swipe(picture, box["x"] + 20, box["y"] + 6, 60, 0)
        swipe(picture, box["x"] + 20, box["y"] + 6, 0, -120)

    assert quietly(picture, try_it) == []
    wait_until(picture, f"scrollY > {before + 60}")
    assert "item=" not in picture.url
    assert picture.locator(".held-date").count() == 0


def test_with_edit_a_finger_drags_sideways_and_still_scrolls_down(picture: Page) -> None:
    edit(picture)
    posts = sent(picture)
    box = shape(picture, "dr_residency", "narrow")
    before = picture.evaluate("scrollY")
    swipe(picture, box["x"] + 20, box["y"] + 6, 0, -120)
    wait_until(picture, f"scrollY > {before + 60}")
    assert posts == []
    box = shape(picture, "dr_residency", "narrow")
    swipe(picture, box["x"] + 20, box["y"] + 6, 30, 0)
    expect(picture.locator(".preview")).to_contain_text("Start of Diagnostic radiology residency")
    assert (posts[0]["action"], posts[0]["key"]) == ("start", "dr_residency")
    keep(picture)
    expect(picture.get_by_role("button", name="Edit", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    picture.reload()
    assert (row(picture, "dr_residency", "at") or "") >= posts[0]["start"]


def test_a_tap_near_an_item_opens_the_bar_whose_buttons_move_it(picture: Page) -> None:
    edit(picture)
    posts = sent(picture)
    box = shape(picture, "medical_school", "narrow")
    picture.touchscreen.tap(box["x"] + 10, box["y"] - 18)
    bar = picture.locator("#handbar")
    expect(bar).to_contain_text("Medical school")
    expect(bar.get_by_role("button", name="Later")).to_be_hidden()
    bar.get_by_role("button", name="Put back").tap()
    box = shape(picture, "dr_residency", "narrow")
    with picture.expect_response("**/sittings/dr_residency/"):
        picture.touchscreen.tap(box["x"] + 10, box["y"] + 6)
    expect(bar).to_contain_text("Diagnostic radiology residency")
    assert "item=" not in picture.url
    for button in bar.locator(".button:visible").all():
        size = button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
    wait_until(picture, "!!radcareers.held.dates")
    bar.get_by_role("button", name="Later").tap()
    bar.get_by_role("button", name="Longer").tap()
    expect(bar.locator("output")).to_have_text("starts Jul 2030, 4 years 1 month, to Jul 2034")
    bar.get_by_role("button", name="Shorter").tap()
    bar.get_by_role("button", name="Earlier").tap()
    expect(bar.locator("output")).to_have_text("starts Jul 2029")
    bar.get_by_role("button", name="Longer").tap()
    bar.get_by_role("button", name="Show what it moves").tap()
    expect(picture.locator(".preview")).to_be_visible()
    expect(bar).to_be_hidden()
    assert [(one["action"], one["months"]) for one in posts] == [("length", "49")]
    keep(picture)
    picture.reload()
    assert row(picture, "dr_residency", "until") == "2033-08-01"


def test_the_bar_works_from_the_list_without_any_picture(phone: Page) -> None:
    phone.evaluate("document.querySelectorAll('.fits').forEach(one => one.remove())")
    edit(phone)
    posts = sent(phone)
    with phone.expect_response("**/sittings/core/") as asked:
        phone.locator("#item-core a.row-name").tap()
    dates = asked.value.json()["dates"]
    wait_until(phone, "!!radcareers.held.dates")
    bar = phone.locator("#handbar")
    expect(bar.locator("output")).to_have_text("sitting Oct 2032")
    expect(bar.get_by_role("button", name="Longer")).to_be_hidden()
    bar.get_by_role("button", name="Later").tap()
    expect(bar.locator("output")).to_have_text("sitting Oct 2033")
    bar.get_by_role("button", name="Put back").tap()
    expect(bar).to_be_hidden()
    assert posts == []
    phone.locator("#item-core a.row-name").tap()
    expect(bar.locator("output")).to_have_text("sitting Oct 2032")
    wait_until(phone, "!!radcareers.held.dates")
    bar.get_by_role("button", name="Later").tap()
    bar.get_by_role("button", name="Show what it moves").tap()
    expect(phone.locator(".preview")).to_be_visible()
    assert posts[0]["sitting"] == dates[1]


def test_all_details_opens_the_editor_and_without_edit_a_tap_does(phone: Page) -> None:
    edit(phone)
    phone.locator("#item-core a.row-name").tap()
    phone.get_by_role("link", name="All details").tap()
    expect(phone.locator("#editor-title")).to_have_text("ABR Qualifying (Core) exam")
    expect(phone.locator("#handbar")).to_be_hidden()
    phone.get_by_role("link", name="Close").tap()
    expect(phone.locator("#editor")).to_have_count(0)
    phone.get_by_role("button", name="Edit", exact=True).tap()
    phone.locator("#item-core a.row-name").tap()
    expect(phone.locator("#editor-title")).to_have_text("ABR Qualifying (Core) exam")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_bar_is_accessible_and_fits_a_small_screen(tab: Tabs, theme: str) -> None:
    page = tab(
        viewport={"width": 320, "height": 740}, has_touch=True, is_mobile=True, color_scheme=theme
    )
    take_in_hand(page)
    edit(page)
    page.locator("#item-dr_residency a.row-name").tap()
    expect(page.locator("#handbar")).to_be_visible()
    assert violations_of(page) == []
    assert [one for one in page.evaluate(UNUSABLE) if "covered" not in one] == []


def test_with_a_mouse_no_toggle_is_needed(page: Page) -> None:
    take_in_hand(page)
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
