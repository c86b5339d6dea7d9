"""The goals, each judged within one run: medians of the ratios of each round, never of times that
were measured apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from tests.bench.contenders import BARE, CONTROL, PEERS, PLANNER
from tests.bench.visiting import Edit, Profile, Visit

Verdict = Literal["held", "missed", "says nothing", "not measured"]
Measure = Callable[[Visit], float | None]
FASTEST = "fastest"  # of the peers
By = Literal["×", "+ms", "ms"]
FRAME_MS = 1000 / 60
ROUNDS_TO_JUDGE = 13
CONTROL_LOW, CONTROL_HIGH = 0.9, 1.1
HEAVY = ("vis", "dhtmlx", "svar", "mermaid")


def painted(visit: Visit) -> float:
    """ms from the navigation until all bars are painted."""
    return visit.painted


def ready(kind: Edit) -> Measure:
    """ms from an edit until the last bar has its new place."""
    return lambda visit: visit.edits[kind].ready if kind in visit.edits else None


def shown(kind: Edit) -> Measure:
    """ms from an edit until that is painted."""
    return lambda visit: visit.edits[kind].painted if kind in visit.edits else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """``name``: ours against ``limit`` by ``most`` at the most: × that, or ms where ``limit`` is
    empty, or as many ms more where ``by`` is "+ms"."""

    name: str
    says: str
    profile: Profile
    count: int
    measure: Measure
    limit: str
    most: float
    by: By = "×"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A goal with what was reached, its control, and what the limit was."""

    goal: Goal
    verdict: Verdict
    reached: float | None = None
    control: float | None = None
    against: str = ""


EDIT, PREVIEW = ready("server"), ready("local")
EDIT_SHOWN = shown("server")


def _goal(
    name: str,
    says: str,
    profile: Profile,
    measure: Measure,
    limits: Mapping[str, float],
    *,
    by: By = "×",
    count: int = 40,
) -> tuple[Goal, ...]:
    """One goal against each of the limits, which say how much is allowed."""
    return tuple(
        Goal(
            name=name,
            says=f"{says}, {profile}, {count} items",
            profile=profile,
            count=count,
            measure=measure,
            limit=limit,
            most=most,
            by=by,
        )
        for limit, most in limits.items()
    )


GOALS = (
    *_goal(
        "P1", "painted", "desk", painted, {BARE: 1.3, FASTEST: 0.65, **dict.fromkeys(HEAVY, 0.4)}
    ),
    *_goal(
        "P2", "painted", "mobile", painted, {BARE: 1.3, FASTEST: 0.6, **dict.fromkeys(HEAVY, 0.3)}
    ),
    *_goal("P4", "edit painted", "desk", EDIT_SHOWN, {FASTEST: FRAME_MS}, by="+ms"),
    *_goal("P4", "edit ready", "desk", EDIT, {BARE: 2.5}),
    *_goal("P5", "edit ready", "mobile", EDIT, {BARE: 1.15, FASTEST: 1.15}),
    *_goal("P6", "preview ready", "desk", PREVIEW, {FASTEST: 0.5}),
    *_goal("P6", "preview ready", "desk", PREVIEW, {"": FRAME_MS}, by="ms"),
    *_goal("P6", "preview ready", "mobile", PREVIEW, {FASTEST: 0.5}),
    *_goal("P6", "preview ready", "mobile", PREVIEW, {"": FRAME_MS}, by="ms"),
    *_goal("P7", "painted", "desk", painted, {BARE: 1.3}, count=200),
    *_goal("P7", "edit painted", "desk", EDIT_SHOWN, {"": 60}, by="ms", count=200),
    *_goal("P7", "edit ready", "desk", EDIT, {BARE: 2.5}, count=200),
)


def values(
    visits: Sequence[Visit], who: str, profile: Profile, count: int, measure: Measure
) -> dict[int, float]:
    """What was measured, by round."""
    return {
        one.round: value
        for one in visits
        if (one.who, one.profile, one.count) == (who, profile, count)
        and (value := measure(one)) is not None
    }


def ratios(mine: dict[int, float], theirs: dict[int, float]) -> list[float]:
    """Mine divided by theirs, for each round that has both."""
    return [value / theirs[number] for number, value in mine.items() if number in theirs]


def fastest(visits: Sequence[Visit], goal: Goal) -> str:
    """The peer with the lowest median; empty without peers."""
    found = {
        who: median(measured)
        for who in PEERS
        if (measured := values(visits, who, goal.profile, goal.count, goal.measure).values())
    }
    return min(found, key=lambda who: found[who], default="")


def judge(visits: Sequence[Visit], goal: Goal) -> Judged:
    """Whether the goal is held; nothing is said where the control is off."""

    def of(who: str) -> dict[int, float]:
        return values(visits, who, goal.profile, goal.count, goal.measure)

    mine, again = of(PLANNER), ratios(of(CONTROL), of(PLANNER))
    control = median(again) if again else None
    against = fastest(visits, goal) if goal.limit == FASTEST else goal.limit
    theirs = of(against)
    if goal.by == "ms":
        compared = list(mine.values())
    elif goal.by == "×":
        compared = ratios(mine, theirs)
    else:
        compared = [value - theirs[number] for number, value in mine.items() if number in theirs]
    if not compared or control is None:
        return Judged(goal=goal, verdict="not measured", control=control, against=against)
    reached = median(compared)
    verdict: Verdict = "held" if reached <= goal.most else "missed"
    if not CONTROL_LOW <= control <= CONTROL_HIGH:
        verdict = "says nothing"
    return Judged(goal=goal, verdict=verdict, reached=reached, control=control, against=against)
