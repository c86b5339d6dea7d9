"""Where the words of an item stand: inside its shape, on two lines of it, beside it, above it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pathways.planning.picture import Label, Shape
from pathways.planning.picture.measures import Axis, Style
from pathways.planning.picture.parts import Run, runs
from pathways.planning.picture.textwidth import fit, text_width

ICON = 16.0
CAPTION_SIZE = 11.0
CLEAR = 4.0
# How high a bar has to be filled behind its words, and above the first of two lines of them.
ONE_LINE, TWO_LINES, RISE = 18.0, 28.5, 11.5
LEADING = 11.0


def runs_through(labels: Sequence[Label], x: float) -> bool:
    """Whether a line from top to bottom at ``x`` runs through these words or close to them."""
    first, last = labels[0], labels[-1]
    return first.x - CLEAR < x < last.x + last.width + CLEAR


def has_icon(shape: Shape) -> bool:
    """Whether a tick or a pin stands before the name."""
    return shape.pinned or shape.status in ("done", "confirmed")


def inside(bare: Shape, text: str, caption: str, style: Style) -> Iterator[Shape]:
    """The name on the bar, where it is filled high enough; the dates follow it, or stand below
    where no training years do."""
    found = [_in_run(bare, run, text, caption, style) for run in runs(bare, TWO_LINES)]
    if bare.parts and not any(found):
        low = replace(bare, years=())
        found = [_in_run(low, run, text, caption, style) for run in runs(low, ONE_LINE)]
    ways = [way for way in found if way]
    if ways:
        yield max(ways, key=lambda way: len(way.labels))


def _in_run(bare: Shape, run: Run, text: str, caption: str, style: Style) -> Shape | None:
    """The name and the dates on a part of the bar; None where the name has no room."""
    icon = ICON if has_icon(bare) else 0.0
    x, room = round(run.start + 9.0 + icon, 1), run.end - run.start - 16.0 - icon
    name_width = text_width(text, style.size)
    if name_width > room:
        return None
    named_years = any(year.label for year in bare.years)
    caption_width = text_width(caption, CAPTION_SIZE)
    follows = bool(caption) and name_width + 10.0 + caption_width <= room
    below = not (named_years or follows) and caption_width <= room + icon
    below = below and run.level >= TWO_LINES
    two_lines = named_years or (below and bool(caption))
    top = bare.height - run.level
    baseline = _first_line(top, style) if two_lines else top + run.level / 2 + 4.5
    labels = [_label(x, baseline, style.size, text, inside=True)]
    if follows:
        at = x + name_width + 10.0
        labels.append(_label(at, baseline, CAPTION_SIZE, caption, role="caption", inside=True))
    elif caption and below:
        at = run.start + 9.0
        labels.append(
            _label(at, style.second_line, CAPTION_SIZE, caption, role="caption", inside=True)
        )
    return replace(
        bare,
        labels=tuple(labels),
        years_y=style.second_line,
        icon_x=round(run.start + 8.0, 1) if icon else None,
        icon_y=baseline - 4.5,
    )


def _first_line(top: float, style: Style) -> float:
    """The baseline of the first of two lines on a bar that is empty down to ``top``."""
    return max(style.first_line, min(top + RISE, style.second_line - LEADING))


def in_two_lines(bare: Shape, halves: tuple[str, str], style: Style) -> Shape | None:
    """The name on two lines of the bar, where it is too narrow for one; None where it is not
    filled high enough."""
    run = next(runs(bare, TWO_LINES), None)
    if run is None or run.end - run.start < bare.width - 0.1:
        return None
    first_line = _first_line(bare.height - run.level, style)
    return replace(
        bare,
        years=(),
        labels=tuple(
            _label(bare.x + 7.0, y, 12.0, text, inside=True)
            for y, text in zip((first_line, style.second_line - 1.0), halves, strict=True)
        ),
    )


def beside(bare: Shape, texts: Iterable[str], caption: str, style: Style) -> Iterator[Shape]:
    """The label right of the shape, or left of it, with its dates."""
    middle = bare.height / 2
    icon = ICON if has_icon(bare) else 0.0
    named = any(year.label for year in bare.years)
    for text in texts:
        name_width = text_width(text, style.size)
        extra = text_width(caption, CAPTION_SIZE) + 7.0 if caption else 0.0
        full = icon + name_width + extra
        for start in (bare.right + 7.0, bare.left - 7.0 - full):
            x = round(start + icon, 1)
            labels = [_label(x, middle + 4.5, style.size, text)]
            if caption:
                at = round(x + name_width + 7.0, 1)
                labels.append(_label(at, middle + 4.5, CAPTION_SIZE, caption, role="caption"))
            yield replace(
                bare,
                labels=tuple(labels),
                years_y=(style.second_line if bare.parts else middle + 4.0) if named else 0.0,
                icon_x=round(start, 1) if icon else None,
                icon_y=middle,
                left=round(min(bare.left, start - 3.0), 1),
                right=round(max(bare.right, start + full + 8.0), 1),
            )


def above(bare: Shape, name: str, caption: str, axis: Axis, style: Style) -> Shape:
    """The label above the shape, moved and shortened to stay inside: this always fits."""
    icon = ICON if has_icon(bare) else 0.0
    height = bare.height if bare.form == "bar" else style.mark
    text = fit(name, style.size, axis.right - axis.left - icon - 4.0)
    name_width = text_width(text, style.size)
    extra = text_width(caption, CAPTION_SIZE) + 7.0 if caption else 0.0
    if icon + name_width + extra > axis.right - axis.left - 4.0:
        caption, extra = "", 0.0
    full = icon + name_width + extra
    start = round(max(min(bare.x, axis.right - full - 2.0), axis.left), 1)
    labels = [_label(start + icon, 13.0, style.size, text)]
    if caption:
        at = start + icon + name_width + 7.0
        labels.append(_label(at, 13.0, CAPTION_SIZE, caption, role="caption"))
    return replace(
        bare,
        y=19.0,
        height=height,
        bottom=19.0 + height,
        labels=tuple(labels),
        years=tuple(replace(year, label="") for year in bare.years),
        icon_x=start if icon else None,
        icon_y=8.5,
        left=min(bare.left, start),
        right=max(bare.right, round(min(start + full + 8.0, axis.right), 1)),
    )


def _label(
    x: float, y: float, size: float, text: str, *, role: str = "name", inside: bool = False
) -> Label:
    return Label(
        x=round(x, 1),
        y=round(y, 1),
        width=text_width(text, size),
        size=size,
        text=text,
        role="caption" if role == "caption" else "name",
        inside=inside,
    )
