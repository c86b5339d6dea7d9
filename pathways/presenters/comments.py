"""Comments: below the items of a shared page, in the editor, and on their owner's page."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.planning.timeline import Item, Timeline
from pathways.presenters import words
from pathways.presenters.words import DateStyle

WHOLE_PLAN = "The whole plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment as it is read: who wrote it on which day, what, and its owner's reply."""

    who: str
    when: str
    text: str
    reply: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLine:
    """A comment on its owner's page. ``about`` is what it is on: ``about_url`` leads there, and
    is empty where that is no longer in the plan or the whole plan is meant; ``gone`` says so.
    ``reply`` is what the field holds, ``problem`` what is wrong with it."""

    id: str
    state: str
    who: str
    at: dt.datetime
    when: str
    through: str
    about: str
    about_url: str
    gone: bool
    text: str
    reply: str
    problem: str
    state_url: str
    reply_url: str
    delete_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsView:
    """The owner's page: comments by state, each state with its title. ``only`` is the item that
    they are about, empty for all comments; ``takes`` is whether a link that opens takes any."""

    title: str
    page_url: str
    shares_url: str
    all_url: str
    only: str
    style: DateStyle
    groups: tuple[tuple[str, tuple[CommentLine, ...]], ...]
    takes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentingView:
    """The form behind a link. ``key`` makes a repeated request recognisable; ``item`` is what is
    commented on, empty for the whole plan; ``back_url`` is where that is on the shared page."""

    item: str
    name: str
    dates: str
    owner: str
    back_url: str
    again_url: str
    key: str
    values: Mapping[str, str]
    problems: Mapping[str, str]
    sent: bool = False


def waiting_in_words(number: int) -> str:
    """How many comments wait: "2 comments wait"; empty for none."""
    return f"{words.count(number, 'comment')} wait{'s' if number == 1 else ''}" if number else ""


def present_remark(
    *, who: str, at: dt.datetime, text: str, reply: str, style: DateStyle, waits: bool = False
) -> Remark:
    """A comment as it is read."""
    return Remark(who=who, when=words.day(at.date(), style), text=text, reply=reply, waits=waits)


def present_commenting(
    timeline: Timeline,
    item: Item | None,
    *,
    owner: str,
    key: str,
    style: DateStyle,
    values: Mapping[str, str],
    problems: Mapping[str, str],
    sent: bool = False,
) -> CommentingView:
    """The form about an item of the timeline that the visitor sees, or about all of it."""
    return CommentingView(
        item=item.key if item else "",
        name=item.name if item else WHOLE_PLAN,
        dates=words.item_dates(item, style) if item else "",
        owner=owner or "The owner of the plan",
        back_url=f"../#item-{item.key}" if item else "../",
        again_url=f"?on={item.key}" if item else "./",
        key=key,
        values=values,
        problems=problems,
        sent=sent,
    )
