"""Text in catalogue rows: lists written one per line, and the checks of what is typed.

The checks are the engine's own, so that the admin says what a pack file would be told.
"""

import datetime as dt
import re

from django.core.exceptions import ValidationError

from pathways.planning.catalogue import STAGE_KINDS
from pathways.planning.catalogue.documents import Node
from pathways.planning.catalogue.expressions import (
    KEY_PATTERN,
    ExpressionError,
    parse_condition,
    parse_ref,
)

_MONTH_DAY = re.compile(r"^\d{2}-\d{2}$")


def lines_of(text: str) -> list[str]:
    """The entries of a list written one per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def validate_key(text: str) -> None:
    """Refuse what is not a key."""
    if not KEY_PATTERN.match(text):
        raise ValidationError(
            "Write lower-case letters, digits and underscores, like dr_residency."
        )


def validate_condition(text: str) -> None:
    """Refuse what is not a condition."""
    try:
        parse_condition(text)
    except ExpressionError as error:
        raise ValidationError(str(error)) from error


def validate_conditions(text: str) -> None:
    """Refuse lines that are not conditions."""
    for line in lines_of(text):
        validate_condition(line)


def validate_refs(text: str) -> None:
    """Refuse lines that are not keys, with or without a track."""
    for line in lines_of(text):
        try:
            parse_ref(line)
        except ExpressionError as error:
            raise ValidationError(str(error)) from error


def validate_keys(text: str) -> None:
    """Refuse lines that are not keys."""
    for line in lines_of(text):
        if not KEY_PATTERN.match(line):
            raise ValidationError(
                f"“{line}” is not a key; write one key per line, like dr_residency."
            )


def validate_stage_kinds(text: str) -> None:
    """Refuse lines that are not kinds of stages."""
    for line in lines_of(text):
        if line not in STAGE_KINDS:
            raise ValidationError(f"“{line}” is none of: {', '.join(STAGE_KINDS)}.")


def validate_lines(text: str) -> None:
    """Refuse lines too long or unprintable for a name."""
    node = Node({"lines": lines_of(text)})
    node.texts("lines")
    if node.problems:
        raise ValidationError("Write one per line, up to 200 characters each and 200 lines.")


def validate_month_day(text: str) -> None:
    """Refuse what is not a day of every year."""
    try:
        if not _MONTH_DAY.match(text):
            raise ValueError
        dt.date(2001, int(text[:2]), int(text[3:]))
    except ValueError as error:
        raise ValidationError("Write a month and a day of it, like 09-01.") from error


def validate_partial_date(text: str) -> None:
    """Refuse what is not a date, a month or a year."""
    node = Node({"date": text})
    node.partial_date("date")
    if node.problems:
        raise ValidationError("Write a date like 2026-03-14, or only 2026-03 or 2026.")


def validate_catalogue_date(date: dt.date) -> None:
    """Refuse dates that no training can have."""
    node = Node({"date": date})
    node.date("date")
    if node.problems:
        raise ValidationError(f"This date {node.problems[0].message}")
