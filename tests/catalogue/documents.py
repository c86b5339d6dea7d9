"""Catalogue documents of every shape, for property tests. References lead somewhere, so that
rows can hold them; whether the whole makes sense is no matter here."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from pathways.planning import catalogue as c
from tests.catalogue.samples import Document

STAGES = ("school", "residency", "job")
MILESTONES = ("match", "exam")
SOURCES = ("rules", "survey", "page")
CONDITIONS = (
    "school",
    "residency@early",
    "exam",
    "start(residency)+35mo",
    "end(school|residency@early)-12mo+1d",
    "worked(residency)+36mo",
    "first(exam)+24mo",
    "2028-02-29",
    "abroad(trained)",
    "end(school|counts(trained))+6mo",
)

_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
# Texts that YAML readers are known to take for something else, besides anything at all.
_TRICKY = [
    "yes",
    "NO",
    "null",
    "~",
    "1e3",
    "0x1f",
    "012",
    "12",
    "-1",
    "1_000",
    "2026-01-01",
    "true",
    "a:b",
    "#no",
    "-x",
    "{a}",
    "[a]",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`",
    "'",
    '"',
    "é",
    "😀",
    "?",
    "=",
    "<<",
]
_TRICKY += ["a: b", "- x", "a\nb", "a\n\n  b", "a \nb", "a  b", "a\tb", "? a", "a #b", "a\u0085b"]


def texts(limit: int) -> st.SearchStrategy[str]:
    """Texts with nothing around them to be stripped."""
    free = st.text(_CHARACTERS, min_size=1, max_size=limit)
    return st.one_of(st.sampled_from(_TRICKY), free).map(str.strip).filter(bool)


def lists(values: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Short lists without repetition."""
    return st.lists(values, min_size=least, max_size=3, unique=True)


def lines() -> st.SearchStrategy[list[str]]:
    """Names, each fit to stand on a line of its own."""
    return lists(texts(20).filter(str.isprintable))


def entries(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Document]:
    """Entries in which some of what may be left out is."""
    return st.fixed_dictionaries(required, optional=optional)


DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 30)).map(str)
PARTIAL_DATES = st.one_of(DATES, st.sampled_from(["2026", "2026-03"]))
MONTH_DAYS = st.sampled_from(["01-01", "09-15", "12-31"])
REFS = st.sampled_from([*STAGES, *MILESTONES, "residency@early"])
FIGURE: dict[str, Any] = {
    "sources": lists(st.sampled_from(SOURCES)),
    "confidence": st.sampled_from("ABIU"),
    "basis": st.sampled_from(c.BASES),
    "note": texts(40),
}
REQUIRES = st.lists(
    entries({"any": lists(st.sampled_from(CONDITIONS), least=1)}, FIGURE), max_size=2
)
PATTERNS: list[dict[str, Any]] = [
    {"any_day": st.just(True)},
    {"month": st.integers(1, 12)},
    {"month": st.integers(1, 12), "day": st.integers(1, 31)},
    {
        "month": st.integers(1, 12),
        "nth": st.integers(1, 5),
        "weekday": st.sampled_from(c.WEEKDAYS),
    },
    {"from": MONTH_DAYS, "until": MONTH_DAYS},
]


def _dated(start: dt.date, days: int | None, figure: Document) -> Document:
    until = {} if days is None else {"until": str(start + dt.timedelta(days))}
    return {"date": str(start), **until, **figure}


DATED = st.lists(
    st.builds(
        _dated,
        st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)),
        st.one_of(st.none(), st.integers(1, 90)),
        entries({}, FIGURE),
    ),
    max_size=2,
    unique_by=lambda one: one["date"],
)


def patterns(more: dict[str, Any]) -> st.SearchStrategy[Document]:
    """Entries with a yearly pattern."""
    labels = {"label": texts(20), "ends_by": MONTH_DAYS}
    return st.one_of(*(entries(pattern, {**labels, **more}) for pattern in PATTERNS))


def _length(shortest: int, more: list[int], unit: Document, figure: Document) -> Document:
    return {
        "min": shortest,
        "typical": shortest + more[0],
        "max": shortest + sum(more),
        **unit,
        **figure,
    }


