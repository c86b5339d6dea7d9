"""The picture in numbers: nothing overlaps or leaves the frame; the same in is the same out."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.planning.picture import Flag, Picture, Shape
from pathways.planning.picture.layout import Reach, lay_out, lay_out_small, reach_of
from pathways.planning.picture.textwidth import fit, split_in_two, text_width
from pathways.planning.timeline import Bar, Item, Stretch, Timeline
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
        assert_parts_sound(shape)
    for flag in picture.flags:
        assert flag.label_start >= 0
        assert flag.label_end <= picture.width


def assert_parts_sound(shape: Shape) -> None:
    """Leave and part-time lie in their bar; all words on it stand where it is filled or empty
    behind all of them, and clear of each other."""
    labels = [label for label in shape.labels if label.inside]
    labels += [part.label for part in shape.parts if part.label]
    for one, other in itertools.combinations(labels, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or abs(one.y - other.y) >= 10, f"{one.text} meets {other.text}"
    for part in shape.parts:
        assert part.width >= 1
        assert shape.x - 0.2 <= part.x
        assert part.x + part.width <= shape.x + shape.width + 0.2
        filled = shape.y + shape.height * (1 - part.percent / 100)
        for label in labels:
            if label.x < part.x + part.width and part.x < label.x + label.width:
                top, low = label.y - 0.7 * label.size, label.y
                assert filled - 0.3 <= top if label.inside else low <= filled or part.away
        if part.label:
            assert part.x <= part.label.x
            assert part.label.x + part.label.width <= part.x + part.width
            assert shape.y <= part.label.y - 0.7 * part.label.size
            assert part.label.y <= shape.y + shape.height


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


def test_a_preview_is_as_high_as_the_picture() -> None:
    """Nothing below moves when it comes: what was before stands between the rows."""
    before = short_timeline()
    items = [
        replace(one, end=pictures.moment("2033-01-01"))
        if isinstance(one, Bar) and one.key == "dr_residency"
        else one
        for one in before.items
    ]
    plain = lay_out(before, today=TODAY, width=1200)
    ghosted = lay_out(replace(before, items=tuple(items)), today=TODAY, width=1200, ghost=before)
    assert ghosted.ghosts
    assert ghosted.height == plain.height


@pytest.mark.parametrize("width", WIDTHS)
def test_part_of_the_time_shows_only_what_lies_in_it(width: int) -> None:
    drawn = long_timeline()
    reach = Reach(start=day("2031-01-01"), end=day("2033-01-01"), cuts=True)
    picture = lay_out(drawn, today=TODAY, width=width, reach=reach, finish_label="Finish")
    assert_sound(picture)
    shown = {shape.key: shape for shape in picture.shapes}
    assert picture.outside == len(drawn.items) - len(shown)
    for item in drawn.items:
        first = item.start.date if isinstance(item, Bar) else item.at.date
        last = item.end.date if isinstance(item, Bar) else item.until
        lies_in = first < reach.end and max(last, first + dt.timedelta(days=1)) > reach.start
        assert (item.key in shown) == lies_in, item.key
    residency = shown["dr_residency"]
    assert (residency.cut_left, residency.cut_right) == (True, True)
    assert residency.x == picture.left
    assert residency.x + residency.width == pytest.approx(picture.right, abs=2)
    assert not picture.flags, "neither today nor the finish lies in it"


def test_training_years_are_those_of_the_part_shown() -> None:
    reach = Reach(start=day("2030-09-01"), end=day("2032-09-01"), cuts=True)
    picture = lay_out(short_timeline(), today=TODAY, width=1200, reach=reach)
    residency = next(shape for shape in picture.shapes if shape.key == "dr_residency")
    assert [year.label for year in residency.years] == ["R2", "R3", "R4"]
    assert residency.years[0].x == picture.left


def test_a_short_time_has_months_on_its_axis() -> None:
    reach = Reach(start=day("2026-11-01"), end=day("2028-11-01"), cuts=True)
    labels = [
        tick.label for tick in lay_out(short_timeline(), today=TODAY, width=1200, reach=reach).ticks
    ]
    assert labels == ["2027", "Apr", "Jul", "Oct", "2028", "Apr", "Jul", "Oct"]
    narrow = lay_out(short_timeline(), today=TODAY, width=340, reach=reach).ticks
    assert [tick.label for tick in narrow] == ["2027", "2028"]


def crossed(picture: Picture) -> list[tuple[Flag, float]]:
    """Every line with the height of a text that it runs through."""
    texts = [
        (label.x, label.x + label.width, label.y)
        for shape in picture.shapes
        for label in shape.labels
        if not label.inside
    ]
    texts += [(15, 15 + text_width(lane.title, 12), lane.title_y) for lane in picture.lanes]
    return [
        (flag, y) for flag in picture.flags for left, right, y in texts if left < flag.x < right
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_leave_a_gap_where_words_stand(width: int) -> None:
    """The lines of today and of the finish never run through a word; there are few such gaps."""
    picture = lay_out(long_timeline(), today=TODAY, width=width, finish_label="Finish")
    assert len(picture.flags) == 2
    for flag, y in crossed(picture):
        assert any(start <= y - 8 and y <= end for start, end in flag.gaps), flag.kind
    if width == 1200:
        assert len(crossed(picture)) <= 6


def test_a_bar_goes_on_in_the_row_where_the_one_before_it_ends() -> None:
    """Though a row above is free."""
    drawn = timeline(
        bar("a", "First", "2020-01-01", "2024-01-01"),
        bar("b", "Meanwhile", "2023-01-01", "2028-01-01"),
        bar("c", "Next of meanwhile", "2028-01-01", "2034-01-01"),
    )
    rows = {shape.key: shape.top for shape in lay_out(drawn, today=TODAY, width=1200).shapes}
    assert rows["a"] < rows["b"] == rows["c"]


def test_many_items_stand_closer() -> None:
    """Forty need less than three times the height of eight; each keeps 24 pixels."""
    few, many = (
        lay_out(drawn, today=TODAY, width=1200) for drawn in (short_timeline(), long_timeline())
    )
    assert many.height < 3 * few.height
    assert min(shape.bottom - shape.top for shape in many.shapes) >= 24


@pytest.mark.parametrize(
    ("name", "caption", "says"),
    [
        ("Diagnostic residency", "Jul 2031", ["Diagnostic residency", "Jul 2031"]),
        (
            "Independent interventional radiology residency",
            "Jul 2031 – Jun 2032",
            ["Independent IR", "Jul 2031 – Jun 2032"],
        ),
        ("Independent interventional radiology residency, entered late", "", ["Independent IR"]),
    ],
)
def test_the_short_name_stands_above_a_bar_where_the_full_one_leaves_no_room(
    name: str, caption: str, says: list[str]
) -> None:
    drawn = timeline(
        bar("a", "Medical school", "2026-01-01", "2031-07-01"),
        bar("long", name, "2031-07-01", "2032-07-01", short="Independent IR"),
        finish="2032-07-01",
    )
    picture = lay_out(drawn, today=TODAY, width=340, captions={"long": caption})
    shape = next(shape for shape in picture.shapes if shape.key == "long")
    assert [label.text for label in shape.labels] == says


@pytest.mark.parametrize("width", [120, 340, 520, 1200])
def test_a_mark_beyond_the_edge_has_room_for_its_arrow(width: int) -> None:
    drawn = timeline(
        bar("a", "Residency", "2026-01-01", "2030-01-01"),
        marker("late", "Renewal", "2070-01-01"),
        finish="2030-01-01",
    )
    for picture in (lay_out_small(drawn, today=TODAY, width=width),) + (
        (lay_out(drawn, today=TODAY, width=width),) if width >= 240 else ()
    ):
        late = next(shape for shape in picture.shapes if shape.key == "late")
        assert late.beyond
        assert late.x + late.mark * 1.4 <= picture.right


def test_a_window_that_began_before_shows_it() -> None:
    drawn = timeline(
        bar("a", "Residency", "2026-01-01", "2034-01-01"),
        marker("open", "Full licence", "2029-01-01", "2031-06-01"),
    )
    reach = Reach(start=day("2030-01-01"), end=day("2032-01-01"), cuts=True)
    picture = lay_out(drawn, today=TODAY, width=1200, reach=reach)
    shape = next(shape for shape in picture.shapes if shape.key == "open")
    assert (shape.cut_left, shape.cut_right) == (True, False)
    assert shape.left == picture.left
    assert shape.x > picture.left, "the arrow stands before the mark"


def test_what_was_before_a_mark_stands_under_it_within_its_row() -> None:
    before = short_timeline()
    after = replace(
        before,
        items=tuple(
            replace(one, at=pictures.moment("2033-09-01"), until=day("2033-12-01"))
            if one.key == "core" and not isinstance(one, Bar)
            else one
            for one in before.items
        ),
    )
    picture = lay_out(after, today=TODAY, width=1200, ghost=before)
    core = next(shape for shape in picture.shapes if shape.key == "core")
    (ghost,) = picture.ghosts
    assert ghost.key == "core"
    assert core.top < ghost.y < ghost.y + ghost.height <= core.bottom


@pytest.mark.parametrize(
    ("now", "points"), [("2044-12-31", []), ("2034-12-31", ["earlier"]), ("2039-06-01", [])]
)
def test_what_was_before_a_mark_beyond_the_edge_never_points_the_wrong_way(
    now: str, points: list[str]
) -> None:
    """From one day after the time shown to another, nothing can be seen to move."""
    before = short_timeline()
    core = next(one for one in before.items if one.key == "core")
    assert not isinstance(core, Bar)
    far, near = (
        replace(before, items=tuple(
            replace(core, at=pictures.moment(at), until=day(at)) if one is core else one
            for one in before.items
        ))
        for at in ("2043-12-31", now)
    )  # fmt: skip
    reach = reach_of(before, TODAY)
    picture = lay_out(near, today=TODAY, width=1200, ghost=far, reach=reach)
    found = ["earlier" if one.to_x < one.x else "later" for one in picture.ghosts]
    assert found == points
    assert all(one.x + one.width <= picture.right for one in picture.ghosts)


DATES = st.dates(dt.date(2015, 1, 1), dt.date(2045, 1, 1))
NAMES = st.text(min_size=1, max_size=60)


@st.composite
def stretches(draw: st.DrawFn, start: dt.date, end: dt.date) -> tuple[Stretch, ...]:
    """Some leave and part-time within a stage, in order."""
    days = st.integers(start.toordinal(), end.toordinal())
    cuts = [dt.date.fromordinal(one) for one in draw(st.lists(days, max_size=5, unique=True))]
    found = []
    for since, until in itertools.pairwise(sorted({*cuts, *draw(st.sampled_from([(), (end,)]))})):
        percent = draw(st.integers(0, 99))
        away = "" if percent else draw(st.sampled_from(["Leave", "Out of programme (OOPR)"]))
        found.append(Stretch(since=since, until=until, percent=percent, away=away))
    return tuple(found)


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
                    stretches=draw(stretches(start, end)),
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


@settings(max_examples=40, deadline=None)
@given(timelines(), st.sampled_from(WIDTHS), DATES, st.integers(30, 4000))
def test_any_part_of_any_timeline_is_drawn_soundly(
    drawn: Timeline, width: int, start: dt.date, days: int
) -> None:
    reach = Reach(start=start, end=start + dt.timedelta(days=days), cuts=True)
    picture = lay_out(drawn, today=TODAY, width=width, reach=reach, finish_label="Finish")
    assert_sound(picture)
    assert len(picture.shapes) + picture.outside == len(drawn.items)


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
