"""What templates print: sentences, next things, findings, editors, cards."""

import datetime as dt
from dataclasses import replace

import pytest
from django.http import QueryDict

from pathways.planning.catalogue import Destination, Edition, Jurisdiction, Milestone, Source
from pathways.planning.choices import ChoicePoint
from pathways.planning.dating import date
from pathways.planning.plans import Change, PersonalClock, Plan, Situation
from pathways.planning.routes import Route, Routes
from pathways.planning.timeline import ClockReading, Marker, Timeline
from pathways.presenters.clocks import present_clocks
from pathways.presenters.entries import Entry
from pathways.presenters.planner import (
    Links,
    PlannerView,
    Preview,
    Saving,
    date_style,
    present_planner,
)
from pathways.presenters.plans import PlanLinks, present_plan_card
from pathways.presenters.routes import present_routes
from pathways.presenters.shares import present_share_row, present_shared
from pathways.views.acting import NoSuchItem, item_of
from tests.engine.editions import shipped
from tests.pictures import (
    TODAY,
    bar,
    day,
    eventful_timeline,
    long_timeline,
    marker,
    moment,
    short_timeline,
    timeline,
)

LINKS = Links(page="/plans/1/", edit="/plans/1/edit/", why="/plans/1/why/{key}/")
PLAN = Plan(
    destination="neuroradiology",
    situation=Situation(as_of=TODAY),
    title="Mine",
    changes={"core": Change(note="ask Dr Lee")},
)


@pytest.fixture
def edition() -> Edition:
    return Edition(
        number=1,
        jurisdictions={"us": Jurisdiction(key="us", name="US", currency="USD", date_style="us")},
        organisations={},
        sources={
            "abr_core": Source(
                key="abr_core",
                title="Core exam",
                url="https://example.org/core",
                checked=day("2026-11-21"),
                dated="2024-02",
            )
        },
        cohorts={},
        stages={},
        milestones={},
        destinations={
            "neuroradiology": Destination(
                key="neuroradiology",
                name="Neuroradiology",
                short="Neuro",
                kind="subspecialty",
                jurisdiction="us",
                requires=(),
                finish="attending",
                natural_start="medical_school",
            )
        },
        statements={},
    )


SAVED = dt.datetime(2026, 11, 21, 14, 2, tzinfo=dt.UTC)


def planner(
    edition: Edition,
    drawn: Timeline,
    *,
    selected: str = "",
    preview: Preview | None = None,
    entry: Entry | None = None,
) -> PlannerView:
    saving = Saving(version=3, saved=SAVED, undo="Research year added")
    return present_planner(
        edition,
        PLAN,
        drawn,
        today=TODAY,
        links=LINKS,
        saving=saving,
        selected=selected,
        preview=preview,
        entry=entry,
    )


def test_the_planner_says_the_plan_in_one_sentence(edition: Edition) -> None:
    view = planner(edition, short_timeline())
    assert view.sentence == (
        "Neuroradiology from Jul 1, 2034: 7 years 7 months from now, 1 exam to go."
    )
    assert planner(edition, timeline()).sentence == "This plan does not reach Neuroradiology yet."
    there = timeline(finish="2020-07-01")
    assert planner(edition, there).sentence == "Neuroradiology: there since Jul 1, 2020."


def test_the_list_has_every_item_of_the_picture(edition: Edition) -> None:
    view = planner(edition, long_timeline())
    for size in view.pictures:
        drawn = {shape.key for shape in size.picture.shapes}
        assert drawn == {row.key for row in view.rows}
    assert len(view.rows) == 40
    assert [row.why_url for row in view.rows] == [f"/plans/1/why/{row.key}/" for row in view.rows]
    assert not any(row.receipts for row in view.rows)


def test_leave_and_part_time_are_said_in_row_and_picture(edition: Edition) -> None:
    view = planner(edition, eventful_timeline())
    worked = {row.key: row.worked for row in view.rows}
    assert worked["st"] == "Leave Oct 1, 2028 – Aug 31, 2029; 80% from Sep 1, 2029"
    assert worked["post"] == "60% throughout"
    assert worked["frcr"] == ""
    said = view.pictures[0].words.items["st"]
    assert said == (
        "Clinical radiology, core training, Aug 5, 2026 – Dec 14, 2031, projected; "
        "Leave Oct 1, 2028 – Aug 31, 2029; 80% from Sep 1, 2029"
    )


