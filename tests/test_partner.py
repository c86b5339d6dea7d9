"""A plan that somebody shares beside one's own: who sees what, and where the token may stand."""

import html
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pathways.models import Plan, ShareLink
from pathways.operations import plans, shares
from tests.factories import make_plan, make_user, plan_document, publish_packs
from tests.test_planner_edits import HALF_WAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

PRIVATE = ("owner@example.org", "Olga Owner", "Canary title", "Canary label", "Canary note")


@pytest.fixture
def theirs() -> Plan:
    publish_packs()
    document = plan_document(
        title="Canary title",
        changes={"core": {"note": "Canary note", "reason": "Canary note"}},
        clocks=[{"key": "j1", "used": 83, "months": 84}],
        custom=[
            {"key": "custom_1", "name": "Canary stage", "kind": "leave", "months": 6,
             "after": "dr_residency"}
        ],
        **HALF_WAY,
    )  # fmt: skip
    owner = make_user("owner@example.org", name="Olga Owner")
    return plans.create_plan(owner=owner, document=document)


@pytest.fixture
def token(theirs: Plan) -> str:
    return shares.create_share(plan=theirs, label="Canary label")[1]


@pytest.fixture
def mine(theirs: Plan) -> Plan:
    return make_plan(make_user("mine@example.org"), title="My own way", **HALF_WAY)


@pytest.fixture
def client(mine: Plan) -> Client:
    client = Client()
    client.force_login(mine.owner)
    return client


def address(token: str) -> str:
    return reverse("pathways:shared_compare", kwargs={"token": token})


def page_of(answer: Any) -> str:
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_it_stands_beside_ones_latest_plan_with_its_dates_and_nothing_private(
    client: Client, token: str
) -> None:
    page = page_of(client.get(address(token)))
    assert "Beside the shared plan" in page
    assert "My own way" in page
    assert "The shared plan" in page
    assert "Finishes 1 year later" in page
    assert "Time away" in page
    for private in (*PRIVATE, "Canary stage", "problem", "Does not work", "csrf", "<form", "hx-"):
        assert private not in page, private
    assert re.findall(r"<script src=\"([^\"]+)\"", page) == ["/static/js/theme.js"]
    assert token not in page


@pytest.mark.parametrize(
    ("choice", "text"),
    [("show_name", "The plan of Olga Owner"), ("show_own_names", "Canary stage")],
)
def test_what_its_owner_shows_is_shown(choice: str, text: str, client: Client, token: str) -> None:
    ShareLink.objects.update(**{choice: True})
    page = page_of(client.get(address(token)))
    assert text in page
    assert "Canary note" not in page


def test_one_chooses_among_ones_own_and_only_these(
    client: Client, token: str, mine: Plan, theirs: Plan
) -> None:
    others = [make_plan(mine.owner, title=f"Other {n}", **HALF_WAY) for n in range(4)]
    page = page_of(client.get(address(token), {"plan": str(mine.pk)}))
    links = re.findall(r'href="(\?plan=[^"]+)"', page)
    assert len(links) == 4
    both = page_of(client.get(address(token) + links[0]))
    assert both.count('class="strip"') == 3
    full = page_of(client.get(address(token), {"plan": [str(one.pk) for one in others]}))
    assert full.count('class="strip"') == 4
    assert len(re.findall(r'href="\?plan=', full)) == 3
    assert client.get(address(token), {"plan": str(theirs.pk)}).status_code == 404
    assert client.get(address(token), {"plan": "x"}).status_code == 404


def test_without_a_plan_one_is_led_to_make_one(token: str) -> None:
    client = Client()
    client.force_login(make_user())
    assert "You have no plan yet" in page_of(client.get(address(token)))


def test_who_is_not_signed_in_is_told_and_the_token_goes_nowhere(token: str) -> None:
    answer = Client().get(address(token))
    page = page_of(answer)
    assert "you need to be signed in" in page
    assert token not in page
    assert "next=" not in page
    assert "Interventional" not in page
    assert not answer.cookies


def test_every_answer_keeps_the_address_secret(client: Client, token: str) -> None:
    dead = "A" * len(token)
    answers = [
        client.get(address(token)),
        client.head(address(token)),
        client.post(address(token)),
        client.get(address(dead)),
        Client().get(address(token)),
    ]
    assert [one.status_code for one in answers] == [200, 200, 405, 404, 200]
    for answer in answers:
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_link_that_ended_is_as_one_that_never_was(client: Client, token: str) -> None:
    never = client.get(address("A" * len(token)))
    shares.revoke_share(link=ShareLink.objects.get())
    gone = client.get(address(token))
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content
    assert gone.content == client.get(reverse("pathways:shared", args=[token])).content


def test_the_shared_page_leads_to_it_without_its_token(token: str) -> None:
    page = page_of(Client().get(reverse("pathways:shared", args=[token])))
    assert 'href="compare/"' in page


def test_it_counts_as_opened(client: Client, token: str) -> None:
    reader = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
    client.get(address(token), headers={"User-Agent": reader})
    assert ShareLink.objects.get().last_opened_at is not None


@pytest.mark.parametrize(
    "form", ["{origin}/s/{token}/", "/s/{token}", "  see {origin}/s/{token}/  "]
)
def test_a_pasted_link_leads_there(client: Client, token: str, form: str) -> None:
    typed = form.format(origin="http://testserver", token=token)
    answer = client.post("/plans/compare/link/", {"link": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, address(token))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Paste the link"),
        ("hello", "not a share link"),
        ("https://example.org/plans/", "not a share link"),
        ("x" * 1001, "at most 1000 characters"),
        ("/s/" + "A" * 43 + "/", "does not open"),
        ("/s/\0" + "A" * 43, "Null characters"),
        ("//elsewhere.example/s/" + quote("é" * 30), "not a share link"),
    ],
)
def test_a_link_that_does_not_open_is_told_and_not_shown_again(
    client: Client, typed: str, says: str
) -> None:
    answer = client.post("/plans/compare/link/", {"link": typed})
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert says in page
    assert "A" * 43 not in page
    assert 'aria-invalid="true"' in page


def test_it_takes_as_many_queries_whatever_one_has(client: Client, token: str, mine: Plan) -> None:
    def queries() -> int:
        client.get(address(token), {"plan": str(mine.pk)})
        with CaptureQueriesContext(connection) as captured:
            client.get(address(token), {"plan": str(mine.pk)})
        return len(captured)

    few = queries()
    for n in range(8):
        make_plan(mine.owner, title=f"Other {n}", **HALF_WAY)
    assert queries() == few
