"""What has a page of its own, and who mentions whom.

Destinations, stages, exams and organisations have pages; skills, procedures, settings and other
statements stand on the pages of what they are about.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pathways.planning.catalogue import (
    Destination,
    Edition,
    Milestone,
    Organisation,
    Requirement,
    Stage,
    Statement,
)

ThingKind: TypeAlias = Literal["destinations", "stages", "exams", "organisations"]
Subject: TypeAlias = Destination | Stage | Milestone | Organisation

THING_KINDS: Mapping[ThingKind, str] = {
    "destinations": "Destinations",
    "stages": "Stages of training and work",
    "exams": "Exams, applications and certificates",
    "organisations": "Organisations",
}
LABELS: Mapping[str, str] = {
    "subspecialty": "Subspecialty",
    "role": "Role",
    "education": "Study",
    "internship": "Internship",
    "residency": "Residency",
    "fellowship": "Fellowship",
    "practice": "Post",
    "exam": "Exam",
    "application": "Application",
    "interview": "Interview",
    "match": "Match",
    "certificate": "Certificate",
    "licence": "Licence",
    "deadline": "Deadline",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something with a page. ``label`` says what it is ("Residency"); ``mentions`` are the keys
    of what it needs."""

    kind: ThingKind
    label: str
    subject: Subject
    mentions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its key in the catalogue."""
        return self.subject.key

    @property
    def name(self) -> str:
        """Its name as people read it."""
        return self.subject.name

    @property
    def jurisdiction(self) -> str:
        """The key of the country it belongs to."""
        return self.subject.jurisdiction

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names: aliases, those of its tracks, and the names of its years."""
        if isinstance(self.subject, Organisation):
            return ()
        if not isinstance(self.subject, Stage):
            return self.subject.aliases
        tracks = [name for one in self.subject.tracks for name in (one.name, *one.aliases)]
        years = [name for names in self.subject.year_names for name in names]
        return tuple(dict.fromkeys((*self.subject.aliases, *tracks, *years)))

    @property
    def address(self) -> str:
        """The path of its page."""
        return f"/explore/{self.kind}/{self.key}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Everything with a page, by kind and key, and how they belong together.

    ``steps``: stages and exams by key. ``about``: statements by the key they are about.
    ``needed_by``: for the key of a stage or exam, what requires it.
    """

    edition: Edition
    all: tuple[Thing, ...]
    by_place: Mapping[tuple[str, str], Thing] = field(repr=False)
    steps: Mapping[str, Thing] = field(repr=False)
    about: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    needed_by: Mapping[str, tuple[Thing, ...]] = field(repr=False)

    def named(self, key: str) -> Iterator[Thing]:
        """The things of that key: a destination may share one with a stage, an organisation
        with an exam."""
        for kind in THING_KINDS:
            if found := self.by_place.get((kind, key)):
                yield found

    def pages_of(self, statement: Statement) -> tuple[Thing, ...]:
        """The things whose pages a statement stands on, the first to read first."""
        return tuple(thing for key in dict.fromkeys(statement.about) for thing in self.named(key))


def find_things(edition: Edition) -> Things:
    """Everything of an edition that has a page."""
    everything = tuple(_things(edition))
    about: dict[str, list[Statement]] = {}
    for statement in edition.statements.values():
        for key in dict.fromkeys(statement.about):
            about.setdefault(key, []).append(statement)
    needed_by: dict[str, list[Thing]] = {}
    for thing in everything:
        for key in thing.mentions:
            needed_by.setdefault(key, []).append(thing)
    return Things(
        edition=edition,
        all=everything,
        by_place={(thing.kind, thing.key): thing for thing in everything},
        steps={one.key: one for one in everything if one.kind in ("stages", "exams")},
        about={key: tuple(found) for key, found in about.items()},
        needed_by={key: tuple(found) for key, found in needed_by.items()},
    )


def _things(edition: Edition) -> Iterator[Thing]:
    for goal in edition.destinations.values():
        yield Thing(
            kind="destinations",
            label=LABELS[goal.kind],
            subject=goal,
            mentions=_mentions(goal.requires),
        )
    for stage in edition.stages.values():
        tracks = [one for track in stage.tracks for one in track.requires]
        yield Thing(
            kind="stages",
            label=LABELS[stage.kind],
            subject=stage,
            mentions=_mentions((*stage.requires, *tracks)),
        )
    for milestone in edition.milestones.values():
        yield Thing(
            kind="exams",
            label=LABELS[milestone.kind],
            subject=milestone,
            mentions=_mentions(milestone.requires),
        )
    for body in edition.organisations.values():
        yield Thing(kind="organisations", label="Organisation", subject=body)


def _mentions(requires: Iterable[Requirement]) -> tuple[str, ...]:
    keys = (ref.key for one in requires for each in one.any_of for ref in each.refs)
    return tuple(dict.fromkeys(keys))
