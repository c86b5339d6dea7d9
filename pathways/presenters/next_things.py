"""The three things that come next."""

import datetime as dt
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.timeline import Bar, Item, Timeline
from pathways.presenters import words
from pathways.presenters.rows import item_url, relative_of, start_of
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
    edition: Edition, timeline: Timeline, page: str, today: dt.date, style: DateStyle
) -> tuple[NextThing, ...]:
    """The three things that come next: what can be done now first, then by date. The last day
    for what is done already is none of them."""
    open_items = [
        item
        for item in timeline.items
        if item.status in OPEN_STATUSES and not _is_kept(edition, timeline, item)
    ]
    ahead = sorted(
        (item for item in open_items if _last(item) >= today),
        key=lambda item: (max(start_of(item), today), isinstance(item, Bar), _last(item), item.key),
    )
    return tuple(
        NextThing(
            key=item.key,
            name=f"{item.name} begins" if isinstance(item, Bar) else item.name,
            dates=_next_date(item, style),
            relative="open now" if start_of(item) < today else relative_of(item, today),
            lane=item.lane,
            url=item_url(page, item.key),
        )
        for item in ahead[:3]
    )


def _is_kept(edition: Edition, timeline: Timeline, item: Item) -> bool:
    """Whether an item is the last day for stages and milestones that are all over."""
    milestone = edition.milestones.get(item.key)
    limited = [timeline.item(key) for key in milestone.limits] if milestone else []
    return bool(limited) and all(one and one.status in ("done", "assumed") for one in limited)


def _last(item: Item) -> dt.date:
    return (
        item.start.date if isinstance(item, Bar) else max(item.until - words.ONE_DAY, item.at.date)
    )


def _next_date(item: Item, style: DateStyle) -> str:
    return words.capital(
        words.bar_start(item, style) if isinstance(item, Bar) else words.marker_date(item, style)
    )
