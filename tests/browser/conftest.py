"""A real browser for the tests in this folder: the system's Chromium, in a fresh profile each.

Without one they are skipped, loudly; where CI is true that is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import watch
from tests.story import STORY_NOON

# Playwright's own loop is a running event loop, in which Django would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# As long as a tab waits for anything else: a busy machine is not a fault of the page.
expect.set_options(timeout=10_000)

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, so that ``-m "not browser"`` leaves it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        message = "BROWSER TESTS NOT RUN: no chromium, chromium-browser or google-chrome found"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _story_clock(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For the server it is noon of the story's day, whenever tests are run; its clock goes on.

    The counters of limits are in a table that is emptied with no test, so they are cleared here.
    """
    caches["default"].clear()
    now = timezone.now
    behind = now() - STORY_NOON
    monkeypatch.setattr(timezone, "now", lambda: now() - behind)
    yield
    caches["default"].clear()


@pytest.fixture
def context(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A fresh profile whose relative addresses are the site's.

    Nothing moves by itself there: what glides or fades would be measured on its way.
    """
    context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def tab(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Makes tabs with options of their own, in which a breach of the policy fails the test."""
    contexts: list[BrowserContext] = []
    breaches: list[str] = []

    def make(**options: Any) -> Page:
        options.setdefault("reduced_motion", "reduce")
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, breaches)
        return page

    yield make
    for context in contexts:
        context.close()
    assert breaches == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab in which any breach of the content security policy fails the test."""
    breaches: list[str] = []

    def record(breach: str) -> None:
        breaches.append(breach)

    def read_console(entry: ConsoleMessage) -> None:
        if "Content Security Policy" in entry.text:
            record(entry.text)

    context.expose_function("recordBreach", record)
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " event => window.recordBreach(`${event.violatedDirective}: ${event.blockedURI}`))"
    )
    page = context.new_page()
    page.on("console", read_console)
    yield page
    assert breaches == []


def choose_esir(page: Page) -> None:
    """Answer the four questions as a first-year student heading for IR, and choose ESIR."""
    page.goto("/")
    page.get_by_label("Where do you want to train?").select_option("us")
    page.get_by_label("Where are you now?").select_option("medical_school@md#1")
    page.get_by_label("When did that start?").fill("2024-08")
    page.get_by_label("Where are you heading?").select_option("interventional_radiology")
    page.get_by_role("button", name="Show my routes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Three routes. The earliest finishes July 2034."
    )
    page.locator("article", has_text="ESIR").get_by_role("button").click()
    expect(page.locator("#item-dr_residency")).to_be_visible()
    page.wait_for_load_state()  # scripts and styles come after the words


def open_row(page: Page, key: str) -> None:
    """Open the editor of an item from the list."""
    page.locator(f"#item-{key} a.row-name").click()
    # Of this item: another one's may stand there until the answer comes.
    own = page.locator("#editor").filter(has=page.locator(f"[name=key][value='{key}']"))
    expect(own).to_be_visible()
    if page.evaluate("Boolean(window.htmx)"):
        # Last of all; what is typed sooner may go elsewhere.
        expect(page.locator("#editor-title")).to_be_focused()


def row_dates(page: Page, key: str) -> str:
    """The dates of an item as the list says them."""
    return page.locator(f"#item-{key} .dates").text_content() or ""


def apply_preview(page: Page) -> None:
    """Keep the change that is shown as a preview."""
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator(".preview")).to_have_count(0)
    settle(page)


def settle(page: Page) -> None:
    """Wait until htmx has settled what is in the page; its timer began before this one."""
    page.evaluate(
        "() => window.htmx"
        " && new Promise((done) => setTimeout(done, 2 * htmx.config.defaultSettleDelay))"
    )
