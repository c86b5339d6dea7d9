"""What a server reads before it has workers."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection

from pathways.bridge import current_number, edition_values, warm_up
from pathways.models import Edition
from tests.factories import publish_packs

pytestmark = pytest.mark.django_db(transaction=True)  # it closes its connections


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    edition_values.cache_clear()
    yield
    edition_values.cache_clear()
    gc.unfreeze()


def test_the_newest_edition_is_there_before_it_is_asked_for() -> None:
    publish_packs()
    number = current_number()
    assert number is not None
    edition_values.cache_clear()
    warm_up()
    assert gc.get_freeze_count() > 0
    reads = edition_values.cache_info().misses
    assert edition_values(number).number == number
    assert edition_values.cache_info().misses == reads
    assert Edition.objects.count() == 1  # a connection is opened again when it is needed


def test_a_site_without_an_edition_or_a_database_starts_all_the_same() -> None:
    warm_up()
    assert edition_values.cache_info().currsize == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pathways_edition RENAME TO pathways_away")
    try:
        warm_up()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE pathways_away RENAME TO pathways_edition")
