"""Plans that cross borders, and words that mean something else in another country."""

import datetime as dt
from typing import Any

import pytest

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.naming import NameProblem, Position, find_position
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.plans import Current, Past, Situation
from pathways.planning.search import search

TODAY = dt.date(2026, 11, 21)


def two_countries() -> Edition:
    """Two countries that train alike, and recognise each other's degree; a third that nobody
    asked for has the shortest way."""

    def stage(country: str, name: str, *needs: str, **more: Any) -> dict[str, Any]:
        return {
            "name": name,
            "kind": "residency" if needs else "education",
            "jurisdiction": country,
            "length": {"typical": 1 if country == "zz" else 36},
            "requires": [{"any": list(needs)}] if needs else [],
            **more,
        }

    training = ["R1 = PGY-2 = DR1", "R2 = PGY-3 = DR2", "R3"]
    return read_edition(
        {
            "format": 1,
            "jurisdictions": {
                key: {"name": key.upper(), "currency": "USD"} for key in ("xx", "yy", "zz")
            },
            "stages": {
                "x_school": stage("xx", "School", aliases=["md"]),
                "y_school": stage("yy", "School", aliases=["md"]),
                "z_school": stage("zz", "School"),
                "x_training": stage(
                    "xx", "Training", "x_school", "y_school", "z_school", years=training
                ),
                "y_training": stage(
                    "yy",
                    "Training",
                    "y_school",
                    "x_school",
                    years=["R1", "R2"],
                    aliases=["z_school"],
                ),
            },
            "destinations": {
                f"{key}_goal": {
                    "name": "Radiology",
                    "kind": "subspecialty",
                    "jurisdiction": f"{key}{key}",
                    "requires": [{"any": [f"{key}_training"]}],
                    "finish": f"{key}_training",
                    "natural_start": f"{key}_school",
                }
                for key in ("x", "y")
            },
        }
    )


def ways(situation: Situation, destination: str) -> set[tuple[str, ...]]:
    edition = two_countries()
    found = search(edition, situation, edition.destinations[destination]).found
    return {tuple(step.key for step in one.steps) for one in found}


def test_nobody_is_sent_through_a_third_country() -> None:
    assert ways(Situation(as_of=TODAY), "x_goal") == {("x_school", "x_training")}


def test_training_abroad_counts_where_it_is_recognised() -> None:
    at = (Current(stage="y_school", track="", start=dt.date(2024, 9, 1)),)
    assert ways(Situation(as_of=TODAY, at=at), "x_goal") == {("x_training",)}
    done = (Past(key="z_school", track="", date=dt.date(2024, 9, 1)),)
    assert ways(Situation(as_of=TODAY, done=done), "x_goal") == {("x_training",)}


@pytest.mark.parametrize("word", ["R2", "pgy-3", "PGY3", "dr2"])
def test_every_name_of_a_year_is_understood(word: str) -> None:
    position = find_position(two_countries(), word)
    assert (position.ref.key, position.year) == ("x_training", 2)


def test_a_word_means_what_it_does_in_the_country() -> None:
    def found(text: str, country: str) -> Position:
        return find_position(two_countries(), text, country)

    assert found("R1", "xx").ref.key == "x_training"
    assert found("R1", "yy").ref.key == "y_training"
    assert found("PGY-2", "yy").ref.key == "x_training"
    assert found("MD", "yy").ref.key == "y_school"
    assert found("md", "zz").ref.key == "x_school"
    assert found("x_school", "yy").ref.key == "x_school"
    # Forms send keys: a key is itself, even where another country has it for a word.
    assert found("z_school", "yy").ref.key == "z_school"
    assert found("Z_School", "yy").ref.key == "y_training"
    with pytest.raises(NameProblem, match="“R9” is not"):
        found("R9", "yy")


def test_the_destination_of_the_country_comes_first() -> None:
    edition = two_countries()
    for country in ("x", "y"):
        found = edition.find_destination("radiology", country * 2)
        assert found
        assert found.key == f"{country}_goal"
    assert edition.find_destination("cooking", "xx") is None
