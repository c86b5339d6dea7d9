"""What part of the time the picture shows: all of it, the next two years, or one stage."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from pathways.planning.dates import add_months
from pathways.planning.picture.layout import Reach
from pathways.planning.timeline import Bar, Timeline

SOON = "next"
MARGIN = dt.timedelta(days=45)
# More would be a wall of links.
MOST_STAGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoomLink:
    """One way to look at the picture; ``chosen`` is the one that is shown."""

    label: str
    url: str
    chosen: bool


def reach_shown(timeline: Timeline, show: str, today: dt.date) -> Reach | None:
    """The time that ``show`` asks for: "next" is two years from today, the key of a stage its
    time and a little before and after; None is the whole plan, also for anything else."""
    if show == SOON:
        return Reach(start=today - MARGIN, end=add_months(today, 24), cuts=True)
    bar = timeline.item(show) if show else None
    if not isinstance(bar, Bar):
        return None
    end = add_months(bar.start.date, 24) if bar.open_ended else bar.end.date
    margin = max(MARGIN, (end - bar.start.date) / 12)
    return Reach(start=bar.start.date - margin, end=end + margin, cuts=True)


def present_zoom(timeline: Timeline, show: str, page: str, today: dt.date) -> tuple[ZoomLink, ...]:
    """The ways to look at a picture: the whole plan, the next two years where something is in
    them, each stage; of very many the longest, and the one that is shown."""
    ways = [("", "Whole plan")]
    if timeline.items and not _is_over(timeline, today):
        ways.append((SOON, "Next two years"))
    chosen = show if reach_shown(timeline, show, today) else ""
    longest = sorted(timeline.bars(), key=_length, reverse=True)[:MOST_STAGES]
    offered = {bar.key for bar in longest} | {chosen}
    ways += [(bar.key, bar.short) for bar in timeline.bars() if bar.key in offered]
    joint = "&" if "?" in page else "?"
    return tuple(
        ZoomLink(
            label=label,
            url=page + (joint + urlencode({"show": key}) if key else ""),
            chosen=key == chosen,
        )
        for key, label in ways
    )


def _length(bar: Bar) -> dt.timedelta:
    return bar.end.date - bar.start.date


def _is_over(timeline: Timeline, today: dt.date) -> bool:
    return all(
        (item.end.date if isinstance(item, Bar) else item.until) < today for item in timeline.items
    )
