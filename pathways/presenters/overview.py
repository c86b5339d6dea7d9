"""Every destination at a glance, for somebody who is not sure yet."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.routes import Outlook
from pathways.presenters import words
from pathways.presenters.questions import DESTINATION_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationLine:
    """One destination: the finish of its first route, how far ``away`` it is, by how many
    routes, and the page of its routes."""

    name: str
    summary: str
    finish: str
    away: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationGroup:
    """The destinations of a kind, the earliest first."""

    title: str
    lines: tuple[DestinationLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """The destinations that can be reached by kind, and the names of the others."""

    groups: tuple[DestinationGroup, ...]
    out_of_reach: tuple[str, ...]
    back_url: str


def present_overview(
    edition: Edition,
    found: Sequence[Outlook],
    *,
    today: dt.date,
    address: Callable[[str], str],
    back_url: str,
) -> OverviewView:
    """All destinations with the finish of their first route; ``address`` is the page of a key."""
    open_ones = sorted(
        (one for one in found if one.finishes),
        key=lambda one: (_finish(one), one.destination.name),
    )
    groups = (
        DestinationGroup(
            title=words.capital(title),
            lines=tuple(
                _line(one, today, address(one.destination.key))
                for one in open_ones
                if one.destination.kind == kind
            ),
        )
        for kind, title in DESTINATION_KINDS.items()
    )
    return OverviewView(
        groups=tuple(group for group in groups if group.lines),
        out_of_reach=tuple(one.destination.name for one in found if one not in open_ones),
        back_url=back_url,
    )


def _line(outlook: Outlook, today: dt.date, url: str) -> DestinationLine:
    finish = _finish(outlook)
    ways = words.count(outlook.count, "route")
    ahead = finish > today
    return DestinationLine(
        name=outlook.destination.name,
        summary=outlook.destination.summary,
        finish=words.month(finish) if ahead else "You are there already",
        away=f"{words.length(today, finish)} from now, {ways}" if ahead else "",
        url=url,
    )


def _finish(outlook: Outlook) -> dt.date:
    return outlook.finishes or dt.date.max
