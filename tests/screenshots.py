"""Takes the pictures of the documentation: ``make screenshots`` writes docs/images/.

A site of its own is prepared in a folder that is thrown away, served on a free port, and walked
through in a browser as a person would: from the questions to a plan that is shared.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, NAMES, choose_esir
from tests.browser.test_accounts import PASSWORD
from tests.test_running import Site

IMAGES = settings.BASE_DIR / "docs" / "images"
MOST_BYTES = 300_000
MARGIN = 24


@contextmanager
def running_site() -> Iterator[str]:
    """A prepared site with the shipped packs; gives its address."""
    with tempfile.TemporaryDirectory(prefix="radcareers-screenshots-") as data:
        site = Site(Path(data))
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(
            prepare,
            cwd=settings.BASE_DIR,
            env=site.environment,
            stdout=subprocess.DEVNULL,  # the password of an administrator nobody will need
            check=True,
        )
        server = site.serve()
        try:
            yield f"http://127.0.0.1:{site.port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def tab(
    browser: Browser, address: str, width: int, height: int, *, theme: str = "light"
) -> Iterator[Page]:
    """A tab in a fresh profile, of that size and theme."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def shoot(page: Page, name: str, *, last: str = "") -> None:
    """Write ``docs/images/<name>.png``: what the window shows, or the page down to ``last``."""
    page.evaluate("document.fonts.ready")
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, animations="disabled", full_page=bool(last), clip=_clip(page, last))
    size = path.stat().st_size
    if size >= MOST_BYTES:
        raise SystemExit(f"{path.name} has {size} bytes; it may have {MOST_BYTES}.")


def _clip(page: Page, last: str) -> FloatRect | None:
    box = page.locator(last).last.bounding_box() if last else None
    if box is None or page.viewport_size is None:
        return None
    below = box["y"] + box["height"] + MARGIN
    return {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": below}


def share_plan(page: Page) -> str:
    """Save the draft in a new account and make a link to it; gives the path of the link."""
    page.get_by_role("link", name="Save this plan").click()
    page.get_by_label("Email").fill("mina@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Share").click()
    page.get_by_label("Who is it for?").fill("Dr Okafor")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Address of the link for Dr Okafor").input_value()
    return f"/{link.split('/', 3)[3]}"


def take_all(browser: Browser, address: str) -> None:
    """Every picture."""
    with tab(browser, address, 1280, 900) as page:
        page.goto("/")
        shoot(page, "home", last=".key")
        choose_esir(page)
        shoot(page, "planner", last=".key")
        page.go_back()
        shoot(page, "routes", last="article.route")
        for box in page.locator("article.route input[type=checkbox]").all()[:3]:
            box.check()
        page.get_by_role("button", name="Compare the ticked routes").click()
        shoot(page, "compare", last=".strip")
        page.goto("/draft/?show=next")
        shoot(page, "next-two-years", last=".key")
        page.goto("/draft/")
        path = share_plan(page)
    with tab(browser, address, 794, 1123) as page:
        choose_esir(page)
        page.goto("/draft/print/")
        page.emulate_media(media="print")
        shoot(page, "print")
    with tab(browser, address, 1280, 1400) as page:
        page.goto("/explore/destinations/uk_interventional_radiology/")
        shoot(page, "explore")
    with tab(browser, address, 1280, 900, theme="dark") as page:
        choose_esir(page)
        shoot(page, "planner-dark", last=".key")
    with tab(browser, address, 390, 844) as page:
        choose_esir(page)
        shoot(page, "phone")
        page.goto("/draft/?picture=1")
        shoot(page, "phone-picture")
    with tab(browser, address, 1280, 900) as page:
        page.goto(path)
        shoot(page, "share", last=".key")


def main() -> None:
    """Write all pictures."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise SystemExit("Taking pictures needs chromium, chromium-browser or google-chrome.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        take_all(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
