"""A real browser for the tests in this folder: the system's Chromium, in a fresh profile each.

Without one they are skipped, loudly; where CI is true that is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's own loop is a running event loop, in which Django would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

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


@pytest.fixture
def context(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A fresh profile whose relative addresses are the site's."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context
    context.close()


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
