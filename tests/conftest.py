"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from pathways.bridge import edition_values


@pytest.fixture(autouse=True)
def _empty_process_cache() -> Iterator[None]:
    """What one test computed is not another's to find."""
    yield
    caches["process"].clear()
    edition_values.cache_clear()  # another test's edition 1 is another edition
