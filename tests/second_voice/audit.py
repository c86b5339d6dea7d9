"""Compare the engine with the second voice: python -m tests.second_voice.audit --lives 10000

Every date that both of them give is compared. Disagreements are grouped by kind and counted, with
one example each. A disagreement that we understand has an entry in ``EXPLANATIONS``; the audit
fails if any has none.
"""

import argparse
import datetime as dt
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.plan_documents import read_plan
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Bar
from tests.engine.editions import shipped
from tests.second_voice.countries import COUNTRIES, Told
from tests.second_voice.lives import Life, lives
from tests.second_voice.voice import ONE_DAY, live

Window = tuple[dt.date, dt.date]
# How receipts word that something waits for work done: "(35 months of full-time work after)".
WORKED = re.compile(r"\((\d+) months of full-time work after\)")


@dataclass(frozen=True)
class Disagreement:
    """A date of a life that the engine does not put where the second voice has it."""

    life: Life
    key: str
    voice: tuple[dt.date, dt.date | None]
    engine: Window

    @property
    def kind(self) -> str:
        """What it is about."""
        return f"{self.life.country}: {self.key}"

    @property
    def days(self) -> int:
        """How many days later the engine is (negative: earlier)."""
        return (self.engine[0] - self.voice[0]).days


@dataclass(frozen=True)
class Explanation:
    """A kind of disagreement that we understand, and why it is no fault."""

    holds: Callable[[Disagreement], bool]
    says: str


EXPLANATIONS = (
    Explanation(
        lambda one: one.key == "ca_dr_core" and (one.life.steps[0].months or 60) < 56,
        "Residency was shortened to less than its 60 blocks; what comes after it is not training.",
    ),
    Explanation(
        lambda one: one.key == "start of in_crmi" and one.engine[0].day == 1 and 0 < one.days < 31,
        "In the packs the internship begins on the first of a month; the fact page gives examples.",
    ),
    Explanation(
        lambda one: (
            one.key == "start of in_sr"
            and (one.engine[0].month, one.engine[0].day) in ((1, 1), (7, 1))
            and 0 < one.days < 184
        ),
        'Senior residency can begin on any day, "often" in January or July: the packs use these.',
    ),
    Explanation(
        lambda one: (
            one.key == "start of in_sr" and one.days > 0 and (one.life.steps[0].months or 36) < 36
        ),
        "The course was shortened, but its final examination comes at the usual end.",
    ),
    Explanation(
        lambda one: (
            one.key in ("start of au_ph2", "start of nz_ph2")
            and (one.life.steps[-3].months or 12) < 12
            and 0 < one.days < 190
        ),
        "Phase 1 was shortened, but its exams in April and October come before Phase 2.",
    ),
    Explanation(
        lambda one: (
            one.key == "start of ir_independent_2y"
            and live(one.life.steps)["dr_residency"].worked(24)
            > dt.date(one.voice[0].year - 2, 11, 12)
        ),
        "Applications open in mid-November of R3 (us 2d), when 24 months weren't done yet.",
    ),
    Explanation(
        lambda one: (
            one.key == "start of uk_st1_3"
            and 0 < one.days < 372
            and live(one.life.steps)["uk_f2"].start > dt.date(one.voice[0].year - 1, 11, 21)
        ),
        "F2 began after the round for ST1 closed in late November (uk 1.2).",
    ),
    Explanation(
        lambda one: (
            one.key == "start of au_ph1"
            and 0 < one.days < 367
            and one.life.today > dt.date(one.voice[0].year - 1, 4, 28)
        ),
        "Applications for a start in February were due in April of the year before (au 4.2).",
    ),
    Explanation(
        lambda one: one.key == "uk_prov_reg_limit" and _pinned(one.life, "uk_f1"),
        "F1 was entered with a start before the summer in which GMC registration begins.",
    ),
)


def _pinned(life: Life, key: str) -> bool:
    return any(step.stage.key == key and step.start is not None for step in life.steps)


