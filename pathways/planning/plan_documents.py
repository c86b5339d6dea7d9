"""The plan document: what people save, export, import and share, written and read.

``read_plan`` refuses what does not fit together, so whatever is kept is a plan.
"""

import datetime as dt
from typing import Any

from pathways.planning.catalogue.documents import DocumentError, Node, Problem
from pathways.planning.catalogue.expressions import KEY_PATTERN, Ref
from pathways.planning.plans import (
    CUSTOM_KINDS,
    MAX_ALTERNATIVES,
    MAX_MONTHS,
    MAX_NAME,
    MAX_NOTE,
    MAX_STAGES,
    STATUSES,
    Alternative,
    Change,
    Current,
    Custom,
    Leave,
    Past,
    PersonalClock,
    Plan,
    Situation,
    Working,
)

PLAN_FORMAT = 1


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
    if plan.birth_month:
        document["birth_month"] = plan.birth_month
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
        "until": _iso(change.until),
        "missed": [one.isoformat() for one in change.missed],
        "failed": [one.isoformat() for one in change.failed],
        "leave": [_write_leave(one) for one in change.leave],
        "no_place": change.no_place,
        "reason": change.reason,
        "sitting": _iso(change.sitting),
        "note": change.note,
    }
    empty: tuple[object, ...] = (None, "", [], False, "planned")
    return {key: value for key, value in document.items() if value not in empty}


def _write_leave(leave: Leave) -> dict[str, Any]:
    document: dict[str, Any] = {
        "since": leave.since.isoformat(),
        "until": leave.until.isoformat(),
    }
    if leave.kind:
        document["kind"] = leave.kind
    if leave.counts is not None:
        document["counts"] = leave.counts
    return document


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
        birth_month=node.integer("birth_month", None, low=1, high=12),
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
        until=node.date("until", None),
        missed=node.dates("missed", 20),
        failed=node.dates("failed", 20),
        leave=tuple(_read_leave(child) for child in node.nodes("leave", 50)),
        no_place=node.boolean("no_place"),
        reason=node.text("reason", "", limit=1000),
        sitting=node.date("sitting", None),
        note=node.text("note", "", limit=MAX_NOTE),
    )
    if change.pinned and change.start is None and change.date is None:
        node.problem("pinned", "needs a start or a date to hold on to.")
    if change.until is not None and (change.date is None or change.until <= change.date):
        node.problem("until", "is the end of a window, so it must be later than date.")
    return change


def _read_leave(node: Node) -> Leave:
    leave = Leave(
        since=node.date("since"),
        until=node.date("until"),
        kind=_key(node, "kind", ""),
        counts=node.integer("counts", None, low=0, high=100),
    )
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
