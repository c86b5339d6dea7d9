"""The second voice says what was agreed, and the engine says what the second voice does."""

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.editions import shipped
from tests.second_voice import audit
from tests.second_voice.audit import EXPLANATIONS, compare, told_by_engine, told_by_voice
from tests.second_voice.countries import COUNTRIES, DR, MD, ST1_3, ST4_5, UK_MED
from tests.second_voice.lives import lives
from tests.second_voice.voice import ONE_DAY, Stage, Step, add_months, live

FOLDER = Path(__file__).parent / "second_voice"
VECTORS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "calculators.yaml").read_text())
SAMPLE = 60
day = dt.date.fromisoformat


def last(step: Step) -> dt.date:
    """The last day of a step."""
    return live([step])[step.stage.key].end - ONE_DAY


def away(first: str, until: str) -> tuple[dt.date, dt.date, int]:
    """Leave from a day up to, without, another."""
    return day(first), day(until), 0


# The voice alone


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_the_voice_says_what_was_agreed_about_dated_examples(vector: dict[str, Any]) -> None:
    stage = ST1_3 if vector.get("stage") else Stage("ten_years", ("months", vector["months"]))
    step = Step(
        stage,
        vector["start"],
        working=tuple((since, percent) for since, percent in vector.get("working", ())),
        leave=tuple((one, until + ONE_DAY, 0) for one, until in vector.get("leave", ())),
    )
    assert last(step) == vector["ours"]
    agreed = vector["agreed"]
    assert abs((vector["ours"] - agreed["day"]).days) <= agreed["within"]
    if calculator := vector.get("calculator"):
        assert (vector["ours"] - calculator["day"]).days == calculator["later"]
    assert vector["right"] in ("ours", "both", "calculator")
    assert vector["right"] == "both" or vector["because"]


def test_a_month_is_a_calendar_month() -> None:
    assert add_months(day("2027-01-31"), 1) == day("2027-02-28")
    assert add_months(day("2028-01-31"), 1) == day("2028-02-29")
    assert add_months(day("2028-12-15"), 13) == day("2030-01-15")
    assert add_months(day("2028-03-31"), -1) == day("2028-02-29")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-09-01", "2029-06-30"),
        ("2024-12-31", "2029-06-30"),  # to 30 June are six months
        ("2025-01-02", "2030-06-30"),
        ("2025-06-30", "2030-06-30"),
    ],
)
def test_an_academic_year_is_at_least_six_months_long(start: str, end: str) -> None:
    assert last(Step(UK_MED, day(start))) == day(end)


def test_training_years_run_from_intake_to_intake() -> None:
    lived = live([Step(ST1_3, day("2031-08-06")), Step(ST4_5)])
    assert [lived[key].end for key in lived] == [day("2034-08-02"), day("2036-08-06")]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-07-24", "2027-08-03"),  # two weeks before the intake: as if with it
        ("2024-08-21", "2027-08-17"),  # two weeks after it: as many days after one
        ("2024-07-23", "2027-07-22"),  # otherwise calendar years
        ("2024-08-22", "2027-08-21"),
    ],
)
def test_training_years_off_cycle(start: str, end: str) -> None:
    assert last(Step(ST1_3, day(start))) == day(end)


def test_who_goes_on_late_has_as_many_days_of_training_years_as_if_on_time() -> None:
    first = Step(ST1_3, day("2031-08-06"), leave=(away("2033-01-01", "2034-06-01"),))
    lived = live([first, Step(ST4_5)])
    late = day("2034-06-01") - day("2033-01-01")
    assert [lived[key].end for key in lived] == [day("2034-08-02") + late, day("2036-08-06") + late]


def test_leave_before_and_after_a_stage_is_no_leave_from_it() -> None:
    whole = Step(ST1_3, day("2024-08-07"))
    others = replace(
        whole, leave=(away("2024-01-01", "2024-08-07"), away("2027-08-04", "2028-01-01"))
    )
    assert last(others) == last(whole) == day("2027-08-03")


def test_overlapping_leave_counts_once() -> None:
    whole = Step(Stage("one", ("months", 12)), day("2027-01-01"))
    twice = replace(
        whole, leave=(away("2027-02-01", "2027-02-11"), away("2027-02-06", "2027-02-16"))
    )
    assert last(twice) == last(whole) + ONE_DAY * 15


def test_time_out_that_counts_does_its_share() -> None:
    whole = Step(Stage("one", ("months", 12)), day("2027-01-01"))
    half = replace(whole, leave=((day("2027-02-01"), day("2027-02-11"), 50),))
    assert last(half) == last(whole) + ONE_DAY * 5


def test_fourteen_days_in_twelve_months_are_free_and_fifteen_are_not() -> None:
    whole = Step(ST1_3, day("2024-08-07"))
    fourteen = (away("2025-01-01", "2025-01-08"), away("2025-12-25", "2026-01-01"))
    assert last(replace(whole, leave=fourteen)) == last(whole)
    fifteen = (*fourteen, away("2025-06-01", "2025-06-02"))
    assert last(replace(whole, leave=fifteen)) == last(whole) + ONE_DAY * 15
    # A year after the first of them, the fifteenth is in no window with it.
    apart = (away("2025-01-01", "2025-01-08"), away("2026-01-01", "2026-01-09"))
    assert last(replace(whole, leave=apart)) == last(whole)


