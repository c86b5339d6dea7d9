"""The pages to read: all of them are walked, weighed and searched."""

import gzip
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client

from pathways.explore.search import Index, build_index, words_of
from pathways.explore.things import find_things
from pathways.models import Report
from pathways.planning.catalogue.reading import SECTIONS, read_edition
from pathways.planning.soundness import check_edition
from tests.engine.editions import shipped
from tests.factories import make_user, publish_packs, shipped_document

MOST_BYTES = 60_000
# Forms and what is somebody's own are walked by tests of their own.
ELSEWHERE = ("/accounts/", "/admin/", "/plans/", "/draft/", "/routes/", "/api/")


# The walk over the whole site


def links_of(page: str) -> set[str]:
    """Every address that a page links."""
    return {html.unescape(one) for one in re.findall(r'<a\s[^>]*?href="([^"]*)"', page)}


def anchors_of(page: str) -> set[str]:
    """Every id on a page."""
    return set(re.findall(r'\sid="([^"]+)"', page))


def repeated_ids(page: str) -> set[str]:
    """Ids that stand on a page more than once."""
    found = re.findall(r'\sid="([^"]+)"', page)
    return {one for one in found if found.count(one) > 1}


def loaded_by(page: str) -> Iterator[str]:
    """What a browser fetches for a page, by its name under static/."""
    for tag in re.findall(r"<(?:link|script)\s[^>]*>", page):
        if 'rel="canonical"' not in tag:
            yield from re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"]+)"', tag)


@cache
def weight_of(name: str) -> int:
    """What a file weighs on the way: compressed, where that helps."""
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is not there"
    content = Path(path).read_bytes()
    return min(len(content), len(gzip.compress(content)))


