"""A new person's first five minutes: questions, routes, a plan changed, kept and shared."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import apply_preview, choose_esir, open_row, row_dates
from tests.browser.test_accounts import PASSWORD
from tests.factories import publish_packs


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def test_from_four_questions_to_a_link_that_was_turned_off(
    page: Page, chromium: Browser, live_server: LiveServer
) -> None:
    choose_esir(page)

    before = {key: row_dates(page, key) for key in ("pgy1", "dr_residency", "core", "irdr_oral")}
    assert before["pgy1"].startswith("Jul 1, 2028")
    page.locator("#insert summary").click()
    page.get_by_label("Your name for it").fill("Research year")
    page.locator("#insert-after").select_option("medical_school")
    page.get_by_role("button", name="Show what it moves").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year later")
    apply_preview(page)
    expect(page.locator("#item-custom_1")).to_contain_text("Jun 1, 2028")
    for key, dates in before.items():
        assert row_dates(page, key) == _a_year_later(dates), key

    page.get_by_role("link", name="Save this plan").click()
    page.get_by_label("Email").fill("mina@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator("#item-custom_1")).to_contain_text("Research year")

    page.get_by_role("link", name="Share").click()
    page.get_by_label("Who is it for?").fill("Dr Okafor")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Address of the link for Dr Okafor").input_value()
    path = address.split("/", 3)[3]

    visitor = chromium.new_context(base_url=live_server.url)
    shared = visitor.new_page()
    answer = shared.goto(f"/{path}")
    assert answer is not None
    assert answer.status == 200
    expect(shared.locator("#item-dr_residency")).to_contain_text("Jul 1, 2030")
    expect(shared.locator("body")).not_to_contain_text("mina@example.org")
    expect(shared.locator("body")).not_to_contain_text("Research year")

    page.reload()
    page.get_by_role("button", name="Turn off").click()
    expect(page.locator(".row .tag")).to_have_text("turned off")
    gone = shared.goto(f"/{path}")
    assert gone is not None
    assert gone.status == 404
    visitor.close()


def test_first_steps_lead_to_a_change_and_a_reason_and_can_be_hidden(page: Page) -> None:
    choose_esir(page)
    steps = page.locator(".first-steps li")
    expect(steps).to_have_count(3)
    steps.nth(1).get_by_role("button", name="Why early June 2027? ERAS season opens").click()
    expect(steps.nth(1).locator(".receipt")).to_contain_text("Source")
    steps.nth(0).get_by_role("button").click()
    expect(page.locator(".preview")).to_contain_text("inishes 1 year later")
    expect(page.locator(".first-steps .taken")).to_have_count(2)
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".preview")).to_have_count(0)
    page.get_by_role("button", name="Hide these steps").click()
    expect(page.locator(".first-steps")).to_have_count(0)
    expect(page.get_by_role("heading", name="What if …")).to_be_visible()
    expect(page.locator("[data-focus-else]")).to_be_focused()
    expect(page.locator("[data-focus-else]")).to_have_text("The first steps are hidden.")
    page.reload()
    expect(page.locator(".first-steps")).to_have_count(0)


def _a_year_later(dates: str) -> str:
    years = sorted({word for word in _words(dates) if word.isdigit() and len(word) == 4})
    for year in reversed(years):
        dates = dates.replace(year, str(int(year) + 1))
    return dates


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


def test_an_edit_that_cannot_be_keeps_what_was_typed(page: Page) -> None:
    choose_esir(page)
    open_row(page, "dr_residency")
    page.locator("#edit-percent").fill("0")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.locator("#set-working").click()
    expect(page.locator("#edit-percent-wrong")).to_contain_text("from 1 to 100")
    expect(page.locator("#edit-percent")).to_have_value("0")


def test_undo_and_redo_survive_a_reload(page: Page) -> None:
    choose_esir(page)
    finish = page.locator(".lead").inner_text()
    open_row(page, "dr_residency")
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    apply_preview(page)
    expect(page.locator(".lead")).not_to_have_text(finish)
    page.reload()
    page.locator("#undo").click()
    expect(page.locator(".lead")).to_have_text(finish)
    page.reload()
    page.locator("#redo").click()
    expect(page.locator(".lead")).not_to_have_text(finish)


def test_two_tabs_get_both_versions_to_choose_from(page: Page) -> None:
    choose_esir(page)
    other = page.context.new_page()
    other.goto("/draft/")
    open_row(other, "dr_residency")
    open_row(page, "pgy1")
    page.locator("#edit-note").fill("Near home")
    page.locator("#set-note").click()
    expect(page.locator("#item-pgy1")).to_contain_text("Near home")
    other.locator("#edit-note").fill("Ask about ESIR")
    other.locator("#set-note").click()
    expect(
        other.get_by_role("heading", name="This plan was changed somewhere else")
    ).to_be_visible()
    other.get_by_role("button", name="Apply my change to it").click()
    expect(other.locator("#item-dr_residency")).to_contain_text("Ask about ESIR")
    expect(other.locator("#item-pgy1")).to_contain_text("Near home")
