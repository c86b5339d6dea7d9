"""The four questions: what can be answered, taken from the catalogue."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from pathways.forms.staying import Overdue
from pathways.planning.catalogue import Destination, Edition, Jurisdiction, Stage, Track
from pathways.presenters import words
from pathways.presenters.home import Option, OptionGroup, Questions, StillThere

GROUPS = {
    "education": "studying",
    "internship": "internship and foundation years",
    "residency": "residency and specialty training",
    "fellowship": "fellowship and further training",
    "practice": "working",
}
GONE = "“{}” is a destination of another country. Choose again."
NOT_STARTED = Option(value="none", label="I haven’t started yet")
FOLLOW_UP = ("still", "ends", "ended")
NOT_SURE = Option(value="", label="Not sure yet")
DESTINATION_KINDS = {"subspecialty": "subspecialties", "role": "roles"}


def present_questions(
    edition: Edition,
    *,
    start_url: str,
    values: Mapping[str, str],
    problems: Mapping[str, str],
    today: dt.date,
    over: Overdue | None = None,
    first: bool = False,
) -> Questions:
    """The questions with every answer the edition offers, and what was typed so far.

    Once the country is known, its positions come first and its destinations are offered alone. A
    destination of another country becomes what is called the same here; else it is said. A stage
    that would be ``over`` by now is asked about, the ``first`` time without answers to another.
    """
    if first:
        values = {name: one for name, one in values.items() if name not in FOLLOW_UP}
    chosen = edition.jurisdictions.get(values.get("country", ""))
    countries = sorted(edition.jurisdictions.values(), key=lambda one: one.name)
    offered = [chosen] if chosen else countries
    destination, gone = edition.destinations.get(values.get("destination", "")), ""
    if chosen and destination and destination.jurisdiction != chosen.key:
        same = _called_the_same(edition, destination, chosen)
        values = {**values, "destination": same.key if same else ""}
        gone = "" if same else GONE.format(destination.name)
    return Questions(
        now=tuple(_now(edition, sorted(countries, key=lambda one: one is not chosen))),
        destinations=(
            OptionGroup(label="", options=(NOT_SURE,)),
            *destination_groups(edition, offered),
        ),
        countries=tuple(Option(value=one.key, label=one.name) for one in countries),
        start_url=start_url,
        values=values,
        problems=problems,
        gone=gone,
        over=_still_there(over, today, first=first) if over else None,
    )


def _still_there(over: Overdue, today: dt.date, *, first: bool) -> StillThere:
    return StillThere(
        says=f"That stage would normally have ended in {words.month(over.last)}. "
        "Are you still in it?",
        about=over.about,
        first=first,
        usual=f"{over.last:%Y-%m}",
        since=f"{over.current.start:%Y-%m}",
        now=f"{today:%Y-%m}",
    )


def _called_the_same(
    edition: Edition, destination: Destination, country: Jurisdiction
) -> Destination | None:
    """The one destination of that country that shares a name with this one, if there is one."""
    names = _names(destination)
    found = [
        one
        for one in edition.destinations.values()
        if one.jurisdiction == country.key and names & _names(one)
    ]
    return found[0] if len(found) == 1 else None


def _names(destination: Destination) -> set[str]:
    return {destination.name.casefold(), destination.short.casefold()}


def _now(edition: Edition, countries: Sequence[Jurisdiction]) -> Iterator[OptionGroup]:
    yield OptionGroup(label="", options=(NOT_STARTED,))
    for country in countries:
        own = [one for one in edition.stages.values() if one.jurisdiction == country.key]
        for kind, label in GROUPS.items():
            stages = [one for one in own if one.kind == kind and _can_be_in(one)]
            options = tuple(option for stage in stages for option in _positions(stage))
            if options:
                yield OptionGroup(label=f"{country.name}: {label}", options=options)
        behind = [one for one in own if one.entry_only]
        if behind:
            yield OptionGroup(
                label=f"{country.name}: already finished",
                options=tuple(Option(value=one.key, label=one.name) for one in behind),
            )


def _can_be_in(stage: Stage) -> bool:
    """Whether people can say that they are in it: where they only come from, if its years have
    names."""
    return not stage.entry_only or bool(stage.years)


def _positions(stage: Stage) -> Iterator[Option]:
    """The years of a stage by their local names, then its tracks that are told apart by length
    and stages without named years as a whole. A stage that people only come from is told as
    finished by its key alone, so being in it is being in its first year or later."""
    if stage.entry_only:
        yield Option(value=f"{stage.key}#1", label=stage.name)
    elif stage.kind == "education" and stage.tracks:
        for track in stage.tracks:
            yield from _track_positions(stage, track)
    elif len(stage.years_on("")) > 1:
        for number, names in enumerate(stage.years_on(""), 1):
            year = words.with_others(names)
            yield Option(value=f"{stage.key}#{number}", label=f"{stage.name}: {year}")
    else:
        yield Option(value=stage.key, label=stage.name)


def _track_positions(stage: Stage, track: Track) -> Iterator[Option]:
    value = f"{stage.key}@{track.key}"
    years = stage.years_on(track.key)
    if len(years) > 1:
        for number, names in enumerate(years, 1):
            label = f"{stage.short}: {words.with_others(names)}, {track.name}"
            yield Option(value=f"{value}#{number}", label=label)
    else:
        yield Option(value=value, label=f"{stage.short}: {track.name}")


def destination_groups(
    edition: Edition, countries: Sequence[Jurisdiction]
) -> Iterator[OptionGroup]:
    """The destinations of these countries by country and kind; names recur between groups."""
    for country in countries:
        for kind, label in DESTINATION_KINDS.items():
            options = tuple(
                Option(value=one.key, label=one.name)
                for one in sorted(edition.destinations.values(), key=lambda one: one.name)
                if one.kind == kind and one.jurisdiction == country.key
            )
            if options:
                yield OptionGroup(label=f"{country.name}: {label}", options=options)
