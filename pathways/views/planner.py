"""The planner: one page and one form address, for drafts and saved plans alike.

An edit that moves something is shown first (ghosts and a sentence) and kept when it comes back
with ``confirmed``; one that moves nothing is kept at once, unless it asks for a ``preview``.
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pathways.errors import LimitReached, NothingToUndo, StaleVersion
from pathways.forms import WAYS, FinishByForm, problems_of
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.compare import describe_difference, difference
from pathways.planning.edits import EditError
from pathways.planning.plans import MAX_ALTERNATIVES
from pathways.planning.timeline import Timeline
from pathways.presenters.alternatives import present_alternatives
from pathways.presenters.backwards import Goal
from pathways.presenters.entries import Entry
from pathways.presenters.first_steps import MOVE
from pathways.presenters.pictures import ALL_SIZES
from pathways.presenters.planner import Preview, other_ways, present_planner
from pathways.presenters.rows import item_url
from pathways.typed import Typed, take_typed, typed_in, values_of
from pathways.views.acting import Edited, Mistyped, NoSuchItem
from pathways.views.actions import ACTIONS, made, tells_of_what_is_to_come
from pathways.views.baselines import baseline_of
from pathways.views.choosing import AMONG_ALTERNATIVES, BESIDE
from pathways.views.comments import remarks_on
from pathways.views.conflicts import conflict, is_kept_already
from pathways.views.desks import HOW, Desk, on_draft, on_plan, posted_version, today
from pathways.views.first_steps import first_steps, hide, tick
from pathways.views.late import (
    is_filled_in,
    item_is_gone,
    sent_to_draft,
    sent_to_plan,
    told_late,
)
from pathways.views.timelines import timeline_of
from radcareers.sent import gives_back


def _show(
    request: HttpRequest,
    desk: Desk,
    *,
    selected: str = "",
    preview: Preview | None = None,
    entry: Entry | None = None,
    message: str = "",
    status: int = 200,
    taken_up: Typed | None = None,
) -> HttpResponse:
    """The page, or only its region for htmx."""
    timeline = desk.timeline()
    view = present_planner(
        desk.edition,
        desk.plan,
        timeline,
        today=today(),
        links=desk.links(),
        saving=desk.saving(),
        selected=selected,
        preview=preview,
        entry=entry,
        message=message,
        goal=_goal(request, desk),
        show=desk.asked("show"),
        sizes=_sizes(request, desk),
    )
    template = "_planner.html" if request.headers.get("HX-Request") else "planner.html"
    # While a change is looked at, only that.
    beside = {} if preview else _beside(request, desk, timeline)
    steps = first_steps(request, desk, view, *([MOVE] if preview else []))
    said = remarks_on(desk, view.editor.key, selected) if view.editor else ()
    context = {
        "planner": view,
        "steps": steps,
        "taken_up": taken_up,
        "remarks": said,
        **beside,
    }
    response = render(request, template, context, status=status)
    return tick(request, response, MOVE) if preview else response


def _shown(request: HttpRequest) -> tuple[str, ...]:
    """The size of pictures that the browser says it shows, else all."""
    shown = request.COOKIES.get("frame", "")
    if request.headers.get("HX-Request"):
        shown = request.headers.get("Picture-Size", shown)
    return (shown,) if shown in ALL_SIZES else ALL_SIZES


def _sizes(request: HttpRequest, desk: Desk) -> tuple[str, ...]:
    """The sizes of the picture to send; the one for phones only where it is asked for, as there
    the list comes first."""
    return tuple(size for size in _shown(request) if size != "narrow" or desk.asked("picture"))


def _beside(request: HttpRequest, desk: Desk, timeline: Timeline) -> dict[str, object]:
    """What stands beside the plan: what it could be instead, and what it was."""
    kept = present_alternatives(
        desk.edition,
        desk.plan,
        timeline,
        dated=lambda plan: timeline_of(desk.edition, plan, today()),
        today=today(),
        sizes=_shown(request),
    )
    return {"alternatives": kept, "baseline": baseline_of(desk, timeline)}


def _goal(request: HttpRequest, desk: Desk) -> Goal:
    """The day to finish by that the address asks for, with its answer."""
    typed = desk.asked("finish_by")
    form = FinishByForm(request.GET)
    if not typed:
        return Goal()
    if not form.is_valid():
        return Goal(typed=typed, problem=problems_of(form)["finish_by"])
    return Goal(typed=typed, result=desk.backwards(form.cleaned_data["finish_by"]))


@require_safe
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The planner; ``?item=KEY`` opens an editor. What its owner typed while signed out is taken
    up once."""
    if desk.row is not None and request.method == "GET":
        typed = take_typed(request.session, plan_id=desk.row.pk)
        if typed is not None:
            return _taken_up(request, desk, typed)
    return _show(request, desk, selected=request.GET.get("item", ""))


