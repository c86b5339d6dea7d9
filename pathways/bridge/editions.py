"""Editions as values. An edition never changes, so what was read once is kept."""

import gc
from contextlib import suppress
from functools import lru_cache

from django.db import DatabaseError, connections

from pathways import models as m
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.older import upgraded
from pathways.planning.catalogue.reading import read_edition


@lru_cache(maxsize=32)
def edition_values(number: int) -> Edition:
    """The edition of that number, read once in each process; raises Edition.DoesNotExist."""
    return read_edition(upgraded(m.Edition.objects.get(number=number).document), number)


def warm_up() -> None:
    """Read the newest edition before anybody asks, and spare it the garbage collector, which would
    look through all of it again and again. Before processes are made of this one."""
    with suppress(DatabaseError, m.Edition.DoesNotExist):
        current_edition()
    connections.close_all()
    gc.collect()
    gc.freeze()


def current_number() -> int | None:
    """The number of the newest edition; None before the first is published."""
    number: int | None = (
        m.Edition.objects.order_by("-number").values_list("number", flat=True).first()
    )
    return number


def current_edition() -> Edition:
    """The newest edition; raises Edition.DoesNotExist before the first is published."""
    number = current_number()
    if number is None:
        raise m.Edition.DoesNotExist(
            "No edition is published yet; run manage.py load_packs --publish."
        )
    return edition_values(number)
