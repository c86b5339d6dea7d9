"""Tracks that are still a choice, and tracks that somebody has."""

import datetime as dt

import pytest

from pathways.planning.choices import undecided
from pathways.planning.plans import Current, Past, Situation
from pathways.planning.routes import find_routes
from pathways.planning.timeline import Bar, Marker
from tests.engine.editions import shipped


def resident(track: str, began: dt.date, as_of: dt.date) -> Situation:
    at = (Current(stage="dr_residency", track=track, start=began),)
    return Situation(as_of=as_of, at=at)


@pytest.mark.parametrize(
    ("as_of", "kept"), [(dt.date(2027, 1, 1), ""), (dt.date(2029, 1, 1), "esir")]
)
def test_a_track_is_a_choice_until_it_is_closed(as_of: dt.date, kept: str) -> None:
    situation = resident("esir", dt.date(2026, 7, 1), as_of)
    assert undecided(shipped(), situation).at[0].track == kept


def test_who_has_a_track_is_not_told_that_it_is_uncertain() -> None:
    edition = shipped()
    goal = edition.destinations["interventional_radiology"]

    def told(as_of: dt.date) -> set[str]:
        situation = resident("esir", dt.date(2026, 7, 1), as_of)
        route = find_routes(edition, situation, goal, as_of).found[0]
        return {one.code for one in route.timeline.findings if one.key == "dr_residency"}

    assert "not_guaranteed" in told(dt.date(2027, 1, 1))
    assert not told(dt.date(2029, 3, 1)) & {"not_guaranteed", "ask_late"}


def test_who_trains_on_from_the_post_they_have_is_through_with_the_certificate() -> None:
    edition, today = shipped(), dt.date(2026, 11, 21)
    done = tuple(
        Past(key=key, track="", date=date) for key, date in (("dr_residency", dt.date(2024, 7, 1)),)
    )
    at = (Current(stage="attending", track="", start=dt.date(2024, 8, 1)),)
    situation = Situation(as_of=today, at=at, done=done)
    goal = edition.destinations["neuroradiology"]
    route = find_routes(edition, situation, goal, today).found[0]
    fellowship = route.timeline.item("f_neuro")
    assert isinstance(fellowship, Bar)
    assert route.finish
    certificate = route.timeline.item("caq_neuro")
    assert isinstance(certificate, Marker)
    assert fellowship.end.date < certificate.at.date
    assert route.finish.date == certificate.until


def test_the_first_choice_is_to_apply_not_to_be_interviewed() -> None:
    edition, today = shipped(), dt.date(2026, 11, 22)
    at = (Current(stage="uk_f1", track="", start=dt.date(2026, 8, 5)),)
    goal = edition.destinations["uk_clinical_radiology"]
    route = find_routes(edition, Situation(as_of=today, at=at), goal, today).found[0]
    assert route.choice_points[0].key == "uk_st1_apply"
    assert route.choice_points[0].by == dt.date(2027, 11, 21)
