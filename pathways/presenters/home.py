"""The home page: a real example and the four questions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pathways.planning.catalogue import Edition
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.pictures import PictureView, present_pictures, present_small_pictures
from pathways.presenters.planner import date_style, destination_name
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroup:
    """Options under one heading; an empty label is no group."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillThere:
    """The question ``about`` a stage that would be over by now, ``first`` where it is asked for the
    first time. ``usual`` is the month in which it
    would have ended, ``since`` that in which it began, ``now`` this one, for fields of months."""

    says: str
    about: str
    first: bool
    usual: str
    since: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The four questions with what was answered and what is wrong with it, by field name:
    ``now``, ``since`` (a month), ``destination``, ``country``. ``gone`` says that the destination
    is one of another country, so that another has to be chosen. ``over`` is asked on top, where
    it has to be."""

    now: tuple[OptionGroup, ...]
    destinations: tuple[OptionGroup, ...]
    countries: tuple[Option, ...]
    start_url: str
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    gone: str = ""
    over: StillThere | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """Everything on the home page."""

    questions: Questions
    example_title: str
    example_sentence: str
    pictures: tuple[PictureView, ...]
    small: PictureView | None


def present_home(
    edition: Edition, questions: Questions, example: Timeline | None, *, today: dt.date
) -> HomeView:
    """The home page with an example timeline, or without one when there is none yet."""
    if example is None:
        return HomeView(
            questions=questions, example_title="", example_sentence="", pictures=(), small=None
        )
    style = date_style(edition, example.destination)
    name = destination_name(edition, example.destination)
    title = f"An example: from medical school to {name[:1].lower()}{name[1:]}"
    steps = words.count(len(example.items), "step")
    begins = _begins(edition, example, style)
    return HomeView(
        questions=questions,
        example_title=title,
        example_sentence=f"{steps}, worked out from the rules{begins}.",
        pictures=present_pictures(example, title=title, today=today, style=style, link=None),
        small=present_small_pictures((("example", title, example),), today=today, style=style)[0],
    )


def _begins(edition: Edition, example: Timeline, style: DateStyle) -> str:
    """What begins at the finish, and on which day: ", first attending post from Jul 1, 2036"."""
    destination = edition.destinations.get(example.destination)
    last = example.item(destination.finish) if destination else None
    if example.finish is None or last is None:
        return ""
    return f", {words.within(last.name)} from {words.day(example.finish.date, style)}"
