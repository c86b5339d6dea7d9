"""Walks an edition: everything in it that a check wants to look at, with its path in the document.

The paths are those of the edition document (``stages.pgy1.requires.0.any.1``), so that a problem
found in the values can be shown at the line of the pack it comes from.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pathways.planning import catalogue as c
from pathways.planning.catalogue.documents import Path
from pathways.planning.catalogue.expressions import Condition, Ref

Value = TypeVar("Value")


def requirement_lists(edition: c.Edition) -> Iterator[tuple[Path, tuple[c.Requirement, ...]]]:
    """Every list of requirements: of stages, tracks, milestones and destinations."""
    for stage in edition.stages.values():
        yield ("stages", stage.key, "requires"), stage.requires
        for index, track in enumerate(stage.tracks):
            yield ("stages", stage.key, "tracks", index, "requires"), track.requires
    for milestone in edition.milestones.values():
        yield ("milestones", milestone.key, "requires"), milestone.requires
    for destination in edition.destinations.values():
        yield ("destinations", destination.key, "requires"), destination.requires


def rules(edition: c.Edition) -> Iterator[tuple[Path, c.TimingRule]]:
    """Every timing rule."""
    for milestone in edition.milestones.values():
        for index, rule in enumerate(milestone.rules):
            yield ("milestones", milestone.key, "rules", index), rule


def conditions(edition: c.Edition) -> Iterator[tuple[Path, Condition]]:
    """Every condition, wherever it stands."""
    for cohort in edition.cohorts.values():
        yield from _numbered(("cohorts", cohort.key, "year_of"), cohort.year_of)
    for clock in edition.clocks.values():
        yield ("clocks", clock.key, "starts"), clock.starts
    for path, requirements in requirement_lists(edition):
        for index, requirement in enumerate(requirements):
            yield from _numbered((*path, index, "any"), requirement.any_of)
    for stage in edition.stages.values():
        for index, track in enumerate(stage.tracks):
            for name, condition in (("choose_by", track.choose_by), ("closes", track.closes)):
                if condition:
                    yield ("stages", stage.key, "tracks", index, name), condition
    for path, rule in rules(edition):
        for name, listed in (
            ("earliest", rule.earliest),
            ("first_of", rule.first_of),
            ("usual", rule.usual),
        ):
            yield from _numbered((*path, name), listed)
        if rule.latest:
            yield (*path, "latest"), rule.latest


def refs(edition: c.Edition) -> Iterator[tuple[Path, Ref]]:
    """Every mention of a stage, track or milestone by a reference."""
    for path, condition in conditions(edition):
        for ref in condition.refs:
            yield path, ref
    for milestone in edition.milestones.values():
        for index, ref in enumerate(milestone.shown_with):
            yield ("milestones", milestone.key, "shown_with", index), ref
    for path, rule in rules(edition):
        for name, listed in (("has", rule.has), ("lacks", rule.lacks)):
            for index, ref in enumerate(listed):
                yield (*path, name, index), ref


def intakes(edition: c.Edition) -> Iterator[tuple[Path, c.Intake]]:
    """Every intake: of stages and of tracks."""
    for stage in edition.stages.values():
        for index, intake in enumerate(stage.intakes):
            yield ("stages", stage.key, "intakes", index), intake
        for number, track in enumerate(stage.tracks):
            for index, intake in enumerate(track.intakes):
                yield ("stages", stage.key, "tracks", number, "intakes", index), intake


def patterns(edition: c.Edition) -> Iterator[tuple[Path, c.Pattern]]:
    """Every yearly pattern: of intakes and of sittings."""
    for path, intake in intakes(edition):
        yield path, intake.pattern
    for path, rule in rules(edition):
        for index, pattern in enumerate(rule.sittings):
            yield (*path, "sittings", index), pattern


def dated_lists(edition: c.Edition) -> Iterator[tuple[Path, tuple[c.Dated, ...]]]:
    """Every list of published dates: of intakes and of rules."""
    for path, intake in intakes(edition):
        yield (*path, "dated"), intake.dated
    for path, rule in rules(edition):
        yield (*path, "dated"), rule.dated


def lengths(edition: c.Edition) -> Iterator[tuple[Path, c.Stage, c.Length]]:
    """Every length, with the stage it is of."""
    for stage in edition.stages.values():
        yield ("stages", stage.key, "length"), stage, stage.length
        for index, track in enumerate(stage.tracks):
            if track.length:
                yield ("stages", stage.key, "tracks", index, "length"), stage, track.length


def figures(edition: c.Edition) -> Iterator[tuple[Path, c.Figure]]:
    """Every figure."""
    for stage in edition.stages.values():
        yield ("stages", stage.key), stage.figure
        for index, track in enumerate(stage.tracks):
            yield ("stages", stage.key, "tracks", index), track.figure
    for path, intake in intakes(edition):
        yield path, intake.figure
    for path, _, length in lengths(edition):
        yield path, length.figure
    yield from _limit_figures(edition)
    for path, requirements in requirement_lists(edition):
        yield from _numbered(path, (one.figure for one in requirements))
    for path, dated in dated_lists(edition):
        yield from _numbered(path, (one.figure for one in dated))
    for milestone in edition.milestones.values():
        yield ("milestones", milestone.key), milestone.figure
        for index, fee in enumerate(milestone.fees):
            yield ("milestones", milestone.key, "fees", index), fee.figure
    for path, rule in rules(edition):
        yield path, rule.figure
    for destination in edition.destinations.values():
        yield ("destinations", destination.key), destination.figure
    for statement in edition.statements.values():
        yield ("statements", statement.key), statement.figure


def _limit_figures(edition: c.Edition) -> Iterator[tuple[Path, c.Figure]]:
    """Figures of what limits and counts."""
    for stage in edition.stages.values():
        if stage.leave:
            yield ("stages", stage.key, "leave"), stage.leave.figure
        for index, kind in enumerate(stage.time_out):
            yield ("stages", stage.key, "time_out", index), kind.figure
        for index, counting in enumerate(stage.counting):
            yield ("stages", stage.key, "counting", index), counting.figure
    for milestone in edition.milestones.values():
        for name, one in (
            ("lock_out", milestone.lock_out),
            ("lead", milestone.lead),
            ("validity", milestone.validity),
            ("renewal", milestone.renewal),
        ):
            if one:
                yield ("milestones", milestone.key, name), one.figure
    for clock in edition.clocks.values():
        yield ("clocks", clock.key), clock.figure


def _numbered(path: Path, values: Iterable[Value]) -> Iterator[tuple[Path, Value]]:
    for index, value in enumerate(values):
        yield (*path, index), value
