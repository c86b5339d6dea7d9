"""The history of a plan: what each change did, names, and the way back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from pathways.models import Plan, Revision
from pathways.operations import plans
from pathways.operations.pruning import prune_revisions
from radcareers.accounts.models import User
from tests.factories import make_plan, make_user, plan_document, publish_packs

pytestmark = [
    pytest.mark.django_db, pytest.mark.integrity, pytest.mark.usefixtures("story_day"),
]  # fmt: skip


@pytest.fixture
def client() -> Client:
    publish_packs()
    client = Client()
    client.force_login(make_user("owner@example.org"))
    return client


@pytest.fixture
def plan(client: Client) -> Plan:
    """A plan that was made longer, and renamed."""
    route = [{"stage": "ir_independent_1y", "track": ""}, {"stage": "attending", "track": ""}]
    plan = make_plan(User.objects.get(), route=route)
    longer = plan_document(route=route, changes={"ir_independent_1y": {"months": 24}})
    plan = plans.save_revision(
        plan=plan, version=1, document=longer, cause="Made independent IR longer"
    )
    return plans.rename_plan(plan=plan, version=2, title="With a longer year")


def page_of(client: Client, plan: Plan, **query: str) -> str:
    answer = client.get(reverse("pathways:plan_history", args=[plan.pk]), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def states_on(page: str) -> list[str]:
    return re.findall(r'<li class="state" id="state-(\d+)">', page)


def test_every_state_says_what_it_changed(client: Client, plan: Plan) -> None:
    page = page_of(client, plan)
    assert states_on(page) == ["3", "2", "1"]
    longer = page.partition('id="state-2"')[2].partition('id="state-1"')[0]
    assert "Made independent IR longer" in longer
    assert re.search(r"Finishes 1 year later; \d+ dates? moves?", longer)
    renamed = page.partition('id="state-3"')[2].partition('id="state-2"')[0]
    assert ">Now<" in renamed
    assert "The finish stays where it is" in renamed
    assert "Go back to this" not in renamed


def test_a_way_back_that_can_be_undone(client: Client, plan: Plan) -> None:
    back = reverse("pathways:plan_go_back", args=[plan.pk, 1])
    answer = client.post(back, {"version": "3"}, follow=True)
    assert answer.redirect_chain == [(reverse("pathways:plan_page", args=[plan.pk]), 302)]
    assert "The plan is as it was then" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.document == plan.revisions.get(number=1).document
    plans.undo(plan=plan, version=plan.version)
    plan.refresh_from_db()
    assert plan.document["title"] == "With a longer year"


def test_a_stale_page_goes_back_to_nothing(client: Client, plan: Plan) -> None:
    back = reverse("pathways:plan_go_back", args=[plan.pk, 1])
    answer = client.post(back, {"version": "2"}, follow=True)
    assert "changed meanwhile" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.version == 3


def test_a_state_may_have_a_name_and_is_kept_for_it(client: Client, plan: Plan) -> None:
    address = reverse("pathways:plan_name_state", args=[plan.pk, 1])
    client.post(address, {"name": " What I believed in March "})
    assert "What I believed in March" in page_of(client, plan)
    document = plan.document
    for number in range(3, 70):
        document = {**document, "title": f"Title {number}"}
        plan = plans.save_revision(plan=plan, version=number, document=document, cause="Renamed")
    prune_revisions(plan=plan)
    kept = set(plan.revisions.values_list("number", flat=True))
    assert 1 in kept
    assert 2 not in kept
    page = page_of(client, plan)
    assert len(states_on(page)) == 20
    older = page_of(client, plan, before=states_on(page)[-1])
    assert states_on(older)[0] == str(int(states_on(page)[-1]) - 1)
    client.post(address, {"name": ""})
    assert plan.revisions.get(number=1).name == ""


@pytest.mark.parametrize("name", ["x" * 101, "a\0b", "‮turned"])
def test_a_name_that_cannot_be_is_told(client: Client, plan: Plan, name: str) -> None:
    answer = client.post(reverse("pathways:plan_name_state", args=[plan.pk, 2]), {"name": name})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Revision.objects.exclude(name="").exists()


def test_names_are_bounded(client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MAX_NAMED", 1)
    client.post(reverse("pathways:plan_name_state", args=[plan.pk, 1]), {"name": "One"})
    answer = client.post(reverse("pathways:plan_name_state", args=[plan.pk, 2]), {"name": "Two"})
    assert answer.status_code == 422
    assert "at most 1 named states" in answer.content.decode()
    again = client.post(reverse("pathways:plan_name_state", args=[plan.pk, 1]), {"name": "Uno"})
    assert again.status_code == 302


def test_states_of_others_are_not_there(client: Client, plan: Plan) -> None:
    other = Client()
    other.force_login(make_user())
    places: dict[str, list[int]] = {"plan_history": [], "plan_go_back": [1], "plan_name_state": [1]}
    for name, rest in places.items():
        args = [plan.pk, *rest]
        address = reverse(f"pathways:{name}", args=args)
        answer = other.get(address) if name == "plan_history" else other.post(address, {})
        assert answer.status_code == 404
    mine = client.post(reverse("pathways:plan_go_back", args=[plan.pk, 99]), {"version": "3"})
    assert mine.status_code == 404


def test_the_planner_leads_to_the_history(client: Client, plan: Plan) -> None:
    page = client.get(reverse("pathways:plan_page", args=[plan.pk])).content.decode()
    assert f'href="{reverse("pathways:plan_history", args=[plan.pk])}"' in page
