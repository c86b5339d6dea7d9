"""The field to cover, row by row: where on the site each of 206 things is found.

``tests/coverage/S*.yaml`` maps each row to what stands for it. A row that is missing, leads
nowhere, does not say what it should, or cannot be found by searching fails here.
"""

import html
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from pathways.explore.search import Index, build_index
from pathways.explore.things import Things, find_things
from tests.engine.editions import shipped
from tests.factories import publish_packs

FILES = Path(__file__).parent / "coverage"
ROWS = {"S0": 41, "S1": 66, "S2": 28, "S3": 34, "S4": 37}
KINDS = {
    "destination": "destinations",
    "stage": "stages",
    "milestone": "exams",
    "organisation": "organisations",
}
MOST_LOOKED_AT = 40  # what the first page of a list shows


def load_rows() -> dict[str, dict[str, Any]]:
    """Every row of every file."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FILES.glob("S*.yaml")):
        rows = yaml.safe_load(file.read_text("utf-8"))
        assert not found.keys() & rows.keys()
        found |= rows
    return found


COVERED = load_rows()
WITH_PAGE = {row: told for row, told in COVERED.items() if "excluded" not in told}


@cache
def things() -> Things:
    return find_things(shipped())


@cache
def index() -> Index:
    return build_index(things())


def page_of(place: str) -> str:
    """The address of what a row names: "stage:pgy1", "statement:ir_total_time"."""
    kind, _, key = place.partition(":")
    key = key.partition("@")[0]
    if kind == "statement":
        statement = shipped().statements[key]
        pages = things().pages_of(statement)
        country = f"/explore/countries/{statement.about[0]}/"
        return f"{pages[0].address if pages else country}#statement-{key}"
    return things().by_place[KINDS[kind], key].address


def text_of(page: str) -> str:
    """What a page says, on one line."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split()).lower()


def passage(page: str, anchor: str) -> str:
    """What stands at an anchor; the whole page without one."""
    if not anchor:
        return text_of(page)
    found = re.search(rf'<(li|div) id="{anchor}">(.*?)</\1>', page, re.DOTALL)
    return text_of(found[2]) if found else ""


def test_every_row_is_there_once() -> None:
    assert Counter(row.partition("-")[0] for row in COVERED) == ROWS
    for seed, count in ROWS.items():
        assert {f"{seed}-{n:02}" for n in range(1, count + 1)} <= COVERED.keys()
    assert {row for row, told in COVERED.items() if "excluded" in told} == {"S2-28"}


@pytest.mark.django_db
def test_every_row_is_on_its_page(client: Client) -> None:
    publish_packs()
    pages: dict[str, str] = {}
    missing = []
    for row, told in WITH_PAGE.items():
        address, _, anchor = page_of(told["find"]).partition("#")
        if address not in pages:
            answer = client.get(address)
            pages[address] = answer.content.decode() if answer.status_code == 200 else ""
        if told["says"].lower() not in passage(pages[address], anchor):
            missing.append(f"{row}: “{told['says']}” is not on {address}#{anchor}")
    assert missing == []


@pytest.mark.parametrize("row", WITH_PAGE)
def test_the_row_is_found_by_searching(row: str) -> None:
    told = WITH_PAGE[row]
    wanted = page_of(told["find"])
    found = index().find(told["search"])
    shown = found.entries[:MOST_LOOKED_AT]
    addresses = [page.address for entry in shown for page in entry.pages]
    addresses += [page_of(f"statement:{one.statement.key}") for one in shown if one.statement]
    assert not found.partial, f"nothing has all of “{told['search']}”"
    assert wanted in addresses


@pytest.mark.parametrize("row", [row for row, told in WITH_PAGE.items() if told.get("outdated")])
def test_what_is_outdated_stands_only_as_a_sourced_correction(row: str) -> None:
    kind, _, key = WITH_PAGE[row]["find"].partition(":")
    assert kind == "statement"
    statement = shipped().statements[key]
    assert statement.kind == "correction"
    assert statement.figure.sources
