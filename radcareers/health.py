"""Whether the process runs, and whether it can do its work."""

import secrets

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers with every migration applied, and the shared cache keeps a value."""
    ready = _database_ready() and _cache_ready()
    return HttpResponse(
        "ok\n" if ready else "not ready\n", content_type="text/plain", status=200 if ready else 503
    )


def _database_ready() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _cache_ready() -> bool:
    key, value = f"readyz:{secrets.token_hex(8)}", secrets.token_hex(8)
    try:
        cache.set(key, value, timeout=10)
        kept = bool(cache.get(key) == value)
        cache.delete(key)
    except Exception:  # each cache backend has errors of its own; any of them means no
        return False
    return kept
