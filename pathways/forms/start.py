"""The four questions, and what is asked on top where a stage would be over by now."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from pathways.forms.fields import FIRST_DATE, LAST_DATE
from pathways.forms.staying import Overdue, finished_in, goes_on_until, overdue, read_month
from pathways.planning.catalogue import Destination, Edition
from pathways.planning.catalogue.naming import (
    NameProblem,
    at_intake,
    begun,
    find_position,
    read_date,
)
from pathways.planning.plans import Change, Current, Past, Situation

BEFORE_SCHOOL = "none"
STILL = (("yes", "yes"), ("no", "no"))
CHOOSE = "Choose one of these."


class StartForm(forms.Form):
    """The four questions: where are you now, since when, where are you heading, which country.

    Where the stage would be over by now, ``still`` says whether it goes on, ``ends`` until which
    month, or ``ended`` in which month it was over. They count only as answers to what was ``asked``
    about (see ``Overdue.about``).
    """

    country = forms.CharField(
        max_length=20, error_messages={"required": "Choose the country you want to train in."}
    )
    now = forms.CharField(max_length=100, error_messages={"required": "Choose where you are now."})
    since = forms.CharField(max_length=10, required=False)
    destination = forms.CharField(max_length=100, required=False)
    still = forms.ChoiceField(
        choices=STILL, required=False, error_messages={"invalid_choice": CHOOSE}
    )
    ends = forms.CharField(max_length=10, required=False)
    ended = forms.CharField(max_length=10, required=False)
    asked = forms.CharField(max_length=100, required=False)

    def __init__(self, edition: Edition, today: dt.date, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.edition = edition
        self.today = today
        self.over: Overdue | None = None
        self.is_asked_first = False

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
        found = self.edition.find_destination(text, self.cleaned_data.get("country", ""))
        if found is None:
            raise forms.ValidationError("Choose one of the destinations in the list.")
        return found.key

    def clean(self) -> dict[str, Any]:
        """Turn the answers about now into a situation, and changes to the stage it is about."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "now" not in data:
            return data
        try:
            situation = self._situation(str(data["now"]), str(data.get("since") or ""))
        except NameProblem as problem:
            told = str(problem)
            if "date" in told:
                self.add_error("since", told)
            else:
                self.add_error("now", "Choose one of the stages in the list.")
            return data
        running = next(iter(situation.at), None)
        self.over = overdue(self.edition, running, self.today) if running else None
        data["situation"], data["changes"] = situation, {}
        if self.over:
            self._settle(self.over, data)
        return data

    def _settle(self, over: Overdue, data: dict[str, Any]) -> None:
        """A stage that would be over: what was said about it, or what is still to be said."""
        self.is_asked_first = data.get("asked") != over.about
        still = data.get("still")
        if self.is_asked_first or not still:
            self.add_error("still", CHOOSE)
            return
        field = "ends" if still == "yes" else "ended"
        if not data.get(field):
            ask = "expect to finish" if still == "yes" else "finished"
            self.add_error(field, f"Enter the month you {ask}, like 2027-06.")
            return
        try:
            month = read_month(str(data[field]))
            if not FIRST_DATE <= month <= LAST_DATE:
                raise NameProblem("Choose a month from 1990 to 2100.")
            if still == "yes":
                data["changes"] = {over.current.stage: goes_on_until(over, month, self.today)}
            else:
                done = (finished_in(over, month, self.today),)
                data["situation"] = Situation(as_of=self.today, done=done)
        except NameProblem as problem:
            told = str(problem)
            self.add_error(field, "Enter a month, like 2027-06." if "not a date" in told else told)

    def _situation(self, now: str, since: str) -> Situation:
        if now == BEFORE_SCHOOL:
            return Situation(as_of=self.today)
        position = find_position(self.edition, now, self.cleaned_data.get("country", ""))
        is_milestone = position.ref.key in self.edition.milestones
        if not since and not is_milestone:
            raise NameProblem("Give the date: the month when you began, like 2024-08.")
        date = read_date(since) if since else None
        if date is not None and not FIRST_DATE <= date <= LAST_DATE:
            raise NameProblem("Choose a date from 1990 to 2100.")
        if date is not None and date > self.today:
            raise NameProblem("That date is still to come. Give the month when you began.")
        stage = self.edition.stages.get(position.ref.key)
        is_over = stage is not None and stage.entry_only and not position.year
        if is_milestone or is_over:
            return Situation(
                as_of=self.today,
                done=(Past(key=position.ref.key, track=position.ref.track, date=date),),
            )
        current: Current = begun(self.edition, position, date or self.today)
        if len(since) == len("2024-08"):
            current = at_intake(self.edition, current)
        return Situation(as_of=self.today, at=(current,))

    @property
    def chosen_country(self) -> str:
        """The key of the country chosen."""
        return str(self.cleaned_data["country"])

    @property
    def changes(self) -> Mapping[str, Change]:
        """What was said about stages beyond the situation."""
        found: Mapping[str, Change] = self.cleaned_data.get("changes", {})
        return found

    def destination_found(self) -> Destination | None:
        """The destination chosen; None for "not sure yet"."""
        return self.edition.destinations.get(self.cleaned_data.get("destination", ""))
