"""Plans that cross borders, and words that mean something else in another country."""

import datetime as dt
from typing import Any

import pytest

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.naming import NameProblem, Position, at_intake, find_position
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.plans import Current, Past, Situation
from pathways.planning.routes import find_routes
from pathways.planning.search import search
from tests.engine.editions import shipped

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


@pytest.mark.parametrize(
    ("told", "begun_on"),
    [
        (dt.date(2026, 9, 1), dt.date(2026, 8, 5)),
        (dt.date(2026, 8, 1), dt.date(2026, 8, 5)),
        (dt.date(2026, 7, 1), dt.date(2026, 8, 5)),
        (dt.date(2026, 12, 1), dt.date(2026, 12, 1)),
    ],
)
def test_who_says_a_month_began_at_the_intake_next_to_it(told: dt.date, begun_on: dt.date) -> None:
    """British foundation years begin on the first Wednesday of August."""
    current = Current(stage="uk_f2", track="", start=told)
    assert at_intake(shipped(), current).start == begun_on


def test_what_begins_on_any_day_began_on_the_day_told() -> None:
    current = Current(stage="attending", track="", start=dt.date(2026, 9, 1))
    assert at_intake(shipped(), current) == current


def test_nobody_has_sat_the_exams_of_another_country_unasked() -> None:
    edition = shipped()
    at = (Current(stage="in_practice", track="", start=dt.date(2024, 8, 1)),)
    situation = Situation(as_of=TODAY, at=at)
    goal = edition.destinations["uk_clinical_radiology"]
    for route in find_routes(edition, situation, goal, TODAY).found:
        foreign = [
            item.key
            for item in route.timeline.markers()
            if item.at.date < TODAY and edition.milestones[item.key].jurisdiction == "uk"
        ]
        assert foreign == [], route.label


def test_a_degree_has_as_many_years_as_it_lasts() -> None:
    stage = shipped().stages["uk_med"]
    assert [len(stage.years_on(key)) for key in ("standard", "graduate_entry")] == [5, 4]


# Registration in the United Kingdom: every way to it, and what each of them rests on.
REGISTERED = {"uk_full_reg", "uk_st3_reg", "uk_rsq", "uk_mti_reg"}
EXAMINED = {"uk_plab2", "uk_pg_exam", "frcr2b"}
BRITISH_POSTS = {"uk_f3", "uk_mti", "uk_st1_3", "uk_st3_entry", "uk_imt2", "uk_fellowship"}
BRITISH_GOALS = ["uk_clinical_radiology", "uk_neuroradiology", "uk_nuclear_medicine"]
OTHERS_TRAINING = sorted(
    key
    for key, stage in shipped().stages.items()
    if "radiologist" in stage.counts_as and stage.jurisdiction != "uk"
)


@pytest.mark.parametrize("destination", BRITISH_GOALS)
@pytest.mark.parametrize("training", OTHERS_TRAINING)
def test_nobody_from_abroad_works_in_britain_unregistered(training: str, destination: str) -> None:
    """Registration comes before the first British post and before the Specialist Register, with
    an English test, and with an examination unless the title or the degree is recognised."""
    edition = shipped()
    stage = edition.stages[training]
    done = (Past(key=training, track="", date=dt.date(2024, 7, 1)),)
    situation = Situation(as_of=TODAY, done=done)
    goal = edition.destinations[destination]
    found = find_routes(edition, situation, goal, TODAY).found
    assert found, "no route leads there"
    recognised = "eea_radiologist" in stage.counts_as
    for route in found:
        timeline = route.timeline
        markers = {one.key: one for one in timeline.markers()}
        registrations = [one.at.date for key, one in markers.items() if key in REGISTERED]
        assert registrations, route.label
        needs = [one.start.date for one in timeline.bars() if one.key in BRITISH_POSTS]
        needs.append(markers["uk_specialist_register"].at.date)
        assert min(registrations) <= min(needs), route.label
        assert "uk_english_test" in markers, route.label
        assert recognised or EXAMINED & markers.keys(), route.label


def test_a_recognised_title_is_the_quickest_way_to_the_register() -> None:
    edition = shipped()
    goal = edition.destinations["uk_clinical_radiology"]
    for key, stage in edition.stages.items():
        if "eea_radiologist" not in stage.counts_as:
            continue
        situation = Situation(as_of=TODAY, done=(Past(key=key, date=dt.date(2024, 7, 1)),))
        first = find_routes(edition, situation, goal, TODAY).found[0]
        assert first.timeline.item("uk_rsq"), key
        assert not first.timeline.item("uk_portfolio"), key
        assert not first.timeline.item("uk_plab1"), key
