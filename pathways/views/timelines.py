"""Timelines that were computed before. A timeline is a pure function of the edition, the plan
document and the day, so each process keeps the last ones; whose plan it is makes no difference.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import lru_cache

from pathways.planning.catalogue import Edition
from pathways.planning.plan_documents import write_plan
from pathways.planning.plans import Plan
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Timeline

MOST_KEPT = 128
# Longer plan documents (mostly long notes) are rare, and would fill the memory.
LONGEST_KEPT = 64_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a timeline depends on; plan and edition are what document and number stand for."""

    number: int
    document: str
    today: dt.date
    edition: Edition = field(compare=False)
    plan: Plan = field(compare=False)


def timeline_of(edition: Edition, plan: Plan, today: dt.date) -> Timeline:
    """The plan, dated; an equal plan is not dated twice on one day."""
    document = json.dumps(write_plan(plan), sort_keys=True, ensure_ascii=False)
    if len(document) > LONGEST_KEPT:
        return schedule(edition, plan, today)
    return computed(
        _Asked(number=edition.number, document=document, today=today, edition=edition, plan=plan)
    )


@lru_cache(maxsize=MOST_KEPT)
def computed(asked: _Asked) -> Timeline:
    """The timeline that was asked for, kept while there is room."""
    return schedule(asked.edition, asked.plan, asked.today)
