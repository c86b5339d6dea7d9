"""Receipts and sources in words: why a date is what it is, and who says so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pathways.planning.catalogue import CONFIDENCES, Edition, Source
from pathways.planning.timeline import Bar, Item, Moment
from pathways.presenters import words
from pathways.presenters.words import DateStyle

OWN_WORD = "plan"
BASES = {
    "rule": "a written rule",
    "programme": "what programmes do",
    "survey": "a survey",
    "estimate": "an estimate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source as people see it."""

    title: str
    url: str
    organisation: str
    dated: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLine:
    """One thing a date was worked out from."""

    label: str
    date: str
    drives: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """A receipt in words. ``heading`` says of which date ("Starts Jul 1, 2029"). ``own``: it is
    the person's own word, which no source has to back."""

    heading: str
    says: str
    precision: str
    basis: str
    confidence: str
    inputs: tuple[InputLine, ...]
    sources: tuple[SourceLine, ...]
    note: str
    yours: str
    superseded: tuple[str, ...]
    rule: str
    own: bool


def present_receipts(edition: Edition, item: Item, style: DateStyle) -> tuple[ReceiptView, ...]:
    """The receipts of an item: of start and end for a stage, of the one date for a milestone."""
    if not isinstance(item, Bar):
        heading = words.capital(words.marker_date(item, style))
        return (present_receipt(edition, item.at, heading, style),)
    start = present_receipt(
        edition, item.start, f"Starts {words.day(item.start.date, style)}", style
    )
    if item.open_ended:
        return (start,)
    last = max(item.end.date - words.ONE_DAY, item.start.date)
    end = present_receipt(edition, item.end, f"Last day {words.day(last, style)}", style)
    return (start, end)


def present_receipt(
    edition: Edition, moment: Moment, heading: str, style: DateStyle
) -> ReceiptView:
    """One receipt in words."""
    receipt = moment.receipt
    own = receipt.rule == OWN_WORD and not receipt.sources
    return ReceiptView(
        heading=heading,
        says=receipt.says,
        precision=_precision(moment, own=own),
        basis="Your own word" if own else words.capital(BASES[receipt.basis]),
        confidence="" if own else words.capital(CONFIDENCES[receipt.confidence]),
        inputs=tuple(
            InputLine(
                label=one.label,
                date=words.day(one.date, style) if one.date else "",
                drives=one.drives,
            )
            for one in receipt.inputs
        ),
        sources=present_sources(edition, receipt.sources, style),
        note=receipt.note,
        yours="" if receipt.yours == receipt.says else receipt.yours,
        superseded=receipt.superseded,
        rule=receipt.rule,
        own=own,
    )


def _precision(moment: Moment, *, own: bool) -> str:
    """How exact a date is; what nobody but the person said is not published anywhere."""
    if own and moment.precision == "exact":
        return "As you told it"
    return words.capital(words.PRECISIONS[moment.precision])


def present_sources(
    edition: Edition, keys: Iterable[str], style: DateStyle
) -> tuple[SourceLine, ...]:
    """The sources of those keys; keys that the edition does not have are left out."""
    found = (edition.sources.get(key) for key in keys)
    return tuple(_source(edition, source, style) for source in found if source)


def _source(edition: Edition, source: Source, style: DateStyle) -> SourceLine:
    organisation = edition.organisations.get(source.organisation)
    return SourceLine(
        title=source.title,
        url=source.url if source.url.startswith(("https://", "http://")) else "",
        organisation=organisation.short if organisation else "",
        dated=_dated(source.dated, style),
        checked=words.day(source.checked, style),
    )


def _dated(text: str, style: DateStyle) -> str:
    """The date on a page, which may stop at the month or the year."""
    try:
        if len(text) == len("2024-02-14"):
            return words.day(dt.date.fromisoformat(text), style)
        if len(text) == len("2024-02"):
            return words.month(dt.date.fromisoformat(f"{text}-01"))
    except ValueError:
        return text
    return text
