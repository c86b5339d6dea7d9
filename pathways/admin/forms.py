"""Forms of catalogue rows: what was opened at an older version is not saved over a newer one."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from pathways.models.base import Keyed

NO_SOURCE = "Name a source, or choose confidence U and basis estimate: it is shown as one."


def root_of(row: Any) -> Keyed:
    """The row whose version counts: of a track its stage, of a timing rule its milestone."""
    while not isinstance(row, Keyed):
        owner = next(name for name in row.OWNERS if getattr(row, f"{name}_id"))
        row = getattr(row, owner)
    return row


class FigureForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a row that may carry figures: none claims more than its sources bear."""

    def clean(self) -> dict[str, Any]:
        """Refuse a figure that has no source and is not an unverified estimate."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for prefix in ("", "length_"):
            said = (cleaned.get(f"{prefix}confidence"), cleaned.get(f"{prefix}basis"))
            sources = f"{prefix}sources"
            if sources in cleaned and not cleaned[sources] and said != ("U", "estimate"):
                self.add_error(sources, NO_SOURCE)
        return cleaned


class CatalogueForm(FigureForm):
    """A form that knows at which version it was opened, and is refused when that has passed."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Reasons why saving was refused after all; set for one request by the admin.
    refusals: ClassVar[tuple[str, ...]] = ()
    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = root_of(self.instance).version if self.instance.pk else None
        self.fields["opened_version"].initial = self.current

    def clean(self) -> dict[str, Any]:
        """Refuse what was opened at an older version, and say what has changed since."""
        cleaned = super().clean()
        if self.current is not None and cleaned.get("opened_version") != self.current:
            self.is_stale = True
            self.add_error(None, ValidationError(self._what_changed()))
            # Saving again then means: mine, knowing theirs.
            data = cast("QueryDict", self.data).copy()
            data[self.add_prefix("opened_version")] = str(self.current)
            self.data = data
        for reason in self.refusals:
            self.add_error(None, reason)
        return cleaned

    def _what_changed(self) -> list[str]:
        told = ["Somebody else saved this while you had it open. Nothing of yours is saved yet."]
        newest = (
            LogEntry.objects.filter(
                content_type=get_content_type_for_model(self.instance),
                object_id=str(self.instance.pk),
            )
            .select_related("user")
            .first()
        )
        if newest:
            when = newest.action_time.strftime("%Y-%m-%d %H:%M")
            told.append(f"Last saved by {newest.user} at {when} UTC. {newest.get_change_message()}")
        for name in self.changed_data:
            if name in self.fields and name != "opened_version":
                label = self.fields[name].label or name
                told.append(f"{label} is now: {_shown(self.initial.get(name))}")
        told.append("Below is what you typed. Save again to keep yours, or reload to take theirs.")
        return told


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(map(str, value)) or "empty"
    return "empty" if value in (None, "") else str(value)


class PublishForm(forms.Form):
    """What to tell people about a new edition."""

    note = forms.CharField(
        label="What changed",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="One or two sentences that say what changed and why; kept with the edition.",
    )
