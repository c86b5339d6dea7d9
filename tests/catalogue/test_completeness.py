"""The sample catalogue says something in every field there is, so that the round trips through
text and rows lose nothing unseen. A new field fails here until it is in the sample."""

import dataclasses
from collections.abc import Iterator, Mapping

from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import SECTIONS, read_edition
from tests.catalogue.samples import sound, spoilt


def values_in(value: object) -> Iterator[object]:
    if dataclasses.is_dataclass(value):
        yield value
        for one in dataclasses.fields(value):
            yield from values_in(getattr(value, one.name))
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from values_in(child)
    elif isinstance(value, tuple):
        for child in value:
            yield from values_in(child)


def silent_fields(edition: Edition) -> set[str]:
    """Fields that have their default wherever they are."""
    said: dict[str, bool] = {}
    for value in values_in(edition):
        assert dataclasses.is_dataclass(value)
        for one in dataclasses.fields(value):
            name = f"{type(value).__name__}.{one.name}"
            default = one.default_factory() if callable(one.default_factory) else one.default
            said[name] = said.get(name, False) or getattr(value, one.name) != default
    return {name for name, is_said in said.items() if not is_said} - {"Edition.number"}


def test_sample_says_something_in_every_field() -> None:
    assert silent_fields(read_edition(sound())) == set()
    assert set(SECTIONS) <= set(sound())


def test_a_silent_field_is_noticed() -> None:
    document = spoilt(("milestones.exam.retake_wait_months", None))
    assert silent_fields(read_edition(document)) == {"Milestone.retake_wait_months"}
