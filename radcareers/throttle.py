"""Counting in the shared cache, so that a limit holds across workers and machines."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


class TooMany(Exception):
    """The limit is reached; the middleware answers 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


def refuse_above(request: HttpRequest, *, what: str, a_minute: int) -> None:
    """Raise ``TooMany`` when this address has done ``what`` too often in this minute."""
    key, left = _key(request, what)
    if cache.get(key, 0) >= a_minute:
        raise TooMany(left)


def count(request: HttpRequest, *, what: str) -> None:
    """Note that this address did ``what``."""
    key, _left = _key(request, what)
    if not cache.add(key, 1, timeout=120):
        cache.incr(key)


def _key(request: HttpRequest, what: str) -> tuple[str, int]:
    """The counter of this address and minute, and the seconds until the next."""
    minute, second = divmod(int(time.time()), 60)
    return f"throttle:{what}:{get_adapter().get_client_ip(request)}:{minute}", 60 - second
