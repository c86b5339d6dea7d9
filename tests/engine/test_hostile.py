"""Catalogues made to be slow or endless get an answer, or "the best of those seen"."""

import datetime as dt
import random

import pytest

from pathways.planning.catalogue import Edition
from pathways.planning.plans import Situation
from pathways.planning.routes import Routes, find_routes
from tests.engine import catalogues

TODAY = dt.date(2026, 11, 21)


def routes_of(edition: Edition) -> Routes:
    destination = edition.destinations["goal"]
    return find_routes(edition, Situation(as_of=TODAY), destination, TODAY)


def test_ladder_shows_the_best_and_says_that_it_cut() -> None:
    routes = routes_of(catalogues.ladder(levels=30, options=3))
    assert routes.cut
    assert {route.months for route in routes.found} == {360}


def test_complete_graph_finds_the_shortest_route() -> None:
    routes = routes_of(catalogues.complete(60))
    assert [len(route.plan.route) for route in routes.found[:1]] == [2]


def test_chain_of_thousands_is_one_route() -> None:
    routes = routes_of(catalogues.chain(5_000))
    assert [len(route.plan.route) for route in routes.found] == [5_000]
    assert not routes.cut


def test_circle_has_no_route() -> None:
    assert routes_of(catalogues.circle(40)).found == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_graph_gives_valid_routes_only(seed: int) -> None:
    random_numbers = random.Random(seed)  # noqa: S311 - a reproducible graph, no secret
    requires = {
        f"s{n}": [
            [f"s{random_numbers.randrange(n)}" for _ in range(3)]
            for _ in range(random_numbers.randrange(3))
        ]
        if n
        else []
        for n in range(1_000)
    }
    routes = routes_of(catalogues.edition_of(requires, goal=[["s999"]]))
    assert routes.found
    for route in routes.found:
        chosen = [ref.key for ref in route.plan.route]
        for place, key in enumerate(chosen):
            for group in requires[key]:
                assert set(group) & set(chosen[:place]), f"{key} comes before what it needs"


def test_detour_that_gives_the_same_is_not_offered() -> None:
    edition = catalogues.edition_of(
        {"a": [], "b": [["a"]], "detour": [["a"]], "end": [["b", "detour"], ["b"]]}, goal=[["end"]]
    )
    assert [[ref.key for ref in route.plan.route] for route in routes_of(edition).found] == [
        ["a", "b", "end"]
    ]
