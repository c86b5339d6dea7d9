"""The routes that answer the questions, with what was said about the stage that one is in."""

from collections.abc import Iterable

from pathways.forms import StartForm
from pathways.planning.catalogue import Destination
from pathways.planning.routes import Outlook, Routes, find_routes, survey


def routes_for(form: StartForm, destination: Destination) -> Routes:
    """The routes to a destination for the answers of a form that is valid."""
    situation = form.cleaned_data["situation"]
    return find_routes(form.edition, situation, destination, form.today, form.changes)


def outlooks_for(form: StartForm, destinations: Iterable[Destination]) -> tuple[Outlook, ...]:
    """The same from afar, for several destinations."""
    return survey(form.edition, form.cleaned_data["situation"], destinations, form.changes)
