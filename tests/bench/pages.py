"""Speed of the planner in a browser, beside the limits and other people's pages:
python -m tests.bench.pages --rounds 13 --json results.json

In each round every page is visited once under every condition, in an order of chance; ratios are
made within a round. It takes no side on slow times: it ends with an error only where something
could not be measured at all. docs/bench.md says how to read it.
"""

import argparse
import datetime as dt
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.bench import contenders, figures, goals, report
from tests.bench.contenders import FOLDER, Contender
from tests.bench.serving import small_server
from tests.bench.site import our_site
from tests.bench.visiting import Profile, Visit, count_bars, visit
from tests.browser.conftest import ARGUMENTS, NAMES

MOBILE_COUNT = 40
Condition = tuple[Profile, int]


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Measure the planner in a browser.")
    parser.add_argument("--rounds", type=int, default=3, help="13 and more to judge a goal")
    parser.add_argument("--sizes", default="10,40,200", help="numbers of bars")
    parser.add_argument("--profiles", default="desk,mobile", help="mobile is measured with 40 bars")
    parser.add_argument(
        "--only", default="", help="who takes part besides ours: bare, empty, vis, …"
    )
    parser.add_argument("--json", type=Path, help="a file for everything that was measured")
    return parser.parse_args(arguments)


def conditions(profiles: Sequence[str], sizes: Sequence[int]) -> list[Condition]:
    """Every size on a desk, and one on the move."""
    desk: list[Condition] = [("desk", size) for size in sizes if "desk" in profiles]
    mobile: list[Condition] = [("mobile", MOBILE_COUNT)] if "mobile" in profiles else []
    return desk + [one for one in mobile if one[1] in sizes]


class Run:
    """The visits of a run, and what could not be measured."""

    def __init__(self, browser: Browser, who: Sequence[Contender]) -> None:
        self.browser = browser
        self.who = who
        self.expected: dict[tuple[str, int], int] = {}
        self.visits: list[Visit] = []
        self.jumps: list[figures.Jump] = []
        self.access: figures.Access | None = None
        self.failures: dict[tuple[str, str, int], str] = {}

    def count_all(self, sizes: Sequence[int]) -> None:
        """Look at every page once; what shows no bars takes no further part."""
        for one in self.who:
            for size in sizes:
                if size not in one.addresses:
                    continue
                try:
                    bars = count_bars(self.browser, one, size)
                    if bars != size and one.all_bars:
                        raise RuntimeError(f"It shows {bars} bars.")
                except (BrowserError, RuntimeError) as error:
                    self._fail(one, "desk", size, error)
                else:
                    self.expected[one.key, size] = bars

    def round(self, number: int, planned: Sequence[Condition]) -> None:
        """Every page once under every condition."""
        for profile, size in planned:
            order = [one for one in self.who if (one.key, size) in self.expected]
            secrets.SystemRandom().shuffle(order)
            for one in order:
                if (one.key, profile, size) in self.failures:
                    continue
                expected = self.expected[one.key, size]
                try:
                    done = visit(self.browser, one, number, profile, size, expected)
                except BrowserError as error:
                    self._fail(one, profile, size, error)
                else:
                    self.visits.append(done)

    def figures(self, size: int) -> None:
        """What takes no rounds."""
        planner = self.who[0]
        try:
            self.jumps = figures.jumps(self.browser, planner, size)
            self.access = figures.access(self.browser, planner, size)
        except (BrowserError, AssertionError) as error:
            self._fail(planner, "layout shift and access", size, error)

    def _fail(self, one: Contender, what: str, size: int, error: Exception) -> None:
        """Remember it, and do not try again: the next rounds would take as long to fail."""
        said = str(error).strip().partition("\n")[0]
        self.failures[one.key, what, size] = said
        print(f"Not measured: {one.title}, {what}, {size} items: {said}", file=sys.stderr)


def say(run: Run, planned: Sequence[Condition], rounds: int, size: int) -> None:
    """Print the tables and judge the goals."""
    for profile, count in planned:
        print(f"\n{profile}, {count} items, {rounds} {'round' if rounds == 1 else 'rounds'}\n")
        print(report.times(run.visits, run.who, profile, count), end="\n\n")
        print(report.weights(run.visits, run.who, profile, count), end="\n\n")
        print(report.controls(run.visits, profile, count))
    print(f"\n{report.judgements(report.goals_of(run.visits, goals.judge), rounds)}")
    if run.jumps:
        print(f"\n{report.jumping(run.jumps, size)}")
    if run.access:
        print(f"\n{report.accessible(run.access)}")


def as_json(run: Run) -> str:
    """Everything that was measured."""
    judged = report.goals_of(run.visits, goals.judge)
    return json.dumps(
        {
            "date": dt.datetime.now(dt.UTC).isoformat(),
            "browser": run.browser.version,
            "bars": {f"{who}, {size}": bars for (who, size), bars in run.expected.items()},
            "visits": [asdict(one) for one in run.visits],
            "failures": [[*key, said] for key, said in run.failures.items()],
            "goals": [
                {
                    "name": one.goal.name,
                    "what": one.goal.says,
                    "against": one.against,
                    "most": one.goal.most,
                    "by": one.goal.by,
                    "reached": one.reached,
                    "control": one.control,
                    "verdict": one.verdict,
                }
                for one in judged
            ],
            "jumps": [asdict(one) for one in run.jumps],
            "access": asdict(run.access) if run.access else None,
        },
        ensure_ascii=False,
        indent=1,
    )


def start(
    run: ExitStack, browser: Browser, sizes: tuple[int, ...], only: set[str]
) -> list[Contender]:
    """Start the servers; gives who takes part."""
    folder = contenders.peers_folder()
    server = run.enter_context(small_server(folder))
    ours = contenders.ours(run.enter_context(our_site(browser, sizes)))
    others = [*contenders.limits(server, sizes), *contenders.peers(server, folder, sizes)]
    if folder is None:
        print(f"No peers were measured: {FOLDER} names no folder with their pages.")
    elif missing := set(contenders.PEERS) - {one.key for one in others}:
        print(f"Not in the folder of peers, so not measured: {', '.join(sorted(missing))}.")
    return [*ours, *(one for one in others if not only or one.key in only)]


def measure(browser: Browser, asked: argparse.Namespace) -> int:
    """The whole run; gives 1 where something could not be measured at all."""
    sizes = tuple(map(int, asked.sizes.split(",")))
    planned = conditions(asked.profiles.split(","), sizes)
    only = set(filter(None, asked.only.split(",")))
    size = MOBILE_COUNT if MOBILE_COUNT in sizes else sizes[0]
    with ExitStack() as stack:
        run = Run(browser, start(stack, browser, sizes, only))
        run.count_all(sizes)
        run.figures(size)
        for number in range(1, asked.rounds + 1):
            began = time.monotonic()
            run.round(number, planned)
            passed, load = time.monotonic() - began, os.getloadavg()[0]
            print(f"round {number}: {passed:.0f} s, load {load:.1f}", file=sys.stderr)
            if asked.json:
                asked.json.write_text(as_json(run), "utf-8")
    say(run, planned, asked.rounds, size)
    return 1 if run.failures else 0


def main() -> None:
    """Measure, with the system's Chromium."""
    asked = options(sys.argv[1:])
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise SystemExit("Measuring pages needs chromium, chromium-browser or google-chrome.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        status = measure(browser, asked)
        browser.close()
    raise SystemExit(status)


if __name__ == "__main__":
    main()
