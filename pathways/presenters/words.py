"""Dates, lengths and distances in words, in the manner of the country.

People are shown the last day of a bar, not the day after it. A date is said only as exactly as it
is known: a day, a month, a window, or "about" a month.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypeAlias

from pathways.planning.stretches import stretch_words
from pathways.planning.timeline import Bar, Item, Marker, Precision

DateStyle: TypeAlias = Literal["us", "intl"]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
ONE_DAY = dt.timedelta(days=1)
DAYS_OF_A_MONTH = 27  # from here on, a length is said in months
PRECISIONS: dict[Precision, str] = {
    "exact": "published date",
    "projected": "projected from the usual pattern",
    "window": "somewhere in this window",
    "estimate": "estimate",
}


def day(date: dt.date, style: DateStyle) -> str:
    """A day: "Jul 1, 2029" or "1 July 2029"."""
    name = MONTHS[date.month - 1]
    if style == "us":
        return f"{name[:3]} {date.day}, {date.year}"
    return f"{date.day} {name} {date.year}"


def moment(at: dt.datetime, style: DateStyle, today: dt.date | None = None) -> str:
    """A moment in UTC: "Jul 1, 2029, 14:02 UTC"; only the time where it is ``today``."""
    time = f"{at:%H:%M} UTC"
    return time if at.date() == today else f"{day(at.date(), style)}, {time}"


def month(date: dt.date, *, short: bool = False) -> str:
    """A month: "June 2033", or "Jun 2033"."""
    name = MONTHS[date.month - 1]
    return f"{name[:3] if short else name} {date.year}"


def between(start: dt.date, end: dt.date, style: DateStyle) -> str:
    """The days from ``start`` to the day before ``end``, as briefly as is clear."""
    if start < end and start.day == 1 and end.day == 1:
        return _months_between(start, end - ONE_DAY)
    return days_between(start, end, style)


def days_between(start: dt.date, end: dt.date, style: DateStyle) -> str:
    """The same to the day, also where they are whole months: "Oct 1, 2029 – Aug 31, 2030"."""
    last = max(end - ONE_DAY, start)
    if start == last:
        return day(start, style)
    if (start.year, start.month) == (last.year, last.month):
        name = MONTHS[start.month - 1][:3]
        if style == "us":
            return f"{name} {start.day}–{last.day}, {start.year}"
        return f"{start.day}–{last.day} {name} {start.year}"
    return f"{day(start, style)} – {day(last, style)}"


def _months_between(start: dt.date, last: dt.date) -> str:
    if (start.year, start.month) == (last.year, last.month):
        return month(start)
    if start.year == last.year:
        return f"{MONTHS[start.month - 1]} – {month(last)}"
    return f"{month(start)} – {month(last)}"


def marker_date(item: Marker, style: DateStyle) -> str:
    """When a milestone happens: "autumn 2032", "June 2033", "about July 2033", "Mar 17, 2028"."""
    start = item.at.date
    if item.label:
        words = item.label if str(start.year) in item.label else f"{item.label} {_years(item)}"
    elif item.at.precision == "estimate":
        words = month(start)
    else:
        words = between(start, max(item.until, start + ONE_DAY), style)
    return f"about {words}" if item.at.precision == "estimate" else words


def _years(item: Marker) -> str:
    """The year of a window, or both where it passes New Year: "2027–28"."""
    first, last = item.at.date.year, max(item.until - ONE_DAY, item.at.date).year
    return str(first) if first == last else f"{first}–{last % 100:02}"


def bar_dates(item: Bar, style: DateStyle) -> str:
    """When a stage runs, first and last day: "Jul 1, 2029 – Jun 30, 2033"."""
    start = bar_start(item, style)
    if item.open_ended:
        return f"from {start}"
    last = max(item.end.date - ONE_DAY, item.start.date)
    return f"{start} – {_point(last, item.end.precision, style)}"


def stretches(item: Item, style: DateStyle) -> str:
    """The leave and part-time of a stage: "Leave Oct 1, 2029 – Aug 31, 2030; 80% from Sep 1,
    2030"; empty where there is none."""
    if not isinstance(item, Bar):
        return ""
    return stretch_words(
        item,
        day=lambda date: day(date, style),
        span=lambda start, end: days_between(start, end, style),
    )


def bar_start(item: Bar, style: DateStyle) -> str:
    """When a stage begins: "Jul 1, 2029", "about July 2029"."""
    return _point(item.start.date, "estimate" if is_rough(item) else item.start.precision, style)


def is_rough(item: Item) -> bool:
    """Whether the start of an item is known to a month at best."""
    if isinstance(item, Marker):
        return item.at.precision == "estimate"
    open_estimate = item.open_ended and item.basis == "estimate"
    return open_estimate or item.start.precision == "estimate"


def _point(date: dt.date, precision: Precision, style: DateStyle) -> str:
    return f"about {month(date)}" if precision == "estimate" else day(date, style)


def item_dates(item: Item, style: DateStyle) -> str:
    """When an item happens or runs."""
    return bar_dates(item, style) if isinstance(item, Bar) else marker_date(item, style)


def caption(item: Item, style: DateStyle) -> str:
    """The date printed in the picture, short: "Jul 2029 – Jun 2033", "autumn 2032"."""
    if isinstance(item, Marker):
        words = marker_date(item, style)
        for name in MONTHS:
            words = words.replace(name, name[:3])
        return words.replace(" – ", "–")
    start = month(item.start.date, short=True)
    if item.open_ended:
        return f"from {start}"
    last = max(item.end.date - ONE_DAY, item.start.date)
    return f"{start} – {month(last, short=True)}"


def whole_months(start: dt.date, end: dt.date) -> int:
    """Full calendar months from a date to a later one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 year", "3 years"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def months_long(months: int) -> str:
    """A length in months: "4 years", "10 months", "1 year 4 months"."""
    years, rest = divmod(max(months, 0), 12)
    parts = [count(years, "year")] if years else []
    parts += [count(rest, "month")] if rest or not years else []
    return " ".join(parts)


def length(start: dt.date, end: dt.date) -> str:
    """How long from a date to another, to the nearest month; below one month in weeks or days."""
    days = (end - start).days
    if days < DAYS_OF_A_MONTH:
        return count(days // 7, "week") if days >= 14 else count(max(days, 0), "day")
    months = whole_months(start, end + dt.timedelta(days=15))
    return months_long(max(months, 1))


def relative(date: dt.date, today: dt.date) -> str:
    """How far away a day is: "in 2 years 7 months", "3 weeks ago", "today"."""
    if date == today:
        return "today"
    if date > today:
        return f"in {length(today, date)}"
    return f"{length(date, today)} ago"


def roughly(date: dt.date, today: dt.date) -> str:
    """How far away a day is of which only the month is known: "in 2 years", "next month"."""
    if (date.year, date.month) == (today.year, today.month):
        return "this month"
    if abs((date - today).days) < DAYS_OF_A_MONTH:
        return "next month" if date > today else "last month"
    return relative(date, today)


def joined(words: tuple[str, ...], last: str = "and") -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def within(name: str) -> str:
    """A name within a sentence: "medical school", but "DR residency", "A levels" and "F2"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def with_others(names: Sequence[str]) -> str:
    """A name with its other names: "R1 (PGY-2, DR1)"."""
    first, *others = names
    return f"{first} ({', '.join(others)})" if others else first


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
