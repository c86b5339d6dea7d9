"""Items moved with the mouse: what is sent, what is kept, and what must not happen."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import open_row
from tests.browser.handling import (
    expect_focus,
    keep,
    quietly,
    row,
    sent,
    shape,
    take_in_hand,
    wait_until,
)
from tests.factories import publish_packs

PICTURED = "[...document.querySelectorAll('.fits.broad a.item')].map(one => one.outerHTML).join()"


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def grab(page: Page, x: float, y: float, by: float, *, dates: bool = False) -> None:
    """Press there and move sideways, without letting go; on the way wait for the item's dates."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 2)
    if dates:
        wait_until(page, "!!radcareers.held.dates")
    page.mouse.move(x + by, y + 2, steps=5)


def month_in_pixels(page: Page) -> float:
    """How wide a month is in the picture that is shown."""
    scale = page.evaluate(
        "() => { const svg = document.querySelector('.fits.broad svg');"
        " return svg.dataset.scale * svg.clientWidth / svg.viewBox.baseVal.width }"
    )
    return float(scale) * 30.4375


def test_a_bar_is_moved_from_intake_to_intake_and_pushes_what_comes_later(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    box = shape(page, "dr_residency")
    grab(page, box["x"] + 20, box["y"] + 8, month_in_pixels(page) * 7, dates=True)
    label = page.locator(".held-date")
    expect(label).to_have_text("starts Jul 2030")
    by = page.evaluate("365 * document.querySelector('.fits.broad svg').dataset.scale")
    for key in ("dr_residency", "ir_independent_1y"):
        item = page.locator(f".fits.broad [data-item={key}]")
        expect(item).to_have_attribute("transform", f"translate({by})")
    expect(page.locator(".fits.broad .unsure[data-item=core]")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".preview")).to_contain_text("Start of Diagnostic radiology residency")
    expect(label).to_have_count(0)
    assert [(one["action"], one["key"], one["start"]) for one in posts] == [
        ("start", "dr_residency", "2030-07-01")
    ]
    assert "how" not in posts[0]
    keep(page)
    expect_focus(page, ["dr_residency", True])
    page.reload()
    assert row(page, "dr_residency", "at") == "2030-07-01"


