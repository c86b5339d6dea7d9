"""Plans and routes beside each other."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from pathways.models import Plan
from pathways.planning.plans import Custom, Situation
from pathways.planning.plans import Plan as PlanValue
from pathways.presenters.compare import Compared, present_comparison
from radcareers.accounts.models import User
from tests.engine.editions import shipped
from tests.factories import make_plan, make_user, publish_packs
from tests.pictures import TODAY, long_timeline, short_timeline
from tests.test_planner_edits import HALF_WAY

pytestmark = pytest.mark.django_db
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
    assert "Against the first: Finishes 1 year later" in page
    rows = {
        re.sub(r"<[^>]*>", "", row).split("\n")[0].strip(): row
        for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page)
    }
    told = " ".join(rows)
    assert "FinishJuly 2030July 2031" in told
    assert "Research year–Jul 1, 2029 – Jun 30, 2030" in told
    assert "Diagnostic radiology residency" not in told
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
    assert "ERAS for Clinical year and Integrated IR, by Sep 10, 2027" in text
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
    first, second = (column.pictures for column in view.columns)
    for one, other in zip(first, second, strict=True):
        assert (one.picture.start, one.picture.end) == (other.picture.start, other.picture.end)
    assert all(len(set(line.cells)) > 1 for line in view.dates)
    twice = present_comparison([compared[0]] * 2, noun="plan", today=TODAY, back_url="/plans/")
    assert twice.dates == ()
