"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_process_cache() -> Iterator[None]:
    """What one test computed is not another's to find."""
    yield
    caches["process"].clear()
