"""A whole plan, its links, and the account."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms

from pathways.forms.fields import PlannerDateField, one_direction

TOKEN = re.compile(r"/s/([A-Za-z0-9_-]{20,100})(?![A-Za-z0-9_-])")


class TitleForm(forms.Form):
    """A plan's title."""

    title = forms.CharField(
        validators=[one_direction],
        max_length=200,
        error_messages={"required": "Give the plan a title."},
    )


class StateNameForm(forms.Form):
    """A name for a state of a plan; empty takes it away."""

    name = forms.CharField(
        required=False,
        validators=[one_direction],
        max_length=100,
        error_messages={"max_length": "This is too long: at most 100 characters."},
    )


class PartnerLinkForm(forms.Form):
    """A share link that somebody sent, pasted whole; its token after cleaning."""

    link = forms.CharField(
        max_length=1000, error_messages={"required": "Paste the link that you were sent."}
    )

    def clean_link(self) -> str:
        """The token in it: what follows ``/s/``."""
        text = str(self.cleaned_data["link"])
        found = TOKEN.findall(text)
        if not found:
            raise forms.ValidationError("This is not a share link. It has “/s/” in it.")
        return str(found[-1])


class ShareForm(forms.Form):
    """A new share link. ``expires`` is its last day; ``days`` after cleaning how many days it
    opens, None until it is turned off. ``key`` tells a repeated request from a new one."""

    label = forms.CharField(
        validators=[one_direction],
        max_length=80,
        error_messages={
            "required": "Say who the link is for, like “Dr Lee”.",
            "max_length": "This is too long: at most 80 characters.",
        },
    )
    expires = PlannerDateField(required=False)
    show_name = forms.BooleanField(required=False)
    show_notes = forms.BooleanField(required=False)
    show_own_names = forms.BooleanField(required=False)
    takes_comments = forms.BooleanField(required=False)
    key = forms.UUIDField(required=False)

    def __init__(self, today: dt.date, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Turn the last day into a number of days."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        expires = data.get("expires")
        if expires is not None and expires < self.today:
            self.add_error("expires", "The last day is over already. Choose a later one.")
        data["days"] = (expires - self.today).days + 1 if expires else None
        return data


class FarewellForm(forms.Form):
    """Deleting an account: its address, typed, so that nobody does it by a slip."""

    email = forms.CharField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_email(self) -> str:
        """The owner's own address, in any case."""
        email: str = self.cleaned_data["email"]
        if email.strip().lower() != self.owner:
            raise forms.ValidationError("This is not the address of your account.")
        return email
