"""409: the plan was changed since the form was made. Both versions, to choose from."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pathways.bridge import edition_values
from pathways.errors import StaleVersion
from pathways.forms import NoteForm, ReasonForm
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.compare import describe_difference
from pathways.planning.edits import EditError
from pathways.planning.plan_documents import read_plan, write_plan
from pathways.planning.timeline import Timeline
from pathways.presenters import words
from pathways.presenters.conflicts import Conflict, Meanwhile
from pathways.presenters.editor import present_editor
from pathways.presenters.entries import Entry
from pathways.presenters.planner import date_style, sentence
from pathways.presenters.typed import pairs_of, typed_fields
from pathways.typed import values_of
from pathways.views.acting import Edited, Mistyped, NoSuchItem
from pathways.views.actions import ACTIONS, made
from pathways.views.desks import Desk, posted_version, today
from pathways.views.timelines import timeline_of

TEXTS = {"note": NoteForm, "reason": ReasonForm}
MOST_MEANWHILE = 5


def _made_on_top(request: HttpRequest, desk: Desk) -> Edited | None:
    """The change of a late form made to the plan as it is now; None where there is no such
    action."""
    if request.POST.get("action", "") not in ACTIONS:
        return None
    try:
        return made(desk, desk.timeline(), request.POST)
    except DocumentError as wrong:
        raise EditError(f"It {wrong.problems[0].message}") from wrong


def is_kept_already(request: HttpRequest, desk: Desk) -> bool:
    """Whether the change is in the plan: a form came again whose answer had been lost."""
    try:
        posted_version(request)
        edited = _made_on_top(request, desk)
    except (StaleVersion, NoSuchItem, Mistyped, EditError):
        return False
    return edited is not None and write_plan(edited.plan) == write_plan(desk.plan)


def conflict(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The plan as it is now beside the same with the change made on top of it."""
    now, timeline = today(), desk.timeline()
    mine, change, button = "Your change cannot be made to it.", "", ""
    try:
        edited = _made_on_top(request, desk)
    except NoSuchItem:
        change = "What it is about is not in the plan any more."
    except (Mistyped, EditError) as wrong:
        mine, change = "Your change cannot be made as it is.", str(wrong)
        button = "Correct my change"
    else:
        if edited is not None:
            button = "Apply my change to it"
            after = timeline_of(desk.edition, edited.plan, now)
            mine = sentence(desk.edition, edited.plan, after, now)
            change = f"{edited.cause}. {describe_difference(timeline, after)}"
    meanwhile, moved = _meanwhile(request, desk, timeline)
    shown = Conflict(
        theirs_sentence=sentence(desk.edition, desk.plan, timeline, now),
        theirs_change=moved,
        meanwhile=meanwhile,
        mine_sentence=mine,
        mine_change=change,
        button=button,
        pairs=(),
        typed=typed_fields(values_of(request.POST)),
        both="",
        page_url=desk.links().page,
        edit_url=desk.links().edit,
        version=desk.version,
        values=_again(request),
        style=date_style(desk.edition, desk.plan.destination),
    )
    template = "_conflict.html" if request.headers.get("HX-Request") else "conflict.html"
    context = {"conflict": _with_fields(shown, request, desk, timeline)}
    return render(request, template, context, status=409)


def _again(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields with which the same change is sent again, to be kept at once."""
    own = {name: request.POST.get(name, "") for name in ("action", "key")}
    if request.POST.get("keep"):
        own["keep"] = request.POST["keep"]
    return tuple({**own, **values_of(request.POST), "confirmed": "1"}.items())


def _meanwhile(
    request: HttpRequest, desk: Desk, timeline: Timeline
) -> tuple[tuple[Meanwhile, ...], str]:
    """What was changed since the page was made, the latest last, and what that moved."""
    if desk.row is None:
        cause = desk.undo_cause
        return ((Meanwhile(cause=cause),) if cause else ()), ""
    try:
        version = posted_version(request)
    except StaleVersion:
        version = desk.version - 1
    later = desk.row.revisions.filter(number__gt=version).order_by("-number")[:MOST_MEANWHILE]
    style = date_style(desk.edition, desk.plan.destination)
    told = tuple(
        Meanwhile(
            cause=one.cause,
            at=one.created_at,
            when=words.moment(one.created_at, style, today()),
        )
        for one in reversed(later)
    )
    seen = desk.row.revisions.filter(number=version).first()
    if seen is None:
        return told, ""
    plan = read_plan(seen.document)
    before = timeline_of(edition_values(plan.edition), plan, today())
    return told, describe_difference(before, timeline)


def _with_fields(shown: Conflict, request: HttpRequest, desk: Desk, timeline: Timeline) -> Conflict:
    """The fields of both beside each other; two notes can be had in one."""
    key, values, style = request.POST.get("key", ""), values_of(request.POST), shown.style
    editor = present_editor(desk.edition, desk.plan, timeline, key, style, Entry(), today())
    # What asks for a preview is a button or a drag: its sentence says all of it.
    pairs = () if request.POST.get("preview") else tuple(pairs_of(editor, values, style))
    name = request.POST.get("action", "")
    both = ""
    if editor and name in TEXTS:
        theirs, mine = (editor.note if name == "note" else editor.reason), values.get(name, "")
        text = f"{theirs.strip()}\n\n{mine.strip()}"
        if theirs.strip() and mine.strip() and theirs != mine:
            both = text if TEXTS[name]({name: text}).is_valid() else ""
    return replace(shown, pairs=pairs, both=both)
