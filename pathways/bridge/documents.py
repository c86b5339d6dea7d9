"""The catalogue as it stands in the rows, as one document or pack by pack."""

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.bridge.entries import entry_of
from pathways.bridge.rows import CatalogueRows
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.documents import Problem
from pathways.planning.catalogue.reading import FORMAT, SECTIONS, read_draft
from pathways.planning.catalogue.writing import Document, write_edition


@dataclass(frozen=True)
class Draft:
    """A catalogue that may not be finished: its document (canonical when it can be read), what
    can be read of it, and what cannot."""

    document: Document
    edition: Edition
    problems: tuple[Problem, ...]


def draft_of(document: Document) -> Draft:
    """Read a document that may not be finished."""
    edition, problems = read_draft(document)
    if not problems:
        head: Document = {
            name: document[name] for name in ("format", "pack", "name") if name in document
        }
        document = {**head, **write_edition(edition)}
    return Draft(document, edition, problems)


def join_documents(packs: Iterable[Document]) -> Document:
    """Documents of packs as one. Keys are unique across packs; rows see to that."""
    joined: Document = {"format": FORMAT, **{section: {} for section in SECTIONS}}
    for document in packs:
        for section in SECTIONS:
            joined[section].update(document.get(section, {}))
    return {name: value for name, value in joined.items() if value}


def catalogue_draft() -> Draft:
    """The whole catalogue as it stands, in a fixed number of queries."""
    return draft_of(join_documents(_pack_documents().values()))


def catalogue_document() -> Document:
    """The whole catalogue as one edition document: packs by key, entries in their order."""
    return catalogue_draft().document


def pack_documents() -> dict[str, Document]:
    """Each pack's document, by key."""
    return {key: draft_of(document).document for key, document in _pack_documents().items()}


def _pack_documents() -> dict[str, Document]:
    rows = CatalogueRows()
    found: dict[str, Document] = {
        pack.key: {"format": FORMAT, "pack": pack.key, "name": pack.name} for pack in rows.packs
    }
    pack_keys = {pack.pk: pack.key for pack in rows.packs}
    for section, things in rows.things.items():
        for row in things:
            found[pack_keys[row.pack_id]].setdefault(section, {})[row.key] = entry_of(rows, row)
    return found
