"""What people type, checked: each form's ``cleaned`` method gives engine values."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.edits import MilestoneEdit, StageEdit
from pathways.planning.naming import NameProblem, begun, find_position, read_date
from pathways.planning.plans import (
    CUSTOM_KINDS,
    MAX_MONTHS,
    MAX_NOTE,
    STATUSES,
    Change,
    Current,
    Past,
    Situation,
    Working,
)
from pathways.planning.timeline import Bar, Marker

FIRST_DATE = dt.date(1990, 1, 1)
LAST_DATE = dt.date(2100, 12, 31)
BEFORE_SCHOOL = "none"


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

    def destination_found(self) -> Destination | None:
        """The destination chosen; None for "not sure yet"."""
        return self.edition.destinations.get(self.cleaned_data.get("destination", ""))


class StageForm(forms.Form):
    """The editor of a stage."""

    name = forms.CharField(max_length=100, required=False)
    start = PlannerDateField(required=False)
    months = forms.IntegerField(min_value=1, max_value=MAX_MONTHS, required=False)
    track = forms.CharField(max_length=100, required=False)
    percent = forms.IntegerField(
        min_value=1,
        max_value=100,
        required=False,
        error_messages={
            "min_value": "Choose from 1 to 100 %; for a time at 0 % insert a stage of your own.",
            "max_value": "Choose from 1 to 100 %.",
        },
    )
    since = PlannerDateField(required=False)
    pinned = forms.BooleanField(required=False)
    status = forms.ChoiceField(choices=[(one, one) for one in STATUSES], required=False)
    date = PlannerDateField(required=False)
    note = forms.CharField(max_length=MAX_NOTE, required=False, strip=True)

    def cleaned(self, bar: Bar, change: Change, shown_months: int) -> StageEdit:
        """The edit. What still says what the editor showed (the computed start and length) is
        no wish of the person's, so it is left open."""
        data = self.cleaned_data
        start, months = data["start"], data["months"]
        percent = data["percent"] or 100
        working = (Working(percent=percent, since=data["since"]),) if percent != 100 else ()
        ended = data["date"]
        return StageEdit(
            start=start if start != bar.start.date or change.start else None,
            pinned=data["pinned"],
            months=months if months != shown_months or change.months else None,
            track=data["track"] or bar.track,
            working=working,
            status=data["status"] or "planned",
            ended=ended + dt.timedelta(days=1) if ended else None,
            note=data["note"],
        )


class MilestoneForm(forms.Form):
    """The editor of a milestone."""

    status = forms.ChoiceField(
        choices=[(one, one) for one in (*STATUSES, "missed")], required=False
    )
    date = PlannerDateField(required=False)
    sitting = PlannerDateField(required=False)
    pinned = forms.BooleanField(required=False)
    note = forms.CharField(max_length=MAX_NOTE, required=False, strip=True)

    def cleaned(self, marker: Marker, change: Change) -> MilestoneEdit:
        """The edit; a pinned milestone is a confirmed one."""
        data = self.cleaned_data
        status = data["status"] or "planned"
        if data["pinned"] and status == "planned":
            status = "confirmed"
        sitting = data["sitting"]
        return MilestoneEdit(
            status=status,
            date=data["date"],
            sitting=sitting if sitting != marker.at.date or change.sitting else None,
            note=data["note"],
        )


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
    """A new share link."""

    label = forms.CharField(
        max_length=100, error_messages={"required": "Name the link, like “Dr Lee”."}
    )
    days = forms.ChoiceField(choices=[("7", "7"), ("30", "30"), ("90", "90"), ("never", "never")])
    show_notes = forms.BooleanField(required=False)
    show_name = forms.BooleanField(required=False)
