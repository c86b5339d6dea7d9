"""What is shown with a stage belongs to the plan, not to what somebody must have done before it."""

import datetime as dt
from typing import Any

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.plans import Current, Past, Plan, Situation
from pathways.planning.schedule import schedule

TODAY = dt.date(2026, 11, 21)


def school_with_a_limit() -> Edition:
    """A school that must be finished within nine years, and work that needs it."""

    def stage(*needs: str) -> dict[str, Any]:
        return {
            "name": "Stage",
            "kind": "practice" if needs else "education",
            "jurisdiction": "xx",
            "length": {"typical": 60},
            "requires": [{"any": list(needs)}] if needs else [],
        }

    return read_edition(
        {
            "format": 1,
            "jurisdictions": {"xx": {"name": "Nowhere", "currency": "USD"}},
            "stages": {"school": stage(), "work": stage("school")},
            "milestones": {
                "limit": {
                    "name": "Limit",
                    "kind": "deadline",
                    "jurisdiction": "xx",
                    "shown_with": ["school"],
                    "rules": [
                        {"key": "nine_years", "says": "Nine.", "earliest": ["start(school)+108mo"]}
                    ],
                }
            },
        }
    )


def has_limit(situation: Situation) -> bool:
    plan = Plan(edition=0, destination="", situation=situation, route=())
    return schedule(school_with_a_limit(), plan, TODAY).item("limit") is not None


def test_a_stage_in_the_plan_brings_what_is_shown_with_it() -> None:
    now = Current(stage="school", track="", start=dt.date(2024, 10, 1))
    assert has_limit(Situation(as_of=TODAY, at=(now,), done=()))


def test_a_stage_only_assumed_to_be_behind_brings_nothing() -> None:
    done = Past(key="work", track="", date=dt.date(2023, 1, 10))
    assert not has_limit(Situation(as_of=TODAY, at=(), done=(done,)))


def test_what_belonged_into_a_stage_that_is_over_is_not_planned_again() -> None:
    done = Past(key="school", track="", date=dt.date(2010, 6, 1))
    assert not has_limit(Situation(as_of=TODAY, at=(), done=(done,)))


def test_what_follows_a_stage_that_is_over_still_comes() -> None:
    done = Past(key="school", track="", date=dt.date(2024, 6, 1))
    assert has_limit(Situation(as_of=TODAY, at=(), done=(done,)))
