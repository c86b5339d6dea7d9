"""The page to print: every date has its footnote, each is said once, and it all fits."""

import datetime as dt
import html
import re
from dataclasses import replace
from functools import cache

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pathways import drafts
from pathways.models import Plan as PlanRow
from pathways.models import ShareLink
from pathways.operations.plans import create_plan
from pathways.operations.shares import create_share
from pathways.planning.examples import standard_situation
from pathways.planning.plans import Change, Plan
from pathways.planning.routes import find_routes
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Bar, Stretch
from pathways.presenters.footnotes import NoteKey, present_footnotes, read_on, short_address
from pathways.presenters.sheet import SheetView, amount_of, present_sheet
from pathways.presenters.sheet_fit import DENSITIES, WIDTH, Amount, choose
from tests.engine.editions import shipped
from tests.factories import make_user, plan_document, publish_packs
from tests.pictures import TODAY
from tests.test_shared_page import PRIVATE

DESTINATIONS = (
    "department_chair", "in_consulting", "ca_diagnostic_radiology",
    "x_in_edir", "uk_academic_radiology", "neurointerventional", "teleradiology",
)  # fmt: skip


@cache
def standard_plan(destination: str) -> Plan:
    """The last route there from its usual start."""
    edition = shipped()
    goal = edition.destinations[destination]
    situation = standard_situation(edition, goal, TODAY)
    assert situation is not None
    return find_routes(edition, situation, goal, TODAY).found[-1].plan


def sheet_of(plan: Plan, *, with_notes: bool = False) -> SheetView:
    edition = shipped()
    timeline = schedule(edition, plan, TODAY)
    return present_sheet(
        edition, plan, timeline, today=TODAY, back_url="/plans/1/", with_notes=with_notes,
        notes_url="?notes=1",
    )  # fmt: skip


# Footnotes


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_every_date_has_the_footnote_that_explains_it(destination: str) -> None:
    plan = standard_plan(destination)
    sheet, timeline = sheet_of(plan), schedule(shipped(), plan, TODAY)
    notes = {note.number: note for note in sheet.notes}
    assert list(notes) == list(range(1, len(notes) + 1))
    rows = {row.key: row for lane in sheet.lanes for row in lane.rows}
    assert set(rows) == {item.key for item in timeline.items}
    for item in timeline.items:
        moments = [item.at] if not isinstance(item, Bar) else [item.start, item.end]
        if isinstance(item, Bar) and item.open_ended:
            moments.pop()
        dates = rows[item.key].dates
        assert [notes[date.note].says for date in dates] == [
            moment.receipt.says for moment in moments
        ]
        assert all(date.says for date in dates)
    met = [date.note for lane in sheet.lanes for row in lane.rows for date in row.dates]
    assert set(met) == set(notes)
    assert list(dict.fromkeys(met)) == sorted(notes), "not numbered as they are met"


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_what_is_the_same_is_said_once(destination: str) -> None:
    notes = sheet_of(standard_plan(destination)).notes
    assert len({(note.says, note.sure, note.yours, note.sources) for note in notes}) == len(notes)
    addresses = [
        (source.title, source.url) for note in notes if not note.same for source in note.sources
        if not source.before
    ]  # fmt: skip
    assert len(addresses) == len(set(addresses))


def test_dates_of_one_reason_share_a_footnote() -> None:
    sheet = sheet_of(standard_plan("neurointerventional"))
    rows = {row.key: row for lane in sheet.lanes for row in lane.rows}
    lengths = [
        date.note for row in rows.values() for date in row.dates
        if sheet.notes[date.note - 1].says == "Begins at the next intake (1 July) once everything"
        " it needs is finished."
    ]  # fmt: skip
    assert len(lengths) > len(set(lengths)) >= 1


def key(says: str, *sources: str, own: bool = False) -> NoteKey:
    return NoteKey(says=says, sources=sources, sure="Projected.", yours="", own=own)


def test_a_source_is_told_in_full_once_and_then_by_number() -> None:
    edition = shipped()
    one, two = sorted(edition.sources)[:2]
    first, second, third, none, mine = present_footnotes(
        edition,
        (key("A.", one, two), key("B.", one, two), key("C.", two), key("D."), key("E.", own=True)),
        "us",
    )
    assert [source.before for source in first.sources] == [0, 0]
    assert first.sources[0].address in first.text
    assert second.same == 1
    assert second.text == "B. Projected. Sources as in 1."
    assert (third.same, third.sources[0].before) == (0, 1)
    assert third.text == f"C. Projected. {third.sources[0].title} (see 1)"
    assert none.text == "D. Projected. No source found yet."
    assert mine.text == "E. Projected."


