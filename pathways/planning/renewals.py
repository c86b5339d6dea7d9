"""When a credential has to be renewed for the first time, by the rule itself.

Where the rule gives no day, or hangs on a month of birth that nobody entered, there is no date:
the rule stands in words with the credential instead.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from pathways.planning.catalogue import Milestone, Renewal
from pathways.planning.dates import ONE_DAY, add_months, next_day
from pathways.planning.frame import Frame
from pathways.planning.timeline import Input, Item, Marker, Moment, Precision, Receipt, worst


def renewals(frame: Frame, items: Iterable[Item]) -> Iterator[Marker]:
    """The first renewal of each credential in the plan; later ones come as regularly."""
    for item in items:
        milestone = frame.edition.milestones.get(item.key)
        if isinstance(item, Marker) and milestone and milestone.renewal:
            due = renewal_due(milestone.renewal, item.at.date, frame.plan.birth_month)
            if due is not None:
                yield _marker(item, milestone, milestone.renewal, due)


def renewal_due(renewal: Renewal, gained: dt.date, birth_month: int | None) -> dt.date | None:
    """The last day for the first renewal of a credential gained on a day; None: no day is known.

    A cycle of months ends on the day that many months later, or with the day before it where it
    begins on a day of the year. ``birth_month`` is 1 to 12, None where it was not entered.
    """
    if renewal.months is None or (renewal.birth_month and birth_month is None):
        return None
    begins = next_day(renewal.begins, gained) if renewal.begins else gained
    ends = add_months(begins, renewal.months)
    if renewal.begins:
        ends -= ONE_DAY
    if renewal.birth_month and birth_month is not None:
        return _end_of_month(ends, birth_month)
    return next_day(renewal.until, ends) if renewal.until else ends


def _end_of_month(day: dt.date, month: int) -> dt.date:
    """The last day of the first such month that ends on or after a day."""
    first = next_day((month, 1), day.replace(day=1))
    return add_months(first, 1) - ONE_DAY


def _marker(item: Marker, milestone: Milestone, renewal: Renewal, due: dt.date) -> Marker:
    gained = Input(key=item.key, label=f"{item.name} is gained", date=item.at.date, drives=True)
    own: Precision = "estimate" if renewal.figure.is_estimate else "projected"
    yours = "You entered your month of birth." if renewal.birth_month else ""
    receipt = Receipt(
        says=renewal.says,
        rule=f"milestones.{item.key}.renewal",
        inputs=(gained,),
        sources=renewal.figure.sources,
        confidence=renewal.figure.confidence,
        basis=renewal.figure.basis,
        note=renewal.figure.note,
        yours=yours,
    )
    return Marker(
        key=f"{item.key}_renewal",
        kind="deadline",
        name=f"First renewal: {item.name}",
        short=f"Renew {item.short}",
        lane=item.lane,
        at=Moment(date=due, precision=worst([own, item.at.precision]), receipt=receipt),
        until=due + ONE_DAY,
        status="planned",
        basis=renewal.figure.basis,
        follows=item.key,
    )