def test_next_three_things_come_in_order_of_time(edition: Edition) -> None:
    things = planner(edition, short_timeline()).next_things
    assert [thing.key for thing in things] == ["eras", "match_main", "pgy1"]
    assert things[0].relative == "in 9 months"
    assert things[0].url == "/plans/1/?item=eras#editor"


def test_next_things_are_dated_no_more_exactly_than_their_rows(edition: Edition) -> None:
    post = bar("post", "VI post", "2028-01-22", "2029-01-22", precision="estimate",
               basis="estimate", kind="practice", open_ended=True)  # fmt: skip
    view = planner(edition, timeline(post))
    assert [thing.dates for thing in view.next_things] == ["About January 2028"]
    assert [row.dates for row in view.rows] == ["from about January 2028"]
    known = planner(edition, timeline(bar("pgy1", "Clinical year", "2028-07-01", "2029-07-01")))
    assert known.next_things[0].dates == "Jul 1, 2028"


def test_what_can_be_done_from_today_is_no_deadline_today(edition: Edition) -> None:
    """The engine puts it at today because nothing stands in its way; tomorrow will do."""
    exam = marker("step1", "Step 1", "2026-11-21", precision="estimate", sitting=False)
    post = bar("prep", "VI training", "2026-11-21", "2027-11-21", precision="estimate")
    view = planner(edition, timeline(exam, post))
    assert {row.relative for row in view.rows} == {"possible from now on"}
    assert {thing.relative for thing in view.next_things} == {"possible from now on"}
    on_the_day = planner(edition, timeline(replace(exam, at=moment("2026-11-21", "exact"))))
    assert on_the_day.rows[0].relative == "today"


def test_the_days_to_an_estimate_are_not_counted(edition: Edition) -> None:
    def relative(at: str, until: str = "") -> str:
        exam = marker("step1", "Step 1", at, until, precision="estimate")
        return planner(edition, timeline(exam)).rows[0].relative

    assert relative("2026-11-24") == "this month"
    assert relative("2026-12-04") == "next month"
    assert relative("2026-10-30") == "last month"
    assert relative("2027-11-21") == "in 1 year"
    assert relative("2026-11-01", "2026-12-01") == "open now"


def test_the_last_day_for_what_is_done_is_no_next_thing(edition: Edition) -> None:
    """The end of an eligibility stays in the list; it is nothing to wait for."""
    exam = marker("core", "Core", "2026-06-01")
    last = marker("core_ends", "Eligibility ends", "2027-01-01", kind="deadline")
    limiting = replace(
        edition,
        milestones={
            "core_ends": Milestone(
                key="core_ends", kind="deadline", name="Eligibility ends", short="Ends",
                jurisdiction="us", limits=("core",),
            )
        },
    )  # fmt: skip
    ahead = planner(limiting, timeline(exam, last)).next_things
    assert "core_ends" in [one.key for one in ahead]
    passed = planner(limiting, timeline(replace(exam, status="assumed"), last)).next_things
    assert "core_ends" not in [one.key for one in passed]


def test_the_head_counts_what_is_worth_knowing(edition: Edition) -> None:
    assert planner(edition, short_timeline()).worth == "1 warning"
    assert planner(edition, timeline()).worth == ""
    assert planner(edition, timeline()).country == "US"


def test_a_window_that_is_open_comes_first(edition: Edition) -> None:
    later = present_planner(
        edition, PLAN, short_timeline(), today=day("2027-09-10"), links=LINKS,
        saving=Saving(version=1),
    )  # fmt: skip
    assert later.next_things[0].key == "eras"
    assert later.next_things[0].relative == "open now"


def test_findings_carry_their_fix_as_a_form(edition: Edition) -> None:
    (finding,) = planner(edition, short_timeline()).findings
    assert (finding.severity_word, finding.fix_action, finding.fix_key) == (
        "Watch out",
        "note",
        "core",
    )
    assert finding.sources[0].dated == "February 2024"
    assert finding.sources[0].checked == "Nov 21, 2026"


def test_the_editor_keeps_what_was_typed_and_says_what_is_wrong(edition: Edition) -> None:
    entry = Entry(values={"months": "0"}, problems={"months": "At least one month."})
    editor = planner(edition, short_timeline(), selected="dr_residency", entry=entry).editor
    assert editor is not None
    assert editor.stage is not None
    assert (editor.stage.months, editor.problems["months"]) == ("0", "At least one month.")
    milestone = planner(edition, short_timeline(), selected="core").editor
    assert milestone is not None
    assert (milestone.note, milestone.changed, milestone.stage) == ("ask Dr Lee", True, None)
    assert planner(edition, short_timeline(), selected="nowhere").editor is None