def test_only_an_unusual_day_of_reading_is_told_with_its_source() -> None:
    edition = shipped()
    names = sorted(edition.sources)[:3]
    earlier = replace(edition.sources[names[1]], checked=dt.date(2025, 3, 1))
    edition = replace(edition, sources={**edition.sources, names[1]: earlier})
    keys = tuple(key(name, name) for name in names)
    assert read_on(edition, keys, "us") == "Nov 21, 2026"
    notes = present_footnotes(edition, keys, "us")
    assert [note.sources[0].read for note in notes] == ["", "read Mar 1, 2025", ""]
    assert notes[1].text.endswith("read Mar 1, 2025")
    assert read_on(edition, (key("A."),), "us") == ""


@pytest.mark.parametrize(
    ("url", "short"),
    [
        ("https://www.theabr.org/beam/news/", "theabr.org/beam/news"),
        ("https://www.theabr.org/?p=34241", "theabr.org/?p=34241"),
        ("https://example.org", "example.org"),
        ("https://example.org/a/very/long/way/to/go/before/core-exam", "example.org/…/core-exam"),
        (f"https://example.org/a/{'x' * 40}?q=1", "example.org/…"),
        ("http://[broken", "[broken"),
        ("", ""),
    ],
)
def test_addresses_are_short_enough_to_read(url: str, short: str) -> None:
    assert short_address(url) == short


def test_what_the_person_changed_stands_in_the_footnote() -> None:
    plan = standard_plan("neurointerventional")
    plan = plan.with_change("dr_residency", Change(months=54))
    sheet = sheet_of(plan)
    row = next(row for lane in sheet.lanes for row in lane.rows if row.key == "dr_residency")
    assert sheet.notes[row.dates[1].note - 1].yours == "You set 54 months."


# What is private


def test_leave_and_part_time_stand_below_the_dates_and_take_their_room() -> None:
    plan = standard_plan("uk_academic_radiology")
    timeline = schedule(shipped(), plan, TODAY)
    stage = max(timeline.bars(), key=lambda bar: len(bar.years))
    begins = stage.start.date
    away = Stretch(since=begins, until=begins + dt.timedelta(days=90), percent=0, away="Leave")
    rest = Stretch(since=away.until, until=stage.end.date, percent=80)
    items = tuple(
        replace(item, stretches=(away, rest)) if item is stage else item for item in timeline.items
    )
    sheet = present_sheet(
        shipped(), plan, replace(timeline, items=items), today=TODAY, back_url="/"
    )
    (row,) = (row for lane in sheet.lanes for row in lane.rows if row.worked)
    assert row.key == stage.key
    assert re.fullmatch(r"Leave \d.+ – \d.+; 80% from \d.+", row.worked)
    plain = present_sheet(shipped(), plan, timeline, today=TODAY, back_url="/")
    lines, fewer = (sum(map(len, amount_of(one).lanes)) for one in (sheet, plain))
    assert lines == fewer + 1


def test_notes_are_left_out_unless_asked_for() -> None:
    plan = standard_plan("teleradiology").with_change("core", Change(note="ask Dr Lee"))
    without, with_notes = sheet_of(plan), sheet_of(plan, with_notes=True)
    assert "ask Dr Lee" not in str(without)
    assert without.notes_url == "?notes=1"
    assert [text for _name, text in with_notes.private] == ["ask Dr Lee"]
    assert sheet_of(standard_plan("teleradiology")).notes_url == ""


# How it fits

PICTURES = [(720.0, 600.0), (900.0, 520.0), (1120.0, 480.0), (1240.0, 400.0)]


def amount(rows: int, notes: int) -> Amount:
    """Rows and footnotes of usual length."""
    says = "Applications can be sent from early September. Window. ERAS timeline, aamc.org/…"
    return Amount(
        sentence="Neuroradiology from Jul 1, 2035: 8 years 7 months from now, 5 exams to go.",
        lines=("As of Nov 21, 2026 · Pathway data: edition 1",),
        lanes=((("Diagnostic radiology residency", "Jul 1, 2031 3 – Jun 30, 2035 5"),) * rows,),
        notes=(says,) * notes,
    )


def test_the_type_is_as_large_as_there_is_room_for() -> None:
    choices = [choose(amount(count, count), PICTURES) for count in range(3, 60)]
    places = [(one.spills, DENSITIES.index(one.density)) for one in choices]
    fitting = [density for spills, density in places if not spills]
    assert fitting == sorted(fitting)
    assert set(fitting) == {0, 1, 2}
    assert [spills for spills, _ in places] == sorted(spills for spills, _ in places)


