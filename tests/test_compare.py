"""Plans and routes beside each other."""

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.models import Plan
from pathways.planning.compare import shifts
from pathways.planning.contrast import contrast
from pathways.planning.dates import months_between
from pathways.planning.phases import phases
from pathways.planning.picture.layout import Reach, lay_out_small
from pathways.planning.plans import Custom, Situation
from pathways.planning.plans import Plan as PlanValue
from pathways.planning.timeline import Bar, Item, Moment, Timeline
from pathways.presenters.compare import Compared, present_comparison
from pathways.presenters.differences import describe_shifts
from pathways.presenters.phases import present_phases
from radcareers.accounts.models import User
from tests.engine.editions import shipped
from tests.factories import make_plan, make_user, publish_packs
from tests.pictures import TODAY, bar, long_timeline, marker, short_timeline, timeline
from tests.test_planner_edits import HALF_WAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]
ANSWERS = {
    "now": "medical_school@md#1",
    "since": "2024-08",
    "destination": "interventional_radiology",
    "country": "us",
}


@pytest.fixture
def owner() -> User:
    publish_packs()
    return make_user()


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def compare(client: Client, *plans: Plan) -> Any:
    return client.get(f"/plans/compare/?{urlencode([('plan', str(one.pk)) for one in plans])}")


def test_plans_stand_beside_each_other_with_what_differs(client: Client, owner: User) -> None:
    one = make_plan(owner, title="Straight on", **HALF_WAY)
    research = [
        {"key": "custom_1", "name": "Research year", "kind": "research", "months": 12,
         "after": "dr_residency"}
    ]  # fmt: skip
    other = make_plan(owner, title="With research", custom=research, **HALF_WAY)
    page = compare(client, one, other).content.decode()
    assert "Two plans compared" in page
    assert "Against the first:</span> Finishes 1 year later" in page
    assert "One stage more: Research year" in page
    assert re.search(r"1 year later: Independent IR application, .* and \d others", page)
    rows = {
        re.sub(r"<[^>]*>", " ", row[0]).strip(): [
            " ".join(re.sub(r'<span class="letter".*?</span>|<[^>]*>', "", cell).split())
            for cell in re.findall(r"<td.*?</td>", row[1])
        ]
        for row in re.findall(r'<th scope="row" role="rowheader">(.*?)</th>(.*?)</tr>', page)
    }
    assert rows["Finish"] == ["July 2030", "July 2031 +1 year"]
    assert rows["Training left"] == ["1 year", "2 years +1 year"]
    assert rows["Research year"] == ["–", "Jul 1, 2029 – Jun 30, 2030 added"]
    assert rows["First attending post"] == [
        "from about July 2030", "from about July 2031 +1 year"
    ]  # fmt: skip
    assert "Diagnostic radiology residency" not in rows
    phases_told = re.sub(r"<svg.*?</svg>|<[^>]*>", "", page.partition('id="phases-title"')[2])
    assert "Own years 1 year" in " ".join(phases_told.split())
    assert f"/plans/{other.pk}/" in page


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "at least two plans"), (1, "at least two plans"), (5, "At most four plans")],
)
def test_too_few_or_too_many_are_told_so(
    client: Client, owner: User, count: int, said: str
) -> None:
    answer = compare(client, *(make_plan(owner, **HALF_WAY) for _ in range(count)))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_plan_ticked_twice_counts_once(client: Client, owner: User) -> None:
    plan = make_plan(owner, **HALF_WAY)
    assert compare(client, plan, plan).status_code == 422


def test_somebody_elses_plan_is_not_there(client: Client, owner: User) -> None:
    own, other = make_plan(owner, **HALF_WAY), make_plan(**HALF_WAY)
    assert compare(client, own, other).status_code == 404
    assert client.get(f"/plans/compare/?plan={own.pk}&plan=x").status_code == 404


def test_the_list_offers_to_compare_once_there_are_two(client: Client, owner: User) -> None:
    make_plan(owner, **HALF_WAY)
    assert "Compare the ticked" not in client.get("/plans/").content.decode()
    make_plan(owner, **HALF_WAY)
    page = client.get("/plans/").content.decode()
    assert page.count('form="compare"') == 2


