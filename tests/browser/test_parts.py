"""A new planner takes the place of the old one part by part: nothing is lost, nothing left over."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import apply_preview, choose_esir, open_row, row_dates, settle
from tests.browser.handling import wait_until
from tests.factories import publish_packs

# The planner in the tab, or as a new page would show it, without what scripts add, tokens, and the
# sentence that says what was done.
SHOWN = """
async (anew) => {
  const site = anew
    ? new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html")
    : document.cloneNode(true);
  const planner = site.querySelector("#planner");
  planner.querySelector(".said").remove();
  for (const one of planner.querySelectorAll("[name=csrfmiddlewaretoken], .grip")) one.remove();
  for (const one of planner.querySelectorAll("a.why")) {
    one.removeAttribute("role");
    one.removeAttribute("aria-expanded");
  }
  planner.querySelector("#hands").hidden = true;
  return planner.outerHTML.replace(/>\\s+/g, ">").replace(/\\s+</g, "<").replace(/ class=""/g, "");
}
"""


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def expect_as_anew(page: Page) -> None:
    """The page is what a new one would be."""
    settle(page)
    shown, anew = (page.evaluate(SHOWN, one).split("<") for one in (False, True))
    assert [two for two in zip(shown, anew, strict=False) if two[0] != two[1]] == []
    assert len(shown) == len(anew)


def lengthen(page: Page, months: str) -> None:
    """Ask for another length in the editor that is open."""
    page.locator("#edit-months").fill(months)
    page.locator("#set-months").click()


def test_after_each_edit_the_page_is_what_a_new_one_would_be(page: Page) -> None:
    choose_esir(page)
    expect_as_anew(page)
    open_row(page, "dr_residency")
    expect_as_anew(page)
    lengthen(page, "60")
    apply_preview(page)
    expect_as_anew(page)
    open_row(page, "step3")
    page.locator("#edit-sitting").fill("2031-01-01")
    page.locator("#set-sitting").click()
    apply_preview(page)
    expect_as_anew(page)
    page.get_by_role("link", name="Next two years").click()
    expect(page.locator(".zoom [aria-current]")).to_have_text("Next two years")
    expect_as_anew(page)
    for undone in ("Undone: Sitting of", "Undone: Length of"):
        page.locator("#undo").click()
        expect(page.locator(".said")).to_contain_text(undone)
        expect_as_anew(page)
    page.go_back()
    expect(page.locator(".zoom [aria-current]")).to_have_text("Whole plan")
    expect_as_anew(page)


def test_a_stage_put_in_and_taken_out_again_leaves_nothing_behind(page: Page) -> None:
    choose_esir(page)
    page.locator("#insert summary").first.click()
    page.locator("#insert-name").fill("Research")
    page.locator("#insert-months").fill("12")
    page.locator("#insert form button").last.click()
    apply_preview(page)
    rows = page.locator("li.row").filter(has_text="Research")
    expect(rows).to_have_count(1)
    expect(page.locator("#insert-name")).to_have_value("")
    expect_as_anew(page)
    page.locator("#undo").click()
    expect(rows).to_have_count(0)
    expect_as_anew(page)


def test_what_an_edit_does_not_change_stays_where_it_is(page: Page) -> None:
    choose_esir(page)
    # The reasons of an early date are open, and something on it has the focus.
    early = page.locator("#item-medical_school")
    early.locator("a.why").click()
    expect(early.locator(".why-open")).to_contain_text("medical", ignore_case=True)
    page.locator("#item-step1 a.row-name").evaluate("one => { one.mark = 'here' }")
    last = row_dates(page, "ir_independent_1y")
    open_row(page, "ir_independent_1y")
    lengthen(page, "15")
    apply_preview(page)
    assert row_dates(page, "ir_independent_1y") != last
    wait_until(page, "document.querySelector('#item-step1 a.row-name').mark === 'here'")
    expect(early.locator(".why-open")).to_contain_text("medical", ignore_case=True)
    expect(early.locator("a.why")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".why-open")).to_have_count(1)


def test_reasons_of_a_date_that_has_changed_are_closed(page: Page) -> None:
    choose_esir(page)
    late = page.locator("#item-ir_independent_1y")
    late.locator("a.why").click()
    expect(late.locator(".why-open")).to_be_visible()
    open_row(page, "ir_independent_1y")
    lengthen(page, "15")
    apply_preview(page)
    expect(late.locator(".why-open")).to_have_count(0)
    expect(late.locator("a.why")).to_have_attribute("aria-expanded", "false")


def test_the_order_of_rows_follows_their_dates(page: Page) -> None:
    choose_esir(page)
    order = "[...document.querySelectorAll('li.row')].map(one => one.id)"
    before = page.evaluate(order)
    open_row(page, "step3")
    page.locator("#edit-sitting").fill("2033-03-01")
    page.locator("#set-sitting").click()
    apply_preview(page)
    assert "2033" in row_dates(page, "step3")
    after = page.evaluate(order)
    assert before != after
    assert sorted(before) == sorted(after)
    expect_as_anew(page)


def test_what_was_done_far_down_the_page_is_told_in_sight(page: Page) -> None:
    choose_esir(page)
    page.locator("#levers button").first.click()
    expect(page.locator(".preview")).to_be_focused()  # the page has come to rest
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("button", name="Apply", exact=True).click()
    told = page.locator("#messages [data-why=told]")
    expect(told).to_be_in_viewport(ratio=1)
    expect(told).to_have_text(page.locator(".said").text_content() or "nothing was said")
    expect(page.locator(".said")).to_contain_text("later")  # the other goes after a while
