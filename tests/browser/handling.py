"""What the tests of editing under the hand share: where things are, and what was sent."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import FloatRect, Page, Request, expect

from tests.browser.conftest import apply_preview, choose_esir


def take_in_hand(page: Page) -> None:
    """Choose a plan, and wait for the hands; a person's first look at the plan loads them."""
    choose_esir(page)
    page.evaluate("() => window.radcareers.load().then(() => null)")


def shape(page: Page, key: str, size: str = "broad") -> FloatRect:
    """The box of an item's shape in the picture of that size, in pixels of the window."""
    body = page.locator(f".fits.{size} [data-item={key}] .body").first
    body.scroll_into_view_if_needed()
    box = body.bounding_box()
    assert box is not None
    return box


def sent(page: Page) -> list[dict[str, str]]:
    """The edits that the page posts from now on."""
    posts: list[dict[str, str]] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            fields = parse_qs(request.post_data or "", keep_blank_values=True)
            posts.append({name: values[0] for name, values in fields.items()})

    page.on("request", note)
    return posts


def row(page: Page, key: str, name: str) -> str | None:
    """What the list says of an item: its ``at`` or ``until``, None where there is nothing."""
    return page.locator(f"#item-{key} a.row-name").get_attribute(f"data-{name}")


def focused(page: Page) -> Any:
    """The key of the item that has the focus and whether that is in the picture, else its id."""
    return page.evaluate(
        "() => { const it = document.activeElement; return it.dataset.item"
        " ? [it.dataset.item, !!it.ownerSVGElement] : it.id || it.tagName }"
    )


def expect_focus(page: Page, wanted: Any) -> None:
    """Wait until the focus is there."""
    for _ in range(100):
        if focused(page) == wanted:
            return
        page.wait_for_timeout(50)
    assert focused(page) == wanted


def wait_until(page: Page, expression: str) -> None:
    """Wait until something holds in the page; the content policy forbids Playwright's own way."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    assert page.evaluate(expression), expression


def said(page: Page) -> str:
    """What was said last to those who listen; it is said a moment after it was decided."""
    wait_until(page, "document.getElementById('said').textContent !== ''")
    return page.locator("#said").inner_text()


def keep(page: Page) -> None:
    """Apply the preview, and see that a new page says the same."""
    expect(page.locator(".preview")).to_be_visible()
    apply_preview(page)


def quietly(page: Page, act: Callable[[], None]) -> list[dict[str, str]]:
    """Do something that must send nothing; what it sent all the same."""
    posts = sent(page)
    act()
    page.wait_for_timeout(400)
    return posts
