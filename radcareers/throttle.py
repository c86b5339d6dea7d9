"""Counting in the shared cache, so that a limit holds across workers and machines."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from django.utils import timezone

logger = logging.getLogger("radcareers.throttle")


class TooMany(Exception):
    """The limit is reached; the middleware answers 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


def refuse_above(request: HttpRequest, *, what: str, a_minute: int) -> None:
    """Raise ``TooMany`` when this address has done ``what`` too often in this minute."""
    key, left = _key(request, what)
    if _with_cache(lambda cache: cache.get(key, 0)) >= a_minute:
        raise TooMany(left)


def count(request: HttpRequest, *, what: str) -> None:
    """Note that this address did ``what``."""
    key, _left = _key(request, what)
    _with_cache(lambda cache: cache.add(key, 1, timeout=120) or cache.incr(key))


def _with_cache(use: Callable[[BaseCache], Any]) -> Any:
    """Use the shared cache; while it cannot be reached, count in this process at least."""
    try:
        return use(caches["default"])
    except Exception:  # each cache backend has errors of its own
        logger.warning("The shared cache does not answer.")
        return use(caches["process"])


def _key(request: HttpRequest, what: str) -> tuple[str, int]:
    """The counter of this address and minute, and the seconds until the next."""
    minute, second = divmod(int(timezone.now().timestamp()), 60)
    return f"throttle:{what}:{get_adapter().get_client_ip(request)}:{minute}", 60 - second
