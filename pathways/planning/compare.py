"""What differs between two timelines, in numbers and in a sentence."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.planning.dates import months_between
from pathways.planning.timeline import Bar, Timeline
from pathways.planning.wording import describe_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """From one timeline to another. ``days`` is how much later the finish is (None where one of
    them has none), ``moved`` the keys whose dates differ, ``added`` and ``removed`` items."""

    days: int | None
    moved: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    errors: int

    @property
    def is_none(self) -> bool:
        """Whether no date differs."""
        return not (self.moved or self.added or self.removed)


def difference(before: Timeline, after: Timeline) -> Difference:
    """How ``after`` differs from ``before``."""
    old, new = _dates(before), _dates(after)
    days = None
    if before.finish and after.finish:
        days = (after.finish.date - before.finish.date).days
    return Difference(
        days=days,
        moved=tuple(key for key in new if key in old and old[key] != new[key]),
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        errors=_errors(after) - _errors(before),
    )


def _dates(timeline: Timeline) -> Mapping[str, tuple[dt.date, dt.date]]:
    return {
        item.key: (item.start.date, item.end.date)
        if isinstance(item, Bar)
        else (item.at.date, item.until)
        for item in timeline.items
    }


def _errors(timeline: Timeline) -> int:
    return sum(1 for finding in timeline.findings if finding.severity == "error")


def describe_difference(before: Timeline, after: Timeline) -> str:
    """The difference in one sentence: "Finishes 1 year later; 12 dates move." """
    found = difference(before, after)
    parts = [_describe_finish(before, after), _describe_counts(found)]
    if found.errors > 0:
        parts.append(f"{found.errors} new {'problem' if found.errors == 1 else 'problems'}")
    if found.errors < 0:
        parts.append(f"{-found.errors} {'problem' if found.errors == -1 else 'problems'} fewer")
    told = "; ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}." if told else "Nothing moves."


def _describe_finish(before: Timeline, after: Timeline) -> str:
    if not before.finish or not after.finish:
        return ""
    old, new = before.finish.date, after.finish.date
    if old == new:
        return "the finish stays where it is"
    first, last = sorted((old, new))
    months = round(months_between(first, last))
    span = describe_span(months) if months else _days((last - first).days)
    return f"finishes {span} {'later' if new > old else 'earlier'}"


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def _describe_counts(found: Difference) -> str:
    counts = (
        (len(found.moved), "moves", "move"),
        (len(found.added), "is new", "are new"),
        (len(found.removed), "is gone", "are gone"),
    )
    told = [
        f"{n} date{'' if n == 1 else 's'} {one if n == 1 else many}" for n, one, many in counts if n
    ]
    return ", ".join(told)


def describe_span(months: int) -> str:
    """Months in words: "11 months", "2 years", "2 years 7 months", "less than a month"."""
    if months <= 0:
        return "less than a month"
    years, rest = divmod(months, 12)
    if not years or not rest:
        return describe_months(months)
    return f"{describe_months(12 * years)} {describe_months(rest)}"
