"""What the measuring of pages relies on: the same data everywhere, and honest judgements."""

import datetime as dt
import gzip
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from pathways.planning.catalogue.reading import read_edition
from pathways.planning.dates import add_months
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Change
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Bar
from tests.bench import dataset, report
from tests.bench.goals import GOALS, Goal, Verdict, judge, painted
from tests.bench.serving import edited, file_page, small_server
from tests.bench.visiting import Edited, Visit

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("module", ["tests.bench.pages", "tests.screenshots"])
def test_what_is_no_test_can_be_started(module: str) -> None:
    """They set Django up on their own, so nothing that they import may need it sooner."""
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True)


@pytest.mark.parametrize("count", [10, 40, 200])
def test_the_data_is_a_chain_of_fifteen_years(count: int) -> None:
    chain = dataset.bars(count)
    assert [bar.start for bar in chain] == [0, *(bar.end for bar in chain[:-1])]
    assert (len(chain), chain[-1].end) == (count, dataset.DAYS)
    assert len({bar.end - bar.start for bar in chain}) > 5


def test_a_longer_first_bar_moves_all_others() -> None:
    before, after = dataset.bars(40), dataset.bars(40, extra=30)
    assert [two.end - one.end for one, two in zip(before, after, strict=True)] == [30] * 40
    assert dataset.as_json(40, 30)["milestones"][-1]["d"] == dataset.DAYS + 30


@pytest.mark.parametrize("count", [10, 40, 200])
def test_our_plan_is_the_same_chain(count: int) -> None:
    edition = read_edition(dataset.catalogue((count,)), 1)
    plan = read_plan(dataset.plan(count, edition=1, today=TODAY))
    timeline = schedule(edition, plan, TODAY)
    stages = [one for one in timeline.items if isinstance(one, Bar)]
    assert (len(stages), len(timeline.items)) == (count, 2 * count)
    assert [one.start.date for one in stages[1:]] == [one.end.date for one in stages[:-1]]
    assert timeline.findings == ()
    assert {one.precision for one in (stages[0].end, stages[-1].end)} == {"projected"}

    key, months = dataset.stage_key(count, 1), dataset.months(count)[0]
    longer = schedule(edition, plan.with_change(key, Change(months=months + 1)), TODAY)
    ends = [one.end.date for one in longer.items if isinstance(one, Bar)]
    assert ends == [add_months(one.end.date, 1) for one in stages]


def test_the_small_server_answers_edits_and_keeps_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("no", "utf-8")
    folder = tmp_path / "peers"
    folder.mkdir()
    (folder / "10.html").write_text("yes", "utf-8")
    assert gzip.decompress(file_page(folder, "/10.html") or b"") == b"yes"
    assert file_page(folder, "/../secret.html") is None
    assert edited("bare", 10, 0)[1] != edited("bare", 10, 30)[1]
    here = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with small_server(folder) as address:
        with here.open(f"{address}/limit/bare/10.html", timeout=10) as answer:
            assert gzip.decompress(answer.read()).count(b'<a class="bar"') == 10
        with here.open(f"{address}/edit/json?n=10&extra=3", b"", timeout=10) as answer:
            assert json.loads(gzip.decompress(answer.read())) == dataset.as_json(10, 3)


def visits(**painted_ms: tuple[float, ...]) -> list[Visit]:
    """Visits of pages on a desk, by round."""
    edit = Edited(ready=1, painted=2, bytes=3, requests=1)
    return [
        Visit(
            round=number,
            profile="desk",
            count=40,
            who=who.replace("_", " "),
            painted=ms,
            first=ms,
            blocked=0,
            elements=1,
            bytes=1,
            requests=1,
            edits={"server": edit},
        )
        for who, times in painted_ms.items()
        for number, ms in enumerate(times, start=1)
    ]


def goal(limit: str, most: float) -> Goal:
    return Goal(
        name="P1", says="", profile="desk", count=40, measure=painted, limit=limit, most=most
    )


@pytest.mark.parametrize(
    ("again", "most", "verdict"),
    [
        ((100, 200, 300), 1.3, "held"),
        ((100, 200, 300), 1.1, "missed"),
        ((120, 240, 360), 1.3, "says nothing"),
        ((80, 160, 240), 1.1, "says nothing"),
    ],
)
def test_a_goal_is_judged_by_ratios_within_rounds(
    again: tuple[float, ...], most: float, verdict: Verdict
) -> None:
    # The machine is twice and three times as slow in later rounds; each round's ratio stays.
    found = visits(ours=(100, 200, 300), ours_again=again, bare=(80, 160, 240))
    judged = judge(found, goal("bare", most))
    assert (judged.verdict, judged.reached) == (verdict, 1.25)


def test_the_fastest_peer_is_the_one_to_beat() -> None:
    found = visits(ours=(100, 100), ours_again=(100, 100), vis=(200, 220), frappe=(180, 190))
    judged = judge(found, goal("fastest", 0.6))
    assert (judged.against, judged.verdict) == ("frappe", "held")
    assert judge(visits(ours=(1,), ours_again=(1,)), goal("fastest", 1)).verdict == "not measured"


def test_every_goal_of_a_run_is_told() -> None:
    found = visits(ours=(100, 100), ours_again=(100, 100), bare=(90, 90))
    judged = report.goals_of(found, judge)
    assert len(judged) == len([one for one in GOALS if (one.profile, one.count) == ("desk", 40)])
    told = report.judgements(judged, rounds=2)
    assert told.count("\nP") == len(judged)
    assert "2 of the 13 rounds" in told
    assert "2 of the 13 rounds" not in report.judgements(judged, rounds=13)
