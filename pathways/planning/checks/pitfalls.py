"""Findings that the catalogue words itself: pitfalls that concern this plan."""

from collections.abc import Iterable, Iterator

from pathways.planning.catalogue import Statement, Warns
from pathways.planning.catalogue.expressions import Condition, Ref
from pathways.planning.checks.context import AHEAD, Context
from pathways.planning.clocks import months_used
from pathways.planning.timeline import Bar, Finding, Item, Marker
from pathways.planning.worktime import LEAVE

TRAINING = ("internship", "residency", "fellowship")


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
        and (not warns.trained_in or _trained_in(context, warns.trained_in))
        and not _trained_in(context, warns.not_trained_in)
        and (not warns.clock or warns.clock in {one.key for one in context.frame.plan.clocks})
        and (not warns.exceeds or _exceeds(context, warns.exceeds))
        and _is_in_class(context, warns)
    )


def _has(context: Context, thing: Condition) -> bool:
    return any(context.frame.is_there(ref) for ref in thing.refs)


def _holds(context: Context, thing: Condition) -> bool:
    standing = context.frame.standing
    return _has(context, thing) or any(standing.holds(ref) for ref in thing.refs)


def _trained_in(context: Context, jurisdictions: Iterable[str]) -> bool:
    """Whether the person is in training in one of these, or has done some there."""
    if not jurisdictions:
        return False
    standing, stages = context.frame.standing, context.frame.edition.stages
    begun = (stages.get(key) for key in (*standing.running, *standing.past))
    return any(
        stage is not None and stage.kind in TRAINING and stage.jurisdiction in jurisdictions
        for stage in begun
    )


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
    change = context.frame.change(ref.key)
    return (
        _is_in_time(context, warns, item)
        and len(change.failed) >= warns.failed
        and (not warns.no_place or change.no_place)
        and _is_worked_as(context, warns, item)
    )


def _is_in_time(context: Context, warns: Warns, item: Item) -> bool:
    day = item.at.date if isinstance(item, Marker) else item.start.date
    after = context.known.answer(warns.after) if warns.after else None
    if warns.after and (after is None or after.date is None or day < after.date):
        return False
    before = context.known.answer(warns.before) if warns.before else None
    return not warns.before or bool(before and before.date and day < before.date)


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
