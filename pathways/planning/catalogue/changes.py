"""What differs between two edition documents, entry by entry, for people to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pathways.planning.catalogue.reading import SECTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An entry that was added, changed or removed; ``parts`` are the names of what changed."""

    section: str
    key: str
    name: str
    how: Literal["added", "changed", "removed"]
    parts: tuple[str, ...] = ()


def changed_entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Every entry that differs between two documents, in order of section and entry."""
    found = []
    for section in SECTIONS:
        old, new = before.get(section, {}), after.get(section, {})
        for key, entry in new.items():
            if key not in old:
                found.append(Changed(section=section, key=key, name=_name(key, entry), how="added"))
            elif parts := tuple(
                part
                for part in dict.fromkeys((*old[key], *entry))
                if old[key].get(part) != entry.get(part)
            ):
                name = _name(key, entry)
                found.append(
                    Changed(section=section, key=key, name=name, how="changed", parts=parts)
                )
        for key, entry in old.items():
            if key not in new:
                name = _name(key, entry)
                found.append(Changed(section=section, key=key, name=name, how="removed"))
    return tuple(found)


def _name(key: str, entry: Mapping[str, Any]) -> str:
    return str(entry.get("name") or entry.get("title") or entry.get("text") or key)
