"""The picture in numbers: nothing overlaps or leaves the frame; the same in is the same out."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.planning.picture import Picture
from pathways.planning.picture.layout import lay_out, lay_out_small, reach_of
from pathways.planning.picture.textwidth import fit, split_in_two, text_width
from pathways.planning.timeline import Bar, Item, Timeline
from tests import pictures
from tests.pictures import TODAY, bar, day, long_timeline, marker, short_timeline, timeline

WIDTHS = (340, 720, 1200)


def assert_sound(picture: Picture) -> None:
    """Shapes with their labels overlap nowhere and stay inside; labels stay in their shape."""
    for one, other in itertools.combinations(picture.shapes, 2):
        apart = one.right <= other.left or other.right <= one.left
        apart = apart or one.bottom <= other.top or other.bottom <= one.top
        assert apart, f"{one.key} covers {other.key}"
    for shape in picture.shapes:
        assert shape.left >= 0
        assert shape.right <= picture.width
        assert shape.top >= 0
        assert shape.bottom <= picture.height
        assert shape.left - 0.2 <= shape.x
        assert shape.x + shape.width <= shape.right + 0.2
        for label in shape.labels:
            assert shape.left - 0.2 <= label.x
            assert label.x + label.width <= shape.right + 0.2
            assert shape.top <= label.y <= shape.bottom
    for flag in picture.flags:
        assert flag.label_start >= 0
        assert flag.label_end <= picture.width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("made", [short_timeline, long_timeline])
def test_nothing_overlaps_with_eight_and_with_forty_items(made: object, width: int) -> None:
    drawn = short_timeline() if made is short_timeline else long_timeline()
    captions = {item.key: "Jul 2029 – Jun 2033" for item in drawn.items}
    picture = lay_out(
        drawn, today=TODAY, width=width, captions=captions, finish_label="Finish Jul 2034"
    )
    assert len(picture.shapes) == len(drawn.items)
    assert_sound(picture)
    assert_sound(lay_out_small(drawn, today=TODAY, width=width))


def test_training_years_stand_in_their_bar() -> None:
    picture = lay_out(short_timeline(), today=TODAY, width=1200)
    residency = next(shape for shape in picture.shapes if shape.key == "dr_residency")
    assert [year.label for year in residency.years] == ["R1", "R2", "R3", "R4"]
    assert residency.years[0].x == residency.x


def test_years_are_labelled_without_touching() -> None:
    for width in WIDTHS:
        xs = [
            tick.x
            for tick in lay_out(long_timeline(), today=TODAY, width=width).ticks
            if tick.label
        ]
        assert all(
            after - before >= text_width("2030", 12) for before, after in itertools.pairwise(xs)
        )


def test_an_open_end_fades_and_does_not_stretch_the_picture() -> None:
    shorter = short_timeline()
    longer = replace(
        shorter,
        items=tuple(
            replace(item, end=pictures.moment("2080-01-01"))
            if isinstance(item, Bar) and item.open_ended
            else item
            for item in shorter.items
        ),
    )
    assert reach_of(shorter, TODAY) == reach_of(longer, TODAY)
    picture = lay_out(shorter, today=TODAY, width=1200)
    assert [shape.key for shape in picture.shapes if shape.fades] == ["attending"]


def test_today_far_away_is_left_out() -> None:
    old = timeline(bar("a", "Old post", "1990-01-01", "1991-01-01"))
    assert not lay_out(old, today=TODAY, width=720).flags


def test_an_empty_timeline_has_a_picture() -> None:
    assert_sound(lay_out(timeline(), today=TODAY, width=720))


def test_estimates_and_windows_have_their_textures() -> None:
    picture = lay_out(short_timeline(), today=TODAY, width=1200)
    textures = {shape.key: shape.texture for shape in picture.shapes}
    assert textures["attending"] == "estimate"
    assert textures["core"] == "window"
    assert textures["dr_residency"] == "solid"


def test_ghosts_show_what_moved_and_what_is_gone() -> None:
    before = short_timeline()
    items = []
    for item in before.items:
        if isinstance(item, Bar) and item.key == "f_neuro":
            item = replace(item, start=pictures.moment("2033-09-01"))
        if item.key != "eras":
            items.append(item)
    picture = lay_out(replace(before, items=tuple(items)), today=TODAY, width=1200, ghost=before)
    assert [ghost.key for ghost in picture.ghosts] == ["f_neuro"]
    assert [shape.key for shape in picture.shapes if shape.gone] == ["eras"]
    assert_sound(picture)


DATES = st.dates(dt.date(2015, 1, 1), dt.date(2045, 1, 1))
NAMES = st.text(min_size=1, max_size=60)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    items: list[Item] = []
    for number in range(draw(st.integers(0, 40))):
        start, days = draw(DATES), draw(st.integers(1, 3000))
        end = start + dt.timedelta(days=days)
        name, short = draw(NAMES), draw(NAMES)
        if draw(st.booleans()):
            items.append(
                bar(
                    f"k{number}", name, str(start), str(end),
                    short=short, lane=draw(st.sampled_from(["education", "training"])),
                    years=tuple(f"Y{year}" for year in range(draw(st.integers(0, 6)))),
                    status=draw(st.sampled_from(["planned", "done", "confirmed"])),
                    pinned=draw(st.booleans()), open_ended=draw(st.booleans()),
                )
            )  # fmt: skip
        else:
            until = str(end) if draw(st.booleans()) else ""
            lane = draw(st.sampled_from(["exams", "applications"]))
            items.append(marker(f"k{number}", name, str(start), until, short=short, lane=lane))
    return timeline(*items)


@settings(max_examples=60, deadline=None)
@given(timelines(), st.sampled_from(WIDTHS), DATES)
def test_any_timeline_is_drawn_soundly(drawn: Timeline, width: int, today: dt.date) -> None:
    captions = {item.key: "autumn 2032" for item in drawn.items}
    picture = lay_out(drawn, today=today, width=width, captions=captions, finish_label="Finish")
    assert_sound(picture)
    assert picture == lay_out(
        drawn, today=today, width=width, captions=captions, finish_label="Finish"
    )
    backwards = replace(drawn, items=tuple(reversed(drawn.items)))
    again = lay_out(backwards, today=today, width=width, captions=captions, finish_label="Finish")
    assert again.shapes == picture.shapes


@given(st.text(max_size=80), st.floats(1, 400))
def test_a_fitted_text_fits(text: str, room: float) -> None:
    fitted = fit(text, 13, room)
    assert fitted == "" or text_width(fitted, 13) <= room


def test_two_lines_break_at_a_space() -> None:
    assert split_in_two("Clinical year", 12, 60) == ("Clinical", "year")
    assert split_in_two("Radiology", 12, 20) is None


def test_wide_letters_count_as_wide() -> None:
    assert text_width("放射線", 10) > text_width("abc", 10)
    assert text_width("é", 10) == text_width("e", 10)
    assert day("2026-11-21") == TODAY
