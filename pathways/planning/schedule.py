"""Dates a plan: (edition, plan, today) → timeline.

A forward pass over steps and milestones in an order in which everything needed comes first.
Dates do not depend on ``today``: it only decides which findings are due. Nothing new begins
before the situation was told (``Standing.floor``); what a running stage would have covered
already is taken as done and marked *assumed*.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pathways.planning.catalogue import Destination, Edition, Milestone, Requirement, TimingRule
from pathways.planning.catalogue.expressions import Condition
from pathways.planning.checks import Context, check
from pathways.planning.clocks import read_clocks
from pathways.planning.describing import Describer
from pathways.planning.frame import Frame, Step, make_frame
from pathways.planning.known import Known, latest
from pathways.planning.placing import (
    TOLD,
    PlacedMilestone,
    PlacedStep,
    extend_posts,
    place_milestone,
    place_step,
)
from pathways.planning.plans import Plan
from pathways.planning.renewals import renewals
from pathways.planning.standing import Spot
from pathways.planning.timeline import Bar, Item, Marker, Moment, Timeline


def schedule(edition: Edition, plan: Plan, today: dt.date) -> Timeline:
    """The timeline of a plan. Never raises for what a person entered: that becomes findings.

    ``today`` is a date in 1950 to 2150; ends exclude themselves; items are in order of start.
    """
    frame = make_frame(edition, plan)
    known, placed = _forward(frame, {})
    items = _items(known, placed)
    destination = edition.destinations.get(plan.destination)
    timeline = Timeline(
        edition=edition.number,
        destination=plan.destination,
        items=items,
        findings=(),
        finish=_finish(items, destination.finish) if destination else None,
        classes={key: year for key in edition.cohorts if (year := known.class_of(key)) is not None},
    )
    timeline = replace(
        timeline, clocks=read_clocks(known, timeline), driving=driving(timeline, destination)
    )
    return replace(timeline, findings=check(Context(frame=frame, timeline=timeline, today=today)))


def _finish(items: Sequence[Item], key: str) -> Moment | None:
    """The start of the finish stage. Who is in that post already, and trains on from there, is
    through when the last of the training is."""
    finish = next((one for one in items if one.key == key), None)
    if finish is None:
        return None
    if isinstance(finish, Marker):
        return finish.at
    ahead = [
        one.end
        for one in items
        if isinstance(one, Bar) and one.status in ("planned", "confirmed") and not one.open_ended
    ]
    if finish.status in ("current", "done") and ahead:
        return max(ahead, key=lambda moment: moment.date)
    return finish.start


def date_items(edition: Edition, plan: Plan, held_back: Mapping[str, dt.date]) -> tuple[Item, ...]:
    """Only the dated items, with some held back: an item in ``held_back`` comes no earlier than
    that day. As ``schedule``, without clocks and findings."""
    return _items(*_forward(make_frame(edition, plan), held_back))


def quick_dates(
    edition: Edition, plan: Plan, held_back: Mapping[str, dt.date]
) -> Mapping[str, Spot]:
    """Only the dates [start, end) by key, of everything in the plan; the same forward pass
    without a word of description."""
    return _forward(make_frame(edition, plan), held_back)[0].placed


def _forward(
    frame: Frame, held_back: Mapping[str, dt.date]
) -> tuple[Known, list[PlacedStep | PlacedMilestone]]:
    """Place everything, each thing after what it needs; posts go on until what follows them."""
    known = Known(frame, held_back)
    placed: list[PlacedStep | PlacedMilestone] = []
    for key in in_order(frame):
        step = frame.by_key.get(key)
        placed.append(
            place_step(known, step)
            if step
            else place_milestone(known, frame.edition.milestones[key])
        )
    return known, extend_posts(known, placed)


def _items(known: Known, placed: Iterable[PlacedStep | PlacedMilestone]) -> tuple[Item, ...]:
    """Everything placed as bars and markers with receipts, in order of start."""
    describer = Describer(known)
    items = [describer.describe(one) for one in placed if not _is_over(known.frame, one)]
    items = [item for item in items if not _is_history(known.frame, item)]
    items += renewals(known.frame, items)
    return tuple(sorted(items, key=_in_time))


def driving(timeline: Timeline, destination: Destination | None) -> tuple[str, ...]:
    """What decides the finish: from the finish stage back along what each start waited for."""
    keys: dict[str, None] = {}
    key = destination.finish if destination else ""
    while key and key not in keys:
        item = timeline.item(key)
        if item is None:
            break
        keys[key] = None
        driver = (item.start if isinstance(item, Bar) else item.at).receipt.driver
        key = driver.key if driver else ""
    return tuple(keys)


def _is_over(frame: Frame, placed: PlacedStep | PlacedMilestone) -> bool:
    """Whether it belonged into a stage that is over and nothing ahead asks for it: it would come
    on the day the situation was told only because its own time has gone by."""
    if isinstance(placed, PlacedStep) or placed.fixed or placed.milestone.key in frame.required:
        return False
    driver = latest(placed.answers)
    return bool(driver and driver.says == TOLD) and frame.is_behind(placed.milestone)


def _is_history(frame: Frame, item: Item) -> bool:
    """Whether it is something assumed done that goes with a stage that is over: worth dating
    for what depends on it, not worth showing."""
    if not isinstance(item, Marker) or item.status != "assumed":
        return False
    return frame.is_behind(frame.edition.milestones[item.key])


def _in_time(item: Item) -> tuple[dt.date, bool, str]:
    moment = item.at if isinstance(item, Marker) else item.start
    return moment.date, isinstance(item, Marker), item.key


def in_order(frame: Frame) -> tuple[str, ...]:
    """The keys of steps and milestones so that everything comes after what it needs.

    Circles (which publishing refuses) are broken at the first step or milestone in them.
    """
    needs = _needs(frame)
    rank = {key: index for index, key in enumerate(needs)}
    followers: dict[str, list[str]] = {}
    missing = {key: len(before) for key, before in needs.items()}
    for key, before in needs.items():
        for one in before:
            followers.setdefault(one, []).append(key)
    heap = [rank[key] for key, count in missing.items() if not count]
    heapq.heapify(heap)
    keys = list(needs)
    ordered: dict[str, None] = {}
    blocked = iter(keys)
    while len(ordered) < len(keys):
        if heap:
            key = keys[heapq.heappop(heap)]
        else:
            key = next(one for one in blocked if one not in ordered)
        if key in ordered:
            continue
        ordered[key] = None
        for follower in followers.get(key, ()):
            missing[follower] -= 1
            if missing[follower] == 0:
                heapq.heappush(heap, rank[follower])
    return tuple(ordered)


def _needs(frame: Frame) -> dict[str, set[str]]:
    needs: dict[str, set[str]] = {}
    before = ""
    for step in frame.steps:
        wanted = _step_needs(frame, step)
        needs[step.key] = ({before} if before else set()) | wanted
        before = step.key
    for milestone in frame.milestones:
        needs[milestone.key] = _milestone_needs(frame, milestone)
    return {
        key: {one for one in wanted if one in needs and one != key} for key, wanted in needs.items()
    }


def _step_needs(frame: Frame, step: Step) -> set[str]:
    """What a step waits for. A milestone that hangs on the step's own start comes after it, so
    the step waits for what that milestone needs instead."""
    anchored = {milestone.key: milestone for milestone in frame.anchored_to(step)}
    wanted = _keys(step.needs)
    for milestone in anchored.values():
        wanted |= _keys(milestone.requires)
        for rule in milestone.rules:
            wanted |= _condition_keys(rule.earliest) | _condition_keys(rule.first_of)
    return wanted - anchored.keys() - {step.key}


def _milestone_needs(frame: Frame, milestone: Milestone) -> set[str]:
    wanted = _keys(milestone.requires)
    for rule in milestone.rules:
        wanted |= _rule_keys(frame, rule)
    return wanted


def _rule_keys(frame: Frame, rule: TimingRule) -> set[str]:
    """What a rule looks at: what it counts from, its classes, the ends that open its sittings."""
    latest = [rule.latest] if rule.latest else []
    wanted = _condition_keys([*rule.earliest, *rule.first_of, *rule.usual, *latest])
    wanted |= {*rule.pauses_in, *rule.ends_of}
    cohorts = {rule.cohort.of if rule.cohort else "", rule.anchor.cohort if rule.anchor else ""}
    for key in cohorts & frame.edition.cohorts.keys():
        wanted |= _condition_keys(frame.edition.cohorts[key].year_of)
    step = frame.anchor_step(rule)
    return wanted | ({step.key} if step else set())


def _keys(groups: Iterable[Requirement]) -> set[str]:
    return {key for group in groups for key in _condition_keys(group.any_of)}


def _condition_keys(conditions: Iterable[Condition]) -> set[str]:
    return {ref.key for condition in conditions for ref in condition.refs}
