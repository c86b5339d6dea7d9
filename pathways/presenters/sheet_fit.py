"""How a plan fits on one page of paper: the type sizes and the picture that leave room for all.

The page is as wide and as high as both A4 and Letter have room for, in CSS pixels (96 an inch).
What a text needs is worked out from the widths of its letters, which are those of the site's own
typeface; ``static/css/sheet.css`` sets the same sizes. No browser is asked.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathways.planning.picture.textwidth import text_width

WIDTH = 718.0
HEIGHT = 994.0
BETWEEN = 20.0
COLUMN = (WIDTH - BETWEEN) / 2
WRAPPING = 1.0
HEAD = 28.0
SENTENCE = 13.4
LINE_OF_HEAD = 17.0
SMALL = 12.0
KEY = 22.0
LINE_OF_KEY = 15.0
HEADING = 24.0
FOOT = 18.0
RULED = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Sizes of type and heights of lines in pixels. ``run_in``: footnotes follow each other in
    one paragraph. ``broadest`` is the widest picture to scale down to the page."""

    name: str
    dates: float
    row: float
    notes: float
    line: float
    run_in: bool
    broadest: int


# 9, 8.25 and 7.5 point for the dates; 7.5, 7 and 6.5 point for the footnotes.
DENSITIES = (
    Density(name="roomy", dates=12, row=17, notes=10, line=13.2, run_in=False, broadest=900),
    Density(
        name="middle", dates=11, row=14.6, notes=28 / 3, line=11.8, run_in=False, broadest=1000
    ),
    Density(name="dense", dates=10, row=12.8, notes=26 / 3, line=10.7, run_in=True, broadest=1240),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What is to be printed: the sentence, lines below it, the rows of each lane as (name,
    dates), and the footnotes."""

    sentence: str
    lines: tuple[str, ...]
    lanes: tuple[tuple[tuple[str, str], ...], ...]
    notes: tuple[str, ...]
    key: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A way to print: the density, the place of the picture in the list, and whether the
    footnotes go on to the next page."""

    density: Density
    picture: int
    spills: bool


def choose(amount: Amount, pictures: Sequence[tuple[float, float]]) -> Choice:
    """The roomiest way in which all fits on one page, of pictures given as (width, height),
    the largest type first. Where none does, the footnotes go on to a second page."""
    for spills in (False, True):
        for density in DENSITIES:
            taken = _above(amount, density) + (0.0 if spills else notes_height(amount, density))
            for place, (width, height) in enumerate(pictures):
                if width <= density.broadest and taken + height * WIDTH / width <= HEIGHT:
                    return Choice(density=density, picture=place, spills=spills)
    return Choice(density=DENSITIES[-1], picture=len(pictures) - 1, spills=True)


def _above(amount: Amount, density: Density) -> float:
    """Everything but the picture and the footnotes."""
    head = HEAD + LINE_OF_HEAD * _lines([amount.sentence], SENTENCE, WIDTH)
    head += SMALL * _lines(amount.lines, SMALL, WIDTH)
    return head + KEY + (amount.key - 1) * LINE_OF_KEY + dates_height(amount, density) + FOOT


def dates_height(amount: Amount, density: Density) -> float:
    """The dates in two columns, each lane below its title."""
    rows = 0
    for lane in amount.lanes:
        rows += 1
        for name, dates in lane:
            needed = text_width(f"{name}   {dates}", density.dates)
            rows += math.ceil(needed / COLUMN)
    return (math.ceil(rows / 2) + 1) * density.row + RULED


def notes_height(amount: Amount, density: Density) -> float:
    """The footnotes in two columns below their heading."""
    texts = [" ".join(amount.notes)] if density.run_in else amount.notes
    lines = _lines(texts, density.notes, COLUMN)
    return HEADING + (math.ceil(lines / 2) + 1) * density.line


def _lines(texts: Iterable[str], size: float, room: float) -> int:
    return sum(math.ceil(text_width(text, size) / (room * WRAPPING)) for text in texts if text)
