"""The real sittings of a milestone, as those who move it by hand are told them."""

from typing import Any

import pytest

from tests.factories import publish_packs
from tests.test_planner_pages import (
    EXAM,
    FELLOWSHIP,
    HALF_WAY,
    RESIDENCY,
    Sheet,
    draft_sheet,
    plan_sheet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]


@pytest.fixture(autouse=True)
def _published() -> None:
    publish_packs()


def ask(sheet: Sheet, key: str) -> Any:
    return sheet.client.get(f"{sheet.page}sittings/{key}/")


@pytest.mark.parametrize("make", [draft_sheet, plan_sheet], ids=["draft", "plan"])
def test_the_sittings_of_an_exam_are_real_ones_in_order(make: Any) -> None:
    sheet = make(HALF_WAY)
    answer = ask(sheet, EXAM)
    dates = answer.json()["dates"]
    assert len(dates) == 12
    assert dates == sorted(set(dates))
    assert "no-store" in answer.headers["Cache-Control"]
    sheet.do("sitting", EXAM, sitting=dates[2])
    page = sheet.get(EXAM).content.decode()
    assert f'data-item="{EXAM}" data-at="{dates[2]}"' in page
    assert ask(sheet, EXAM).json()["dates"] == dates


def test_a_stage_begins_with_its_intakes_and_what_is_pinned_has_none_to_choose() -> None:
    sheet = draft_sheet(HALF_WAY)
    intakes = [f"{year}-07-01" for year in range(2029, 2041)]
    assert ask(sheet, FELLOWSHIP).json()["dates"] == intakes
    sheet.do("start", FELLOWSHIP, start=intakes[3])
    assert f'data-item="{FELLOWSHIP}" data-at="{intakes[3]}"' in sheet.get().content.decode()
    assert ask(sheet, FELLOWSHIP).json()["dates"] == intakes
    assert ask(sheet, "attending").json() == {"dates": []}, "any day will do"
    assert ask(sheet, RESIDENCY).json() == {"dates": []}, "it has begun"
    assert ask(sheet, "nothing").status_code == 404
    sheet.do("pin", EXAM)
    assert ask(sheet, EXAM).json() == {"dates": []}
    page = sheet.get().content.decode()
    row = page.split(f'id="item-{EXAM}"')[1].split(">", 2)[1]
    assert "data-pinned" in row
    assert "data-moves" not in row


def test_rows_say_where_items_are_and_how_they_can_be_moved(client: Any) -> None:
    page = draft_sheet(HALF_WAY).get().content.decode()
    row = page.split(f'id="item-{FELLOWSHIP}"')[1].split(">", 2)[1]
    assert 'data-at="2029-07-01" data-until="2030-07-01" data-moves="start" data-sized' in row
