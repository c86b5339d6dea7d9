"""Plans that are dated together are dated as each is alone, and picked as plainly."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.planning.catalogue import Edition
from pathways.planning.dating import Dating, date, finish_of
from pathways.planning.frame import make_frame
from pathways.planning.plans import Change, Current, Past, Plan, Situation
from pathways.planning.routes import exams_left, find_routes, survey, training_months
from pathways.planning.schedule import schedule, timeline_from
from pathways.planning.search import Searcher, as_plan
from tests.engine.editions import shipped
from tests.engine.generated import editions, worlds
from tests.engine.plain import PlainPicker
from tests.engine.plans import NEAR_DATES, situations_in
from tests.engine.test_generated import World

TODAY = dt.date(2026, 11, 21)
STARTS = ("medical_school", "dr_residency", "uk_st1_3", "in_mbbs", "in_md", "ca_md", "eu_training")


def situations_of(key: str) -> Iterator[Situation]:
    """In a stage on no track, on its last, and past it."""
    stage = shipped().stages[key]
    for track in {"", *(track.key for track in stage.tracks[-1:])}:
        begun = Current(stage=key, start=dt.date(2025, 8, 1), track=track)
        yield Situation(as_of=TODAY, at=(begun,))
    yield Situation(as_of=TODAY, done=(Past(key=key, date=dt.date(2024, 7, 1)),))


def plans_from(situation: Situation, number: int) -> list[Plan]:
    """The routes to some destinations, as plans."""
    edition = shipped()
    searcher = Searcher(edition, situation)
    keys = sorted(edition.destinations)
    keys = keys[len(str(situation)) % 7 :: len(keys) // number]
    return [
        as_plan(edition, situation, key, chosen)
        for key in keys
        for chosen in searcher.search(edition.destinations[key]).found
    ]


def agree(edition: Edition, plans: list[Plan]) -> None:
    """Dated together and alone they are the same; so are the earliest days without milestones no
    later than the finish."""
    dating, quick = Dating(edition), Dating(edition)
    for plan in plans:
        alone, together = date(edition, plan), dating.date(plan)
        assert together.spots == alone.spots
        assert timeline_from(together, TODAY) == timeline_from(alone, TODAY)
        finish = finish_of(alone)
        assert quick.finish(plan) == finish
        assert finish is None or quick.no_sooner(plan) <= finish


def picked_plainly(edition: Edition, plan: Plan) -> None:
    """The milestones are those that the plain reference picks."""
    frame = make_frame(edition, plan)
    picker = PlainPicker(edition, plan, frame.standing, frame.steps)
    milestones, unmet = picker.pick()
    assert frame.milestones == milestones
    assert frame.unmet == unmet
    assert frame.required == picker.required


@pytest.mark.parametrize("key", STARTS)
def test_shipped_routes_are_dated_together_as_alone(key: str) -> None:
    for situation in situations_of(key):
        agree(shipped(), plans_from(situation, 10))


@pytest.mark.parametrize("key", STARTS)
def test_shipped_milestones_are_picked_as_plainly(key: str) -> None:
    for situation in situations_of(key):
        for plan in plans_from(situation, 5):
            picked_plainly(shipped(), plan)


@given(world=worlds())
@settings(max_examples=60, deadline=None)
def test_milestones_are_picked_as_plainly(world: World) -> None:
    if world is not None:
        picked_plainly(*world)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_routes_are_dated_together_as_alone(data: st.DataObject) -> None:
    edition = data.draw(editions())
    situation = data.draw(situations_in(edition, NEAR_DATES))
    goal = edition.destinations["goal"]
    found = Searcher(edition, situation).search(goal).found
    agree(edition, [as_plan(edition, situation, "goal", one) for one in found])
    outlook = survey(edition, situation, [goal])[0]
    routes = find_routes(edition, situation, goal, TODAY).found
    assert outlook.count == len(routes)
    assert outlook.finishes == (routes[0].finishes if routes else None)


@pytest.mark.parametrize("key", ["medical_school", "in_mbbs", "uk_st1_3"])
def test_a_survey_says_what_the_routes_say(key: str) -> None:
    edition = shipped()
    country = edition.stages[key].jurisdiction
    here = [one for one in edition.destinations.values() if one.jurisdiction == country]
    situation = next(situations_of(key))
    longer = {key: Change(months=80)}
    for changes in (None, longer):
        for outlook in survey(edition, situation, here, changes):
            found = find_routes(edition, situation, outlook.destination, TODAY, changes).found
            assert outlook.count == len(found)
            assert outlook.finishes == (found[0].finishes if found else None)


def test_what_is_known_of_a_route_is_what_its_timeline_says() -> None:
    edition = shipped()
    goals = ("in_interventional_radiology", "neurointerventional", "uk_academic_radiology")
    for situation in (one for key in STARTS[:4] for one in situations_of(key)):
        for goal in goals:
            for route in find_routes(edition, situation, edition.destinations[goal], TODAY).found:
                timeline = schedule(edition, route.plan, TODAY)
                assert route.timeline == timeline
                assert route.finishes == (timeline.finish.date if timeline.finish else None)
                assert route.months == training_months(timeline)
                assert route.exams_left == exams_left(timeline)
                at_risk = [one for one in route.choice_points if not one.guaranteed]
                assert route.depends == (len(at_risk), len(route.choice_points))
