"""The planner: one page and one form address, for drafts and saved plans alike.

An edit that moves something is shown first (ghosts and a sentence) and kept when it comes back
with ``confirmed``; one that moves nothing is kept at once, unless it asks for a ``preview``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pathways.errors import LimitReached, NothingToUndo, StaleVersion
from pathways.forms import WAYS, FinishByForm, problems_of
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.compare import describe_difference, difference
from pathways.planning.edits import EditError
from pathways.planning.plans import MAX_ALTERNATIVES
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Timeline
from pathways.presenters.alternatives import present_alternatives
from pathways.presenters.backwards import Goal
from pathways.presenters.entries import Entry
from pathways.presenters.planner import Preview, present_planner, sentence
from pathways.views.acting import Edited, Mistyped, NoSuchItem
from pathways.views.actions import ACTIONS
from pathways.views.baselines import baseline_of
from pathways.views.choosing import AMONG_ALTERNATIVES, kept_beside
from pathways.views.desks import HOW, Desk, on_draft, on_plan, posted_version, today

_OWN_FIELDS = ("csrfmiddlewaretoken", "version", "action", "key", "confirmed", "preview", "keep")
BESIDE = "beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two versions to choose from: the plan as it is now, and with the change on top.

    ``button`` goes on with the change, and is empty where the change cannot be made any more:
    then what was typed is shown, so that it is not lost.
    """

    theirs_sentence: str
    theirs_changed: str
    mine_sentence: str
    mine_change: str
    button: str
    typed: str
    page_url: str
    edit_url: str
    version: int
    values: tuple[tuple[str, str], ...]


def _show(
    request: HttpRequest,
    desk: Desk,
    *,
    selected: str = "",
    preview: Preview | None = None,
    entry: Entry | None = None,
    message: str = "",
    status: int = 200,
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
    )
    template = "_planner.html" if request.headers.get("HX-Request") else "planner.html"
    beside = {} if preview else _beside(desk, timeline)  # while a change is looked at, only that
    return render(request, template, {"planner": view, **beside}, status=status)


def _beside(desk: Desk, timeline: Timeline) -> dict[str, object]:
    """What stands beside the plan: what it could be instead, and what it was."""
    kept = present_alternatives(desk.edition, desk.plan, timeline, today=today())
    return {"alternatives": kept, "baseline": baseline_of(desk, timeline)}


def _goal(request: HttpRequest, desk: Desk) -> Goal:
    """The day to finish by that the address asks for, with its answer."""
    typed = request.GET.get("finish_by", "")[:10]
    form = FinishByForm(request.GET)
    if not typed:
        return Goal()
    if not form.is_valid():
        return Goal(typed=typed, problem=problems_of(form)["finish_by"])
    return Goal(typed=typed, result=desk.backwards(form.cleaned_data["finish_by"]))


@require_safe
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The planner; ``?item=KEY`` opens an editor."""
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
        return _conflict(request, desk.fresh())
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
    return _kept(request, moved, f"{'Undone' if name == 'undo' else 'Done again'}: {cause}.")


def _act(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    version = posted_version(request)
    if version != desk.version:
        raise StaleVersion
    before = desk.timeline()
    edited = _edited(request, desk, before, name)
    if request.POST.get("how") in dict(WAYS):
        request.session[HOW] = request.POST["how"]
    after = schedule(desk.edition, edited.plan, today())
    told = describe_difference(before, after)
    moves = not difference(before, after).is_none
    asks = request.POST.get("preview") and request.POST.get("keep") != BESIDE
    if not request.POST.get("confirmed") and (moves or asks):
        return _preview(request, desk, edited, told)
    kept = desk.save(edited.plan, version=version, cause=edited.cause)
    return _kept(request, kept, f"{edited.cause}. {told}")


def _edited(request: HttpRequest, desk: Desk, timeline: Timeline, name: str) -> Edited:
    """What the action makes of the plan, or of an alternative that is kept beside it."""
    edited = ACTIONS[name](desk, timeline, request.POST)
    if request.POST.get("keep") == BESIDE and name not in AMONG_ALTERNATIVES:
        return kept_beside(desk, edited)
    return edited


def _kept(request: HttpRequest, desk: Desk, message: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _show(request, desk, message=message)
    return redirect(desk.links().page)


def _preview(request: HttpRequest, desk: Desk, edited: Edited, told: str) -> HttpResponse:
    preview = Preview(
        before=desk.timeline(),
        says=f"{edited.cause}: {told[:1].lower()}{told[1:]}",
        action=request.POST.get("action", ""),
        key=request.POST.get("key", ""),
        values=tuple(_values(request).items()),
        can_keep_both=request.POST.get("action") not in AMONG_ALTERNATIVES
        and len(desk.plan.alternatives) < MAX_ALTERNATIVES,
    )
    return _show(request, replace(desk, plan=edited.plan), preview=preview)


def _values(request: HttpRequest) -> Mapping[str, str]:
    """What was typed: the posted fields but those of the form itself."""
    return {name: str(value) for name, value in request.POST.items() if name not in _OWN_FIELDS}


def _refuse(request: HttpRequest, desk: Desk, wrong: Exception) -> HttpResponse:
    """The page again with what was typed and what is wrong with it."""
    problems = wrong.problems if isinstance(wrong, Mistyped) else {"": str(wrong)}
    inserting = request.POST.get("action") == "insert"
    return _show(
        request,
        desk,
        selected="" if inserting else request.POST.get("key", ""),
        entry=Entry(key=request.POST.get("key", ""), values=_values(request), problems=problems),
        message=problems.get("", ""),
        status=422,
    )


def _conflict(request: HttpRequest, desk: Desk) -> HttpResponse:
    """409: the plan as it is now beside the same with the change made on top of it."""
    now, timeline = today(), desk.timeline()
    mine, change, button = "Your change cannot be made to it.", "", ""
    name = request.POST.get("action", "")
    if name in ACTIONS:
        try:
            edited = _edited(request, desk, timeline, name)
        except NoSuchItem:
            change = "What it is about is not in the plan any more."
        except (Mistyped, EditError) as wrong:
            mine, change = "Your change cannot be made as it is.", str(wrong)
            button = "Correct my change"
        else:
            button = "Apply my change to it"
            after = schedule(desk.edition, edited.plan, now)
            mine = sentence(desk.edition, edited.plan, after, now)
            change = f"{edited.cause}. {describe_difference(timeline, after)}"
    posted = {
        name: str(value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "version")
    }
    conflict = Conflict(
        theirs_sentence=sentence(desk.edition, desk.plan, timeline, now),
        theirs_changed=desk.saved,
        mine_sentence=mine,
        mine_change=change,
        button=button,
        typed="" if button else ", ".join(filter(None, _values(request).values())),
        page_url=desk.links().page,
        edit_url=desk.links().edit,
        version=desk.version,
        values=tuple({**posted, "confirmed": "1"}.items()),
    )
    template = "_conflict.html" if request.headers.get("HX-Request") else "conflict.html"
    return render(request, template, {"conflict": conflict}, status=409)


draft_page, draft_edit = on_draft(page), on_draft(edit)
plan_page, plan_edit = on_plan(page), on_plan(edit)
