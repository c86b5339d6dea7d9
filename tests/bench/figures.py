"""What does not depend on the machine's speed: how much an edit makes the page jump, and whether
everybody can use it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from tests.bench.contenders import OUR_BARS, Contender
from tests.bench.dataset import months, stage_key
from tests.bench.visiting import VIEWPORT, opened
from tests.browser.checks import violations_of

MOST_STOPS = 1_500
SETTLED_MS = 700
# How far down the page the picture begins.
TOP = """
(selector) => {
  const drawings = [...document.querySelectorAll(selector)].map((bar) => bar.closest("svg"));
  const shown = drawings.find((drawing) => drawing.checkVisibility());
  return shown.getBoundingClientRect().top + scrollY;
}
"""
FOCUSED = """
(selector) => {
  const item = document.activeElement?.closest(selector);
  return item && item.closest("svg").checkVisibility() ? item.dataset.item : null;
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """The layout shift of one step: all of it, and what comes later than half a second after
    somebody did something.

    Browsers count only what was there before and after, and a swap brings new elements. So
    ``moved`` says by how many px the picture went down (or up) on the page.
    """

    step: str
    all: float
    unexpected: float
    moved: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How many people can use the planner: what axe finds, and how many of the bars and
    milestones can be reached by Tab, and are there without JavaScript."""

    violations: list[str]
    items: int
    reached: int
    bars: int
    bars_without_script: int
    edit_without_script: bool


def jumps(browser: Browser, planner: Contender, count: int) -> list[Jump]:
    """Open an editor, look at a preview, apply it and undo it, as somebody does."""
    found = []
    with opened(browser, planner, count, "desk", count) as (page, _):
        page.goto(planner.addresses[count])
        page.evaluate("bench.painted")
        page.wait_for_timeout(SETTLED_MS)
        for step, act in _steps(page, count).items():
            page.evaluate("bench.shifted()")
            before = page.evaluate(TOP, OUR_BARS)
            act()
            page.wait_for_timeout(SETTLED_MS)
            moved = page.evaluate(TOP, OUR_BARS) - before
            found.append(Jump(step=step, moved=moved, **page.evaluate("bench.shifted()")))
    return found


def _steps(page: Page, count: int) -> dict[str, Callable[[], None]]:
    def look() -> None:
        page.locator("#edit-months").fill(str(months(count)[0] + 1))
        page.locator("#set-months").click()
        expect(page.locator(".preview")).to_be_visible()

    def undo() -> None:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("#undo").click()

    return {
        "open an editor": lambda: _open(page, count),
        "preview": look,
        "apply": lambda: _apply(page),
        "undo": undo,
    }


def _bars(page: Page) -> Locator:
    return page.locator(OUR_BARS).filter(visible=True)


def _open(page: Page, count: int) -> None:
    page.locator(f"{OUR_BARS}[data-item={stage_key(count, 1)}]").filter(visible=True).click()
    expect(page.locator("#editor")).to_be_visible()


def _apply(page: Page) -> None:
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator(".preview")).to_have_count(0)


def access(browser: Browser, planner: Contender, count: int) -> Access:
    """Look at the page with axe, go through it by Tab, and use it without JavaScript."""
    with opened(browser, planner, count, "desk", count) as (page, _):
        page.goto(planner.addresses[count])
        page.evaluate("bench.painted")
        violations = violations_of(page)
        items = OUR_BARS.removesuffix(".bar")
        total = page.locator(items).filter(visible=True).count()
        reached = _reached(page, items, total)
    plain = browser.new_context(
        viewport=VIEWPORT,  # type: ignore[arg-type]
        storage_state=planner.signed_in,
        java_script_enabled=False,
    )
    with plain:
        page = plain.new_page()
        page.goto(planner.addresses[count])
        shown = _bars(page).count()
        edited = _edit_without_script(page, planner.addresses[count], count)
    return Access(
        violations=violations,
        items=total,
        reached=reached,
        bars=count,
        bars_without_script=shown,
        edit_without_script=edited,
    )


def _reached(page: Page, items: str, total: int) -> int:
    """How many different items of the picture get the focus by pressing Tab."""
    seen: set[str] = set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        key = page.evaluate(FOCUSED, items)
        if key:
            seen.add(key)
        if len(seen) == total:
            break
    return len(seen)


def _edit_without_script(page: Page, address: str, count: int) -> bool:
    """Whether a length can be changed, kept and undone with links and forms alone."""
    usual = months(count)[0]

    def length() -> str:
        page.goto(f"{address}?item={stage_key(count, 1)}")
        return page.locator("#edit-months").input_value()

    length()
    page.locator("#edit-months").fill(str(usual + 1))
    page.locator("#set-months").click()
    _apply(page)
    changed = length() == str(usual + 1)
    page.goto(address)
    page.locator("#undo").click()
    return changed and length() == str(usual)
