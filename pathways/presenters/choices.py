"""Choice points in words: what to decide, by when, and who decides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pathways.planning.choices import ChoicePoint
from pathways.presenters import words
from pathways.presenters.rows import item_url
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLine:
    """A decision on the way: what, by when, and whether somebody else decides it. ``url``
    opens the item it belongs to."""

    key: str
    label: str
    says: str
    by: str
    relative: str
    guaranteed: bool
    url: str = ""


def present_choices(
    points: Iterable[ChoicePoint], today: dt.date, style: DateStyle, page: str = ""
) -> tuple[ChoiceLine, ...]:
    """The decisions whose last day is still to come; ``page`` is the planner they link to."""
    return tuple(
        ChoiceLine(
            key=point.key,
            label=point.label,
            says=point.says,
            by=last_day(point, style),
            relative=words.relative(point.by, today) if point.by else "",
            guaranteed=point.guaranteed,
            url=item_url(page, point.key) if page else "",
        )
        for point in points
        if point.by is None or point.by >= today
    )


def last_day(point: ChoicePoint, style: DateStyle) -> str:
    """The last day of a decision: "Sep 25, 2027", or "about September 2027" where only a usual
    window or an estimate is known; empty where it has none."""
    if point.by is None:
        return ""
    return f"about {words.month(point.by)}" if point.is_about else words.day(point.by, style)
