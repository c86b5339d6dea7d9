"""What every action on a plan needs: the item it is about, and what was typed, checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.http import QueryDict

from pathways.forms import problems_of
from pathways.planning.plans import Alternative, Plan
from pathways.planning.timeline import Bar, Item, Marker, Timeline
from pathways.views.desks import Desk


@dataclass(frozen=True)
class Edited:
    """A new plan and what was done, in a few words. ``name`` is what it is called where it is
    kept beside the plan (empty: the cause)."""

    plan: Plan
    cause: str
    name: str = ""


class Mistyped(Exception):
    """The form cannot be used; ``problems`` by field ("" is the form as a whole)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class NoSuchItem(Exception):
    """The item is not in the plan (any more)."""


Action: TypeAlias = Callable[[Desk, Timeline, QueryDict], Edited]


def item_of(timeline: Timeline, posted: QueryDict) -> Item:
    """The item that the form is about; a renewal only follows another."""
    item = timeline.item(posted.get("key", ""))
    if item is None or (isinstance(item, Marker) and item.follows):
        raise NoSuchItem
    return item


def bar_of(timeline: Timeline, posted: QueryDict) -> Bar:
    """The stage that the form is about."""
    item = item_of(timeline, posted)
    if not isinstance(item, Bar):
        raise NoSuchItem
    return item


def marker_of(timeline: Timeline, posted: QueryDict) -> Marker:
    """The milestone that the form is about."""
    item = item_of(timeline, posted)
    if not isinstance(item, Marker):
        raise NoSuchItem
    return item


def alternative_of(plan: Plan, posted: QueryDict) -> tuple[int, Alternative]:
    """The alternative that the form is about, with its number."""
    text = posted.get("key", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1
    if not 0 <= number < len(plan.alternatives):
        raise NoSuchItem
    return number, plan.alternatives[number]


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What was typed, as values; raises Mistyped with what is wrong."""
    if not form.is_valid():
        raise Mistyped(problems_of(form))
    return form.cleaned_data
