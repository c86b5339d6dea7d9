"""Strips on one axis: small pictures in which what differs from the first is marked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pathways.drawing import Words
from pathways.planning.compare import Shift, shifts
from pathways.planning.contrast import Contrast, contrast
from pathways.planning.picture import Picture
from pathways.planning.timeline import Timeline
from pathways.presenters.differences import describe_shifts, says_shift
from pathways.presenters.pictures import ALL_SIZES, PictureView, present_strips
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class StripView:
    """A small picture with its marks; ``size`` is the class that shows it where it fits."""

    size: str
    name: str
    contrast: Contrast
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisView:
    """The years above the strips of one size, taken from one of their pictures."""

    size: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """The axis at each size, and for each timeline its strip at each size."""

    axes: tuple[AxisView, ...]
    rows: tuple[tuple[StripView, ...], ...]

    @property
    def parted(self) -> bool:
        """Whether there is leave or part-time in any of them."""
        return any(strip.contrast.picture.parted for row in self.rows for strip in row)


def present_marked_strips(
    timelines: Sequence[tuple[str, str, Timeline]],
    *,
    today: dt.date,
    style: DateStyle,
    sizes: tuple[str, ...] = ALL_SIZES,
) -> Strips:
    """Strips of (name, title, timeline) in those sizes, all on the axis of all; the first has no
    marks."""
    pictures = present_strips(tuple(timelines), today=today, style=style, sizes=sizes)
    first = timelines[0][2]
    return Strips(
        axes=tuple(AxisView(size=view.size, picture=view.picture) for view in pictures[0]),
        rows=tuple(
            _strips(pictures[0], views, tuple(shifts(first, timeline).values()))
            for views, (_, _, timeline) in zip(pictures, timelines, strict=True)
        ),
    )


def _strips(
    first: Sequence[PictureView], views: Sequence[PictureView], found: tuple[Shift, ...]
) -> tuple[StripView, ...]:
    """The pictures of one with what differs marked; the words say it too."""
    told = {one.item.key: says_shift(one) for one in found if not one.gone}
    said = views[0].words
    says = replace(
        said,
        description=" ".join((said.description, *(f"{line}." for line in describe_shifts(found)))),
        items={
            key: f"{text}; {told[key]}" if key in told else text for key, text in said.items.items()
        },
    )
    return tuple(
        StripView(
            size=view.size,
            name=view.name,
            contrast=contrast(beside.picture, view.picture, found),
            words=says,
        )
        for beside, view in zip(first, views, strict=True)
    )
