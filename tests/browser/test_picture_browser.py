"""The picture in a browser: names and roles, focus, high contrast, words that stay readable."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import AXE, violations_of
from tests.browser.conftest import apply_preview, choose_esir, open_row
from tests.factories import publish_packs

pytestmark = pytest.mark.django_db(transaction=True)
Tab = Callable[..., Page]
CLASHES = """
() => {
  const svg = [...document.querySelectorAll("#picture svg.picture")].find(
    (one) => one.checkVisibility() && one.matches("[role]"));
  const box = (one) => one.getBoundingClientRect();
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const texts = [...svg.querySelectorAll("text")];
  const marks = [...svg.querySelectorAll(".item .body")];
  const found = [];
  texts.forEach((one, place) => {
    const said = one.textContent;
    for (const other of texts.slice(place + 1))
      if (meet(box(one), box(other))) found.push(`${said} meets ${other.textContent}`);
    for (const mark of marks)
      if (mark.closest(".item") !== one.closest(".item") && meet(box(one), box(mark)))
        found.push(`${said} meets ${mark.closest(".item").dataset.item}`);
    if (box(one).right > box(svg).right + 1) found.push(`${said} leaves the picture`);
  });
  return found;
}
"""


@pytest.fixture(autouse=True)
def packs(db: None) -> None:
    publish_packs()


def style_of(page: Page, selector: str, name: str) -> str:
    """What the browser makes of a property of the first element of that kind."""
    ask = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    return str(page.evaluate(ask, [selector, name]))


def names_of_links(page: Page) -> list[str]:
    """The names of all links in the tree that Chromium gives to screen readers."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["name"]["value"]
        for node in nodes
        if node.get("role", {}).get("value") == "link" and not node["ignored"]
    ]


def test_the_picture_is_a_named_group_of_links_named_by_sentences(page: Page) -> None:
    """In the order of the list: as many as it has rows, and each begins with the name there."""
    choose_esir(page)
    group = page.get_by_role("group", name="ESIR, then Independent IR, 1 year", exact=True)
    expect(group).to_have_count(1)
    expect(group).to_have_accessible_description(re.compile(r"^Timeline of \d+ items as of "))
    rows = [name.strip() for name in page.locator(".planner-list a.row-name").all_text_contents()]
    names = names_of_links(page)
    sentences = [next((name for name in names if name.startswith(f"{row}, ")), row) for row in rows]
    drawn = group.get_by_role("link")
    expect(drawn).to_have_count(len(rows))
    for place, sentence in enumerate(sentences):
        expect(drawn.nth(place)).to_have_accessible_name(sentence)
    assert "Diagnostic radiology residency, Jul 1, 2029 – Jun 30, 2033, projected, decides" in (
        " ".join(sentences)
    )
    page.evaluate(AXE)
    result = page.evaluate("axe.run('#picture', {resultTypes: ['violations']})")
    assert result["violations"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_and_the_open_item_are_seen(tab: Tab, scheme: str) -> None:
    page = tab(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    choose_esir(page)
    item = "svg[role=group] a[data-item=dr_residency]"
    assert style_of(page, f"{item} .ring", "stroke") == "none"
    page.locator("#picture .zoom a").last.focus()
    page.keyboard.press("Tab")
    focused = "#picture svg[role=group] a:focus-visible .ring"
    assert style_of(page, focused, "stroke") not in ("none", style_of(page, "body", "color"))
    assert style_of(page, focused, "strokeWidth") == "2.5px"
    page.locator(f".fits.broad {item}").click()
    expect(page.locator("#editor")).to_be_visible()
    assert style_of(page, f"{item} .ring", "strokeDasharray") != "none"


def test_high_contrast_keeps_words_apart_from_bars(tab: Tab) -> None:
    page = tab(forced_colors="active", viewport={"width": 1280, "height": 900})
    choose_esir(page)
    item = "#picture svg[role=group] .training.solid.bar"
    assert style_of(page, f"{item} .body", "fill") != style_of(page, f"{item} .inside", "fill")
    assert style_of(page, f"{item} .body", "fill") == style_of(page, "#picture", "color")


@pytest.mark.parametrize("width", [768, 1024, 1152, 1280, 1440])
@pytest.mark.parametrize("show", ["", "next", "dr_residency"])
def test_no_word_meets_another_at_any_width(tab: Tab, width: int, show: str) -> None:
    """As the browser sets the type, not as the table of widths says."""
    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}}
    page = tab(**options)
    choose_esir(page)
    page.goto(f"/draft/?show={show}")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(CLASHES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_leave_and_part_time_are_seen_and_read(tab: Tab, scheme: str) -> None:
    """Hollow and hatched, less high, in words on the bar, in its name and in its row."""
    page = tab(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    choose_esir(page)
    open_row(page, "dr_residency")
    page.locator("#edit-leave-from").fill("2030-10-01")
    page.locator("#edit-leave-until").fill("2031-08-31")
    page.locator("#set-leave").click()
    apply_preview(page)
    open_row(page, "dr_residency")
    page.locator("#edit-percent").fill("80")
    page.locator("#edit-since").fill("2031-09-01")
    page.locator("#edit-then-stays").check()
    page.locator("#set-working").click()
    apply_preview(page)
    said = "Leave Oct 1, 2030 – Aug 31, 2031; 80% from Sep 1, 2031"
    expect(page.locator("#item-dr_residency .worked")).to_have_text(said)
    bar = page.locator("#picture svg[role=group] a[data-item=dr_residency]")
    expect(bar).to_have_accessible_name(re.compile(f"; {re.escape(said)}$"))
    expect(bar.locator(".part")).to_have_text(["Leave", "80%"])
    assert style_of(page, "#picture .off", "fill") == style_of(page, "body", "backgroundColor")
    expect(page.locator("#picture .key")).to_contain_text("part-time, away")
    assert violations_of(page) == []
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/draft/?picture=1")
        page.evaluate("document.fonts.ready")
        assert page.evaluate(CLASHES) == [], width


def test_a_window_made_small_asks_before_it_shows_the_picture(page: Page) -> None:
    """As on a phone that is turned: the picture that came for a wide page is not squeezed in."""
    page.set_viewport_size({"width": 1280, "height": 900})
    choose_esir(page)
    picture = page.locator("#picture .fits:visible")
    expect(picture).to_have_count(1)
    page.set_viewport_size({"width": 400, "height": 900})
    expect(page.locator("#show-picture")).to_be_visible()
    expect(picture).to_have_count(0)
    page.locator("#show-picture").click()
    expect(page.locator("#picture .fits.narrow svg")).to_be_visible()
    expect(picture).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("#picture .fits.broad svg")).to_be_visible()


def test_letters_are_neither_tiny_nor_huge_on_any_screen(page: Page) -> None:
    """What the picture draws at 12 px is shown at 9.5 to 16 px."""
    page.set_viewport_size({"width": 700, "height": 900})
    choose_esir(page)
    shown = "one => one.getBoundingClientRect().width / one.viewBox.baseVal.width"
    for width in (700, 768, 840, 930, 1024, 1180, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.reload()
        scale = page.locator("#picture svg.picture:visible").first.evaluate(shown)
        assert 0.79 < scale < 1.34, width
