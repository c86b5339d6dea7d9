"""What only the person knows, and a plan needs in one place: a place in a stage, a birth month."""

from django.http import QueryDict

from pathways.forms import BirthMonthForm
from pathways.planning import edits
from pathways.planning.timeline import Timeline
from pathways.views.acting import Edited, bar_of, marker_of, typed_in
from pathways.views.desks import Desk


def no_place(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Plan a stage without a place in it: getting one is still to come."""
    bar = bar_of(timeline, posted)
    return Edited(edits.set_place(desk.plan, bar, has_place=False), f"No place yet: {bar.name}")


def have_place(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Plan a stage with a place in it."""
    bar = bar_of(timeline, posted)
    return Edited(edits.set_place(desk.plan, bar, has_place=True), f"I have a place: {bar.name}")


def birth_month(desk: Desk, timeline: Timeline, posted: QueryDict) -> Edited:
    """Date a renewal that ends with the birth month, or no longer. What was done doesn't say
    which month it is, as the history repeats it."""
    marker, month = marker_of(timeline, posted), typed_in(BirthMonthForm(posted))["birth_month"]
    plan = edits.set_birth_month(desk.plan, month)
    if month is None:
        return Edited(plan, "Cleared your birth month")
    return Edited(plan, f"Birth month for the renewal of {marker.name}")
