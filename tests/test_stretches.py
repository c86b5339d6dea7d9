"""Leave and part-time in words, and the years of a stage that has them."""

import csv
import io

import pytest

from pathways.exports.documents import timeline_document
from pathways.exports.table import timeline_csv
from pathways.exports.text import timeline_text
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.stretches import days_of_years
from pathways.planning.timeline import Stretch
from pathways.presenters import words
from pathways.presenters.words import DateStyle
from tests.factories import shipped_document
from tests.pictures import bar, day, marker, stretch, timeline

START, END = "2027-08-04", "2032-12-15"
LEAVE = stretch("2029-10-01", "2030-08-31", away="Leave")
OOPR = stretch("2029-10-01", "2029-10-14", away="Out of programme for research (OOPR)")


def said(*stretches: Stretch, style: DateStyle = "us", open_ended: bool = False) -> str:
    one = bar("st", "ST1–ST3", START, END, stretches=stretches, open_ended=open_ended)
    return words.stretches(one, style)


@pytest.mark.parametrize(
    ("stretches", "says"),
    [
        ([], ""),
        (
            [LEAVE, stretch("2030-09-01", "2032-12-14", 80)],
            "Leave Oct 1, 2029 – Aug 31, 2030; 80% from Sep 1, 2030",
        ),
        ([stretch(START, "2032-12-14", 60)], "60% throughout"),
        ([stretch(START, "2029-08-03", 50)], "50% until Aug 3, 2029"),
        ([stretch("2028-01-01", "2028-12-31", 60)], "60% Jan 1, 2028 – Dec 31, 2028"),
        ([stretch("2028-02-29", "2028-02-29", away="Leave")], "Leave Feb 29, 2028"),
        ([stretch(START, "2032-12-14", away="Leave")], "Leave throughout"),
        ([OOPR], "Out of programme for research (OOPR) Oct 1–14, 2029"),
        (
            [stretch(START, "2029-08-03", 50), stretch("2029-08-04", "2032-12-14", 80)],
            "50% until Aug 3, 2029; 80% from Aug 4, 2029",
        ),
    ],
)
def test_leave_and_part_time_are_said_with_their_last_days(
    stretches: list[Stretch], says: str
) -> None:
    assert said(*stretches) == says


def test_part_time_that_only_leave_interrupts_is_said_once() -> None:
    before, after = stretch(START, "2029-09-30", 80), stretch("2030-09-01", "2032-12-14", 80)
    assert said(before, LEAVE, after) == "80% throughout; Leave Oct 1, 2029 – Aug 31, 2030"
    two = (stretch("2029-10-01", "2029-12-31", away="Leave"),
           stretch("2030-01-01", "2030-08-31", away="Research (OOPR)"))  # fmt: skip
    assert said(before, *two, after).startswith("80% throughout; Leave ")
    # Back at full time in between, or at another percentage, it is not the same.
    assert said(before, stretch("2031-01-01", "2032-12-14", 80)) == (
        "80% until Sep 30, 2029; 80% from Jan 1, 2031"
    )
    assert said(before, LEAVE, stretch("2030-09-01", "2032-12-14", 60)) == (
        "80% until Sep 30, 2029; Leave Oct 1, 2029 – Aug 31, 2030; 60% from Sep 1, 2030"
    )


def test_dates_are_in_the_style_of_the_country() -> None:
    assert said(LEAVE, style="intl") == "Leave 1 October 2029 – 31 August 2030"
    assert said(OOPR, style="intl").endswith("(OOPR) 1–14 Oct 2029")


def test_a_post_without_an_end_is_part_time_throughout() -> None:
    assert said(stretch(START, "2032-12-14", 80), open_ended=True) == "80% throughout"


def test_milestones_have_none() -> None:
    assert words.stretches(marker("core", "Core", "2030-01-01"), "us") == ""


def test_years_of_a_stage_are_as_long_as_their_work_takes() -> None:
    """Half of the work is done when one comes back from a year's leave, not at half the time."""
    plain = bar("st", "ST", "2026-01-01", "2029-01-01")
    assert days_of_years(plain, 2) == [day("2026-01-01"), day("2027-07-03"), day("2029-01-01")]
    away = bar("st", "ST", "2026-01-01", "2029-01-01", stretches=(
        stretch("2026-07-01", "2027-06-30", away="Leave"),
    ))  # fmt: skip
    assert days_of_years(away, 2) == [day("2026-01-01"), day("2028-01-01"), day("2029-01-01")]
    half = bar("st", "ST", "2026-01-01", "2029-01-01", stretches=(
        stretch("2027-01-01", "2028-12-31", 50),
    ))  # fmt: skip
    assert days_of_years(half, 2)[1] == day("2027-01-01")


@pytest.mark.parametrize("count", [1, 3, 7])
def test_a_stage_of_nothing_but_leave_has_its_years_all_the_same(count: int) -> None:
    away = bar("st", "ST", START, END, stretches=(stretch(START, "2032-12-14", away="Leave"),))
    found = days_of_years(away, count)
    assert len(found) == count + 1
    assert found == sorted(found)


def test_a_terminal_says_them_with_the_stage() -> None:
    drawn = timeline(bar("st", "ST1–ST3", START, END, stretches=(LEAVE,)))
    assert timeline_text(drawn) == (
        "2027-08-04 – 2032-12-14  ST1–ST3 (projected, planned; Leave 2029-10-01 – 2030-08-31)"
    )


def test_a_table_says_them_in_its_last_column() -> None:
    drawn = timeline(
        bar(
            "st", "ST1–ST3", START, END, stretches=(LEAVE, stretch("2030-09-01", "2032-12-14", 80))
        ),
        bar("ct", "ST4", END, "2034-12-15"),
        marker("frcr", "FRCR", "2030-01-01"),
    )
    rows = list(csv.DictReader(io.StringIO(timeline_csv(drawn))))
    assert [row["leave_and_part_time"] for row in rows] == [
        "Leave 2029-10-01 – 2030-08-31; 80% from 2030-09-01", "", ""
    ]  # fmt: skip


def test_a_document_has_them_with_ends_excluded() -> None:
    drawn = timeline(bar("st", "ST1–ST3", START, END, stretches=(LEAVE,)))
    edition = read_edition(shipped_document(), 1)
    (item,) = timeline_document(edition, drawn)["items"]
    assert item["stretches"] == [
        {"since": "2029-10-01", "until": "2030-09-01", "percent": 0, "away": "Leave"}
    ]
