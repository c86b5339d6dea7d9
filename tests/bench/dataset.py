"""One plan for every page that is measured: bars in a chain over fifteen years, and a milestone at
the end of each. The same numbers come out each time.

An edit makes the first bar longer by ``extra`` days, so that everything after it moves.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

FIRST_DAY = dt.date(2026, 1, 1)
DAYS = 5_479
MONTHS = 15 * 12
_FACTOR, _STEP, _MODULUS, _SEED = 1_103_515_245, 12_345, 2**31, 12_345


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The stage of that number, [start, end) in days from the first day on."""

    number: int
    start: int
    end: int


def lengths(count: int, total: int) -> list[int]:
    """Lengths that differ by up to a factor of 2.3 and add up to ``total`` where each can have
    at least 1."""
    weights, state = [], _SEED
    for _ in range(count):
        state = (state * _FACTOR + _STEP) % _MODULUS
        weights.append(0.6 + 0.8 * state / _MODULUS)
    reached, ends = 0.0, [0]
    for weight in weights:
        reached += weight
        ends.append(round(reached / sum(weights) * total))
    return [max(1, end - start) for start, end in pairwise(ends)]


def bars(count: int, extra: int = 0) -> list[Bar]:
    """The chain, the first bar longer by ``extra`` days."""
    found, day = [], 0
    for number, length in enumerate(lengths(count, DAYS), start=1):
        end = day + length + (extra if number == 1 else 0)
        found.append(Bar(number=number, start=day, end=end))
        day = end
    return found


def date(day: int) -> str:
    """The date of a day."""
    return (FIRST_DAY + dt.timedelta(days=day)).isoformat()


def as_json(count: int, extra: int = 0) -> dict[str, Any]:
    """The bars and milestones as the pages of client-side libraries ask for them."""
    chain = bars(count, extra)
    return {
        "bars": [
            {
                "id": f"b{bar.number}",
                "name": f"Stage {bar.number}",
                "s": bar.start,
                "e": bar.end,
                "start": date(bar.start),
                "end": date(bar.end),
                "dep": f"b{bar.number - 1}" if bar.number > 1 else None,
            }
            for bar in chain
        ],
        "milestones": [
            {
                "id": f"m{bar.number}",
                "name": f"Exam {bar.number}",
                "d": bar.end,
                "date": date(bar.end),
                "after": f"b{bar.number}",
            }
            for bar in chain
        ],
    }


# The same as a catalogue and a plan of ours. Lengths are months there.


def stage_key(count: int, number: int) -> str:
    """The key of a stage in the chain of that many."""
    return f"chain{count}_stage{number}"


def months(count: int) -> list[int]:
    """The lengths in months; at least one each, so 200 stages take 200 months and not 180."""
    return lengths(count, MONTHS)


def catalogue(counts: tuple[int, ...]) -> dict[str, Any]:
    """An edition document with one chain, and a destination at its end, for each of ``counts``."""
    stages: dict[str, Any] = {}
    milestones: dict[str, Any] = {}
    destinations: dict[str, Any] = {}
    place = {"jurisdiction": "nowhere"}
    figure = {"sources": ["rule_book"], "confidence": "A", "basis": "rule"}
    for count in counts:
        keys = [stage_key(count, number) for number in range(1, count + 1)]
        for number, (key, length) in enumerate(zip(keys, months(count), strict=True), start=1):
            before = [{"any": [keys[number - 2]], **figure}] if number > 1 else []
            stage = {"name": f"Stage {number}", "kind": "residency", "requires": before}
            stages[key] = {**stage, **place, "length": {"typical": length, **figure}}
            milestones[f"chain{count}_exam{number}"] = {
                "name": f"Exam {number}",
                "kind": "exam",
                **place,
                "shown_with": [key],
                "requires": [{"any": [key], **figure}],
                "rules": [{"key": "any_day", "says": "On any day after the stage.", **figure}],
            }
        destinations[f"chain{count}"] = {
            "name": f"The end of {count} stages",
            "kind": "role",
            **place,
            "requires": [{"any": [keys[-1]]}],
            "finish": keys[-1],
            "natural_start": keys[0],
        }
    return {
        "format": 1,
        "jurisdictions": {"nowhere": {"name": "Nowhere", "currency": "USD"}},
        "sources": {
            "rule_book": {
                "title": "The rule book",
                "url": "https://rules.example/",
                "checked": FIRST_DAY.isoformat(),
            }
        },
        "stages": stages,
        "milestones": milestones,
        "destinations": destinations,
    }


def plan(count: int, *, edition: int, today: dt.date) -> dict[str, Any]:
    """The plan document of a chain. It begins with the next month, so that nothing in it is past
    and the page is the same whenever it is measured."""
    start = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    keys = [stage_key(count, number) for number in range(1, count + 1)]
    return {
        "format": 1,
        "title": f"{count} stages",
        "edition": edition,
        "destination": f"chain{count}",
        "situation": {"as_of": start.isoformat(), "at": [], "done": []},
        "route": [{"stage": key, "track": ""} for key in keys],
    }
