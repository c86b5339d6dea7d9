"""The baseline of a plan: choosing it, how the plan stands against it, forgetting it."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pathways.errors import NothingToUndo, StaleVersion
from pathways.models import Plan
from pathways.operations import plans
from pathways.operations.pruning import prune_revisions
from radcareers.accounts.models import User
from tests.factories import make_plan, make_user, plan_document, publish_packs

pytestmark = [
    pytest.mark.django_db, pytest.mark.integrity, pytest.mark.usefixtures("story_day"),
]  # fmt: skip
ROUTE = [{"stage": "ir_independent_1y", "track": ""}, {"stage": "attending", "track": ""}]


@pytest.fixture
def client() -> Client:
    publish_packs()
    client = Client()
    client.force_login(make_user("owner@example.org"))
    return client


@pytest.fixture
def plan(client: Client) -> Plan:
    """A plan that was made in March, and longer since."""
    plan = make_plan(User.objects.get(), route=ROUTE)
    march = dt.datetime(2026, 3, 17, 9, tzinfo=dt.UTC)
    plan.revisions.update(created_at=march, name="before the match")
    longer = plan_document(route=ROUTE, changes={"ir_independent_1y": {"months": 24}})
    return plans.save_revision(plan=plan, version=1, document=longer, cause="Made it longer")


def at(name: str, plan: Plan, *rest: int) -> str:
    return reverse(f"pathways:{name}", args=[plan.pk, *rest])


def page_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def choose(client: Client, plan: Plan, number: int = 1, version: str = "2") -> Any:
    return client.post(at("plan_set_baseline", plan, number), {"version": version}, follow=True)


def test_the_planner_says_how_the_plan_stands_until_it_is_forgotten(
    client: Client, plan: Plan
) -> None:
    assert 'class="baseline"' not in page_of(client.get(at("plan_page", plan)))
    answer = choose(client, plan)
    assert answer.redirect_chain == [(at("plan_page", plan), 302)]
    page = page_of(answer)
    says = r"Since March 2026 \(“before the match”\): finishes 1 year later; \d+ dates moved"
    assert re.search(says, page)
    assert f'href="{at("plan_compare_state", plan, 1)}"' in page
    plan.refresh_from_db()
    assert (plan.baseline, plan.version, plan.revisions.count()) == (1, 2, 2)
    history = page_of(client.get(at("plan_history", plan)))
    assert ">Compared with<" in history.partition('id="state-1"')[2]
    client.post(at("plan_forget_baseline", plan))
    assert 'class="baseline"' not in page_of(client.get(at("plan_page", plan)))
    plan.refresh_from_db()
    assert plan.baseline is None


def test_what_is_undone_has_not_moved(client: Client, plan: Plan) -> None:
    choose(client, plan)
    plan.refresh_from_db()
    plans.undo(plan=plan, version=2)
    assert "before the match”): the finish is where it was." in page_of(
        client.get(at("plan_page", plan))
    )


def test_it_is_left_out_while_a_change_is_looked_at(client: Client, plan: Plan) -> None:
    choose(client, plan)
    posted = {"version": "2", "action": "length", "key": "ir_independent_1y", "months": "36"}
    page = page_of(client.post(at("plan_edit", plan), posted))
    assert 'class="preview"' in page
    assert 'class="baseline"' not in page


def test_then_stands_beside_now(client: Client, plan: Plan) -> None:
    assert f'href="{at("plan_compare_state", plan, 1)}"' in page_of(
        client.get(at("plan_history", plan))
    )
    page = page_of(client.get(at("plan_compare_state", plan, 1)))
    assert "Mar 17, 2026: before the match" in page
    assert "Against the first:</span> Finishes 1 year later" in page
    assert page.count('class="strip"') == 2
    same = page_of(client.get(at("plan_compare_state", plan, 2)))
    assert "No date differs." in same
    assert client.get(at("plan_compare_state", plan, 3)).status_code == 404


def test_the_baseline_is_kept_however_old_it_is(client: Client, plan: Plan) -> None:
    plan.revisions.update(name="")
    choose(client, plan)
    document = plan.document
    for number in range(2, 70):
        document = {**document, "title": f"Title {number}"}
        plan = plans.save_revision(plan=plan, version=number, document=document, cause="Renamed")
    prune_revisions(plan=plan)
    numbers = set(plan.revisions.values_list("number", flat=True))
    assert 1 in numbers
    assert 2 not in numbers
    assert "Since March 2026: finishes" in page_of(client.get(at("plan_page", plan)))
    plan = plans.forget_baseline(plan=plan)
    document = {**document, "title": "The last"}
    for number in range(70, 82):
        document = {**document, "title": f"Title {number}"}
        plan = plans.save_revision(plan=plan, version=number, document=document, cause="Renamed")
    assert 1 not in set(plan.revisions.values_list("number", flat=True))


@pytest.mark.parametrize("version", ["1", "", "x", "3"])
def test_a_stale_page_chooses_nothing(client: Client, plan: Plan, version: str) -> None:
    page = page_of(choose(client, plan, version=version))
    assert "changed meanwhile" in page
    plan.refresh_from_db()
    assert plan.baseline is None


def test_only_a_state_that_is_kept_can_be_chosen(client: Client, plan: Plan) -> None:
    assert choose(client, plan, 3).status_code == 404
    with pytest.raises(NothingToUndo):
        plans.set_baseline(plan=plan, version=2, number=3)
    with pytest.raises(StaleVersion):
        plans.set_baseline(plan=plan, version=1, number=1)
    for number in (0, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(pk=plan.pk).update(baseline=number)


def test_a_copy_has_no_baseline_and_a_deleted_plan_comes_back_with_its_own(
    client: Client, plan: Plan
) -> None:
    choose(client, plan)
    plan.refresh_from_db()
    assert plans.duplicate_plan(plan=plan).baseline is None
    plans.delete_plan(plan=plan)
    plan.refresh_from_db()
    assert plans.restore_plan(plan=plan).baseline == 1


def test_baselines_of_others_are_not_there(client: Client, plan: Plan) -> None:
    other = Client()
    other.force_login(make_user())
    assert choose(other, plan).status_code == 404
    assert other.post(at("plan_forget_baseline", plan)).status_code == 404
    assert other.get(at("plan_compare_state", plan, 1)).status_code == 404
    plan.refresh_from_db()
    assert plan.baseline is None


def test_it_costs_the_planner_one_query_however_long_the_history(
    client: Client, plan: Plan
) -> None:
    def queries() -> int:
        client.get(at("plan_page", plan))
        with CaptureQueriesContext(connection) as captured:
            client.get(at("plan_page", plan))
        return len(captured)

    without = queries()
    choose(client, plan)
    assert queries() == without + 1
    document = plan.document
    for number in range(2, 12):
        document = {**document, "title": f"Title {number}"}
        plans.save_revision(plan=plan, version=number, document=document, cause="Renamed")
    assert queries() == without + 1
