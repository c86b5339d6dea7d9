"""Whole plans: their list, and what can be done with them; publishing leaves them alone."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pathways.models import Edition, Plan, Revision, Stage
from pathways.operations import plans as operations
from pathways.operations.loading import load_packs
from pathways.operations.shares import create_share
from radcareers.accounts.models import User
from tests.catalogue.pages import save
from tests.factories import SHIPPED, make_user, plan_document, publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

LIST = "/plans/"


QUESTIONS = (
    "/routes/?now=medical_school@md%231&since=2024-08&destination=diagnostic_radiology&country=us"
)


@pytest.fixture
def edition() -> Edition:
    return publish_packs()


@pytest.fixture
def owner() -> User:
    return make_user()


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def plan(owner: User, edition: Edition) -> Plan:
    return make(owner)


def make(owner: User, title: str = "Mine") -> Plan:
    return operations.create_plan(owner=owner, document=plan_document(title=title))


def url(plan: Plan, what: str) -> str:
    return reverse(f"pathways:plan_{what}", kwargs={"plan_id": plan.pk})


def text_of(page: bytes) -> str:
    return html.unescape(page.decode())


def first_route(client: Client) -> str:
    """The first route that answers the questions."""
    page = client.get(QUESTIONS).content.decode()
    return str(re.findall(r'name="route" value="([^"]+)"', page)[0])


# Renaming


def test_a_plan_is_renamed_and_undo_brings_its_name_back(client: Client, plan: Plan) -> None:
    answer = client.post(url(plan, "rename"), {"title": " My ‘way’ 🩻 ", "version": "1"})
    assert answer.headers["Location"] == LIST
    assert "My ‘way’ 🩻" in text_of(client.get(LIST).content)
    client.post(url(plan, "edit"), {"action": "undo", "version": "2"})
    assert Plan.objects.get().title == "Mine"


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("", "Give the plan a title."),
        (" \t ", "Give the plan a title."),
        ("x" * 201, "at most 200 characters"),
        ("My\x00plan", "Null characters are not allowed."),
    ],
)
def test_a_title_that_cannot_be_stays_in_its_field(
    title: str, says: str, client: Client, plan: Plan
) -> None:
    answer = client.post(url(plan, "rename"), {"title": title, "version": "1"})
    assert answer.status_code == 422
    page = text_of(answer.content)
    assert says in page
    assert f'required value="{title}" aria-invalid="true"' in page
    assert Revision.objects.count() == 1


@pytest.mark.integrity
@pytest.mark.parametrize("version", [None, "", "1", "3", "-2", "2.0", "²", "٢", "9" * 5000, "x"])
def test_renaming_an_older_state_changes_nothing(
    version: str | None, client: Client, plan: Plan
) -> None:
    operations.rename_plan(plan=plan, version=1, title="Elsewhere")
    posted = {"title": "Typed here"} | ({} if version is None else {"version": version})
    answer = client.post(url(plan, "rename"), posted)
    assert answer.status_code == 409
    page = text_of(answer.content)
    assert "This plan has changed since you opened it." in page
    assert 'value="Typed here"' in page
    assert Plan.objects.get().title == "Elsewhere"
    current = re.findall(r'name="version" value="(\d+)"', page)[0]
    client.post(url(plan, "rename"), {"title": "Typed here", "version": current})
    assert Plan.objects.get().title == "Typed here"


# Copying, deleting, restoring


def test_a_copy_is_a_plan_of_its_own(client: Client, plan: Plan) -> None:
    client.post(url(plan, "duplicate"))
    copy = Plan.objects.exclude(pk=plan.pk).get()
    assert (copy.title, copy.version) == ("Mine (copy)", 1)
    assert {**copy.document, "title": "Mine"} == plan.document
    client.post(url(copy, "delete"), {"version": 1})
    assert client.get(url(plan, "page")).status_code == 200


def test_a_deleted_plan_is_gone_until_it_is_brought_back(client: Client, plan: Plan) -> None:
    client.post(url(plan, "delete"), {"version": plan.version})
    assert client.get(url(plan, "page")).status_code == 404
    page = text_of(client.get(LIST).content)
    assert "Deleted “Mine”." in page
    assert f'href="{url(plan, "page")}"' not in page
    client.post(url(plan, "restore"))
    assert client.get(url(plan, "page")).status_code == 200
    assert Plan.objects.get().document == plan.document


@pytest.mark.parametrize("version", ["1", "", None])
def test_a_list_that_is_too_old_deletes_nothing_newer(
    client: Client, plan: Plan, version: str | None
) -> None:
    later = operations.rename_plan(plan=plan, version=1, title="Mine, and longer")
    posted = {} if version is None else {"version": version}
    answer = client.post(url(plan, "delete"), posted)
    assert answer.status_code == 409
    page = text_of(answer.content)
    assert (
        "“Mine, and longer” was not deleted: it has changed since this list was made. Look at it "
        "again, and delete it if you still want to."
    ) in page
    assert f'href="{url(plan, "page")}"' in page
    assert Plan.objects.get().deleted_at is None
    assert f'name="version" value="{later.version}"' in page
    client.post(url(plan, "delete"), {"version": later.version})
    assert Plan.objects.get().deleted_at is not None


def test_no_way_leads_past_the_number_of_plans(
    client: Client, owner: User, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = make(owner, "Gone")
    operations.delete_plan(plan=gone)
    monkeypatch.setattr(operations, "MAX_PLANS", 1)
    route = first_route(client)
    for address, posted in (
        (url(plan, "duplicate"), {}),
        (url(gone, "restore"), {}),
        (QUESTIONS, {"route": route}),
    ):
        answer = client.post(address, posted, follow=True)
        assert answer.redirect_chain == [(LIST, 302)]
        assert "You have 1 plans, the most there can be." in text_of(answer.content)
    assert list(Plan.objects.live()) == [plan]


# The list


def queries_of(client: Client, address: str) -> list[str]:
    """The queries that a page takes, once it has been asked for before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_the_list_takes_as_many_queries_for_thirty_plans_as_for_one(
    client: Client, owner: User, plan: Plan
) -> None:
    few = queries_of(client, LIST)
    for number in range(29):
        make(owner, f"Number {number}")
    operations.delete_plan(plan=make(owner, "Gone"))
    many = queries_of(client, LIST)
    assert len(many) == len(few)
    assert not [sql for sql in many if "pathways_edition" in sql]
    assert text_of(client.get(LIST).content).count('<article class="plan"') == 30


