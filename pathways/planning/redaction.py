"""What others see of a plan: notes and own names only if they may; leave, part-time and the month
of birth never.

Dates need leave and part-time, so the plan is dated with them: ``redact`` is for before that, and
``hide_working`` for what came of it.
"""

from dataclasses import dataclass, replace
from typing import Any

from pathways.planning.catalogue import Edition, Figure
from pathways.planning.plans import Plan
from pathways.planning.timeline import Bar, Item, Moment, Timeline

NEUTRAL_NAME = "Time away"
NEUTRAL_END = "Ends when this stage is complete."


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A plan and its timeline with nothing in them of leave and part-time."""

    plan: Plan
    timeline: Timeline


def redact(plan: Plan, *, notes: bool, own_names: bool) -> Plan:
    """The plan without its alternatives, the month of birth, and the notes (unless ``notes``), and
    with a neutral name and kind for the person's own stages (unless ``own_names``). Dates stay as
    they are, but for renewals that end with the month of birth: they would tell it."""
    changes = plan.changes
    if not notes:
        changes = {key: replace(change, note="") for key, change in changes.items()}
    custom = plan.custom
    if not own_names:
        custom = tuple(replace(one, name=NEUTRAL_NAME, kind="other") for one in custom)
    return replace(plan, changes=changes, custom=custom, alternatives=(), birth_month=None)


def hide_working(edition: Edition, plan: Plan, timeline: Timeline) -> Hidden:
    """The plan and its timeline without leave, part-time, or anything that was said because of
    them: what the person changed about a date, findings, and clocks. Dates stay as they are."""
    worked = {key for key, change in plan.changes.items() if change.leave or change.working}
    changes = {
        key: replace(change, leave=(), working=()) if key in worked else change
        for key, change in plan.changes.items()
    }
    items = tuple(_hidden(edition, item, worked=item.key in worked) for item in timeline.items)
    return Hidden(
        plan=replace(plan, changes=changes),
        timeline=replace(timeline, items=items, findings=(), clocks=()),
    )


def _hidden(edition: Edition, item: Item, *, worked: bool) -> Item:
    if not isinstance(item, Bar):
        return replace(item, at=_impersonal(item.at))
    end = _impersonal(item.end)
    if worked or item.stretches:
        end = replace(
            end, receipt=replace(end.receipt, says=NEUTRAL_END, **_reasons(edition, item))
        )
    return replace(item, start=_impersonal(item.start), end=end, stretches=(), percent=100)


def _impersonal(moment: Moment) -> Moment:
    return replace(moment, receipt=replace(moment.receipt, yours=""))


def _reasons(edition: Edition, bar: Bar) -> dict[str, Any]:
    """The sources and the note of a stage's length alone, without those of its leave."""
    stage = edition.stages.get(bar.key)
    figure = stage.length_on(bar.track).figure if stage else Figure()
    return {"sources": figure.sources, "note": figure.note}
