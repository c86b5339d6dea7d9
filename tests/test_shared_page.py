"""The page behind a share link, as whoever has the link gets it."""

import html
import re
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

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


def within_a_minute() -> None:
    """Wait for the next minute where this one is nearly over: guesses are counted by minute."""
    over = time.time() % 60
    if over > 56:
        time.sleep(60 - over)


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


def test_it_leads_nowhere_but_to_sources(client: Client, plan: Plan) -> None:
    links = re.findall(r"<a [^>]*>", page_of(client.get(share(plan))))
    assert links
    for link in links:
        inside = 'href="#' in link
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
    within_a_minute()
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
    within_a_minute()
    statuses = [client.get(address(f"guess{n}"), **guesser).status_code for n in range(61)]  # type: ignore[arg-type]
    assert statuses == [404] * 60 + [429]
    stopped = client.get(url, **guesser)  # type: ignore[arg-type]
    assert stopped.status_code == 429
    assert 1 <= int(stopped.headers["Retry-After"]) <= 60
    assert client.get(url, REMOTE_ADDR="192.0.2.8").status_code == 200
