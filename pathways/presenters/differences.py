"""What differs between two timelines in a short list of words: "Core exam 6 months later"."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pathways.planning.compare import Shift, describe_distance, span_of
from pathways.planning.timeline import Bar, Item
from pathways.presenters import words

MOST_NAMES = 4
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
NOUNS: Mapping[str, tuple[str, str]] = {
    "exam": ("exam", "exams"),
    "application": ("application", "applications"),
    "interview": ("interview", "interviews"),
    "match": ("match", "matches"),
}


def describe_shifts(shifted: Iterable[Shift]) -> tuple[str, ...]:
    """Everything that differs, in few lines: what is more or fewer, then what moved, together
    where it moved by as much."""
    found = list(shifted)
    moved: dict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.was and not one.gone:
            moved[says_shift(one)].append(one.item.short)
    more = _by_noun(one.item for one in found if one.was is None)
    fewer = _by_noun(one.item for one in found if one.gone)
    return (
        *_counted(more, fewer),
        *(
            _alone(names[0], says) if len(names) == 1 else f"{words.capital(says)}: {_names(names)}"
            for says, names in moved.items()
        ),
    )


def _by_noun(items: Iterable[Item]) -> Mapping[tuple[str, str], list[str]]:
    """The short names by what people count them as: one and many."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        noun = ("stage", "stages") if isinstance(item, Bar) else ("date", "dates")
        found[NOUNS.get(item.kind, noun)].append(item.short)
    return found


def _counted(
    more: Mapping[tuple[str, str], list[str]], fewer: Mapping[tuple[str, str], list[str]]
) -> Iterator[str]:
    """ "One exam fewer: Core"; where as many come as go, one stands instead of the other."""
    for noun in dict.fromkeys((*more, *fewer)):
        came, went = more.get(noun, []), fewer.get(noun, [])
        if len(came) == len(went):
            yield f"{words.capital(_names(came))} instead of {_names(went)}"
            continue
        for names, way in ((came, "more"), (went, "fewer")):
            if names:
                number = NUMBERS[len(names)] if len(names) < len(NUMBERS) else str(len(names))
                yield f"{number} {noun[len(names) > 1]} {way}: {_names(names)}"


def _alone(name: str, says: str) -> str:
    """ "Core exam 6 months later"; apart from a name that ends in a length of its own."""
    return f"{name}: {says}" if "," in name else f"{name} {says}"


def _names(names: Sequence[str]) -> str:
    """The first few names: "a, b, c and 3 others"."""
    if len(names) <= MOST_NAMES:
        return words.joined(tuple(names))
    rest = len(names) - MOST_NAMES + 1
    return f"{', '.join(names[: MOST_NAMES - 1])} and {rest} others"


def says_shift(shift: Shift) -> str:
    """How one item moved: "6 months later", "1 year longer", "starts 1 month later, ends …"."""
    if shift.was is None or shift.gone:
        return "not in the first" if shift.was is None else "only in the first"
    (old_start, old_end), (start, end) = span_of(shift.was), span_of(shift.item)
    begins, ends = _way(old_start, start), _way(old_end, end)
    if begins and (begins == ends or _has_one_date(shift.item)):
        return begins
    if not begins:
        return _way(old_end, end, "longer", "shorter")
    if not ends:
        return _way(old_start, start, "shorter", "longer")
    return f"starts {begins}, ends {ends}"


def _has_one_date(item: Item) -> bool:
    return not isinstance(item, Bar) or item.open_ended


def _way(old: dt.date, new: dt.date, after: str = "later", before: str = "earlier") -> str:
    if old == new:
        return ""
    first, last = sorted((old, new))
    return f"{describe_distance(first, last)} {after if new > old else before}"


def signed(old: dt.date, new: dt.date) -> str:
    """From a date to another with its sign: "+11 months", "−12 days"; empty where they agree."""
    if old == new:
        return ""
    first, last = sorted((old, new))
    return f"{'+' if new > old else '−'}{describe_distance(first, last)}"


def number_of(shift: Shift) -> str:
    """The same in the few characters of a table: "+11 months", "end +1 year"."""
    if shift.was is None or shift.gone:
        return "added" if shift.was is None else "left out"
    (old_start, old_end), (start, end) = span_of(shift.was), span_of(shift.item)
    begins, ends = signed(old_start, start), signed(old_end, end)
    if begins and (begins == ends or _has_one_date(shift.item)):
        return begins
    told = (f"start {begins}" if begins else "", f"end {ends}" if ends else "")
    return ", ".join(one for one in told if one)