def test_routes_are_compared_by_anybody(owner: User) -> None:
    visitor = Client()
    page = visitor.get(f"/routes/?{urlencode(ANSWERS)}").content.decode()
    keys = re.findall(r'name="route" value="([^"]+)" form="compare"', page)
    assert len(keys) == 3
    chosen = [("route", key) for key in keys]
    beside = visitor.get(f"/routes/compare/?{urlencode([*ANSWERS.items(), *chosen])}")
    text = beside.content.decode()
    assert "Three routes compared" in text
    assert "Finishes 1 year later" in text
    assert "ERAS for Clinical year and Integrated IR, by about September 2027" in text
    few = visitor.get(f"/routes/compare/?{urlencode([*ANSWERS.items(), chosen[0]])}")
    assert few.status_code == 422
    assert "at least two routes" in few.content.decode()


def test_routes_without_answers_lead_to_the_questions(owner: User) -> None:
    assert Client().get("/routes/compare/").headers["Location"].startswith("/routes/")


def test_pictures_share_one_axis_and_equal_dates_are_left_out() -> None:
    plan = PlanValue(
        destination="x",
        situation=Situation(as_of=TODAY),
        custom=(Custom(key="custom_1", name="Year", kind="gap", months=12),),
    )
    compared = [
        Compared(name=name, edition=shipped(), plan=plan, timeline=timeline)
        for name, timeline in (("A", short_timeline()), ("B", long_timeline()))
    ]
    view = present_comparison(compared, noun="plan", today=TODAY, back_url="/plans/")
    first, second = (column.strips for column in view.columns)
    for one, other, axis in zip(first, second, view.axes, strict=True):
        pictures = (one.contrast.picture, other.contrast.picture, axis.picture)
        assert len({(picture.start, picture.end, picture.width) for picture in pictures}) == 1
        assert not any(tick.label for tick in one.contrast.picture.ticks)
        assert any(tick.label for tick in axis.picture.ticks)
    assert all(any(cell.delta for cell in line.cells) for line in view.dates)
    assert not any(line.cells[0].delta for line in (*view.facts, *view.dates))
    twice = present_comparison([compared[0]] * 2, noun="plan", today=TODAY, back_url="/plans/")
    assert twice.dates == ()
    assert [strip.contrast.marks for column in twice.columns for strip in column.strips] == [()] * 6


# What differs, in the engine and in words


def moved(one: Item, days: int) -> Item:
    """The same item so many days later."""
    by = dt.timedelta(days=days)

    def later(moment: Moment) -> Moment:
        return replace(moment, date=moment.date + by)

    if isinstance(one, Bar):
        return replace(one, start=later(one.start), end=later(one.end))
    return replace(one, at=later(one.at), until=one.until + by)


def test_marks_and_ghosts_stand_where_something_differs_and_nowhere_else() -> None:
    before = timeline(
        bar("pgy1", "Clinical year", "2027-07-01", "2028-07-01"),
        bar("ir", "Independent IR", "2033-07-01", "2034-07-01"),
        marker("core", "Core", "2031-06-01"),
        marker("step3", "Step 3", "2028-01-01"),
    )
    pgy1, ir, core, _step3 = before.items
    after = timeline(pgy1, moved(ir, 365), moved(core, -365), marker("oral", "Oral", "2035-01-01"))
    reach = Reach(start=TODAY, end=dt.date(2036, 1, 1))
    one, other = (
        lay_out_small(drawn, today=TODAY, width=520, reach=reach) for drawn in (before, after)
    )
    found = contrast(one, other, shifts(before, after).values())
    assert {mark.key: mark.sign for mark in found.marks} == {
        "ir": "later", "core": "earlier", "oral": "new"
    }  # fmt: skip
    assert {ghost.key for ghost in found.picture.ghosts} == {"ir", "core", "step3"}
    places = {shape.key: shape for shape in one.shapes}
    for ghost in found.picture.ghosts:
        assert (ghost.x, ghost.width) == (places[ghost.key].x, places[ghost.key].width)
    boxes = [(one.x, one.y, one.width, one.height) for one in found.picture.shapes]
    boxes += [(one.x, one.y, one.width, one.height) for one in found.picture.ghosts]
    boxes += [(one.x - 4, one.y - 4, 8.0, 8.0) for one in found.marks]
    for (x, y, w, h), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    assert all(y >= 0 and y + h <= found.picture.height - 16 for _, y, _, h in boxes)


def test_plans_that_end_on_one_day_finish_at_the_same_time() -> None:
    longer = replace(
        short_timeline(), items=(*short_timeline().items, marker("x", "X", "2030-01-01"))
    )
    edition, plan = shipped(), PlanValue(destination="x", situation=Situation(as_of=TODAY))
    both = [
        Compared(name=name, edition=edition, plan=plan, timeline=one)
        for name, one in (("Mine", short_timeline()), ("Other", longer))
    ]
    view = present_comparison(both, noun="plan", today=TODAY, back_url="/")
    assert view.columns[1].differs == "Finishes at the same time; 1 date is new."


