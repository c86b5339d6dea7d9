"""Worked examples as data: tests/cases/**/*.yaml, one person and the dates to come out."""

import calendar
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pathways.planning.dating import date
from pathways.planning.plan_documents import read_plan, write_plan
from pathways.planning.plans import Current, Past, Situation
from pathways.planning.ranges import FinishRange, finish_range
from pathways.planning.routes import Route, find_routes
from pathways.planning.timeline import Bar, Marker, Timeline
from tests.engine.editions import shipped

CASES = Path(__file__).parents[1] / "cases"
ONE_DAY = dt.timedelta(days=1)


def load_cases() -> list[Any]:
    """Every case of every file, named "file: case"."""
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*/*.yaml"))
        if file.parent.name not in ("findings", "constructs", "pitfalls")
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


def as_situation(told: dict[str, Any]) -> Situation:
    return Situation(
        as_of=told["as_of"],
        at=tuple(
            Current(stage=one["stage"], track=one.get("track", ""), start=one["start"])
            for one in told.get("at", ())
        ),
        done=tuple(
            Past(key=one["key"], track=one.get("track", ""), date=one.get("date"))
            for one in told.get("done", ())
        ),
    )


def as_range(text: object) -> tuple[dt.date, dt.date]:
    """ "2033-06" → its first and last day; "a..b" → from a's first to b's last; a day → itself."""
    first, _, last = str(text).partition("..")
    year, month, *day = map(int, (last or first).split("-"))
    end = dt.date(year, month, day[0] if day else calendar.monthrange(year, month)[1])
    year, month, *day = map(int, first.split("-"))
    return dt.date(year, month, day[0] if day else 1), end


def date_of(route: Route, place: str) -> dt.date:
    """ "finish", or a place in the route's timeline."""
    if place == "finish":
        assert route.finish
        return route.finish.date
    return day_of(route.timeline, place)


def day_of(timeline: Timeline, place: str) -> dt.date:
    """ "pgy1.start", "pgy1.last" (last day), "core" (first day of its window)."""
    key, _, point = place.partition(".")
    item = timeline.item(key)
    assert item is not None, f"{key} is not in the timeline"
    if isinstance(item, Marker):
        return item.at.date
    assert isinstance(item, Bar)
    return item.start.date if point == "start" else item.end.date - ONE_DAY


def pick_route(case: dict[str, Any]) -> Route:
    edition, situation = shipped(), as_situation(case["situation"])
    destination = edition.destinations[case["destination"]]
    routes = find_routes(edition, situation, destination, situation.as_of).found
    wanted = set(case["route"])
    fitting = [
        route
        for route in routes
        if wanted <= _exactly(route) | {ref.key for ref in route.plan.route}
    ]
    labels = [route.key for route in routes]
    assert fitting, f"no route with {sorted(wanted)}; there are {labels}"
    # "in_md" is its first track where there is such a route.
    return min(fitting, key=lambda route: (_later_tracks(route, wanted), len(route.plan.route)))


def _later_tracks(route: Route, wanted: set[str]) -> int:
    """How far from the first its tracks are, where the case names none."""
    stages = shipped().stages
    return sum(
        [track.key for track in stages[ref.key].tracks].index(ref.track)
        for ref in route.plan.route
        if ref.track and str(ref) not in wanted
    )


def _exactly(route: Route) -> set[str]:
    return {str(ref) for ref in route.plan.route} | _running(route)


def with_changes(route: Route, case: dict[str, Any]) -> Route:
    """The route with the changes that the case tells."""
    if not {"changes", "birth_month"} & case.keys():
        return route
    told = {name: case[name] for name in ("changes", "birth_month") if name in case}
    plan = read_plan(write_plan(route.plan) | told)
    return replace(route, plan=plan, dated=date(shipped(), plan))


def _running(route: Route) -> set[str]:
    at = route.plan.situation.at
    return {one.stage for one in at} | {f"{one.stage}@{one.track}" for one in at}


def wrong_range(found: FinishRange | None, case: dict[str, Any]) -> dict[str, str]:
    """What differs from ``between`` (earliest and latest finish), and from what each end
    ``rests_on`` ("key kind"), where the case tells."""
    assert found
    wrong = {}
    rests_on = case.get("rests_on", {})
    for name, expected in zip(("earliest", "latest"), case["between"], strict=True):
        end = getattr(found, name)
        first, last = as_range(expected)
        if not first <= end.date <= last:
            wrong[name] = f"{end.date}, expected {expected}"
        told = [f"{one.key} {one.kind}" for one in end.reasons]
        if told != rests_on.get(name, []):
            wrong[f"{name} rests on"] = f"{told}"
    if sorted(case.get("unranged", found.unranged)) != sorted(found.unranged):
        wrong["unranged"] = f"{found.unranged}"
    return wrong


@pytest.mark.parametrize("case", load_cases())
def test_worked_example(case: dict[str, Any]) -> None:
    route = with_changes(pick_route(case), case)
    wrong = {}
    for place, expected in case["expect"].items():
        first, last = as_range(expected)
        found = date_of(route, place)
        if not first <= found <= last:
            wrong[place] = f"{found}, expected {expected}"
    moments = dict(route.timeline.moments())
    for place, precision in case.get("precision", {}).items():
        found_precision = moments[place].precision
        if found_precision != precision:
            wrong[place] = f"{found_precision}, expected {precision}"
    assert not wrong
    assert case["expect"], "a case must expect something"
    assert not [key for key in case.get("absent", ()) if route.timeline.item(key)]
    if "between" in case:
        assert not wrong_range(finish_range(shipped(), route.plan), case)
    if "routes" in case or "first" in case:
        edition, situation = shipped(), as_situation(case["situation"])
        destination = edition.destinations[case["destination"]]
        found_routes = find_routes(edition, situation, destination, situation.as_of).found
        keys = [one.key for one in found_routes]
        assert "routes" not in case or len(keys) == case["routes"], keys
        assert "first" not in case or keys[0] == pick_route(case).key, keys