def test_a_renewal_leads_to_the_editor_of_what_it_renews(edition: Edition) -> None:
    before = short_timeline()
    renewal = marker("core_renewal", "First renewal: Core", "2043-06-01", follows="core")
    drawn = replace(before, items=(*before.items, renewal))
    editor = planner(edition, drawn, selected="core_renewal").editor
    assert editor is not None
    assert editor.key == "core"
    with pytest.raises(NoSuchItem):
        item_of(drawn, QueryDict("key=core_renewal"))


def test_clocks_with_nothing_left_come_first_and_say_so(edition: Edition) -> None:
    readings = (
        ClockReading(
            key="leave", name="Leave", says="", unit="days", limit=10, used=4,
            starts=day("2027-07-01"), ends=day("2031-07-01"), item="dr_residency",
        ),
        ClockReading(
            key="visa", name="Visa", says="", unit="months", limit=84, used=84, personal=True
        ),
        ClockReading(key="tries", name="Tries", says="", unit="attempts", limit=1, used=2),
    )  # fmt: skip
    clocks = planner(edition, replace(short_timeline(), clocks=readings)).clocks.clocks
    assert [(one.key, one.left, one.state, one.bar) for one in clocks] == [
        ("visa", "0 months left", "zero", 100.0),
        ("tries", "1 attempt over the limit", "over", 100.0),
        ("leave", "6 days left", "plenty", 40.0),
    ]
    assert clocks[2].url == "/plans/1/?item=dr_residency#editor"
    assert clocks[0].used == "Not started: nothing in this plan starts it."
    assert clocks[1].used == "2 of 1 used"


@pytest.mark.parametrize(
    ("starts", "before", "says"),
    [
        ("2027-07-01", 0, "Not started: starts Jul 1, 2027. 48 of 84 planned, until Jun 30, 2034"),
        ("2027-07-01", 12, "48 of 84 used, July 2027 – June 2034"),
        ("2026-11-22", 0, "Not started: starts Nov 22, 2026. 48 of 84 planned, until Nov 21, 2033"),
        ("2026-11-21", 0, "48 of 84 used, Nov 21, 2026 – Nov 20, 2033"),
        ("2025-07-01", 0, "48 of 84 used, July 2025 – June 2032"),
    ],
)
def test_a_clock_that_has_not_started_says_when_it_does(
    edition: Edition, starts: str, before: int, says: str
) -> None:
    """Months used before the plan are used, though nothing in the plan has begun."""
    begins = day(starts)
    reading = ClockReading(
        key="visa", name="Visa", says="", unit="months", limit=84, used=48,
        starts=begins, ends=begins.replace(year=begins.year + 7), personal=True,
    )  # fmt: skip
    told = replace(PLAN, clocks=(PersonalClock(key="visa", used=before),))
    drawn = replace(short_timeline(), clocks=(reading,))
    style = date_style(edition, PLAN.destination)
    (clock,) = present_clocks(edition, told, drawn, "/", style, Entry(), TODAY).clocks
    assert clock.used == says
    assert clock.left == "36 months left"


def test_an_exam_that_must_be_passed_in_time_has_its_clock_start_with_the_exam(
    edition: Edition,
) -> None:
    reading = ClockReading(
        key="limit.core", name="Core before the limit", says="", unit="months", limit=72, used=3,
        starts=day("2030-07-01"), ends=day("2036-12-31"), item="core",
    )  # fmt: skip
    drawn = replace(short_timeline(), clocks=(reading,))
    (clock,) = planner(edition, drawn).clocks.clocks
    assert clock.used == "Not started: starts Jul 1, 2030. 3 of 72 planned, until Dec 31, 2036"


def test_what_decides_the_finish_is_said_in_list_and_picture(edition: Edition) -> None:
    view = planner(edition, replace(short_timeline(), driving=("attending", "dr_residency")))
    assert {row.key for row in view.rows if row.drives} == {"attending", "dr_residency"}
    said = view.pictures[0].words
    assert said.items["dr_residency"].endswith("decides the finish")
    assert said.driving == {"attending", "dr_residency"}


