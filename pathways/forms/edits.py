"""What can be said about one item of a plan, its clocks, and its finish."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from pathways.forms.fields import FIRST_DATE, LAST_DATE, PlannerDateField, one_direction
from pathways.planning.catalogue import TimeOut
from pathways.planning.catalogue.naming import NameProblem, read_date
from pathways.planning.dates import ONE_DAY, add_months
from pathways.planning.plans import CUSTOM_KINDS, MAX_MONTHS, MAX_NOTE, STATUSES

WAYS = (
    ("overlap", "Only what has to move"),
    ("all", "Shift everything after it by the same amount"),
    ("only", "Only this"),
)
RESULTS = (("failed", "Failed"), ("missed", "Missed"))
FIXED = (
    ("no", "No: start at the first intake on or after it"),
    ("yes", "Yes: start on this day, even off cycle"),
)
THEN = (("back", "Back to full time"), ("stays", "Stay at this level until the stage ends"))


class StartDateForm(forms.Form):
    """A start, whether it is fixed (empty: as it was), and what moves with it; an empty start
    forgets the wish."""

    start = PlannerDateField(required=False)
    fixed = forms.ChoiceField(choices=FIXED, required=False)
    how = forms.ChoiceField(choices=WAYS, required=False)

    def clean(self) -> dict[str, Any]:
        """What is fixed has a day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("fixed") == "yes" and not data.get("start", True):
            self.add_error("start", "Enter the day it starts.")
        return data


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
            "required": "Enter a percentage from 1 to 100.",
            "min_value": "Enter a percentage from 1 to 100. For a break, add leave.",
            "max_value": "Enter a percentage from 1 to 100.",
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
                self.add_error("then", "Say what happens afterwards; the end date depends on it.")
            elif data["then"] == "back" and not data.get("then_from", True):
                self.add_error("then_from", "Enter the day you go back to full time.")
        if data.get("then") != "back":
            data["then_from"] = None
        return data


class PeriodForm(forms.Form):
    """A period of leave that is in the plan, by its first and last day and its kind."""

    leave_from = PlannerDateField(error_messages={"required": "Enter the first day."})
    leave_until = PlannerDateField(error_messages={"required": "Enter the last day."})
    leave_kind = forms.CharField(max_length=100, required=False)


class LeaveForm(PeriodForm):
    """Time away from a stage that goes on: first and last day, one of the ``kinds`` of time out
    of the stage (empty: leave), and how much of it counts where the kind doesn't say."""

    leave_counts = forms.IntegerField(
        min_value=0,
        max_value=100,
        required=False,
        error_messages={
            "min_value": "Enter a percentage from 0 to 100.",
            "max_value": "Enter a percentage from 0 to 100.",
            "invalid": "Enter a whole number from 0 to 100.",
        },
    )

    def __init__(self, kinds: tuple[TimeOut, ...], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.kinds = kinds

    def clean_leave_kind(self) -> str:
        """The key of a kind of the stage; empty for leave."""
        key = str(self.cleaned_data["leave_kind"])
        if key and all(one.key != key for one in self.kinds):
            raise forms.ValidationError("Choose one of the kinds in the list.")
        return key

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and a percentage is given exactly where the
        kind leaves it to the person."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("leave_from"), data.get("leave_until")
        if first and last and last < first:
            self.add_error("leave_until", "The last day can’t be before the first.")
        if "leave_kind" in data and "leave_counts" in data:
            problem = self._wrong_share(data["leave_kind"], data["leave_counts"])
            if problem:
                self.add_error("leave_counts", problem)
        return data

    def _wrong_share(self, key: str, counts: int | None) -> str:
        """What is wrong with the percentage for a kind; empty for nothing."""
        kind = next((one for one in self.kinds if one.key == key), None)
        if kind is not None and kind.counts is None:
            return "" if counts is not None else "Enter how much of it counts, from 0 to 100%."
        if counts is None:
            return ""
        if kind is not None:
            return f"{kind.short} always counts {kind.counts}%. Leave this blank."
        return "Leave doesn’t count. Choose another kind, or leave this blank."


class ReasonForm(forms.Form):
    """Why a rule is set aside."""

    reason = forms.CharField(
        validators=[one_direction],
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

    note = forms.CharField(
        validators=[one_direction], max_length=MAX_NOTE, required=False, strip=True
    )


class AttemptForm(forms.Form):
    """An earlier attempt: the day, until ``today``, and how it went."""

    on = PlannerDateField(error_messages={"required": "Enter the day."})
    result = forms.ChoiceField(
        choices=RESULTS, error_messages={"required": "Choose what happened."}
    )

    def __init__(self, today: dt.date, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> dt.date:
        """A day that has come."""
        on: dt.date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("That day is still to come.")
        return on


class BirthMonthForm(forms.Form):
    """The month of birth as a number, or None; empty takes it back."""

    birth_month = forms.IntegerField(
        min_value=1,
        max_value=12,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Choose one of the twelve months."
        ),
    )


class SittingForm(forms.Form):
    """The earliest sitting wanted; empty is the first possible one."""

    sitting = PlannerDateField(required=False)


class FinishByForm(forms.Form):
    """The month (its last day) or the day to finish by."""

    finish_by = forms.CharField(
        max_length=10, error_messages={"required": "Say the month, like 2036-07."}
    )

    def clean_finish_by(self) -> dt.date:
        """A day; for a month its last one."""
        text = str(self.cleaned_data["finish_by"])
        try:
            date = read_date(text)
        except NameProblem:
            raise forms.ValidationError("Say the month, like 2036-07.") from None
        if not FIRST_DATE <= date <= LAST_DATE:
            raise forms.ValidationError("Choose a month from 1990 to 2100.")
        return date if text.count("-") == 2 else add_months(date, 1) - ONE_DAY


class InsertForm(forms.Form):
    """A stage of the person's own."""

    name = forms.CharField(
        validators=[one_direction],
        max_length=100,
        error_messages={"required": "Give the stage a name, like “Research year”."},
    )
    kind = forms.ChoiceField(choices=[(one, one) for one in CUSTOM_KINDS])
    months = forms.IntegerField(
        min_value=1,
        max_value=MAX_MONTHS,
        error_messages={"required": "Say how many months it lasts."},
    )
    after = forms.CharField(max_length=100, required=False)
