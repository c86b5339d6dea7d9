"""The results of a run, for people to read."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from tests.bench.contenders import BARE, CONTROL, PLANNER, Contender
from tests.bench.figures import Access, Jump
from tests.bench.goals import (
    CONTROL_HIGH,
    CONTROL_LOW,
    FASTEST,
    GOALS,
    ROUNDS_TO_JUDGE,
    By,
    Judged,
    Measure,
    painted,
    ratios,
    ready,
    shown,
    values,
)
from tests.bench.visiting import Edit, Profile, Visit

NONE = "–"
TIMES: tuple[tuple[str, Measure], ...] = (
    ("painted", painted),
    ("edit ready", ready("server")),
    ("edit painted", shown("server")),
    ("preview ready", ready("local")),
    ("preview painted", shown("local")),
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as they need: the first to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def spread(measured: Iterable[float]) -> str:
    """The median with the least and the most."""
    found = list(measured)
    if not found:
        return NONE
    digits = 1 if median(found) < 100 else 0
    return f"{median(found):.{digits}f} ({min(found):.{digits}f}–{max(found):.{digits}f})"


def _middle(measured: Iterable[float], digits: int = 2) -> str:
    found = list(measured)
    return f"{median(found):.{digits}f}" if found else NONE


def times(visits: Sequence[Visit], who: Sequence[Contender], profile: Profile, count: int) -> str:
    """Times in ms, each with its ratio to the bare page of the same round."""
    rows = []
    for one in who:
        row = [one.title]
        for _, measure in TIMES:
            mine = values(visits, one.key, profile, count, measure)
            bare = values(visits, BARE, profile, count, measure)
            row += [spread(mine.values()), _middle(ratios(mine, bare))]
        if any(cell != NONE for cell in row[1:]):
            rows.append(row)
    head = [cell for name, _ in TIMES for cell in (name, "× bare")]
    return table(["ms", *head], rows)


def weights(visits: Sequence[Visit], who: Sequence[Contender], profile: Profile, count: int) -> str:
    """What does not hang on the machine: bytes, requests, elements; and what holds the page up."""

    def edit(what: Callable[[Visit], float]) -> Measure:
        kind: Edit = "server"
        return lambda visit: what(visit) if kind in visit.edits else None

    columns: tuple[tuple[str, Measure, int], ...] = (
        ("KB", lambda visit: visit.bytes / 1000, 1),
        ("requests", lambda visit: visit.requests, 0),
        ("elements", lambda visit: visit.elements, 0),
        ("blocked ms", lambda visit: visit.blocked, 0),
        ("KB of an edit", edit(lambda visit: visit.edits["server"].bytes / 1000), 1),
        ("requests of an edit", edit(lambda visit: visit.edits["server"].requests), 0),
    )
    rows = []
    for one in who:
        cells = [
            _middle(values(visits, one.key, profile, count, measure).values(), digits)
            for _, measure, digits in columns
        ]
        if any(cell != NONE for cell in cells):
            rows.append([one.title, *cells])
    return table(["first visit, and one edit", *(name for name, _, _ in columns)], rows)


def controls(visits: Sequence[Visit], profile: Profile, count: int) -> str:
    """Our page against itself: how far to believe the rest."""
    said = []
    for name, measure in TIMES:
        mine = values(visits, PLANNER, profile, count, measure)
        found = ratios(values(visits, CONTROL, profile, count, measure), mine)
        if found:
            off = "" if CONTROL_LOW <= median(found) <= CONTROL_HIGH else " OFF"
            said.append(f"{name} {median(found):.2f} ({min(found):.2f}–{max(found):.2f}){off}")
    return f"Control, our page against itself: {', '.join(said) or NONE}"


def _said(one: Judged) -> tuple[str, str]:
    """The limit of a goal, and what was reached."""
    goal, reached = one.goal, one.reached
    against = one.against or goal.limit
    if goal.limit == FASTEST:
        against = f"fastest ({one.against})" if one.against else "fastest peer"
    by: dict[By, tuple[str, str]] = {
        "×": (f"{goal.most:g} × {against}", f"{reached:.2f} ×" if reached is not None else NONE),
        "+ms": (
            f"{against} + {goal.most:.1f} ms",
            f"{reached:+.1f} ms" if reached is not None else NONE,
        ),
        "ms": (f"{goal.most:.1f} ms", f"{reached:.1f} ms" if reached is not None else NONE),
    }
    return by[goal.by]


def judgements(judged: Sequence[Judged], rounds: int) -> str:
    """Every goal with what was reached."""
    rows = []
    for one in judged:
        limit, reached = _said(one)
        control = NONE if one.control is None else f"{one.control:.2f}"
        rows.append([f"{one.goal.name} {one.goal.says}", limit, reached, control, one.verdict])
    said = [
        table(["goal", "at the most", "reached", "control", "verdict"], rows),
        f"A control outside {CONTROL_LOW}–{CONTROL_HIGH}: the run says nothing about that goal.",
    ]
    if rounds < ROUNDS_TO_JUDGE:
        said.append(
            f"{rounds} of the {ROUNDS_TO_JUDGE} rounds that it takes to judge a goal: "
            "read these as a look, not as a judgement."
        )
    return "\n".join(said)


def jumping(jumps: Sequence[Jump], count: int) -> str:
    """Layout shift, step by step."""
    rows = [
        [one.step, f"{one.unexpected:.4f}", f"{one.all:.4f}", f"{one.moved:+.0f}"] for one in jumps
    ]
    unexpected, everything = sum(one.unexpected for one in jumps), sum(one.all for one in jumps)
    rows.append(["all steps", f"{unexpected:.4f}", f"{everything:.4f}", ""])
    head = ["unexpected", "with what was asked for", "picture moved down, px"]
    return table([f"layout shift, {count} items", *head], rows)


def accessible(found: Access) -> str:
    """P10, line by line."""
    held = (
        not found.violations
        and found.reached == found.items
        and found.bars_without_script == found.bars
        and found.edit_without_script
    )
    edited = "yes" if found.edit_without_script else "no"
    return "\n".join(
        (
            f"P10, accessibility: {'held' if held else 'missed'}",
            f"  violations that axe finds: {len(found.violations)}",
            *(f"    {one}" for one in found.violations),
            f"  bars and milestones reached by Tab: {found.reached} of {found.items}",
            f"  bars shown without JavaScript: {found.bars_without_script} of {found.bars}",
            f"  edited and undone without JavaScript: {edited}",
        )
    )


def goals_of(visits: Sequence[Visit], judge: Callable[..., Judged]) -> list[Judged]:
    """Every goal whose condition was part of the run."""
    run = {(one.profile, one.count) for one in visits}
    return [judge(visits, goal) for goal in GOALS if (goal.profile, goal.count) in run]
