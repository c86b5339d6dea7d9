"""Whether an edition can be lived: nothing waits for itself, every destination can be reached.

Part of ``soundness``; the graph comes from ``dependencies``.
"""

from collections.abc import Collection, Iterator

from pathways.planning import catalogue as c
from pathways.planning.catalogue.documents import Path, Problem
from pathways.planning.soundness.dependencies import (
    Event,
    Group,
    Waits,
    behind,
    circles,
    goal_groups,
    possible_events,
    waits_of,
)

_MOST_TOLD = 12
_MOST_HOPS = 6
# The parts of an entry at which a circle can be told.
_TELLING = frozenset({"requires", "earliest", "first_of", "ends_of"})


def check_feasibility(edition: c.Edition) -> tuple[Problem, ...]:
    """Circles of requirements, and destinations out of reach of their natural start."""
    waits = waits_of(edition)
    return (*_check_circles(waits), *_check_reach(edition, waits))


def circles_through(edition: c.Edition, key: str) -> tuple[Problem, ...]:
    """Circles of requirements that one stage or milestone is part of."""
    return tuple(_check_circles(waits_of(edition), key))


def _check_circles(waits: Waits, key: str = "") -> Iterator[Problem]:
    """Nothing waits for itself, however long the way round."""
    for circle in circles(waits, key):
        keys: list[str] = []
        where: list[Path] = []
        for event, path in circle:
            if _TELLING.intersection(path):
                where.append(path)
                keys.append(event.key)
        if len(keys) == 1:
            yield Problem(where[0], f"{keys[0]} requires itself.")
            continue
        told = keys if len(keys) <= _MOST_TOLD else [*keys[:_MOST_TOLD], "…"]
        yield Problem(
            where[0], f"these require each other in a circle: {' → '.join([*told, keys[0]])}."
        )


def _check_reach(edition: c.Edition, waits: Waits) -> Iterator[Problem]:
    """Every destination can be reached by someone who begins its natural start.

    Whatever comes before the natural start counts as done. Entry-only stages, stages that nobody
    is offered who came that way, and stages of a third country are never begun.
    """
    reach: dict[tuple[str, str], set[Event]] = {}
    for goal in edition.destinations.values():
        origin = goal.natural_start
        way = origin, goal.jurisdiction
        if way not in reach:
            reach[way] = _reach_from(edition, waits, *way)
        for group in goal_groups(edition, goal):
            if not _is_met(group, reach[way]):
                why = _why(waits, reach[way], group)
                yield Problem(group.path, f"cannot be reached from {origin}: {why}.")


def _reach_from(edition: c.Edition, waits: Waits, origin: str, country: str) -> set[Event]:
    given = behind(waits, Event(origin, "start"))
    stage = edition.stages.get(origin)
    countries = {country, stage.jurisdiction if stage else country}
    never = {
        Event(stage.key, "start")
        for stage in edition.stages.values()
        if stage.entry_only or origin in stage.excluded_by or stage.jurisdiction not in countries
    }
    return possible_events(waits, given, never - given)


def _is_met(group: Group, found: Collection[Event]) -> bool:
    return group.open or any(choice in found for choice in group.choices)


def _why(waits: Waits, found: Collection[Event], group: Group) -> str:
    """The chain of unmet needs from a group down to the first that has no way out."""
    told = [f"it needs {group.says}"]
    seen: set[Event] = set()
    while len(told) < _MOST_HOPS and group.choices and group.choices[0] not in seen:
        event = group.choices[0]
        seen.add(event)
        unmet = next((one for one in waits[event] if not _is_met(one, found)), None)
        if unmet is None:
            told.append(f"{event.key} is never proposed to someone who begins there")
            break
        if unmet.path[-1] not in ("tracks", "rules") and unmet.says != event.key:
            told.append(f"{event.key} needs {unmet.says}")
        group = unmet
    return ", ".join(told)
