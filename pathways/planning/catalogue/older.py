"""Documents as earlier versions wrote them. Published editions never change, so they are read in
today's form; and packs are known by the digest of what they held when they were loaded."""

from typing import Any

from pathways.planning.catalogue.writing import Document


def upgraded(document: Document) -> Document:
    """An edition document in today's form; the same one where there is nothing to change."""
    statements = document.get("statements", {})
    if not any("warns_with" in one for one in statements.values()):
        return document
    return document | {"statements": {key: _with_warns(one) for key, one in statements.items()}}


def _with_warns(statement: dict[str, Any]) -> dict[str, Any]:
    return dict(
        ("warns", {"with": value}) if name == "warns_with" else (name, value)
        for name, value in statement.items()
    )


def as_once_written(document: Document) -> Document:
    """A pack's document as versions wrote it that only knew which items a statement warns with;
    the order of its keys is part of its digest."""
    statements = document.get("statements", {})
    if not any("warns" in one for one in statements.values()):
        return document
    return document | {"statements": {key: _with_keys(one) for key, one in statements.items()}}


def _with_keys(statement: dict[str, Any]) -> dict[str, Any]:
    if list(statement.get("warns", {})) != ["with"]:
        return statement
    return dict(
        ("warns_with", value["with"]) if name == "warns" else (name, value)
        for name, value in statement.items()
    )
