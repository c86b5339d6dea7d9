"""What the four questions do with a destination when another country is chosen."""

import datetime as dt
import html
import re

import pytest
from django.test import Client

from pathways.forms.start import StartForm
from tests.engine.editions import shipped
from tests.factories import publish_packs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day", "edition")]

SAYS = "“{}” is a destination of another country. Choose again."


@pytest.fixture
def edition() -> None:
    publish_packs()


def asked(country: str, destination: str) -> tuple[str, str]:
    """The destination that is chosen on the start page ("" for not sure), and its field."""
    page = Client().get("/", {"country": country, "destination": destination})
    text = html.unescape(page.content.decode())
    field = text[text.index('<label for="destination">') :].split('<button class="button', 1)[0]
    chosen = re.findall(r'<option value="([^"]*)" selected>', field)
    return "".join(chosen), field


def test_a_destination_of_another_country_is_not_dropped_without_a_word() -> None:
    chosen, field = asked("uk", "device_sales")
    assert chosen == ""
    assert SAYS.format("Medical device sales") in field
    assert 'aria-describedby="destination-note"' in field
    assert '<p class="small" id="destination-note" data-say>' in field
    assert "aria-invalid" not in field


@pytest.mark.parametrize(
    ("destination", "country", "same"),
    [
        ("neuroradiology", "uk", "uk_neuroradiology"),
        ("uk_interventional_radiology", "us", "interventional_radiology"),
        ("interventional_radiology", "ca", "ca_interventional_radiology"),
        ("ca_diagnostic_radiology", "us", "diagnostic_radiology"),
        ("neuroradiology", "us", "neuroradiology"),
    ],
)
def test_what_both_countries_have_stays_chosen(destination: str, country: str, same: str) -> None:
    chosen, field = asked(country, destination)
    assert chosen == same
    assert "destination-note" not in field


@pytest.mark.parametrize("destination", ["", "no_such"])
def test_nothing_is_said_where_nothing_was_chosen(destination: str) -> None:
    for country in ("uk", "", "zz"):
        chosen, field = asked(country, destination)
        assert chosen == ""
        assert "destination-note" not in field


def test_before_a_country_is_chosen_every_destination_can_be() -> None:
    assert asked("", "device_sales")[0] == "device_sales"


def test_a_resident_of_another_specialty_says_that_it_goes_on_or_is_over() -> None:
    page = Client().get("/", {"country": "us"})
    offered = re.findall(r'<option value="(other_gme[^"]*)"', page.content.decode())
    assert offered == [
        "other_gme#1",
        "other_gme_no_clinical#1",
        "other_gme",
        "other_gme_no_clinical",
    ]


@pytest.mark.parametrize("key", ["other_gme", "other_gme_no_clinical", "foreign_dr_residency"])
def test_where_people_come_from_is_over_unless_they_say_that_they_are_in_it(key: str) -> None:
    told = {"country": "us", "now": key, "since": "2025-07"}
    form = StartForm(shipped(), dt.date(2026, 11, 30), told)
    assert form.is_valid()
    assert [one.key for one in form.cleaned_data["situation"].done] == [key]
    running = StartForm(shipped(), dt.date(2026, 11, 30), {**told, "now": f"{key}#1"})
    assert running.is_valid()
    (current,) = running.cleaned_data["situation"].at
    assert (current.stage, current.start) == (key, dt.date(2025, 7, 1))
