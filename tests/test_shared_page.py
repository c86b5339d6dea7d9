"""The page behind a share link, as whoever has the link gets it, and its owner's panel."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pathways.models import Plan, ShareLink
from pathways.operations.plans import create_plan
from pathways.operations.shares import create_share
from tests.factories import make_user, plan_document, publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
ROBOTS = [
    "facebookexternalhit/1.1",
    "Slackbot-LinkExpanding 1.0",
    "Twitterbot/1.0",
    "WhatsApp/2.23",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Windows NT 10.0) SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "LinkedInBot/1.0",
    "Discordbot/2.0",
    "curl/8.5.0",
    "",
]
PRIVATE = {
    "owner@example.org": "e-mail address",
    "Olga Owner": "name",
    "Canary title": "title",
    "Canary label": "label",
    "Canary note": "note",
    "Canary stage": "name of a stage",
}


@pytest.fixture
def plan() -> Plan:
    publish_packs()
    document = plan_document(
        title="Canary title",
        changes={"core": {"note": "Canary note"}},
        custom=[
            {
                "key": "custom_1",
                "name": "Canary stage",
                "kind": "leave",
                "months": 6,
                "after": "dr_residency",
            }
        ],
    )
    return create_plan(owner=make_user("owner@example.org", name="Olga Owner"), document=document)


def address(token: str) -> str:
    return reverse("pathways:shared", kwargs={"token": token})


def share(plan: Plan, shown: str = "") -> str:
    """The address of a new link that shows what was chosen."""
    link, token = create_share(plan=plan, label="Canary label")
    if shown:
        ShareLink.objects.filter(pk=link.pk).update(**{shown: True})
    return address(token)


def page_of(answer: Any) -> str:
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_it_tells_the_dates_and_nothing_that_is_private(client: Client, plan: Plan) -> None:
    page = page_of(client.get(share(plan)))
    assert "Diagnostic radiology residency" in page
    assert "Time away" in page
    assert [what for text, what in PRIVATE.items() if text in page] == []
    for secret in (str(plan.pk), "/plans/", "csrf", "/edit/", "<form", "<script", "hx-"):
        assert secret not in page


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("show_name", "Olga Owner"),
        ("show_notes", "Canary note"),
        ("show_own_names", "Canary stage"),
    ],
)
def test_what_its_owner_chose_to_show_is_shown(
    choice: str, text: str, client: Client, plan: Plan
) -> None:
    page = page_of(client.get(share(plan, choice)))
    assert [one for one in PRIVATE if one in page] == [text]


def test_its_own_address_is_nowhere_in_it(client: Client, plan: Plan) -> None:
    url = share(plan)
    assert url.split("/")[2] not in page_of(client.get(url))


@pytest.mark.parametrize(("page", "way"), [("", "print/"), ("print/", "../")])
def test_it_leads_nowhere_but_to_sources(page: str, way: str, client: Client, plan: Plan) -> None:
    links = re.findall(r"<a [^>]*>", page_of(client.get(share(plan) + page)))
    assert sum(f'href="{way}"' in link for link in links) == 1
    for link in links:
        ways = ('href="#', f'href="{way}"', 'href="compare/"')
        inside = any(one in link for one in ways)
        outside = 'href="http' in link and 'rel="noopener noreferrer"' in link
        assert inside or outside, link


def test_every_answer_at_its_address_keeps_it_secret(client: Client, plan: Plan) -> None:
    url = share(plan)
    answers = [
        client.get(url),
        client.head(url),
        client.get(url, headers={"HX-Request": "true"}),
        client.post(url),
        client.get(address("unknown")),
    ]
    for _ in range(61):
        answers.append(client.get(address("unknown")))
    assert {one.status_code for one in answers} == {200, 405, 404, 429}
    for answer in answers:
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies


def test_robots_and_previews_leave_no_trace(client: Client, plan: Plan) -> None:
    url = share(plan)
    for robot in ROBOTS:
        for method in (client.head, client.get):
            assert method(url, headers={"User-Agent": robot}).status_code == 200
    assert ShareLink.objects.get().last_opened_at is None
    client.head(url, headers={"User-Agent": READER})
    assert ShareLink.objects.get().last_opened_at is None
    client.get(url, headers={"User-Agent": READER})
    assert ShareLink.objects.get().last_opened_at is not None


def test_whoever_guesses_is_stopped_and_nobody_else(client: Client, plan: Plan) -> None:
    url, guesser = share(plan), {"REMOTE_ADDR": "192.0.2.7"}
    statuses = [client.get(address(f"guess{n}"), **guesser).status_code for n in range(61)]  # type: ignore[arg-type]
    assert statuses == [404] * 60 + [429]
    stopped = client.get(url, **guesser)  # type: ignore[arg-type]
    assert stopped.status_code == 429
    assert 1 <= int(stopped.headers["Retry-After"]) <= 60
    assert client.get(url, REMOTE_ADDR="192.0.2.8").status_code == 200


# The owner's panel


@pytest.fixture
def owner(client: Client, plan: Plan) -> Client:
    """The browser of the plan's owner."""
    client.force_login(plan.owner)
    return client


