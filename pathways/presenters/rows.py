"""The list that equals the picture: one row for each item, with everything that is said of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.drawing import LINK, Handle
from pathways.planning.backcast import Latest
from pathways.planning.catalogue import Edition
from pathways.planning.picture.layout import LANE_TITLES
from pathways.planning.plans import NO_CHANGE, Change
from pathways.planning.timeline import LANES, Bar, Item, ItemStatus, Marker, Timeline
from pathways.presenters import words
from pathways.presenters.backwards import has_no_slack, latest_words
from pathways.presenters.comments import Remark
from pathways.presenters.receipts import ReceiptView, present_receipts
from pathways.presenters.words import DateStyle

STATUS_WORDS: Mapping[ItemStatus, str] = {
    "planned": "Planned",
    "confirmed": "Confirmed",
    "done": "Done",
    "current": "Now",
    "assumed": "Assumed done",
}


FROM_NOW_ON = "possible from now on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item in the list. ``texture`` is that of the picture; ``url`` opens its editor. It
    ``drives`` where it decides the finish, and is ``tight`` where it cannot wait; ``was`` is when
    it was before the change that is previewed, where that differs; ``worked`` is its leave and
    part-time. Its receipts are in it, or at ``why_url``. ``handle`` says how it can be moved by
    hand, on pages where it can. On a shared page ``remarks`` are what was said about it, and
    ``comment_url`` is where to say more."""

    key: str
    name: str
    lane: str
    kind: str
    is_bar: bool
    dates: str
    length: str
    relative: str
    status: str
    status_word: str
    texture: str
    precision: str
    pinned: bool
    custom: bool
    worked: str
    track: str
    gone: tuple[str, ...]
    note: str
    receipts: tuple[ReceiptView, ...]
    why_url: str
    url: str
    selected: bool
    is_next: bool
    drives: bool
    latest: str
    tight: bool
    was: str
    handle: Handle | None = None
    remarks: tuple[Remark, ...] = ()
    comment_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The rows of a lane, in order of time."""

    key: str
    title: str
    rows: tuple[Row, ...]


def texture_of(item: Item) -> str:
    """How sure an item's dates are, as the picture shows it: solid, window or estimate."""
    moments = (item.start, item.end) if isinstance(item, Bar) else (item.at,)
    precisions = [one.precision for one in moments]
    if item.basis == "estimate" or "estimate" in precisions:
        return "estimate"
    return "window" if "window" in precisions else "solid"


def start_of(item: Item) -> dt.date:
    """The first day of an item."""
    return item.start.date if isinstance(item, Bar) else item.at.date


def why_url(why: str, key: str) -> str:
    """The address of an item's receipts, from one with ``{key}`` in it."""
    return why.replace("{key}", key)


def item_link(page: str) -> str:
    """The address of an editor on a planner page, with ``{key}`` for the item."""
    return page + (LINK.replace("?", "&") if "?" in page else LINK)


