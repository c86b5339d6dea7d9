"""The same dates wherever the machine stands."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ZONES = ("UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati")
PROGRAM = """
import datetime as dt, time
time.tzset()
from pathways.planning.plans import (Current, Situation)
from pathways.planning.routes import find_routes
from tests.engine.editions import shipped
today = dt.date(2026, 11, 21)
situation = Situation(
    as_of=today, at=(Current(stage="medical_school", track="md", start=dt.date(2024, 8, 1)),)
)
for destination in shipped().destinations.values():
    for route in find_routes(shipped(), situation, destination, today).found:
        print(route.key, [(place, str(one.date)) for place, one in route.timeline.moments()])
print(time.tzname, dt.datetime.fromtimestamp(0).isoformat())
"""


def dates_in(zone: str) -> list[str]:
    """Every date of every route, and at the end what the zone makes of a moment."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_dates_are_the_same_in_four_time_zones() -> None:
    told = [dates_in(zone) for zone in ZONES]
    assert len({one[-1] for one in told}) == len(ZONES), "the zones were not in force"
    assert len(told[0]) > 20
    assert all(one[:-1] == told[0][:-1] for one in told)
