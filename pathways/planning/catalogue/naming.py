"""What people call things: "MS2", "PGY-1", "R3", "md", "ECFMG" → stages, tracks and years."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.expressions import ExpressionError, Ref, parse_ref
from pathways.planning.dates import ONE_DAY, add_months, next_intake
from pathways.planning.plans import Current, Past

NEAR_INTAKE = dt.timedelta(days=45)


class NameProblem(ValueError):
    """A name or date that is not understood; the message says what would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in a stage: year ``year`` of it, counted from 1 (0: the stage as a whole)."""

    ref: Ref
    year: int = 0


def find_position(edition: Edition, text: str, country: str = "") -> Position:
    """The stage, track, milestone or training year that a word means; any case, "#2" for a
    year of a stage. What means something in several countries (PGY-2) means what it does in
    the jurisdiction ``country``; a key is itself in every country. Raises NameProblem for an
    unknown one.
    """
    name, _, year = text.strip().partition("#")
    if year and not (year.isdigit() and 1 <= int(year) <= 20):
        raise NameProblem(f"“{text}” has no such year; write e.g. medical_school#2.")
    number = int(year) if year else 0
    ref = _by_key(edition, name)
    if ref is None:
        meant = sorted(_meant(edition, name), key=lambda one: _owner(edition, one) != country)
        if meant and (meant[0].year or not number):
            return meant[0]
        ref = meant[0].ref if meant else None
    if ref is not None:
        _check_year(edition, ref, number, text)
        return Position(ref=ref, year=number)
    raise NameProblem(
        f"“{name}” is not a stage, exam or training year that we know; "
        "try e.g. md, MS2, pgy1, R3 or ecfmg."
    )


def _meant(edition: Edition, name: str) -> Iterator[Position]:
    """All that the word is a name of: aliases first, then the years of stages."""
    for ref in edition.names.get(name.lower(), ()):
        yield Position(ref=ref)
    wanted = _plain(name)
    for stage in edition.stages.values():
        for index, names in enumerate(stage.year_names, 1):
            if any(_plain(local) == wanted for local in names):
                yield Position(ref=Ref(stage.key), year=index)


def _owner(edition: Edition, position: Position) -> str:
    key = position.ref.key
    thing = edition.stages.get(key) or edition.milestones.get(key)
    return thing.jurisdiction if thing else ""


def _check_year(edition: Edition, ref: Ref, year: int, text: str) -> None:
    stage = edition.stages.get(ref.key)
    length = stage.length_on(ref.track) if stage else None
    months = length.max * (1 if length.unit == "months" else 12) if length else 0
    if year > 1 and year > max(len(stage.years) if stage else 0, -(-months // 12)):
        raise NameProblem(f"“{text}” has no such year; this stage is not that long.")


def _by_key(edition: Edition, name: str) -> Ref | None:
    try:
        ref = parse_ref(name)
    except ExpressionError:
        return None
    stage = edition.stages.get(ref.key)
    if stage is not None and (not ref.track or stage.track(ref.track)):
        return ref
    return ref if ref.key in edition.milestones and not ref.track else None


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def read_date(text: str) -> dt.date:
    """A day, or a month ("2024-08": its first day). Raises NameProblem."""
    try:
        return dt.date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError as error:
        raise NameProblem(f"“{text}” is not a date; write 2024-08-01 or 2024-08.") from error


def begun(edition: Edition, position: Position, since: dt.date) -> Current:
    """Being in a position since a day: the stage began so many years before."""
    if position.ref.key not in edition.stages:
        raise NameProblem(
            f"“{edition.name_of(position.ref.key)}” is not something one is in; say it is done."
        )
    years = max(position.year - 1, 0)
    return Current(
        stage=position.ref.key, track=position.ref.track, start=add_months(since, -12 * years)
    )


def at_intake(edition: Edition, current: Current) -> Current:
    """Somebody who told a month only, moved to the intake next to it: whoever says September
    began in August where all begin in August. Within an intake, and where none is near, the
    first of the month stays.
    """
    stage, told = edition.stages[current.stage], current.start
    fixed = [one for one in stage.intakes if not one.pattern.any_day]
    if not fixed:
        return current
    after, _ = next_intake(fixed, told)
    before, _ = next_intake(fixed, told - NEAR_INTAKE)
    days = [after.start]
    if before.start <= told:
        days.append(min(before.until - ONE_DAY, told))
    nearest = min(days, key=lambda day: abs(day - told))
    near = nearest if abs(nearest - told) <= NEAR_INTAKE else told
    return replace(current, start=near)


def read_current(edition: Edition, text: str, country: str = "") -> Current:
    """Read ``STAGE:DATE``, as the jurisdiction ``country`` says it. Raises NameProblem."""
    name, colon, date = text.rpartition(":")
    if not colon:
        raise NameProblem(f"“{text}” has no date; write e.g. md:2024-08-01.")
    return begun(edition, find_position(edition, name, country), read_date(date))


def read_past(edition: Edition, text: str, country: str = "") -> Past:
    """Read ``KEY`` or ``KEY:DATE``, the last day for a stage, as the jurisdiction ``country``
    says it. Raises NameProblem."""
    name, colon, date = text.partition(":")
    ref = find_position(edition, name, country).ref
    day = read_date(date) if colon else None
    if day is not None and ref.key in edition.stages:
        day += ONE_DAY
    return Past(key=ref.key, track=ref.track, date=day)
