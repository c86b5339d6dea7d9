"""Plans as values, and the plan document: what people save, export, import and share.

A plan is a choice, not a result: the situation, the destination, the stages chosen, and the
personal changes. Dates are computed from it by ``schedule``. Every function returns new values.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from pathways.planning.catalogue.documents import DocumentError, Node, Problem
from pathways.planning.catalogue.expressions import KEY_PATTERN, Ref

Status: TypeAlias = Literal["planned", "confirmed", "done"]
CustomKind: TypeAlias = Literal["research", "leave", "military", "gap", "other"]
STATUSES = ("planned", "confirmed", "done")
CUSTOM_KINDS = ("research", "leave", "military", "gap", "other")
PLAN_FORMAT = 1
MAX_STAGES = 200
MAX_MONTHS = 600
MAX_NOTE = 10_000
MAX_ALTERNATIVES = 3
MAX_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A stage the person is in, on a track (empty: not decided), since ``start``."""

    stage: str
    start: dt.date
    track: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A stage or milestone that is behind the person; ``date`` is the day after its last day
    for a stage, the day itself for a milestone, None when not known."""

    key: str
    track: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the person has done and is doing, as told on ``as_of``."""

    as_of: dt.date
    at: tuple[Current, ...] = ()
    done: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A working percentage (1 to 100) from a date on; None is from the start of the stage."""

    percent: int
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Time away from a stage that goes on: [since, until)."""

    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalClock:
    """A clock of the catalogue that concerns the person. ``used`` months were used up before
    the plan; ``months`` replaces the limit."""

    key: str
    used: int = 0
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the person changed about one item.

    ``start`` is a wish (not before) unless ``pinned`` makes it fixed. ``months`` replaces the
    length. ``date`` is the real date of a confirmed or done milestone, or the real end
    (exclusive) of a done stage. ``missed`` are dates of sittings or cycles that were missed,
    ``failed`` of sittings that were failed (each an attempt). ``sitting`` is the earliest
    sitting wanted. ``reason`` is why a rule is set aside for this item.
    """

    status: Status = "planned"
    start: dt.date | None = None
    pinned: bool = False
    months: int | None = None
    working: tuple[Working, ...] = ()
    date: dt.date | None = None
    missed: tuple[dt.date, ...] = ()
    failed: tuple[dt.date, ...] = ()
    sitting: dt.date | None = None
    leave: tuple[Leave, ...] = ()
    reason: str = ""
    note: str = ""

    @property
    def gone(self) -> tuple[dt.date, ...]:
        """The dates of all sittings that were missed or failed, in order."""
        return tuple(sorted((*self.missed, *self.failed)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """A stage of the person's own, right after the step ``after`` (empty: first of all)."""

    key: str
    name: str
    kind: CustomKind
    months: int
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way that is kept beside a plan until it is decided: everything of a plan that could
    have been chosen otherwise. ``tracks`` are those of the stages that run. Situation, edition,
    clocks and title are the plan's."""

    name: str
    destination: str
    tracks: tuple[Ref, ...] = ()
    route: tuple[Ref, ...] = ()
    changes: Mapping[str, Change] = field(default_factory=dict)
    custom: tuple[Custom, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan. ``route`` are the stages still to come, in order, with the track chosen (empty:
    the stage's first track, or none). ``alternatives`` do not move its dates."""

    destination: str
    situation: Situation
    route: tuple[Ref, ...] = ()
    edition: int = 0
    title: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)
    custom: tuple[Custom, ...] = ()
    clocks: tuple[PersonalClock, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    def change(self, key: str) -> Change:
        """The change of an item, or an empty one."""
        return self.changes.get(key, NO_CHANGE)

    def with_change(self, key: str, change: Change) -> "Plan":
        """This plan with one item's change replaced (an empty one is dropped)."""
        changes = {name: old for name, old in self.changes.items() if name != key}
        if change != NO_CHANGE:
            changes[key] = change
        return replace(self, changes=dict(sorted(changes.items())))


NO_CHANGE = Change()


def write_plan(plan: Plan) -> dict[str, Any]:
    """The plan as a JSON-ready document; ``read_plan`` gives back an equal plan."""
    situation = plan.situation
    document = {
        "format": PLAN_FORMAT,
        "title": plan.title,
        "edition": plan.edition,
        "destination": plan.destination,
        "situation": {
            "as_of": situation.as_of.isoformat(),
            "at": [
                {"stage": one.stage, "track": one.track, "start": one.start.isoformat()}
                for one in situation.at
            ],
            "done": [
                {"key": one.key, "track": one.track, "date": _iso(one.date)}
                for one in situation.done
            ],
        },
        **_write_choices(plan),
        "clocks": [{"key": one.key, "used": one.used, "months": one.months} for one in plan.clocks],
    }
    if plan.alternatives:  # only then, so that a plan without any has the document it always had
        document["alternatives"] = [_write_alternative(one) for one in plan.alternatives]
    return document


def _write_alternative(one: Alternative) -> dict[str, Any]:
    return {
        "name": one.name,
        "destination": one.destination,
        "tracks": [_write_step(ref) for ref in one.tracks],
        **_write_choices(one),
    }


def _write_choices(plan: Plan | Alternative) -> dict[str, Any]:
    """What a plan and an alternative have alike: the route, and everything changed about it."""
    return {
        "route": [_write_step(ref) for ref in plan.route],
        "changes": {key: _write_change(change) for key, change in plan.changes.items()},
        "custom": [
            {
                "key": one.key,
                "name": one.name,
                "kind": one.kind,
                "months": one.months,
                "after": one.after,
            }
            for one in plan.custom
        ],
    }


def _write_step(ref: Ref) -> dict[str, str]:
    return {"stage": ref.key, "track": ref.track}


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _write_change(change: Change) -> dict[str, Any]:
    document: dict[str, Any] = {
        "status": change.status,
        "start": _iso(change.start),
        "pinned": change.pinned,
        "months": change.months,
        "working": [{"percent": one.percent, "since": _iso(one.since)} for one in change.working],
        "date": _iso(change.date),
        "missed": [one.isoformat() for one in change.missed],
        "failed": [one.isoformat() for one in change.failed],
        "leave": [
            {"since": one.since.isoformat(), "until": one.until.isoformat()} for one in change.leave
        ],
        "reason": change.reason,
        "sitting": _iso(change.sitting),
        "note": change.note,
    }
    empty: tuple[object, ...] = (None, "", [], False, "planned")
    return {key: value for key, value in document.items() if value not in empty}


def read_plan(document: object) -> Plan:
    """Read a plan document; raises DocumentError listing every problem with its path.

    Keys are not looked up here: that needs the edition and is ``checks``' work.
    """
    problems: list[Problem] = []
    node = Node.of(document, (), problems)
    if node.integer("format", PLAN_FORMAT) != PLAN_FORMAT:
        node.problem("format", f"must be {PLAN_FORMAT}; this file was made for another version.")
    situation = _read_situation(node.child("situation"), node)
    plan = Plan(
        title=node.text("title", "", limit=200),
        edition=node.integer("edition", 0, high=10**9),
        destination=node.text("destination", limit=100),
        situation=situation,
        route=_read_route(node),
        changes=_read_changes(node),
        custom=_read_customs(node),
        clocks=tuple(_read_clock(child) for child in node.nodes("clocks", 20)),
        alternatives=tuple(
            _read_alternative(child, situation)
            for child in node.nodes("alternatives", MAX_ALTERNATIVES)
        ),
    )
    _refuse_twins(node, situation, plan)
    node.close()
    if problems:
        raise DocumentError(problems)
    return plan


def _read_alternative(node: Node, situation: Situation) -> Alternative:
    alternative = Alternative(
        name=node.text("name", limit=MAX_NAME),
        destination=node.text("destination", limit=100),
        tracks=tuple(_read_step(child) for child in node.nodes("tracks", 5)),
        route=_read_route(node),
        changes=_read_changes(node),
        custom=_read_customs(node),
    )
    if not alternative.name:
        node.problem("name", "must not be empty.")
    _refuse_twins(node, situation, alternative)
    return alternative


def _read_route(node: Node) -> tuple[Ref, ...]:
    return tuple(_read_step(child) for child in node.nodes("route", MAX_STAGES))


def _read_changes(node: Node) -> dict[str, Change]:
    return dict(sorted((key, _read_change(child)) for key, child in node.children("changes", 500)))


def _read_customs(node: Node) -> tuple[Custom, ...]:
    return tuple(_read_custom(child) for child in node.nodes("custom", MAX_STAGES))


def _refuse_twins(node: Node, situation: Situation, plan: Plan | Alternative) -> None:
    keys = [one.stage for one in situation.at] + [ref.key for ref in plan.route]
    keys += [one.key for one in plan.custom]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        node.problem("route", f"has “{key}” twice; a stage can stand in a plan once.")


def _key(node: Node, name: str, default: str | None = None) -> str:
    text = node.text(name, limit=100) if default is None else node.text(name, default, limit=100)
    if text and not KEY_PATTERN.match(text):
        node.problem(name, "must be lower-case letters, digits and underscores.")
    return text


def _read_situation(node: Node | None, parent: Node) -> Situation:
    if node is None:
        parent.problem("situation", "is missing.")
        return Situation(as_of=dt.date(2000, 1, 1))
    situation = Situation(
        as_of=node.date("as_of"),
        at=tuple(
            Current(
                stage=_key(child, "stage"),
                track=_key(child, "track", ""),
                start=child.date("start"),
            )
            for child in node.nodes("at", 5)
        ),
        done=tuple(
            Past(
                key=_key(child, "key"),
                track=_key(child, "track", ""),
                date=child.date("date", None),
            )
            for child in node.nodes("done", 100)
        ),
    )
    node.close()
    return situation


def _read_step(node: Node) -> Ref:
    return Ref(_key(node, "stage"), _key(node, "track", ""))


def _read_change(node: Node) -> Change:
    working = tuple(
        Working(percent=child.integer("percent", low=1, high=100), since=child.date("since", None))
        for child in node.nodes("working", 50)
    )
    change = Change(
        status=node.choice("status", STATUSES, "planned"),
        start=node.date("start", None),
        pinned=node.boolean("pinned"),
        months=node.integer("months", None, low=1, high=MAX_MONTHS),
        working=working,
        date=node.date("date", None),
        missed=node.dates("missed", 20),
        failed=node.dates("failed", 20),
        leave=tuple(_read_leave(child) for child in node.nodes("leave", 50)),
        reason=node.text("reason", "", limit=1000),
        sitting=node.date("sitting", None),
        note=node.text("note", "", limit=MAX_NOTE),
    )
    if change.pinned and change.start is None and change.date is None:
        node.problem("pinned", "needs a start or a date to hold on to.")
    return change


def _read_leave(node: Node) -> Leave:
    leave = Leave(since=node.date("since"), until=node.date("until"))
    if leave.until <= leave.since:
        node.problem("until", "must be later than since.")
    return leave


def _read_clock(node: Node) -> PersonalClock:
    return PersonalClock(
        key=_key(node, "key"),
        used=node.integer("used", 0, low=0, high=600),
        months=node.integer("months", None, low=1, high=600),
    )


def _read_custom(node: Node) -> Custom:
    custom = Custom(
        key=_key(node, "key"),
        name=node.text("name", limit=100),
        kind=node.choice("kind", CUSTOM_KINDS),
        months=node.integer("months", low=1, high=MAX_MONTHS),
        after=_key(node, "after", ""),
    )
    if not custom.key.startswith("custom_"):
        node.problem("key", "must begin with “custom_”.")
    return custom
