"""The scripts as they are sent, joined and squeezed, from the server that people run: the other
tests in a browser load them one by one as they are written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import watch
from tests.browser.conftest import apply_preview, choose_esir, open_row
from tests.test_running import Site

pytestmark = pytest.mark.process


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A tab on a site of its own, in which no script may fail."""
    site = Site(tmp_path)
    site.manage("prepare")
    server = site.serve()
    context = chromium.new_context(base_url=f"http://localhost:{site.port}")
    context.set_default_timeout(15_000)
    wrong: list[str] = []
    page = context.new_page()
    watch(page, wrong)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    server.terminate()
    server.wait(timeout=30)
    assert wrong == []


def test_a_plan_is_made_and_edited_with_the_scripts_that_people_get(page: Page) -> None:
    choose_esir(page)
    assert page.locator("script[src]").count() == 1
    page.evaluate("() => { window.stayed = true }")
    early = page.locator("#item-medical_school a.why")
    early.click()
    expect(page.locator(".why-open")).to_be_visible()
    open_row(page, "ir_independent_1y")
    page.locator("#edit-months").fill("15")
    page.locator("#set-months").click()
    apply_preview(page)
    expect(early).to_have_attribute("aria-expanded", "true")
    page.locator("#item-dr_residency a.row-name").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".held-date")).to_contain_text("starts")
    page.keyboard.press("Enter")
    apply_preview(page)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.locator(".said")).to_contain_text("Undone")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("window.stayed")
