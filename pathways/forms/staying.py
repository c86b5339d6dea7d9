"""Somebody who began so long ago that the stage would be over: still in it, or finished?"""

import datetime as dt
from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.naming import NameProblem, read_date
from pathways.planning.dates import ONE_DAY, add_months, nominal_end
from pathways.planning.plans import MAX_MONTHS, Change, Current, Past


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A stage that would normally have ended: ``ends`` is the day after its usual last one."""

    current: Current
    ends: dt.date

    @property
    def about(self) -> str:
        """What is asked about, so that no answer is taken for another stage or start."""
        return f"{self.current.stage}:{self.current.start}"

    @property
    def last(self) -> dt.date:
        """Its usual last day."""
        return self.ends - ONE_DAY


def overdue(edition: Edition, current: Current, today: dt.date) -> Overdue | None:
    """The stage that somebody says they are in, where it would normally be over by ``today``; None
    where it may still run. Of several tracks, as long as none is chosen, the longest counts that
    is open to everybody. A post has no usual end."""
    stage = edition.stages.get(current.stage)
    if stage is None or stage.kind == "practice":
        return None
    usual = [one.key for one in stage.tracks if not one.entry_only]
    lengths = {stage.length_on(track) for track in ([current.track] if current.track else usual)}
    lengths = lengths or {stage.length}
    ends = max(nominal_end(current.start, one, None, stage.intakes) for one in lengths)
    return Overdue(current=current, ends=ends) if ends <= today else None


def read_month(text: str) -> dt.date:
    """The first day of a month ("2024-08") or of that of a day. Raises NameProblem."""
    return read_date(text).replace(day=1)


def goes_on_until(over: Overdue, month: dt.date, today: dt.date) -> Change:
    """What makes the stage last until it ends in that month. Raises NameProblem."""
    if month < today.replace(day=1):
        raise NameProblem("Choose this month or a later one.")
    start, most = over.current.start, add_months(month, 1)
    months = (most.year - start.year) * 12 + most.month - start.month
    months -= add_months(start, months) > most
    if months > MAX_MONTHS:
        raise NameProblem(f"Choose an earlier month: a stage lasts at most {MAX_MONTHS} months.")
    return Change(months=months)


def finished_in(over: Overdue, month: dt.date, today: dt.date) -> Past:
    """The stage as done, with its end in that month. Raises NameProblem."""
    start = over.current.start
    if month > today:
        raise NameProblem("That month is still to come.")
    if month < start.replace(day=1):
        raise NameProblem("That’s before you started.")
    usual = over.last.replace(day=1) == month
    ended = over.ends if usual else min(add_months(month, 1), today)
    return Past(key=over.current.stage, track=over.current.track, date=max(ended, start + ONE_DAY))
