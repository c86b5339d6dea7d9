"""Writes an edition as a document: the one canonical form of what ``reading`` reads.

What equals its default is left out, keys stand in the order of docs/pack-format.md, and
``read_edition(write_edition(edition))`` is an equal edition. Two catalogues are the same exactly
when their canonical documents are.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pathways.planning import catalogue as c
from pathways.planning.catalogue.reading import FORMAT

Document = dict[str, Any]


def write_edition(edition: c.Edition) -> Document:
    """The edition as a JSON-ready document, without its number."""
    sections = {
        "jurisdictions": _each(edition.jurisdictions, _jurisdiction),
        "organisations": _each(edition.organisations, _organisation),
        "sources": _each(edition.sources, _source),
        "cohorts": _each(edition.cohorts, _cohort),
        "stages": _each(edition.stages, _stage),
        "milestones": _each(edition.milestones, _milestone),
        "destinations": _each(edition.destinations, _destination),
        "statements": _each(edition.statements, _statement),
        "clocks": _each(edition.clocks, _clock),
    }
    return {"format": FORMAT, **said(sections)}


def _each(things: Mapping[str, Any], write: Any) -> Document:
    return {key: write(thing) for key, thing in things.items()}


def said(document: Mapping[str, Any]) -> Document:
    """Without what is empty; numbers stay, for 0 says something."""
    return {key: value for key, value in document.items() if value not in (None, "", [], {}, ())}


def _iso(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _month_day(value: c.MonthDay | None) -> str:
    return f"{value[0]:02}-{value[1]:02}" if value else ""


def _short(thing: Any) -> str:
    return "" if thing.short == thing.name else str(thing.short)


def _figure(figure: c.Figure) -> Document:
    return {
        "sources": list(figure.sources),
        "confidence": "" if figure.confidence == "U" else figure.confidence,
        "basis": "" if figure.basis == "estimate" else figure.basis,
        "note": figure.note,
    }


def _jurisdiction(one: c.Jurisdiction) -> Document:
    return {"name": one.name, "currency": one.currency, "date_style": one.date_style}


def _organisation(one: c.Organisation) -> Document:
    return said(
        {
            "name": one.name,
            "short": _short(one),
            "jurisdiction": one.jurisdiction,
            "url": one.url,
            "summary": one.summary,
        }
    )


def _source(one: c.Source) -> Document:
    return said(
        {
            "title": one.title,
            "url": one.url,
            "organisation": one.organisation,
            "dated": one.dated,
            "checked": _iso(one.checked),
            "note": one.note,
        }
    )


def _cohort(one: c.Cohort) -> Document:
    return said(
        {
            "name": one.name,
            "label": one.label,
            "year_of": _texts(one.year_of),
            "year_begins": _month_day(one.year_begins),
        }
    )


def _length(length: c.Length | None) -> Document | None:
    if length is None:
        return None
    return said(
        {
            "typical": length.typical,
            "min": None if length.min == length.typical else length.min,
            "max": None if length.max == length.typical else length.max,
            "unit": "" if length.unit == "months" else length.unit,
            "ends_month": length.ends_month,
            **_figure(length.figure),
        }
    )


def _pattern(pattern: c.Pattern) -> Document:
    return {
        "any_day": pattern.any_day or None,
        "month": pattern.month,
        "day": pattern.day,
        "nth": pattern.nth,
        "weekday": pattern.weekday,
        "from": _month_day(pattern.from_day),
        "until": _month_day(pattern.until_day),
        "label": pattern.label,
        "ends_by": _month_day(pattern.ends_by),
    }


def _dated(dated: Iterable[c.Dated]) -> list[Document]:
    return [
        said({"date": _iso(one.start), "until": _iso(one.until), **_figure(one.figure)})
        for one in dated
    ]


def _intake(intake: c.Intake) -> Document:
    return said(
        {**_pattern(intake.pattern), "dated": _dated(intake.dated), **_figure(intake.figure)}
    )


def _requirements(requirements: Iterable[c.Requirement]) -> list[Document]:
    return [said({"any": _texts(one.any_of), **_figure(one.figure)}) for one in requirements]


def _condition(condition: object) -> str:
    return "" if condition is None else str(condition)


def _track(track: c.Track) -> Document:
    return said(
        {
            "key": track.key,
            "name": track.name,
            "short": _short(track),
            "summary": track.summary,
            "aliases": list(track.aliases),
            "length": _length(track.length),
            "intakes": [_intake(one) for one in track.intakes],
            "requires": _requirements(track.requires),
            "choose_by": _condition(track.choose_by),
            "closes": _condition(track.closes),
            "guaranteed": None if track.guaranteed else False,
            **_figure(track.figure),
        }
    )


def _stage(stage: c.Stage) -> Document:
    return said(
        {
            "name": stage.name,
            "short": _short(stage),
            "kind": stage.kind,
            "jurisdiction": stage.jurisdiction,
            "summary": stage.summary,
            "aliases": list(stage.aliases),
            "years": list(stage.years),
            "counts_as": list(stage.counts_as),
            "entry_only": stage.entry_only or None,
            "excluded_by": list(stage.excluded_by),
            "length": _length(stage.length),
            "intakes": [_intake(one) for one in stage.intakes],
            "requires": _requirements(stage.requires),
            "tracks": [_track(one) for one in stage.tracks],
            "leave": _leave(stage.leave),
            "time_out": [_time_out(one) for one in stage.time_out],
            "counting": [_counting(one) for one in stage.counting],
            **_figure(stage.figure),
        }
    )


def _leave(rule: c.LeaveRule | None) -> Document | None:
    if rule is None:
        return None
    return said(
        {
            "weeks_per_year": None if rule.within else rule.weeks_per_year,
            "days": rule.days if rule.within else None,
            "within": rule.within,
            "beyond": "" if rule.beyond == "rest" else rule.beyond,
            **_figure(rule.figure),
        }
    )


def _time_out(one: c.TimeOut) -> Document:
    return said(
        {
            "key": one.key,
            "name": one.name,
            "short": _short(one),
            "counts": one.counts,
            "max_months": one.max_months,
            "summary": one.summary,
            **_figure(one.figure),
        }
    )


def _counting(one: c.Counting) -> Document:
    # The step is written even when it is 1, as it always was: packs that were loaded before are
    # known again by the digest of this document.
    return said(
        {
            "step": one.step,
            "since": _iso(one.since),
            "whole_months": one.whole_months or None,
            **_figure(one.figure),
        }
    )


def _validity(one: c.Validity | None) -> Document | None:
    if one is None:
        return None
    return said(
        {
            "months": one.months,
            "uses": list(one.uses),
            "round_up": _month_day(one.round_up),
            **_figure(one.figure),
        }
    )


def _renewal(one: c.Renewal | None) -> Document | None:
    if one is None:
        return None
    return said(
        {
            "months": one.months,
            "says": one.says,
            "begins": _month_day(one.begins),
            "until": _month_day(one.until),
            "birth_month": one.birth_month or None,
            **_figure(one.figure),
        }
    )


def _lock_out(one: c.LockOut | None) -> Document | None:
    if one is None:
        return None
    return said(
        {
            "after": one.after,
            "months": one.months,
            "begins": _month_day(one.begins),
            **_figure(one.figure),
        }
    )


def _lead(one: c.Lead | None) -> Document | None:
    if one is None:
        return None
    return said({"days": one.days, "says": one.says, **_figure(one.figure)})


def _clock(clock: c.Clock) -> Document:
    return said(
        {
            "name": clock.name,
            "says": clock.says,
            "months": clock.months,
            "starts": str(clock.starts),
            "counts": list(clock.counts),
            **_figure(clock.figure),
        }
    )


def _cohort_range(classes: c.CohortRange | None) -> Document | None:
    if classes is None:
        return None
    return said({"of": classes.of, "first": classes.first, "last": classes.last})


def _anchor(anchor: c.Anchor | None) -> Document | None:
    if anchor is None:
        return None
    return said({"of": list(anchor.of), "cohort": anchor.cohort, "years": anchor.years or None})


def _rule(rule: c.TimingRule) -> Document:
    return said(
        {
            "key": rule.key,
            "says": rule.says,
            "cohort": _cohort_range(rule.cohort),
            "has": _texts(rule.has),
            "lacks": _texts(rule.lacks),
            "effective_from": _iso(rule.effective_from),
            "effective_until": _iso(rule.effective_until),
            "supersedes": rule.supersedes,
            "anchor": _anchor(rule.anchor),
            "earliest": _texts(rule.earliest),
            "first_of": _texts(rule.first_of),
            "usual": _texts(rule.usual),
            "latest": _condition(rule.latest),
            "round_up": _month_day(rule.round_up),
            "pauses_in": list(rule.pauses_in),
            "ends_of": list(rule.ends_of),
            "sittings": [said(_pattern(one)) for one in rule.sittings],
            "dated": _dated(rule.dated),
            **_figure(rule.figure),
        }
    )


def _fee(fee: c.Fee) -> Document:
    return said(
        {
            "amount": fee.amount,
            "currency": fee.currency,
            "year": fee.year,
            "what": fee.what,
            **_figure(fee.figure),
        }
    )


def _milestone(one: c.Milestone) -> Document:
    return said(
        {
            "name": one.name,
            "short": _short(one),
            "kind": one.kind,
            "jurisdiction": one.jurisdiction,
            "organisation": one.organisation,
            "summary": one.summary,
            "aliases": list(one.aliases),
            "shown_with": _texts(one.shown_with),
            "requires": _requirements(one.requires),
            "when_out": one.when_out,
            "limits": list(one.limits),
            "results_days": one.results_days or None,
            "retake_wait_months": one.retake_wait_months or None,
            "resits": one.resits,
            "lock_out": _lock_out(one.lock_out),
            "lead": _lead(one.lead),
            "validity": _validity(one.validity),
            "renewal": _renewal(one.renewal),
            "attempts": one.attempts,
            "missed_counts": one.missed_counts or None,
            "per_sitting": one.per_sitting or None,
            "fees": [_fee(fee) for fee in one.fees],
            "rules": [_rule(rule) for rule in one.rules],
            **_figure(one.figure),
        }
    )


def _destination(one: c.Destination) -> Document:
    return said(
        {
            "name": one.name,
            "short": _short(one),
            "kind": one.kind,
            "jurisdiction": one.jurisdiction,
            "summary": one.summary,
            "aliases": list(one.aliases),
            "requires": _requirements(one.requires),
            "finish": one.finish,
            "natural_start": one.natural_start,
            **_figure(one.figure),
        }
    )


def _statement(one: c.Statement) -> Document:
    return said(
        {
            "kind": one.kind,
            "name": one.name,
            "about": list(one.about),
            "aliases": list(one.aliases),
            "warns_with": list(one.warns_with),
            "text": one.text,
            **_figure(one.figure),
        }
    )
