"""What is kept in a process: only what is a function of its key, and only so much of it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pathways import drafts
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Change
from pathways.planning.schedule import schedule
from pathways.presenters import planner
from pathways.presenters.pictures import present_pictures
from pathways.presenters.rows import Row, RowStyle, present_row
from pathways.templatetags import pictures
from pathways.views.timelines import computed, timeline_of
from tests.factories import plan_document, publish_packs, shipped_document
from tests.pictures import TODAY, short_timeline

EDITION = read_edition(shipped_document(), 1)
PLAN = read_plan(plan_document())


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    kept: tuple[Any, ...] = (computed, pictures.drawn, pictures.written, planner._pictures)
    for one in kept:
        one.cache_clear()
        assert one.cache_info().maxsize is not None
    yield
    for one in kept:
        one.cache_clear()


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The plans that were really dated."""
    asked: list[object] = []

    def noted(edition: Any, plan: Any, today: Any) -> Any:
        asked.append(plan)
        return schedule(edition, plan, today)

    monkeypatch.setattr("pathways.views.timelines.schedule", noted)
    return asked


def test_an_equal_plan_is_dated_once_a_day_and_edition(dated: list[object]) -> None:
    first = timeline_of(EDITION, PLAN, TODAY)
    assert timeline_of(EDITION, read_plan(plan_document()), TODAY) is first
    assert len(dated) == 1
    others = [
        (EDITION, PLAN.with_change("core", Change(note="Ask Dr Lee")), TODAY),
        (EDITION, PLAN, TODAY + dt.timedelta(days=1)),
        (replace(EDITION, number=2), PLAN, TODAY),
    ]
    for number, (edition, plan, today) in enumerate(others, start=2):
        timeline_of(edition, plan, today)
        assert len(dated) == number
    assert timeline_of(EDITION, PLAN, TODAY) is first


def test_what_would_fill_the_memory_is_not_kept(dated: list[object]) -> None:
    changes = {key: Change(note="n" * 10_000) for key in ("a", "b", "c", "d", "e", "f", "g")}
    for _ in range(2):
        timeline_of(EDITION, replace(PLAN, changes=changes), TODAY)
    assert len(dated) == 2
    assert computed.cache_info().currsize == 0
    row = a_row(note="n" * (pictures.LONGEST_NOTE + 1))
    assert row.note in pictures.row_of(row)
    assert pictures.written.cache_info().currsize == 0


def test_equal_timelines_are_found_as_one() -> None:
    one, other = short_timeline(), short_timeline()
    assert one is not other
    assert (one, hash(one)) == (other, hash(other))
    assert hash(replace(one, items=one.items[1:])) != hash(one)


def a_row(note: str = "", *, selected: bool = False) -> Row:
    item = replace(short_timeline().items[0], note=note)
    style = RowStyle(
        today=TODAY, style="us", page="/p/", why="/p/{key}/", selected=item.key if selected else ""
    )
    return present_row(EDITION, item, style)


def test_a_row_is_written_once_for_all_that_it_says() -> None:
    plain = pictures.row_of(a_row())
    assert pictures.row_of(a_row()) is plain
    others = {
        pictures.row_of(a_row("Mine <3")),
        pictures.row_of(a_row("Theirs")),
        pictures.row_of(a_row(selected=True)),
        pictures.row_of(a_row(), shared=object()),
    }
    assert len({plain, *others}) == 5
    assert "Mine &lt;3" in pictures.row_of(a_row("Mine <3"))


def test_indents_go_and_what_somebody_wrote_stays_as_it_is_and_escaped() -> None:
    made = pictures.row_of(a_row("First\n   <b>second</b>\n\n   third"))
    assert "First\n   &lt;b&gt;second&lt;/b&gt;\n\n   third" in made
    assert "\n<span" in made
    assert "\n  <" not in made


@pytest.mark.django_db
def test_two_people_with_one_plan_share_its_dates_and_nothing_else(
    story_day: None, dated: list[object]
) -> None:
    publish_packs()
    pages = {}
    for note in ("", "For Ann alone", "", "For Ben alone"):
        client = Client()
        session = client.session
        changes = {"core": {"note": note}} if note else {}
        drafts.start_draft(session, document=plan_document(changes=changes))
        session.save()
        pages[note] = client.get("/draft/").content.decode()
        client.get("/draft/?item=core")
    assert len(dated) == 3
    assert "alone" not in pages[""]
    assert "For Ben alone" not in pages["For Ann alone"]
    assert "For Ann alone" not in pages["For Ben alone"]


@pytest.mark.django_db
def test_on_the_next_day_the_page_says_so(story_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_packs()
    client = Client()
    session = client.session
    drafts.start_draft(session, document=plan_document())
    session.set_expiry(90 * 24 * 60 * 60)
    session.save()
    before = client.get("/draft/").content.decode()
    later = timezone.now() + dt.timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    after = client.get("/draft/").content.decode()
    for part in (r'class="row-facts">([^<]+)', r'class="line today" d="([^"]+)'):
        assert re.findall(part, before)
        assert re.findall(part, before) != re.findall(part, after)


@pytest.mark.django_db
def test_opening_an_item_draws_it_and_lays_nothing_out_anew(
    story_day: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_packs()
    client = Client()
    session = client.session
    drafts.start_draft(session, document=plan_document())
    session.save()
    laid: list[object] = []

    def noted(*args: Any, **options: Any) -> Any:
        laid.append(options)
        return present_pictures(*args, **options)

    monkeypatch.setattr("pathways.presenters.planner.present_pictures", noted)
    assert 'class="item' in client.get("/draft/").content.decode()
    page = client.get("/draft/?item=core").content.decode()
    assert page.count("selected") > 1
    client.get("/draft/?item=no_such_item")
    assert len(laid) == 1
