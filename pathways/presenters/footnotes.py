"""Receipts as footnotes: short enough for paper, each said once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pathways.planning.catalogue import Confidence, Edition
from pathways.planning.timeline import Moment, Precision
from pathways.presenters import words
from pathways.presenters.receipts import OWN_WORD, SourceLine, present_sources
from pathways.presenters.words import DateStyle

PRECISIONS: dict[Precision, str] = {
    "exact": "Published date",
    "projected": "Projected",
    "window": "Window",
    "estimate": "Estimate",
}
SHORT_ADDRESS = 36
NO_SOURCE = "No source found yet."
TRUST: dict[Confidence, str] = {
    "A": "",
    "B": "second-hand source",
    "I": "worked out from published facts",
    "U": "typical, unverified",
}


@dataclass(frozen=True, slots=True)
class NoteKey:
    """What a footnote says; dates of which all of it is the same share one."""

    says: str
    sources: tuple[str, ...]
    sure: str
    yours: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSource:
    """A source in a footnote: who says it, its title, where it is. ``before`` is the number of
    the footnote that has said so already, 0 where this one is the first; ``read`` is the day on
    which it was read where that is not the usual one."""

    title: str
    url: str
    address: str
    read: str
    before: int = 0

    @property
    def text(self) -> str:
        """The source in words."""
        if self.before:
            return f"{self.title} (see {self.before})"
        return ", ".join(filter(None, (self.title, self.address, self.read)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A receipt: the rule in a sentence, how sure the date is, what the person changed, and the
    sources; ``same`` is the number of the footnote whose sources are the same, else 0."""

    number: int
    says: str
    sure: str
    yours: str
    sources: tuple[NoteSource, ...]
    same: int
    unfounded: str

    @property
    def text(self) -> str:
        """All of it in words."""
        sources = f"Sources as in {self.same}." if self.same else ""
        sources = sources or "; ".join(one.text for one in self.sources) or self.unfounded
        return " ".join(filter(None, (self.says, self.sure, self.yours, sources)))


def note_key(moment: Moment) -> NoteKey:
    """What the footnote of a date says."""
    receipt = moment.receipt
    own = receipt.rule == OWN_WORD and not receipt.sources
    sure = filter(None, (PRECISIONS[moment.precision], TRUST[receipt.confidence]))
    return NoteKey(
        says=receipt.says,
        sources=receipt.sources,
        sure="Your own word." if own else f"{', '.join(sure)}.",
        yours="" if receipt.yours == receipt.says else receipt.yours,
        own=own,
    )


def present_footnotes(
    edition: Edition, keys: Sequence[NoteKey], style: DateStyle
) -> tuple[Footnote, ...]:
    """The footnotes, numbered from 1 in the order of their keys."""
    usual = read_on(edition, keys, style)
    lists: dict[tuple[str, ...], int] = {}
    first: dict[str, int] = {}
    notes = []
    for number, key in enumerate(keys, start=1):
        same = lists.setdefault(key.sources, number) if key.sources else number
        known = tuple(one for one in key.sources if one in edition.sources)
        lines = present_sources(edition, known, style)
        notes.append(
            Footnote(
                number=number,
                says=key.says,
                sure=key.sure,
                yours=key.yours,
                sources=tuple(
                    _source(line, usual, before=0 if at == number else at)
                    for line, at in zip(
                        lines, (first.setdefault(one, number) for one in known), strict=True
                    )
                ),
                same=0 if same == number else same,
                unfounded="" if lines or key.own else NO_SOURCE,
            )
        )
    return tuple(notes)


def read_on(edition: Edition, keys: Sequence[NoteKey], style: DateStyle) -> str:
    """The day on which most of the sources were read last; empty without sources."""
    sources = (edition.sources.get(one) for one in {one for key in keys for one in key.sources})
    days = Counter(source.checked for source in sources if source)
    return words.day(max(days, key=lambda one: (days[one], one)), style) if days else ""


def _source(line: SourceLine, usual: str, *, before: int) -> NoteSource:
    return NoteSource(
        title=f"{line.organisation}: {line.title}" if line.organisation else line.title,
        url=line.url,
        address=short_address(line.url),
        read="" if line.checked == usual else f"read {line.checked}",
        before=before,
    )


def short_address(url: str) -> str:
    """An address to recognise on paper: without what every address has, and shortened."""
    host, _, rest = url.partition("://")[2].partition("/")
    path, _, query = rest.partition("?")
    host, path = host.removeprefix("www."), path.rstrip("/")
    if not path:
        return f"{host}/?{query}" if query else host
    for way in (f"{host}/{path}", f"{host}/…/{path.rpartition('/')[2]}"):
        if len(way) <= SHORT_ADDRESS:
            return way
    return f"{host}/…"
