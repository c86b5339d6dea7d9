"""Editions: published snapshots of the whole catalogue, which never change."""

import hashlib
import json
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models


class EditionsNeverChange(TypeError):
    """Somebody tried to change or delete an edition. Publish a new one instead."""

    def __init__(self) -> None:
        super().__init__("An edition never changes and is never deleted; publish a new one.")


def text_of(document: object) -> str:
    """A document as text, in its own order of keys."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def digest_of(document: object) -> str:
    """What tells two documents apart, the order of their keys included."""
    return hashlib.sha256(text_of(document).encode()).hexdigest()


class DocumentField(models.TextField):  # type: ignore[type-arg]
    """A JSON document kept as text: PostgreSQL's own type would lose the order of its keys."""

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """Read the text."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Write the text."""
        return None if value is None else text_of(value)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions, which can be added and read."""

    def update(self, **_: Any) -> NoReturn:
        """Refused."""
        raise EditionsNeverChange

    def delete(self) -> NoReturn:
        """Refused."""
        raise EditionsNeverChange


class Edition(models.Model):
    """A published snapshot of the catalogue as one document (see docs/pack-format.md).

    A trigger in the database refuses changes that do not come through here.
    """

    number = models.PositiveIntegerField(unique=True)
    document: "models.Field[Any, Any]" = DocumentField()
    digest = models.CharField(max_length=64)
    note = models.TextField(
        "what changed",
        blank=True,
        max_length=2000,
        help_text="Shown to people whose plans were made with an earlier edition.",
    )
    created = models.DateTimeField("published", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        permissions: ClassVar = [("publish_edition", "Can check and publish the catalogue")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_number")
        ]

    def __str__(self) -> str:
        return f"edition {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add an edition; saving one again is refused."""
        if not self._state.adding:
            raise EditionsNeverChange
        self.digest = digest_of(self.document)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise EditionsNeverChange
