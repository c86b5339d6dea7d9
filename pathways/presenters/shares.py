"""Sharing: the page a mentor sees, and the owner's panel of links."""

import datetime as dt
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.plans import Plan
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.pictures import PictureView, present_pictures
from pathways.presenters.planner import date_style, sentence
from pathways.presenters.rows import Lane, present_lanes, present_row
from pathways.presenters.words import DateStyle

SHARED_LINK = "#item-{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """The page behind a share link. What the owner hides is left out before it comes here."""

    title: str
    who: str
    sentence: str
    as_of: str
    question: str
    pictures: tuple[PictureView, ...]
    lanes: tuple[Lane, ...]
    copy_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A link in the owner's panel. ``state`` is open, expired or revoked."""

    label: str
    state: str
    created: str
    expires: str
    opened: str
    shows: str
    revoke_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesView:
    """The owner's panel. ``fresh`` is the address of a link just made: it is shown once."""

    rows: tuple[ShareRow, ...]
    create_url: str
    back_url: str
    title: str
    fresh: str = ""
    fresh_label: str = ""
    revoke_all_url: str = ""


def present_shared(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    *,
    today: dt.date,
    changed: dt.date,
    who: str = "",
    question: str = "",
    frozen: dt.date | None = None,
    title: str = "",
    copy_url: str = "",
) -> SharedView:
    """The shared page; ``frozen`` is the day the link was frozen on, None when it is live."""
    style = date_style(edition, plan.destination)
    name = title or "Training timeline"
    rows = {
        item.key: present_row(edition, item, today=today, style=style) for item in timeline.items
    }
    updated = words.day(changed, style)
    state = f"Frozen as of {words.day(frozen, style)}" if frozen else f"Live, changed {updated}"
    return SharedView(
        title=name,
        who=who,
        sentence=sentence(edition, plan, timeline, today),
        as_of=state,
        question=question,
        pictures=present_pictures(timeline, title=name, today=today, style=style, link=SHARED_LINK),
        lanes=present_lanes(timeline, rows),
        copy_url=copy_url,
    )


def present_share_row(
    *,
    label: str,
    created: dt.date,
    expires: dt.date | None,
    revoked: dt.date | None,
    opened: dt.date | None,
    opened_count: int,
    frozen: bool,
    revoke_url: str,
    today: dt.date,
    style: DateStyle,
) -> ShareRow:
    """One link in the owner's panel; ``expires`` is the last day it works."""
    state = "revoked" if revoked else "expired" if expires and expires < today else "open"
    until = f"Works until {words.day(expires, style)}" if expires else "Works until you turn it off"
    if state == "expired" and expires:
        until = f"Expired on {words.day(expires, style)}"
    if revoked:
        until = f"Turned off on {words.day(revoked, style)}"
    seen = "Not opened yet"
    if opened:
        times = words.count(opened_count, "time")
        seen = f"Last opened {words.relative(opened, today)}, {times} in all"
    return ShareRow(
        label=label,
        state=state,
        created=f"Made on {words.day(created, style)}",
        expires=until,
        opened=seen,
        shows="Frozen" if frozen else "Live",
        revoke_url=revoke_url if state == "open" else "",
    )
