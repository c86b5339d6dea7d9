"""A plan on one page of paper: what the screen shows, with the receipts as footnotes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pathways.planning.catalogue import Edition
from pathways.planning.picture.layout import LANE_TITLES, lay_out
from pathways.planning.plans import Plan
from pathways.planning.timeline import LANES, Bar, Item, Lane, Moment, Timeline
from pathways.presenters import words
from pathways.presenters.footnotes import Footnote, NoteKey, note_key, present_footnotes, read_on
from pathways.presenters.pictures import PictureView, present_pictures
from pathways.presenters.planner import date_style, destination_name, sentence
from pathways.presenters.rows import STATUS_WORDS, start_of
from pathways.presenters.sheet_fit import Amount, choose
from pathways.presenters.tight import tightened
from pathways.presenters.words import DateStyle

WIDTHS = (720, 820, 900, 1000, 1120)
BARE_WIDTHS = (1120, 1240)
MOST_PROBLEMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDate:
    """A date in words, and the number of its footnote."""

    says: str
    note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """An item: its name, its dates (first and last day of a stage), what is to be said of it in a
    word or two, and its leave and part-time."""

    key: str
    name: str
    dates: tuple[SheetDate, ...]
    state: str
    drives: bool
    worked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLane:
    """The items of a lane, in order of time."""

    key: Lane
    title: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """The page to print. ``density`` is the class that sets the sizes of type; where the
    footnotes do not fit, it ``spills`` them to a page of their own. ``private`` are the notes of
    the person as (name, text), and ``notes_url`` shows or hides them."""

    title: str
    sentence: str
    facts: tuple[str, ...]
    problems: tuple[str, ...]
    picture: PictureView
    lanes: tuple[SheetLane, ...]
    notes: tuple[Footnote, ...]
    read_on: str
    private: tuple[tuple[str, str], ...]
    density: str
    spills: bool
    back_url: str
    notes_url: str = ""


def present_sheet(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    *,
    today: dt.date,
    back_url: str,
    who: str = "",
    title: str = "",
    notes_url: str = "",
    with_notes: bool = False,
) -> SheetView:
    """The page of a plan. The person's own notes are on it only ``with_notes``; ``notes_url``
    leads to the page with them, or without, where there are any."""
    style = date_style(edition, plan.destination)
    title = title or plan.title or destination_name(edition, plan.destination)
    numbers = _numbers(timeline)
    private = tuple((one.name, one.note) for one in _in_order(timeline) if one.note)
    pictures = _pictures(timeline, title, today, style)
    bare = SheetView(
        title=title,
        sentence=sentence(edition, plan, timeline, today),
        facts=_facts(timeline, who, today, style),
        problems=_problems(timeline),
        picture=pictures[0],
        lanes=_lanes(timeline, numbers, style),
        notes=present_footnotes(edition, tuple(numbers), style),
        read_on=read_on(edition, tuple(numbers), style),
        private=private if with_notes else (),
        density="",
        spills=False,
        back_url=back_url,
        notes_url=notes_url if private else "",
    )
    sizes = [(view.picture.width, view.picture.height) for view in pictures]
    choice = choose(amount_of(bare), sizes)
    return replace(
        bare,
        picture=pictures[choice.picture],
        density=choice.density.name,
        spills=choice.spills,
    )


def _in_order(timeline: Timeline) -> tuple[Item, ...]:
    """The items as they are read: lane by lane, in order of time."""
    items = sorted(timeline.items, key=lambda item: (start_of(item), item.key))
    return tuple(item for lane in LANES for item in items if item.lane == lane)


def _moments(item: Item) -> tuple[Moment, ...]:
    if not isinstance(item, Bar):
        return (item.at,)
    return (item.start,) if item.open_ended else (item.start, item.end)


def _numbers(timeline: Timeline) -> dict[NoteKey, int]:
    """The number of each footnote, in the order in which they are met."""
    keys = (note_key(moment) for item in _in_order(timeline) for moment in _moments(item))
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def _lanes(
    timeline: Timeline, numbers: dict[NoteKey, int], style: DateStyle
) -> tuple[SheetLane, ...]:
    items = _in_order(timeline)
    lanes = (
        SheetLane(
            key=lane,
            title=LANE_TITLES[lane],
            rows=tuple(
                SheetRow(
                    key=item.key,
                    name=item.name,
                    dates=_dates(item, numbers, style),
                    state=_state(item),
                    drives=item.key in timeline.driving,
                    worked=words.stretches(item, style),
                )
                for item in items
                if item.lane == lane
            ),
        )
        for lane in LANES
    )
    return tuple(lane for lane in lanes if lane.rows)


def _dates(item: Item, numbers: dict[NoteKey, int], style: DateStyle) -> tuple[SheetDate, ...]:
    """First and last day of a stage, or the one date; each with its own footnote."""
    moments = _moments(item)
    said = words.item_dates(item, style)
    parts = said.rsplit(" – ", 1) if len(moments) == 2 else [said]
    return tuple(
        SheetDate(says=says, note=numbers[note_key(moment)])
        for says, moment in zip(parts, moments, strict=True)
    )


def _state(item: Item) -> str:
    told = [] if item.status == "planned" else [STATUS_WORDS[item.status].lower()]
    return ", ".join([*told, *(["pinned"] if item.pinned else [])])


def _facts(timeline: Timeline, who: str, today: dt.date, style: DateStyle) -> tuple[str, ...]:
    told = (who, f"As of {words.day(today, style)}", f"Pathway data: edition {timeline.edition}")
    return tuple(filter(None, told))


def _problems(timeline: Timeline) -> tuple[str, ...]:
    """What does not work yet, as far as there is room to say it."""
    found = [one.says for one in timeline.findings if one.severity == "error"]
    more = len(found) - MOST_PROBLEMS
    return tuple(found[:MOST_PROBLEMS]) + ((f"And {more} more.",) if more > 0 else ())


def _pictures(
    timeline: Timeline, title: str, today: dt.date, style: DateStyle
) -> tuple[PictureView, ...]:
    """The picture of the screen for paper, from the largest type to the smallest; the last ones
    without dates, which stand in the list."""
    dated = present_pictures(
        timeline,
        title=title,
        today=today,
        style=style,
        link=None,
        widths=tuple(("print", width) for width in WIDTHS),
    )
    finish = timeline.finish
    label = f"Finish {words.month(finish.date, short=True)}" if finish else ""
    bare = (
        replace(dated[0], picture=lay_out(timeline, today=today, width=width, finish_label=label))
        for width in BARE_WIDTHS
    )
    return tuple(replace(view, picture=tightened(view.picture)) for view in (*dated, *bare))


def amount_of(sheet: SheetView) -> Amount:
    """What there is to print, for finding out how it fits."""
    return Amount(
        sentence=sheet.sentence,
        lines=(" · ".join(sheet.facts), *sheet.problems),
        lanes=tuple(
            tuple(line for row in lane.rows for line in _lines(row)) for lane in sheet.lanes
        ),
        notes=(
            *(f"{note.number} {note.text}" for note in sheet.notes),
            *(f"{name}: {text}" for name, text in sheet.private),
        ),
        key=2 if sheet.picture.picture.parted else 1,
    )


def _lines(row: SheetRow) -> Iterator[tuple[str, str]]:
    """The lines that a row takes, left and right."""
    dates = " – ".join(f"{date.says} {date.note}" for date in row.dates)
    yield f"{row.name} {row.state}", dates
    if row.worked:
        yield row.worked, ""
