"""The three things that come next."""

import datetime as dt
from dataclasses import dataclass

from pathways.planning.timeline import Bar, Item, Timeline
from pathways.presenters import words
from pathways.presenters.rows import item_url, start_of
from pathways.presenters.words import DateStyle

OPEN_STATUSES = ("planned", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextThing:
    """One of the next three things."""

    key: str
    name: str
    dates: str
    relative: str
    lane: str
    url: str


def present_next_things(
    timeline: Timeline, page: str, today: dt.date, style: DateStyle
) -> tuple[NextThing, ...]:
    """The three things that come next: what can be done now first, then by date."""
    open_items = [item for item in timeline.items if item.status in OPEN_STATUSES]
    ahead = sorted(
        (item for item in open_items if _last(item) >= today),
        key=lambda item: (max(start_of(item), today), isinstance(item, Bar), _last(item), item.key),
    )
    return tuple(
        NextThing(
            key=item.key,
            name=f"{item.name} begins" if isinstance(item, Bar) else item.name,
            dates=_next_date(item, style),
            relative="open now" if start_of(item) < today else _ahead(item, today),
            lane=item.lane,
            url=item_url(page, item.key),
        )
        for item in ahead[:3]
    )


def _last(item: Item) -> dt.date:
    return (
        item.start.date if isinstance(item, Bar) else max(item.until - words.ONE_DAY, item.at.date)
    )


def _next_date(item: Item, style: DateStyle) -> str:
    if isinstance(item, Bar):
        return words.day(item.start.date, style)
    return words.capital(words.marker_date(item, style))


def _ahead(item: Item, today: dt.date) -> str:
    return words.relative(start_of(item), today)
