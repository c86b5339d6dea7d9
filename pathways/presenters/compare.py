"""Plans or routes beside each other: pictures on one axis, a table, the difference in words."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pathways.planning.catalogue import Edition
from pathways.planning.choices import choice_points
from pathways.planning.compare import (
    Identity,
    Shift,
    describe_difference,
    items_by_identity,
    shifts,
)
from pathways.planning.plans import Plan
from pathways.planning.routes import exams_left, training_months
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.choices import present_choices
from pathways.presenters.differences import describe_shifts, number_of, signed
from pathways.presenters.phases import PhaseRow, present_phases
from pathways.presenters.planner import date_style, destination_name
from pathways.presenters.rows import start_of
from pathways.presenters.strips import AxisView, StripView, present_marked_strips

FEWEST, MOST = 2, 4
MARKS = "ABCD"
NUMBERS = {2: "Two", 3: "Three", 4: "Four"}
NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A plan or route to compare; ``url`` opens it. Of one that is ``shared`` by somebody else
    only the dates are known: its problems are its owner's."""

    name: str
    edition: Edition
    plan: Plan
    timeline: Timeline
    url: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of those compared. ``mark`` is the letter that stands for it where there is no room for
    its name; ``differs`` is how it differs from the first in a sentence, ``lines`` in particular.
    """

    mark: str
    name: str
    url: str
    finish: str
    differs: str
    lines: tuple[str, ...]
    strips: tuple[StripView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the table, of the column ``mark``; ``delta`` is the difference from the first,
    ``worked`` the leave and part-time of a stage."""

    mark: str
    text: str
    delta: str = ""
    worked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table: one cell for each of those compared."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """Whether all say the same."""
        return not any(cell.delta for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """The page; ``problem`` says why there is nothing to compare. It is ``parted`` where any of
    them has leave or part-time."""

    title: str
    back_url: str
    back: str
    columns: tuple[Column, ...] = ()
    axes: tuple[AxisView, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    facts: tuple[Line, ...] = ()
    dates: tuple[Line, ...] = ()
    parted: bool = False
    problem: str = ""


def how_many(number: int, noun: str) -> str:
    """Why so many cannot be compared; empty where they can."""
    if number < FEWEST:
        return f"Tick at least two {noun}s to compare them."
    return f"At most four {noun}s can stand beside each other. Tick fewer." if number > MOST else ""


def present_refusal(problem: str, *, noun: str, back_url: str) -> CompareView:
    """The page where too few or too many were chosen."""
    return CompareView(
        title=f"Compare {noun}s", back_url=back_url, back=f"Back to the {noun}s", problem=problem
    )


def present_comparison(
    compared: Sequence[Compared],
    *,
    noun: str,
    today: dt.date,
    back_url: str,
    title: str = "",
    back: str = "",
) -> CompareView:
    """Two to four of them, in the order given."""
    style = date_style(compared[0].edition, compared[0].plan.destination)
    compared = [_readable(one, compared) for one in compared]
    strips = present_marked_strips(
        [(str(place), one.name, one.timeline) for place, one in enumerate(compared)],
        today=today,
        style=style,
    )
    first = compared[0]
    shifted = [shifts(first.timeline, one.timeline) for one in compared]
    return CompareView(
        title=title or f"{NUMBERS[len(compared)]} {noun}s compared",
        columns=tuple(
            Column(
                mark=mark,
                name=one.name,
                url=one.url,
                finish=_finish(one),
                differs=""
                if one is first
                else describe_difference(first.timeline, one.timeline, beside=True),
                lines=describe_shifts(found.values()),
                strips=views,
            )
            for mark, one, views, found in zip(MARKS, compared, strips.rows, shifted, strict=False)
        ),
        axes=strips.axes,
        phases=present_phases([(one.name, one.timeline) for one in compared], today),
        facts=tuple(_facts(compared, today)),
        dates=_dates(compared, shifted, style),
        parted=strips.parted,
        back_url=back_url,
        back=back or f"Back to the {noun}s",
    )


def _readable(one: Compared, compared: Sequence[Compared]) -> Compared:
    """Without problems where those of another are not shown, so that none are counted."""
    if not any(other.shared for other in compared):
        return one
    return replace(one, timeline=replace(one.timeline, findings=(), clocks=()))


def _finish(one: Compared) -> str:
    finish = one.timeline.finish
    return words.month(finish.date) if finish else "no date yet"


def _facts(compared: Sequence[Compared], today: dt.date) -> Iterator[Line]:
    shared = any(one.shared for one in compared)
    yield _line("Heading for", compared, _destination)
    yield _line("Finish", compared, _finish, _finish_apart)
    yield _line("From now", compared, lambda one: _away(one.timeline, today), _finish_apart)
    yield _line("Training left", compared, _training, _training_apart)
    yield _line("Exams to sit", compared, lambda one: str(exams_left(one.timeline)), _exams_apart)
    yield _line("First choice", compared, lambda one: _first_choice(one, today))
    if not shared:
        yield _line("Does not work", compared, lambda one: _problems(one.timeline))


def _line(
    label: str,
    compared: Sequence[Compared],
    says: Callable[[Compared], str],
    apart: Callable[[Compared, Compared], str] = lambda first, one: "",
) -> Line:
    """What each says of one thing; ``apart`` is the number between the first and another."""
    first = compared[0]
    cells = []
    for mark, one in zip(MARKS, compared, strict=False):
        differs = one is not first and says(one) != says(first)
        delta = (apart(first, one) or "differs") if differs else ""
        cells.append(Cell(mark=mark, text=says(one), delta=delta))
    return Line(label=label, cells=tuple(cells))


def _destination(one: Compared) -> str:
    return destination_name(one.edition, one.plan.destination)


def _finish_apart(first: Compared, one: Compared) -> str:
    if not (first.timeline.finish and one.timeline.finish):
        return ""
    return signed(first.timeline.finish.date, one.timeline.finish.date)


def _training(one: Compared) -> str:
    return words.months_long(training_months(one.timeline))


def _training_apart(first: Compared, one: Compared) -> str:
    months = training_months(one.timeline) - training_months(first.timeline)
    return f"{'+' if months > 0 else '−'}{words.months_long(abs(months))}"


def _exams_apart(first: Compared, one: Compared) -> str:
    more = exams_left(one.timeline) - exams_left(first.timeline)
    return f"{'+' if more > 0 else '−'}{abs(more)}"


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


def _dates(
    compared: Sequence[Compared],
    shifted: Sequence[Mapping[Identity, Shift]],
    style: words.DateStyle,
) -> tuple[Line, ...]:
    """The items whose dates are not the same in all, in order of time."""
    maps = [items_by_identity(one.timeline) for one in compared]
    differing = dict.fromkeys(key for found in shifted for key in found)
    lines = []
    for key in differing:
        items = [items.get(key) for items in maps]
        there = [one for one in items if one]
        cells = tuple(
            Cell(
                mark=mark,
                text=words.item_dates(item, style) if item else NOTHING,
                delta=number_of(found[key]) if key in found else "",
                worked=words.stretches(item, style) if item else "",
            )
            for mark, item, found in zip(MARKS, items, shifted, strict=False)
        )
        lines.append((min(map(start_of, there)), Line(label=there[0].name, cells=cells)))
    return tuple(line for _, line in sorted(lines, key=lambda one: (one[0], one[1].label)))
