"""What a person enters about leave, credentials and starts, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import violations_of
from tests.browser.conftest import open_row
from tests.browser.test_pages_browser import sign_in
from tests.factories import make_plan, make_user, publish_packs
from tests.test_real_inputs import ARRT, UK


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def opened(page: Page, live_server: LiveServer, document: dict[str, object], key: str) -> None:
    """The planner of somebody's own plan, with the editor of an item."""
    owner = make_user()
    plan = make_plan(owner, **document)
    sign_in(page.context, live_server, owner)
    page.goto(f"/plans/{plan.pk}/")
    page.wait_for_load_state()
    open_row(page, key)


def test_how_much_counts_is_asked_only_where_the_kind_leaves_it_open(
    page: Page, live_server: LiveServer
) -> None:
    opened(page, live_server, UK, "uk_st1_3")
    kind, share = page.get_by_label("What kind of leave?"), page.get_by_label("How much of it")
    for chosen, asked in (("", False), ("oopt", False), ("oopr", True), ("", False)):
        kind.select_option(chosen)
        expect(share).to_be_visible(visible=asked)
    page.locator("#leave-kinds summary").click()
    kind.select_option("oopr")
    assert violations_of(page) == []


def test_leave_of_a_kind_is_entered_and_removed_without_scripts(
    tab: Callable[..., Page], live_server: LiveServer
) -> None:
    page = tab(java_script_enabled=False)
    opened(page, live_server, UK, "uk_st1_3")
    page.locator("#edit-leave-from").fill("2026-12-01")
    page.locator("#edit-leave-until").fill("2027-05-31")
    page.get_by_label("What kind of leave?").select_option("oopr")
    page.locator("#set-leave").click()
    expect(page.locator("#edit-leave-counts-wrong")).to_contain_text("Enter how much of it counts")
    expect(page.locator("#edit-leave-from")).to_have_value("2026-12-01")
    page.get_by_label("How much of it counts").fill("50")
    page.locator("#set-leave").click()
    page.get_by_role("button", name="Apply", exact=True).click()
    open_row(page, "uk_st1_3")
    line = page.locator(".leaves li")
    expect(line).to_contain_text("OOPR: December 2026 – May 2027, 182 days, 50% counts")
    line.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Apply", exact=True).click()
    open_row(page, "uk_st1_3")
    expect(line).to_have_count(0)


def test_a_birth_month_brings_the_date_and_clearing_it_takes_it_away(
    page: Page, live_server: LiveServer
) -> None:
    opened(page, live_server, ARRT, "ex_arrt_r")
    assert violations_of(page) == []
    page.get_by_label("Birth month").select_option("March")
    page.locator("#set-birth-month").click()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator("#item-ex_arrt_r_renewal")).to_contain_text("Mar 31, 2028")
    open_row(page, "ex_arrt_r")
    page.locator("#clear-birth-month").click()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator("#item-ex_arrt_r_renewal")).to_have_count(0)


def test_who_is_asked_whether_they_are_still_there_answers_with_the_keyboard(page: Page) -> None:
    page.goto(
        "/routes/?country=us&now=medical_school@md%232&since=2019-08"
        "&destination=interventional_radiology"
    )
    expect(page.locator("#still-yes")).to_be_focused()
    page.keyboard.press("Space")
    page.locator("#ends").fill("2027-05")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("routes")
    page.go_back()
    expect(page.locator("#ends")).to_have_value("2027-05")
