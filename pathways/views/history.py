"""The history of a saved plan: every state that is kept, with a way back to each."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pathways import access
from pathways.bridge import edition_values
from pathways.errors import LimitReached, NothingToUndo, StaleVersion
from pathways.forms import StateNameForm, problems_of
from pathways.models import Plan as PlanRow
from pathways.models import Revision
from pathways.operations import plans as operations
from pathways.planning.plan_documents import read_plan
from pathways.presenters.history import HistoryView, State, StateLinks, pairs, present_state
from pathways.presenters.planner import date_style
from pathways.views.desks import posted_version, today
from pathways.views.timelines import timeline_of

SHOWN = 20


@require_safe
def history(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The states of a plan, the newest first."""
    return _show(request, access.own_plan(request.user, plan_id))


@require_POST
def restore(request: HttpRequest, plan_id: uuid.UUID, number: int) -> HttpResponse:
    """Make an earlier state the current one; that can be undone like any other edit."""
    plan = access.own_revision(request.user, plan_id, number).plan
    try:
        operations.restore_revision(plan=plan, version=posted_version(request), number=number)
    except StaleVersion:
        messages.error(request, "The plan was changed meanwhile. Look again, then go back.")
        return redirect("pathways:plan_history", plan_id=plan_id)
    except (LimitReached, NothingToUndo) as problem:
        messages.error(request, str(problem))
        return redirect("pathways:plan_history", plan_id=plan_id)
    messages.success(request, "The plan is as it was then. Undo brings back what you left.")
    return redirect("pathways:plan_page", plan_id=plan_id)


@require_POST
def name(request: HttpRequest, plan_id: uuid.UUID, number: int) -> HttpResponse:
    """Give a state a name of its own, or take it away."""
    revision = access.own_revision(request.user, plan_id, number)
    form = StateNameForm(request.POST)
    if not form.is_valid():
        problem = problems_of(form)["name"]
        return _show(request, revision.plan, wrong=(number, problem), status=422)
    try:
        operations.name_revision(revision=revision, name=form.cleaned_data["name"])
    except LimitReached as limit:
        return _show(request, revision.plan, wrong=(number, str(limit)), status=422)
    return redirect(f"{reverse('pathways:plan_history', args=[plan_id])}#state-{number}")


def _show(
    request: HttpRequest, plan: PlanRow, *, wrong: tuple[int, str] = (0, ""), status: int = 200
) -> HttpResponse:
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    revisions = plan.revisions.filter(number__lt=before) if before else plan.revisions.all()
    # One more than is shown, to compare the last of them with.
    states = [_state(one) for one in revisions[: SHOWN + 1]]
    current = read_plan(plan.document)
    style = date_style(edition_values(current.edition), current.destination)
    page = reverse("pathways:plan_history", args=[plan.pk])
    shown = pairs(states)[:SHOWN]
    view = HistoryView(
        title=str(plan),
        page_url=reverse("pathways:plan_page", args=[plan.pk]),
        version=plan.version,
        style=style,
        lines=tuple(
            present_state(
                state,
                earlier,
                current=state.number == plan.version,
                baseline=state.number == plan.baseline,
                links=_links(plan, state.number),
                style=style,
                problem=wrong[1] if wrong[0] == state.number else "",
            )
            for state, earlier in shown
        ),
        earlier_url=f"{page}?before={shown[-1][0].number}" if len(states) > SHOWN else "",
        later_url=page if before else "",
    )
    return render(request, "history.html", {"history": view, "section": "plans"}, status=status)


def _links(plan: PlanRow, number: int) -> StateLinks:
    names = ("plan_go_back", "plan_name_state", "plan_compare_state", "plan_set_baseline")
    restore, name, compare, baseline = (
        reverse(f"pathways:{one}", args=[plan.pk, number]) for one in names
    )
    return StateLinks(restore=restore, name=name, compare=compare, baseline=baseline)


def _state(revision: Revision) -> State:
    plan = read_plan(revision.document)
    return State(
        number=revision.number,
        cause=revision.cause,
        name=revision.name,
        at=revision.created_at,
        timeline=timeline_of(edition_values(plan.edition), plan, today()),
    )
