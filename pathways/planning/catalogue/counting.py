"""What stages count as: fills ``counts(…)`` and ``abroad(…)`` with the stages of an edition.

Conditions are read before all stages are known, so this is the last step of reading.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pathways.planning.catalogue import Edition, Stage
from pathways.planning.catalogue.expressions import Condition, Ref

Value = TypeVar("Value")


def fill_in(edition: Edition) -> Edition:
    """The edition with every condition that says what stages count as naming those stages.

    ``abroad`` is measured from the jurisdiction of the stage, milestone or destination that has
    the condition; where there is none (cohorts, clocks) it means every jurisdiction.
    """
    kinds: dict[str, list[Stage]] = {}
    for stage in edition.stages.values():
        for kind in stage.counts_as:
            kinds.setdefault(kind, []).append(stage)
    return replace(
        edition,
        cohorts=_all_filled(edition.cohorts, kinds),
        stages=_all_filled(edition.stages, kinds),
        milestones=_all_filled(edition.milestones, kinds),
        destinations=_all_filled(edition.destinations, kinds),
        clocks=_all_filled(edition.clocks, kinds),
    )


def _all_filled(
    things: Mapping[str, Value], kinds: Mapping[str, list[Stage]]
) -> Mapping[str, Value]:
    return {key: _filled(thing, thing, kinds) for key, thing in things.items()}


def _filled(value: Value, owner: Any, kinds: Mapping[str, list[Stage]]) -> Value:
    """The value itself where nothing in it is to be filled in."""
    made: Any = value
    if isinstance(value, Condition):
        found = _stages_of(value, owner, kinds) if value.counting else ()
        if found != value.found:
            named = value.refs[: len(value.refs) - len(value.found)]
            made = replace(value, refs=(*named, *found), found=found)
    elif isinstance(value, tuple):
        parts = tuple(_filled(part, owner, kinds) for part in value)
        if any(new is not old for new, old in zip(parts, value, strict=True)):
            made = parts
    elif is_dataclass(value):
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = _filled(old, owner, kinds)
            if new is not old:
                changed[field.name] = new
        if changed:
            made = replace(made, **changed)
    return made  # type: ignore[no-any-return]


def _stages_of(
    condition: Condition, owner: Any, kinds: Mapping[str, list[Stage]]
) -> tuple[Ref, ...]:
    home = getattr(owner, "jurisdiction", "")
    named = {ref.key for ref in condition.refs[: len(condition.refs) - len(condition.found)]}
    found: dict[str, None] = {}
    for one in condition.counting:
        for stage in kinds.get(one.kind, ()):
            is_here = one.abroad and stage.jurisdiction == home
            if not is_here and stage.key not in named and stage.key != getattr(owner, "key", ""):
                found[stage.key] = None
    return tuple(map(Ref, found))
