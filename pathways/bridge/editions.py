"""Editions as values. An edition never changes, so what was read once is kept."""

from functools import lru_cache

from pathways import models as m
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.reading import read_edition


@lru_cache(maxsize=32)
def edition_values(number: int) -> Edition:
    """The edition of that number, read once in each process; raises Edition.DoesNotExist."""
    return read_edition(m.Edition.objects.get(number=number).document, number)


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
