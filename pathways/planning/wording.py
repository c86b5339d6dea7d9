"""Short English for patterns and lengths, used in receipts and findings."""

import datetime as dt
from calendar import month_name

from pathways.planning.catalogue import Length, Pattern
from pathways.planning.catalogue.expressions import Condition

_NTH = ("", "first", "second", "third", "fourth", "last")
_WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def describe_pattern(pattern: Pattern) -> str:
    """A pattern in words: "the third Friday of March", "1 July", "autumn"."""
    if pattern.any_day:
        return "any day"
    if pattern.label:
        return pattern.label
    if pattern.from_day and pattern.until_day:
        return f"{_day(pattern.from_day)} to before {_day(pattern.until_day)}"
    month = month_name[pattern.month or 1]
    if pattern.nth:
        return f"the {_NTH[pattern.nth]} {_WEEKDAYS[pattern.weekday]} of {month}"
    return f"{pattern.day} {month}" if pattern.day else month


def _day(month_day: tuple[int, int]) -> str:
    return f"{month_day[1]} {month_name[month_day[0]]}"


def describe_day(day: dt.date) -> str:
    """A day in words: "1 September 2030"."""
    return f"{day.day} {month_name[day.month]} {day.year}"


def describe_month(day: dt.date) -> str:
    """The month of a day in words: "September 2030"."""
    return f"{month_name[day.month]} {day.year}"


def describe_months(months: int) -> str:
    """A number of months in words: "4 years", "18 months", "1 month"."""
    if months % 12 == 0 and months:
        years = months // 12
        return f"{years} year{'s' if years != 1 else ''}"
    return f"{months} month{'s' if months != 1 else ''}"


def describe_length(length: Length, months: int | None = None) -> str:
    """A length in words; ``months`` is what the person set instead."""
    if months is not None:
        return describe_months(months)
    if length.unit == "academic_years":
        end = month_name[length.ends_month or 12]
        if length.typical == 1:
            return f"1 academic year, ending in {end}"
        return f"{length.typical} academic years, the last ending in {end}"
    if length.unit == "training_years":
        years = "1 training year" if length.typical == 1 else f"{length.typical} training years"
        return f"{years}, from intake to intake"
    return describe_months(length.typical)


def describe_offset(condition: Condition) -> str:
    """The offset of a condition in brackets: " (35 months after)"; empty without one."""
    parts = []
    if condition.months:
        side = "after" if condition.months > 0 else "before"
        kind = " of full-time work" if condition.point == "worked" else ""
        parts.append(f"{_count(condition.months, 'month')}{kind} {side}")
    if condition.days:
        side = "after" if condition.days > 0 else "before"
        parts.append(f"{_count(condition.days, 'day')} {side}")
    return f" ({', '.join(parts)})" if parts else ""


def _count(number: int, noun: str) -> str:
    return f"{abs(number)} {noun}{'' if abs(number) == 1 else 's'}"
