"""The work list: what a coordinator should look at, each with one thing to do about it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from pathways.bridge import Draft
from pathways.bridge.rows import SECTION_MODELS
from pathways.models import Report
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.changes import Changed, changed_entries
from pathways.planning.catalogue.documents import Path, Problem
from pathways.planning.catalogue.writing import Document
from pathways.planning.soundness import list_unverified, places

MOST_SHOWN = 50
_OLD = dt.timedelta(days=365)
_SOON = dt.timedelta(days=180)
# What the admin calls the parts of an entry, where that is not their name in documents.
_LABELS = {
    "requires": "requirement",
    "any": "line",
    "tracks": "track",
    "intakes": "intake",
    "dated": "published date",
    "rules": "timing rule",
    "sittings": "sitting",
    "fees": "fee",
    "counting": "part-time",
    "sources": "source",
    "earliest": "not before",
    "latest": "window ends",
    "first_of": "counts from the first of",
    "usual": "usually taken",
    "pauses_in": "leave in these stages stops the clock",
    "ends_of": "looks at the end of",
    "ends_by": "training ends by",
    "lead": "lead time",
    "resits": "about re-sits",
    "lock_out": "lock-out",
    "year_begins": "academic year begins",
    "missed_counts": "missed sittings count",
    "per_sitting": "needed for each sitting",
    "has": "only with",
    "lacks": "only without",
    "closes": "closed from",
    "choose_by": "ask for it by",
    "of": "stage",
    "warns": "plans that are told",
    "with": "plans with",
    "has_any": "and one of",
    "part_time_below": "part-time below",
    "slowed": "part-time or leave",
    "exceeds": "goes beyond the clock",
}


@dataclass(frozen=True)
class Task:
    """One row of work: what it is about, what is the matter, and where to do something."""

    name: str
    matter: str
    url: str = ""


@dataclass(frozen=True)
class Tasks:
    """Rows of one kind of work; only the first are shown."""

    title: str
    why: str
    tasks: list[Task] = field(default_factory=list)

    @property
    def shown(self) -> list[Task]:
        """The first of them."""
        return self.tasks[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, len(self.tasks) - MOST_SHOWN)


class Addresses:
    """Where in the admin the entries of a draft are edited, found in one query a section."""

    def __init__(self) -> None:
        self._ids: dict[str, Mapping[str, int]] = {}

    def of(self, path: Path) -> str:
        """The page of the entry that a path leads into; empty when there is none."""
        if len(path) < 2 or path[0] not in SECTION_MODELS:
            return ""
        section, key = str(path[0]), str(path[1])
        model = SECTION_MODELS[section]
        if section not in self._ids:
            self._ids[section] = dict(model._default_manager.values_list("key", "pk"))
        row_id = self._ids[section].get(key)
        name = f"admin:pathways_{model._meta.model_name}_change"
        return reverse(name, args=[row_id]) if row_id else ""


def where_in(path: Path) -> str:
    """The place within an entry in the words of its page: "track 2, requirement 1, line 1"."""
    words: list[str] = []
    for part in path[2:]:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(_LABELS.get(str(part), str(part).replace("_", " ")))
    return ", ".join(words)


def tasks_of(problems: Iterable[Problem], edition: Edition, addresses: Addresses) -> list[Task]:
    """Problems as rows of work."""
    return [
        Task(name_at(edition, one.path), _matter(one), addresses.of(one.path)) for one in problems
    ]


def _matter(problem: Problem) -> str:
    where = where_in(problem.path)
    return f"{where}: {problem.message}" if where else problem.message


def name_at(edition: Edition, path: Path) -> str:
    """What the entry that a path leads into is called."""
    if len(path) < 2:
        return str(path[0]) if path else "The catalogue"
    thing = getattr(edition, str(path[0]), {}).get(path[1])
    name = getattr(thing, "name", "") or getattr(thing, "title", "") or getattr(thing, "text", "")
    return str(name or path[1])


def changes(before: Document, draft: Draft, addresses: Addresses) -> Tasks:
    """What differs from the newest edition."""
    return Tasks(
        "Drafts",
        "Changed since the newest edition; nobody sees it before it is published.",
        [
            Task(
                one.name,
                _how(one),
                addresses.of((one.section, one.key)),
            )
            for one in changed_entries(before, draft.document)
        ],
    )


def _how(one: Changed) -> str:
    parts = [_LABELS.get(part, part.replace("_", " ")) for part in one.parts]
    return f"{one.how}: {', '.join(parts)}" if parts else one.how


def open_reports(reports: Iterable[Report]) -> Tasks:
    """What visitors say is wrong."""
    return Tasks(
        "Reports",
        "Visitors say that this is wrong. Read the source again, mend the entry, settle it.",
        [
            Task(one.name, one.text, reverse("admin:pathways_report_change", args=[one.pk]))
            for one in reports
        ],
    )


def old_sources(edition: Edition, today: dt.date, addresses: Addresses) -> Tasks:
    """Sources that nobody has read for a year, the oldest first."""
    old = [one for one in edition.sources.values() if one.checked < today - _OLD]
    return Tasks(
        "Not verified for 12 months",
        "Read the page again, correct what has changed, and enter today as the date last read.",
        [
            Task(one.title, f"last read {one.checked}", addresses.of(("sources", one.key)))
            for one in sorted(old, key=lambda one: one.checked)
        ],
    )


def dates_running_out(edition: Edition, today: dt.date, addresses: Addresses) -> Tasks:
    """Published dates that end soon: from then on, dates are projected from the pattern."""
    tasks = []
    for path, dated in places.dated_lists(edition):
        if dated and (last := max(one.start for one in dated)) < today + _SOON:
            matter = f"{where_in(path[:-1])}: the last published date is {last}"
            tasks.append(Task(name_at(edition, path), matter, addresses.of(path)))
    return Tasks(
        "Published dates that run out",
        "Enter the dates of the next cycle as soon as they are out; until then they are projected.",
        tasks,
    )


def unverified(edition: Edition, addresses: Addresses) -> Tasks:
    """Entries with figures that rest on no source, those with most of them first."""
    found: dict[Path, list[str]] = {}
    for one in list_unverified(edition):
        found.setdefault(one.path[:2], []).append(where_in(one.path) or "as a whole")
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return Tasks(
        "Estimates",
        "Shown to people as estimates. Find a source, or leave them as they are.",
        [
            Task(name_at(edition, path), ", ".join(parts), addresses.of(path))
            for path, parts in ordered
        ],
    )
