"""The turns a career takes, walked through: part-time, a failed exam, a visa, a goal that slips."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import apply_preview, choose_esir, open_row
from tests.factories import PASSWORD, publish_packs


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def choose_two_years(page: Page) -> None:
    """A draft by clinical year, DR residency and two years of independent IR."""
    choose_esir(page)
    page.get_by_role("link", name="Another route or destination").click()
    card = page.locator("article", has_text="Independent IR, 2 years")
    card.get_by_role("button", name="Choose this route").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year later")
    apply_preview(page)
    expect(page.locator("#item-ir_independent_2y")).to_be_visible()


def test_part_time_work_asks_what_follows_and_says_what_it_assumes(page: Page) -> None:
    choose_esir(page)
    open_row(page, "dr_residency")
    page.locator("#edit-percent").fill("60")
    page.locator("#edit-since").fill("2031-07-01")
    page.locator("#set-working").click()
    expect(page.locator("#edit-then-wrong")).to_contain_text("Say what happens afterwards")
    page.get_by_label("Back to full time from").first.check()
    page.locator("#edit-then-from").fill("2032-07-01")
    page.locator("#set-working").click()
    expect(page.locator(".preview")).to_contain_text(
        "at 60% from Jul 1, 2031, then back to full time from Jul 1, 2032: Jul 1, 2029 – "
    )
    expect(page.locator(".preview")).to_contain_text("; finishes 1 year later")
    apply_preview(page)
    expect(page.locator("#item-dr_residency")).to_contain_text("60% Jul 1, 2031 – Jun 30, 2032")


def test_a_failed_exam_uses_an_attempt_and_moves_on(page: Page) -> None:
    choose_esir(page)
    open_row(page, "step3")
    expect(page.locator("#attempts")).to_contain_text("4 of 4 attempts left")
    expect(page.locator("#set-failed")).to_have_count(0)
    page.locator("#earlier-attempt summary").click()
    page.locator("#edit-on").fill("2026-06-09")
    page.locator("#add-attempt").click()
    expect(page.locator("#item-step3")).to_contain_text("Failed ")
    expect(page.locator('[id="clock-step3.attempts"]')).to_contain_text("3 attempts left")


def test_a_visa_that_is_used_up_exactly_reads_zero_left(page: Page) -> None:
    choose_two_years(page)
    page.locator("#clock-form-j1 summary").click()
    page.get_by_role("button", name="Let it run").click()
    expect(page.locator("#clock-j1")).to_contain_text("0 months left")
    expect(page.locator("#clock-j1")).to_contain_text("Nothing to spare")
    expect(page.locator("#findings")).to_contain_text("0 months left of 84")


def test_a_goal_that_breaks_is_mended_by_the_button(page: Page) -> None:
    choose_esir(page)
    page.get_by_role("button", name="A research year after medical school").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year later")
    apply_preview(page)
    page.locator("#finish-by").fill("2034-07")
    page.locator("#plan-backwards").click()
    expect(page.locator(".verdict")).to_contain_text("Not feasible as planned")
    expect(page.locator("#backwards")).to_contain_text("First thing that breaks")
    page.get_by_role("button", name="Leave out Research year").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year earlier")
    apply_preview(page)
    expect(page.locator(".verdict")).to_contain_text(re.compile("^Feasible"))
    expect(page.locator("#item-pgy1")).to_contain_text("No slack")
    expect(page.locator("#item-custom_1")).to_have_count(0)


def test_all_of_it_works_without_scripts(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    choose_esir(page)
    page.get_by_role("button", name="DR residency at 80 %").click()
    expect(page.locator(".preview")).to_contain_text("at 80% from the start to the end")
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator("#item-dr_residency")).to_contain_text("80% throughout")
    open_row(page, "core")
    page.locator("#edit-sittings").select_option(index=1)
    page.locator("#take-sitting").click()
    expect(page.locator(".preview")).to_contain_text("Sitting of")
    page.get_by_role("link", name="Cancel").click()
    page.locator("#finish-by").fill("2040-07")
    page.locator("#plan-backwards").click()
    expect(page.locator(".verdict")).to_contain_text("Feasible")
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    choose_esir(page)
    for address in ("/draft/?finish_by=2036-07&item=dr_residency", "/draft/?item=core"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/draft/routes/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_back_to_an_earlier_state(page: Page) -> None:
    """A change, a name for what was before it, and the way back."""
    choose_esir(page)
    page.get_by_role("link", name="Save this plan").click()
    page.get_by_label("Email").fill("mina@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("button", name="A research year after medical school").click()
    apply_preview(page)
    page.get_by_role("link", name="History").click()
    expect(page.locator(".state", has=page.locator(".tag.current"))).to_contain_text(
        "Finishes 1 year later"
    )
    first = page.get_by_role("listitem").filter(has_text="Planned before signing in")
    first.locator("summary").click()
    first.get_by_label("A name").fill("What I believed in March")
    first.get_by_role("button", name="Keep").click()
    named = page.get_by_role("listitem").filter(has_text="What I believed in March")
    named.get_by_role("button", name="Go back to this").click()
    expect(page.locator("#messages")).to_contain_text("The plan is as it was then")
    expect(page.locator("#planner")).to_contain_text("2034")


@pytest.mark.parametrize("width", [320, 360, 480, 1024, 1440])
def test_a_date_in_the_editor_has_room_for_all_of_it(page: Page, width: int) -> None:
    """Ten characters, the spaces around them and the sign of a calendar."""
    page.set_viewport_size({"width": width, "height": 900})
    choose_esir(page)
    page.goto("/draft/?item=dr_residency")
    wide = page.locator("#editor input[type=date]").evaluate_all(
        "all => all.map((one) => [one.id, one.getBoundingClientRect().width])"
    )
    assert len(wide) >= 6
    assert [name for name, pixels in wide if pixels < 150] == []
