"""Rows → entries of documents: what docs/pack-format.md calls a stage, a milestone, and so on."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from pathways import models as m
from pathways.bridge.rows import CatalogueRows
from pathways.models.base import Keyed, Positioned, Recurring
from pathways.models.texts import lines_of
from pathways.planning.catalogue.writing import Document, said


def entry_of(rows: CatalogueRows, row: Keyed) -> Document:
    """The entry of a row that has a key of its own."""
    return said(_WRITERS[type(row)](rows, row))


def _text(value: str) -> str:
    """Browsers send lines ended in two characters; documents have one."""
    return value.replace("\r\n", "\n").strip()


def _iso(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _figure(rows: CatalogueRows, row: Any, prefix: str = "") -> Document:
    confidence, basis = getattr(row, f"{prefix}confidence"), getattr(row, f"{prefix}basis")
    return {
        "sources": rows.cited(row, f"{prefix}sources"),
        "confidence": "" if confidence == "U" else confidence,
        "basis": "" if basis == "estimate" else basis,
        "note": _text(getattr(row, f"{prefix}note")),
    }


def _named(rows: CatalogueRows, row: Any) -> Document:
    """What stages, milestones and destinations have in common."""
    return {
        "name": row.name,
        "short": row.short,
        "kind": row.kind,
        "jurisdiction": rows.key(m.Jurisdiction, row.jurisdiction_id),
        "summary": _text(row.summary),
        "aliases": lines_of(row.aliases),
    }


def _jurisdiction(rows: CatalogueRows, row: m.Jurisdiction) -> Document:
    return {"name": row.name, "currency": row.currency, "date_style": row.date_style}


def _organisation(rows: CatalogueRows, row: m.Organisation) -> Document:
    return {
        "name": row.name,
        "short": row.short,
        "jurisdiction": rows.key(m.Jurisdiction, row.jurisdiction_id),
        "url": row.url,
        "summary": _text(row.summary),
    }


def _source(rows: CatalogueRows, row: m.Source) -> Document:
    return {
        "title": row.title,
        "url": row.url,
        "organisation": rows.key(m.Organisation, row.organisation_id),
        "dated": row.dated,
        "checked": _iso(row.checked),
        "note": _text(row.note),
    }


def _cohort(rows: CatalogueRows, row: m.Cohort) -> Document:
    return {
        "name": row.name,
        "label": row.label,
        "year_of": lines_of(row.year_of),
        "year_begins": row.year_begins,
    }


def _length(rows: CatalogueRows, row: m.Stage | m.Track) -> Document | None:
    if row.length_typical is None:
        return None
    return said(
        {
            "typical": row.length_typical,
            "min": row.length_min,
            "max": row.length_max,
            "unit": "" if row.length_unit == "months" else row.length_unit,
            "ends_month": row.length_ends_month,
            **_figure(rows, row, "length_"),
        }
    )


def _pattern(row: Recurring) -> Document:
    return {
        "any_day": row.any_day or None,
        "month": row.month,
        "day": row.day,
        "nth": row.nth,
        "weekday": row.weekday,
        "from": row.window_from,
        "until": row.window_until,
        "label": row.label,
        "ends_by": row.ends_by,
    }


def _dated(rows: CatalogueRows, owner: str, row: m.Intake | m.TimingRule) -> list[Document]:
    return [
        said({"date": _iso(one.date), "until": _iso(one.until), **_figure(rows, one)})
        for one in rows.children(m.PublishedDate, owner, row)
    ]


def _requires(rows: CatalogueRows, owner: str, row: Any) -> list[Document]:
    return [
        said({"any": lines_of(one.any_of), **_figure(rows, one)})
        for one in rows.children(m.Requirement, owner, row)
    ]


def _intake(rows: CatalogueRows, row: m.Intake) -> Document:
    dated = _dated(rows, "intake", row)
    return said({**_pattern(row), "dated": dated, **_figure(rows, row)})


def _track(rows: CatalogueRows, row: m.Track) -> Document:
    return said(
        {
            "key": row.key,
            "name": row.name,
            "short": row.short,
            "summary": _text(row.summary),
            "aliases": lines_of(row.aliases),
            "length": _length(rows, row),
            "intakes": [_intake(rows, one) for one in rows.children(m.Intake, "track", row)],
            "requires": _requires(rows, "track", row),
            "choose_by": _text(row.choose_by),
            "closes": _text(row.closes),
            "guaranteed": None if row.guaranteed else False,
            **_figure(rows, row),
        }
    )


def _one(
    rows: CatalogueRows, model: type[Positioned], owner: str, row: Any, names: tuple[str, ...]
) -> Document | None:
    """The only row of a kind that belongs to a row, with these columns and its figure."""
    return next((_part(rows, one, names) for one in rows.children(model, owner, row)), None)


def _part(rows: CatalogueRows, row: Any, names: tuple[str, ...]) -> Document:
    columns = {name: getattr(row, name) for name in names}
    texts = {name: _text(value) for name, value in columns.items() if isinstance(value, str)}
    return said({**columns, **texts, **_figure(rows, row)})


def _counting(rows: CatalogueRows, row: m.Counting) -> Document:
    return said(
        {
            "step": row.step,
            "since": _iso(row.since),
            "whole_months": row.whole_months or None,
            **_figure(rows, row),
        }
    )


def _leave(rows: CatalogueRows, row: m.Stage) -> Document | None:
    names = ("weeks_per_year", "days", "within", "beyond")
    found = _one(rows, m.LeaveRule, "stage", row, names)
    return found and said({**found, "beyond": found["beyond"].removeprefix("rest")})


def _renewal(rows: CatalogueRows, row: m.Milestone) -> Document | None:
    names = ("months", "says", "begins", "until", "birth_month")
    found = _one(rows, m.Renewal, "milestone", row, names)
    return found and said({**found, "birth_month": found["birth_month"] or None})


def _validity(rows: CatalogueRows, row: m.Milestone) -> Document | None:
    found = _one(rows, m.Validity, "milestone", row, ("months", "uses", "round_up"))
    return found and said({**found, "uses": lines_of(found.get("uses", ""))})


def _stage(rows: CatalogueRows, row: m.Stage) -> Document:
    return {
        **_named(rows, row),
        "years": lines_of(row.years),
        "counts_as": lines_of(row.counts_as),
        "entry_only": row.entry_only or None,
        "excluded_by": lines_of(row.excluded_by),
        "length": _length(rows, row),
        "intakes": [_intake(rows, one) for one in rows.children(m.Intake, "stage", row)],
        "requires": _requires(rows, "stage", row),
        "tracks": [_track(rows, one) for one in rows.children(m.Track, "stage", row)],
        "leave": _leave(rows, row),
        "time_out": [
            _part(rows, one, ("key", "name", "short", "counts", "max_months", "summary"))
            for one in rows.children(m.TimeOut, "stage", row)
        ],
        "counting": [_counting(rows, one) for one in rows.children(m.Counting, "stage", row)],
        **_figure(rows, row),
    }


def _classes(rows: CatalogueRows, row: m.TimingRule) -> Document | None:
    if row.cohort_id is None:
        return None
    of = rows.key(m.Cohort, row.cohort_id)
    return said({"of": of, "first": row.cohort_first, "last": row.cohort_last})


def _anchor(rows: CatalogueRows, row: m.TimingRule) -> Document | None:
    stages, cohort = lines_of(row.anchor_of), rows.key(m.Cohort, row.anchor_cohort_id)
    if not stages and not cohort:
        return None
    return said({"of": stages, "cohort": cohort, "years": row.anchor_years or None})


def _rule(rows: CatalogueRows, row: m.TimingRule) -> Document:
    sittings = rows.children(m.Sitting, "rule", row)
    return said(
        {
            "key": row.key,
            "says": _text(row.says),
            "cohort": _classes(rows, row),
            "has": lines_of(row.has),
            "lacks": lines_of(row.lacks),
            "effective_from": _iso(row.effective_from),
            "effective_until": _iso(row.effective_until),
            "supersedes": row.supersedes,
            "anchor": _anchor(rows, row),
            "earliest": lines_of(row.earliest),
            "first_of": lines_of(row.first_of),
            "usual": lines_of(row.usual),
            "latest": _text(row.latest),
            "round_up": row.round_up,
            "pauses_in": lines_of(row.pauses_in),
            "ends_of": lines_of(row.ends_of),
            "sittings": [said(_pattern(one)) for one in sittings],
            "dated": _dated(rows, "rule", row),
            **_figure(rows, row),
        }
    )


def _fee(rows: CatalogueRows, row: m.Fee) -> Document:
    return said(
        {
            "amount": row.amount,
            "currency": row.currency,
            "year": row.year,
            "what": row.what,
            **_figure(rows, row),
        }
    )


def _milestone(rows: CatalogueRows, row: m.Milestone) -> Document:
    return {
        **_named(rows, row),
        "organisation": rows.key(m.Organisation, row.organisation_id),
        "shown_with": lines_of(row.shown_with),
        "requires": _requires(rows, "milestone", row),
        "attempts": row.attempts,
        "missed_counts": row.missed_counts or None,
        "per_sitting": row.per_sitting or None,
        "when_out": _text(row.when_out),
        "limits": lines_of(row.limits),
        "results_days": row.results_days or None,
        "retake_wait_months": row.retake_wait_months or None,
        "resits": _text(row.resits),
        "lock_out": _one(rows, m.LockOut, "milestone", row, ("after", "months", "begins")),
        "lead": _one(rows, m.Lead, "milestone", row, ("days", "says")),
        "validity": _validity(rows, row),
        "renewal": _renewal(rows, row),
        "fees": [_fee(rows, one) for one in rows.children(m.Fee, "milestone", row)],
        "rules": [_rule(rows, one) for one in rows.children(m.TimingRule, "milestone", row)],
        **_figure(rows, row),
    }


def _destination(rows: CatalogueRows, row: m.Destination) -> Document:
    return {
        **_named(rows, row),
        "requires": _requires(rows, "destination", row),
        "finish": rows.key(m.Stage, row.finish_id),
        "natural_start": rows.key(m.Stage, row.natural_start_id),
        **_figure(rows, row),
    }


def _statement(rows: CatalogueRows, row: m.Statement) -> Document:
    return {
        "kind": row.kind,
        "name": row.name,
        "about": lines_of(row.about),
        "aliases": lines_of(row.aliases),
        "warns_with": lines_of(row.warns_with),
        "text": _text(row.text),
        **_figure(rows, row),
    }


def _clock(rows: CatalogueRows, row: m.Clock) -> Document:
    return {
        "name": row.name,
        "says": _text(row.says),
        "months": row.months,
        "starts": _text(row.starts),
        "counts": lines_of(row.counts),
        **_figure(rows, row),
    }


_WRITERS: dict[type[Keyed], Callable[[CatalogueRows, Any], Document]] = {
    m.Jurisdiction: _jurisdiction,
    m.Organisation: _organisation,
    m.Source: _source,
    m.Cohort: _cohort,
    m.Stage: _stage,
    m.Milestone: _milestone,
    m.Destination: _destination,
    m.Statement: _statement,
    m.Clock: _clock,
}
