"""How far somebody is: the figures, and the strip that shows them."""

import datetime as dt
import html
from dataclasses import replace
from itertools import pairwise

import pytest
from django.test import Client

from pathways import drafts
from pathways.planning.examples import example_plan
from pathways.planning.plan_documents import write_plan
from pathways.planning.routes import exams_left
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Timeline
from pathways.presenters.progress import ProgressView, present_progress
from tests.engine.editions import shipped
from tests.factories import plan_document, publish_packs
from tests.pictures import TODAY, bar, day, marker, short_timeline, timeline


def progress(of: Timeline, today: dt.date = TODAY) -> ProgressView:
    view = present_progress(of, today=today, style="us")
    assert view is not None
    return view


def figures(of: Timeline, today: dt.date = TODAY) -> list[str]:
    return [f"{one.amount} {one.label}" for one in progress(of, today).figures]


def test_half_way_through_school() -> None:
    assert figures(short_timeline()) == [
        "2 years 4 months so far",
        "7 years 7 months to go",
        "0 of 1 exam passed",
        "23 % of the path",
    ]


def test_done_and_assumed_exams_are_passed() -> None:
    one = marker("a", "A", "2025-01-01", status="done")
    two = marker("b", "B", "2025-06-01", status="assumed")
    three = marker("c", "C", "2027-06-01", status="confirmed")
    match = marker("d", "D", "2025-06-01", kind="match", status="done")
    path = bar("s", "School", "2024-08-01", "2028-05-20", lane="education")
    assert "2 of 3 exams passed" in figures(
        timeline(path, one, two, three, match, finish="2029-07-01")
    )


def test_without_exams_there_is_nothing_to_say_of_them() -> None:
    told = figures(timeline(bar("s", "School", "2024-08-01", "2028-05-20"), finish="2028-07-01"))
    assert not [one for one in told if "exam" in one]


def test_before_the_first_day() -> None:
    path = timeline(bar("s", "School", "2027-08-01", "2031-05-20"), finish="2031-07-01")
    assert figures(path) == [
        "3 years 11 months in all", "In 8 months it begins", "0 % of the path",
    ]  # fmt: skip
    assert progress(path).today == 0
    assert [one.state for one in progress(path).segments] == ["to come"]


@pytest.mark.parametrize("today", ["2034-07-01", "2040-01-01"])
def test_who_is_there_is_told_so(today: str) -> None:
    view = progress(short_timeline(), day(today))
    assert view.arrived == "You are there, since Jul 1, 2034."
    assert view.figures[0].amount == "9 years 11 months"
    assert view.figures[0].label == "from start to finish"
    assert not [one for one in view.figures if "%" in one.amount]
    assert view.today == 100
    assert {one.state for one in view.segments} == {"done"}


def test_the_day_before_the_finish_is_not_yet_all_of_the_path() -> None:
    assert figures(short_timeline(), day("2034-06-30"))[-1] == "99 % of the path"


def test_about_is_said_of_a_finish_that_is_an_estimate() -> None:
    path = short_timeline()
    assert path.finish is not None
    path = replace(path, finish=replace(path.finish, precision="estimate"))
    assert progress(path, day("2035-01-01")).arrived == "You are there, since about July 2034."


@pytest.mark.parametrize(
    "path",
    [
        timeline(bar("s", "School", "2024-08-01", "2028-05-20")),
        timeline(finish="2030-01-01"),
        timeline(bar("p", "Post", "2030-01-01", "2031-01-01"), finish="2030-01-01"),
    ],
    ids=("no finish", "nothing", "nothing before the finish"),
)
def test_without_a_path_there_is_no_progress(path: Timeline) -> None:
    assert present_progress(path, today=TODAY, style="us") is None


def test_a_path_may_begin_with_a_milestone_where_there_is_no_stage() -> None:
    path = timeline(marker("a", "A", "2026-01-01"), finish="2028-01-01")
    assert figures(path)[-1] == "44 % of the path"


# The strip


def assert_sound(view: ProgressView) -> None:
    """Segments stand in order, inside the strip, and none covers another."""
    for one in view.segments:
        assert one.x >= 0
        assert one.x + one.width <= 100.01
        assert 0 <= one.done <= one.width
        assert one.width > 0
    for one, other in pairwise(view.segments):
        assert one.x + one.width <= other.x + 0.02
    behind = max((one.x + one.done for one in view.segments if one.done), default=0.0)
    assert behind <= view.today + 0.02


def test_the_stages_stand_in_order_and_end_at_the_finish() -> None:
    view = progress(short_timeline())
    assert_sound(view)
    assert [one.name for one in view.segments] == [
        "Medical school", "Clinical year", "DR residency", "Neuro fellowship",
    ]  # fmt: skip
    assert [one.state for one in view.segments] == ["now", "to come", "to come", "to come"]
    assert view.segments[0].dates == "Aug 1, 2024 – May 19, 2028"
    last = view.segments[-1]
    assert last.x + last.width == pytest.approx(100, abs=0.02)


def test_of_two_stages_at_once_the_later_one_is_shown() -> None:
    view = progress(
        timeline(
            bar("s", "Residency", "2024-01-01", "2030-01-01"),
            bar("c", "Research", "2026-01-01", "2027-01-01"),
            finish="2030-01-01",
        )
    )
    assert_sound(view)
    assert [one.name for one in view.segments] == ["Residency", "Research", "Residency"]


def test_a_name_is_shown_only_where_it_has_room() -> None:
    fits = [one.fits for one in progress(short_timeline()).segments]
    assert fits == ["narrow", "broad", "narrow", ""]


@pytest.mark.parametrize(
    "destination", ["neurointerventional", "uk_gi_radiology", "in_consulting", "department_chair"]
)
def test_the_progress_of_a_standard_plan_adds_up(destination: str) -> None:
    plan = example_plan(shipped(), TODAY, destination)
    assert plan is not None
    path = schedule(shipped(), plan, TODAY)
    view = progress(path)
    assert_sound(view)
    counted = [one.amount.split(" of ") for one in view.figures if "passed" in one.label]
    for passed, count in counted:
        assert int(count) - int(passed) == exams_left(path)


# The page


@pytest.mark.django_db
@pytest.mark.usefixtures("story_day")
def test_the_planner_tells_it_in_words_too(client: Client) -> None:
    publish_packs()
    session = client.session
    plan = example_plan(shipped(), dt.date(2026, 11, 21), "interventional_radiology")
    assert plan is not None
    drafts.start_draft(session, document=write_plan(replace(plan, edition=1)))
    session.save()
    page = html.unescape(client.get("/draft/").content.decode())
    strip = page.partition('<section class="progress"')[2].partition("</section>")[0]
    assert "<dt>so far</dt><dd>4 months</dd>" in strip
    assert "Medical school, Aug 1, 2026 – May 31, 2030, now" in strip
    assert 'aria-labelledby="progress-title progress-desc"' in strip
    assert "style=" not in strip


@pytest.mark.django_db
def test_a_plan_without_finish_shows_none(client: Client) -> None:
    publish_packs()
    session = client.session
    drafts.start_draft(session, document=plan_document())
    session.save()
    page = client.get("/draft/").content.decode()
    assert "does not reach" in page
    assert "progress-strip" not in page
