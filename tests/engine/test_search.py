"""The search against brute force: nothing is missing, nothing is left out that would be faster."""

import datetime as dt
import random
from typing import Any

import pytest

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.frame import make_frame
from pathways.planning.plans import Current, Past, Situation
from pathways.planning.schedule import quick_dates, schedule
from pathways.planning.search import RouteSearch, Searcher, StageSet, as_plan, search
from pathways.planning.standing import repeated_in
from pathways.planning.timeline import Bar
from tests.engine.brute_force import Chain, all_chains, in_order
from tests.engine.editions import shipped

TODAY = dt.date(2026, 11, 30)
CATALOGUES = 1_000
LONGEST = 4


def catalogue(seed: int) -> Edition:
    """A small catalogue: stages on tracks that differ in what they need, their length, their
    intakes and what they count for, and milestones between them."""
    pick = random.Random(seed)  # noqa: S311
    stages: dict[str, Any] = {}
    milestones: dict[str, Any] = {}
    known: list[str] = []

    def needs(most: int) -> list[dict[str, list[str]]]:
        return [
            {"any": pick.sample(known, pick.randint(1, min(3, len(known))))}
            for _ in range(pick.randint(0, most) if known else 0)
        ]

    for number in range(pick.randint(3, 6)):
        key = f"s{number}"
        tracks = [
            {
                "key": f"t{index}",
                "name": "Track",
                **(
                    {"length": {"typical": pick.choice([6, 12, 24])}} if pick.random() < 0.4 else {}
                ),
                **({"intakes": [{"month": 3, "day": 1}]} if pick.random() < 0.2 else {}),
                "requires": needs(1) if pick.random() < 0.5 else [],
            }
            for index in range(pick.choice([0, 0, 2, 3]))
        ]
        stages[key] = {
            "name": key,
            "kind": "residency",
            "jurisdiction": "xx",
            "length": {"typical": pick.choice([6, 12, 24])},
            "intakes": [{"month": 7, "day": 1}] if pick.random() < 0.3 else [],
            "requires": needs(2),
            "tracks": tracks,
        }
        known += [key, *(f"{key}@{track['key']}" for track in tracks)]
        if pick.random() < 0.4:
            exam = f"m{number}"
            milestones[exam] = {
                "name": exam,
                "kind": "exam",
                "jurisdiction": "xx",
                "requires": needs(1),
                "rules": [{"key": "r", "says": "Some day."}],
            }
            known.append(exam)
    last = f"s{len(stages) - 1}"
    return read_edition(
        {
            "format": 1,
            "jurisdictions": {"xx": {"name": "Nowhere", "currency": "USD"}},
            "stages": stages,
            "milestones": milestones,
            "destinations": {
                "goal": {
                    "name": "Goal",
                    "kind": "role",
                    "jurisdiction": "xx",
                    "requires": [{"any": [last]}, *needs(1)],
                    "finish": last,
                    "natural_start": "",
                }
            },
        }
    )


def finish_of(
    edition: Edition, situation: Situation, destination: Destination, chosen: StageSet
) -> dt.date:
    """The finish, or the last of days where there is none. Which of two stages that do not need
    each other comes first is not what is compared, so all are put in the same order."""
    at = as_plan(edition, situation, destination.key, chosen).situation
    steps = in_order(edition, at, destination, whole(edition, chosen))
    plan = as_plan(edition, at, destination.key, StageSet(steps=steps))
    dates = quick_dates(edition, plan, {})
    start = dates[destination.finish].start if destination.finish in dates else None
    return start or dt.date.max


def whole(edition: Edition, found: StageSet) -> Chain:
    """A set with the track that a stage is on where none is said: the first."""
    return frozenset(
        Ref(ref.key, ref.track or next((one.key for one in edition.stages[ref.key].tracks), ""))
        for ref in found.steps
    )


def missed(
    edition: Edition,
    situation: Situation,
    destination: Destination,
    result: RouteSearch,
    *,
    only_earlier: bool = False,
) -> list[str]:
    """The chains of brute force that were not found, and that no found one is as good as; with
    ``only_earlier`` those that finish before all that were found."""
    found = {whole(edition, one): one for one in result.found}
    worse = []
    for chain, way in all_chains(edition, situation, destination, LONGEST).items():
        if chain in found:
            continue
        keys = {ref.key for ref in chain}
        fewer = [
            one for one in result.found if only_earlier or {ref.key for ref in one.steps} <= keys
        ]
        mine = finish_of(edition, way.situation, destination, StageSet(steps=way.steps))
        if not any(finish_of(edition, situation, destination, one) <= mine for one in fewer):
            worse.append(" ".join(sorted(map(str, chain))))
    return worse


