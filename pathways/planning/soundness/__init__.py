"""Whether a catalogue makes sense as a whole: what ``publish`` refuses, in plain words.

``check_edition`` returns the problems that make an edition unfit to publish, each with the path
of its place in the document; ``warnings_of`` what deserves a second look; ``list_unverified``
every figure that rests on no source. Each rule is one function and one entry in ``RULES``.
"""

import re
from collections.abc import Iterator

from pathways.planning import catalogue as c
from pathways.planning.catalogue.documents import Path, Problem
from pathways.planning.catalogue.limits import LIMITS
from pathways.planning.catalogue.reading import SECTIONS
from pathways.planning.soundness import feasibility, mentions, places

_CURRENCY = re.compile(r"^[A-Z]{3}$")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOST_YEARS = 15


def check_edition(edition: c.Edition) -> tuple[Problem, ...]:
    """Everything that makes the edition unfit to publish; empty when it is sound.

    Circles and reach are looked at only once every mention leads somewhere: a missing key
    would otherwise be reported again as everything that it cuts off.
    """
    dangling = [problem for rule in mentions.RULES for problem in rule(edition)]
    problems = [problem for rule in RULES for problem in rule(edition)]
    if not dangling:
        problems += feasibility.check_feasibility(edition)
    return tuple(dangling + problems)


def list_unverified(edition: c.Edition) -> tuple[Problem, ...]:
    """Every figure that rests on no checked source or is an estimate, with its note."""
    found = []
    for path, figure in places.figures(edition):
        if figure.is_estimate:
            how = "unverified" if figure.confidence == "U" else "an estimate"
            found.append(Problem(path, f"is {how}{': ' + figure.note if figure.note else '.'}"))
    return tuple(found)


def check_figures(edition: c.Edition) -> Iterator[Problem]:
    """A figure without source is an unverified estimate, and says so.

    1. Confidence A or B needs a source that was read.
    2. Confidence I, or any basis but estimate, needs the source that it was worked out from.
    """
    for path, figure in places.figures(edition):
        if figure.sources:
            continue
        if figure.confidence in ("A", "B"):
            meaning = c.CONFIDENCES[figure.confidence]
            yield Problem(
                (*path, "confidence"),
                f"is {figure.confidence} ({meaning}), but no source is named; "
                "name it under sources, or write “confidence: U, basis: estimate”.",
            )
        elif figure.confidence != "U" or figure.basis != "estimate":
            yield Problem(
                (*path, "basis"),
                f"is {figure.basis} with confidence {figure.confidence}, but no source is named; "
                "what has no source must have “confidence: U, basis: estimate”.",
            )


def check_keys(edition: c.Edition) -> Iterator[Problem]:
    """Keys tell things apart: stages from milestones, tracks of a stage, rules of a milestone."""
    for key in edition.milestones:
        if key in edition.stages:
            yield Problem(
                ("milestones", key), "is the key of a stage too; give one of them another key."
            )
    for section, keys in (("stages", edition.stages), ("milestones", edition.milestones)):
        for key in keys:
            if key.startswith("custom_"):
                yield Problem(
                    (section, key), "must not begin with “custom_”: people's own stages do."
                )
    for stage in edition.stages.values():
        named = [track.key for track in stage.tracks]
        yield from _repeated(("stages", stage.key, "tracks"), "track", named)
    for milestone in edition.milestones.values():
        named = [rule.key for rule in milestone.rules]
        yield from _repeated(("milestones", milestone.key, "rules"), "rule", named)


def _repeated(path: Path, what: str, keys: list[str]) -> Iterator[Problem]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Problem(
                (*path, index, "key"), f"another {what} above has the key “{key}” already."
            )


def check_aliases(edition: c.Edition) -> Iterator[Problem]:
    """Within a jurisdiction an alias means one thing; keys count as names of their owner.

    Stages, tracks and milestones share one set of names, destinations have their own.
    """
    taken: dict[tuple[str, str, str], str] = {}
    owners: dict[str, tuple[str, str]] = {}
    for stage in edition.stages.values():
        owners[stage.key] = ("step", stage.jurisdiction)
    for milestone in edition.milestones.values():
        owners[milestone.key] = ("step", milestone.jurisdiction)
    for key, (group, jurisdiction) in owners.items():
        taken[group, jurisdiction, key] = key
    for destination in edition.destinations.values():
        taken["destination", destination.jurisdiction, destination.key] = destination.key
    for path, group, jurisdiction, owner, aliases in _alias_lists(edition):
        for index, alias in enumerate(aliases):
            name = alias.strip().lower()
            if not name:
                yield Problem((*path, index), "is empty.")
                continue
            other = taken.setdefault((group, jurisdiction, name), owner)
            if other != owner:
                yield Problem((*path, index), f"“{alias}” is a name of {other} already.")


