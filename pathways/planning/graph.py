"""The requirements of an edition as an and-or graph, made once for each edition.

A thing needs all of its groups, and one option of each. A stage is there once for each of its
tracks, and once without one (``Ref("residency")``: on whatever track). Where nobody asks for a
certain track, ``branches`` says which of them make a difference: those that need something else
than the first, begin at other times, or are shorter. What is only longer, or has another name,
is a choice inside a route and no route of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pathways.planning.catalogue import Edition, Requirement, Stage, Track
from pathways.planning.catalogue.expressions import Condition, Ref

Groups = tuple[tuple[Ref, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """``groups`` by thing, ``costs`` of stages in months, ``branches``: by stage the tracks of
    which one must be chosen, the first of them first. ``any_track``: the stages of which the first
    track does for all that are not asked for by name."""

    groups: Mapping[Ref, Groups]
    costs: Mapping[Ref, int]
    branches: Mapping[str, tuple[str, ...]]
    any_track: frozenset[str]


def graph_of(edition: Edition) -> Graph:
    """The graph of an edition; the same object each time it is asked for."""
    kept: dict[str, Graph] = vars(edition)
    if "_graph" not in kept:
        kept["_graph"] = _make(edition)
    return kept["_graph"]


def _make(edition: Edition) -> Graph:
    groups: dict[Ref, Groups] = {}
    costs: dict[Ref, int] = {}
    for stage in edition.stages.values():
        for key in ("", *(track.key for track in stage.tracks)):
            track = stage.track(key)
            requires = stage.requires + (track.requires if track else ())
            groups[Ref(stage.key, key)] = options_of(requires, own=stage.key)
            costs[Ref(stage.key, key)] = _months(stage, key)
    for milestone in edition.milestones.values():
        groups[Ref(milestone.key)] = options_of(milestone.requires)
    named = _named_by_tracks(edition, groups)
    branches = {stage.key: _branches(stage, named) for stage in edition.stages.values()}
    for key, tracks in branches.items():
        costs[Ref(key)] = min(costs[Ref(key, track)] for track in tracks or ("",))
    return Graph(
        groups=groups,
        costs=costs,
        branches={key: tracks for key, tracks in branches.items() if len(tracks) > 1},
        any_track=frozenset(
            key
            for key, (first, *others) in ((key, one) for key, one in branches.items() if one)
            if all(is_simpler_track(edition.stages[key], first, track) for track in others)
        ),
    )


def options_of(requires: Iterable[Requirement], own: str = "") -> Groups:
    """Groups as alternatives; a group with a plain date, or about the stage itself, is free."""
    groups = []
    for requirement in requires:
        refs = [ref for condition in requirement.any_of for ref in condition.refs]
        dated = any(condition.point == "date" for condition in requirement.any_of)
        if not dated and not any(ref.key == own for ref in refs):
            groups.append(tuple(dict.fromkeys(refs)))
    return tuple(groups)


def _months(stage: Stage, track: str) -> int:
    length = stage.length_on(track)
    return length.typical * (1 if length.unit == "months" else 12)


def _branches(stage: Stage, named: frozenset[Ref]) -> tuple[str, ...]:
    """The tracks that differ in what matters, one of each kind, the first one first."""
    chosen: dict[object, str] = {}
    for track in stage.tracks:
        ref = Ref(stage.key, track.key)
        first, needed = _needs(stage, stage.tracks[0]), _needs(stage, track)
        is_only_longer = needed == first and is_simpler_track(stage, stage.tracks[0].key, track.key)
        if ref in named:
            chosen[ref] = track.key
        elif not is_only_longer:
            kind = (needed, stage.intakes_on(track.key), _months(stage, track.key))
            chosen.setdefault(kind, track.key)
    return tuple(chosen.values())


def is_simpler_track(stage: Stage, track: str, other: str) -> bool:
    """Whether a track comes before another of the stage, needs nothing that the other does not
    need, begins at the same times and takes no longer. Without a track a stage is on its first."""
    keys = [one.key for one in stage.tracks]
    if not keys or not other or (track or keys[0]) == other:
        return False
    first, second = stage.track(track or keys[0]), stage.track(other)
    if first is None or second is None or keys.index(first.key) > keys.index(second.key):
        return False
    return (
        _needs(stage, first) <= _needs(stage, second)
        and stage.intakes_on(first.key) == stage.intakes_on(second.key)
        and _months(stage, first.key) <= _months(stage, second.key)
    )


def _needs(stage: Stage, track: Track) -> frozenset[tuple[Condition, ...]]:
    """What a track requires of anything but its own stage."""
    return frozenset(
        one.any_of
        for one in track.requires
        if not any(ref.key == stage.key for condition in one.any_of for ref in condition.refs)
    )


def _named_by_tracks(edition: Edition, groups: Mapping[Ref, Groups]) -> frozenset[Ref]:
    """The tracks that the choice of another track asks for, directly or through what it needs.

    Those must be told apart from the start: when that other track is chosen, it is too late.
    """
    own: list[Ref] = []
    for stage in edition.stages.values():
        for track in stage.tracks:
            for group in options_of(track.requires, own=stage.key):
                own.extend(group)
    seen: set[Ref] = set()
    while own:
        ref = own.pop()
        if ref not in seen:
            seen.add(ref)
            own.extend(option for group in groups.get(ref, ()) for option in group)
    return frozenset(ref for ref in seen if ref.track)
