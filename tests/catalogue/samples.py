"""A small sound catalogue, and ways to spoil it."""

import copy
from collections.abc import Mapping
from typing import Any

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import read_edition

Document = dict[str, Any]

READ: Document = {"sources": ["rules"], "confidence": "A", "basis": "rule"}
SOUND: Document = {
    "format": 1,
    "pack": "xx",
    "name": "Nowhere",
    "jurisdictions": {"xx": {"name": "Nowhere", "currency": "USD", "date_style": "us"}},
    "organisations": {
        "board": {
            "name": "Board of Pictures",
            "short": "Board",
            "jurisdiction": "xx",
            "url": "https://board.example/",
            "summary": "It asks about pictures.",
        }
    },
    "sources": {
        "rules": {
            "title": "Rules",
            "url": "https://board.example/rules",
            "organisation": "board",
            "dated": "2026-03",
            "checked": "2026-11-01",
        },
        "survey": {
            "title": "Survey",
            "url": "https://b.example/",
            "checked": "2026-10-01",
            "note": "Of last year.",
        },
    },
    "cohorts": {
        "finishers": {
            "name": "Finishers",
            "label": "class of {year}",
            "year_of": ["end(residency)"],
            "year_begins": "07-01",
        }
    },
    "stages": {
        "school": {
            "name": "School",
            "kind": "education",
            "jurisdiction": "xx",
            "aliases": ["med school"],
            "length": {"typical": 4, "unit": "academic_years", "ends_month": 5},
            "leave": {"days": 14, "within": "any_year", "beyond": "all", **READ},
            **READ,
        },
        "residency": {
            "name": "Residency in pictures",
            "short": "Residency",
            "kind": "residency",
            "jurisdiction": "xx",
            "summary": "Where one learns it.\nOn the job.",
            "aliases": ["rez"],
            "years": ["R1", "R2"],
            "counts_as": ["trained"],
            "excluded_by": ["other_residency"],
            "length": {
                "typical": 24,
                "max": 36,
                "sources": ["survey", "rules"],
                "confidence": "B",
                "basis": "survey",
            },
            "intakes": [
                {
                    "month": 7,
                    "day": 1,
                    "dated": [{"date": "2027-07-05", "until": "2027-07-12"}],
                    "sources": ["rules"],
                    "confidence": "A",
                    "basis": "rule",
                }
            ],
            "requires": [{"any": ["school"]}, {"any": ["match"]}],
            "leave": {
                "weeks_per_year": 6,
                "sources": ["rules"],
                "confidence": "A",
                "basis": "rule",
            },
            "time_out": [
                {
                    "key": "course",
                    "name": "Time out for a course",
                    "short": "Course",
                    "counts": 50,
                    "max_months": 12,
                    "summary": "Agreed six months before.",
                    **READ,
                },
                {"key": "research", "name": "Time out for research"},
            ],
            "counting": [
                {"step": 1},
                {"step": 10, "since": "2025-08-01", "whole_months": True, **READ},
            ],
            "tracks": [
                {"key": "plain", "name": "Plain"},
                {
                    "key": "early",
                    "name": "Early specialisation",
                    "short": "Early",
                    "summary": "For those who know.",
                    **READ,
                    "aliases": ["fast"],
                    "length": {"typical": 18},
                    "intakes": [{"month": 1, "day": 1, **READ}],
                    "requires": [{"any": ["start(residency)+6mo"]}],
                    "choose_by": "start(residency)+5mo",
                    "closes": "start(residency)+9mo",
                    "guaranteed": False,
                },
            ],
        },
        "other_residency": {
            "name": "Other residency",
            "kind": "residency",
            "jurisdiction": "xx",
            "entry_only": True,
            "length": {"typical": 12},
        },
        "job": {
            "name": "Job",
            "kind": "practice",
            "jurisdiction": "xx",
            "length": {"typical": 12},
            "requires": [
                {
                    "any": ["residency@early", "exam"],
                    "sources": ["rules"],
                    "confidence": "A",
                    "basis": "rule",
                    "note": "Either.",
                },
                {"any": ["counts(trained)", "abroad(trained)", "school"]},
            ],
        },
    },
    "milestones": {
        "match": {
            "name": "Match",
            "kind": "match",
            "jurisdiction": "xx",
            "requires": [{"any": ["start(residency)-10mo"]}],
            "rules": [
                {
                    "key": "march",
                    "says": "In March before residency.",
                    "anchor": {"of": ["residency"], "years": -1},
                    "sittings": [{"month": 3, "nth": 3, "weekday": "fri"}],
                }
            ],
            "renewal": {
                "months": 24,
                "says": "Every other year.",
                "birth_month": True,
                **READ,
            },
        },
        "exam": {
            "name": "Exam",
            "kind": "exam",
            "jurisdiction": "xx",
            "organisation": "board",
            "summary": "Pictures, and questions about them.",
            "aliases": ["the exam"],
            **READ,
            "shown_with": ["residency", "residency@early"],
            "attempts": 3,
            "missed_counts": True,
            "per_sitting": True,
            "when_out": "A year of training before the next.",
            "limits": ["match", "school"],
            "results_days": 42,
            "retake_wait_months": 6,
            "resits": "At the next sitting.",
            "lock_out": {"after": 3, "months": 24, "begins": "01-01", **READ},
            "lead": {"days": 42, "says": "Register six weeks before.", **READ},
            "validity": {"months": 84, "uses": ["match"], "round_up": "12-31", **READ},
            "renewal": {
                "months": 120,
                "says": "Every ten years.",
                "begins": "01-01",
                "until": "12-31",
                **READ,
            },
            "fees": [{"amount": 100, "currency": "USD", "year": "2026", "what": "fee", **READ}],
            "requires": [{"any": ["residency", "2030-01-01"]}],
            "rules": [
                {
                    "key": "new",
                    "says": "In June.",
                    "cohort": {"of": "finishers", "first": 2029},
                    "has": ["school"],
                    "lacks": ["other_residency"],
                    "effective_from": "2025-01-01",
                    "effective_until": "2040-01-01",
                    "supersedes": "old",
                    "earliest": ["start(residency)+20mo-1d"],
                    "first_of": ["end(residency)-2mo", "first(match)+24mo"],
                    "usual": ["worked(residency)+12mo"],
                    **READ,
                    "latest": "start(residency)+41mo",
                    "round_up": "01-01",
                    "pauses_in": ["residency"],
                    "ends_of": ["residency"],
                    "sittings": [
                        {"from": "09-01", "until": "12-01", "label": "autumn", "ends_by": "02-28"}
                    ],
                    "dated": [
                        {
                            "date": "2030-09-02",
                            "sources": ["rules"],
                            "confidence": "A",
                            "basis": "rule",
                        }
                    ],
                },
                {
                    "key": "old",
                    "says": "In any month.",
                    "cohort": {"of": "finishers", "last": 2028},
                    "anchor": {"cohort": "finishers", "years": -1},
                    "sittings": [{"any_day": True}],
                },
            ],
        },
    },
    "destinations": {
        "pictures": {
            "name": "Pictures",
            "kind": "role",
            "jurisdiction": "xx",
            "summary": "Reading them for a living.",
            "aliases": ["pix"],
            **READ,
            "requires": [{"any": ["residency"]}, {"any": ["exam"]}],
            "finish": "job",
            "natural_start": "school",
        }
    },
    "clocks": {
        "visa": {
            "name": "Visa",
            "says": "Seven years.",
            "months": 84,
            "starts": "start(residency)",
            "counts": ["residency", "fellowship"],
            **READ,
        }
    },
    "statements": {
        "hard": {
            "kind": "pitfall",
            "about": ["exam", "pictures"],
            "text": "It is hard.",
            "warns_with": ["exam"],
            **READ,
        },
        "needle": {
            "kind": "procedure",
            "name": "Biopsy",
            "aliases": ["needle biopsy"],
            "about": ["pictures"],
            "text": "A small sample is taken under image guidance.",
            **READ,
        },
    },
}


def sound() -> Document:
    """A copy of the sound catalogue, to spoil."""
    return copy.deepcopy(SOUND)


def spoilt(*changes: tuple[str, Any]) -> Document:
    """The sound catalogue with the value at each dotted path replaced (None removes it)."""
    document = sound()
    for path, value in changes:
        *parents, last = path.split(".")
        place: Any = document
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place[part]
        key: Any = int(last) if isinstance(place, list) else last
        if value is None:
            del place[key]
        elif isinstance(place, list) and key == len(place):
            place.append(value)
        else:
            place[key] = value
    return document


def edition_of(document: Mapping[str, Any]) -> Edition:
    """The edition of a document that can be read."""
    return read_edition(document)
