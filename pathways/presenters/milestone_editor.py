"""The part of the editor that only milestones have: sittings, missed and failed ones."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.forms import RESULTS
from pathways.planning.catalogue import Edition
from pathways.planning.plans import Plan
from pathways.planning.sittings import next_sittings
from pathways.planning.timeline import Marker, Timeline
from pathways.presenters import words
from pathways.presenters.entries import Choice, choices
from pathways.presenters.rows import gone_words
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEditor:
    """Fields of a milestone. ``sittings`` are the next possible ones (none where any day will
    do), ``gone`` those missed or failed, ``attempts`` how many are left, ``resits`` what is said
    about sitting it again. ``results`` are those of an earlier attempt (none where there can be
    none). ``birth_months`` are there only where a renewal ends with the month of birth."""

    sitting: str
    sittings: tuple[Choice, ...]
    first_possible: str
    is_exam: bool
    can_miss: bool
    can_fail: bool
    missed_counts: bool
    results: tuple[Choice, ...]
    attempt_on: str
    latest_attempt: str
    gone: tuple[str, ...]
    attempts: str
    resits: str
    birth_months: tuple[Choice, ...]
    has_birth_month: bool


def present_milestone(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    marker: Marker,
    style: DateStyle,
    values: Mapping[str, str],
    today: dt.date,
) -> MilestoneEditor:
    """The fields of a milestone with what was typed, or else what holds now. Only what has come
    by ``today`` can have been missed or failed."""
    change, open_ = plan.change(marker.key), marker.status != "done"
    exam, come = marker.kind == "exam", open_ and marker.at.date <= today
    milestone = edition.milestones.get(marker.key)
    earliest = change.sitting or marker.at.date
    return MilestoneEditor(
        sitting=values.get("sitting", earliest.isoformat()),
        sittings=_sittings(edition, plan, marker, style),
        first_possible=words.day(marker.first_possible, style) if marker.first_possible else "",
        is_exam=exam,
        can_miss=come,
        can_fail=come and exam,
        missed_counts=bool(milestone and milestone.missed_counts),
        results=choices(RESULTS, values.get("result", "failed")) if open_ and exam else (),
        attempt_on=values.get("on", ""),
        latest_attempt=today.isoformat(),
        gone=gone_words(change, style),
        attempts=_attempts(timeline, marker),
        resits=milestone.resits if milestone else "",
        birth_months=_birth_months(edition, plan, marker, values),
        has_birth_month=plan.birth_month is not None,
    )


def _birth_months(
    edition: Edition, plan: Plan, marker: Marker, values: Mapping[str, str]
) -> tuple[Choice, ...]:
    """The twelve months, and none, where the renewal of a credential ends with one of them."""
    milestone = edition.milestones.get(marker.key)
    if milestone is None or milestone.renewal is None or not milestone.renewal.birth_month:
        return ()
    months = ((str(number), name) for number, name in enumerate(words.MONTHS, 1))
    held = str(plan.birth_month or "")
    return choices((("", "Choose a month"), *months), values.get("birth_month", held))


def _sittings(edition: Edition, plan: Plan, marker: Marker, style: DateStyle) -> tuple[Choice, ...]:
    found = next_sittings(edition, plan, marker.key)
    if len(found) < 2:
        return ()
    if all(one.at.date != marker.at.date for one in found):
        found = (*found, marker)
    return tuple(
        Choice(
            value=one.at.date.isoformat() if place else "",
            label=words.capital(words.marker_date(one, style)) + ("" if place else " (first)"),
            chosen=one.at.date == marker.at.date,
        )
        for place, one in enumerate(found)
    )


def _attempts(timeline: Timeline, marker: Marker) -> str:
    clock = next((one for one in timeline.clocks if one.key == f"{marker.key}.attempts"), None)
    if clock is None:
        return ""
    if clock.left <= 0:
        return f"No attempt is left of {clock.limit}. {clock.says}"
    return f"{clock.left} of {words.count(clock.limit, 'attempt')} left. {clock.says}"
