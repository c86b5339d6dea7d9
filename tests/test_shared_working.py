"""Leave and part-time are nobody's business: not a trace of them behind a share link."""

import html
import re
from collections import Counter
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from pathways.models import Plan
from pathways.operations import plans
from pathways.operations.shares import create_share
from pathways.planning.plan_documents import read_plan
from pathways.planning.redaction import NEUTRAL_END, hide_working
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Bar, Timeline
from pathways.urls import urlpatterns
from tests.engine.editions import shipped
from tests.factories import make_plan, make_user, plan_document, publish_packs
from tests.pictures import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

STAGE = "dr_residency"
PREFIX = "s/<str:token>/"
REPRESENTATIONS = [
    pattern.name for pattern in urlpatterns if str(pattern.pattern).startswith(PREFIX)
]
# The days, the percentages and what is said of them, in every manner of writing.
TRACES = re.compile(
    r"2027-03-1[01]|2027-05-(18|19)|2027-09-1[34]|2028-02-0[678]"
    r"|Mar(ch)? 1[01], 2027|May 1[89], 2027|Sep(tember)? 1[34], 2027|Feb(ruary)? [678], 2028"
    r"|1[01] March 2027|1[89] May 2027|1[34] September 2027|[678] February 2028"
    r"|\b37 ?%|\b37\.0|\bleave\b|part-time|full.time|percentage|\bworked at\b"
    r'|class="off"|-away-|class="worked"|sheet-worked',
    re.IGNORECASE,
)


LEAVE = [{"since": "2027-03-11", "until": "2027-05-19"}]
WORKING = [{"percent": 37, "since": "2027-09-14"}, {"percent": 100, "since": "2028-02-07"}]


def made(**change: object) -> Plan:
    """A plan of somebody in residency, with what they changed about it."""
    document = plan_document(changes={STAGE: change} if change else {})
    return plans.create_plan(owner=make_user(), document=document)


def token_of(plan: Plan) -> str:
    return create_share(plan=plan, label="Dr Lee", takes_comments=True)[1]


@pytest.fixture
def plan() -> Plan:
    publish_packs()
    return made(leave=LEAVE, working=WORKING)


@pytest.fixture
def reader(plan: Plan) -> Client:
    """Somebody with an account and a plan of their own, so that they can compare."""
    client = Client()
    client.force_login(make_plan(make_user("reader@example.org"), title="My own way").owner)
    return client


def timeline_of(plan: Plan) -> Timeline:
    return schedule(shipped(), read_plan(plan.document), TODAY)


def bar_of(timeline: Timeline) -> Bar:
    item = timeline.item(STAGE)
    assert isinstance(item, Bar)
    return item


def test_the_search_for_traces_finds_them_on_the_owners_pages(client: Client, plan: Plan) -> None:
    client.force_login(plan.owner)
    for name, values in (
        ("plan_page", {}), ("plan_print", {}), ("plan_why", {"key": STAGE}),
        *(("plan_file", {"form": form}) for form in ("json", "csv", "svg")),
    ):  # fmt: skip
        url = reverse(f"pathways:{name}", kwargs={"plan_id": plan.pk, **values})
        assert TRACES.search(html.unescape(client.get(url).content.decode())), url


def traces_in(reader: Client, name: str, token: str, query: str) -> Counter[str]:
    """What a page has of words that may tell."""
    answer = reader.get(reverse(f"pathways:{name}", kwargs={"token": token}) + query)
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    assert "esidency" in page or "Comment" in page
    return Counter(found[0].lower() for found in TRACES.finditer(page))


@pytest.mark.parametrize("name", REPRESENTATIONS)
@pytest.mark.parametrize("query", ["", f"?on={STAGE}", "?notes=1", f"?show={STAGE}"])
def test_no_representation_of_a_share_link_shows_a_trace(
    name: str, query: str, reader: Client, plan: Plan
) -> None:
    """Rules may say something of leave and part-time, but no more than to anybody else."""
    found = traces_in(reader, name, token_of(plan), query)
    assert found - traces_in(reader, name, token_of(made()), query) == Counter()


def test_all_that_links_lead_to_is_looked_at() -> None:
    assert {"shared", "shared_print", "shared_comment", "shared_compare"} <= set(REPRESENTATIONS)


def test_dates_stay_as_they_are(plan: Plan) -> None:
    timeline = timeline_of(plan)
    hidden = hide_working(shipped(), read_plan(plan.document), timeline).timeline
    assert [(at, one.date, one.precision) for at, one in hidden.moments()] == [
        (at, one.date, one.precision) for at, one in timeline.moments()
    ]


def test_a_stage_ends_as_if_nothing_had_happened(plan: Plan) -> None:
    timeline, document = timeline_of(plan), read_plan(plan.document)
    assert bar_of(timeline).stretches
    assert bar_of(timeline).end.receipt.yours
    hidden = hide_working(shipped(), document, timeline)
    bar = bar_of(hidden.timeline)
    assert (bar.stretches, bar.percent, bar.end.receipt.says) == ((), 100, NEUTRAL_END)
    stage = shipped().stages[STAGE]
    assert bar.end.receipt.sources == stage.length_on(bar.track).figure.sources
    assert not any(moment.receipt.yours for _, moment in hidden.timeline.moments())
    assert hidden.timeline.findings == ()
    assert hidden.timeline.clocks == ()
    change = hidden.plan.change(STAGE)
    assert (change.leave, change.working) == ((), ())


def test_what_nobody_took_leave_from_keeps_its_reasons(plan: Plan) -> None:
    timeline = timeline_of(plan)
    hidden = hide_working(shipped(), read_plan(plan.document), timeline).timeline
    for item in timeline.items:
        other = hidden.item(item.key)
        if isinstance(item, Bar) and isinstance(other, Bar) and item.key != STAGE:
            assert replace(other.end.receipt, yours=item.end.receipt.yours) == item.end.receipt
