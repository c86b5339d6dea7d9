"""Looking at a part of the time: the next two years, or one stage."""

import datetime as dt

import pytest
from django.test import Client

from pathways.planning.timeline import Bar
from pathways.presenters.zoom import MOST_STAGES, present_zoom, reach_shown
from tests.factories import make_plan, make_user, publish_packs
from tests.pictures import TODAY, bar, short_timeline, timeline


def test_the_next_two_years_begin_a_little_before_today() -> None:
    reach = reach_shown(short_timeline(), "next", TODAY)
    assert reach is not None
    assert reach.start < TODAY < reach.start + dt.timedelta(days=60)
    assert (reach.end, reach.cuts) == (dt.date(2028, 11, 21), True)


def test_a_stage_is_shown_with_a_little_room() -> None:
    drawn = short_timeline()
    residency = drawn.item("dr_residency")
    assert isinstance(residency, Bar)
    reach = reach_shown(drawn, "dr_residency", TODAY)
    assert reach is not None
    assert reach.start < residency.start.date
    assert reach.end > residency.end.date
    post = reach_shown(drawn, "attending", TODAY)
    assert post is not None
    assert post.end < dt.date(2037, 1, 1), "a post without an end is not shown for ever"


@pytest.mark.parametrize("asked", ["", "core", "nowhere", "<b>"])
def test_anything_else_is_the_whole_plan(asked: str) -> None:
    drawn = short_timeline()
    assert reach_shown(drawn, asked, TODAY) is None
    chosen = [way.label for way in present_zoom(drawn, asked, "/draft/", TODAY) if way.chosen]
    assert chosen == ["Whole plan"]


def test_the_ways_are_links_that_keep_what_else_is_asked() -> None:
    ways = present_zoom(short_timeline(), "next", "/draft/?finish_by=2036-07", TODAY)
    assert [(way.label, way.chosen) for way in ways][:3] == [
        ("Whole plan", False),
        ("Next two years", True),
        ("Medical school", False),
    ]
    assert ways[0].url == "/draft/?finish_by=2036-07"
    assert ways[2].url == "/draft/?finish_by=2036-07&show=medical_school"
    over = timeline(bar("a", "Old post", "1990-01-01", "1991-01-01"))
    assert [way.label for way in present_zoom(over, "", "/draft/", TODAY)] == [
        "Whole plan",
        "Old post",
    ]


def test_of_very_many_stages_the_longest_are_offered_and_the_one_that_is_shown() -> None:
    bars = [
        bar(f"s{n}", f"Stage {n}", f"{2026 + n}-01-01", f"{2026 + n}-0{n % 9 + 1}-02")
        for n in range(30)
    ]
    many = timeline(*bars)
    offered = [way.label for way in present_zoom(many, "s18", "/draft/", TODAY)]
    assert len(offered) == MOST_STAGES + 3
    assert offered[:2] == ["Whole plan", "Next two years"]
    assert {"Stage 8", "Stage 17", "Stage 26", "Stage 18"} <= set(offered)
    assert "Stage 0" not in offered
    assert offered[2:] == sorted(offered[2:], key=lambda label: int(label.split()[1]))


@pytest.fixture
def page(story_day: None) -> tuple[Client, str]:
    publish_packs()
    owner, client = make_user(), Client()
    client.force_login(owner)
    return client, f"/plans/{make_plan(owner).pk}/"


@pytest.mark.django_db
def test_what_is_shown_goes_on_with_every_link_and_form(page: tuple[Client, str]) -> None:
    client, address = page
    shown = client.get(address, {"show": "next", "finish_by": "2040-07"}).content.decode()
    assert f'action="{address}edit/?finish_by=2040-07&amp;show=next"' in shown
    assert 'href="' + address + "?finish_by=2040-07&amp;show=next&amp;item=" in shown
    assert '<input type="hidden" name="show" value="next">' in shown


@pytest.mark.django_db
def test_a_phone_gets_the_list_first_and_the_picture_when_asked(page: tuple[Client, str]) -> None:
    client, address = page
    first = client.get(address).content.decode()
    assert 'class="fits narrow"' not in first
    assert f'href="{address}?picture=1"' in first
    asked = client.get(address, {"picture": "1"}).content.decode()
    assert 'class="fits narrow"' in asked
    assert f'id="hide-picture" href="{address}"' in asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "sizes"),
    [("broad", ["broad"]), ("middle", ["middle"]), ("narrow", []), ("huge", ["middle", "broad"])],
)
def test_a_fragment_has_the_size_that_the_browser_shows(
    page: tuple[Client, str], size: str, sizes: list[str]
) -> None:
    client, address = page
    headers = {"HX-Request": "true", "Picture-Size": size}
    answer = client.get(address, headers=headers).content.decode()
    found = [one for one in ("narrow", "middle", "broad") if f'class="fits {one}"' in answer]
    assert found == sizes
    whole = client.get(address, headers={"Picture-Size": size}).content.decode()
    assert 'class="fits broad"' in whole
    assert 'class="fits middle"' in whole


@pytest.mark.django_db
def test_a_page_has_the_size_that_a_cookie_says(page: tuple[Client, str]) -> None:
    """Nothing else of a cookie is believed; a fragment follows what the script says."""
    client, address = page
    for cookie, sizes in (("broad", ["broad"]), ("narrow", []), ("<b>", ["middle", "broad"])):
        client.cookies["frame"] = cookie
        shown = client.get(address).content.decode()
        found = [one for one in ("narrow", "middle", "broad") if f'class="fits {one}"' in shown]
        assert found == sizes
    client.cookies["frame"] = "broad"
    headers = {"HX-Request": "true", "Picture-Size": "middle"}
    answer = client.get(address, headers=headers).content.decode()
    assert 'class="fits middle"' in answer
    assert 'class="fits broad"' not in answer
