"""Everything that can be reached from each node of a graph, circles included, as bits.

Nodes of a circle reach the same things; so circles are found first (Tarjan's algorithm, without
recursion), then each is joined with what it leads to. Linear in the graph.
"""

from collections.abc import Iterable, Iterator, Mapping


def closures(graph: Mapping[str, Iterable[str]], bits: Mapping[str, int]) -> dict[str, int]:
    """For each node the ``bits`` of all nodes that it leads to, its own among them. Nodes that
    ``graph`` does not have are left out."""
    found: dict[str, int] = {}
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    for start in graph:
        if start in order:
            continue
        walk: list[tuple[str, Iterator[str]]] = []
        _enter(start, graph, order, lowest, stack, walk)
        while walk:
            node, following = walk[-1]
            for after in following:
                if after not in graph:
                    continue
                if after not in order:
                    _enter(after, graph, order, lowest, stack, walk)
                    break
                if after not in found:
                    lowest[node] = min(lowest[node], order[after])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    _close(node, graph, bits, stack, found)
    return found


def _enter(
    node: str,
    graph: Mapping[str, Iterable[str]],
    order: dict[str, int],
    lowest: dict[str, int],
    stack: list[str],
    walk: list[tuple[str, Iterator[str]]],
) -> None:
    order[node] = lowest[node] = len(order)
    stack.append(node)
    walk.append((node, iter(graph[node])))


def _close(
    first: str,
    graph: Mapping[str, Iterable[str]],
    bits: Mapping[str, int],
    stack: list[str],
    found: dict[str, int],
) -> None:
    """One circle (mostly a single node): what its nodes are and lead to."""
    members = stack[stack.index(first) :] if stack[-1] != first else [first]
    del stack[-len(members) :]
    reached = 0
    for member in members:
        reached |= bits[member]
        for after in graph[member]:
            reached |= found.get(after, 0)
    for member in members:
        found[member] = reached
