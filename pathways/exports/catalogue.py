"""Parts of an edition as documents."""

from collections.abc import Iterator, Mapping
from typing import Any

from pathways.planning.catalogue.writing import Document

PLACED = ("organisations", "stages", "milestones", "destinations")


def country_document(document: Mapping[str, Any], country: str) -> Document:
    """What belongs to one country (the key of a jurisdiction), in the shape of a whole edition:
    its organisations, stages, milestones and destinations, the statements about them, and the
    sources, cohorts and clocks they name. What they need in other countries is named by its key
    only.
    """
    part: dict[str, Any] = {
        "format": document["format"],
        "jurisdictions": {country: document["jurisdictions"][country]},
    }
    for section in PLACED:
        entries = document.get(section, {})
        part[section] = {
            key: entry for key, entry in entries.items() if entry["jurisdiction"] == country
        }
    known = {country}.union(*(part[section] for section in PLACED))
    statements = document.get("statements", {})
    part["statements"] = {
        key: entry for key, entry in statements.items() if known & set(entry["about"])
    }
    told = set(_texts(part))
    words = {word for text in told for word in _keys(text)}
    part["clocks"] = {
        key: entry
        for key, entry in document.get("clocks", {}).items()
        if words & set(_keys(entry["starts"])) and known & set(_keys(entry["starts"]))
    }
    part["cohorts"] = {key: one for key, one in document.get("cohorts", {}).items() if key in told}
    told |= set(_texts(part["clocks"])) | set(_texts(part["cohorts"]))
    sources = document.get("sources", {})
    part["sources"] = {key: entry for key, entry in sources.items() if key in told}
    return part


def _texts(value: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from _texts(child)


def _keys(condition: str) -> list[str]:
    """The words of a condition."""
    return "".join(char if char.isalnum() or char == "_" else " " for char in condition).split()
