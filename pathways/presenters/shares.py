"""Sharing: the page a mentor sees, and the owner's panel of links."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pathways.planning.catalogue import Edition
from pathways.planning.plans import Plan
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.comments import Remark
from pathways.presenters.pictures import PictureView, present_pictures
from pathways.presenters.planner import date_style, sentence
from pathways.presenters.rows import Lane, RowStyle, present_lanes, present_row
from pathways.presenters.words import DateStyle

SHARED_LINK = "#item-{key}"
NO_REMARKS: Mapping[str, tuple[Remark, ...]] = {}


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
    comment_url: str
    remarks: tuple[Remark, ...]

    @property
    def says_more(self) -> bool:
        """Whether there are comments on the page, or ways to write one."""
        rows = (row for lane in self.lanes for row in lane.rows)
        return bool(self.comment_url or self.remarks or any(row.remarks for row in rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A link in the owner's panel. ``state`` is open, expired or turned off; ``address`` is the
    link itself while it works, ``id`` tells its field apart."""

    id: str
    label: str
    state: str
    created: str
    until: str
    opened: str
    shows: str
    address: str
    revoke_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesView:
    """The owner's panel. ``key`` makes a repeated request recognisable; ``values`` and
    ``problems`` are what was typed and what is wrong with it, by field name."""

    rows: tuple[ShareRow, ...]
    create_url: str
    back_url: str
    title: str
    key: str
    comments_url: str = ""
    waiting: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


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
    remarks: Mapping[str, tuple[Remark, ...]] = NO_REMARKS,
    takes_comments: bool = False,
) -> SharedView:
    """The shared page; ``frozen`` is the day the link was frozen on, None when it is live.
    ``remarks`` are the comments to be read, by the key of their item, "" for the whole plan."""
    style = date_style(edition, plan.destination)
    name = title or "Training timeline"
    shown = RowStyle(today=today, style=style)
    rows = {
        item.key: replace(
            present_row(edition, item, shown, change=plan.change(item.key)),
            remarks=remarks.get(item.key, ()),
            comment_url=f"comment/?on={item.key}" if takes_comments else "",
        )
        for item in timeline.items
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
        comment_url="comment/" if takes_comments else "",
        remarks=remarks.get("", ()),
    )


def present_share_row(
    *,
    label: str,
    created: dt.date,
    expires: dt.date | None,
    expired: bool,
    revoked: dt.date | None,
    opened: dt.datetime | None,
    address: str,
    show_name: bool,
    show_notes: bool,
    show_own_names: bool,
    takes_comments: bool = False,
    revoke_url: str,
    today: dt.date,
    style: DateStyle,
) -> ShareRow:
    """One link in the owner's panel; ``expires`` is the day after the last one it works."""
    state = "turned off" if revoked else "expired" if expired else "open"
    until = "Works until you turn it off"
    if revoked:
        until = f"Turned off on {words.day(revoked, style)}"
    elif expires:
        last = words.day(expires - words.ONE_DAY, style)
        until = f"Expired after {last}" if expired else f"Works until {last}"
    seen = f"Last opened {words.relative(opened.date(), today)}" if opened else "Not opened yet"
    return ShareRow(
        id=revoke_url.strip("/").replace("/", "-"),
        label=label,
        state=state,
        created=f"Made on {words.day(created, style)}",
        until=until,
        opened=seen,
        shows=_shows(show_name, show_notes, show_own_names, takes_comments),
        address=address if state == "open" else "",
        revoke_url=revoke_url if state == "open" else "",
    )


def _shows(name: bool, notes: bool, own_names: bool, takes_comments: bool) -> str:
    """What a link shows besides the dates and whether it takes comments, in a few words."""
    told = (("your name", name), ("notes", notes), ("own names", own_names))
    shown = [what for what, on in told if on]
    says = f"Shows {words.joined(tuple(shown))}" if shown else "Dates only"
    return f"{says}; they may comment" if takes_comments else says
