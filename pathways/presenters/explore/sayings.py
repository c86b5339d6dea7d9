"""Lengths, intakes, requirements and rules of the catalogue, in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pathways.explore.things import Thing, Things
from pathways.planning.catalogue import (
    Cohort,
    Dated,
    Intake,
    Length,
    MonthDay,
    Pattern,
    Requirement,
    TimingRule,
)
from pathways.planning.catalogue.documents import EARLIEST
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.wording import describe_length, describe_months, describe_pattern
from pathways.presenters import words
from pathways.presenters.explore.notes import Note, Notes
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A thing named in a sentence; no ``url`` where it has no page. ``more`` follows it."""

    name: str
    url: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One requirement: any of these is enough."""

    options: tuple[Link, ...]
    note: Note


def link_to(thing: Thing) -> Link:
    """A link to a thing's page."""
    return Link(name=thing.name, url=thing.address)


def length_words(length: Length) -> str:
    """A length with its range: "4 years (3 to 6 years)"."""
    typical = describe_length(length)
    if length.min == length.max:
        return typical
    unit = 1 if length.unit == "months" else 12
    low, high = describe_months(length.min * unit), describe_months(length.max * unit)
    return f"{typical} ({low} to {high})" if length.min else f"{typical} (up to {high})"


def intake_words(intake: Intake, style: DateStyle) -> str:
    """An intake with its published dates: "1 July (2027: Jul 1, 2027)"."""
    return _with_dated(describe_pattern(intake.pattern), intake.dated, style)


def sittings_words(rule: TimingRule, style: DateStyle) -> str:
    """When a milestone may happen by a rule; empty where any day will do."""
    patterns = " or ".join(_in_country(one, style) for one in rule.sittings)
    return _with_dated(patterns, rule.dated, style)


def _in_country(pattern: Pattern, style: DateStyle) -> str:
    text = describe_pattern(pattern)
    if style == "us" and pattern.month and pattern.day and not pattern.label:
        text = month_day_words((pattern.month, pattern.day), style)
    if pattern.ends_by:
        return f"{text} (if training ends by {month_day_words(pattern.ends_by, style)})"
    return text


def month_day_words(month_day: MonthDay, style: DateStyle) -> str:
    """A day of every year: "December 31", "31 December"."""
    month, day = month_day
    name = words.MONTHS[month - 1]
    return f"{name} {day}" if style == "us" else f"{day} {name}"


def _with_dated(text: str, dated: Iterable[Dated], style: DateStyle) -> str:
    published = [words.between(one.start, one.until or _next(one.start), style) for one in dated]
    if not published:
        return text
    listed = "published: " + "; ".join(published)
    return f"{text} ({listed})" if text else words.capital(listed)


def _next(day: dt.date) -> dt.date:
    return day + words.ONE_DAY


def needs(things: Things, requires: Iterable[Requirement], notes: Notes) -> tuple[Need, ...]:
    """Requirements as links."""
    return tuple(
        Need(
            options=tuple(
                link
                for condition in one.any_of
                for link in _options(things, condition, notes.style)
            ),
            note=notes.note(one.figure),
        )
        for one in requires
    )


def _options(things: Things, condition: Condition, style: DateStyle) -> Iterable[Link]:
    if condition.date is not None:
        if condition.date > EARLIEST:
            yield Link(name=f"not before {words.day(condition.date, style)}")
        return
    more = _offset(condition)
    for ref in condition.refs:
        yield _link(things, ref, more)


def _offset(condition: Condition) -> str:
    """What follows the name: "begun", "35 months after its start"."""
    if condition.point == "done":
        return ""
    whole = {
        "start": "its start",
        "end": "its end",
        "worked": "full-time work in it",
        "first": "its first sitting",
    }
    edge = whole.get(condition.point, "")
    if not condition.months and not condition.days:
        plain = {"start": "begun", "end": "finished", "first": "sat for the first time"}
        return plain.get(condition.point, "")
    parts = [describe_months(abs(condition.months))] if condition.months else []
    parts += [words.count(abs(condition.days), "day")] if condition.days else []
    amount = " and ".join(parts)
    if condition.point == "worked":
        return f"after {amount} of {edge}"
    early = condition.months < 0 or (not condition.months and condition.days < 0)
    return f"{amount} {'before' if early else 'after'} {edge}"


def _link(things: Things, ref: Ref, more: str) -> Link:
    thing = things.steps.get(ref.key)
    if thing is None:
        return Link(name=ref.key, more=more)
    stage = things.edition.stages.get(ref.key)
    track = stage.track(ref.track) if stage else None
    on = f"on the track “{track.name}”" if track else ""
    return Link(name=thing.name, url=thing.address, more=", ".join(filter(None, (on, more))))


def condition_words(things: Things, condition: Condition, style: DateStyle) -> str:
    """A condition as plain words: "35 months after the start of Residency"."""
    links = tuple(_options(things, condition, style))
    names = words.joined(tuple(dict.fromkeys(link.name for link in links)), "or")
    more = links[0].more if links else ""
    if not more:
        return names
    for edge in ("its start", "its end", "its first sitting"):
        if edge in more:
            return more.replace(edge, f"the {edge[4:]} of {names}")
    if "full-time work in it" in more:
        return more.replace("full-time work in it", f"full-time work in {names}")
    return f"{names} {more}"


def class_words(rule: TimingRule, cohorts: Iterable[Cohort]) -> str:
    """For which classes a rule is: "class of 2028 and later"; empty for everybody."""
    if rule.cohort is None:
        return ""
    cohort = next((one for one in cohorts if one.key == rule.cohort.of), None)
    label = cohort.label if cohort else "{year}"
    first, last = rule.cohort.first, rule.cohort.last
    if first is not None and first == last:
        return label.format(year=first)
    if first is not None and last is not None:
        return f"{label.format(year=first)} to {last}"
    if first is not None:
        return f"{label.format(year=first)} and later"
    return f"{label.format(year=last)} and earlier" if last is not None else ""
