"""Plans or routes beside each other: pictures on one axis, a table, the difference in words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.choices import choice_points
from pathways.planning.compare import describe_difference
from pathways.planning.plans import Plan
from pathways.planning.routes import exams_left, training_months
from pathways.planning.timeline import Item, Timeline
from pathways.presenters import words
from pathways.presenters.choices import present_choices
from pathways.presenters.pictures import PictureView, present_strips
from pathways.presenters.planner import date_style, destination_name
from pathways.presenters.rows import start_of

FEWEST, MOST = 2, 4
NUMBERS = {2: "Two", 3: "Three", 4: "Four"}
NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A plan or route to compare; ``url`` opens it."""

    name: str
    edition: Edition
    plan: Plan
    timeline: Timeline
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of those compared. ``differs`` is how it differs from the first, in words."""

    name: str
    url: str
    finish: str
    differs: str
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table: one cell for each of those compared."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """The page; ``problem`` says why there is nothing to compare."""

    title: str
    columns: tuple[Column, ...]
    facts: tuple[Line, ...]
    dates: tuple[Line, ...]
    back_url: str
    back: str
    problem: str = ""


def how_many(number: int, noun: str) -> str:
    """Why so many cannot be compared; empty where they can."""
    if number < FEWEST:
        return f"Tick at least two {noun}s to compare them."
    return f"At most four {noun}s can stand beside each other. Tick fewer." if number > MOST else ""


def present_refusal(problem: str, *, noun: str, back_url: str) -> CompareView:
    """The page where too few or too many were chosen."""
    return CompareView(
        title=f"Compare {noun}s",
        columns=(),
        facts=(),
        dates=(),
        back_url=back_url,
        back=f"Back to the {noun}s",
        problem=problem,
    )


def present_comparison(
    compared: Sequence[Compared], *, noun: str, today: dt.date, back_url: str
) -> CompareView:
    """Two to four of them, in the order given."""
    style = date_style(compared[0].edition, compared[0].plan.destination)
    strips = present_strips(
        tuple((str(place), one.name, one.timeline) for place, one in enumerate(compared)),
        today=today,
        style=style,
    )
    first = compared[0].timeline
    return CompareView(
        title=f"{NUMBERS[len(compared)]} {noun}s compared",
        columns=tuple(
            Column(
                name=one.name,
                url=one.url,
                finish=_finish(one),
                differs="" if one is compared[0] else describe_difference(first, one.timeline),
                pictures=pictures,
            )
            for one, pictures in zip(compared, strips, strict=True)
        ),
        facts=tuple(_facts(compared, today)),
        dates=_dates([one.timeline for one in compared], style),
        back_url=back_url,
        back=f"Back to the {noun}s",
    )


def _finish(one: Compared) -> str:
    finish = one.timeline.finish
    return words.month(finish.date) if finish else "no date yet"


def _facts(compared: Sequence[Compared], today: dt.date) -> list[Line]:
    facts: tuple[tuple[str, Callable[[Compared], str]], ...] = (
        ("Heading for", lambda one: destination_name(one.edition, one.plan.destination)),
        ("Finish", _finish),
        ("From now", lambda one: _away(one.timeline, today)),
        ("Training left", lambda one: words.months_long(training_months(one.timeline))),
        ("Exams to sit", lambda one: str(exams_left(one.timeline))),
        ("First choice", lambda one: _first_choice(one, today)),
        ("Does not work", lambda one: _problems(one.timeline)),
    )
    return [Line(label=label, cells=tuple(map(fact, compared))) for label, fact in facts]


def _away(timeline: Timeline, today: dt.date) -> str:
    return words.length(today, timeline.finish.date) if timeline.finish else NOTHING


def _first_choice(one: Compared, today: dt.date) -> str:
    style = date_style(one.edition, one.plan.destination)
    points = choice_points(one.edition, one.plan, one.timeline)
    first = next(iter(present_choices(points, today, style)), None)
    if first is None:
        return NOTHING
    sure = "" if first.guaranteed else " (not guaranteed)"
    return f"{first.label}{f', by {first.by}' if first.by else ''}{sure}"


def _problems(timeline: Timeline) -> str:
    errors = sum(1 for one in timeline.findings if one.severity == "error")
    return words.count(errors, "problem") if errors else "nothing"


def _dates(timelines: Sequence[Timeline], style: words.DateStyle) -> tuple[Line, ...]:
    """The items whose dates are not the same in all, in order of time."""
    items: dict[tuple[str, str], list[Item | None]] = {}
    for place, timeline in enumerate(timelines):
        for item in timeline.items:
            found = items.setdefault((item.key, item.name), [None] * len(timelines))
            found[place] = item
    lines = [
        (
            min(start_of(one) for one in found if one),
            Line(
                label=name,
                cells=tuple(words.item_dates(one, style) if one else NOTHING for one in found),
            ),
        )
        for (_, name), found in items.items()
    ]
    differing = [line for line in lines if len(set(line[1].cells)) > 1]
    return tuple(line for _, line in sorted(differing, key=lambda one: (one[0], one[1].label)))