def panel(plan: Plan) -> str:
    return reverse("pathways:plan_shares", kwargs={"plan_id": plan.pk})


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"label": ""}, "Say who the link is for"),
        ({"label": "x" * 81}, "This is too long: at most 80 characters."),
        ({"label": "Dr\x00Lee"}, "Null characters are not allowed."),
        ({"expires": "2026-11-20"}, "The last day is over already."),
        ({"expires": "2026-02-30"}, "Enter a valid date."),
        ({"expires": "2101-01-01"}, "Choose a date from 1990 to 2100."),
        ({"expires": "2060-01-01"}, "A link can open for 1 to 3650 days"),
    ],
)
def test_a_link_that_cannot_be_made_keeps_what_was_typed(
    typed: dict[str, str], says: str, owner: Client, plan: Plan
) -> None:
    posted = {"label": "Dr Lee", "expires": "2026-12-24", "show_notes": "1", **typed}
    answer = owner.post(panel(plan), posted)
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert says in page
    assert f'value="{posted["label"]}"' in page
    # A field with a limit of its own would cut what is pasted into it without a word.
    assert "maxlength" not in page
    assert f'value="{posted["expires"]}"' in page
    assert 'name="show_notes" value="1" checked' in page
    assert 'name="show_name" value="1">' in page
    assert not ShareLink.objects.exists()


def test_a_link_opens_to_the_end_of_its_last_day(
    owner: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.post(panel(plan), {"label": "Dr Lee", "expires": "2026-11-23"})
    page = page_of(owner.get(panel(plan)))
    assert "Works until Nov 23, 2026" in page
    url = "/s/" + re.findall(r'readonly value="[^"]*/s/([^"]+)"', page)[0]
    for moment, status in (("2026-11-23T23:59:59", 200), ("2026-11-24T00:00:00", 404)):
        now = dt.datetime.fromisoformat(f"{moment}+00:00")
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert Client().get(url).status_code == status


def test_a_link_opens_for_good_only_if_asked_to(owner: Client, plan: Plan) -> None:
    owner.post(panel(plan), {"label": "Anybody", "expires": ""})
    assert ShareLink.objects.get().expires_at is None
    assert 'name="expires" type="date" value="2026-12-20"' in page_of(owner.get(panel(plan)))


def test_one_link_too_many_is_refused_with_the_limit(owner: Client, plan: Plan) -> None:
    for number in range(20):
        assert owner.post(panel(plan), {"label": f"Number {number}"}).status_code == 302
    answer = owner.post(panel(plan), {"label": "One more"})
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "You have 20 links that open, the most there can be." in page
    assert 'value="One more"' in page
    first = re.findall(r'action="(/links/[^"]+/revoke/)"', page)[0]
    for _twice in range(2):
        assert owner.post(first).status_code == 302
    assert owner.post(panel(plan), {"label": "One more"}).status_code == 302


def test_a_form_sent_again_with_other_content_is_refused(owner: Client, plan: Plan) -> None:
    key = re.findall(r'name="key" value="([^"]+)"', page_of(owner.get(panel(plan))))[0]
    for _twice in range(2):
        assert owner.post(panel(plan), {"label": "Dr Lee", "key": key}).status_code == 302
    answer = owner.post(panel(plan), {"label": "Dr Mba", "key": key})
    assert answer.status_code == 422
    assert [link.label for link in ShareLink.objects.all()] == ["Dr Lee"]


def test_the_panel_takes_as_many_queries_for_ten_links_as_for_one(
    owner: Client, plan: Plan
) -> None:
    def queries() -> int:
        owner.get(panel(plan))
        with CaptureQueriesContext(connection) as captured:
            owner.get(panel(plan))
        return len(captured)

    share(plan)
    few = queries()
    for _ in range(9):
        share(plan)
    assert queries() == few
