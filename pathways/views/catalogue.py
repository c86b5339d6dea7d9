"""The catalogue for everybody: the current edition with its sources, to read by program."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe

from pathways.bridge import current_edition, current_number
from pathways.exports.catalogue import country_document
from pathways.planning.catalogue.writing import write_edition

NOTICE = (
    "Information, not advice: check every date with the body that sets it. Figures name their "
    "sources; those with confidence U are unverified and only typical."
)
LICENCE = (
    "The figures are facts from the public pages named as their sources, told in our own words. "
    "Pages that are linked belong to their owners and have terms of their own. No licence has "
    "been chosen for this collection yet: ask before you publish large parts of it."
)


def _etag(request: HttpRequest, key: str = "") -> str | None:
    number = current_number()
    return f'"edition-{number}{key and f"-{key}"}"' if number else None


def _answer(document: dict[str, Any]) -> HttpResponse:
    head = {"edition": current_edition().number, "notice": NOTICE, "licence": LICENCE}
    response = JsonResponse({**head, **document}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


@login_not_required
@require_safe
@condition(etag_func=_etag)
def catalogue(request: HttpRequest) -> HttpResponse:
    """The current edition as JSON, in the shape of docs/pack-format.md, with its number."""
    return _answer(write_edition(current_edition()))


@login_not_required
@require_safe
@condition(etag_func=_etag)
def catalogue_of(request: HttpRequest, key: str) -> HttpResponse:
    """The same for one country: what belongs to it, and the sources of that."""
    edition = current_edition()
    if key not in edition.jurisdictions:
        raise Http404
    return _answer(country_document(write_edition(edition), key))
