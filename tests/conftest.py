"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.utils import timezone
from hypothesis import settings

from pathways.bridge import edition_values
from pathways.views.explore import index_of, routes_of, things_of
from pathways.views.timelines import computed
from tests.story import STORY_NOON

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _empty_process_cache() -> Iterator[None]:
    """What one test computed is not another's to find."""
    yield
    caches["process"].clear()
    for kept in (edition_values, things_of, index_of, routes_of, computed):
        kept.cache_clear()  # another test's edition 1 is another edition


@pytest.fixture
def story_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make today the day on which the plans of tests are half-way, whenever they are run."""
    monkeypatch.setattr(timezone, "now", lambda: STORY_NOON)
