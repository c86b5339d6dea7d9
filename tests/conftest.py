"""What every test may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches


def pytest_configure(config: pytest.Config) -> None:
    """Make this run's own data folder."""
    Path(settings.STATIC_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it."""
    shutil.rmtree(settings.DATA, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_process_cache() -> Iterator[None]:
    """What one test computed is not another's to find."""
    yield
    caches["process"].clear()
