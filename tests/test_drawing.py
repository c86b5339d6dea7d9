"""The drawn picture: well-formed, escaped, without styles, the same facts in words."""

import datetime as dt
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pathways.drawing import Words, draw
from pathways.planning.picture.layout import Reach, lay_out, lay_out_small
from pathways.presenters.handles import present_handles
from pathways.presenters.pictures import PictureView, present_file_picture, present_pictures
from tests.pictures import TODAY, bar, long_timeline, marker, short_timeline, timeline

HOSTILE = '"><script>alert(1)</script><a href="javascript:1" onload=\'x\' style="x">&'


def views() -> tuple[PictureView, ...]:
    return present_pictures(long_timeline(), title="Mine", today=TODAY, style="us")


def test_every_size_is_well_formed_and_carries_no_style() -> None:
    for view in views():
        svg = draw(view.picture, view.words, name=view.name)
        ElementTree.fromstring(svg)  # noqa: S314 our own text
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=", svg)


def test_every_item_is_a_link_with_a_sentence() -> None:
    view = present_pictures(short_timeline(), title="Mine", today=TODAY, style="intl")[-1]
    svg = draw(view.picture, view.words, link="/plans/1/?item={key}#editor")
    assert svg.count("<a class=") == len(short_timeline().items)
    assert 'href="/plans/1/?item=core#editor" data-item="core"' in svg
    said = "Diagnostic radiology residency, 1 July 2029 – 30 June 2033, projected"
    assert f"<title>{said}</title>" in svg


def test_handles_say_where_items_are_and_what_moves() -> None:
    """What is done or pinned has none; the axis says how days become pixels."""
    drawn = timeline(
        replace(bar("past", "Past", "2024-01-01", "2026-01-01"), status="done"),
        bar("next", "Next", "2026-07-01", "2030-07-01"),
        replace(bar("held", "Held", "2030-07-01", "2032-07-01"), pinned=True),
    )
    handles = present_handles(drawn)
    view = present_pictures(drawn, title="Mine", today=TODAY, style="us", handles=handles)[-1]
    svg = draw(view.picture, view.words, handles=view.handles)
    heads = dict(re.findall(r'data-item="(\w+)"([^>]*)>', svg))
    assert heads == {"past": "", "next": ' data-moves="start" data-sized', "held": ""}
    first, left, scale = re.findall(r'data-(?:from|left|scale)="([^"]+)"', svg)
    days = (dt.date(2026, 7, 1) - dt.date.fromisoformat(first)).days
    shape = next(one for one in view.picture.shapes if one.key == "next")
    assert float(left) + days * float(scale) == pytest.approx(shape.x, abs=0.2)


def test_what_is_cut_off_is_torn_at_the_edge() -> None:
    """Not by colour: the edge itself is another one."""
    drawn = timeline(bar("long", "Long", "2020-01-01", "2040-01-01"))
    reach = Reach(start=dt.date(2026, 1, 1), end=dt.date(2028, 1, 1), cuts=True)
    torn = draw(lay_out(drawn, today=TODAY, width=700, reach=reach), Words(title="Mine"))
    whole = draw(lay_out(drawn, today=TODAY, width=700), Words(title="Mine"))
    assert '<path class="body"' in torn
    assert '<rect class="body"' not in torn
    assert '<path class="body"' not in whole


def test_a_window_that_goes_on_is_torn() -> None:
    drawn = timeline(marker("jobs", "First contract", "2027-01-01", "2031-01-01"))
    reach = Reach(start=dt.date(2026, 6, 1), end=dt.date(2028, 6, 1), cuts=True)
    torn = draw(lay_out(drawn, today=TODAY, width=700, reach=reach), Words(title="Mine"))
    whole = draw(lay_out(drawn, today=TODAY, width=700), Words(title="Mine"))
    assert '<path class="band"' in torn
    assert '<rect class="band"' in whole


def test_a_line_is_broken_where_words_stand() -> None:
    view = views()[-1]
    svg = draw(view.picture, view.words)
    today = next(flag for flag in view.picture.flags if flag.kind == "today")
    (line,) = re.findall(r'<path class="line today" d="([^"]+)"', svg)
    assert line.count("M") == len(today.gaps) + 1


def test_what_moved_far_has_an_arrow_from_where_it_was() -> None:
    before = timeline(bar("a", "Way", "2026-01-01", "2036-01-01"), marker("m", "M", "2028-01-01"))
    after = timeline(bar("a", "Way", "2026-01-01", "2036-01-01"), marker("m", "M", "2033-01-01"))
    picture = lay_out(after, today=TODAY, width=700, ghost=before)
    svg = draw(picture, Words(title="Mine"))
    assert svg.count('class="ghost"') == svg.count('class="moved"') == 1
    back = draw(lay_out(before, today=TODAY, width=700, ghost=after), Words(title="Mine"))
    assert back.count('class="moved"') == 1


def test_a_picture_is_lean() -> None:
    """No empty group, no pattern that nothing is filled with, no number with a trailing zero."""
    view = views()[-1]
    svg = draw(view.picture, view.words, name="p")
    assert not re.search(r"<(g|defs)[^>]*></\1>", svg)
    assert set(re.findall(r'pattern id="([^"]+)"', svg)) == set(
        re.findall(r"fill=\"url\(#(p-(?:estimate|window)[^)]+)\)", svg)
    )
    assert not re.search(r'="[^"]*\d\.0[" HV]', svg)
    assert len(svg) < 700 * len(view.picture.shapes)


def test_hostile_text_stays_text() -> None:
    drawn = timeline(bar("a", HOSTILE, "2026-01-01", "2032-01-01", short=HOSTILE))
    for view in present_pictures(drawn, title=HOSTILE, today=TODAY, style="us"):
        words = replace(view.words, description=HOSTILE)
        svg = draw(view.picture, words, name='x"y', selected=HOSTILE)
        root = ElementTree.fromstring(svg)  # noqa: S314 our own text
        names = {element.tag for element in root.iter()}
        assert "script" not in names
        assert all("javascript" not in str(one.get("href")) for one in root.iter())


def test_a_file_stands_alone() -> None:
    view = present_file_picture(short_timeline(), title="Mine", today=TODAY, style="us")
    svg = draw(view.picture, view.words, standalone=True)
    ElementTree.fromstring(svg)  # noqa: S314 our own text
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "<style>" in svg
    assert "var(" not in svg
    assert "<a " not in svg


@pytest.mark.parametrize("link", [None, "?item={key}"])
def test_a_picture_without_links_is_an_image(link: str | None) -> None:
    picture = lay_out(short_timeline(), today=TODAY, width=720)
    role = "img" if link is None else "group"
    assert f'role="{role}"' in draw(picture, Words(title="x"), link=link)


def test_a_small_picture_has_no_labels_but_years() -> None:
    svg = draw(lay_out_small(short_timeline(), today=TODAY, width=500), Words(title="x"), link=None)
    assert set(re.findall(r"<text[^>]*>([^<]*)</text>", svg)) <= {str(y) for y in range(2020, 2040)}
