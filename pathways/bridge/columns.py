"""Entries of documents → what their rows should hold: the other way round from ``entries``."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pathways import models as m
from pathways.models.base import Keyed, Positioned
from pathways.planning.catalogue.writing import Document

FindId = Callable[[type[Keyed], str], int | None]


@dataclass
class Wanted:
    """What a row should hold: columns, cited source keys by field, and the rows that belong to
    it, by model and the name of the key that points back."""

    columns: dict[str, Any]
    cited: dict[str, list[str]] = field(default_factory=dict)
    children: dict[tuple[type[Positioned], str], list["Wanted"]] = field(default_factory=dict)


def wanted_of(section: str, entry: Document, find_id: FindId) -> Wanted:
    """What the row of an entry should hold; ``find_id`` looks up rows that it points to."""
    return _READERS[section](entry, find_id)


def _lines(entry: Document, name: str) -> str:
    return "\n".join(entry.get(name, ()))


def _date(entry: Document, name: str) -> dt.date | None:
    return dt.date.fromisoformat(entry[name]) if name in entry else None


def _texts(entry: Document, *names: str) -> dict[str, str]:
    return {name: entry.get(name, "") for name in names}


def _figure(entry: Document, prefix: str = "") -> dict[str, Any]:
    return {
        f"{prefix}confidence": entry.get("confidence", "U"),
        f"{prefix}basis": entry.get("basis", "estimate"),
        f"{prefix}note": entry.get("note", ""),
    }


def _cited(entry: Document) -> dict[str, list[str]]:
    return {"sources": entry.get("sources", [])}


def _named(entry: Document, find_id: FindId) -> dict[str, Any]:
    return {
        **_texts(entry, "name", "short", "kind", "summary"),
        "jurisdiction_id": find_id(m.Jurisdiction, entry["jurisdiction"]),
        "aliases": _lines(entry, "aliases"),
        **_figure(entry),
    }


def _jurisdiction(entry: Document, find_id: FindId) -> Wanted:
    return Wanted(_texts(entry, "name", "currency", "date_style"))


def _organisation(entry: Document, find_id: FindId) -> Wanted:
    columns = _texts(entry, "name", "short", "url", "summary")
    return Wanted({**columns, "jurisdiction_id": find_id(m.Jurisdiction, entry["jurisdiction"])})


def _source(entry: Document, find_id: FindId) -> Wanted:
    return Wanted(
        {
            **_texts(entry, "title", "url", "dated", "note"),
            "checked": _date(entry, "checked"),
            "organisation_id": find_id(m.Organisation, entry.get("organisation", "")),
        }
    )


def _cohort(entry: Document, find_id: FindId) -> Wanted:
    columns = _texts(entry, "name", "label", "year_begins")
    return Wanted({**columns, "year_of": _lines(entry, "year_of")})


def _length(entry: Document | None) -> tuple[dict[str, Any], list[str]]:
    length = entry or {}
    columns = {
        "length_typical": length.get("typical"),
        "length_min": length.get("min"),
        "length_max": length.get("max"),
        "length_unit": length.get("unit", "months"),
        "length_ends_month": length.get("ends_month"),
        **_figure(length, "length_"),
    }
    return columns, length.get("sources", [])


def _pattern(entry: Document) -> dict[str, Any]:
    return {
        "any_day": entry.get("any_day", False),
        **{name: entry.get(name) for name in ("month", "day", "nth")},
        **_texts(entry, "weekday", "label", "ends_by"),
        "window_from": entry.get("from", ""),
        "window_until": entry.get("until", ""),
    }


def _requirements(entry: Document) -> list[Wanted]:
    return [
        Wanted({"any_of": _lines(one, "any"), **_figure(one)}, _cited(one))
        for one in entry.get("requires", ())
    ]


def _dated(entry: Document) -> list[Wanted]:
    return [
        Wanted(
            {"date": _date(one, "date"), "until": _date(one, "until"), **_figure(one)}, _cited(one)
        )
        for one in entry.get("dated", ())
    ]


def _intake(entry: Document) -> Wanted:
    columns = {**_pattern(entry), **_figure(entry)}
    return Wanted(columns, _cited(entry), {(m.PublishedDate, "intake"): _dated(entry)})


def _only(entry: Document, name: str, read: Callable[[Document], Wanted]) -> list[Wanted]:
    return [read(entry[name])] if name in entry else []


def _leave(entry: Document) -> Wanted:
    columns = {
        "weeks_per_year": entry.get("weeks_per_year"),
        "days": entry.get("days"),
        "within": entry.get("within", ""),
        "beyond": entry.get("beyond", "rest"),
        **_figure(entry),
    }
    return Wanted(columns, _cited(entry))


def _time_out(entry: Document) -> Wanted:
    columns = {
        **_texts(entry, "key", "name", "short", "summary"),
        "counts": entry.get("counts"),
        "max_months": entry.get("max_months"),
        **_figure(entry),
    }
    return Wanted(columns, _cited(entry))


def _counting(entry: Document) -> Wanted:
    columns = {
        "step": entry["step"],
        "since": _date(entry, "since"),
        "whole_months": entry.get("whole_months", False),
        **_figure(entry),
    }
    return Wanted(columns, _cited(entry))


def _validity(entry: Document) -> Wanted:
    columns = {"months": entry["months"], "uses": _lines(entry, "uses")}
    return Wanted({**columns, **_texts(entry, "round_up"), **_figure(entry)}, _cited(entry))


def _renewal(entry: Document) -> Wanted:
    columns = {
        "months": entry.get("months"),
        **_texts(entry, "says", "begins", "until"),
        "birth_month": entry.get("birth_month", False),
        **_figure(entry),
    }
    return Wanted(columns, _cited(entry))


def _lock_out(entry: Document) -> Wanted:
    columns = {"after": entry["after"], "months": entry["months"], **_texts(entry, "begins")}
    return Wanted({**columns, **_figure(entry)}, _cited(entry))


def _lead(entry: Document) -> Wanted:
    columns = {"days": entry["days"], **_texts(entry, "says"), **_figure(entry)}
    return Wanted(columns, _cited(entry))


def _track(entry: Document) -> Wanted:
    length, length_sources = _length(entry.get("length"))
    columns = {
        **_texts(entry, "key", "name", "short", "summary", "choose_by", "closes"),
        "aliases": _lines(entry, "aliases"),
        "guaranteed": entry.get("guaranteed", True),
        **length,
        **_figure(entry),
    }
    cited = {**_cited(entry), "length_sources": length_sources}
    children: dict[tuple[type[Positioned], str], list[Wanted]] = {
        (m.Intake, "track"): [_intake(one) for one in entry.get("intakes", ())],
        (m.Requirement, "track"): _requirements(entry),
    }
    return Wanted(columns, cited, children)


def _stage(entry: Document, find_id: FindId) -> Wanted:
    length, length_sources = _length(entry["length"])
    columns = {
        **_named(entry, find_id),
        "years": _lines(entry, "years"),
        "counts_as": _lines(entry, "counts_as"),
        "entry_only": entry.get("entry_only", False),
        "excluded_by": _lines(entry, "excluded_by"),
        **length,
    }
    return Wanted(
        columns,
        {**_cited(entry), "length_sources": length_sources},
        {
            (m.Intake, "stage"): [_intake(one) for one in entry.get("intakes", ())],
            (m.Requirement, "stage"): _requirements(entry),
            (m.Track, "stage"): [_track(one) for one in entry.get("tracks", ())],
            (m.LeaveRule, "stage"): _only(entry, "leave", _leave),
            (m.TimeOut, "stage"): [_time_out(one) for one in entry.get("time_out", ())],
            (m.Counting, "stage"): [_counting(one) for one in entry.get("counting", ())],
        },
    )


_RULE_LISTS = ("has", "lacks", "earliest", "first_of", "usual", "pauses_in", "ends_of")


def _rule(entry: Document, find_id: FindId) -> Wanted:
    classes, anchor = entry.get("cohort", {}), entry.get("anchor", {})
    columns = {
        **_texts(entry, "key", "says", "supersedes", "latest", "round_up"),
        "cohort_id": find_id(m.Cohort, classes.get("of", "")),
        "cohort_first": classes.get("first"),
        "cohort_last": classes.get("last"),
        **{name: _lines(entry, name) for name in _RULE_LISTS},
        "effective_from": _date(entry, "effective_from"),
        "effective_until": _date(entry, "effective_until"),
        "anchor_of": _lines(anchor, "of"),
        "anchor_cohort_id": find_id(m.Cohort, anchor.get("cohort", "")),
        "anchor_years": anchor.get("years", 0),
        **_figure(entry),
    }
    children: dict[tuple[type[Positioned], str], list[Wanted]] = {
        (m.Sitting, "rule"): [Wanted(_pattern(one)) for one in entry.get("sittings", ())],
        (m.PublishedDate, "rule"): _dated(entry),
    }
    return Wanted(columns, _cited(entry), children)


def _fee(entry: Document) -> Wanted:
    columns = {"amount": entry["amount"], **_texts(entry, "currency", "year", "what")}
    return Wanted({**columns, **_figure(entry)}, _cited(entry))


def _milestone(entry: Document, find_id: FindId) -> Wanted:
    columns = {
        **_named(entry, find_id),
        "organisation_id": find_id(m.Organisation, entry.get("organisation", "")),
        "shown_with": _lines(entry, "shown_with"),
        "attempts": entry.get("attempts"),
        "missed_counts": entry.get("missed_counts", False),
        "per_sitting": entry.get("per_sitting", False),
        **_texts(entry, "when_out", "resits"),
        "limits": _lines(entry, "limits"),
        "results_days": entry.get("results_days", 0),
        "retake_wait_months": entry.get("retake_wait_months", 0),
    }
    children: dict[tuple[type[Positioned], str], list[Wanted]] = {
        (m.Requirement, "milestone"): _requirements(entry),
        (m.TimingRule, "milestone"): [_rule(one, find_id) for one in entry["rules"]],
        (m.Fee, "milestone"): [_fee(one) for one in entry.get("fees", ())],
        (m.LockOut, "milestone"): _only(entry, "lock_out", _lock_out),
        (m.Lead, "milestone"): _only(entry, "lead", _lead),
        (m.Validity, "milestone"): _only(entry, "validity", _validity),
        (m.Renewal, "milestone"): _only(entry, "renewal", _renewal),
    }
    return Wanted(columns, _cited(entry), children)


def _destination(entry: Document, find_id: FindId) -> Wanted:
    columns = {
        **_named(entry, find_id),
        "finish_id": find_id(m.Stage, entry["finish"]),
        "natural_start_id": find_id(m.Stage, entry["natural_start"]),
    }
    children: dict[tuple[type[Positioned], str], list[Wanted]] = {
        (m.Requirement, "destination"): _requirements(entry)
    }
    return Wanted(columns, _cited(entry), children)


def _statement(entry: Document, find_id: FindId) -> Wanted:
    columns = {
        **_texts(entry, "kind", "name", "text"),
        "about": _lines(entry, "about"),
        "aliases": _lines(entry, "aliases"),
        "warns_with": _lines(entry, "warns_with"),
        **_figure(entry),
    }
    return Wanted(columns, _cited(entry))


def _clock(entry: Document, find_id: FindId) -> Wanted:
    columns = {
        **_texts(entry, "name", "says", "starts"),
        "months": entry["months"],
        "counts": _lines(entry, "counts"),
        **_figure(entry),
    }
    return Wanted(columns, _cited(entry))


_READERS: Mapping[str, Callable[[Document, FindId], Wanted]] = {
    "jurisdictions": _jurisdiction,
    "organisations": _organisation,
    "sources": _source,
    "cohorts": _cohort,
    "stages": _stage,
    "milestones": _milestone,
    "destinations": _destination,
    "statements": _statement,
    "clocks": _clock,
}