@pytest.mark.parametrize("part", range(10))
def test_generated_catalogues_hide_no_way(part: int) -> None:
    for seed in range(part * CATALOGUES // 10, (part + 1) * CATALOGUES // 10):
        edition, goal = catalogue(seed), "goal"
        situation = Situation(as_of=TODAY)
        if seed % 3 == 0:
            situation = Situation(
                as_of=TODAY, at=(Current(stage="s0", start=dt.date(2026, 7, 1), track=""),)
            )
        destination = edition.destinations[goal]
        result = search(edition, situation, destination)
        assert not result.cut
        assert missed(edition, situation, destination, result) == [], seed
        # And nothing is made up: each found one leads there by brute force too.
        chains = all_chains(edition, situation, destination, 6)
        for one in result.found:
            assert any(chain <= whole(edition, one) for chain in chains), (seed, one)


def test_brute_force_notices_what_is_missing() -> None:
    lost = 0
    for seed in range(200):
        edition = catalogue(seed)
        destination = edition.destinations["goal"]
        situation = Situation(as_of=TODAY)
        result = search(edition, situation, destination)
        if len(result.found) > 1:
            poorer = RouteSearch(found=result.found[1:])
            lost += bool(missed(edition, situation, destination, poorer))
    assert lost > 20


def usual_starts() -> list[tuple[str, Situation]]:
    """Each destination from where one usually starts, begun last autumn, and from nothing."""
    edition = shipped()
    starts = []
    for destination in edition.destinations.values():
        at = (Current(stage=destination.natural_start, start=dt.date(2025, 8, 1), track=""),)
        starts.append((destination.key, Situation(as_of=TODAY, at=at)))
        starts.append((destination.key, Situation(as_of=TODAY)))
    return starts


@pytest.mark.parametrize(
    ("key", "situation"),
    usual_starts(),
    ids=[f"{key}-{'started' if one.at else 'nothing'}" for key, one in usual_starts()],
)
def test_shipped_packs_hide_no_way(key: str, situation: Situation) -> None:
    edition = shipped()
    destination = edition.destinations[key]
    result = search(edition, situation, destination)
    lost = missed(edition, situation, destination, result, only_earlier=result.cut)
    assert lost == []
    # Where more than the best could be shown, it says so.
    assert not result.cut or len(result.found) > 40


def taken_from_abroad() -> dict[str, list[str]]:
    """Every stage that takes a kind of training from any other country, with the stages elsewhere
    that count as the last it asks for (a fellow has been a resident, a resident an intern)."""
    pairs: dict[str, list[str]] = {}
    for stage in shipped().stages.values():
        for requirement in stage.requires:
            for condition in requirement.any_of:
                if condition.point == "done" and any(one.abroad for one in condition.counting):
                    pairs[stage.key] = sorted(ref.key for ref in condition.found)
    return pairs


@pytest.mark.parametrize("taking", sorted(taken_from_abroad()))
def test_every_country_has_every_way_that_takes_any_other(taking: str) -> None:
    """Whoever has such training behind them, wherever, gets through the stage that takes it, or
    has a way to the same destinations that repeats nothing."""
    edition = shipped()
    country = edition.stages[taking].jurisdiction
    there = [one for one in edition.destinations.values() if one.jurisdiction == country]
    found: dict[str, dict[str, tuple[StageSet, ...]]] = {}
    for trained in taken_from_abroad()[taking]:
        done = (Past(key=trained, date=dt.date(2025, 7, 1)),)
        searcher = Searcher(edition, Situation(as_of=TODAY, done=done))
        found[trained] = {one.key: searcher.search(one).found for one in there}
    through = {
        key
        for by_destination in found.values()
        for key, sets in by_destination.items()
        if any(taking in {ref.key for ref in one.steps} for one in sets)
    }
    assert through
    without = {
        trained
        for trained, by_destination in found.items()
        if not any(
            taking in {ref.key for ref in one.steps} or not one.again
            for key in through
            for one in by_destination[key]
        )
    }
    assert without == set()


def test_nobody_trains_again_unless_a_rule_says_so() -> None:
    """From every country's full training to every destination: a stage that repeats training of
    the same kind says in its receipt what asks for it, with a source."""
    edition = shipped()
    repeated = 0
    for trained in [one for one in edition.stages.values() if "radiologist" in one.counts_as]:
        done = (Past(key=trained.key, date=dt.date(2025, 7, 1)),)
        situation = Situation(as_of=TODAY, done=done)
        searcher = Searcher(edition, situation)
        for destination in edition.destinations.values():
            for found in searcher.search(destination).found[:3]:
                if not found.again:
                    continue
                plan = as_plan(edition, situation, destination.key, found)
                timeline = schedule(edition, plan, TODAY)
                for finding in timeline.findings:
                    if finding.code == "trains_again":
                        repeated += 1
                        bar = timeline.item(finding.key)
                        assert isinstance(bar, Bar)
                        assert set(finding.sources) <= set(bar.start.receipt.sources)
                        assert "asks for it" in bar.start.receipt.note
                said = {one.key for one in timeline.findings if one.code == "trains_again"}
                frame = make_frame(edition, plan)
                again = {
                    step.key
                    for step in frame.steps
                    if step.stage and step.role == "planned"
                    if repeated_in(edition, frame.standing, step.stage)
                }
                assert again <= said, (trained.key, destination.key, again - said)
    assert repeated