def _alias_lists(edition: c.Edition) -> Iterator[tuple[Path, str, str, str, tuple[str, ...]]]:
    for stage in edition.stages.values():
        path: Path = ("stages", stage.key)
        yield (*path, "aliases"), "step", stage.jurisdiction, stage.key, stage.aliases
        for index, track in enumerate(stage.tracks):
            owner = f"{stage.key}@{track.key}"
            where: Path = (*path, "tracks", index, "aliases")
            yield where, "step", stage.jurisdiction, owner, track.aliases
    for one in edition.milestones.values():
        yield ("milestones", one.key, "aliases"), "step", one.jurisdiction, one.key, one.aliases
    for goal in edition.destinations.values():
        where = ("destinations", goal.key, "aliases")
        yield where, "destination", goal.jurisdiction, goal.key, goal.aliases


def check_statement_names(edition: c.Edition) -> Iterator[Problem]:
    """A skill, procedure or setting has a name, under which people find it."""
    for statement in edition.statements.values():
        if statement.kind in c.NAMED_STATEMENTS and not statement.name:
            yield Problem(
                ("statements", statement.key, "name"), f"is missing: a {statement.kind} needs one."
            )


def check_lengths(edition: c.Edition) -> Iterator[Problem]:
    """Lengths are such as happen: no training of more than fifteen years."""
    for path, stage, length in places.lengths(edition):
        years = length.max if length.unit != "months" else length.max / 12
        if years > _MOST_YEARS and stage.kind != "practice":
            unit = length.unit.replace("_", " ")
            yield Problem(
                (*path, "max"),
                f"is {length.max} {unit}; {stage.kind} lasts at most {_MOST_YEARS} years. "
                "Check the unit.",
            )


def check_calendar(edition: c.Edition) -> Iterator[Problem]:
    """Days of patterns exist in every year, and ranges are not empty."""
    for path, pattern in places.patterns(edition):
        if pattern.month and pattern.day:
            yield from _real_day((*path, "day"), pattern.month, pattern.day)
        if pattern.from_day and pattern.from_day == pattern.until_day:
            yield Problem((*path, "until"), "is the same day as from; the window is empty.")
    for path, month_day in _month_days(edition):
        yield from _real_day(path, *month_day)
    for path, rule in places.rules(edition):
        begins, ends = rule.effective_from, rule.effective_until
        if begins and ends and ends <= begins:
            yield Problem((*path, "effective_until"), "must be later than effective_from.")
        classes = rule.cohort
        if classes and classes.first and classes.last and classes.last < classes.first:
            yield Problem((*path, "cohort", "last"), "must not be before first.")
    for path, dated in places.dated_lists(edition):
        starts = [one.start for one in dated]
        for index, start in enumerate(starts):
            if start in starts[:index]:
                yield Problem((*path, index, "date"), f"{start} is given twice.")


def _month_days(edition: c.Edition) -> Iterator[tuple[Path, c.MonthDay]]:
    """Every day of the year that is given as month and day in one."""
    found: list[tuple[Path, c.MonthDay | None]] = [
        (("cohorts", one.key, "year_begins"), one.year_begins) for one in edition.cohorts.values()
    ]
    for path, pattern in places.patterns(edition):
        found += [((*path, "from"), pattern.from_day), ((*path, "until"), pattern.until_day)]
        found.append(((*path, "ends_by"), pattern.ends_by))
    found += [((*path, "round_up"), rule.round_up) for path, rule in places.rules(edition)]
    for one in edition.milestones.values():
        place: Path = ("milestones", one.key)
        if one.validity:
            found.append(((*place, "validity", "round_up"), one.validity.round_up))
        if one.lock_out:
            found.append(((*place, "lock_out", "begins"), one.lock_out.begins))
        if one.renewal:
            found.append(((*place, "renewal", "begins"), one.renewal.begins))
            found.append(((*place, "renewal", "until"), one.renewal.until))
    yield from ((path, month_day) for path, month_day in found if month_day)