LENGTHS = st.builds(
    _length,
    st.integers(1, 300),
    st.lists(st.integers(0, 100), min_size=2, max_size=2),
    st.one_of(
        st.just({}),
        st.just({"unit": "training_years"}),
        st.integers(1, 12).map(lambda month: {"unit": "academic_years", "ends_month": month}),
    ),
    entries({}, FIGURE),
)
NAMED: dict[str, Any] = {"name": texts(60), "jurisdiction": st.just("xx")}
MORE: dict[str, Any] = {"short": texts(20), "summary": texts(80), "aliases": lines(), **FIGURE}


def _track(key: str) -> st.SearchStrategy[Document]:
    required = {"key": st.just(key), "name": texts(60)}
    optional = {"length": LENGTHS, "requires": REQUIRES, "guaranteed": st.booleans()}
    optional["intakes"] = st.lists(patterns({"dated": DATED, **FIGURE}), max_size=2)
    dates = {name: st.sampled_from(CONDITIONS) for name in ("choose_by", "closes")}
    return entries(required, {**MORE, **optional, **dates})


BEYOND = {"beyond": st.sampled_from(c.BEYOND_LEAVE)}
LEAVE = st.one_of(
    entries({"weeks_per_year": st.integers(0, 52)}, {**BEYOND, **FIGURE}),
    entries(
        {"days": st.integers(1, 3660), "within": st.sampled_from(["stage", "year", "any_year"])},
        {**BEYOND, **FIGURE},
    ),
)
TIME_OUT = st.lists(
    entries(
        {"key": st.sampled_from(["oopt", "oopr", "research"]), "name": texts(60)},
        {
            "short": texts(20),
            "counts": st.integers(0, 100),
            "max_months": st.integers(1, 600),
            "summary": texts(60),
            **FIGURE,
        },
    ),
    max_size=3,
    unique_by=lambda one: one["key"],
)
COUNTING = entries(
    {}, {"step": st.integers(1, 100), "since": DATES, "whole_months": st.booleans(), **FIGURE}
)
STAGE = entries(
    {**NAMED, "kind": st.sampled_from(c.STAGE_KINDS), "length": LENGTHS},
    {
        **MORE,
        "years": lines(),
        "counts_as": lists(st.sampled_from(["trained", "degree"])),
        "entry_only": st.booleans(),
        "excluded_by": lists(st.sampled_from(STAGES)),
        "intakes": st.lists(patterns({"dated": DATED, **FIGURE}), max_size=2),
        "requires": REQUIRES,
        "leave": LEAVE,
        "time_out": TIME_OUT,
        "counting": st.lists(COUNTING, max_size=2),
        "tracks": st.tuples(_track("plain"), _track("early")).map(list),
    },
)
YEARS = {"years": st.integers(-10, 10)}
RULE = entries(
    {"key": st.sampled_from(["old", "new", "other"]), "says": texts(60)},
    {
        "cohort": entries(
            {"of": st.just("classes")},
            {"first": st.integers(1950, 2000), "last": st.integers(2001, 2150)},
        ),
        "has": lists(REFS),
        "lacks": lists(REFS),
        "effective_from": st.dates(dt.date(1990, 1, 1), dt.date(2000, 1, 1)).map(str),
        "effective_until": st.dates(dt.date(2000, 1, 2), dt.date(2100, 1, 1)).map(str),
        "supersedes": st.just("old"),
        "anchor": st.one_of(
            entries({"of": lists(st.sampled_from(STAGES), least=1)}, YEARS),
            entries({"cohort": st.just("classes")}, YEARS),
        ),
        "earliest": lists(st.sampled_from(CONDITIONS)),
        "first_of": lists(st.sampled_from(CONDITIONS)),
        "usual": lists(st.sampled_from(CONDITIONS)),
        "latest": st.sampled_from(CONDITIONS),
        "round_up": MONTH_DAYS,
        "pauses_in": lists(st.sampled_from(STAGES)),
        "ends_of": lists(st.sampled_from(STAGES)),
        "sittings": st.lists(patterns({}), max_size=2),
        "dated": DATED,
        **FIGURE,
    },
)
FEE = entries(
    {
        "amount": st.integers(0, 1_000_000),
        "currency": st.sampled_from(["USD", "INR"]),
        "year": PARTIAL_DATES,
    },
    {"what": texts(20), **FIGURE},
)
RENEWAL = st.one_of(
    entries({"says": texts(40)}, {"months": st.integers(1, 600), **FIGURE}),
    entries(
        {"says": texts(40), "months": st.integers(1, 600)},
        {"begins": MONTH_DAYS, "until": MONTH_DAYS, "birth_month": st.just(False), **FIGURE},
    ),
    entries(
        {"says": texts(40), "months": st.integers(1, 600), "birth_month": st.just(True)}, FIGURE
    ),
)
MILESTONE = entries(
    {
        **NAMED,
        "kind": st.sampled_from(c.MILESTONE_KINDS),
        "rules": st.lists(RULE, min_size=1, max_size=3, unique_by=lambda rule: rule["key"]),
    },
    {
        **MORE,
        "organisation": st.just("board"),
        "shown_with": lists(REFS),
        "requires": REQUIRES,
        "attempts": st.integers(1, 50),
        "missed_counts": st.booleans(),
        "per_sitting": st.booleans(),
        "when_out": texts(40),
        "limits": lists(st.sampled_from([*MILESTONES, *STAGES])),
        "results_days": st.integers(0, 366),
        "retake_wait_months": st.integers(0, 60),
        "resits": texts(40),
        "lock_out": entries(
            {"after": st.integers(1, 50), "months": st.integers(1, 600)},
            {"begins": MONTH_DAYS, **FIGURE},
        ),
        "lead": entries({"days": st.integers(1, 1000)}, {"says": texts(40), **FIGURE}),
        "validity": entries(
            {"months": st.integers(1, 600)},
            {"uses": lists(st.sampled_from(MILESTONES)), "round_up": MONTH_DAYS, **FIGURE},
        ),
        "renewal": RENEWAL,
        "fees": st.lists(FEE, max_size=2),
    },
)
DESTINATION = entries(
    {
        **NAMED,
        "kind": st.sampled_from(c.DESTINATION_KINDS),
        "finish": st.sampled_from(STAGES),
        "natural_start": st.sampled_from(STAGES),
    },
    {**MORE, "requires": REQUIRES},
)
STATEMENT = entries(
    {
        "kind": st.sampled_from(c.STATEMENT_KINDS),
        "about": lists(st.sampled_from(STAGES), least=1),
        "text": texts(100),
        "name": texts(30),
    },
    {"aliases": lines(), "warns_with": lists(st.sampled_from(STAGES)), **FIGURE},
)
CLOCK = entries(
    {
        "name": texts(30),
        "says": texts(60),
        "months": st.integers(1, 600),
        "starts": st.sampled_from(CONDITIONS),
    },
    {"counts": lists(st.sampled_from(c.STAGE_KINDS)), **FIGURE},
)
JURISDICTION = entries(
    {"name": texts(30), "currency": st.just("USD")}, {"date_style": st.sampled_from(["us", "intl"])}
)
ORGANISATION = entries(
    NAMED, {"short": texts(20), "url": st.just("https://board.example/"), "summary": texts(60)}
)
SOURCE = entries(
    {"title": texts(60), "url": st.just("https://board.example/a?b=1#c"), "checked": DATES},
    {"organisation": st.just("board"), "dated": PARTIAL_DATES, "note": texts(40)},
)
COHORT = entries(
    {"name": texts(30), "label": st.just("class of {year}")},
    {"year_of": lists(st.sampled_from(CONDITIONS)), "year_begins": MONTH_DAYS},
)


def _keyed(
    keys: tuple[str, ...], entry: st.SearchStrategy[Document]
) -> st.SearchStrategy[Document]:
    """Entries under these keys, in any order."""
    return st.permutations(keys).flatmap(
        lambda order: st.fixed_dictionaries(dict.fromkeys(order, entry))
    )


DOCUMENTS = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "pack": st.just("xx"),
        "name": texts(30),
        "jurisdictions": _keyed(("xx",), JURISDICTION),
        "organisations": _keyed(("board",), ORGANISATION),
        "sources": _keyed(SOURCES, SOURCE),
        "cohorts": _keyed(("classes",), COHORT),
        "stages": _keyed(STAGES, STAGE),
        "milestones": _keyed(MILESTONES, MILESTONE),
        "destinations": _keyed(("pictures",), DESTINATION),
        "statements": _keyed(("hard",), STATEMENT),
        "clocks": _keyed(("visa",), CLOCK),
    }
)
