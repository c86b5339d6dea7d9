"""The catalogue for everybody: the current edition with its sources, to read by program."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe

from pathways.bridge import current_edition, current_number
from pathways.planning.catalogue.writing import write_edition

NOTICE = (
    "Information, not advice: check every date with the body that sets it. Figures name their "
    "sources; those with confidence U are unverified and only typical."
)


def _etag(request: HttpRequest) -> str | None:
    number = current_number()
    return f'"edition-{number}"' if number else None


@login_not_required
@require_safe
@condition(etag_func=_etag)
def catalogue(request: HttpRequest) -> HttpResponse:
    """The current edition as JSON, in the shape of docs/pack-format.md, with its number."""
    edition = current_edition()
    head = {"edition": edition.number, "notice": NOTICE}
    response = JsonResponse(
        {**head, **write_edition(edition)}, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, max-age=300"
    return response
