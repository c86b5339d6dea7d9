"""Small and hostile catalogues for engine tests, written as requirements between stage keys."""

from collections.abc import Mapping, Sequence

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import read_edition


def edition_of(
    requires: Mapping[str, Sequence[Sequence[str]]],
    *,
    goal: Sequence[Sequence[str]],
    months: Mapping[str, int] | None = None,
    finish: str = "",
) -> Edition:
    """An edition of stages (kind education, 12 months unless said) with these requirement
    groups, and one destination ``goal``."""
    stages = {
        key: {
            "name": key.title(),
            "kind": "education",
            "jurisdiction": "xx",
            "length": {"typical": (months or {}).get(key, 12)},
            "requires": [{"any": list(group)} for group in groups],
        }
        for key, groups in requires.items()
    }
    return read_edition(
        {
            "format": 1,
            "jurisdictions": {"xx": {"name": "Nowhere", "currency": "USD"}},
            "stages": stages,
            "destinations": {
                "goal": {
                    "name": "Goal",
                    "kind": "role",
                    "jurisdiction": "xx",
                    "requires": [{"any": list(group)} for group in goal],
                    "finish": finish or goal[-1][0],
                    "natural_start": "",
                }
            },
        }
    )


def ladder(levels: int, options: int) -> Edition:
    """``options`` ways at each of ``levels`` levels: options ** levels routes."""
    requires: dict[str, list[list[str]]] = {}
    for level in range(levels):
        for option in range(options):
            before = [[f"s{level - 1}_{one}" for one in range(options)]] if level else []
            requires[f"s{level}_{option}"] = before
    return edition_of(requires, goal=[[f"s{levels - 1}_{one}" for one in range(options)]])


def complete(size: int) -> Edition:
    """Each stage needs any one of all stages before it."""
    requires = {f"s{n}": [[f"s{m}" for m in range(n)]] if n else [] for n in range(size)}
    return edition_of(requires, goal=[[f"s{size - 1}"]])


def chain(length: int, months: int = 12) -> Edition:
    """Each stage needs the one before it."""
    requires = {f"s{n}": [[f"s{n - 1}"]] if n else [] for n in range(length)}
    lengths = dict.fromkeys(requires, months)
    return edition_of(requires, goal=[[f"s{length - 1}"]], months=lengths)


def circle(size: int) -> Edition:
    """Each stage needs the one before it, and the first needs the last."""
    requires = {f"s{n}": [[f"s{(n - 1) % size}"]] for n in range(size)}
    return edition_of(requires, goal=[["s0"]])
