"""A timeline as lines of text for a terminal; people are shown the last day of a bar."""

import datetime as dt

from pathways.planning.backcast import Backcast, describe_verdict
from pathways.planning.choices import ChoicePoint
from pathways.planning.routes import Route, Routes
from pathways.planning.stretches import stretch_words
from pathways.planning.timeline import Bar, Item, Timeline

_ONE_DAY = dt.timedelta(days=1)


def timeline_text(timeline: Timeline) -> str:
    """One line an item, then the findings."""
    lines = [_line(item) for item in timeline.items]
    lines += [
        f"{finding.severity.upper()}: {finding.says} {finding.why}" for finding in timeline.findings
    ]
    return "\n".join(lines)


def backcast_text(result: Backcast) -> str:
    """The verdict, then every item that can still move with the latest date for it."""
    lines = [f"Finish by {result.finish_by}: {describe_verdict(result)}"]
    if result.breaks:
        broken = result.breaks
        lines.append(f"{broken.name} would have to begin by {broken.by}; planned {broken.planned}.")
    if result.verdict == "infeasible":
        lines.append(result.mend.says if result.mend else "No single change mends it.")
    for one in result.latest:
        slack = f"by {one.by}, {one.slack_months} months of slack" if one.by else "at any time"
        lines.append(f"{one.planned}  {one.name}: {slack}")
    return "\n".join(lines)


def routes_text(routes: Routes) -> str:
    """Every route with its dates, the earliest finish first."""
    count = len(routes.found)
    head = f"{count} route{'' if count == 1 else 's'} to {routes.destination.name}"
    if routes.cut:
        head += " (there are more; these are the best)"
    return "\n\n".join(
        [head, *(_route(number, route) for number, route in enumerate(routes.found, 1))]
    )


def _route(number: int, route: Route) -> str:
    finish = route.finish.date.isoformat() if route.finish else "no finish"
    head = f"{number}. {route.label}: finish {finish}, {route.months} months of training to come"
    choices = [f"   choose {point.label} by {_last_day(point)}" for point in route.choice_points]
    return "\n".join(
        [head, *choices, *("   " + line for line in timeline_text(route.timeline).splitlines())]
    )


def days(start: dt.date, end: dt.date) -> str:
    """The days from one to the day before another, as ISO dates."""
    last = end - _ONE_DAY
    return str(start) if start == last else f"{start} – {last}"


def _line(item: Item) -> str:
    if isinstance(item, Bar):
        last = "…" if item.open_ended else (item.end.date - _ONE_DAY).isoformat()
        track = f" [{item.track}]" if item.track else ""
        remark = f"{item.start.precision}, {item.status}"
        worked = stretch_words(item, day=str, span=days)
        worked = f"; {worked}" if worked else ""
        return f"{item.start.date} – {last:<10}  {item.name}{track} ({remark}{worked})"
    last_day = item.until - _ONE_DAY
    until = f" – {last_day}" if last_day > item.at.date else " " * 13
    return f"{item.at.date}{until}  {item.name} ({item.at.precision}, {item.status})"


def _last_day(point: ChoicePoint) -> str:
    if point.by is None:
        return "a date not known"
    return f"about {point.by:%Y-%m}" if point.is_about else point.by.isoformat()
