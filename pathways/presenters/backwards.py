"""Planning backwards in words: the verdict, the first thing that breaks, what mends it."""

from dataclasses import dataclass

from pathways.planning.backcast import Backcast, Latest, describe_verdict
from pathways.presenters import words
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The day to finish by, as asked: what was typed, what is wrong with it, and the answer."""

    typed: str = ""
    problem: str = ""
    result: Backcast | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """The "Finish by" form and its answer. ``mend`` says the change that a button makes."""

    typed: str
    problem: str
    state: str
    verdict: str
    breaks: str
    mend: str
    hopeless: bool


def present_goal(goal: Goal, style: DateStyle) -> GoalView:
    """The form, and the answer where a day was asked for."""
    result = goal.result
    return GoalView(
        typed=goal.typed,
        problem=goal.problem,
        state=result.verdict if result else "",
        verdict=describe_verdict(result) if result else "",
        breaks=_breaks(result.breaks, style) if result and result.breaks else "",
        mend=result.mend.says.rstrip(".") if result and result.mend else "",
        hopeless=bool(result and result.verdict == "infeasible" and not result.mend),
    )


def _breaks(latest: Latest, style: DateStyle) -> str:
    by = words.day(latest.by, style) if latest.by else "an earlier day"
    planned = words.day(latest.planned, style)
    return f"{latest.name} would have to begin by {by}; the earliest it can is {planned}."


def latest_words(latest: Latest | None, style: DateStyle) -> str:
    """The latest date of an item and how much later that is than planned."""
    if latest is None or latest.by is None:
        return ""
    day = f"latest {words.day(latest.by, style)}"
    return (
        f"{day}, {words.count(latest.slack_months, 'month')} of slack"
        if (latest.slack_months)
        else day
    )


def has_no_slack(latest: Latest | None) -> bool:
    """Whether any delay of an item breaks the goal."""
    return latest is not None and latest.slack_months == 0
