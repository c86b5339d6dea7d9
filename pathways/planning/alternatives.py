"""Other ways kept beside a plan until it is decided: keep, work on, take, drop.

What has happened has happened on every way: a stage or milestone that the plan says is done is
done in its alternatives, too.
"""

from dataclasses import replace

from pathways.planning.catalogue.expressions import Ref
from pathways.planning.edits import EditError
from pathways.planning.plans import MAX_ALTERNATIVES, MAX_NAME, Alternative, Change, Plan

INSTEAD = "Instead of "


def as_plan(plan: Plan, number: int) -> Plan:
    """The alternative of that number (from 0) as a plan without alternatives; raises EditError
    where there is none."""
    if not 0 <= number < len(plan.alternatives):
        raise EditError("That alternative is not kept any more.")
    return _as_plan(plan, plan.alternatives[number])


def _as_plan(plan: Plan, one: Alternative) -> Plan:
    tracks = {ref.key: ref.track for ref in one.tracks}
    at = tuple(replace(now, track=tracks.get(now.stage, now.track)) for now in plan.situation.at)
    return replace(
        plan,
        destination=one.destination,
        situation=replace(plan.situation, at=at),
        route=one.route,
        changes=_with_facts(plan, one),
        custom=one.custom,
        alternatives=(),
    )


def _with_facts(plan: Plan, one: Alternative) -> dict[str, Change]:
    """The alternative's changes, and what the plan says is done."""
    changes = dict(one.changes)
    for key, change in plan.changes.items():
        own = changes.get(key)
        if change.status == "done" and (own is None or own.status != "done"):
            changes[key] = replace(change, note=own.note) if own and own.note else change
    return dict(sorted(changes.items()))


def keep_beside(plan: Plan, other: Plan, name: str) -> Plan:
    """The plan with ``other``, another way from the same situation, kept beside it.

    Raises EditError where there is no room, or nothing that would be another way.
    """
    if len(plan.alternatives) >= MAX_ALTERNATIVES:
        raise EditError(f"A plan holds at most {MAX_ALTERNATIVES} alternatives. Drop one first.")
    if not name.strip():
        raise EditError("Give the alternative a name.")
    kept = _as_alternative(other, name)
    if _as_plan(plan, kept) == replace(plan, alternatives=()):
        raise EditError("That is no other way: nothing in it could have been chosen otherwise.")
    if any(_as_plan(plan, one) == _as_plan(plan, kept) for one in plan.alternatives):
        raise EditError("That is kept beside your plan already.")
    return replace(plan, alternatives=(*plan.alternatives, kept))


def _as_alternative(plan: Plan, name: str) -> Alternative:
    return Alternative(
        name=_fitted(name),
        destination=plan.destination,
        tracks=tuple(Ref(one.stage, one.track) for one in plan.situation.at),
        route=plan.route,
        changes=plan.changes,
        custom=plan.custom,
    )


def _fitted(name: str) -> str:
    text = name.strip()
    return text if len(text) <= MAX_NAME else f"{text[: MAX_NAME - 1].rstrip()}…"


def swap(plan: Plan, number: int) -> Plan:
    """The alternative becomes the plan; what was the plan is kept in its place, as "Instead of …",
    or under its own name where that is how it came there."""
    taken = as_plan(plan, number)
    name = plan.alternatives[number].name
    name = name.removeprefix(INSTEAD) if name.startswith(INSTEAD) else f"{INSTEAD}{name}"
    kept = [*plan.alternatives]
    kept[number] = _as_alternative(plan, name)
    return replace(taken, alternatives=tuple(kept))


def decide(plan: Plan, number: int) -> Plan:
    """The alternative becomes the plan, and nothing is kept beside it any more."""
    return as_plan(plan, number)


def drop(plan: Plan, number: int) -> Plan:
    """The plan without that alternative."""
    as_plan(plan, number)
    kept = plan.alternatives[:number] + plan.alternatives[number + 1 :]
    return replace(plan, alternatives=kept)
