"""Hypothesis strategies: whole catalogues, with every construct switched on, and plans in them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from pathways.planning.catalogue import (
    BASES,
    BEYOND_LEAVE,
    CONFIDENCES,
    LEAVE_TAKEN,
    WARNING_SEVERITIES,
    WEEKDAYS,
    Edition,
)
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.plans import Plan
from pathways.planning.search import as_plan, search
from tests.engine.plans import (
    BIRTH_MONTHS,
    NEAR_DATES,
    TIME_OUT_KEYS,
    changes,
    situations_in,
)

MILESTONES = ("exam", "application", "interview", "match", "deadline")
KINDS = ("education", "internship", "residency", "fellowship", "practice")
MONTH_DAYS = st.tuples(st.integers(1, 12), st.integers(1, 28)).map(lambda d: f"{d[0]:02}-{d[1]:02}")


@st.composite
def patterns(draw: st.DrawFn) -> dict[str, Any]:
    """Any form of a date that comes back every year."""
    form = draw(st.sampled_from(["any", "day", "nth", "month", "window"]))
    month = draw(st.integers(1, 12))
    if form == "any":
        return {"any_day": True}
    if form == "day":
        return {"month": month, "day": draw(st.integers(1, 31))}
    if form == "nth":
        weekday = draw(st.sampled_from(WEEKDAYS))
        return {"month": month, "nth": draw(st.integers(1, 5)), "weekday": weekday}
    if form == "month":
        return {"month": month}
    return {"from": draw(MONTH_DAYS), "until": draw(MONTH_DAYS), "label": "window"}


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Any]:
    """Where a figure comes from, or that it is an estimate."""
    if draw(st.booleans()):
        return {"confidence": "U", "basis": "estimate"}
    confidence = draw(st.sampled_from(sorted(CONFIDENCES)))
    return {"sources": ["page"], "confidence": confidence, "basis": draw(st.sampled_from(BASES))}


@st.composite
def conditions(draw: st.DrawFn, stages: list[str], milestones: list[str]) -> str:
    """A condition about something that comes earlier in the catalogue."""
    points = ["done", "start", "end", "worked", *(["first"] if milestones else [])]
    point = draw(st.sampled_from(points))
    if point == "done":
        return draw(st.sampled_from([*stages, *milestones]))
    known = milestones if point == "first" else stages
    keys = draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
    months = draw(st.integers(0, 40)) if point == "worked" else draw(st.integers(-12, 40))
    offset = f"{months:+d}mo" if months else ""
    return f"{point}({'|'.join(keys)}){offset}"


@st.composite
def requirements(draw: st.DrawFn, stages: list[str], milestones: list[str]) -> list[dict[str, Any]]:
    """Up to two groups of up to two conditions."""
    if not stages:
        return []
    group = st.lists(conditions(stages, milestones), min_size=1, max_size=2, unique=True)
    return [{"any": one} for one in draw(st.lists(group, max_size=2))]


@st.composite
def lengths(draw: st.DrawFn) -> dict[str, Any]:
    """A length in any unit."""
    unit = draw(st.sampled_from(["months", "academic_years", "training_years"]))
    typical = draw(st.integers(1, 60 if unit == "months" else 6))
    length = {"typical": typical, "min": 1, "max": 72, "unit": unit, **draw(figures())}
    if unit == "academic_years":
        length["ends_month"] = draw(st.integers(1, 12))
    return length


COUNTING = st.fixed_dictionaries(
    {"step": st.sampled_from([1, 5, 10, 20]), "since": NEAR_DATES},
    optional={"whole_months": st.booleans()},
)
TIME_OUT = st.lists(
    st.fixed_dictionaries(
        {"key": st.sampled_from(TIME_OUT_KEYS), "name": st.just("Time out")},
        optional={"counts": st.integers(0, 100), "max_months": st.integers(1, 24)},
    ),
    max_size=2,
    unique_by=lambda kind: kind["key"],
)
BEYOND = {"beyond": st.sampled_from(BEYOND_LEAVE)}
LEAVE = st.one_of(
    st.fixed_dictionaries({"weeks_per_year": st.integers(0, 12)}, optional=BEYOND),
    st.fixed_dictionaries(
        {"days": st.integers(1, 120), "within": st.sampled_from(["stage", "year", "any_year"])},
        optional=BEYOND,
    ),
)
SAYS = {"says": st.just("So it is done.")}
RENEWAL = st.one_of(
    st.fixed_dictionaries(SAYS, optional={"months": st.integers(1, 120)}),
    st.fixed_dictionaries(
        {**SAYS, "months": st.integers(1, 120)},
        optional={"begins": MONTH_DAYS, "until": MONTH_DAYS},
    ),
    st.fixed_dictionaries({**SAYS, "months": st.integers(1, 120), "birth_month": st.just(True)}),
)
LOCK_OUT = st.fixed_dictionaries(
    {"after": st.integers(1, 3), "months": st.integers(1, 24)}, optional={"begins": MONTH_DAYS}
)
LEAD = st.fixed_dictionaries({"days": st.integers(1, 200)}, optional=SAYS)


@st.composite
def stage_documents(draw: st.DrawFn, stages: list[str], milestones: list[str]) -> dict[str, Any]:
    """A stage that needs only what comes before it."""
    intake = st.builds(lambda pattern, figure: pattern | figure, patterns(), figures())
    document: dict[str, Any] = {
        "name": "Stage",
        "kind": draw(st.sampled_from(KINDS)),
        "jurisdiction": "xx",
        "length": draw(lengths()),
        "intakes": draw(st.lists(intake, max_size=2)),
        "requires": draw(requirements(stages, milestones)),
        "counting": draw(st.lists(COUNTING, max_size=2)),
        "time_out": draw(TIME_OUT),
    }
    if draw(st.booleans()):
        document["leave"] = draw(LEAVE)
    return document


def some(keys: list[str]) -> st.SearchStrategy[list[str]]:
    """One or two of the keys."""
    return st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)


def looking_back(stages: list[str], milestones: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """What a rule counts from besides what must be past."""
    listed = st.lists(conditions(stages, milestones), min_size=1, max_size=2, unique=True)
    return st.fixed_dictionaries({}, optional={"first_of": listed, "usual": listed})


@st.composite
def rule_documents(
    draw: st.DrawFn, stages: list[str], milestones: list[str], own: list[str], *, classes: bool
) -> dict[str, Any]:
    """A timing rule: free or anchored, with any sittings, for all or for some classes.

    ``stages`` and ``milestones`` come before it, ``own`` is the stage that it may lead to."""
    rule: dict[str, Any] = {
        "key": f"rule_{draw(st.integers(0, 10**6))}",
        "says": "It happens then.",
        "sittings": draw(st.lists(patterns(), max_size=2)),
        **draw(figures()),
    }
    kind = draw(st.sampled_from(["free", "stage", "class" if classes else "stage"]))
    if kind == "stage":
        rule["anchor"] = {"of": own, "years": draw(st.integers(-2, 0))}
    elif kind == "class":
        rule["anchor"] = {"cohort": "leavers", "years": draw(st.integers(-2, 2))}
    elif stages:
        rule["earliest"] = [draw(conditions(stages, []))]
    if stages:
        rule |= draw(looking_back(stages, milestones))
        if rule["sittings"] and draw(st.booleans()):
            rule["ends_of"] = draw(some(stages))
            rule["sittings"][0]["ends_by"] = draw(MONTH_DAYS)
        if ("earliest" in rule or "first_of" in rule) and draw(st.booleans()):
            rule["pauses_in"] = draw(some(stages))
    if draw(st.booleans()):
        rule["round_up"] = draw(MONTH_DAYS)
    if classes and draw(st.booleans()):
        rule["cohort"] = {"of": "leavers", "last": draw(st.integers(2020, 2040))}
    if classes and draw(st.booleans()):
        rule["effective_from"] = draw(NEAR_DATES)
    return rule


WAITS = st.fixed_dictionaries(
    {},
    optional={
        "missed_counts": st.booleans(),
        "per_sitting": st.booleans(),
        "resits": st.just("At the next sitting."),
        "lock_out": LOCK_OUT,
        "lead": LEAD,
        "renewal": RENEWAL,
    },
)


@st.composite
def warning_documents(draw: st.DrawFn, stages: list[str], milestones: list[str]) -> dict[str, Any]:
    """A pitfall that warns of stages or of milestones, under up to all other conditions."""
    things = st.sampled_from([*stages, *milestones])
    for_all = {
        "has_any": st.lists(things, min_size=1, max_size=2, unique=True),
        "lacks": st.lists(things, min_size=1, max_size=2, unique=True),
        "to_come": st.booleans(),
        "clock": st.just("visa"),
        "exceeds": st.just("visa"),
        "cohort": st.just({"of": "leavers", "last": 2035}),
        "after": conditions(stages, milestones),
        "before": conditions(stages, milestones),
        "severity": st.sampled_from(WARNING_SEVERITIES),
    }
    of_stages = {
        "part_time_below": st.integers(2, 100),
        "slowed": st.booleans(),
        "leave": st.sampled_from([one for one in LEAVE_TAKEN if one]),
        "no_place": st.booleans(),
    }
    warns = st.one_of(
        st.fixed_dictionaries({"with": some(stages)}, optional=for_all | of_stages),
        st.fixed_dictionaries(
            {"with": some(milestones)}, optional=for_all | {"failed": st.integers(0, 3)}
        ),
    )
    return {
        "kind": "pitfall",
        "about": stages[:1],
        "text": "It is hard.",
        "warns": draw(warns),
        **draw(figures()),
    }


@st.composite
def editions(draw: st.DrawFn, *, classes: bool = True) -> Edition:
    """A catalogue of up to seven stages and as many milestones, free of circles."""
    stages: dict[str, Any] = {}
    milestones: dict[str, Any] = {}
    for number in range(draw(st.integers(2, 7))):
        own = [f"s{number}"]
        rule = rule_documents(list(stages), list(milestones), own, classes=classes)
        rules = st.lists(rule, min_size=1, max_size=2)
        milestones[f"m{number}"] = {
            "name": "Milestone",
            "kind": draw(
                st.sampled_from(["exam", "application", "interview", "match", "deadline"])
            ),
            "jurisdiction": "xx",
            "requires": draw(requirements(list(stages), list(milestones))),
            "rules": draw(rules),
            "attempts": draw(st.none() | st.integers(1, 4)),
            "results_days": draw(st.integers(0, 60)),
            "retake_wait_months": draw(st.integers(0, 12)),
            "validity": {"months": draw(st.integers(1, 90)), "uses": [f"m{number}"]},
            "shown_with": [f"s{draw(st.integers(0, number))}"],
            **draw(WAITS),
        }
        if draw(st.booleans()) and stages:
            milestones[f"m{number}"]["limits"] = draw(some([*stages, *milestones]))
        stages[f"s{number}"] = draw(stage_documents(list(stages), list(milestones)))
    last = list(stages)[-1]
    leavers: dict[str, Any] = {
        "name": "Leavers",
        "label": "class of {year}",
        "year_of": ["end(s0)"],
    }
    if draw(st.booleans()):
        leavers["year_begins"] = draw(MONTH_DAYS)
    warned = st.lists(warning_documents(list(stages), list(milestones)), max_size=4)
    return read_edition(
        {
            "format": 1,
            "jurisdictions": {"xx": {"name": "Nowhere", "currency": "USD"}},
            "cohorts": {"leavers": leavers},
            "stages": stages,
            "milestones": milestones,
            "statements": {f"p{number}": one for number, one in enumerate(draw(warned))},
            "clocks": {
                "visa": {
                    "name": "Visa",
                    "says": "Seven years.",
                    "months": draw(st.integers(1, 120)),
                    "starts": "start(s0)",
                    "counts": list(KINDS),
                }
            },
            "destinations": {
                "goal": {
                    "name": "Goal",
                    "kind": "role",
                    "jurisdiction": "xx",
                    "requires": [{"any": [last]}],
                    "finish": last,
                    "natural_start": "s0",
                }
            },
        }
    )


@st.composite
def worlds(
    draw: st.DrawFn, *, classes: bool = True, changed: bool = True
) -> tuple[Edition, Plan] | None:
    """A catalogue and a plan in it; None where no route leads to the goal."""
    edition = draw(editions(classes=classes))
    situation = draw(situations_in(edition, NEAR_DATES))
    found = search(edition, situation, edition.destinations["goal"]).found
    if not found:
        return None
    plan = as_plan(edition, situation, "goal", draw(st.sampled_from(found)))
    if changed:
        plan = replace(plan, birth_month=draw(BIRTH_MONTHS))
        keys = [*edition.stages, *edition.milestones]
        for key in draw(st.lists(st.sampled_from(keys), max_size=3, unique=True)):
            plan = plan.with_change(key, draw(changes()))
    return edition, plan
