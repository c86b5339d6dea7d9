"""What people type, checked: with sentences for what is wrong."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.naming import NameProblem, begun, find_position, read_date
from pathways.planning.plans import (
    CUSTOM_KINDS,
    MAX_MONTHS,
    MAX_NOTE,
    STATUSES,
    Current,
    Past,
    Situation,
)

FIRST_DATE = dt.date(1990, 1, 1)
LAST_DATE = dt.date(2100, 12, 31)
BEFORE_SCHOOL = "none"
WAYS = (
    ("overlap", "Only what has to move"),
    ("all", "Everything after it, by as much"),
    ("only", "Only this"),
)
THEN = (("back", "Back to full time, from"), ("stays", "It stays so to the end"))


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


class StartForm(forms.Form):
    """The four questions: where are you now, since when, where are you heading, which country."""

    now = forms.CharField(max_length=100, error_messages={"required": "Choose where you are now."})
    since = forms.CharField(max_length=10, required=False)
    destination = forms.CharField(max_length=100, required=False)
    country = forms.CharField(
        max_length=20, error_messages={"required": "Choose the country you want to train in."}
    )

    def __init__(self, edition: Edition, today: dt.date, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.edition = edition
        self.today = today

    def clean_country(self) -> str:
        """A country of the catalogue."""
        country = str(self.cleaned_data["country"])
        if country not in self.edition.jurisdictions:
            raise forms.ValidationError("Choose one of the countries in the list.")
        return country

    def clean_destination(self) -> str:
        """A destination's key; empty for "not sure yet"."""
        text = str(self.cleaned_data["destination"]).strip()
        if not text:
            return ""
        found = self.edition.find_destination(text)
        if found is None:
            raise forms.ValidationError("Choose one of the destinations in the list.")
        return found.key

    def clean(self) -> dict[str, Any]:
        """Turn the two answers about now into a situation."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "now" not in data:
            return data
        try:
            data["situation"] = self._situation(str(data["now"]), str(data.get("since") or ""))
        except NameProblem as problem:
            field = "since" if "date" in str(problem) else "now"
            self.add_error(field, str(problem))
        return data

    def _situation(self, now: str, since: str) -> Situation:
        if now == BEFORE_SCHOOL:
            return Situation(as_of=self.today)
        position = find_position(self.edition, now)
        is_milestone = position.ref.key in self.edition.milestones
        if not since and not is_milestone:
            raise NameProblem("Give the date: the month when you began, like 2024-08.")
        date = read_date(since) if since else None
        if date is not None and not FIRST_DATE <= date <= LAST_DATE:
            raise NameProblem("Choose a date from 1990 to 2100.")
        stage = self.edition.stages.get(position.ref.key)
        if is_milestone or (stage is not None and stage.entry_only):
            return Situation(
                as_of=self.today,
                done=(Past(key=position.ref.key, track=position.ref.track, date=date),),
            )
        current: Current = begun(self.edition, position, date or self.today)
        return Situation(as_of=self.today, at=(current,))

    @property
    def chosen_country(self) -> str:
        """The key of the country chosen."""
        return str(self.cleaned_data["country"])

    def destination_found(self) -> Destination | None:
        """The destination chosen; None for "not sure yet"."""
        return self.edition.destinations.get(self.cleaned_data.get("destination", ""))


class StartDateForm(forms.Form):
    """A start, and what moves with it; an empty start forgets the wish."""

    start = PlannerDateField(required=False)
    how = forms.ChoiceField(choices=WAYS, required=False)


class LengthForm(forms.Form):
    """A length in months; empty is the usual one."""

    months = forms.IntegerField(min_value=1, max_value=MAX_MONTHS, required=False)


class TrackForm(forms.Form):
    """A track's key."""

    track = forms.CharField(max_length=100)


class WorkingForm(forms.Form):
    """A working percentage, from a day on or from the start of the stage."""

    percent = forms.IntegerField(
        min_value=1,
        max_value=100,
        error_messages={
            "required": "Say a percentage from 1 to 100.",
            "min_value": "Choose from 1 to 100 percent; for a pause, add a stage of your own.",
            "max_value": "Choose from 1 to 100 percent.",
        },
    )
    since = PlannerDateField(required=False)
    then = forms.ChoiceField(choices=THEN, required=False)
    then_from = PlannerDateField(required=False)

    def clean(self) -> dict[str, Any]:
        """What follows part-time work is asked for, never assumed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("percent", 100) < 100 and "then" in data:
            if not data["then"]:
                self.add_error("then", "And after this? Choose one, so that the end is right.")
            elif data["then"] == "back" and not data.get("then_from", True):
                self.add_error("then_from", "Say from which day you work full time again.")
        if data.get("then") != "back":
            data["then_from"] = None
        return data


class LeaveForm(forms.Form):
    """Time away from a stage that goes on, first and last day."""

    leave_from = PlannerDateField(error_messages={"required": "Say from which day."})
    leave_until = PlannerDateField(error_messages={"required": "Say the last day."})

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("leave_from"), data.get("leave_until")
        if first and last and last < first:
            self.add_error("leave_until", "The last day has to be after the first.")
        return data


class ReasonForm(forms.Form):
    """Why a rule is set aside."""

    reason = forms.CharField(
        max_length=1000,
        error_messages={"required": "Say why, so that you and your mentor know later."},
    )


class ClockForm(forms.Form):
    """A clock that runs beside the plan: months used before it, and another limit."""

    used = forms.IntegerField(
        min_value=0,
        max_value=MAX_MONTHS,
        error_messages={"required": "Say how many months are used already; 0 for none."},
    )
    limit = forms.IntegerField(min_value=1, max_value=MAX_MONTHS, required=False)


class StatusForm(forms.Form):
    """How an item stands, and its real date."""

    status = forms.ChoiceField(choices=[(one, one) for one in STATUSES])
    date = PlannerDateField(required=False)


class NoteForm(forms.Form):
    """A private note."""

    note = forms.CharField(max_length=MAX_NOTE, required=False, strip=True)


class SittingForm(forms.Form):
    """The earliest sitting wanted; empty is the first possible one."""

    sitting = PlannerDateField(required=False)


class InsertForm(forms.Form):
    """A stage of the person's own."""

    name = forms.CharField(
        max_length=100, error_messages={"required": "Give the stage a name, like “Research year”."}
    )
    kind = forms.ChoiceField(choices=[(one, one) for one in CUSTOM_KINDS])
    months = forms.IntegerField(
        min_value=1,
        max_value=MAX_MONTHS,
        error_messages={"required": "Say how many months it lasts."},
    )
    after = forms.CharField(max_length=100, required=False)


class TitleForm(forms.Form):
    """A plan's title."""

    title = forms.CharField(max_length=200, error_messages={"required": "Give the plan a title."})


class ShareForm(forms.Form):
    """A new share link. ``expires`` is its last day; ``days`` after cleaning how many days it
    opens, None until it is turned off. ``key`` tells a repeated request from a new one."""

    label = forms.CharField(
        max_length=80, error_messages={"required": "Say who the link is for, like “Dr Lee”."}
    )
    expires = PlannerDateField(required=False)
    show_name = forms.BooleanField(required=False)
    show_notes = forms.BooleanField(required=False)
    show_own_names = forms.BooleanField(required=False)
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
