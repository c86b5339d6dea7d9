"""Every destination at a glance, for somebody who is not sure yet."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.routes import Routes
from pathways.presenters import words


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationLine:
    """One destination: how many routes, the earliest finish (and how far ``away`` it is, where it
    is still to come), and the page of its routes."""

    name: str
    summary: str
    routes: str
    finish: str
    away: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """The destinations that can be reached, the earliest first, and the names of the others."""

    reached: tuple[DestinationLine, ...]
    out_of_reach: tuple[str, ...]
    back_url: str


def present_overview(
    edition: Edition,
    found: Sequence[Routes],
    *,
    today: dt.date,
    address: Callable[[str], str],
    back_url: str,
) -> OverviewView:
    """All destinations with their earliest finish; ``address`` gives the page of a key."""
    open_ones = sorted(
        (one for one in found if one.found and one.found[0].finish),
        key=lambda one: (_finish(one), one.destination.name),
    )
    return OverviewView(
        reached=tuple(
            DestinationLine(
                name=one.destination.name,
                summary=one.destination.summary,
                routes=words.count(len(one.found), "route"),
                finish=words.month(_finish(one)) if _finish(one) > today else "There already",
                away=words.length(today, _finish(one)) if _finish(one) > today else "",
                url=address(one.destination.key),
            )
            for one in open_ones
        ),
        out_of_reach=tuple(one.destination.name for one in found if one not in open_ones),
        back_url=back_url,
    )


def _finish(routes: Routes) -> dt.date:
    finish = routes.found[0].finish
    return finish.date if finish else dt.date.max
