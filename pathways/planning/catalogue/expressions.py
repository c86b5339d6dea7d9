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
``counts(radiologist)``               any stage that counts as a radiologist's training
``abroad(radiologist)``               the same, in another jurisdiction than what needs it
====================================  =====================================================

The last two may stand wherever a key can: ``end(abroad(radiologist)|residency)+12mo``.

Nothing here knows what a stage is: conditions are parsed, printed and compared as text. Which
stages count as something is filled in once all of them are read (``counting``).
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

Point: TypeAlias = Literal["done", "start", "end", "worked", "first", "date"]

_KEY = r"[a-z][a-z0-9_]*"
_REF = rf"{_KEY}(?:@{_KEY})?"
_KIND = rf"(?:counts|abroad)\({_KEY}\)"
_NAME = rf"(?:{_KIND}|{_REF})"
_PLAIN = re.compile(rf"^({_REF})$")
_PLAIN_KIND = re.compile(rf"^({_KIND})$")
_OFFSET = re.compile(
    rf"^(start|end|worked|first)\(({_NAME}(?:\|{_NAME})*)\)(?:([+-]\d{{1,4}})mo)?(?:([+-]\d{{1,4}})d)?$"
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


@dataclass(frozen=True, slots=True, order=True)
class Counting:
    """Every stage that counts as ``kind``; with ``abroad`` only those in another jurisdiction
    than that of what needs it."""

    kind: str
    abroad: bool = False

    def __str__(self) -> str:
        return f"{'abroad' if self.abroad else 'counts'}({self.kind})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must have happened.

    ``refs`` are alternatives in order of preference (empty for a fixed date), ``point`` says
    which end of them counts, ``months`` and ``days`` are added in that order. ``counting`` are
    alternatives by what they count as; ``found`` are the stages that these turned out to be,
    which stand in ``refs`` as well, after those that are named.
    """

    point: Point
    refs: tuple[Ref, ...] = ()
    counting: tuple[Counting, ...] = ()
    found: tuple[Ref, ...] = ()
    months: int = 0
    days: int = 0
    date: dt.date | None = None

    def __str__(self) -> str:
        if self.date is not None:
            return self.date.isoformat()
        named = self.refs[: len(self.refs) - len(self.found)]
        names = "|".join(map(str, (*named, *self.counting)))
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
    if _PLAIN_KIND.match(text):
        return Condition(point="done", counting=(_parse_counting(text),))
    if _DATE.match(text):
        try:
            return Condition(point="date", date=dt.date.fromisoformat(text))
        except ValueError as error:
            raise ExpressionError(f"“{text}” is not a date in the calendar.") from error
    match = _OFFSET.match(text)
    if not match:
        raise ExpressionError(
            f"“{text}” is not a condition; write a key (“pgy1”, “dr_residency@esir”), an offset "
            "(“start(dr_residency)+35mo”, “end(f_neuro)+12mo-1d”), what stages count as "
            "(“abroad(radiologist)”) or a date (“2028-01-01”)."
        )
    point, names, months, days = match.groups()
    listed = names.split("|")
    return Condition(
        point=cast(Point, point),
        refs=tuple(parse_ref(name) for name in listed if "(" not in name),
        counting=tuple(_parse_counting(name) for name in listed if "(" in name),
        months=int(months or 0),
        days=int(days or 0),
    )


def _parse_counting(text: str) -> Counting:
    word, _, kind = text.rstrip(")").partition("(")
    return Counting(kind, abroad=word == "abroad")
