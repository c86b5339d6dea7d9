"""The four questions: what can be answered, taken from the catalogue."""

from collections.abc import Iterator, Mapping

from pathways.planning.catalogue import Edition, Stage, Track
from pathways.presenters.home import Option, OptionGroup, Questions

GROUPS = {
    "education": "Medical school and before",
    "internship": "First year after medical school",
    "residency": "Residency",
    "fellowship": "Fellowship",
}
NOT_STARTED = Option(value="none", label="None of these yet")


def present_questions(
    edition: Edition,
    *,
    start_url: str,
    values: Mapping[str, str],
    problems: Mapping[str, str],
) -> Questions:
    """The questions with every answer the edition offers, and what was typed so far."""
    return Questions(
        now=tuple(_now(edition)),
        destinations=tuple(_destinations(edition)),
        countries=tuple(
            Option(value=one.key, label=one.name) for one in edition.jurisdictions.values()
        ),
        start_url=start_url,
        values=values,
        problems=problems,
    )


def _now(edition: Edition) -> Iterator[OptionGroup]:
    yield OptionGroup(label="", options=(NOT_STARTED,))
    for kind, label in GROUPS.items():
        stages = [one for one in edition.stages.values() if one.kind == kind and not one.entry_only]
        options = [option for stage in stages for option in _positions(stage)]
        if options:
            yield OptionGroup(label=label, options=tuple(options))
    abroad = [one for one in edition.stages.values() if one.entry_only]
    if abroad:
        finished = tuple(Option(value=one.key, label=f"Finished: {one.name}") for one in abroad)
        yield OptionGroup(label="Trained abroad", options=finished)


def _positions(stage: Stage) -> Iterator[Option]:
    """The years of a stage by their local names, then its tracks that are told apart by length
    and stages without named years as a whole."""
    if stage.kind == "education" and stage.tracks:
        for track in stage.tracks:
            yield from _track_positions(stage, track)
    elif len(stage.years) > 1:
        for number, year in enumerate(stage.years, 1):
            yield Option(value=f"{stage.key}#{number}", label=f"{year}, {stage.name}")
    else:
        yield Option(value=stage.key, label=stage.name)


def _track_positions(stage: Stage, track: Track) -> Iterator[Option]:
    value = f"{stage.key}@{track.key}"
    if track.length is None and len(stage.years) > 1:
        for number, year in enumerate(stage.years, 1):
            yield Option(value=f"{value}#{number}", label=f"{year}, {track.name}")
    else:
        yield Option(value=value, label=track.name)


def _destinations(edition: Edition) -> Iterator[OptionGroup]:
    yield OptionGroup(label="", options=(Option(value="", label="Not sure yet"),))
    for kind, label in (("subspecialty", "Subspecialties"), ("role", "Roles")):
        options = tuple(
            Option(value=one.key, label=one.name)
            for one in sorted(edition.destinations.values(), key=lambda one: one.name)
            if one.kind == kind
        )
        if options:
            yield OptionGroup(label=label, options=options)