def item_url(page: str, key: str) -> str:
    """The address of an item's editor on a planner page."""
    return item_link(page).replace("{key}", key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStyle:
    """How all rows of a page are shown: on which day and page, which one is open, which are
    next. ``why`` is where receipts are, with ``{key}`` for the item; empty: in the rows."""

    today: dt.date
    style: DateStyle
    page: str = ""
    why: str = ""
    selected: str = ""
    next_keys: tuple[str, ...] = ()


def present_row(
    edition: Edition,
    item: Item,
    shown: RowStyle,
    *,
    change: Change = NO_CHANGE,
    latest: Latest | None = None,
    drives: bool = False,
    before: Timeline | None = None,
    handle: Handle | None = None,
) -> Row:
    """One item in words; ``change`` is what the person changed about it, ``latest`` its latest
    date where there is a goal, ``before`` the timeline without the change that is previewed,
    ``handle`` how it can be moved by hand."""
    style = shown.style
    return Row(
        key=item.key,
        name=item.name,
        lane=item.lane,
        kind=item.kind,
        is_bar=isinstance(item, Bar),
        dates=words.item_dates(item, style),
        length=_length(item),
        relative=relative_of(item, shown.today),
        status=item.status,
        status_word=STATUS_WORDS[item.status],
        texture=texture_of(item),
        precision=_precision(item),
        pinned=item.pinned,
        custom=isinstance(item, Bar) and item.custom,
        worked=words.stretches(item, style),
        track=_track(edition, item),
        gone=gone_words(change, style),
        note=item.note,
        receipts=() if shown.why else present_receipts(edition, item, style),
        why_url=why_url(shown.why, item.key),
        url=item_url(shown.page, item.key),
        selected=item.key == shown.selected,
        is_next=item.key in shown.next_keys,
        drives=drives,
        latest=latest_words(latest, style),
        tight=has_no_slack(latest),
        was=_was(item, before, style) if before else "",
        handle=handle,
    )


def _was(item: Item, before: Timeline, style: DateStyle) -> str:
    """When an item was before: its dates, "not there", or nothing where they are the same."""
    earlier = before.item(item.key)
    if earlier is None:
        return "not there"
    dates = words.item_dates(earlier, style)
    return dates if dates != words.item_dates(item, style) else ""


def _track(edition: Edition, item: Item) -> str:
    stage = edition.stages.get(item.key)
    track = stage.track(item.track) if isinstance(item, Bar) and stage else None
    return track.name if track else ""


def present_lanes(timeline: Timeline, rows: Mapping[str, Row]) -> tuple[Lane, ...]:
    """The rows by lane; empty lanes are left out."""
    items = sorted(timeline.items, key=lambda item: (start_of(item), item.key))
    lanes = (
        Lane(
            key=lane,
            title=LANE_TITLES[lane],
            rows=tuple(rows[item.key] for item in items if item.lane == lane),
        )
        for lane in LANES
    )
    return tuple(lane for lane in lanes if lane.rows)


def sentence_of(item: Item, style: DateStyle, *, drives: bool = False) -> str:
    """An item in one sentence, as the picture says it to those who cannot see it."""
    parts = [item.name, words.item_dates(item, style), _precision(item).lower()]
    if item.status != "planned":
        parts.append(STATUS_WORDS[item.status].lower())
    if item.pinned:
        parts.append("pinned")
    if drives:
        parts.append("decides the finish")
    worked = words.stretches(item, style)
    return ", ".join(part for part in parts if part) + (f"; {worked}" if worked else "")


def gone_words(change: Change, style: DateStyle) -> tuple[str, ...]:
    """The sittings that were missed or failed, in order of time."""
    told = [(date, f"Missed {words.day(date, style)}") for date in change.missed]
    told += [(date, f"Failed {words.day(date, style)}") for date in change.failed]
    return tuple(says for _, says in sorted(told))


def _precision(item: Item) -> str:
    moment = item.start if isinstance(item, Bar) else item.at
    names = {"exact": "Exact", "projected": "Projected", "window": "Window", "estimate": "Estimate"}
    return "Estimate" if texture_of(item) == "estimate" else names[moment.precision]


def _length(item: Item) -> str:
    if not isinstance(item, Bar) or item.open_ended:
        return ""
    return words.length(item.start.date, item.end.date)


def relative_of(item: Item, today: dt.date) -> str:
    """How far an item is: to its start, or to its end once it has begun."""
    start = start_of(item)
    end = item.end.date if isinstance(item, Bar) else max(item.until, start + words.ONE_DAY)
    away = words.roughly if words.is_rough(item) else words.relative
    if start > today:
        return away(start, today)
    if start == today and _may_begin(item):
        return FROM_NOW_ON if words.is_rough(item) else "today"
    if isinstance(item, Bar) and item.open_ended:
        return "now"
    if end > today:
        left = words.length(today, end)
        if isinstance(item, Bar):
            return f"now, {left} left"
        return "open now" if words.is_rough(item) else f"open now, {left} left"
    return away(end - words.ONE_DAY, today)


def _may_begin(item: Item) -> bool:
    """Whether it is planned from a day on, rather than within days that will be over: a stage,
    or a milestone of one day. An estimate of such a day is no deadline."""
    if isinstance(item, Marker):
        return (
            item.status in ("planned", "confirmed") and item.until <= item.at.date + words.ONE_DAY
        )
    return item.status in ("planned", "confirmed")