def test_a_picture_is_not_scaled_down_below_what_can_be_read() -> None:
    for count in range(3, 60):
        choice = choose(amount(count, count), PICTURES)
        assert PICTURES[choice.picture][0] <= choice.density.broadest
    assert all(13 * WIDTH / one.broadest > 7.5 for one in DENSITIES)
    assert [round(one.notes * 0.75, 2) for one in DENSITIES] == [7.5, 7.0, 6.5]
    assert min(one.dates for one in DENSITIES) * 0.75 >= 7.5


def test_what_does_not_fit_even_so_goes_on_to_another_page() -> None:
    assert choose(amount(20, 200), PICTURES).spills
    assert choose(amount(400, 1), PICTURES).spills


def test_the_style_sheet_has_the_sizes_that_are_reckoned_with() -> None:
    text = (settings.BASE_DIR / "static" / "css" / "sheet.css").read_text("utf-8")
    for one in DENSITIES:
        rule = re.search(rf"^\.{one.name} {{(.*?)}}", text, re.M)
        assert rule is not None
        told = dict(re.findall(r"--(\w+): ([\d.]+)", rule[1]))
        assert float(told["dates"]) / 0.75 == pytest.approx(one.dates)
        assert float(told["notes"]) / 0.75 == pytest.approx(one.notes)
        assert (float(told["row"]), float(told["line"])) == (one.row, one.line)


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_standard_plans_keep_their_footnotes_on_the_page(destination: str) -> None:
    assert not sheet_of(standard_plan(destination)).spills


# The pages


@pytest.fixture
def plan(db: None) -> PlanRow:
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
    owner = make_user("owner@example.org", name="Olga Owner")
    return create_plan(owner=owner, document=document)


@pytest.fixture
def owner(client: Client, plan: PlanRow) -> Client:
    client.force_login(plan.owner)
    return client


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def address(plan: PlanRow) -> str:
    return reverse("pathways:plan_print", kwargs={"plan_id": plan.pk})


@pytest.mark.usefixtures("story_day")
def test_the_owner_gets_the_page_and_a_way_back(owner: Client, plan: PlanRow) -> None:
    planner = reverse("pathways:plan_page", kwargs={"plan_id": plan.pk})
    assert f'href="{address(plan)}"' in page_of(owner, planner)
    page = page_of(owner, address(plan))
    for said in ("Canary title", "Olga Owner", "As of Nov 21, 2026", "edition 1", "Canary stage"):
        assert said in page
    assert f'href="{planner}"' in page
    assert "Canary note" not in page
    assert "owner@example.org" not in page
    for number in set(re.findall(r'href="#note-(\d+)"', page)):
        assert page.count(f'id="note-{number}"') == 1
    assert "Canary note" in page_of(owner, f"{address(plan)}?notes=1")
    assert "<script" not in page
    assert "<form" not in page


def test_the_page_takes_no_more_queries_than_the_planner(owner: Client, plan: PlanRow) -> None:
    counts = []
    for name in ("plan_page", "plan_print"):
        url = reverse(f"pathways:{name}", kwargs={"plan_id": plan.pk})
        owner.get(url)
        with CaptureQueriesContext(connection) as captured:
            owner.get(url)
        counts.append(len(captured))
    assert counts[1] <= counts[0]


def test_a_draft_can_be_printed_without_an_account(client: Client, plan: PlanRow) -> None:
    session = client.session
    drafts.start_draft(session, document=plan.document)
    session.save()
    page = page_of(client, "/draft/print/")
    assert "Canary title" in page
    assert "Olga Owner" not in page
    assert 'href="/draft/"' in page


def test_a_shared_plan_prints_what_the_shared_page_shows(client: Client, plan: PlanRow) -> None:
    link, token = create_share(plan=plan, label="Canary label")
    url = reverse("pathways:shared_print", kwargs={"token": token})
    page = page_of(client, url)
    assert [what for text, what in PRIVATE.items() if text in page] == []
    assert "Time away" in page
    assert token not in page
    answer = client.get(url)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    for choice, text in (
        ("show_name", "Olga Owner"),
        ("show_notes", "Canary note"),
        ("show_own_names", "Canary stage"),
    ):
        ShareLink.objects.filter(pk=link.pk).update(**{choice: True})
        assert text in page_of(client, url)
