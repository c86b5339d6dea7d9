"""How a plan stands against an earlier state of it, in one line of the planner."""

import datetime as dt
from dataclasses import dataclass

from pathways.planning.compare import describe_difference
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.words import DateStyle

LONG_AGO = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineView:
    """The line, the page that compares both, and the address that forgets it."""

    says: str
    compare_url: str
    forget_url: str


def present_baseline(
    then: Timeline,
    now: Timeline,
    *,
    at: dt.date,
    name: str,
    today: dt.date,
    style: DateStyle,
    compare_url: str,
    forget_url: str,
) -> BaselineView:
    """ "Since March 2026 (“before the match”): finishes 5 months later; 3 dates moved." """
    when = words.month(at) if today - at > LONG_AGO else words.day(at, style)
    named = f" (“{name}”)" if name else ""
    says = describe_difference(then, now, past=True)
    return BaselineView(
        says=f"Since {when}{named}: {says[:1].lower()}{says[1:]}",
        compare_url=compare_url,
        forget_url=forget_url,
    )