class Walk:
    """Reads every page that can be reached from the start, and notes what is wrong."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.pages: dict[str, str] = {}
        self.wrong: list[str] = []
        self.outside: set[str] = set()

    def run(self, *starts: str) -> None:
        todo = list(starts)
        wanted: list[tuple[str, str, str]] = []
        while todo:
            address = todo.pop()
            if address in self.pages:
                continue
            answer = self.client.get(address)
            page = answer.content.decode()
            self.pages[address] = page
            if answer.status_code != 200:
                self.wrong.append(f"{address}: {answer.status_code}")
                continue
            for link in links_of(page):
                target, anchor = urldefrag(urljoin(f"http://testserver{address}", link))
                parts = urlsplit(target)
                if parts.netloc != "testserver":
                    self.outside.add(target)
                    continue
                local = target.removeprefix("http://testserver")
                if not parts.path.startswith(ELSEWHERE):
                    todo.append(local)
                    wanted.append((address, local, anchor))
        for address, local, anchor in wanted:
            if anchor and anchor not in anchors_of(self.pages[local]):
                self.wrong.append(f"{address}: {local} has no #{anchor}")


@pytest.mark.django_db
def test_every_page_is_whole_light_and_leads_on(client: Client) -> None:
    publish_packs()
    walk = Walk(client)
    walk.run("/", "/explore/")
    assert walk.wrong == []
    things = find_things(shipped())
    assert {one.address for one in things.all} <= walk.pages.keys(), "reached by links alone"
    titles: dict[str, str] = {}
    problems = []
    for address, page in walk.pages.items():
        if len(re.findall(r"<h1[\s>]", page)) != 1:
            problems.append(f"{address}: not one h1")
        if repeated := repeated_ids(page):
            problems.append(f"{address}: ids twice: {repeated}")
        if address.startswith("/explore/") and "?" not in address:
            title = page.partition("<title>")[2].partition("</title>")[0]
            if titles.setdefault(title, address) != address:
                problems.append(f"{address}: title of {titles[title]}: {title}")
            if not re.search(r'<meta name="description" content="[^"]{20,200}">', page):
                problems.append(f"{address}: no description")
            weight = len(gzip.compress(page.encode())) + sum(map(weight_of, set(loaded_by(page))))
            if weight >= MOST_BYTES:
                problems.append(f"{address}: weighs {weight}")
    assert problems == []
    for address in walk.outside:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert re.fullmatch(r"[\w.-]+\.[a-z]{2,}(:\d+)?", parts.netloc), address


def test_a_page_without_what_a_page_needs_is_found() -> None:
    page = '<a href="/x/#y">x</a><p id="a"></p><p id="a"></p><link href="/static/css/base.css">'
    assert links_of(page) == {"/x/#y"}
    assert repeated_ids(page) == {"a"}
    assert list(loaded_by(page)) == ["css/base.css"]
    assert 0 < weight_of("css/base.css") < 5_000


@pytest.mark.django_db
def test_programs_find_every_page(client: Client) -> None:
    publish_packs()
    listed = re.findall(
        r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap.xml").content.decode()
    )
    assert {one.address for one in find_things(shipped()).all} <= set(listed)
    assert "/explore/countries/uk/" in listed
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    page = client.get("/explore/stages/pgy1/?x=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/explore/stages/pgy1/">' in page
    assert 'itemtype="https://schema.org/EducationalOccupationalProgram"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/explore/stages/nowhere/", "/explore/countries/zz/", "/explore/statements/tavr/",
     "/explore/report/?about=exams:nothing", "/api/catalogue/zz.json"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    publish_packs()
    assert client.get(address).status_code == 404


# What a page tells


@pytest.mark.django_db
def test_a_destination_tells_what_it_is_and_every_route(client: Client) -> None:
    publish_packs()
    page = client.get("/explore/destinations/interventional_radiology/").content.decode()
    for heading in ("What one does", "Skills", "Procedures and techniques", "Where one works",
                    "Every route", "What it needs", "Pay and costs", "Often stated wrongly",
                    "Exams and dates on the way", "Sources"):  # fmt: skip
        assert re.search(rf"<h2[^>]*>{heading}", page), heading
    for route in ("Integrated IR", "ESIR, then Independent IR, 1 year"):
        assert route in page
    assert 'href="/?destination=interventional_radiology&amp;country=us#questions"' in page


@pytest.mark.django_db
def test_a_stage_tells_the_names_of_its_years(client: Client) -> None:
    publish_packs()
    page = client.get("/explore/stages/dr_residency/").content.decode()
    assert re.search(r"<strong>R1</strong>, PGY-2, DR1", page)


@pytest.mark.django_db
def test_what_is_unverified_never_looks_like_a_rule(client: Client) -> None:
    """Whatever the catalogue calls unverified is called so on its page."""
    publish_packs()
    edition = shipped()
    stage = next(
        one for one in edition.stages.values()
        if one.length.figure.confidence == "U" and one.kind != "practice"
    )  # fmt: skip
    page = client.get(f"/explore/stages/{stage.key}/").content.decode()
    lasts = page.partition("<dt>Lasts</dt>")[2].partition("</dd>")[0]
    assert "typical, unverified" in lasts


def test_money_has_a_currency_and_a_year() -> None:
    """Every sentence about pay that names an amount says of which currency and year."""
    currency = r"USD|GBP|EUR|CAD|AUD|NZD|INR|[£€$₹]|dollar|pound|euro|rupee"
    for statement in shipped().statements.values():
        if statement.kind == "pay" and re.search(r"\d{2},\d{3}|\d+ lakh|\d{3},\d", statement.text):
            assert re.search(currency, statement.text), statement.key
            year = r"\b(19|20)\d\d\b|year is not"
            assert re.search(year, statement.text), statement.key


def test_every_source_has_an_address_and_a_date() -> None:
    for source in shipped().sources.values():
        assert re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}(:\d+)?(/\S*)?(\?\S*)?", source.url), (
            source.key
        )
        assert re.fullmatch(r"|\d{4}(-\d\d(-\d\d)?)?", source.dated), source.key
        assert source.checked.year >= 2026, source.key


# Search


@cache
def index() -> Index:
    return build_index(find_things(shipped()))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("paeds", "diatric radiology"),
        ("pediatric", "diatric radiology"),
        ("IR", "Interventional radiology"),
        ("MSK", "Musculoskeletal radiology"),
        ("neuroradiolgy", "Neuroradiology"),
        ("how to become a sonographer", "Sonographer"),
        ("mamography", "Mammograph"),
        ("nuclear medicine technologist", "Nuclear medicine technologist"),
        ("DR1", "Diagnostic radiology residency"),
        ("PGY-2", "Diagnostic radiology"),
        ("ST3", "ST3"),
        ("MS3", "Medical school"),
        ("frcr 2b", "FRCR Part 2B"),
    ],
)
def test_search_understands_what_people_type(query: str, first: str) -> None:
    names = [entry.name for entry in index().find(query).entries[:5]]
    assert any(first in name for name in names), names


def test_search_says_when_nothing_has_all_the_words() -> None:
    assert index().find("neuroradiology xylophone").partial
    assert index().find("qqqqqq zzzzzz").entries == ()
    assert index().find("the of and").entries == ()
    assert len(index().find("").entries) > 1_000


def test_search_keeps_to_a_country_and_a_kind() -> None:
    found = index().find("radiology", country="ie", kind="destinations").entries
    assert found
    assert {entry.kind for entry in found} == {"destinations"}
    assert all("ie" in entry.jurisdictions for entry in found)


def test_both_spellings_are_one() -> None:
    assert words_of("Paediatric tumour embolisation, PGY-2") == words_of(
        "pediatric tumor embolization PGY2"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?q=" + "a" * 5_000, "?q=%3Cscript%3E", "?page=-1", "?page=99999999999", "?page=x",
     "?kind=nothing&country=zz", "?q=(((", "?q=%F0%9F%A9%BB"],
)  # fmt: skip
def test_odd_queries_are_answered(client: Client, query: str) -> None:
    publish_packs()
    answer = client.get(f"/explore/{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


# “This is wrong”


@pytest.mark.django_db
@pytest.mark.integrity
def test_a_report_lands_in_the_admin_with_its_context(client: Client) -> None:
    publish_packs(3)
    address = "/explore/report/?about=exams:core"
    page = client.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    told = {"text": "It moved to May.", "source_url": "theabr.org/new", "key": key[1]}
    for _ in range(2):  # sent twice, kept once
        assert client.post(address, told).headers["Location"] == "/explore/exams/core/"
    report = Report.objects.get()
    assert (report.address, report.edition, report.state) == ("/explore/exams/core/", 3, "open")
    assert report.source_url == "https://theabr.org/new"
    staff = Client()
    staff.force_login(make_user(is_staff=True, is_superuser=True))
    work = staff.get("/admin/pathways/edition/work/").content.decode()
    assert "It moved to May." in work
    chosen = {"action": "settle", "_selected_action": [str(report.pk)]}
    staff.post("/admin/pathways/report/", chosen)
    assert "It moved to May." not in staff.get("/admin/pathways/edition/work/").content.decode()
    page = staff.get(f"/admin/pathways/report/{report.pk}/change/").content.decode()
    assert 'href="/explore/exams/core/"' in page
    assert not mail.outbox


@pytest.mark.django_db
@pytest.mark.integrity
@pytest.mark.parametrize("odd", ["a\0b", "a" * 2_001, "\u202eright to left"])
def test_odd_words_in_a_report_are_refused_in_a_sentence(client: Client, odd: str) -> None:
    publish_packs()
    answer = client.post("/explore/report/?about=exams:core", {"text": odd})
    assert answer.status_code == 422
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_a_report_without_words_is_asked_again_and_keeps_what_was_typed(client: Client) -> None:
    publish_packs()
    told = {"text": " ", "source_url": "not an address", "email": "mina@example.org"}
    answer = client.post("/explore/report/?about=exams:core", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what is wrong" in page
    assert 'value="not an address"' in page
    assert 'value="mina@example.org"' in page
    assert not Report.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("story_day")
def test_reports_are_bounded(client: Client) -> None:
    publish_packs()
    told = {"text": "Wrong."}
    answers = [client.post("/explore/report/?about=exams:core", told).status_code for _ in range(9)]
    assert 429 in answers
    assert Report.objects.count() < 9


# Open data


@pytest.mark.django_db
def test_each_country_is_open_data_of_its_own(client: Client) -> None:
    publish_packs()
    whole = shipped_document()
    for country in whole["jurisdictions"]:
        answer = client.get(f"/api/catalogue/{country}.json")
        document = answer.json()
        assert document["edition"] == 1
        assert document["licence"]
        assert answer.headers["ETag"] == f'"edition-1-{country}"'
        own = {key for key, one in whole["stages"].items() if one["jurisdiction"] == country}
        assert set(document["stages"]) == own
        part = {"format": document["format"]} | {
            name: document[name] for name in SECTIONS if name in document
        }
        missing = {
            str(problem)
            for problem in check_edition(read_edition(part))
            if "no source" in str(problem)
        }
        assert missing == set()
        again = client.get(
            f"/api/catalogue/{country}.json", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
