"""Reads every catalogue row once, so that documents can be put together without a query each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from pathways import models as m
from pathways.models.base import Keyed, Positioned

SECTION_MODELS: dict[str, type[Keyed]] = {
    "jurisdictions": m.Jurisdiction,
    "organisations": m.Organisation,
    "sources": m.Source,
    "cohorts": m.Cohort,
    "stages": m.Stage,
    "milestones": m.Milestone,
    "destinations": m.Destination,
    "statements": m.Statement,
    "clocks": m.Clock,
}
CHILD_MODELS: tuple[type[Positioned], ...] = (
    m.Track,
    m.Intake,
    m.TimingRule,
    m.Sitting,
    m.Fee,
    m.Requirement,
    m.PublishedDate,
    m.LeaveRule,
    m.TimeOut,
    m.Counting,
    m.LockOut,
    m.Lead,
    m.Validity,
    m.Renewal,
    m.Warns,
)


def citing_fields() -> Iterator[tuple[type[Model], str]]:
    """Every field by which rows cite sources."""
    for model in (*SECTION_MODELS.values(), *CHILD_MODELS):
        for relation in model._meta.local_many_to_many:
            yield model, relation.name


def citations(model: type[Model], name: str) -> Iterator[tuple[int, int]]:
    """Row and source of each citation by one field, in the order in which they were made."""
    through: Any = getattr(model, name).through
    owner = f"{model._meta.model_name}_id"
    yield from through._default_manager.order_by("pk").values_list(owner, "source_id")


class CatalogueRows:
    """Every row of the catalogue, by what it belongs to. Reading it takes a fixed number of
    queries, however large the catalogue is."""

    def __init__(self) -> None:
        self.packs = list(m.Pack.objects.order_by("key"))
        self.things = {
            section: list(model._default_manager.order_by("position", "id"))
            for section, model in SECTION_MODELS.items()
        }
        self._keys = {
            (SECTION_MODELS[section], row.pk): row.key
            for section, rows in self.things.items()
            for row in rows
        }
        self._children: dict[tuple[type[Model], str, int], list[Any]] = defaultdict(list)
        for model in CHILD_MODELS:
            for row in model._default_manager.all():
                for owner in row.OWNERS:
                    if owner_id := getattr(row, f"{owner}_id"):
                        self._children[model, owner, owner_id].append(row)
        self._cited: dict[tuple[type[Model], str, int], list[str]] = defaultdict(list)
        for citing, name in citing_fields():
            for owner_id, source_id in citations(citing, name):
                self._cited[citing, name, owner_id].append(self._keys[m.Source, source_id])

    def children(self, model: type[Positioned], owner: str, row: Model) -> list[Any]:
        """The rows of ``model`` that belong to ``row``, in order."""
        return self._children[model, owner, row.pk]

    def key(self, model: type[Keyed], row_id: int | None) -> str:
        """The key of the row with that id; empty for None."""
        return self._keys[model, row_id] if row_id else ""

    def cited(self, row: Model, name: str) -> list[str]:
        """The keys of the sources that a row cites by one field."""
        return self._cited[type(row), name, row.pk]
