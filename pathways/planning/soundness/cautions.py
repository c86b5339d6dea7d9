"""What is not wrong with an edition but deserves a second look before it is published.

Nothing here refuses anything; ``soundness`` does.
"""

from collections.abc import Iterator

from pathways.planning import catalogue as c
from pathways.planning.catalogue.documents import Path, Problem
from pathways.planning.soundness import places


def warnings_of(edition: c.Edition) -> tuple[Problem, ...]:
    """Everything that deserves a second look, each with its path."""
    return tuple(problem for rule in RULES for problem in rule(edition))


def look_at_classes(edition: c.Edition) -> Iterator[Problem]:
    """Rules for classes of one cohort neither overlap nor leave a class out.

    1. Rules that differ in nothing but their classes do not overlap.
    2. Some rule covers each class; a rule for all classes covers every one. Only gaps between
       rules and after the last count: classes before the first have left training.
    """
    for milestone in edition.milestones.values():
        path: Path = ("milestones", milestone.key, "rules")
        limited = [(index, rule) for index, rule in enumerate(milestone.rules) if rule.cohort]
        alike: dict[object, list[tuple[int, c.TimingRule]]] = {}
        for index, rule in limited:
            alike.setdefault((_terms(rule), _cohort(rule)), []).append((index, rule))
        for members in alike.values():
            yield from _overlaps(path, members)
        one_cohort = len({_cohort(rule) for _, rule in limited}) == 1
        if one_cohort and len(limited) == len(milestone.rules):
            yield from _gaps(path, limited)


def _cohort(rule: c.TimingRule) -> str:
    return rule.cohort.of if rule.cohort else ""


def _terms(rule: c.TimingRule) -> tuple[object, ...]:
    """What a rule depends on besides the class."""
    return (rule.has, rule.lacks, rule.effective_from, rule.effective_until)


def _range(rule: c.TimingRule) -> tuple[int, int]:
    classes = rule.cohort
    if classes is None:
        return 0, 9999
    return classes.first or 0, classes.last or 9999


def _overlaps(path: Path, members: list[tuple[int, c.TimingRule]]) -> Iterator[Problem]:
    for place, (_, upper) in enumerate(members):
        for index, lower in members[place + 1 :]:
            first = max(_range(upper)[0], _range(lower)[0])
            last = min(_range(upper)[1], _range(lower)[1])
            if first <= last:
                yield Problem(
                    (*path, index, "cohort"),
                    f"overlaps with {upper.key} above for {_classes(first, last)}; "
                    f"{upper.key} is used for them.",
                )


def _gaps(path: Path, members: list[tuple[int, c.TimingRule]]) -> Iterator[Problem]:
    ordered = sorted(members, key=lambda member: _range(member[1]))
    covered = _range(ordered[0][1])[0] - 1
    last_index = ordered[0][0]
    for index, rule in ordered:
        first, last = _range(rule)
        if first > covered + 1:
            yield Problem(
                (*path, index, "cohort"), f"no rule covers {_classes(covered + 1, first - 1)}."
            )
        if last > covered:
            covered, last_index = last, index
    if covered < 9999:
        yield Problem(
            (*path, last_index, "cohort"), f"no rule covers {_classes(covered + 1, 9999)}."
        )


def _classes(first: int, last: int) -> str:
    if first == last:
        return f"class {first}"
    if first == 0:
        return f"classes up to {last}" if last < 9999 else "all classes"
    return f"classes {first} to {last}" if last < 9999 else f"classes from {first} on"


def look_at_unused_rules(edition: c.Edition) -> Iterator[Problem]:
    """No rule stands below one that always applies, unless it is superseded and kept to show."""
    for milestone in edition.milestones.values():
        kept = {rule.supersedes for rule in milestone.rules}
        always = ""
        for index, rule in enumerate(milestone.rules):
            if always and rule.key not in kept:
                yield Problem(
                    ("milestones", milestone.key, "rules", index),
                    f"{rule.key} is never used: {always} above it always applies.",
                )
            is_session = rule.anchor and rule.anchor.of and rule.sittings
            if not always and not rule.cohort and _terms(rule) == ((), (), None, None):
                always = "" if is_session else rule.key


def look_at_unseen(edition: c.Edition) -> Iterator[Problem]:
    """Every milestone is required by something or shown with something; every source is cited."""
    named = {
        ref.key
        for _, requirements in places.requirement_lists(edition)
        for requirement in requirements
        for condition in requirement.any_of
        for ref in condition.refs
    }
    for milestone in edition.milestones.values():
        if not milestone.shown_with and milestone.key not in named:
            yield Problem(
                ("milestones", milestone.key),
                "appears in no plan: nothing requires it and shown_with is empty.",
            )
    cited = {key for _, figure in places.figures(edition) for key in figure.sources}
    for key in edition.sources:
        if key not in cited:
            yield Problem(("sources", key), "is cited by nothing.")


def look_at_notes(edition: c.Edition) -> Iterator[Problem]:
    """What was worked out says how, and so does a figure that several sources disagree on."""
    for path, figure in places.figures(edition):
        if figure.confidence == "I" and not figure.note:
            yield Problem((*path, "note"), "should say how this was worked out (confidence I).")


def look_at_calendar(edition: c.Edition) -> Iterator[Problem]:
    """A fifth weekday does not come in every month."""
    for path, pattern in places.patterns(edition):
        if pattern.nth == 5:
            yield Problem(path, f"not every month has a fifth {pattern.weekday}.")


RULES = (
    look_at_classes,
    look_at_unused_rules,
    look_at_unseen,
    look_at_notes,
    look_at_calendar,
)