def told_by_voice(life: Life, asked: Iterable[str] = ()) -> list[Told]:
    """Every date the second voice gives for a life, stages first.

    ``asked`` are eligibilities that the engine counts in months of work.
    """
    lived = live(life.steps)
    told: list[Told] = []
    for key, one in lived.items():
        told += [(f"start of {key}", one.start, one.start + ONE_DAY)]
        told += [(f"end of {key}", one.end, one.end + ONE_DAY)]
    for question in asked:
        months, key = question.split(" months of work in ")
        # A stage that was shortened may not have as many months.
        if key in lived and (day := lived[key].worked(int(months))) <= lived[key].end:
            told.append((question, day, day + ONE_DAY))
    _, tell = COUNTRIES[life.country]
    return [*told, *tell(lived, life.failed)]


def told_by_engine(edition: Edition, life: Life) -> dict[str, Window]:
    """Every date the engine gives for a life, as a day or a window."""
    timeline = schedule(edition, read_plan(life.document(edition.number)), life.today)
    told: dict[str, Window] = {}
    for item in timeline.items:
        if isinstance(item, Bar):
            told[f"start of {item.key}"] = (item.start.date, item.start.date + ONE_DAY)
            told[f"end of {item.key}"] = (item.end.date, item.end.date + ONE_DAY)
            continue
        told[item.key] = (item.at.date, item.until)
        for cause in item.at.receipt.inputs:
            if cause.date and (found := WORKED.search(cause.label)):
                asked = f"{found[1]} months of work in {cause.key}"
                told[asked] = (cause.date, cause.date + ONE_DAY)
    for cohort, year in timeline.classes.items():
        told[f"class of {cohort}"] = (dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
    return told


def compare(life: Life, voice: Sequence[Told], engine: dict[str, Window]) -> Iterator[Disagreement]:
    """The disagreements about a life, up to the first about a stage: others follow from it."""
    for key, low, high in voice:
        found = engine.get(key)
        of_a_stage = key.startswith(("start of ", "end of "))
        if found is None or (low < life.today and not of_a_stage):
            continue
        fits = low < found[1] if high is None else low <= found[0] and found[1] <= high
        if not fits:
            yield Disagreement(life, key, (low, high), found)
            if of_a_stage:
                return


@dataclass
class Audit:
    """What came out: how many dates were compared, and the disagreements."""

    compared: Counter[str]
    unexplained: dict[str, list[Disagreement]]
    explained: Counter[str]


def audit(
    edition: Edition, country: str, count: int, seed: int, explanations: Sequence[Explanation]
) -> Audit:
    """Compare so many lives of a country."""
    result = Audit(Counter(), {}, Counter())
    for life in lives(country, count, seed):
        engine = told_by_engine(edition, life)
        voice = told_by_voice(life, [key for key in engine if " months of work in " in key])
        result.compared.update(key for key, _, _ in voice if key in engine)
        for found in compare(life, voice, engine):
            why = next((one.says for one in explanations if one.holds(found)), None)
            if why is None:
                result.unexplained.setdefault(found.kind, []).append(found)
            else:
                result.explained[why] += 1
    return result


def report(country: str, result: Audit) -> Iterator[str]:
    """The result of a country in lines."""
    yield f"{country}: {sum(result.compared.values())} dates compared"
    for why, count in result.explained.most_common():
        yield f"  {count:6} explained: {why}"
    for kind, found in sorted(result.unexplained.items(), key=lambda one: -len(one[1])):
        one = min(found, key=lambda one: len(str(one.life.steps)))
        yield f"  {len(found):6} UNEXPLAINED {kind}, for example life {one.life.number}:"
        yield f"         voice {one.voice[0]} to {one.voice[1]}"
        yield f"         engine {one.engine[0]} to {one.engine[1]}"
        for step in one.life.steps:
            yield f"         {step.stage.key}: " + _words(step)


def _words(step: object) -> str:
    return ", ".join(
        f"{name}={value}"
        for name in ("start", "months", "working", "leave")
        if (value := getattr(step, name))
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=1000, help="lives a country")
    parser.add_argument("--country", choices=tuple(COUNTRIES), action="append")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    edition, failed = shipped(), False
    for country in options.country or COUNTRIES:
        began = time.monotonic()
        result = audit(edition, country, options.lives, options.seed, EXPLANATIONS)
        failed = failed or bool(result.unexplained)
        seconds = time.monotonic() - began
        print("\n".join(report(country, result)), f"({seconds:.0f} s)", flush=True)  # noqa: T201
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