def test_a_plan_of_another_does_not_cost_the_planner_a_query(
    client: Client, owner: User, plan: Plan
) -> None:
    alone = queries_of(client, url(plan, "page"))
    for number in range(5):
        make(owner, f"Number {number}")
        make(make_user())
    assert len(queries_of(client, url(plan, "page"))) == len(alone)


@pytest.mark.usefixtures("edition")
def test_a_plan_that_names_what_its_edition_does_not_have_still_opens(
    client: Client, owner: User
) -> None:
    document = plan_document(
        destination="no_such_place",
        situation={
            "as_of": "2026-11-21",
            "at": [{"stage": "no_such_stage", "track": "no_such_track", "start": "2025-07-01"}],
            "done": [{"key": "no_such_exam", "track": "", "date": "2024-01-01"}],
        },
        route=[{"stage": "no_such_fellowship", "track": "x"}],
        changes={"no_such_item": {"note": "Mine"}},
        clocks=[{"key": "no_such_clock", "used": 1}],
        custom=[
            {"key": "custom_1", "name": "Mine", "kind": "gap", "months": 1, "after": "no_such"}
        ],
    )
    odd = operations.create_plan(owner=owner, document=document)
    _link, token = create_share(plan=odd)
    pages = [
        LIST,
        url(odd, "page"),
        f"{url(odd, 'page')}?item=no_such_item",
        f"{url(odd, 'page')}?finish_by=2030-01",
        url(odd, "shares"),
        reverse("pathways:shared", kwargs={"token": token}),
        f"{reverse('pathways:plans_compare')}?plan={odd.pk}&plan={make(owner).pk}",
        *(f"{url(odd, 'page')}plan.{form}" for form in ("json", "csv", "ics", "svg")),
    ]
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert client.get(url(odd, "routes")).status_code == 404
    assert "no_such_place" in text_of(client.get(pages[1]).content)


# Publishing


def dates_on(client: Client, address: str) -> dict[str, str]:
    """The dates of each item on a page, as it says them."""
    page = client.get(address)
    assert page.status_code == 200
    rows = re.findall(
        r'id="item-(\w+)".*?<span class="dates">(.*?)</span>', text_of(page.content), re.DOTALL
    )
    return dict(rows)


def press_publish(coordinator: Client) -> None:
    """Publish the catalogue as it stands."""
    answer = coordinator.post(reverse("admin:pathways_edition_check"), {"note": "A longer one."})
    assert answer.status_code == 302, text_of(answer.content)


def test_publishing_moves_no_plan_and_holds_for_new_ones(client: Client, owner: User) -> None:
    coordinator, visitor = Client(), Client()
    coordinator.force_login(make_user(is_staff=True, is_superuser=True))
    load_packs(one for one in SHIPPED.iterdir() if one.is_dir())
    press_publish(coordinator)

    saved = client.post(QUESTIONS, {"route": first_route(client)}).headers["Location"]
    draft = visitor.post(QUESTIONS, {"route": first_route(visitor)}).headers["Location"]
    _link, token = create_share(plan=Plan.objects.get())
    shared = reverse("pathways:shared", kwargs={"token": token})
    pages = [(client, saved), (visitor, draft), (visitor, shared), (client, f"{saved}plan.csv")]
    before = [one.get(address).content for one, address in pages[3:]]
    dates = [dates_on(one, address) for one, address in pages[:3]]
    assert dates[0]["dr_residency"] == "Jul 1, 2029 – Jun 30, 2033"

    stage = Stage.objects.get(key="dr_residency")
    assert save(coordinator, stage, length_typical="60").status_code == 302
    assert [dates_on(one, address) for one, address in pages[:3]] == dates
    press_publish(coordinator)
    assert Edition.objects.count() == 2

    assert [dates_on(one, address) for one, address in pages[:3]] == dates
    assert [one.get(address).content for one, address in pages[3:]] == before
    kept = Plan.objects.get()
    assert (kept.edition.number, kept.version) == (1, 1)

    newer = client.post(QUESTIONS, {"route": first_route(client)}).headers["Location"]
    assert dates_on(client, newer)["dr_residency"] == "Jul 1, 2029 – Jun 30, 2034"
    assert Plan.objects.exclude(pk=kept.pk).get().edition.number == 2
    edited = {"action": "note", "key": "core", "note": "Mine", "version": "1"}
    client.post(f"{saved}edit/", edited)
    assert dates_on(client, saved) == dates[0]
    copy = client.post(url(kept, "duplicate"), follow=True)
    assert copy.status_code == 200
    assert sorted(Plan.objects.values_list("edition__number", flat=True)) == [1, 1, 2]
