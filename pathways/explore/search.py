"""Finds pages by words people type: "paeds", "pediatric", "IR", "MSK", "carrer in sonografy".

Every word of a query must be a word of the page, begin one, or be close to one (RapidFuzz). Words
of the name weigh more than words of the text. British and American spelling are the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from pathways.explore.things import Thing, Things
from pathways.planning.catalogue import Statement

MOST_WORDS = 8
LEAST_LIKENESS = 80
IDLE = frozenset((
    "a", "an", "and", "are", "as", "at", "become", "becoming", "can", "career", "careers", "do",
    "does", "for", "get", "go", "how", "i", "in", "into", "is", "it", "job", "jobs", "long",
    "many", "me", "much", "my", "of", "on", "one", "or", "route", "routes", "take", "takes",
    "the", "to", "training", "want", "what", "with", "work",
))  # fmt: skip
# What a kind of statement is looked for by.
KIND_WORDS = {
    "pay": "pay costs",
    "outlook": "outlook demand",
    "competition": "competition competitive",
    "pitfall": "pitfall",
    "correction": "correction",
}
# What people say for what pages call otherwise.
SYNONYMS = {
    "earn": "pay",
    "income": "pay",
    "mammogram": "mammography",
    "peds": "pediatric",
    "salary": "pay",
    "sono": "sonography",
    "tavi": "tavr",
    "tech": "technologist",
    "ultrasonography": "ultrasound",
    "wage": "pay",
    "xray": "ray",
}
NAME, ALIAS, TEXT = 3.0, 2.5, 1.0
_WORD = re.compile(r"[a-z0-9]+")
_HYPHEN = re.compile(r"([a-z])-(\d)")  # PGY-2 is PGY2
# One spelling for the two that English has, after ae and oe have become e.
_SPELLINGS = (
    (re.compile(r"isation"), "ization"),
    (re.compile(r"ise(?=d?s?$)"), "ize"),
    (re.compile(r"our(?=s?$)"), "or"),
    (re.compile(r"centre"), "center"),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"programme"), "program"),
    (re.compile(r"licence"), "license"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something to be found: a thing, or a named or plain statement with the pages it is on."""

    name: str
    kind: str
    jurisdictions: frozenset[str]
    statement: Statement | None = None
    pages: tuple[Thing, ...] = ()
    words: Mapping[str, float] = field(default_factory=dict, repr=False)
    names: frozenset[str] = field(default_factory=frozenset, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a query finds, the best first. ``partial``: no entry has all of its words."""

    entries: tuple[Entry, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All that can be found, and every word in it."""

    entries: tuple[Entry, ...]
    vocabulary: tuple[str, ...] = field(repr=False)

    def find(self, query: str, *, country: str = "", kind: str = "") -> Found:
        """Entries for a query; all of them, in order, for an empty one.

        ``country`` is a jurisdiction's key, ``kind`` one of the kinds of things or statements.
        """
        entries = [
            one
            for one in self.entries
            if (not country or country in one.jurisdictions) and (not kind or one.kind == kind)
        ]
        wanted = [word for word in words_of(query) if word not in IDLE][:MOST_WORDS]
        if not wanted:
            return Found(entries=() if query.strip() else tuple(entries))
        likeness = [self._like(word) for word in wanted]
        whole = " ".join(wanted)
        if found := _best(entries, likeness, whole, least=len(wanted)):
            return Found(entries=found)
        return Found(entries=_best(entries, likeness, whole, least=1), partial=True)

    def _like(self, word: str) -> dict[str, float]:
        """The words that a typed word may mean, and how well each fits (1 is itself).

        What is a word itself is not taken for a slip of the finger, and what is short does not
        stand for all that it begins.
        """
        is_word = word in self.vocabulary
        like: dict[str, float] = {}
        if len(word) >= 4 or not is_word:
            like = {known: 0.8 for known in self.vocabulary if known.startswith(word)}
        if len(word) >= 4 and not is_word:
            close = process.extract(
                word,
                self.vocabulary,
                scorer=fuzz.ratio,
                limit=12,
                score_cutoff=LEAST_LIKENESS,
            )
            for known, score, _ in close:
                like.setdefault(known, score / 100 * 0.6)
        for synonym in filter(None, (SYNONYMS.get(word), SYNONYMS.get(word.removesuffix("s")))):
            like[synonym] = 0.9
        if is_word:
            like[word] = 1.0
        return like


def _best(
    entries: Sequence[Entry], likeness: Sequence[Mapping[str, float]], whole: str, *, least: int
) -> tuple[Entry, ...]:
    """The entries that at least so many words fit. What fits alike stays in order."""
    scored = [(_score(one, likeness, whole, least), one) for one in entries]
    return tuple(one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score > 0)


def _score(entry: Entry, likeness: Sequence[Mapping[str, float]], whole: str, least: int) -> float:
    """How well an entry fits: the best fit of each word; 0 where too few words fit."""
    fits = [
        max((fit * entry.words.get(known, 0.0) for known, fit in like.items()), default=0.0)
        for like in likeness
    ]
    if sum(fit > 0 for fit in fits) < least:
        return 0.0
    total = sum(fits) + (2 * NAME if whole in entry.names else 0.0)
    return total * (1.15 if entry.kind == "destinations" else 1.0)


def build_index(things: Things) -> Index:
    """The index of everything with a page and of every statement."""
    jurisdictions = {key: f"{key} {one.name}" for key, one in things.edition.jurisdictions.items()}
    entries = [_thing_entry(thing, jurisdictions) for thing in things.all]
    entries += [
        _statement_entry(statement, things, jurisdictions)
        for statement in things.edition.statements.values()
    ]
    vocabulary = sorted({word for one in entries for word in one.words})
    return Index(entries=tuple(entries), vocabulary=tuple(vocabulary))


def _thing_entry(thing: Thing, jurisdictions: Mapping[str, str]) -> Entry:
    subject = thing.subject
    names = (subject.name, subject.short, *thing.aliases)
    return Entry(
        name=thing.name,
        kind=thing.kind,
        jurisdictions=frozenset({thing.jurisdiction}),
        pages=(thing,),
        words=_weights(
            (NAME, (subject.name, subject.short)),
            (ALIAS, (*thing.aliases, jurisdictions.get(thing.jurisdiction, ""))),
            (TEXT, (subject.summary, thing.label)),
        ),
        names=_whole(names),
    )


def _statement_entry(
    statement: Statement, things: Things, jurisdictions: Mapping[str, str]
) -> Entry:
    pages = things.pages_of(statement)
    countries = {page.jurisdiction for page in pages} | (
        set(statement.about) & set(things.edition.jurisdictions)
    )
    places = [jurisdictions[key] for key in sorted(countries) if key in jurisdictions]
    return Entry(
        name=statement.name or statement.text,
        kind=statement.kind,
        jurisdictions=frozenset(countries),
        statement=statement,
        pages=pages,
        words=_weights(
            (NAME, (statement.name,)),
            (ALIAS, (*statement.aliases, KIND_WORDS.get(statement.kind, ""))),
            (TEXT, (statement.text, *places, *(page.name for page in pages))),
        ),
        names=_whole((statement.name, *statement.aliases)),
    )


def _weights(*groups: tuple[float, Iterable[str]]) -> dict[str, float]:
    """Each word with the weight of the first group that has it."""
    weights: dict[str, float] = {}
    for weight, texts in groups:
        for text in texts:
            for word in words_of(text):
                weights.setdefault(word, weight)
    return weights


def _whole(names: Iterable[str]) -> frozenset[str]:
    """Whole names, to be found exactly."""
    return frozenset(
        " ".join(word for word in words_of(name) if word not in IDLE) for name in names
    )


def words_of(text: str) -> list[str]:
    """The words of a text in one spelling: lower case, no accents, one of the two Englishes."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("æ", "ae").replace("œ", "oe"))
    return [_spelled(word) for word in _WORD.findall(_without_accents(plain))]


def _without_accents(text: str) -> str:
    bare = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _HYPHEN.sub(r"\1\2", bare.replace("'", "").replace("’", ""))


def _spelled(word: str) -> str:
    word = word.replace("ae", "e").replace("oe", "e")
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word
