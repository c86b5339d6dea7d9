"""What can be reached, and how cheaply, in an and-or graph.

A thing is reached when each of its groups has a reached option. The estimate adds a thing's
cost to that of its dearest group, so it never exceeds the true cost of reaching it (shared
work is counted once) and is safe for best-first search. Cycles are harmless: what can only be
reached through itself is not reached. No recursion; linear in the graph but for one heap.
"""

import heapq
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Groups = Sequence[Collection[Thing]]


def cheapest(
    groups: Mapping[Thing, Groups[Thing]],
    costs: Mapping[Thing, int],
    given: Collection[Thing],
) -> dict[Thing, int]:
    """The estimate for every thing that can be reached; ``given`` things cost nothing."""
    reached: dict[Thing, int] = {}
    waiting: dict[Thing, list[tuple[Thing, int]]] = {}
    open_groups: dict[Thing, int] = {}
    dearest: dict[Thing, int] = {}
    closed: set[tuple[Thing, int]] = set()
    heap: list[tuple[int, int, Thing]] = []
    number = 0

    def offer(thing: Thing, value: int) -> None:
        nonlocal number
        number += 1
        heapq.heappush(heap, (value, number, thing))

    for thing in given:
        offer(thing, 0)
    for thing, its_groups in groups.items():
        open_groups[thing] = len(its_groups)
        for index, options in enumerate(its_groups):
            for option in options:
                waiting.setdefault(option, []).append((thing, index))
        if not its_groups:
            offer(thing, costs.get(thing, 0))
    while heap:
        value, _, thing = heapq.heappop(heap)
        if thing in reached:
            continue
        reached[thing] = value
        for owner, index in waiting.get(thing, ()):
            if (owner, index) in closed:
                continue
            closed.add((owner, index))
            open_groups[owner] -= 1
            dearest[owner] = max(dearest.get(owner, 0), value)
            if not open_groups[owner]:
                offer(owner, costs.get(owner, 0) + dearest[owner])
    return reached
