"""A timeline as a plain document: what scripts get as JSON and what the other exports read.

Ends are exclusive; dates are ISO; each item names its receipt with sources spelled out.
"""

from typing import Any

from pathways.planning.backcast import Backcast, Latest, describe_verdict
from pathways.planning.catalogue import Edition
from pathways.planning.routes import Routes
from pathways.planning.timeline import Bar, ClockReading, Finding, Item, Moment, Stretch, Timeline


def timeline_document(edition: Edition, timeline: Timeline) -> dict[str, Any]:
    """The timeline with every date, its receipt, and the findings."""
    return {
        "edition": timeline.edition,
        "destination": timeline.destination,
        "finish": timeline.finish.date.isoformat() if timeline.finish else None,
        "classes": dict(timeline.classes),
        "items": [_item(edition, item) for item in timeline.items],
        "findings": [_finding(edition, finding) for finding in timeline.findings],
        "clocks": [_clock(edition, clock) for clock in timeline.clocks],
        "driving": list(timeline.driving),
    }


def backcast_document(edition: Edition, result: Backcast) -> dict[str, Any]:
    """The timeline with the verdict for a day to finish by, and the latest date of each item."""
    document = timeline_document(edition, result.timeline)
    latest = {one.key: one for one in result.latest}
    for item in document["items"]:
        found = latest.get(item["key"])
        item["latest"] = found.by.isoformat() if found and found.by else None
        item["slack_months"] = found.slack_months if found else None
    return document | {
        "finish_by": result.finish_by.isoformat(),
        "verdict": result.verdict,
        "says": describe_verdict(result),
        "slack_months": result.slack_months,
        "breaks": _latest(result.breaks) if result.breaks else None,
        "mend": result.mend.says if result.mend else None,
    }


def _latest(latest: Latest) -> dict[str, Any]:
    return {
        "key": latest.key,
        "planned": latest.planned.isoformat(),
        "latest": latest.by.isoformat() if latest.by else None,
        "slack_months": latest.slack_months,
    }


def _clock(edition: Edition, clock: ClockReading) -> dict[str, Any]:
    return {
        "key": clock.key,
        "name": clock.name,
        "says": clock.says,
        "unit": clock.unit,
        "limit": clock.limit,
        "used": clock.used,
        "left": clock.left,
        "starts": clock.starts.isoformat() if clock.starts else None,
        "ends": clock.ends.isoformat() if clock.ends else None,
        "item": clock.item,
        "sources": [_source(edition, key) for key in clock.sources],
    }


def routes_document(edition: Edition, routes: Routes) -> dict[str, Any]:
    """All routes with their dates; ``cut`` when there were more than are shown, ``proven``
    when no route could finish earlier than the first."""
    return {
        "edition": edition.number,
        "destination": routes.destination.key,
        "cut": routes.cut,
        "proven": routes.proven,
        "routes": [
            {
                "key": route.key,
                "label": route.label,
                "finish": route.finish.date.isoformat() if route.finish else None,
                "months": route.months,
                "exams_left": route.exams_left,
                "choice_points": [
                    {
                        "key": point.key,
                        "label": point.label,
                        "by": point.by.isoformat() if point.by else None,
                        "precision": point.precision,
                        "guaranteed": point.guaranteed,
                        "says": point.says,
                    }
                    for point in route.choice_points
                ],
                **timeline_document(edition, route.timeline),
            }
            for route in routes.found
        ],
    }


def _item(edition: Edition, item: Item) -> dict[str, Any]:
    common = {
        "key": item.key,
        "kind": item.kind,
        "name": item.name,
        "status": item.status,
        "basis": item.basis,
        "note": item.note,
    }
    if isinstance(item, Bar):
        return common | {
            "track": item.track,
            "start": item.start.date.isoformat(),
            "end": item.end.date.isoformat(),
            "open_ended": item.open_ended,
            "stretches": [_stretch(one) for one in item.stretches],
            "precision": item.start.precision,
            "receipt": _receipt(edition, item.start),
            "end_precision": item.end.precision,
            "end_receipt": _receipt(edition, item.end),
        }
    return common | {
        "date": item.at.date.isoformat(),
        "until": item.until.isoformat(),
        "label": item.label,
        "precision": item.at.precision,
        "receipt": _receipt(edition, item.at),
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "since": stretch.since.isoformat(),
        "until": stretch.until.isoformat(),
        "percent": stretch.percent,
        "away": stretch.away,
    }


def _receipt(edition: Edition, moment: Moment) -> dict[str, Any]:
    receipt = moment.receipt
    return {
        "says": receipt.says,
        "rule": receipt.rule,
        "inputs": [
            {
                "key": one.key,
                "label": one.label,
                "date": one.date.isoformat() if one.date else None,
                "drives": one.drives,
            }
            for one in receipt.inputs
        ],
        "sources": [_source(edition, key) for key in receipt.sources],
        "confidence": receipt.confidence,
        "basis": receipt.basis,
        "note": receipt.note,
        "yours": receipt.yours,
        "superseded": list(receipt.superseded),
    }


def _source(edition: Edition, key: str) -> dict[str, Any]:
    source = edition.sources.get(key)
    if source is None:
        return {"key": key}
    return {
        "key": key,
        "title": source.title,
        "url": source.url,
        "dated": source.dated,
        "checked": source.checked.isoformat(),
    }


def _finding(edition: Edition, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "key": finding.key,
        "says": finding.says,
        "why": finding.why,
        "sources": [_source(edition, key) for key in finding.sources],
    }
