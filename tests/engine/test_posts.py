"""Posts have no end of their own: they go on until today, or until what follows them begins."""

import datetime as dt

from pathways.planning.plans import Change, Current, Situation
from pathways.planning.routes import Route, find_routes
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Bar
from tests.engine.editions import shipped

TODAY = dt.date(2026, 11, 21)


def first_route(stage: str, start: dt.date, destination: str) -> Route:
    edition = shipped()
    situation = Situation(as_of=TODAY, at=(Current(stage=stage, start=start),))
    return find_routes(edition, situation, edition.destinations[destination], TODAY).found[0]


def bar(route: Route, key: str) -> Bar:
    found = route.timeline.item(key)
    assert isinstance(found, Bar)
    return found


def test_what_follows_a_running_post_begins_today_at_the_earliest() -> None:
    route = first_route("attending", dt.date(2019, 7, 1), "teleradiology")
    assert bar(route, "attending").end.date == TODAY
    assert bar(route, "teleradiology").start.date == TODAY


def test_a_running_post_is_never_over() -> None:
    route = first_route("attending", dt.date(2019, 7, 1), "teleradiology")
    assert "stage_over" not in {finding.code for finding in route.timeline.findings}


def test_a_post_goes_on_until_the_next_stage_has_what_it_needs() -> None:
    route = first_route("us_hs", dt.date(2023, 8, 21), "quality_assurance_specialist")
    post, following = (bar(route, ref.key) for ref in route.plan.route[-2:])
    assert post.end.date == following.start.date
    assert post.end.receipt.says == (
        "A post has no end of its own; it goes on until Quality assurance post begins."
    )
    assert "gap" not in {finding.code for finding in route.timeline.findings}


def test_a_post_keeps_a_length_that_the_person_set() -> None:
    route = first_route("us_hs", dt.date(2023, 8, 21), "quality_assurance_specialist")
    key = route.plan.route[-2].key
    plan = route.plan.with_change(key, Change(months=12))
    post = schedule(shipped(), plan, TODAY).item(key)
    assert isinstance(post, Bar)
    assert (post.end.date - post.start.date).days in (365, 366)
