"""What differs between two timelines, in numbers and in a sentence."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pathways.planning.dates import months_between
from pathways.planning.timeline import Bar, Item, Timeline
from pathways.planning.wording import describe_months

Identity: TypeAlias = tuple[str, str, int]


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
    days = None
    if before.finish and after.finish:
        days = (after.finish.date - before.finish.date).days
    found = shifts(before, after).values()
    return Difference(
        days=days,
        moved=tuple(one.item.key for one in found if one.was and not one.gone),
        added=tuple(one.item.key for one in found if one.was is None),
        removed=tuple(one.item.key for one in found if one.gone),
        errors=_errors(after) - _errors(before),
    )


def _errors(timeline: Timeline) -> int:
    return sum(1 for finding in timeline.findings if finding.severity == "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How one item differs between two timelines: as it is, or was where it is ``gone``; as it
    ``was`` (None where it is new); by how many days its start, and its end (a window's for a
    milestone), come later."""

    item: Item
    was: Item | None
    gone: bool = False
    start: int = 0
    end: int = 0

    @property
    def days(self) -> int:
        """How much later it comes: by its start, or by its end where only that differs."""
        return self.start or self.end


def items_by_identity(timeline: Timeline) -> Mapping[Identity, Item]:
    """The items of a timeline so that those of another can be found: by key, but stages of a
    person's own by name, since each plan counts its own from one."""
    found: dict[Identity, Item] = {}
    for item in timeline.items:
        own = isinstance(item, Bar) and item.custom
        kind, name, number = ("own", item.name, 0) if own else ("", item.key, 0)
        while (kind, name, number) in found:
            number += 1
        found[(kind, name, number)] = item
    return found


def shifts(before: Timeline, after: Timeline) -> Mapping[Identity, Shift]:
    """The items that differ, those of ``after`` first, each in the order of its timeline."""
    old, new = items_by_identity(before), items_by_identity(after)
    found: dict[Identity, Shift] = {}
    for identity, item in new.items():
        was = old.get(identity)
        if was is None:
            found[identity] = Shift(item=item, was=None)
            continue
        (old_start, old_end), (start, end) = span_of(was), span_of(item)
        moved = Shift(item=item, was=was, start=(start - old_start).days, end=(end - old_end).days)
        if moved.start or moved.end:
            found[identity] = moved
    gone = {key: item for key, item in old.items() if key not in new}
    return found | {key: Shift(item=item, was=item, gone=True) for key, item in gone.items()}


def span_of(item: Item) -> tuple[dt.date, dt.date]:
    """The first day and the end of an item; a post without a planned end has only a start."""
    if isinstance(item, Bar):
        return item.start.date, item.start.date if item.open_ended else item.end.date
    return item.at.date, max(item.until, item.at.date)


def describe_difference(
    before: Timeline, after: Timeline, *, past: bool = False, beside: bool = False
) -> str:
    """The difference in one sentence: "Finishes 1 year later; 12 dates move." Or, when it is
    ``past``, "… 12 dates moved.". Of what stands ``beside`` another, nothing has changed:
    "Finishes at the same time."."""
    found = difference(before, after)
    same = "the finish is where it was" if past else "the finish stays where it is"
    finish = _describe_finish(before, after, "finishes at the same time" if beside else same)
    parts = [finish, _describe_counts(found, past=past)]
    if found.errors > 0:
        parts.append(f"{found.errors} new {'problem' if found.errors == 1 else 'problems'}")
    if found.errors < 0:
        parts.append(f"{-found.errors} {'problem' if found.errors == -1 else 'problems'} fewer")
    told = "; ".join(part for part in parts if part)
    nothing = "Nothing has moved." if past else "Nothing moves."
    return f"{told[:1].upper()}{told[1:]}." if told else nothing


def _describe_finish(before: Timeline, after: Timeline, same: str) -> str:
    if not before.finish or not after.finish:
        return ""
    old, new = before.finish.date, after.finish.date
    if old == new:
        return same
    first, last = sorted((old, new))
    return f"finishes {describe_distance(first, last)} {'later' if new > old else 'earlier'}"


def describe_distance(first: dt.date, last: dt.date) -> str:
    """From a day to a later one in words: "6 months", "2 years", or "12 days" below a month."""
    months = round(months_between(first, last))
    return describe_span(months) if months else _days((last - first).days)


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def _describe_counts(found: Difference, *, past: bool) -> str:
    counts = (
        (len(found.moved), *(("moved", "moved") if past else ("moves", "move"))),
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
