"""What a check may look at."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pathways.planning.frame import Frame
from pathways.planning.known import Known
from pathways.planning.timeline import Bar, Finding, Timeline

AHEAD = ("planned", "confirmed")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check may look at."""

    known: Known
    timeline: Timeline
    today: dt.date

    @property
    def frame(self) -> Frame:
        """What the plan has."""
        return self.known.frame

    def bar(self, key: str) -> Bar | None:
        """The bar of that key, if there is one."""
        item = self.timeline.item(key)
        return item if isinstance(item, Bar) else None


Rule: TypeAlias = Callable[[Context], Iterator[Finding]]
