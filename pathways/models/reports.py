"""What visitors say is wrong."""

import uuid
from typing import ClassVar

from django.db import models

from pathways.models.base import choices_of
from pathways.planning.catalogue.limits import NAME_LIMIT, URL_LIMIT

REPORT_STATES = ("open", "settled")


class Report(models.Model):
    """Somebody says that a page is wrong. It keeps what the page was about and which edition it
    showed, so that it can be understood when the page has changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField("page", max_length=300)
    name = models.CharField("about", max_length=NAME_LIMIT)
    edition = models.PositiveIntegerField()
    text = models.TextField("what is wrong", max_length=2000)
    source_url = models.URLField("where it is right", max_length=URL_LIMIT, blank=True)
    email = models.EmailField("who said so", blank=True)
    state = models.CharField(max_length=10, choices=choices_of(REPORT_STATES), default="open")
    remark = models.TextField("what was done", max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=REPORT_STATES), name="report_state")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
