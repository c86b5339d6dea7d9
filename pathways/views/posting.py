"""What forms send along besides what was typed."""

import uuid

from django.http import HttpRequest


def posted_key(request: HttpRequest) -> uuid.UUID | None:
    """What tells one form that is sent twice from two forms; None when there is none."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
