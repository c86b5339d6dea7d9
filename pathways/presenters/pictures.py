"""Pictures with their words, at the widths that pages show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.drawing import LINK, Handle, Words
from pathways.planning.picture import Picture
from pathways.planning.picture.layout import Reach, lay_out, lay_out_small, reach_of
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.rows import sentence_of
from pathways.presenters.words import DateStyle

WIDTHS = (("narrow", 340), ("middle", 700), ("broad", 1120))
ALL_SIZES = tuple(size for size, _ in WIDTHS)
FILE_WIDTH = 1200
SMALL_WIDTH = 520


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A picture and its words. ``size`` is the class that shows it where it fits; ``name`` sets
    the ids of several pictures on a page apart; ``handles`` let its items be moved by hand."""

    size: str
    name: str
    picture: Picture
    words: Words
    link: str | None = LINK
    selected: str = ""
    handles: Mapping[str, Handle] | None = None


def present_pictures(
    timeline: Timeline,
    *,
    title: str,
    today: dt.date,
    style: DateStyle,
    before: Timeline | None = None,
    link: str | None = LINK,
    selected: str = "",
    handles: Mapping[str, Handle] | None = None,
    widths: tuple[tuple[str, int], ...] = WIDTHS,
    reach: Reach | None = None,
) -> tuple[PictureView, ...]:
    """The same timeline once for each width; style sheets show the one that fits. ``reach`` is
    the part of the time to show; None is all of it."""
    captions = {item.key: words.caption(item, style) for item in timeline.items}
    said = _words(timeline, title, today, style, reach)
    finish = timeline.finish
    finish_label = f"Finish {words.month(finish.date, short=True)}" if finish else ""
    return tuple(
        PictureView(
            size=size,
            name=f"timeline-{size}",
            picture=lay_out(
                timeline,
                today=today,
                width=width,
                captions=captions,
                finish_label=finish_label,
                ghost=before,
                reach=reach,
            ),
            words=said,
            link=link,
            selected=selected,
            handles=handles,
        )
        for size, width in widths
    )


def present_file_picture(
    timeline: Timeline, *, title: str, today: dt.date, style: DateStyle
) -> PictureView:
    """The picture for a file of its own, to be drawn with ``standalone=True``."""
    return present_pictures(
        timeline, title=title, today=today, style=style, link=None, widths=(("file", FILE_WIDTH),)
    )[0]


def present_small_pictures(
    timelines: tuple[tuple[str, str, Timeline], ...],
    *,
    today: dt.date,
    style: DateStyle,
    size: str = "small",
    width: int = SMALL_WIDTH,
) -> tuple[PictureView, ...]:
    """Small pictures of (name, title, timeline) on one common axis, so that they compare."""
    reaches = [reach_of(timeline, today) for _, _, timeline in timelines]
    if not reaches:
        return ()
    common = Reach(
        start=min(reach.start for reach in reaches), end=max(reach.end for reach in reaches)
    )
    return tuple(
        PictureView(
            size=size,
            name=f"{size}-{name}",
            picture=lay_out_small(timeline, today=today, width=width, reach=common),
            words=_words(timeline, title, today, style),
            link=None,
        )
        for name, title, timeline in timelines
    )


def present_strips(
    timelines: tuple[tuple[str, str, Timeline], ...],
    *,
    today: dt.date,
    style: DateStyle,
    sizes: tuple[str, ...] = ALL_SIZES,
) -> tuple[tuple[PictureView, ...], ...]:
    """The same for each width that pages show, of those ``sizes``: for each timeline one picture
    of every width."""
    by_width = [
        present_small_pictures(timelines, today=today, style=style, size=size, width=width)
        for size, width in WIDTHS
        if size in sizes
    ]
    return tuple(zip(*by_width, strict=True))


def _words(
    timeline: Timeline, title: str, today: dt.date, style: DateStyle, reach: Reach | None = None
) -> Words:
    finish = timeline.finish
    end = f", finishing on {words.day(finish.date, style)}" if finish else ""
    count = words.count(len(timeline.items), "item")
    part = ""
    if reach:
        last = words.day(reach.end - words.ONE_DAY, style)
        part = f" Shown: {words.day(reach.start, style)} to {last}; the list has the others."
    return Words(
        title=title,
        description=f"Timeline of {count} as of {words.day(today, style)}{end}.{part}",
        items={
            item.key: sentence_of(item, style, drives=item.key in timeline.driving)
            for item in timeline.items
        },
        driving=frozenset(timeline.driving),
    )