@require_POST
def edit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One action on the plan."""
    name = request.POST.get("action", "")
    try:
        if name in ("undo", "redo"):
            return _move(request, desk, name)
        if name not in ACTIONS:
            return _show(request, desk, message="That is not something a plan can do.", status=400)
        return _act(request, desk, name)
    except StaleVersion:
        return _late(request, desk.fresh())
    except (Mistyped, EditError, LimitReached) as wrong:
        return _refuse(request, desk, wrong)
    except DocumentError as wrong:
        return _refuse(request, desk, EditError(f"It {wrong.problems[0].message}"))
    except NothingToUndo as refusal:
        return _show(request, desk, message=str(refusal), status=409)
    except NoSuchItem:
        return _show(request, desk, message="That is not in this plan any more.", status=404)


def _move(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    cause = desk.undo_cause if name == "undo" else desk.redo_cause
    moved = desk.go(name, version=posted_version(request))
    return _kept(request, moved, f"{'Undone' if name == 'undo' else 'Redone'}: {cause}.")


def _act(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    version = posted_version(request)
    if version != desk.version:
        raise StaleVersion
    before, posted = desk.timeline(), _with_how(request, name)
    edited = made(desk, before, posted)
    if posted.get("how") in dict(WAYS):
        request.session[HOW] = posted["how"]
    told, moves = _effect(desk, before, edited)
    asks = posted.get("preview") and posted.get("keep") != BESIDE
    if not posted.get("confirmed") and (moves or asks):
        preview = _preview_of(desk, before, edited, told, typed_in(posted))
        return _show(request, replace(desk, plan=edited.plan), preview=preview)
    kept = desk.save(edited.plan, version=version, cause=edited.cause)
    return _kept(request, kept, f"{edited.cause}. {told}" if moves else f"{edited.cause}.")


def _with_how(request: HttpRequest, name: str) -> QueryDict:
    """What was posted; a start that does not say what moves with it moves what the last one did."""
    if name not in ("start", "move") or "how" in request.POST or HOW not in request.session:
        return request.POST
    posted = request.POST.copy()
    posted["how"] = request.session[HOW]
    return posted


def _effect(desk: Desk, before: Timeline, edited: Edited) -> tuple[str, bool]:
    """What a change does to the dates, in words, and whether it moves any."""
    after = timeline_of(desk.edition, edited.plan, today())
    return describe_difference(before, after), not difference(before, after).is_none


def _kept(request: HttpRequest, desk: Desk, message: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _show(request, desk, message=message)
    return redirect(desk.links().page)


def _preview_of(desk: Desk, before: Timeline, edited: Edited, told: str, typed: Typed) -> Preview:
    page = desk.links().page
    after = timeline_of(desk.edition, edited.plan, today())
    was, item = (
        desk.dates_of(found) if (found := timeline.item(typed.key)) else ""
        for timeline in (before, after)
    )
    dates = f"{item}; " if was and item and was != item else ""
    return Preview(
        before=before,
        says=f"{edited.cause}: {dates}{told[:1].lower()}{told[1:]}",
        back=item_url(page, typed.key) if before.item(typed.key) else page,
        action=typed.action,
        key=typed.key,
        values=tuple(typed.values.items()),
        ways=other_ways(before, typed.action, typed.key, typed.values),
        can_apply=not tells_of_what_is_to_come(before, typed.action, typed.key),
        can_keep_both=typed.action not in AMONG_ALTERNATIVES
        and len(desk.plan.alternatives) < MAX_ALTERNATIVES,
    )


def _refuse(request: HttpRequest, desk: Desk, wrong: Exception) -> HttpResponse:
    """The page again with what was typed and what is wrong with it."""
    problems = wrong.problems if isinstance(wrong, Mistyped) else {"": str(wrong)}
    inserting, key = request.POST.get("action") == "insert", request.POST.get("key", "")
    return _show(
        request,
        desk,
        selected="" if inserting else key,
        entry=Entry(
            key=request.POST.get("key", ""), values=values_of(request.POST), problems=problems
        ),
        message=problems.get("", ""),
        status=422,
    )


@require_POST
def hide_steps(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The planner from now on without first steps."""
    return hide(request, lambda: _kept(request, desk, "The first steps are hidden."))


def _late(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The plan was changed since the form was made."""
    if is_kept_already(request, desk):
        return _kept(request, desk, "That was kept already.")
    return conflict(request, desk)


def _taken_up(request: HttpRequest, desk: Desk, typed: Typed) -> HttpResponse:
    """What was typed while signed out, in its editor, with a preview where it moves something."""
    before, edited, problem = desk.timeline(), None, ""
    entry = Entry(key=typed.key, values=typed.values)
    try:
        edited = ACTIONS[typed.action](desk, before, typed.posted())
    except NoSuchItem:
        return item_is_gone(request, desk.links().page, typed)
    except Mistyped as wrong:
        entry = replace(entry, problems=wrong.problems)
    except (KeyError, EditError) as wrong:
        problem = str(wrong) if isinstance(wrong, EditError) else ""
    preview = None
    if edited is not None:
        told, moves = _effect(desk, before, edited)
        if moves or not is_filled_in(typed, before):
            preview = _preview_of(desk, before, edited, told, typed)
            desk = replace(desk, plan=edited.plan)
    return _show(
        request,
        desk,
        selected=typed.key,
        preview=preview,
        entry=entry,
        message=told_late(typed, desk.version, problem, previewed=preview is not None),
        taken_up=typed,
    )


draft_page = on_draft(page)
draft_edit = gives_back(sent_to_draft)(on_draft(edit))
draft_hide_steps = on_draft(hide_steps)
plan_page = on_plan(page)
plan_edit = gives_back(sent_to_plan)(on_plan(edit))
plan_hide_steps = on_plan(hide_steps)
