"""Pictures for paper: lower than on the screen, and just as sound."""

import pytest

from pathways.planning.picture import Picture
from pathways.planning.picture.layout import lay_out
from pathways.presenters.tight import tightened
from tests.pictures import TODAY, long_timeline, short_timeline, timeline
from tests.test_layout import assert_sound, crossed

WIDTHS = (340, 720, 900, 1120)


def both(width: int, *, long: bool) -> tuple[Picture, Picture]:
    """A picture as the screen shows it, and as paper does."""
    drawn = long_timeline() if long else short_timeline()
    captions = {item.key: "Jul 2029 – Jun 2033" for item in drawn.items}
    screen = lay_out(drawn, today=TODAY, width=width, captions=captions, finish_label="Finish")
    return screen, tightened(screen)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("long", [False, True], ids=("eight", "forty"))
def test_a_tight_picture_is_sound_and_lower(width: int, long: bool) -> None:
    screen, paper = both(width, long=long)
    assert_sound(paper)
    assert paper.height < 0.87 * screen.height
    lanes = paper.lanes
    assert [one.y + one.height for one in lanes[:-1]] == pytest.approx([one.y for one in lanes[1:]])
    for lane in lanes:
        assert lane.y < lane.title_y < lane.y + lane.height


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_sideways_or_to_another_row(width: int) -> None:
    screen, paper = both(width, long=True)
    assert [one.key for one in paper.shapes] == [
        one.key for lane in screen.lanes for one in screen.shapes if one.lane == lane.key
    ]
    was = {one.key: one for one in screen.shapes}
    for one in paper.shapes:
        before = was[one.key]
        assert (one.x, one.width, one.left, one.right) == (
            before.x, before.width, before.left, before.right,
        )  # fmt: skip
        assert [(label.x, label.text) for label in one.labels] == [
            (label.x, label.text) for label in before.labels
        ]
        for other in paper.shapes:
            mine, theirs = was[one.key], was[other.key]
            if one.lane == other.lane:
                assert (one.top == other.top) == (mine.top == theirs.top)


def test_labels_keep_their_place_in_their_bar() -> None:
    screen, paper = both(900, long=False)
    was = {one.key: one for one in screen.shapes}
    for one in paper.shapes:
        before = was[one.key]
        for label, old in zip(one.labels, before.labels, strict=True):
            middle, old_middle = one.y + one.height / 2, before.y + before.height / 2
            assert label.y - middle == pytest.approx(old.y - old_middle, abs=0.11)


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_leave_their_gaps_where_the_words_went(width: int) -> None:
    _, paper = both(width, long=True)
    assert any(flag.gaps for flag in paper.flags)
    for flag, y in crossed(paper):
        assert any(start <= y - 8 and y <= end for start, end in flag.gaps), flag.kind


def test_an_empty_picture_stays_as_it_is() -> None:
    empty = lay_out(timeline(), today=TODAY, width=720)
    assert tightened(empty) == empty
