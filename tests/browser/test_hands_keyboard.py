"""Items moved with the keyboard, in the picture and in the list."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import violations_of
from tests.browser.conftest import choose_esir, open_row
from tests.browser.handling import (
    expect_focus,
    focused,
    keep,
    quietly,
    row,
    said,
    sent,
    take_in_hand,
    wait_until,
)
from tests.factories import publish_packs


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def go_to(page: Page, key: str, *, picture: bool = True) -> None:
    """Put the focus on an item of the picture, or of the list."""
    where = f".fits.broad [data-item={key}]" if picture else f"#item-{key} a.row-name"
    page.locator(where).focus()


def test_hands_that_did_not_come_are_asked_for_again(page: Page) -> None:
    choose_esir(page)
    page.context.set_offline(True)
    go_to(page, "dr_residency")
    page.locator("#hands-keys").click()
    expect(page.locator("#messages")).to_contain_text("Try again when you are online.")
    page.context.set_offline(False)
    page.locator("#hands-keys").click()
    expect(page.locator("#keys")).to_be_visible()


@pytest.mark.parametrize("picture", [True, False], ids=["picture", "list"])
def test_arrows_walk_from_item_to_item_in_order_of_time(page: Page, picture: bool) -> None:
    take_in_hand(page)
    go_to(page, "medical_school", picture=picture)
    surface = ".fits.broad" if picture else ".planner-list"
    dates = page.eval_on_selector_all(
        f"{surface} [data-item]",
        "all => all.map(({dataset}) => document.querySelector("
        "`#item-${dataset.item} [data-at]`).dataset.at).sort()",
    )
    walked = ["medical_school"]
    for _ in dates[1:]:
        page.keyboard.press("ArrowDown")
        key, in_picture = focused(page)
        assert in_picture is picture
        walked.append(key)
    assert len(set(walked)) == len(dates)
    assert [row(page, key, "at") for key in walked] == dates
    page.keyboard.press("Home")
    assert focused(page) == ["medical_school", picture]
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    assert focused(page)[0] == walked[-2]
    # Tab reaches every one of them, too.
    assert page.locator(f"{surface} [data-item][tabindex]").count() == 0


def test_an_exam_is_picked_up_moved_shown_and_kept(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    with page.expect_response("**/sittings/core/") as asked:
        go_to(page, "core")  # asks for them as well, after a moment
        page.keyboard.press("m")
    assert said(page) == (
        "ABR Qualifying (Core) exam picked up, October 2032. Left and Right move it by a month."
    )
    dates = asked.value.json()["dates"]
    wait_until(page, "!!radcareers.held.dates")
    page.keyboard.press("ArrowRight")
    assert said(page) == "October 2033."
    page.keyboard.press("Shift+ArrowRight")
    assert said(page) == "October 2034."
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".held-date")).to_have_text("sitting Oct 2033")
    assert posts == []
    page.keyboard.press("Enter")
    expect(page.locator(".preview")).to_be_visible()
    assert (posts[0]["action"], posts[0]["sitting"]) == ("sitting", dates[1])
    keep(page)
    expect_focus(page, ["core", True])
    assert said(page).startswith("Sitting of ABR Qualifying (Core) exam. ")
    assert "move" in said(page)
    page.reload()
    assert row(page, "core", "at") == dates[1]


def test_start_and_length_change_as_one_from_the_list(page: Page) -> None:
    take_in_hand(page)
    posts = sent(page)
    go_to(page, "dr_residency", picture=False)
    for key in ("m", "Shift+ArrowRight", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert said(page) == "July 2030, 4 years 1 month, to July 2034."
    page.keyboard.press("Enter")
    expect(page.locator(".preview")).to_contain_text("and its length")
    assert [posts[0][name] for name in ("action", "start", "months")] == [
        "move",
        "2030-07-01",
        "49",
    ]
    keep(page)
    expect_focus(page, ["dr_residency", False])
    page.reload()
    assert row(page, "dr_residency", "at") == "2030-07-01"
    assert row(page, "dr_residency", "until") == "2034-08-01"


def test_escape_and_going_elsewhere_put_back_and_send_nothing(page: Page) -> None:
    take_in_hand(page)
    go_to(page, "dr_residency")
    item = page.locator(".fits.broad [data-item=dr_residency]")

    def try_it() -> None:
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        expect(item).not_to_have_attribute("transform", "translate(0)")
        page.keyboard.press("Escape")
        assert said(page) == "Put back."
        expect(item).to_have_attribute("transform", "translate(0)")
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        expect(item).to_have_attribute("transform", "translate(0)")
        expect(page.locator(".held-date")).to_have_count(0)

    assert quietly(page, try_it) == []


def test_pin_done_note_undo_and_redo(page: Page) -> None:
    take_in_hand(page)
    go_to(page, "pgy1")
    page.keyboard.press("p")
    expect(page.locator("#item-pgy1")).to_contain_text("Pinned")
    expect_focus(page, ["pgy1", True])
    assert said(page).startswith("Pinned Clinical year (PGY-1).")
    page.keyboard.press("m")
    assert page.locator(".held-date").count() == 0
    assert said(page) == "It stays where it is."
    page.keyboard.press("Control+z")
    expect(page.locator("#item-pgy1")).not_to_contain_text("Pinned")
    expect_focus(page, ["pgy1", True])
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#item-pgy1")).to_contain_text("Pinned")
    expect_focus(page, ["pgy1", True])
    page.keyboard.press("p")
    expect(page.locator("#item-pgy1")).not_to_contain_text("Pinned")
    expect_focus(page, ["pgy1", True])
    go_to(page, "step1", picture=False)
    page.keyboard.press("d")
    keep(page)
    expect(page.locator("#item-step1")).to_contain_text("Done")
    expect_focus(page, ["step1", False])
    page.keyboard.press("n")
    expect(page.locator("#editor")).to_be_visible()
    expect_focus(page, "edit-note")
    page.keyboard.type("mpd?")
    expect(page.locator("#edit-note")).to_have_value("mpd?")
    page.keyboard.press("Control+z")
    expect(page.locator("#item-step1")).to_contain_text("Done")


def test_enter_opens_the_editor_and_closing_it_gives_the_focus_back(page: Page) -> None:
    take_in_hand(page)
    go_to(page, "pgy1")
    page.keyboard.press("Enter")
    expect(page.locator("#editor")).to_be_visible()
    expect_focus(page, "editor-title")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#editor")).to_have_count(0)
    expect_focus(page, ["pgy1", True])


def test_escape_leaves_what_is_shown_and_the_editor_and_never_what_was_typed(page: Page) -> None:
    take_in_hand(page)
    go_to(page, "dr_residency", picture=False)
    page.keyboard.press("Enter")
    expect_focus(page, "editor-title")
    page.locator("#edit-note").fill("Near home")
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    expect(page.locator("#edit-note")).to_have_value("Near home")
    page.locator("#set-note").click()
    expect(page.locator("#item-dr_residency")).to_contain_text("Near home")
    open_row(page, "dr_residency")
    page.locator("#edit-months").fill("60")
    page.keyboard.press("Enter")
    expect(page.locator(".preview")).to_contain_text("Jun 30, 2034; finishes 1 year later")
    expect(page.locator(".preview")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(0)
    page.locator("#editor-title").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#editor")).to_have_count(0)
    expect_focus(page, ["dr_residency", False])


def test_the_editor_that_the_picture_opens_comes_into_sight_as_a_whole(page: Page) -> None:
    take_in_hand(page)
    page.set_viewport_size({"width": 1280, "height": 1000})
    go_to(page, "pgy1")
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Enter")
    expect_focus(page, "editor-title")
    expect(page.locator("#editor")).to_be_in_viewport(ratio=0.98)


def test_letters_can_be_turned_off_and_stay_off(page: Page) -> None:
    take_in_hand(page)
    go_to(page, "core")
    page.keyboard.press("?")
    sheet = page.locator("dialog#keys")
    expect(sheet).to_be_visible()
    sheet.get_by_label("Use the keys that are single letters").uncheck()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()
    page.reload()
    go_to(page, "core")

    def try_it() -> None:
        for key in ("m", "p", "d", "n", "?"):
            page.keyboard.press(key)

    assert quietly(page, try_it) == []
    expect(sheet).to_be_hidden()
    assert page.locator(".held-date").count() == 0
    page.get_by_role("button", name="Keys").click()
    expect(sheet.get_by_label("Use the keys that are single letters")).not_to_be_checked()
    sheet.get_by_label("Use the keys that are single letters").check()
    page.keyboard.press("Escape")
    go_to(page, "core")
    page.keyboard.press("m")
    expect(page.locator(".held-date")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sheet_of_keys_is_accessible(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    take_in_hand(page)
    page.get_by_role("button", name="Keys").click()
    expect(page.locator("dialog#keys")).to_be_visible()
    assert violations_of(page) == []


def test_text_fields_keep_their_own_keys(page: Page) -> None:
    take_in_hand(page)
    open_row(page, "core")
    page.locator("#edit-note").fill("One")

    def try_it() -> None:
        for key in ("?", "p", "Control+z", "ArrowUp"):
            page.locator("#edit-note").press(key)

    assert quietly(page, try_it) == []
    expect(page.locator("dialog#keys")).to_be_hidden()
