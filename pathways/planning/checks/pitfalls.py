"""Findings that the catalogue words itself: pitfalls that concern this plan."""

import datetime as dt
from collections.abc import Iterator

from pathways.planning.catalogue import Statement, Warns
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.checks.context import AHEAD, Context
from pathways.planning.clocks import months_used
from pathways.planning.timeline import Bar, Finding, Item, Marker
from pathways.planning.worktime import LEAVE


def pitfall(context: Context) -> Iterator[Finding]:
    """pitfall: the catalogue warns of something that this plan has."""
    edition = context.frame.edition
    items = {one.key: one for one in context.timeline.items if _is_open(one)}
    concerned = {
        statement.key: statement for key in items for statement in edition.warnings.get(key, ())
    }
    for statement in concerned.values():
        warns = statement.warns
        if warns is None or not _fits_plan(context, warns):
            continue
        named = (ref for ref in warns.with_refs if ref.key in items)
        met = next((ref.key for ref in named if _fits_item(context, warns, ref, items)), "")
        if met:
            yield Finding(
                code="pitfall",
                severity=warns.severity,
                key=met,
                says=statement.text,
                why=_reason(statement),
                sources=statement.figure.sources,
            )


def _reason(statement: Statement) -> str:
    figure = statement.figure
    if figure.note or figure.confidence != "U":
        return figure.note or "A known pitfall of what your plan has here."
    return "This isn't verified. Check it before you rely on it."


def _is_open(item: Item) -> bool:
    """Whether it is running or still to come."""
    return item.status in AHEAD or (isinstance(item, Bar) and item.status == "current")


def _fits_plan(context: Context, warns: Warns) -> bool:
    """Whether the plan and its person are of the kind that a warning is for."""
    return (
        (not warns.has_any or any(_has(context, one) for one in warns.has_any))
        and not any(_holds(context, one) for one in warns.lacks)
        and (not warns.clock or warns.clock in {one.key for one in context.frame.plan.clocks})
        and (not warns.exceeds or _exceeds(context, warns.exceeds))
        and _is_in_class(context, warns)
    )


def _has(context: Context, thing: Condition) -> bool:
    return any(context.frame.is_there(ref) for ref in thing.refs)


def _holds(context: Context, thing: Condition) -> bool:
    standing = context.frame.standing
    return _has(context, thing) or any(standing.holds(ref) for ref in thing.refs)


def _exceeds(context: Context, key: str) -> bool:
    edition = context.frame.edition
    clock = edition.clocks.get(key)
    return clock is not None and months_used(edition, clock, context.timeline) > clock.months


def _is_in_class(context: Context, warns: Warns) -> bool:
    if warns.cohort is None:
        return True
    year = context.timeline.classes.get(warns.cohort.of)
    first, last = warns.cohort.first or 0, warns.cohort.last or 9999
    return year is not None and first <= year <= last


def _fits_item(context: Context, warns: Warns, ref: Ref, items: dict[str, Item]) -> bool:
    """Whether an item is as a warning says."""
    item = items[ref.key]
    if isinstance(item, Bar) and ref.track and item.track != ref.track:
        return False
    if warns.to_come and item.status == "current":
        return False
    change = context.frame.change(ref.key)
    return (
        _is_in_time(context, warns, item)
        and len(change.failed) >= warns.failed
        and (not warns.no_place or change.no_place)
        and _is_worked_as(context, warns, item)
    )


def _is_in_time(context: Context, warns: Warns, item: Item) -> bool:
    day = item.at.date if isinstance(item, Marker) else item.start.date
    if warns.after is not None and not _is_over(context, warns.after, day):
        return False
    before = context.known.answer(warns.before) if warns.before else None
    return warns.before is None or bool(before and before.date and day < before.date)


def _is_over(context: Context, condition: Condition, day: dt.date) -> bool:
    """Whether a condition's date is past by a day. What is done counts though nobody knows when;
    from an unknown day no time is counted."""
    answer = context.known.answer(condition)
    if answer is None:
        return False
    return condition.point == "done" if answer.date is None else answer.date <= day


def _is_worked_as(context: Context, warns: Warns, item: Item) -> bool:
    """Whether a stage is part-time, or has leave, as a warning says."""
    stretches = item.stretches if isinstance(item, Bar) else ()
    part_time = min((one.percent for one in stretches if not one.away), default=100)
    if warns.part_time_below is not None and part_time >= warns.part_time_below:
        return False
    if warns.slowed and not stretches:
        return False
    if warns.leave == "beyond":
        walk = context.known.walks.get(item.key)
        return walk is not None and walk.leave_days() > walk.excused_days()
    if warns.leave:
        wanted = warns.leave == "any"
        return any(one.away and (one.away == LEAVE) == wanted for one in stretches)
    return True
