"""Every date on a planner page leads to why it is what it is, and who says so."""

import copy
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.test.html import Element, parse_html
from django.urls import reverse

from pathways.drafts import read_draft
from pathways.models import Edition
from tests.factories import publish_packs, shipped_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

STARTS = {
    "school not begun": {"now": "none"},
    "first-year student": {"now": "medical_school@md#1", "since": "2024-08"},
    "second-year resident": {"now": "dr_residency#2", "since": "2024-07"},
    "radiologist from abroad": {"now": "foreign_dr_residency", "since": "2022-01"},
}
DESTINATIONS: dict[str, Any] = shipped_document()["destinations"]
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# "Jul 1, 2029", "1 July 2029", "July 2029".
DATE = re.compile(rf"(?:(\d{{1,2}}) )?({MONTHS})[a-z]*(?: (\d{{1,2}}),)? (\d{{4}})")
Date = tuple[str, str, str]
# What is at an address that a row leads to.
Open = Callable[[str], str]


# What is wrong with a page


def below(element: Element) -> Iterator[Element]:
    """An element and everything in it, in order."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from below(child)


def found(page: Element, name: str, having: str = "") -> list[Element]:
    """The elements of a name that have a class."""
    return [
        one
        for one in below(page)
        if one.name == name and (not having or having in _classes(one).split())
    ]


def _classes(element: Element) -> str:
    return dict(element.attributes).get("class") or ""


def text(element: Element) -> str:
    """What an element says."""
    parts = (text(one) if isinstance(one, Element) else one for one in element.children)
    return " ".join(" ".join(parts).split())


def dates(words: str) -> set[Date]:
    """The dates in some words: month, day (if it is said) and year."""
    return {(month, before or after, year) for before, month, after, year in DATE.findall(words)}


def explained(date: Date, reasons: set[Date]) -> bool:
    """Whether one of the dates is this one, said as exactly or more so."""
    month, day, year = date
    return any((month, year) == (m, y) and day in ("", d) for m, d, y in reasons)


def unfounded(receipt: Element) -> str:
    """Why a receipt is none: it has no rule, or nobody who says so."""
    if not text(found(receipt, "p")[0]):
        return "no rule"
    terms = map(text, found(receipt, "dt"))
    facts = dict(zip(terms, found(receipt, "dd"), strict=True))
    basis = text(facts["Rests on"])
    if "Source" not in facts:
        return "" if basis == "Your own word" else "no source, and not the person's own word"
    links = [dict(link.attributes).get("href", "") for link in found(facts["Source"], "a")]
    if any(str(link).startswith(("https://", "http://")) for link in links):
        return ""
    typical = "None found yet; treat it as typical."
    if "Unverified; typical" in basis and text(facts["Source"]) == typical:
        return ""
    return "no source, and not marked as typical"


def why(client: Client, address: str) -> str:
    """The receipts behind a link, as they are put into the row."""
    answer = client.get(address, headers={"HX-Request": "true"})
    return answer.content.decode() if answer.status_code == 200 else ""


def problems_of(page: str, opened: Open) -> list[str]:
    """Every date on a page without its reason, and every reason without a source."""
    tree = parse_html(page)
    rows = found(tree, "li", "row")
    problems = [] if rows else ["no rows"]
    reasons: set[Date] = set()
    for row in rows:
        name = text(found(row, "a", "row-name")[0])
        said = text(found(row, "span", "dates")[0])
        links = [dict(link.attributes).get("href") or "" for link in found(row, "a", "why")]
        behind = parse_html(f"<div>{''.join(map(opened, links))}</div>")
        receipts = found(behind, "div", "receipt")
        headings = " ".join(text(found(one, "h4")[0]) for one in receipts)
        reasons |= dates(headings)
        if not receipts:
            problems.append(f"{name}: no receipt")
        if not all(explained(one, dates(headings)) for one in dates(said)):
            problems.append(f"{name}: {said} is not in {headings}")
        if not dates(said) and said.lower() not in headings.lower():
            problems.append(f"{name}: {said} is not in {headings}")
        problems += [f"{name}: {why}" for one in receipts if (why := unfounded(one))]
    elsewhere = [
        *found(tree, "p", "lead"),
        *(
            one
            for thing in found(tree, "li", "next-thing")
            for one in found(thing, "span", "dates")
        ),
    ]
    for one in elsewhere:
        for date in dates(text(one)):
            if not explained(date, reasons):
                problems.append(f"{text(one)}: {date} has no receipt")
    return problems


# The pages


def routes_of(client: Client, start: dict[str, str], destination: str) -> tuple[str, list[str]]:
    """The page of routes and the routes that it offers."""
    answers = {**start, "destination": destination, "country": "us"}
    page = client.get(reverse("pathways:routes"), answers)
    assert page.status_code == 200
    offered = re.findall(r'name="route" value="([^"]+)"', page.content.decode())
    return page.wsgi_request.get_full_path(), offered


def planner_of(client: Client, address: str, route: str) -> str:
    """The planner page of a route that was chosen."""
    answer = client.post(address, {"route": route}, follow=True)
    assert answer.redirect_chain == [("/draft/", 302)]
    return answer.content.decode()


def starts_for(destination: str) -> list[dict[str, str]]:
    """Where somebody heading there may be: in the United States anywhere on the way, elsewhere
    where one usually starts."""
    told = DESTINATIONS[destination]
    usual = {"now": told["natural_start"], "since": "2025-09"}
    return [usual, *STARTS.values()] if told["jurisdiction"] == "us" else [usual]


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_every_date_on_the_way_has_its_reason_and_its_source(destination: str) -> None:
    publish_packs()
    client = Client()
    for number, start in enumerate(starts_for(destination)):
        address, offered = routes_of(client, start, destination)
        assert offered or number, "no route from its usual start"
        for route in {*offered[:1], *offered[-1:]}:
            page = planner_of(client, address, route)
            assert problems_of(page, partial(why, client)) == []


def test_what_people_say_themselves_is_reason_enough() -> None:
    publish_packs()
    client = Client()
    address, offered = routes_of(client, STARTS["second-year resident"], "neuroradiology")
    planner_of(client, address, offered[0])
    own = {"name": "Year out", "kind": "gap", "months": "12", "after": "dr_residency"}
    for posted in (
        {"action": "insert", **own},
        {"action": "start", "key": "f_neuro", "start": "2031-03-01"},
        {"action": "pin", "key": "core"},
        {"action": "length", "key": "f_neuro", "months": "18"},
        {"action": "working", "key": "f_neuro", "percent": "60", "then": "stays"},
    ):
        draft = read_draft(client.session)
        assert draft is not None
        posted = {**posted, "version": str(draft.version), "confirmed": "1"}
        assert client.post("/draft/edit/", posted).status_code == 302
    page = client.get("/draft/").content.decode()
    assert problems_of(page, partial(why, client)) == []
    keys = ("dr_residency", "core", "custom_1", "f_neuro")
    rows = {
        key: text(parse_html(f"<div>{why(client, f'/draft/why/{key}/')}</div>")) for key in keys
    }
    for key, said in {
        "dr_residency": "Follows from what you said of where you are now.",
        "core": "You pinned this window.",
        "custom_1": "as you said",
        "f_neuro": "You changed: You set an earliest start.",
    }.items():
        assert said in rows[key]
    for key, date in {"dr_residency": "As you told it", "core": "Somewhere in this window"}.items():
        assert f"Date {date}" in rows[key]
        assert "Published" not in rows[key].split("Rests on")[0]
    for key in ("dr_residency", "core", "custom_1"):
        assert "Rests on Your own word" in rows[key]


# The check can fail


Doctoring = Callable[[dict[str, Any]], None]


def without_sources(document: dict[str, Any]) -> None:
    for rule in document["milestones"]["core"]["rules"]:
        rule.pop("sources", None)


def without_words(document: dict[str, Any]) -> None:
    for rule in document["milestones"]["core"]["rules"]:
        rule["says"] = " "


@pytest.mark.parametrize("doctor", [without_sources, without_words])
def test_a_doctored_edition_is_found_out(doctor: Doctoring) -> None:
    document = copy.deepcopy(shipped_document())
    doctor(document)
    Edition.objects.create(number=1, document=document)
    client = Client()
    address, offered = routes_of(client, STARTS["second-year resident"], "diagnostic_radiology")
    problems = problems_of(planner_of(client, address, offered[0]), partial(why, client))
    assert any("Core" in one for one in problems), problems


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        (r'<a class="why".*?</a>', "no receipt"),
        (r'(?<=href="/draft/why/)[^"]+', "no receipt"),
        (r"<h4>.*?</h4>", "is not in"),
        (r'<li class="row[^>]*attending.*?</li>', "has no receipt"),
        (r'<span class="dates">.*?</span>', "is not in"),
    ],
)
def test_a_page_that_lost_something_is_found_out(cut: str, says: str) -> None:
    publish_packs()
    client = Client()
    address, offered = routes_of(client, STARTS["second-year resident"], "diagnostic_radiology")
    page, opened = planner_of(client, address, offered[0]), partial(why, client)
    assert problems_of(page, opened) == []
    put = "<h4>Starts Jan 1, 1999</h4>" if "h4" in cut else ""
    put = '<span class="dates">Jan 1, 1999</span>' if "span" in cut else put
    put = "no_such_item/" if "href" in cut else put

    def doctored(page: str) -> str:
        return re.sub(cut, put, page, flags=re.DOTALL)

    found_out = problems_of(doctored(page), lambda address: doctored(opened(address)))
    assert any(says in one for one in found_out)
