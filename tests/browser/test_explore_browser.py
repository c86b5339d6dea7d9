"""The pages to read in a real browser: one of every shape there is, in both themes."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from pathways.explore.things import find_things
from tests.browser.checks import UNUSABLE, violations_of
from tests.browser.conftest import choose_esir, settle
from tests.engine.editions import shipped
from tests.factories import publish_packs

LISTS = (
    "/explore/",
    "/explore/?q=paeds",
    "/explore/?kind=procedure",
    "/explore/?q=nothing+xylophone",
    "/explore/countries/uk/",
    "/explore/report/?about=exams:core",
)


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> None:
    publish_packs()


def shape_of(page: str) -> frozenset[str]:
    """The sections a page has; pages with the same are made of the same parts."""
    return frozenset(re.findall(r'aria-labelledby="(?:about-)?([a-z]+)', page))


def one_of_each_shape() -> Iterator[str]:
    """The first page of every shape, and the longest of each kind."""
    client = Client()
    seen: set[frozenset[str]] = set()
    longest: dict[str, tuple[int, str]] = {}
    for thing in find_things(shipped()).all:
        page = client.get(thing.address).content.decode()
        shape = frozenset({thing.kind}) | shape_of(page)
        longest[thing.kind] = max(longest.get(thing.kind, (0, "")), (len(page), thing.address))
        if not any(shape <= other for other in seen):
            seen.add(shape)
            yield thing.address
    yield from (address for _, address in longest.values())


@pytest.fixture
def addresses() -> list[str]:
    return list(dict.fromkeys((*LISTS, *one_of_each_shape())))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_pages_of_any_shape(
    theme: str, tab: Callable[..., Page], addresses: list[str]
) -> None:
    assert len(addresses) > 20
    page = tab(color_scheme=theme, reduced_motion="reduce")
    found = {}
    for address in addresses:
        page.goto(address)
        if violations := violations_of(page):
            found[address] = violations
    assert found == {}


def test_nothing_is_out_of_reach_on_a_small_phone(
    tab: Callable[..., Page], addresses: list[str]
) -> None:
    page = tab(viewport={"width": 360, "height": 640}, has_touch=True, reduced_motion="reduce")
    found = {}
    for address in addresses:
        page.goto(address)
        if problems := page.evaluate(UNUSABLE):
            found[address] = problems
    assert found == {}


def test_reading_needs_no_script_and_leads_to_a_plan(tab: Callable[..., Page]) -> None:
    page = tab(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Explore").click()
    page.get_by_label("Search").fill("sonografer")
    page.get_by_label("Country", exact=True).select_option("us")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="Sonographer", exact=True).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("onographer")
    page.get_by_role("link", name="Plan this from where I am").click()
    expect(page.get_by_label("Where do you want to train?")).to_have_value("us")
    expect(page.get_by_label("Where are you heading?")).to_have_value("sonographer")
    page.get_by_label("Where are you now?").select_option("us_hs")
    page.get_by_label("When did that start?").fill("2026-08")
    page.get_by_role("button", name="Show my routes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("route")


def test_what_is_wrong_can_be_said_from_a_page(page: Page) -> None:
    page.goto("/explore/exams/core/")
    page.get_by_role("link", name="This is wrong").click()
    page.get_by_label("What is wrong, and what should it say?").fill("The month.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#messages")).to_contain_text("Thank you")
    expect(page).to_have_url(re.compile("/explore/exams/core/$"))


def test_the_country_decides_what_is_offered(page: Page) -> None:
    page.goto("/")
    now = page.get_by_label("Where are you now?")
    heading = page.get_by_label("Where are you heading?")
    assert heading.locator("optgroup").count() > 8
    now.select_option("in_mbbs#1")
    page.get_by_label("Where do you want to train?").select_option("uk")
    expect(heading.locator("optgroup")).to_have_count(2)
    expect(now).to_have_value("in_mbbs#1")
    assert now.locator("optgroup").first.get_attribute("label") == "United Kingdom: studying"


def test_a_destination_of_another_country_stays_or_is_said_to_be_gone(page: Page) -> None:
    page.goto("/")
    country = page.get_by_label("Where do you want to train?")
    heading = page.get_by_label("Where are you heading?")
    heading.select_option("neuroradiology")
    country.select_option("uk")
    expect(heading).to_have_value("uk_neuroradiology")
    expect(page.locator("#destination-note")).to_have_count(0)
    settle(page)  # until then the new field asks for nothing
    country.select_option("us")
    heading.select_option("device_sales")
    country.focus()
    country.select_option("uk")
    says = "“Medical device sales” is a destination of another country."
    expect(page.locator("#destination-note")).to_contain_text(says)
    expect(heading).to_have_accessible_description(re.compile(says))
    expect(page.locator("#said")).to_contain_text(says)
    expect(country).to_be_focused()


def test_two_countries_in_one_plan(page: Page) -> None:
    """Each stage keeps the rules of its own country; dates are told as where one is heading."""
    choose_esir(page)
    page.goto("/routes/?now=in_crmi&since=2026-04&destination=uk_clinical_radiology&country=uk")
    card = page.locator("article", has_text="ST1").first
    card.get_by_role("button", name=re.compile("Choose this route")).click()
    expect(page.locator("#item-in_crmi")).to_be_visible()
    expect(page.locator("#item-in_crmi .dates")).to_contain_text(re.compile(r"\d+ April 2026"))
    expect(page.locator("#item-uk_st1_3 .dates")).to_contain_text(re.compile(r"August \d{4}"))
    expect(page.locator("#item-uk_plab1")).to_be_visible()
