"""A plan on paper: one page in A4 and in Letter, in colour and without."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from pathways.bridge import edition_values
from pathways.operations.plans import create_plan
from pathways.planning.examples import standard_situation
from pathways.planning.plan_documents import write_plan
from pathways.planning.plans import Change, Current, Plan, Situation
from pathways.planning.routes import find_routes
from pathways.planning.schedule import schedule
from pathways.presenters import words
from pathways.presenters.planner import date_style
from radcareers.accounts.models import User
from tests.browser.checks import violations_of
from tests.browser.conftest import choose_esir
from tests.factories import make_user, publish_packs
from tests.story import STORY_NOON

PAPERS = ("A4", "Letter")
# The longest routes of each country, a middling and a very short one.
DESTINATIONS = (
    "teleradiology", "neurointerventional", "uk_gi_radiology",
    "au_interventional_neuroradiology", "in_interventional_radiology", "x_in_edir",
    "mammography_technologist", "department_chair",
)  # fmt: skip
TODAY = STORY_NOON.date()


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


@pytest.fixture
def owner() -> User:
    return make_user("mina@example.org", name="Mina Okafor")


def standard_plan(destination: str) -> Plan:
    """The last route there from its usual start, begun in the last year."""
    edition = edition_values(1)
    goal = edition.destinations[destination]
    situation = standard_situation(edition, goal, TODAY)
    assert situation is not None
    return replace(find_routes(edition, situation, goal, TODAY).found[-1].plan, edition=1)


def resident_from_abroad() -> Plan:
    edition = edition_values(1)
    at = Current(stage="foreign_dr_residency", start=dt.date(TODAY.year - 3, 1, 1))
    goal = edition.destinations["neuroradiology"]
    found = find_routes(edition, Situation(as_of=TODAY, at=(at,)), goal, TODAY).found
    return replace(found[0].plan, edition=1)


def open_sheet(tab: Callable[..., Page], server: LiveServer, owner: User, plan: Plan) -> Page:
    """The page to print of a saved plan, as its owner sees it."""
    row = create_plan(owner=owner, document=write_plan(plan))
    client = Client()
    client.force_login(owner)
    page = tab(viewport={"width": 1000, "height": 1200})
    cookie: Any = {"name": "session", "value": client.cookies["session"].value, "url": server.url}
    page.context.add_cookies([cookie])
    page.goto(f"/plans/{row.pk}/print/")
    page.evaluate("document.fonts.ready")
    return page


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def finish_of(plan: Plan) -> str:
    edition = edition_values(1)
    finish = schedule(edition, plan, TODAY).finish
    assert finish is not None
    style = date_style(edition, plan.destination)
    about = finish.precision == "estimate"
    return words.month(finish.date) if about else words.day(finish.date, style)


def assert_on_one_page(page: Page, plan: Plan) -> None:
    for paper, background in (("A4", True), ("Letter", False)):
        assert pages_of(page.pdf(format=paper, print_background=background)) == 1, paper
    expect(page.locator(".sheet-says")).to_contain_text(finish_of(plan))
    assert page.locator(".sheet-number").count() >= page.locator(".sheet-dates li").count() > 0
    for link in page.locator(".sheet-number").all():
        number = link.inner_text()
        expect(page.locator(f"#note-{number} b").first).to_have_text(number)


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_standard_plan_is_one_page(
    destination: str, tab: Callable[..., Page], live_server: LiveServer, owner: User
) -> None:
    plan = standard_plan(destination)
    assert_on_one_page(open_sheet(tab, live_server, owner, plan), plan)


def test_the_plan_of_somebody_from_abroad_is_one_page(
    tab: Callable[..., Page], live_server: LiveServer, owner: User
) -> None:
    plan = resident_from_abroad()
    assert_on_one_page(open_sheet(tab, live_server, owner, plan), plan)


def test_footnotes_that_do_not_fit_are_on_a_second_page(
    tab: Callable[..., Page], live_server: LiveServer, owner: User
) -> None:
    plan = standard_plan("teleradiology")
    for item in schedule(edition_values(1), plan, TODAY).bars():
        plan = plan.with_change(item.key, Change(months=13, reason="An exception. " * 20))
    page = open_sheet(tab, live_server, owner, plan)
    expect(page.get_by_text("begin on page 2")).to_be_visible()
    for paper in PAPERS:
        assert pages_of(page.pdf(format=paper)) == 2
    page.emulate_media(media="print")


@pytest.mark.parametrize("destination", ["teleradiology", "department_chair"])
def test_no_type_is_too_small_to_read(
    destination: str, tab: Callable[..., Page], live_server: LiveServer, owner: User
) -> None:
    page = open_sheet(tab, live_server, owner, standard_plan(destination))
    page.emulate_media(media="print")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("main :not(svg, svg *)")].flatMap((one) =>
          [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
            ? [[one.className || one.tagName, parseFloat(getComputedStyle(one).fontSize) * 0.75,
                Boolean(one.closest(".dates, .sheet-name"))]] : [])"""
    )
    assert len(sizes) > 20
    for name, points, is_date in sizes:
        number = name == "sheet-number" or name == "SMALL"
        assert points >= (7.5 if is_date and not number else 6.5) - 0.01, name


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_page_can_be_used_on_a_screen(
    width: int, tab: Callable[..., Page], live_server: LiveServer, owner: User
) -> None:
    page = open_sheet(tab, live_server, owner, standard_plan("diagnostic_radiology"))
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_of(page) == []
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.locator("#planner")).to_be_visible()


def test_it_is_offered_under_download(page: Page) -> None:
    choose_esir(page)
    page.locator("summary", has_text="Download").click()
    page.get_by_role("link", name="To print").click()
    expect(page.locator(".sheet-says")).to_contain_text("Jul 1, 2034")


def test_the_planner_itself_prints_decently(page: Page) -> None:
    """Its picture stands on the first page, and what only a screen can do is left out."""
    choose_esir(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 950})  # A4 and Letter within 14 mm margins
    drawn = page.locator(".picture-frame .fits.middle svg").bounding_box()
    assert drawn is not None
    assert drawn["y"] + drawn["height"] < 950
    assert drawn["width"] > 400
    for gone in (".asks", ".planner-tools", ".top", ".foot", "form", "summary"):
        assert page.locator(gone).locator("visible=true").count() == 0, gone
    expect(page.locator("#item-dr_residency")).to_be_visible()
    assert pages_of(page.pdf(format="A4")) <= 4
