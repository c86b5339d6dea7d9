"""The list of a person's plans."""

import datetime as dt
from dataclasses import dataclass

from pathways.presenters import words
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLinks:
    """Addresses for one plan in the list."""

    open: str
    duplicate: str
    rename: str
    delete: str
    comments: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """A plan in the list. ``new_title`` is what the form for renaming holds, ``problem`` what is
    wrong with it; ``key`` makes a repeated request for a copy recognisable. ``waiting`` tells how
    many comments wait."""

    id: str
    title: str
    sentence: str
    changed: str
    version: int
    links: PlanLinks
    new_title: str
    problem: str
    key: str
    waiting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedPlan:
    """A plan that was just deleted and can be brought back by posting to ``url``."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansView:
    """Everything on the list of plans. To ``link_url`` goes a link that somebody shared, to
    compare with; ``link_problem`` is what is wrong with it."""

    cards: tuple[PlanCard, ...]
    deleted: tuple[DeletedPlan, ...]
    new_url: str
    compare_url: str = ""
    link_url: str = ""
    link_problem: str = ""


def present_plan_card(
    *,
    id: str,
    title: str,
    sentence: str,
    changed: dt.date,
    version: int,
    links: PlanLinks,
    today: dt.date,
    style: DateStyle,
    new_title: str = "",
    problem: str = "",
    key: str = "",
    waiting: str = "",
) -> PlanCard:
    """One plan in the list; ``sentence`` comes from ``planner.sentence``."""
    when = (
        words.relative(changed, today)
        if (today - changed).days < 30
        else f"on {words.day(changed, style)}"
    )
    return PlanCard(
        id=id,
        title=title,
        sentence=sentence,
        changed=f"Changed {when}",
        version=version,
        links=links,
        new_title=new_title,
        problem=problem,
        key=key,
        waiting=waiting,
    )