def test_the_differences_are_told_in_words() -> None:
    before = timeline(
        bar("ir", "Independent IR", "2033-07-01", "2034-07-01"),
        bar("custom_1", "Research year", "2032-07-01", "2033-07-01", custom=True, kind="research"),
        marker("core", "Core exam", "2031-06-01"),
        marker("oral", "Oral exam", "2035-06-01"),
        marker("mtch", "Match", "2031-03-15", kind="match"),
    )
    ir, _own, core, oral, _match = before.items
    assert isinstance(ir, Bar)
    longer = replace(ir, end=replace(ir.end, date=dt.date(2035, 7, 1)))
    after = timeline(
        longer,
        bar("custom_1", "Year at sea", "2032-07-01", "2033-07-01", custom=True, kind="gap"),
        bar("custom_2", "Research year", "2032-07-01", "2033-07-01", custom=True, kind="research"),
        moved(core, 183),
        marker("mtch2", "Second match", "2031-03-15", kind="match"),
    )
    assert describe_shifts(shifts(before, after).values()) == (
        "One stage more: Year at sea",
        "Second match instead of Match",
        "One exam fewer: Oral exam",
        "Independent IR 1 year longer",
        "Core exam 6 months later",
    )
    assert describe_shifts(shifts(before, before).values()) == ()
    assert oral in before.items


# Months by phase


def whole(told: Timeline) -> int:
    """Whole months from today to the finish."""
    assert told.finish
    return round(months_between(TODAY, told.finish.date))


def test_phases_add_up_to_the_time_from_today_to_the_finish() -> None:
    told = timeline(
        bar("school", "School", "2024-08-01", "2028-06-01", kind="education"),
        bar("pgy1", "Clinical year", "2028-07-01", "2029-07-01", kind="internship"),
        bar("dr", "DR", "2029-07-01", "2033-07-01"),
        bar("custom_1", "Leave", "2030-01-01", "2030-07-01", kind="leave", custom=True),
        bar("f", "Fellowship", "2033-09-10", "2034-07-01", kind="fellowship"),
        finish="2034-07-01",
    )
    found = {one.key: one.months for one in phases(told, TODAY)}
    assert sum(found.values()) == whole(told) == 91
    assert found == {
        "studying": 18, "training": 54, "own": 6, "fellowship": 10, "waiting": 3
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
            st.integers(1, 2000),
            st.sampled_from(["education", "internship", "residency", "fellowship", "practice"]),
            st.booleans(),
        ),
        max_size=8,
    ),
    st.dates(dt.date(2026, 11, 1), dt.date(2045, 1, 1)),
)
def test_phases_add_up_whatever_the_plan(
    stages: list[tuple[dt.date, int, str, bool]], finish: dt.date
) -> None:
    told = timeline(
        *(
            bar(f"s{n}", "S", str(start), str(start + dt.timedelta(days=days)), kind=kind,
                custom=own)
            for n, (start, days, kind, own) in enumerate(stages)
        ),
        finish=str(finish),
    )  # fmt: skip
    found = phases(told, TODAY)
    assert sum(one.months for one in found) == whole(told)
    assert all(one.months > 0 for one in found)


def test_a_plan_without_finish_has_no_phases() -> None:
    assert phases(timeline(), TODAY) == ()
    assert phases(timeline(finish="2026-11-01"), TODAY) == ()
    rows = present_phases([("A", timeline()), ("B", timeline(finish="2026-11-01"))], TODAY)
    assert [row.total for row in rows] == ["no finish date yet", "there already"]


def test_what_is_the_same_in_all_is_marked_as_one(client: Client, owner: User) -> None:
    plans = [make_plan(owner, title=name, **HALF_WAY) for name in ("One", "Two")]
    page = compare(client, *plans).content.decode()
    facts = re.findall(r"<tr role=\"row\"( class=\"same\")?><th scope=\"row\"", page)
    assert facts
    assert all(facts)
    assert page.count(">All</span>") == len(facts)
    changes = {"ir_independent_1y": {"months": 24}}
    longer = make_plan(owner, title="Longer", changes=changes, **HALF_WAY)
    page = compare(client, plans[0], longer).content.decode()
    finish = page[page.rindex("<tr", 0, page.index(">Finish</th>")) :].partition("</tr>")[0]
    assert "same" not in finish
    assert re.findall(r'<span class="letter"[^>]*>(\w+)</span>', finish) == ["A", "B"]
