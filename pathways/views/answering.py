"""The routes that answer the questions, with what was said about the stage that one is in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from pathways.forms import StartForm
from pathways.planning.catalogue import Destination, Edition
from pathways.planning.choices import choice_points
from pathways.planning.plans import Change
from pathways.planning.routes import Route, Routes, exams_left, find_routes, training_months
from pathways.views.timelines import timeline_of


def routes_for(form: StartForm, destination: Destination) -> Routes:
    """The routes to a destination for the answers of a form that is valid."""
    edition, today = form.edition, form.today
    found = find_routes(edition, form.cleaned_data["situation"], destination, today)
    if not form.changes:
        return found
    changed = [_with(edition, one, form.changes, today) for one in found.found]
    return replace(found, found=tuple(sorted(changed, key=_rank)))


def _with(edition: Edition, route: Route, changes: Mapping[str, Change], today: dt.date) -> Route:
    """The route with changes to its plan, dated with them."""
    plan = replace(route.plan, changes=dict(changes))
    timeline = timeline_of(edition, plan, today)
    return replace(
        route,
        plan=plan,
        timeline=timeline,
        finish=timeline.finish,
        months=training_months(timeline),
        exams_left=exams_left(timeline),
        choice_points=choice_points(edition, plan, timeline),
        notes=tuple(finding.says for finding in timeline.findings),
    )


def _rank(route: Route) -> tuple[dt.date, int]:
    """By finish, then months; equals stay in the order in which they were found."""
    return (route.finish.date if route.finish else dt.date.max, route.months)