def _real_day(path: Path, month: int, day: int) -> Iterator[Problem]:
    if day > _DAYS[month - 1]:
        yield Problem(path, f"month {month} has no day {day} in every year.")


def check_own_dates(edition: c.Edition) -> Iterator[Problem]:
    """When a track must be chosen counts from its own stage."""
    for stage in edition.stages.values():
        for index, track in enumerate(stage.tracks):
            for name, condition in (("choose_by", track.choose_by), ("closes", track.closes)):
                if (
                    condition
                    and condition.refs
                    and {ref.key for ref in condition.refs} != {stage.key}
                ):
                    yield Problem(
                        ("stages", stage.key, "tracks", index, name),
                        f"must count from the stage itself, like “start({stage.key})+22mo”.",
                    )


def check_rule_parts(edition: c.Edition) -> Iterator[Problem]:
    """Parts of a rule that only mean something together stand together.

    1. Sittings with ``ends_by`` need a rule with ``ends_of``, and the other way round.
    2. ``pauses_in`` needs a time that can pause.
    """
    for path, intake in places.intakes(edition):
        if intake.pattern.ends_by:
            yield Problem((*path, "ends_by"), "only goes with sittings, not with intakes.")
    for path, rule in places.rules(edition):
        if not rule.ends_of:
            for index, pattern in enumerate(rule.sittings):
                if pattern.ends_by:
                    yield Problem(
                        (*path, "sittings", index, "ends_by"),
                        "needs ends_of in its rule: the stages whose planned end counts.",
                    )
        elif not any(pattern.ends_by for pattern in rule.sittings):
            yield Problem(
                (*path, "ends_of"),
                "needs a sitting with ends_by: the day by which training must end.",
            )
        if rule.pauses_in and not (rule.earliest or rule.first_of or rule.latest):
            yield Problem(
                (*path, "pauses_in"),
                "needs earliest, first_of or latest in its rule: the time that leave stops.",
            )


def check_words(edition: c.Edition) -> Iterator[Problem]:
    """Currencies are three capital letters, and cohorts say how to tell the year."""
    for one in edition.jurisdictions.values():
        yield from _real_currency(("jurisdictions", one.key, "currency"), one.currency)
    for milestone in edition.milestones.values():
        for index, fee in enumerate(milestone.fees):
            path: Path = ("milestones", milestone.key, "fees", index, "currency")
            yield from _real_currency(path, fee.currency)
    for cohort in edition.cohorts.values():
        if not cohort.year_of:
            path = ("cohorts", cohort.key, "year_of")
            yield Problem(path, "needs at least one condition like “end(dr_residency)”.")


def _real_currency(path: Path, currency: str) -> Iterator[Problem]:
    if not _CURRENCY.match(currency):
        yield Problem(path, f"is “{currency}”; write the three-letter code, like USD.")


def check_texts(edition: c.Edition) -> Iterator[Problem]:
    """Texts fit where they are kept and shown."""
    for section in SECTIONS:
        for thing in getattr(edition, section).values():
            yield from _fits((section, thing.key), thing)
    for stage in edition.stages.values():
        for index, track in enumerate(stage.tracks):
            yield from _fits(("stages", stage.key, "tracks", index), track)
        for index, kind in enumerate(stage.time_out):
            yield from _fits(("stages", stage.key, "time_out", index), kind)
    for path, rule in places.rules(edition):
        yield from _fits(path, rule)
    for path, pattern in places.patterns(edition):
        yield from _fits(path, pattern)
    for milestone in edition.milestones.values():
        for index, fee in enumerate(milestone.fees):
            yield from _fits(("milestones", milestone.key, "fees", index), fee)


def _fits(path: Path, thing: object) -> Iterator[Problem]:
    for name, limit in LIMITS.items():
        if len(getattr(thing, name, "")) > limit:
            yield Problem((*path, name), f"is longer than {limit} characters.")


RULES = (
    check_texts,
    check_figures,
    check_keys,
    check_aliases,
    check_statement_names,
    check_lengths,
    check_calendar,
    check_own_dates,
    check_rule_parts,
    check_words,
)
