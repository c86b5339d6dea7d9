"""The state that a plan is compared with from then on: choosing it, forgetting it, and the line."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pathways import access
from pathways.bridge import edition_values
from pathways.errors import NothingToUndo, StaleVersion
from pathways.operations import plans as operations
from pathways.planning.plan_documents import read_plan
from pathways.planning.timeline import Timeline
from pathways.presenters.baseline import BaselineView, present_baseline
from pathways.presenters.planner import date_style
from pathways.views.desks import Desk, posted_version, today
from pathways.views.timelines import timeline_of


@require_POST
def choose(request: HttpRequest, plan_id: uuid.UUID, number: int) -> HttpResponse:
    """Compare the plan with that state of it from now on."""
    plan = access.own_revision(request.user, plan_id, number).plan
    try:
        operations.set_baseline(plan=plan, version=posted_version(request), number=number)
    except StaleVersion:
        messages.error(request, "The plan was changed meanwhile. Look again, then choose.")
        return redirect("pathways:plan_history", plan_id=plan_id)
    except NothingToUndo as problem:
        messages.error(request, str(problem))
        return redirect("pathways:plan_history", plan_id=plan_id)
    messages.success(request, "From now on the plan says how it stands against that state.")
    return redirect("pathways:plan_page", plan_id=plan_id)


@require_POST
def forget(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Compare it with no earlier state any more."""
    operations.forget_baseline(plan=access.own_plan(request.user, plan_id))
    return redirect("pathways:plan_page", plan_id=plan_id)


def baseline_of(desk: Desk, timeline: Timeline) -> BaselineView | None:
    """How the plan on the desk stands against its baseline; None where it has none."""
    row = desk.row
    if row is None or row.baseline is None:
        return None
    revision = row.revisions.filter(number=row.baseline).first()
    if revision is None:
        return None
    then = read_plan(revision.document)
    return present_baseline(
        timeline_of(edition_values(then.edition), then, today()),
        timeline,
        at=revision.created_at.date(),
        name=revision.name,
        today=today(),
        style=date_style(desk.edition, desk.plan.destination),
        compare_url=reverse("pathways:plan_compare_state", args=[row.pk, revision.number]),
        forget_url=reverse("pathways:plan_forget_baseline", args=[row.pk]),
    )