def test_a_preview_shows_where_things_were(edition: Edition) -> None:
    before = short_timeline()
    moved = tuple(
        replace(item, at=moment("2033-09-01"), until=day("2033-12-01"))
        if isinstance(item, Marker) and item.key == "core"
        else item
        for item in before.items
    )
    preview = Preview(before=before, says="Moves one item.", action="sitting", key="core")
    view = planner(edition, replace(before, items=moved), preview=preview)
    assert [ghost.key for ghost in view.pictures[-1].picture.ghosts] == ["core"]


def route(
    key: str, finish: str, *, months: int, exams: int, choices: tuple[ChoicePoint, ...] = ()
) -> Route:
    """A route with a short timeline and nothing but these facts."""
    timeline = short_timeline()
    made = Route(
        key=key,
        label="Straight",
        plan=PLAN,
        finishes=day(finish),
        months=months,
        exams_left=exams,
        dated=date(shipped(), PLAN),
        today=TODAY,
    )
    vars(made).update(timeline=timeline, finish=moment(finish), notes=(), choice_points=choices)
    return made


def test_route_cards_compare_with_the_earliest(edition: Edition) -> None:
    choices = (
        ChoicePoint(key="old", label="Gone", says="", by=day("2020-01-01")),
        ChoicePoint(
            key="esir", label="Ask for ESIR", says="", by=day("2031-05-01"), guaranteed=False
        ),
    )
    first = route("a", "2034-07-01", months=72, exams=1, choices=choices)
    second = route("b", "2035-07-01", months=72, exams=1, choices=choices)
    routes = Routes(destination=edition.destinations["neuroradiology"], found=(first, second))
    view = present_routes(edition, routes, today=TODAY, choose_url="/routes/")
    assert view.sentence == "Two routes. The earliest finishes July 2034."
    assert [card.later for card in view.cards] == ["", "1 year later"]
    choice = view.cards[0].first_choice
    assert choice is not None
    assert (choice.label, choice.by, choice.guaranteed) == ("Ask for ESIR", "May 1, 2031", False)
    assert view.cards[0].picture.picture.start == view.cards[1].picture.picture.start


def test_a_single_route_is_compared_with_nothing(edition: Edition) -> None:
    only = route("a", "2034-07-01", months=72, exams=1)
    found = Routes(destination=edition.destinations["neuroradiology"], found=(only,))
    (card,) = present_routes(edition, found, today=TODAY, choose_url="/routes/").cards
    assert not card.earliest
    assert not card.reached
    beside = replace(found, found=(only, route("b", "2034-07-01", months=72, exams=1)))
    cards = present_routes(edition, beside, today=TODAY, choose_url="/routes/").cards
    assert [card.earliest for card in cards] == [True, True]


def test_a_route_that_has_led_there_says_only_that(edition: Edition) -> None:
    there = route("a", "2024-03-01", months=0, exams=0)
    found = Routes(destination=edition.destinations["neuroradiology"], found=(there,))
    (card,) = present_routes(edition, found, today=TODAY, choose_url="/routes/").cards
    assert card.reached == "You have been there since March 2024; nothing is left to do."


def test_a_shared_page_leads_only_into_itself(edition: Edition) -> None:
    view = present_shared(edition, PLAN, short_timeline(), today=TODAY, changed=TODAY)
    assert {picture.link for picture in view.pictures} == {"#item-{key}"}


@pytest.mark.parametrize(
    ("expired", "revoked", "state", "address"),
    [
        (False, None, "open", "https://x/s/1"),
        (True, None, "expired", ""),
        (False, day("2026-11-01"), "turned off", ""),
        (True, day("2026-11-01"), "turned off", ""),
    ],
)
def test_only_an_open_link_shows_its_address(
    expired: bool, revoked: dt.date | None, state: str, address: str
) -> None:
    row = present_share_row(
        label="Dr Lee", created=TODAY, expires=day("2026-12-02"), expired=expired,
        revoked=revoked, opened=None, address="https://x/s/1", show_name=False, show_notes=False,
        show_own_names=False, revoke_url="/links/1/revoke/", today=TODAY, style="us",
    )  # fmt: skip
    assert (row.state, row.address, bool(row.revoke_url)) == (state, address, bool(address))


def test_a_plan_card_says_when_it_was_changed() -> None:
    links = PlanLinks(open="", duplicate="", rename="", delete="")
    said = [
        present_plan_card(
            id="1", title="", sentence="", changed=changed, version=1, links=links, today=TODAY,
            style="intl",
        ).changed
        for changed in (TODAY, day("2026-11-18"), day("2026-01-18"))
    ]  # fmt: skip
    assert said == ["Changed today", "Changed 3 days ago", "Changed on 18 January 2026"]
