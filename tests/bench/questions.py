"""What a question costs on a warm process: python -m tests.bench.questions

A question is what the start page asks: where somebody is, and where they head, or that they are
not sure yet. It is asked through the whole site, and each time by somebody who began on another
day, so nothing that was kept can answer it. Times are of the processor.
"""

import datetime as dt
import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import django
from django.core.management import call_command

from tests.bench.engine import TODAY, bare_pass

if TYPE_CHECKING:
    from django.test import Client

    from pathways.planning.catalogue import Edition

MOST_MS = 50.0
ROUNDS = 9
# Where people usually are, and how many months ago they began.
STARTS = (
    ("medical_school@md", 3),
    ("dr_residency", 15),
    ("uk_med@standard", 2),
    ("uk_st1_3@standard", 3),
    ("in_mbbs", 2),
    ("in_md", 3),
    ("ca_md@four_year", 3),
    ("au_med@graduate", 9),
    ("nz_med", 9),
    ("ie_med", 2),
    ("eu_med", 2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as the address asks it, by somebody in a stage since so many ``months``."""

    name: str
    now: str
    months: int
    country: str
    destination: str = ""

    def address(self, days: int) -> str:
        """The same asked by somebody who began so many days later."""
        since = dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=self.months * 30 - days)
        told = {"now": self.now, "since": since.isoformat(), "country": self.country}
        return f"/routes/?{urlencode({**told, 'destination': self.destination})}"


def processor_ms(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def questions(edition: "Edition") -> Iterator[Question]:
    """From each usual start: not sure yet, and to where the most routes lead."""
    from pathways.planning.catalogue.naming import begun, find_position
    from pathways.planning.plans import Situation
    from pathways.planning.routes import survey

    for now, months in STARTS:
        position = find_position(edition, now)
        country = edition.stages[position.ref.key].jurisdiction
        here = [one for one in edition.destinations.values() if one.jurisdiction == country]
        at = begun(edition, position, TODAY - dt.timedelta(days=months * 30))
        outlooks = survey(edition, Situation(as_of=TODAY, at=(at,)), edition.destinations.values())
        most = max(outlooks, key=lambda one: one.count)
        yield Question(
            name=f"{now}, not sure yet ({len(here)} destinations)",
            now=now,
            months=months,
            country=country,
        )
        yield Question(
            name=f"{now} to {most.destination.key} ({most.count} routes)",
            now=now,
            months=months,
            country=most.destination.jurisdiction,
            destination=most.destination.key,
        )


def ask(client: "Client", question: Question, days: int) -> float:
    """What an answer costs; it must be one."""
    address = question.address(days)
    statuses: list[int] = []
    cost = processor_ms(lambda: statuses.append(client.get(address).status_code))
    if statuses != [200]:
        raise SystemExit(f"{address} answered {statuses}.")
    return cost


def report(asked: Iterator[Question], client: "Client") -> Iterator[str]:
    """A line for every question with its cost, and whether the goal is held."""
    before = [[index - 1] if index else [] for index in range(40)]
    bare = median(processor_ms(lambda: bare_pass(before, [1] * 40)) for _ in range(99))
    yield f"questions, ms of processor; × a bare pass over 40 items ({bare:.3f} ms)"
    missed = 0
    for question in asked:
        ask(client, question, 0)
        times = [ask(client, question, days) for days in range(1, ROUNDS + 1)]
        is_held = median(times) <= MOST_MS
        missed += not is_held
        yield (
            f"  {question.name:<62} {median(times):6.1f} ({min(times):.1f}–{max(times):.1f})"
            f" {median(times) / bare:6.0f} ×{'' if is_held else '  MISSED'}"
        )
    verdict = f"MISSED by {missed}" if missed else "held"
    yield f"P11, no question costs more than {MOST_MS:g} ms of processor: {verdict}"


def main() -> None:
    """Prepare a site in a folder of its own, and ask."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test import Client

    from pathways.bridge import current_edition

    call_command("prepare", verbosity=0, stdout=io.StringIO())
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="br")
    for line in report(questions(current_edition()), client):
        print(line, flush=True)


if __name__ == "__main__":
    main()
