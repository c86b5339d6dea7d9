"""Two versions of a plan to choose from: as it is now, and with a change on top."""

import datetime as dt
from dataclasses import dataclass

from pathways.presenters.typed import Pair
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """A change that somebody else, or the same person elsewhere, was faster with. ``at`` is None
    and ``when`` empty where no time is kept."""

    cause: str
    at: dt.datetime | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """The page to choose on.

    ``meanwhile`` is what was changed since the page was made, ``theirs_change`` what that moved.
    ``button`` goes on with the change, and is empty where it cannot be made any more. ``pairs``
    are the fields in which the two differ, ``typed`` all that was typed, and ``both`` the text
    that has both notes, where there are two.
    """

    theirs_sentence: str
    theirs_change: str
    meanwhile: tuple[Meanwhile, ...]
    mine_sentence: str
    mine_change: str
    button: str
    pairs: tuple[Pair, ...]
    typed: tuple[tuple[str, str], ...]
    both: str
    page_url: str
    edit_url: str
    version: int
    values: tuple[tuple[str, str], ...]
    style: DateStyle

    @property
    def other_values(self) -> tuple[tuple[str, str], ...]:
        """The fields that go with the text of both."""
        return tuple((name, value) for name, value in self.values if name not in ("note", "reason"))

    @property
    def both_name(self) -> str:
        """The field that the text of both is for."""
        return next((name for name, _value in self.values if name in ("note", "reason")), "")
