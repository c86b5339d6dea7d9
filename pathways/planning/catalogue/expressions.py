"""The small language in which the catalogue says "when": conditions.

A condition is one of

====================================  =====================================================
``residency``                         the stage is finished, or the milestone is behind you
``residency@esir``                    the stage is finished on that track
``start(residency)+35mo``             35 calendar months after the stage began
``end(fellowship|residency)+12mo-1d`` offset from the end of the first of these in the plan
``worked(residency)+36mo``            36 months of full-time work since the stage began
``first(exam)+24mo``                  24 months after the first sitting, whether passed or failed
``2028-01-01``                        a calendar date
====================================  =====================================================

Nothing here knows what a stage is: conditions are parsed, printed and compared as text.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

Point: TypeAlias = Literal["done", "start", "end", "worked", "first", "date"]

_KEY = r"[a-z][a-z0-9_]*"
_REF = rf"{_KEY}(?:@{_KEY})?"
_PLAIN = re.compile(rf"^({_REF})$")
_OFFSET = re.compile(
    rf"^(start|end|worked|first)\(({_REF}(?:\|{_REF})*)\)(?:([+-]\d{{1,4}})mo)?(?:([+-]\d{{1,4}})d)?$"
)
_SPACED = re.compile(r"\s*([()|+-])\s*")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
KEY_PATTERN = re.compile(rf"^{_KEY}$")


class ExpressionError(ValueError):
    """The text is not a condition; the message says what would be."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A stage or milestone by key, with a track where one is meant (empty: any track)."""

    key: str
    track: str = ""

    def __str__(self) -> str:
        return f"{self.key}@{self.track}" if self.track else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must have happened.

    ``refs`` are alternatives in order of preference (empty for a fixed date), ``point`` says
    which end of them counts, ``months`` and ``days`` are added in that order.
    """

    point: Point
    refs: tuple[Ref, ...] = ()
    months: int = 0
    days: int = 0
    date: dt.date | None = None

    def __str__(self) -> str:
        if self.date is not None:
            return self.date.isoformat()
        names = "|".join(map(str, self.refs))
        if self.point == "done":
            return names
        months = f"{self.months:+d}mo" if self.months else ""
        days = f"{self.days:+d}d" if self.days else ""
        return f"{self.point}({names}){months}{days}"


def parse_ref(text: str) -> Ref:
    """Read ``key`` or ``key@track``; raises ExpressionError for anything else."""
    if not _PLAIN.match(text):
        raise ExpressionError(
            f"“{text}” is not a key; write e.g. “dr_residency” or “dr_residency@esir”."
        )
    key, _, track = text.partition("@")
    return Ref(key, track)


def parse_condition(text: str) -> Condition:
    """Read a condition; raises ExpressionError with an example of each form."""
    text = _SPACED.sub(r"\1", text.strip())
    if _PLAIN.match(text):
        return Condition(point="done", refs=(parse_ref(text),))
    if _DATE.match(text):
        try:
            return Condition(point="date", date=dt.date.fromisoformat(text))
        except ValueError as error:
            raise ExpressionError(f"“{text}” is not a date in the calendar.") from error
    match = _OFFSET.match(text)
    if not match:
        raise ExpressionError(
            f"“{text}” is not a condition; write a key (“pgy1”, “dr_residency@esir”), an offset "
            "(“start(dr_residency)+35mo”, “end(f_neuro)+12mo-1d”) or a date (“2028-01-01”)."
        )
    point, names, months, days = match.groups()
    return Condition(
        point=cast(Point, point),
        refs=tuple(parse_ref(name) for name in names.split("|")),
        months=int(months or 0),
        days=int(days or 0),
    )
