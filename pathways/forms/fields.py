"""Fields that several forms have, and what is wrong with a form."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms

FIRST_DATE = dt.date(1990, 1, 1)
LAST_DATE = dt.date(2100, 12, 31)
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_direction(text: str) -> None:
    """Refuse marks that turn the direction of what follows them: they would garble the page."""
    if any(mark in text for mark in DIRECTION_MARKS):
        raise forms.ValidationError("Leave out the invisible marks that turn text around.")


def no_control_characters(text: str) -> None:
    """Refuse what no keyboard types and no page shows; line breaks and tabs are welcome."""
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in text):
        raise forms.ValidationError("Leave out the invisible control characters.")


class PlainTextField(forms.CharField):
    """Several lines of plain text. A line break is one character, as browsers count it, whatever
    they send for it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[one_direction, no_control_characters], **options)

    def to_python(self, value: Any) -> str:
        """The text with line breaks of one kind."""
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(text) or "")


class PlannerDateField(forms.DateField):
    """A calendar date within the years the planner works with."""

    def clean(self, value: Any) -> dt.date | None:
        """The date, or None when left empty; a sentence for one outside 1990 to 2100."""
        date: dt.date | None = super().clean(value)
        if date is not None and not FIRST_DATE <= date <= LAST_DATE:
            raise forms.ValidationError("Choose a date from 1990 to 2100.")
        return date


def problems_of(form: forms.BaseForm) -> Mapping[str, str]:
    """The first problem of each field, as plain text; "" is the form as a whole."""
    return {
        "" if field == "__all__" else field: str(errors[0])
        for field, errors in form.errors.items()
        if errors
    }
