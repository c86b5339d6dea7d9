"""What waits for what in an edition: circles among requirements, and what can happen at all.

Events are the beginning and the end of a stage, the taking of a track, a milestone, and a rule
of a milestone coming true. Each waits for groups of alternatives. Loops that are meant are left
out: a milestone that leads to a stage (an application, a match) counts back from the start of
the stage that requires it, and a track may wait for a date inside its own stage.

Nothing here recurses: chains of thousands of steps are answered like short ones.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pathways.planning import catalogue as c
from pathways.planning.catalogue.documents import Path
from pathways.planning.catalogue.expressions import Condition, Ref

EventKind: TypeAlias = Literal["start", "end", "track", "milestone", "rule"]


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that can happen. ``part`` is the track of an end or track, the key of a rule."""

    key: str
    kind: EventKind
    part: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, one of which an event waits for. ``open``: one of them always holds.
    ``by_kind``: those that nobody named, there for what they count as."""

    path: Path
    says: str
    choices: tuple[Event, ...]
    open: bool = False
    by_kind: frozenset[Event] = frozenset()


Waits: TypeAlias = Mapping[Event, tuple[Group, ...]]


def waits_of(edition: c.Edition) -> Waits:
    """For each event of the edition, everything that it waits for."""
    waits: dict[Event, tuple[Group, ...]] = {}
    for stage in edition.stages.values():
        waits.update(_stage_waits(edition, stage))
    for milestone in edition.milestones.values():
        waits.update(_milestone_waits(edition, milestone))
    return waits


def _stage_waits(edition: c.Edition, stage: c.Stage) -> Iterator[tuple[Event, tuple[Group, ...]]]:
    path: Path = ("stages", stage.key)
    start = Event(stage.key, "start")
    yield start, tuple(_required(edition, (*path, "requires"), stage.requires))
    begun = Group(path, stage.key, (start,))
    for index, track in enumerate(stage.tracks):
        taken = Event(stage.key, "track", track.key)
        where = (*path, "tracks", index)
        yield taken, (begun, *_required(edition, (*where, "requires"), track.requires))
        yield (
            Event(stage.key, "end", track.key),
            (Group(where, f"{stage.key}@{track.key}", (taken,)),),
        )
    tracks = tuple(Event(stage.key, "track", track.key) for track in stage.tracks)
    any_track = (Group((*path, "tracks"), "one of its tracks", tracks),) if tracks else ()
    yield Event(stage.key, "end"), (begun, *any_track)


def _milestone_waits(
    edition: c.Edition, milestone: c.Milestone
) -> Iterator[tuple[Event, tuple[Group, ...]]]:
    path: Path = ("milestones", milestone.key)
    events = []
    for index, rule in enumerate(milestone.rules):
        event = Event(milestone.key, "rule", str(index))
        events.append(event)
        yield (
            event,
            tuple(_rule_groups(edition, milestone, (*path, "rules", index), rule)),
        )
    required = _required(edition, (*path, "requires"), milestone.requires, milestone)
    yield (
        Event(milestone.key, "milestone"),
        (
            *required,
            Group((*path, "rules"), "one of its rules", tuple(events), open=not events),
        ),
    )


def _rule_groups(
    edition: c.Edition, milestone: c.Milestone, path: Path, rule: c.TimingRule
) -> Iterator[Group]:
    """What a rule waits for. When people usually take it holds nobody up. A rule that looks at
    the planned end of a stage waits for nothing, but that stage must not wait for it."""
    for place, condition in enumerate(rule.earliest):
        yield _group(edition, (*path, "earliest", place), [condition], milestone)
    if rule.first_of:
        yield _group(edition, (*path, "first_of"), rule.first_of, milestone)
    if rule.ends_of:
        starts = tuple(Event(key, "start") for key in rule.ends_of if key in edition.stages)
        yield Group((*path, "ends_of"), " or ".join(rule.ends_of), starts, open=True)


def goal_groups(edition: c.Edition, goal: c.Destination) -> tuple[Group, ...]:
    """What it takes to arrive at a destination: its requirements, and the start of its finish."""
    path: Path = ("destinations", goal.key)
    finish = Group((*path, "finish"), goal.finish, (Event(goal.finish, "start"),))
    return (*_required(edition, (*path, "requires"), goal.requires), finish)


def _required(
    edition: c.Edition,
    path: Path,
    requirements: Iterable[c.Requirement],
    milestone: c.Milestone | None = None,
) -> Iterator[Group]:
    for index, requirement in enumerate(requirements):
        yield _group(edition, (*path, index), requirement.any_of, milestone)


def _group(
    edition: c.Edition, path: Path, any_of: Collection[Condition], milestone: c.Milestone | None
) -> Group:
    choices: list[Event] = []
    named: set[Event] = set()
    is_open = False
    for condition in any_of:
        is_open = is_open or not condition.refs
        for ref in condition.refs:
            if milestone and _counts_back(milestone, condition, ref):
                is_open = True
            elif event := _event(edition, condition, ref):
                choices.append(event)
                if ref not in condition.found:
                    named.add(event)
    by_kind = frozenset(choices) - named
    return Group(path, " or ".join(map(str, any_of)), tuple(choices), is_open, by_kind)


def _counts_back(milestone: c.Milestone, condition: Condition, ref: Ref) -> bool:
    """Whether a milestone only looks back from the start of a stage that it leads to."""
    if condition.point != "start":
        return False
    anchored = any(ref.key in rule.anchor.of for rule in milestone.rules if rule.anchor)
    offset = condition.months * 31 + condition.days
    return offset < 0 or (anchored and offset == 0)


def _event(edition: c.Edition, condition: Condition, ref: Ref) -> Event | None:
    """The event a reference waits for; None when there is no such thing in the edition."""
    if stage := edition.stages.get(ref.key):
        if ref.track and not stage.track(ref.track):
            return None
        if condition.point in ("start", "worked"):
            return Event(ref.key, "track" if ref.track else "start", ref.track)
        return Event(ref.key, "end", ref.track)
    return Event(ref.key, "milestone") if ref.key in edition.milestones else None


def possible_events(waits: Waits, given: Collection[Event], never: Collection[Event]) -> set[Event]:
    """Everything that can happen when ``given`` has happened and ``never`` is ruled out.

    Each event is looked at once, when the last group that it waits for is met.
    """
    wanted_by: dict[Event, list[tuple[Event, int]]] = {}
    unmet: dict[Event, set[int]] = {}
    for event, groups in waits.items():
        unmet[event] = {index for index, group in enumerate(groups) if not group.open}
        for index in unmet[event]:
            for choice in groups[index].choices:
                wanted_by.setdefault(choice, []).append((event, index))
    queue = deque(
        [*given, *(event for event, left in unmet.items() if not left and event not in never)]
    )
    found = set(queue)
    while queue:
        for event, index in wanted_by.get(queue.popleft(), ()):
            unmet[event].discard(index)
            if not unmet[event] and event not in found and event not in never:
                found.add(event)
                queue.append(event)
    return found


def behind(waits: Waits, event: Event) -> set[Event]:
    """The event and everything that anything before it may have waited for."""
    found, queue = {event}, deque([event])
    while queue:
        for group in waits.get(queue.popleft(), ()):
            for choice in group.choices:
                if choice not in found:
                    found.add(choice)
                    queue.append(choice)
    return found


def circles(waits: Waits, key: str = "") -> list[list[tuple[Event, Path]]]:
    """A short circle from each knot of events that wait for each other; with ``key``, only from
    knots with that stage or milestone in them, and through it.

    Each step has the path at which it waits for the next step; the last waits for the first.
    """
    found = []
    for knot in _knots(waits):
        through = [event for event in knot if key in ("", event.key)]
        if through:
            found.append(_shortest_circle(waits, min(through), knot))
    return found


def _steps(waits: Waits, event: Event) -> Iterator[tuple[Event, Path]]:
    """What an event waits for by name. Two countries that take each other's specialists wait for
    each other by kind, which is no mistake: who trained in one of them has waited for neither."""
    for group in waits.get(event, ()):
        for choice in group.choices:
            if choice not in group.by_kind:
                yield choice, group.path


def _shortest_circle(
    waits: Waits, first: Event, knot: Collection[Event]
) -> list[tuple[Event, Path]]:
    came: dict[Event, tuple[Event, Path]] = {}
    queue = deque([first])
    while queue and first not in came:
        event = queue.popleft()
        for choice, path in _steps(waits, event):
            if choice in knot and choice not in came:
                came[choice] = (event, path)
                queue.append(choice)
    circle = [came[first]]
    while circle[-1][0] != first:
        circle.append(came[circle[-1][0]])
    return circle[::-1]


def _knots(waits: Waits) -> Iterator[set[Event]]:
    """Strongly connected parts that contain a circle (Tarjan's algorithm with its own stack)."""
    order: dict[Event, int] = {}
    low: dict[Event, int] = {}
    open_events: dict[Event, None] = {}
    for root in waits:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        open_events[root] = None
        work = [(root, _steps(waits, root))]
        while work:
            event, steps = work[-1]
            for choice, _ in steps:
                if choice not in order:
                    order[choice] = low[choice] = len(order)
                    open_events[choice] = None
                    work.append((choice, _steps(waits, choice)))
                    break
                if choice in open_events:
                    low[event] = min(low[event], order[choice])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[event])
                if low[event] == order[event]:
                    knot = _close(open_events, event)
                    if len(knot) > 1 or any(choice == event for choice, _ in _steps(waits, event)):
                        yield knot


def _close(open_events: dict[Event, None], event: Event) -> set[Event]:
    knot = set()
    while event not in knot:
        knot.add(open_events.popitem()[0])
    return knot
