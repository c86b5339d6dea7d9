"""Editions of one test are not another's, though their numbers are the same."""

from collections.abc import Iterator

import pytest

from pathways.bridge import edition_values


@pytest.fixture(autouse=True)
def _forget_editions() -> Iterator[None]:
    yield
    edition_values.cache_clear()
