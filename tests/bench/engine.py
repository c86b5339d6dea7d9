"""Speed of the engine as ratios within one run: python -m tests.bench.engine

The yardstick is a bare forward pass over the same graph: a loop that adds months to the latest
end of what comes before, without rules, receipts or findings.
"""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from statistics import median

from pathways.planning.catalogue import Edition
from pathways.planning.dates import add_months
from pathways.planning.plans import Current, Plan, Situation
from pathways.planning.routes import find_routes
from pathways.planning.schedule import quick_dates, schedule
from pathways.planning.search import as_plan, search
from tests.engine import catalogues
from tests.engine.editions import shipped

TODAY = dt.date(2026, 11, 21)
ROUNDS = 25


def seconds(work: Callable[[], object]) -> float:
    """The median time of one call."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def bare_pass(before: Sequence[Sequence[int]], months: Sequence[int]) -> list[dt.date]:
    """End dates of a graph: each node begins at the latest end of the nodes before it."""
    ends: list[dt.date] = []
    for index, earlier in enumerate(before):
        start = max((ends[one] for one in earlier), default=TODAY)
        ends.append(add_months(start, months[index]))
    return ends


def chain_plan(length: int) -> tuple[Edition, Plan]:
    """A plan of that many stages, each after the one before."""
    edition = catalogues.chain(length, months=1)
    situation = Situation(as_of=dt.date(1950, 1, 1))
    found = search(edition, situation, edition.destinations["goal"]).found
    return edition, as_plan(edition, situation, "goal", found[0])


def student() -> Situation:
    """A first-year medical student."""
    start = dt.date(2026, 8, 1)
    return Situation(as_of=TODAY, at=(Current(stage="medical_school", track="md", start=start),))


def main() -> None:
    """Print the ratios."""
    ratios = {}
    for length in (40, 1_000):
        edition, plan = chain_plan(length)
        before = [[index - 1] if index else [] for index in range(length)]
        bare = seconds(lambda b=before, n=length: bare_pass(b, [1] * n))  # type: ignore[misc]
        dates = seconds(lambda e=edition, p=plan: quick_dates(e, p, {}))  # type: ignore[misc]
        full = seconds(lambda e=edition, p=plan: schedule(e, p, TODAY))  # type: ignore[misc]
        again = seconds(lambda b=before, n=length: bare_pass(b, [1] * n))  # type: ignore[misc]
        ratios[length] = dates / bare
        print(f"{length} items: dates {dates / bare:.1f} × bare,")
        print(f"  with receipts and findings {full / bare:.1f} ×")
        print(f"  control, the bare pass against itself: {again / bare:.2f}")
    print(f"1,000 against 40 items, per item: {ratios[1_000] / ratios[40]:.2f} (linear is 1.00)")
    edition, now = shipped(), student()
    us = [one for one in edition.destinations.values() if one.jurisdiction == "us"]
    total = seconds(lambda: [find_routes(edition, now, one, TODAY) for one in us])
    print(f"all routes to {len(us)} US destinations from the first year: {total:.2f} s")


if __name__ == "__main__":
    main()