def test_what_begins_on_any_day_is_moved_by_whole_months(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    box = shape(page, "attending")
    with page.expect_response("**/sittings/attending/"):
        page.mouse.move(box["x"] + 20, box["y"] + 8)
    grab(page, box["x"] + 20, box["y"] + 8, month_in_pixels(page) * 3.1)
    expect(page.locator(".held-date")).to_have_text("starts Oct 2034")
    page.mouse.up()
    expect(page.locator(".preview")).to_contain_text("from about October 2034; finishes 3 months")
    assert [one["start"] for one in posts] == ["2034-10-01"]


def test_the_right_edge_makes_a_bar_longer(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    box = shape(page, "dr_residency")
    grab(page, box["x"] + box["width"] - 3, box["y"] + 8, month_in_pixels(page) * 14)
    expect(page.locator(".held-date")).to_have_text("5 years 2 months, to Aug 2034")
    page.mouse.up()
    expect(page.locator(".preview")).to_be_visible()
    assert (posts[0]["action"], posts[0]["months"]) == ("length", "62")
    keep(page)
    page.reload()
    assert row(page, "dr_residency", "until") == "2034-09-01"


def test_the_end_of_part_time_work_goes_where_it_is_dragged(page: Page) -> None:
    take_in_hand(page)
    open_row(page, "dr_residency")
    page.locator("#edit-percent").fill("50")
    page.locator("#edit-then-stays").check()
    page.locator("#set-working").click()
    keep(page)
    page.goto("/draft/")
    page.evaluate("() => window.radcareers.load().then(() => null)")
    assert row(page, "dr_residency", "until") == "2037-07-01"
    box = shape(page, "dr_residency")
    grab(page, box["x"] + box["width"] - 3, box["y"] + 8, month_in_pixels(page) * 6)
    expect(page.locator(".held-date")).to_have_text("8 years 6 months, to Dec 2037")
    page.mouse.up()
    keep(page)
    page.reload()
    assert row(page, "dr_residency", "until") == "2038-01-01"


def test_what_a_preview_shows_goes_on_when_the_same_item_is_moved_again(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    box = shape(page, "dr_residency")
    grab(page, box["x"] + box["width"] - 3, box["y"] + 8, month_in_pixels(page) * 12)
    page.mouse.up()
    expect(page.locator(".preview")).to_be_focused()  # the page has come to rest
    box = shape(page, "dr_residency")
    grab(page, box["x"] + 20, box["y"] + 8, month_in_pixels(page) * 12)
    page.mouse.up()
    expect(page.locator(".preview")).to_contain_text("and its length")
    assert (posts[1]["action"], posts[1]["months"]) == ("move", "60")
    box = shape(page, "pgy1")
    grab(page, box["x"] + 20, box["y"] + 8, 60)
    expect(page.locator("#said")).to_have_text("Apply or cancel the change that is shown first.")
    page.mouse.up()
    keep(page)
    page.reload()
    assert (row(page, "dr_residency", "at") or "") >= "2030-07-01"
    assert len(posts) == 3


def test_an_exam_moves_from_sitting_to_sitting(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    box = shape(page, "core")
    with page.expect_response("**/sittings/core/") as asked:
        grab(page, box["x"] + 6, box["y"] + 6, month_in_pixels(page) * 9, dates=True)
    dates = asked.value.json()["dates"]
    expect(page.locator(".held-date")).to_have_text("sitting Oct 2033")
    page.mouse.up()
    expect(page.locator(".preview")).to_be_visible()
    assert (posts[0]["action"], posts[0]["sitting"]) == ("sitting", dates[1])
    keep(page)
    page.reload()
    assert row(page, "core", "at") == dates[1]


def test_escape_puts_back_and_sends_nothing(page: Page) -> None:
    take_in_hand(page)
    box = shape(page, "dr_residency")
    before = page.evaluate(PICTURED)

    def try_it() -> None:
        grab(page, box["x"] + 20, box["y"] + 8, 90)
        expect(page.locator(".held-date")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".held-date")).to_have_count(0)
        page.mouse.move(box["x"] + 200, box["y"] + 8)
        page.mouse.up()

    assert quietly(page, try_it) == []
    assert "item=" not in page.url
    after = page.evaluate(PICTURED)
    assert after.replace(' transform="translate(0)"', "").replace(' class=""', "") == before


@pytest.mark.parametrize("how", ["pin", "confirmed"])
def test_what_is_pinned_or_confirmed_has_no_handle_and_stays(page: Page, how: str) -> None:
    take_in_hand(page)
    open_row(page, "dr_residency")
    if how == "pin":
        page.get_by_role("button", name="Pin to this date").click()
    else:
        page.locator("#edit-status").select_option("confirmed")
        page.locator("#set-status").click()
    expect(page.locator("#item-dr_residency .tag").first).to_be_visible()
    expect(page.locator("#editor")).to_have_count(0)
    item = page.locator(".fits.broad [data-item=dr_residency]")
    expect(item.locator(".grip")).to_have_count(0)
    expect(page.locator(".fits.broad [data-item=pgy1] .grip")).to_have_count(1)
    box = shape(page, "dr_residency")

    def try_it() -> None:
        grab(page, box["x"] + 20, box["y"] + 8, 90)
        assert page.locator(".held-date").count() == 0
        page.mouse.up()

    assert quietly(page, try_it) == []


def test_a_click_opens_the_editor_and_back_and_forward_close_and_open_it(page: Page) -> None:
    take_in_hand(page)
    box = shape(page, "dr_residency")
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 22, box["y"] + 9)
    page.mouse.up()
    expect(page.locator("#editor")).to_be_visible()
    expect_focus(page, "editor-title")
    assert page.url.endswith("?item=dr_residency")
    page.go_back()
    expect(page.locator("#editor")).to_have_count(0)
    expect_focus(page, ["dr_residency", True])
    assert page.url.endswith("/draft/")
    page.go_forward()
    expect(page.locator("#editor")).to_be_visible()
    expect_focus(page, "editor-title")
    page.get_by_role("link", name="Close").click()
    expect(page.locator("#editor")).to_have_count(0)
    expect_focus(page, ["dr_residency", True])
    page.reload()
    expect(page.locator("#editor")).to_have_count(0)


def test_the_local_preview_pushes_what_comes_later_at_once_and_puts_it_back(page: Page) -> None:
    take_in_hand(page)
    before = page.evaluate(PICTURED)
    pushed, drawn, done = page.evaluate(
        """() => {
          const done = {};
          const count = (kind, names, ...owners) => {
            done[kind] = 0;
            for (const { prototype } of owners)
              for (const name of names.filter((one) => Object.hasOwn(prototype, one))) {
                const was = prototype[name];
                prototype[name] = function (...given) {
                  done[kind]++;
                  return was.apply(this, given);
                };
              }
          };
          radcareers.preview("medical_school", { startDays: 0, lengthDays: 59 });
          count("searches", ["querySelector", "querySelectorAll"], Document, Element);
          const measures = ["checkVisibility", "getBoundingClientRect", "getClientRects"];
          count("measures", measures, Element);
          count("measures of style", ["getComputedStyle"], { prototype: window });
          count("writes", ["setAttribute"], Element);
          for (let days = 60; days < 160; days++)
            radcareers.preview("medical_school", { startDays: 0, lengthDays: days });
          const counted = { ...done };
          const moved = (key) =>
            document.querySelector(`.fits.broad [data-item=${key}]`).getAttribute("transform");
          const drawn = document.querySelectorAll(".fits.broad a.item").length;
          return [["pgy1", "dr_residency", "ir_independent_1y"].map(moved), drawn, counted];
        }"""
    )
    assert len(set(pushed)) <= 3
    assert all(one.startswith("translate(") and one != "translate(0)" for one in pushed)
    # Each step costs a write or two per item, and asks nothing of the page.
    assert 100 <= done.pop("writes") <= 100 * 2 * drawn
    assert done == {"searches": 0, "measures": 0, "measures of style": 0}
    page.evaluate("radcareers.putBack()")
    after = page.evaluate(PICTURED)
    for one in (' transform="translate(0)"', ' class=""'):
        after = after.replace(one, "")
    assert after == before


def test_a_length_that_is_typed_is_shown_at_once_until_it_is_left(page: Page) -> None:
    take_in_hand(page)
    open_row(page, "dr_residency")
    body = page.locator(".fits.broad [data-item=dr_residency] .body")
    later = page.locator(".fits.broad [data-item=ir_independent_1y]")
    before = float(body.get_attribute("width") or 0)

    def try_it() -> None:
        page.locator("#edit-months").fill("60")
        expect(later).to_have_attribute("transform", _moved_right())
        assert float(body.get_attribute("width") or 0) > before * 1.2
        page.keyboard.press("Escape")
        expect(page.locator("#edit-months")).to_have_value("48")
        expect(body).to_have_attribute("width", f"{before:g}")
        page.locator("#edit-start").fill("2030-01-01")
        expect(later).to_have_attribute("transform", _moved_right())
        page.locator("#edit-months").focus()
        expect(later).to_have_attribute("transform", "translate(0)")

    assert quietly(page, try_it) == []


def _moved_right() -> re.Pattern[str]:
    return re.compile(r"translate\([1-9]")


def test_requests_say_which_picture_fits_and_a_window_that_changes_gets_its_own(
    page: Page,
) -> None:
    take_in_hand(page)
    sizes: list[str | None] = []

    def note(request: Request) -> None:
        if "/draft/" in request.url and request.headers.get("hx-request"):
            sizes.append(request.headers.get("picture-size"))

    page.on("request", note)
    open_row(page, "pgy1")
    assert sizes == ["broad"]
    only = "document.querySelectorAll('.fits.narrow, .fits.middle').forEach(one => one.remove())"
    page.evaluate(only)
    page.locator("#edit-note").fill("Not sent yet")
    page.set_viewport_size({"width": 500, "height": 800})
    page.wait_for_timeout(600)
    assert sizes == ["broad"]
    expect(page.locator("#edit-note")).to_have_value("Not sent yet")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("#set-note").click()
    expect(page.locator("#item-pgy1")).to_contain_text("Not sent yet")
    page.evaluate(only)
    page.set_viewport_size({"width": 800, "height": 800})
    expect(page.locator(".fits.middle")).to_be_visible()
    assert sizes == ["broad", "broad", "middle"]