def test_an_average_allowance_is_used_up_from_the_first_day() -> None:
    whole = Step(DR, day("2027-07-01"))
    assert last(replace(whole, leave=(away("2027-08-01", "2028-03-12"),))) == last(whole)  # 224
    more = replace(
        whole, leave=(away("2027-08-01", "2028-03-12"), away("2030-01-01", "2030-01-11"))
    )
    assert last(more) == last(whole) + ONE_DAY * 10
    # All of it can be used before an exam.
    lived = live([replace(whole, leave=(away("2027-08-01", "2028-03-12"),))])["dr_residency"]
    assert lived.worked(35) == day("2030-06-01")


def test_twenty_days_in_each_year_of_the_stage() -> None:
    whole = Step(MD, day("2027-07-01"))
    each = replace(whole, leave=(away("2028-06-11", "2028-07-21"),))  # 20 days in each of two
    assert last(each) == last(whole)
    one = replace(whole, leave=(away("2028-06-10", "2028-07-21"),))
    assert last(one) == last(whole) + ONE_DAY


def test_leave_that_only_a_longer_stage_reaches_is_counted_when_it_is_reached() -> None:
    year = Stage("one", ("months", 12))
    step = Step(year, day("2027-01-01"), leave=(away("2027-12-30", "2028-01-05"),))
    assert last(step) == day("2028-01-06")  # two days in the year, and then four more
    assert last(replace(step, leave=(away("2028-01-01", "2028-01-05"),))) == day("2027-12-31")


def test_leave_after_the_end_does_not_make_leave_before_it_too_much() -> None:
    whole = Step(ST1_3, day("2024-08-07"))
    across = replace(whole, leave=(away("2027-07-30", "2027-08-19"),))  # five of the twenty days
    assert last(across) == last(whole)
    # At 90% the end is later, and leave is judged there.
    part = replace(whole, working=((day("2026-08-05"), 90),))
    end = last(part) + ONE_DAY
    leave = (end - ONE_DAY * 2, end + ONE_DAY * 20, 0)
    assert last(replace(part, leave=(leave,))) == last(part)


def test_eligibility_is_the_same_walk() -> None:
    step = Step(
        Stage("one", ("months", 48)),
        day("2027-07-01"),
        working=((day("2028-07-01"), 50),),
        leave=(away("2027-12-01", "2028-01-01"),),
    )
    lived = live([step])["one"]
    assert lived.worked(6) == day("2028-02-01")  # a month of leave
    at_half = add_months(day("2027-07-01"), 24) - day("2028-07-01") + ONE_DAY * 31
    assert lived.worked(24) == day("2028-07-01") + 2 * at_half
    assert lived.worked(48) == lived.end


def test_time_that_only_interruptions_stop() -> None:
    step = Step(
        Stage("one", ("months", 12)),
        day("2027-01-01"),
        working=((None, 50),),
        leave=(away("2027-03-01", "2027-03-11"),),
    )
    assert live([step])["one"].present(24, day("2027-01-01")) == day("2029-01-11")


def test_the_voice_knows_nothing_of_the_engine() -> None:
    own = [FOLDER / "voice.py", FOLDER / "countries.py"]
    for path in own:
        names = {
            name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module] if isinstance(node, ast.ImportFrom) else [])
            + [one.name for one in node.names]
        }
        assert not any(str(name).startswith("pathways") for name in names)
    assert sum(len(path.read_text().splitlines()) for path in own) <= 500


# The audit


def test_a_seed_gives_the_same_lives() -> None:
    one, other = (list(lives("uk", 5, seed=3)) for _ in range(2))
    assert [life.document(1) for life in one] == [life.document(1) for life in other]
    assert one[0].document(1) != next(iter(lives("uk", 1, seed=4))).document(1)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_engine_says_what_the_second_voice_does(country: str) -> None:
    result = audit.audit(shipped(), country, SAMPLE, 11, EXPLANATIONS)
    assert sum(result.compared.values()) > 3 * SAMPLE
    lines = "\n".join(audit.report(country, result))
    assert "UNEXPLAINED" not in lines, lines


def test_a_wrong_date_is_noticed() -> None:
    life = next(iter(lives("uk", 1, seed=1)))
    voice, engine = told_by_voice(life), told_by_engine(shipped(), life)
    agreed = {key: (low, high or low + ONE_DAY) for key, low, high in voice if key in engine}
    assert not list(compare(life, voice, agreed))
    for key, (low, high) in agreed.items():
        (found,) = compare(life, voice, {**agreed, key: (low - ONE_DAY, low)})
        assert found.key == key
        exact = next(one for one in voice if one[0] == key)[2] is not None
        assert bool(list(compare(life, voice, {**agreed, key: (low, high + ONE_DAY)}))) == exact


def test_an_unexplained_disagreement_fails_the_audit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def a_day_later(*arguments: Any) -> dict[str, audit.Window]:
        told = told_by_engine(*arguments)
        return {key: (low + ONE_DAY, high + ONE_DAY) for key, (low, high) in told.items()}

    monkeypatch.setattr(audit, "told_by_engine", a_day_later)
    assert audit.main(["--lives", "3", "--country", "europe"]) == 1
    assert "UNEXPLAINED europe: start of eu_training" in capsys.readouterr().out
