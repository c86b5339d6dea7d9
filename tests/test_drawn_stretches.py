"""Leave and part-time in pictures: at their place, told apart without colour, never covered."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pathways.comparing import draw_strip
from pathways.drawing import Words, draw
from pathways.planning.compare import shifts
from pathways.planning.contrast import contrast
from pathways.planning.picture import Part, Picture, Shape
from pathways.planning.picture.layout import Reach, lay_out, lay_out_small
from pathways.planning.timeline import Bar, Stretch, Timeline
from pathways.presenters.pictures import present_file_picture, present_pictures
from pathways.presenters.tight import tightened
from tests.pictures import TODAY, bar, day, eventful_timeline, stretch, timeline
from tests.test_layout import assert_sound

YEAR = 100.0
LEAVE = stretch("2030-01-01", "2030-12-31", away="Leave")
WIDTHS = (340, 720, 1200)


def one_stage(*stretches: Stretch, years: tuple[str, ...] = (), **values: object) -> Timeline:
    """A stage of six years from 2028."""
    return timeline(
        bar(
            "st", "Training", "2028-01-01", "2034-01-01", stretches=stretches, years=years, **values
        )
    )


def drawn(made: Timeline, width: int = 1200) -> Shape:
    """The shape of the first stage."""
    return lay_out(made, today=TODAY, width=width).shapes[0]


def texts_of(shape: Shape) -> list[str]:
    return [part.label.text if part.label else "" for part in shape.parts]


def test_a_part_lies_where_its_days_do() -> None:
    picture = lay_out(one_stage(LEAVE), today=TODAY, width=1200)
    (shape,) = picture.shapes
    (part,) = shape.parts
    days = (day("2034-01-01") - day("2028-01-01")).days
    before = (LEAVE.since - day("2028-01-01")).days
    assert part.x == pytest.approx(shape.x + shape.width * before / days, abs=1)
    assert part.width == pytest.approx(shape.width * 365 / days, abs=1)
    assert (part.percent, part.away, texts_of(shape)) == (0, True, ["Leave"])


def test_what_holds_to_the_end_of_a_stage_is_drawn_to_its_edge() -> None:
    """Of a post as far as it is drawn, wherever its end is put."""
    for since, open_ended in (("2030-01-01", False), ("2028-01-01", True)):
        shape = drawn(one_stage(stretch(since, "2033-12-31", 80), open_ended=open_ended))
        (part,) = shape.parts
        assert part.x + part.width == pytest.approx(shape.x + shape.width)
        assert part.percent == 80


def test_less_than_a_pixel_is_not_drawn_but_said() -> None:
    made = one_stage(stretch("2030-01-01", "2030-01-02", away="Leave"))
    (view,) = present_pictures(made, title="x", today=TODAY, style="us", widths=(("a", 700),))
    assert view.picture.shapes[0].parts == ()
    assert not view.picture.parted
    assert view.words.items["st"].endswith("projected; Leave Jan 1–2, 2030")
    assert 'class="off"' not in draw(view.picture, view.words)


def test_a_long_name_of_time_out_is_shortened_to_what_stands_in_brackets() -> None:
    name = "Out of programme for research (OOPR)"
    for last, says in (("2032-12-31", name), ("2030-12-31", "OOPR"), ("2030-02-28", "")):
        shape = drawn(one_stage(stretch("2030-01-01", last, away=name)))
        assert texts_of(shape) == [says]


@pytest.mark.parametrize("percent", range(5, 100, 5))
@pytest.mark.parametrize("width", WIDTHS)
def test_words_stand_clear_at_every_percentage(percent: int, width: int) -> None:
    """On what is filled or on what is empty, never half on each (``assert_sound`` looks)."""
    for since in ("2028-01-01", "2031-01-01"):
        made = one_stage(stretch(since, "2033-12-31", percent), years=("R1", "R2", "R3"))
        picture = lay_out(made, today=TODAY, width=width, captions={"st": "Jan 2028 – Dec 2033"})
        assert_sound(picture)
        assert_sound(tightened(picture))
        if width > 700:
            assert texts_of(picture.shapes[0]) == [f"{percent}%"]


def test_a_name_never_stands_on_leave() -> None:
    months = stretch("2028-02-01", "2031-12-31", away="Leave")
    shape = drawn(one_stage(months))
    (name, *_) = shape.labels
    (part,) = shape.parts
    assert name.inside
    assert name.x > part.x + part.width
    assert "inside" not in {
        "inside" if label.inside else "" for label in drawn(one_stage(LEAVE), 340).labels
    }


def test_training_years_begin_when_the_work_of_the_last_is_done() -> None:
    plain = drawn(one_stage(years=("R1", "R2", "R3")))
    away = drawn(one_stage(LEAVE, years=("R1", "R2", "R3")))
    # Five years of work: R2 begins after twenty months, R3 after forty and the year of leave.
    year = away.width / 6
    places = [(one.x - away.x) / year for one in away.years]
    assert places == pytest.approx([0, 20 / 12, 40 / 12 + 1], abs=0.05)
    assert [(one.x - plain.x) / year for one in plain.years] == pytest.approx([0, 2, 4], abs=0.05)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_eventful_life_is_drawn_soundly(width: int) -> None:
    made = eventful_timeline()
    captions = {item.key: "Jul 2029 – Jun 2033" for item in made.items}
    picture = lay_out(made, today=TODAY, width=width, captions=captions, finish_label="Finish")
    assert picture.parted
    assert_sound(picture)
    assert_sound(tightened(picture))
    assert_sound(lay_out_small(made, today=TODAY, width=width))


# Drawn


def holes(svg: str) -> list[tuple[float, float, float, float]]:
    """The boxes around what is empty of bars: left, top, right, bottom."""
    found = []
    for path in re.findall(r'class="off" d="([^"]+)"', svg):
        for hole in path.split("z")[:-1]:
            across, down = [], []
            for command, numbers in re.findall(r"([MLHV])([-\d. ]+)", hole):
                values = [float(one) for one in numbers.split()]
                across += values[:1] if command in "MLH" else []
                down += values[-1:] if command in "MLV" else []
            found.append((min(across), min(down), max(across), max(down)))
    return found


def test_a_bar_is_emptied_from_above_in_proportion() -> None:
    for percent in (20, 50, 80):
        made = one_stage(stretch("2030-01-01", "2031-12-31", percent))
        picture = lay_out(made, today=TODAY, width=1200)
        (shape,) = picture.shapes
        ((left, top, right, low),) = holes(draw(picture, Words(title="x")))
        (part,) = shape.parts
        assert (left, right) == pytest.approx((part.x, part.x + part.width))
        assert shape.y < top < shape.y + 2
        assert low == pytest.approx(shape.y + shape.height * (1 - percent / 100), abs=0.1)


def test_leave_is_empty_and_hatched_and_part_time_is_not() -> None:
    for one, hatched in ((LEAVE, True), (stretch("2030-01-01", "2030-12-31", 50), False)):
        picture = lay_out(one_stage(one), today=TODAY, width=1200)
        svg = draw(picture, Words(title="x"), name="p")
        assert svg.count('class="off"') == 1
        assert ('<pattern id="p-away-training"' in svg) == hatched
        assert ('fill="url(#p-away-training)"' in svg) == hatched


def test_what_is_empty_keeps_the_corners_and_the_torn_edges_of_its_bar() -> None:
    made = one_stage(stretch("2028-01-01", "2033-12-31", away="Leave"))
    whole = draw(lay_out(made, today=TODAY, width=1200), Words(title="x"))
    assert whole.split('class="off" d="')[1].split('"')[0].count("a2.8 2.8 0 0 1") == 4
    reach = Reach(start=day("2029-01-01"), end=day("2032-01-01"), cuts=True)
    picture = lay_out(made, today=TODAY, width=1200, reach=reach)
    torn = draw(picture, Words(title="x"))
    path = torn.split('class="off" d="')[1].split('"')[0]
    assert "a2.8" not in path
    assert path.count("L") == 14
    ((left, _, right, _),) = holes(torn)
    (shape,) = picture.shapes
    assert shape.x <= left
    assert right <= shape.x + shape.width


def test_a_post_that_fades_fades_with_what_is_empty_of_it() -> None:
    made = one_stage(stretch("2028-01-01", "2033-12-31", 60), open_ended=True)
    svg = draw(lay_out(made, today=TODAY, width=1200), Words(title="x"), name="p")
    assert '<path class="off"' in re.findall(r'<g mask="url\(#p-fades\)">.*?</g>', svg)[0]


def test_every_drawing_of_them_is_well_formed_and_holds_the_policy() -> None:
    made = eventful_timeline()
    views = present_pictures(made, title="x", today=TODAY, style="intl")
    texts = [draw(view.picture, view.words, name=view.name) for view in views]
    file = present_file_picture(made, title="x", today=TODAY, style="intl")
    for svg in (*texts, draw(file.picture, file.words, standalone=True)):
        ElementTree.fromstring(svg)  # noqa: S314 our own text
        assert not re.search(r"\sstyle=|<script|\son\w+=", svg)
        used = set(re.findall(r"url\(#([^)]+)\)", svg))
        assert used <= set(re.findall(r'id="([^"]+)"', svg))
    assert not re.search(r"<style", "".join(texts))
    assert "; 60% throughout</title>" in texts[0]


def test_hostile_names_stay_text() -> None:
    name = '"><script>alert(1)</script>'
    picture = lay_out(
        one_stage(stretch("2029-01-01", "2033-12-31", away=name)), today=TODAY, width=1200
    )
    assert texts_of(picture.shapes[0]) == [name]
    assert "<script" not in draw(picture, Words(title="x"))


# Before and after


def moved_by_leave() -> tuple[Timeline, Timeline]:
    """The same stage without leave, and with a year of it."""
    before = one_stage()
    (item,) = before.items
    assert isinstance(item, Bar)
    end = replace(item.end, date=day("2035-01-01"))
    return before, replace(before, items=(replace(item, end=end, stretches=(LEAVE,)),))


def test_what_was_before_has_its_leave_too() -> None:
    before, after = moved_by_leave()
    (ghost,) = lay_out(after, today=TODAY, width=1200, ghost=before).ghosts
    assert ghost.parts == ()
    picture = lay_out(before, today=TODAY, width=1200, ghost=after)
    (ghost,) = picture.ghosts
    (part,) = ghost.parts
    assert part.away
    svg = draw(picture, Words(title="x"))
    (path,) = re.findall(r'<path class="ghost" data-ghost="st" d="([^"]+)"', svg)
    low = round(ghost.y + ghost.height, 1)
    assert f"H{part.x:g}V{low:g}H{part.x + part.width:g}V{ghost.y:g}" in path


def test_leave_that_moves_no_date_is_shown_as_it_was() -> None:
    """Leave within the allowance: the ends stay, so only the leave itself tells."""
    one, other = one_stage(LEAVE), one_stage(stretch("2032-01-01", "2032-12-31", away="Leave"))
    (ghost,) = lay_out(one, today=TODAY, width=1200, ghost=other).ghosts
    assert ghost.parts[0].x > lay_out(one, today=TODAY, width=1200).shapes[0].parts[0].x
    assert lay_out(one, today=TODAY, width=1200, ghost=one).ghosts == ()


def test_strips_beside_each_other_have_it() -> None:
    before, after = moved_by_leave()
    reach = Reach(start=day("2026-01-01"), end=day("2036-01-01"))

    def small(made: Timeline) -> Picture:
        return lay_out_small(made, today=TODAY, width=700, reach=reach)

    found = contrast(small(after), small(before), shifts(after, before).values())
    (ghost,) = found.picture.ghosts
    assert [part.away for part in ghost.parts] == [True]
    svg = draw_strip(found, Words(title="x"), name="s")
    assert '<path class="ghost"' in svg
    back = contrast(small(before), small(after), shifts(before, after).values())
    (shape,) = back.picture.shapes
    ((_, top, _, low),) = holes(draw_strip(back, Words(title="x"), name="s"))
    assert shape.y < top < low < shape.y + shape.height
    assert isinstance(shape.parts[0], Part)
