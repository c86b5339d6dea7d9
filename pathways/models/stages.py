"""Catalogue rows of what takes time: stages, their tracks, and when they may begin."""

from typing import ClassVar

from django.db import models

from pathways.models.base import (
    Figured,
    Keyed,
    Lasting,
    Positioned,
    Recurring,
    choices_of,
    count_of,
    one_of,
)
from pathways.models.catalogue import ALIASES_HELP, SHORT_HELP, Jurisdiction
from pathways.models.texts import (
    validate_condition,
    validate_key,
    validate_keys,
    validate_lines,
)
from pathways.planning import catalogue as c
from pathways.planning.catalogue.limits import KEY_LIMIT, NAME_LIMIT, SHORT_LIMIT


class Stage(Keyed, Lasting, Figured):
    """Something that takes time: a school, a residency, a fellowship, a job."""

    name = models.CharField(max_length=NAME_LIMIT)
    short = models.CharField(max_length=SHORT_LIMIT, blank=True, help_text=SHORT_HELP)
    kind = models.CharField(max_length=20, choices=choices_of(c.STAGE_KINDS))
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    summary = models.TextField(
        blank=True, max_length=2000, help_text="What it is, in one or two plain sentences."
    )
    aliases = models.TextField(blank=True, validators=[validate_lines], help_text=ALIASES_HELP)
    years = models.TextField(
        "names of its years",
        blank=True,
        validators=[validate_lines],
        help_text="What people call its years, in order, one per line: R1, R2, R3, R4.",
    )
    counts_as = models.TextField(
        "counts as",
        blank=True,
        validators=[validate_keys],
        help_text="What it counts as where a rule asks for training of a kind, like radiologist "
        "or clinical_year; one word per line.",
    )
    entry_only = models.BooleanField(
        default=False, help_text="People may come from here, but nobody is sent here."
    )
    excluded_by = models.TextField(
        blank=True,
        validators=[validate_keys],
        help_text="Never proposed to somebody who began or did one of these stages; one key per "
        "line.",
    )
    length_typical = count_of("typical length", "How long it usually is, like 48 months.")

    class Meta(Keyed.Meta):
        constraints: ClassVar = [
            *Lasting.Meta.constraints,
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=models.Q(kind__in=c.STAGE_KINDS), name="stage_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Track(Positioned, Lasting, Figured):
    """A variant of a stage; the first in order is the default."""

    OWNERS = ("stage",)

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="tracks")
    key = models.CharField(
        max_length=KEY_LIMIT, validators=[validate_key], help_text="Like esir. Cannot be changed."
    )
    name = models.CharField(max_length=NAME_LIMIT)
    short = models.CharField(max_length=SHORT_LIMIT, blank=True, help_text=SHORT_HELP)
    summary = models.TextField(blank=True, max_length=2000)
    aliases = models.TextField(blank=True, validators=[validate_lines], help_text=ALIASES_HELP)
    choose_by = models.TextField(
        "ask for it by",
        blank=True,
        validators=[validate_condition],
        help_text="The usual last date to ask, counted from the stage: start(dr_residency)+22mo.",
    )
    closes = models.TextField(
        "closed from",
        blank=True,
        validators=[validate_condition],
        help_text="From this day it can no longer be chosen: start(dr_residency)+30mo.",
    )
    guaranteed = models.BooleanField(
        "one's own choice", default=True, help_text="Off when it depends on somebody else's."
    )

    class Meta:
        ordering: ClassVar = ["stage_id", "position", "id"]
        constraints: ClassVar = [
            *Lasting.Meta.constraints,
            *Figured.Meta.constraints,
            models.UniqueConstraint(
                fields=["stage", "key"],
                name="track_key",
                violation_error_message="This stage has a track with that key already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Intake(Positioned, Recurring, Figured):
    """When a stage, or a track of it, may begin. A stage without intakes begins on any day."""

    OWNERS = ("stage", "track")

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="intakes", null=True, editable=False
    )
    track = models.ForeignKey(
        Track, models.CASCADE, related_name="intakes", null=True, editable=False
    )

    class Meta:
        ordering: ClassVar = ["stage_id", "track_id", "position", "id"]
        constraints: ClassVar = [
            *Recurring.Meta.constraints,
            *Figured.Meta.constraints,
            models.CheckConstraint(condition=one_of("stage", "track"), name="intake_one_owner"),
        ]

    def __str__(self) -> str:
        return f"intake {self.position}"
