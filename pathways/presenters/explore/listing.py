"""The start of the explore pages: countries, search and lists; and the page of a country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pathways.explore.search import Entry, Found, Index
from pathways.explore.things import THING_KINDS, Thing, Things
from pathways.planning.catalogue import STAGE_KINDS, Jurisdiction, Statement
from pathways.presenters import words
from pathways.presenters.explore.notes import Notes, NumberedSource, tag_of
from pathways.presenters.explore.page import STATEMENTS, StatementGroup, statement_groups
from pathways.presenters.explore.sayings import Link
from pathways.presenters.home import Option

PAGE_SIZE = 40
MOST_PLACES = 6
STATEMENT_NAMES = {
    "task": "Tasks",
    "skill": "Skills",
    "procedure": "Procedures",
    "setting": "Settings",
    "pay": "Pay and costs",
    "outlook": "Outlook",
    "competition": "Competition",
    "correction": "Corrections",
    "pitfall": "Pitfalls",
    "fact": "Facts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One line of a list. Statements have several ``places`` instead of one ``url``."""

    name: str
    label: str
    country: str
    text: str
    url: str = ""
    places: tuple[Link, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryTile:
    """A country with what there is in it."""

    name: str
    url: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """The start page of explore: with a query or a filter the hits, else the countries."""

    query: str
    country: str
    kind: str
    countries: tuple[Option, ...]
    kinds: tuple[Option, ...]
    tiles: tuple[CountryTile, ...]
    browse: tuple[Link, ...]
    asked: bool
    sentence: str
    hits: tuple[Hit, ...]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPage:
    """Everything about one country: its destinations, stages, exams and organisations."""

    name: str
    description: str
    plan_url: str
    destinations: tuple[Hit, ...]
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    statements: tuple[StatementGroup, ...]
    sources: tuple[NumberedSource, ...]
    verified: str
    edition: int


def present_listing(
    things: Things, index: Index, *, query: str, country: str, kind: str, page: int
) -> ListingPage:
    """The start page; ``page`` counts from 1. Unknown countries and kinds are ignored."""
    jurisdictions = things.edition.jurisdictions
    by_name = sorted(jurisdictions.values(), key=lambda one: one.name)
    country = country if country in jurisdictions else ""
    kind = kind if kind in (*THING_KINDS, *STATEMENT_NAMES) else ""
    asked = bool(query.strip() or country or kind)
    found = index.find(query, country=country, kind=kind) if asked else Found(entries=())
    pages = max(1, -(-len(found.entries) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    answers = {"q": query, "country": country, "kind": kind}

    def address(number: int) -> str:
        told = {name: value for name, value in answers.items() if value}
        return f"/explore/?{urlencode({**told, 'page': number})}"

    shown = found.entries[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return ListingPage(
        query=query,
        country=country,
        kind=kind,
        countries=tuple(Option(value=one.key, label=one.name) for one in by_name),
        kinds=tuple(
            Option(value=key, label=label)
            for key, label in (*THING_KINDS.items(), *STATEMENT_NAMES.items())
        ),
        tiles=tuple(_tile(things, one) for one in by_name) if not asked else (),
        browse=tuple(
            Link(name=label, url=f"/explore/?kind={key}")
            for key, label in (*THING_KINDS.items(), *STATEMENT_NAMES.items())
        ),
        asked=asked,
        sentence=_sentence(found, query),
        hits=tuple(_hit(things, entry) for entry in shown),
        earlier=address(page - 1) if page > 1 else "",
        later=address(page + 1) if page < pages else "",
    )


def _sentence(found: Found, query: str) -> str:
    count = len(found.entries)
    if not count:
        return "Nothing found. Try fewer or other words, or another country."
    if found.partial:
        return f"Nothing has all of “{query.strip()}”. These have a part of it."
    return "One found." if count == 1 else f"{count} found."


def _tile(things: Things, country: Jurisdiction) -> CountryTile:
    kinds = [one.kind for one in things.all if one.jurisdiction == country.key]
    counts = (
        words.count(kinds.count("destinations"), "destination"),
        words.count(kinds.count("stages"), "stage"),
        f"{kinds.count('exams')} exams and dates",
    )
    return CountryTile(
        name=country.name,
        url=f"/explore/countries/{country.key}/",
        says=", ".join(counts),
    )


def _hit(things: Things, entry: Entry) -> Hit:
    names = things.edition.jurisdictions
    country = ", ".join(names[key].name for key in sorted(entry.jurisdictions) if key in names)
    if entry.statement:
        return _statement_hit(things, entry.statement, country)
    return _thing_hit(entry.pages[0], country)


def _thing_hit(thing: Thing, country: str) -> Hit:
    return Hit(
        name=thing.name,
        label=thing.label,
        country=country,
        text=" ".join(thing.subject.summary.split()),
        url=thing.address,
    )


def _statement_hit(things: Things, statement: Statement, country: str) -> Hit:
    """A statement, with the pages that it stands on."""
    anchor = f"#statement-{statement.key}"
    places = [
        Link(name=page.name, url=f"{page.address}{anchor}") for page in things.pages_of(statement)
    ]
    places += [
        Link(name=one.name, url=f"/explore/countries/{one.key}/{anchor}")
        for key in statement.about
        if (one := things.edition.jurisdictions.get(key))
    ]
    return Hit(
        name=statement.name,
        label=STATEMENTS[statement.kind],
        country=country,
        text=statement.text,
        places=tuple(places[:MOST_PLACES]),
        tag=tag_of(statement.figure),
    )


def present_country(things: Things, country: Jurisdiction) -> CountryPage:
    """The page of a country."""
    own = [one for one in things.all if one.jurisdiction == country.key]
    notes = Notes(things.edition, country.date_style)
    statements = statement_groups(things.about.get(country.key, ()), notes)
    destinations = [one for one in own if one.kind == "destinations"]
    return CountryPage(
        name=country.name,
        description=(
            f"Careers in radiology in {country.name}: "
            f"{words.count(len(destinations), 'destination')}, every stage and exam on the way, "
            "each date with its source."
        ),
        plan_url=f"/?country={country.key}#questions",
        destinations=tuple(
            _thing_hit(one, country.name)
            for one in sorted(destinations, key=lambda one: (one.label != "Subspecialty", one.name))
        ),
        groups=tuple(_groups(own)),
        statements=statements,
        sources=notes.sources(),
        verified=notes.verified(),
        edition=things.edition.number,
    )


def _groups(own: Sequence[Thing]) -> Iterable[tuple[str, tuple[Link, ...]]]:
    by_kind: dict[str, list[Thing]] = {}
    for one in own:
        if one.kind == "stages":
            by_kind.setdefault(getattr(one.subject, "kind", ""), []).append(one)
        elif one.kind != "destinations":
            by_kind.setdefault(one.kind, []).append(one)
    titles = {
        "education": "Study",
        "internship": "Internship",
        "residency": "Residency and specialty training",
        "fellowship": "Fellowships and further training",
        "practice": "Posts",
        "exams": THING_KINDS["exams"],
        "organisations": THING_KINDS["organisations"],
    }
    for kind in (*STAGE_KINDS, "exams", "organisations"):
        if found := by_kind.get(kind):
            yield titles[kind], tuple(Link(name=one.name, url=one.address) for one in found)
