"""The catalogue to read: search and lists, countries, a page for each thing, and the sitemap."""

import datetime as dt
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pathways.bridge import current_edition, edition_values
from pathways.explore.search import Index, build_index
from pathways.explore.things import Things, find_things
from pathways.presenters.explore.listing import present_country, present_listing
from pathways.presenters.explore.page import RoutesPart, present_thing
from pathways.presenters.explore.routes import present_standard_routes
from pathways.views.desks import today

MOST_QUERY = 100


@lru_cache(maxsize=4)
def things_of(number: int) -> Things:
    """What has a page in the edition of that number. Editions never change."""
    return find_things(edition_values(number))


@lru_cache(maxsize=4)
def index_of(number: int) -> Index:
    """What can be found in the edition of that number."""
    return build_index(things_of(number))


@lru_cache(maxsize=256)
def routes_of(number: int, key: str, month: dt.date) -> RoutesPart | None:
    """The routes to a destination from its standard start, as of the first of a month."""
    edition = edition_values(number)
    return present_standard_routes(edition, edition.destinations[key], month)


def current_things() -> Things:
    """What has a page now."""
    return things_of(current_edition().number)


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Countries; or what a query and filters find."""
    things = current_things()
    number = request.GET.get("page", "1")
    page = present_listing(
        things,
        index_of(things.edition.number),
        query=request.GET.get("q", "")[:MOST_QUERY].replace("\0", ""),
        country=request.GET.get("country", ""),
        kind=request.GET.get("kind", ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    return _page(request, "explore/listing.html", page=page)


@login_not_required
@require_safe
def country(request: HttpRequest, key: str) -> HttpResponse:
    """One country."""
    things = current_things()
    jurisdiction = things.edition.jurisdictions.get(key)
    if jurisdiction is None:
        raise Http404
    return _page(request, "explore/country.html", page=present_country(things, jurisdiction))


@login_not_required
@require_safe
def thing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One destination, stage, exam or organisation."""
    things = current_things()
    found = things.by_place.get((kind, key))
    if found is None:
        raise Http404
    routes = None
    if found.kind == "destinations":
        routes = routes_of(things.edition.number, key, today().replace(day=1))
    return _page(request, "explore/thing.html", page=present_thing(things, found, routes=routes))


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    canonical = request.build_absolute_uri(request.path)
    return render(request, template, {**context, "canonical": canonical, "section": "explore"})


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is worth finding."""
    things = current_things()
    paths = ["/", "/explore/"]
    paths += [f"/explore/countries/{key}/" for key in things.edition.jurisdictions]
    paths += [one.address for one in things.all]
    addresses = [request.build_absolute_uri(path) for path in paths]
    return render(
        request, "explore/sitemap.xml", {"addresses": addresses}, content_type="application/xml"
    )


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that read the web may read, and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/accounts/", "/admin/", "/draft/", "/plans/", "/s/")),
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")
