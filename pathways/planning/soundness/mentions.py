"""Whether everything that an edition names exists: keys, tracks, sources, rules.

Part of ``soundness``. A sentence suggests the nearest key where one is close.
"""

import difflib
from collections.abc import Collection, Iterator

from pathways.planning import catalogue as c
from pathways.planning.catalogue.documents import Path, Problem
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.soundness import places


def _missing(path: Path, what: str, key: str, known: Collection[str]) -> Iterator[Problem]:
    if key not in known:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"; did you mean “{near[0]}”?" if near else "."
        yield Problem(path, f"there is no {what} “{key}”{hint}")


def check_references(edition: c.Edition) -> Iterator[Problem]:
    """Every condition and reference names a stage or milestone, and a track that the stage has."""
    known = {*edition.stages, *edition.milestones}
    for path, ref in places.refs(edition):
        yield from _missing(path, "stage or milestone", ref.key, known)
        yield from _missing_track(edition, path, ref)


def _missing_track(edition: c.Edition, path: Path, ref: Ref) -> Iterator[Problem]:
    if not ref.track:
        return
    if stage := edition.stages.get(ref.key):
        tracks = [track.key for track in stage.tracks]
        yield from _missing(path, f"track of {ref.key} with the key", ref.track, tracks)
    elif ref.key in edition.milestones:
        yield Problem(path, f"“{ref}” names a track, but {ref.key} is a milestone and has none.")


def check_kinds(edition: c.Edition) -> Iterator[Problem]:
    """What a condition asks for by kind, some stage counts as."""
    known = {kind for stage in edition.stages.values() for kind in stage.counts_as}
    for path, condition in places.conditions(edition):
        for one in condition.counting:
            yield from _missing(path, "stage that counts as", one.kind, known)


def check_stage_keys(edition: c.Edition) -> Iterator[Problem]:
    """Exclusions, anchors, pauses, looked-at ends, finish lines and natural starts name stages."""
    for stage in edition.stages.values():
        for index, key in enumerate(stage.excluded_by):
            yield from _missing(
                ("stages", stage.key, "excluded_by", index), "stage", key, edition.stages
            )
    for path, rule in places.rules(edition):
        for index, key in enumerate(rule.anchor.of if rule.anchor else ()):
            yield from _missing((*path, "anchor", "of", index), "stage", key, edition.stages)
        for name, keys in (("pauses_in", rule.pauses_in), ("ends_of", rule.ends_of)):
            for index, key in enumerate(keys):
                yield from _missing((*path, name, index), "stage", key, edition.stages)
    for one in edition.destinations.values():
        path = ("destinations", one.key)
        yield from _missing((*path, "finish"), "stage", one.finish, edition.stages)
        yield from _missing((*path, "natural_start"), "stage", one.natural_start, edition.stages)


def check_limited(edition: c.Edition) -> Iterator[Problem]:
    """A deadline limits stages and milestones; milestones must happen while a pass is valid."""
    steps = {*edition.stages, *edition.milestones}
    for milestone in edition.milestones.values():
        path: Path = ("milestones", milestone.key)
        for index, key in enumerate(milestone.limits):
            yield from _missing((*path, "limits", index), "stage or milestone", key, steps)
        for index, key in enumerate(milestone.validity.uses if milestone.validity else ()):
            where = (*path, "validity", "uses", index)
            yield from _missing(where, "milestone", key, edition.milestones)


def check_first_sittings(edition: c.Edition) -> Iterator[Problem]:
    """What has a first sitting is a milestone."""
    for path, condition in places.conditions(edition):
        for ref in condition.refs if condition.point == "first" else ():
            if ref.key in edition.stages:
                yield Problem(
                    path,
                    f"“{condition}” counts from a first sitting, but {ref.key} is a stage; write "
                    f"“start({ref.key})” or “end({ref.key})”.",
                )


def check_sources(edition: c.Edition) -> Iterator[Problem]:
    """Every source that a figure cites exists."""
    for path, figure in places.figures(edition):
        for index, key in enumerate(figure.sources):
            yield from _missing((*path, "sources", index), "source", key, edition.sources)


def check_owners(edition: c.Edition) -> Iterator[Problem]:
    """Jurisdictions and organisations exist."""
    placed = [
        ("organisations", one.key, one.jurisdiction) for one in edition.organisations.values()
    ]
    placed += [("stages", one.key, one.jurisdiction) for one in edition.stages.values()]
    placed += [("milestones", one.key, one.jurisdiction) for one in edition.milestones.values()]
    placed += [("destinations", one.key, one.jurisdiction) for one in edition.destinations.values()]
    for section, key, jurisdiction in placed:
        path = (section, key, "jurisdiction")
        yield from _missing(path, "jurisdiction", jurisdiction, edition.jurisdictions)
    owned = [("sources", one.key, one.organisation) for one in edition.sources.values()]
    owned += [("milestones", one.key, one.organisation) for one in edition.milestones.values()]
    for section, key, owner in owned:
        if owner:
            path = (section, key, "organisation")
            yield from _missing(path, "organisation", owner, edition.organisations)


def check_rule_names(edition: c.Edition) -> Iterator[Problem]:
    """Rules name cohorts that exist, and supersede another rule of the same milestone."""
    for milestone in edition.milestones.values():
        keys = [rule.key for rule in milestone.rules]
        for index, rule in enumerate(milestone.rules):
            path: Path = ("milestones", milestone.key, "rules", index)
            if rule.cohort:
                yield from _missing(
                    (*path, "cohort", "of"), "cohort", rule.cohort.of, edition.cohorts
                )
            if rule.anchor and rule.anchor.cohort:
                where = (*path, "anchor", "cohort")
                yield from _missing(where, "cohort", rule.anchor.cohort, edition.cohorts)
            if rule.supersedes == rule.key:
                yield Problem((*path, "supersedes"), "a rule cannot supersede itself.")
            elif rule.supersedes:
                what = f"rule of {milestone.key} with the key"
                yield from _missing((*path, "supersedes"), what, rule.supersedes, keys)


def check_statements(edition: c.Edition) -> Iterator[Problem]:
    """Statements are about something that exists."""
    known = {
        *edition.stages,
        *edition.milestones,
        *edition.destinations,
        *edition.organisations,
        *edition.jurisdictions,
    }
    for statement in edition.statements.values():
        path = ("statements", statement.key, "about")
        if not statement.about:
            yield Problem(path, "must name at least one thing that the statement is about.")
        for index, key in enumerate(statement.about):
            yield from _missing((*path, index), "stage, milestone or destination", key, known)
        steps = {*edition.stages, *edition.milestones}
        for index, key in enumerate(statement.warns_with):
            place = ("statements", statement.key, "warns_with", index)
            yield from _missing(place, "stage or milestone", key, steps)


RULES = (
    check_references,
    check_kinds,
    check_stage_keys,
    check_limited,
    check_first_sittings,
    check_sources,
    check_owners,
    check_rule_names,
    check_statements,
)
