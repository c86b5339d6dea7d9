"""A plan on the desk: a draft in the session or a saved plan, worked on in the same way."""

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pathways import access, drafts
from pathways.bridge import edition_values
from pathways.errors import StaleVersion
from pathways.models import Plan as PlanRow
from pathways.operations import plans as operations
from pathways.planning.backcast import Backcast, backcast
from pathways.planning.catalogue import Edition
from pathways.planning.plan_documents import read_plan, write_plan
from pathways.planning.plans import Plan
from pathways.planning.timeline import Item, Timeline
from pathways.presenters import words
from pathways.presenters.comments import waiting_in_words
from pathways.presenters.planner import Links, Saving, date_style
from pathways.views.late import draft_is_gone
from pathways.views.timelines import timeline_of

Rest = ParamSpec("Rest")
HOW = "how_starts_move"
# What an address may ask the page to show, and how long that may be.
KEPT = {"finish_by": 10, "show": 100, "picture": 1}
DeskView = Callable[Concatenate[HttpRequest, "Desk", Rest], HttpResponse]


def today() -> dt.date:
    """The day it is, in UTC."""
    return timezone.now().date()


def posted_version(request: HttpRequest) -> int:
    """The version the form was made from; a missing or odd one counts as stale."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise StaleVersion
    return int(text)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A plan, its edition, and where it is kept: in ``row``, or as ``draft`` of the session.
    ``waiting`` is how many comments on it wait."""

    request: HttpRequest
    plan: Plan
    edition: Edition
    version: int
    row: PlanRow | None = None
    draft: drafts.Draft | None = None
    waiting: int = 0

    @cached_property
    def undo_cause(self) -> str:
        """What undo would take back; empty for nothing."""
        if self.draft:
            return self.draft.past[-1].cause if self.draft.past else ""
        edit, earlier = operations.undo_step(self.row) if self.row else (None, None)
        return edit.cause if edit and earlier else ""

    @cached_property
    def redo_cause(self) -> str:
        """What redo would bring back; empty for nothing."""
        if self.draft:
            return self.draft.future[-1].cause if self.draft.future else ""
        later = operations.redo_step(self.row) if self.row else None
        return later.cause if later else ""

    @property
    def identity(self) -> str:
        """What tells it from every other plan, also once a draft is saved."""
        if self.row is not None:
            return str(self.row.pk)
        return str(self.draft.key) if self.draft else ""

    def commented(self) -> set[str]:
        """Keys of items with comments on them, those of stages that were removed included."""
        comments = self.row.comments.values_list("item", flat=True) if self.row else ()
        return set(comments)

    def timeline(self) -> Timeline:
        """The plan, dated."""
        return timeline_of(self.edition, self.plan, today())

    def day(self, date: dt.date) -> str:
        """A day in the manner of the country where the plan leads."""
        return words.day(date, date_style(self.edition, self.plan.destination))

    def dates_of(self, item: Item) -> str:
        """When an item happens or runs, in the same manner."""
        return words.item_dates(item, date_style(self.edition, self.plan.destination))

    def backwards(self, finish_by: dt.date) -> Backcast:
        """The plan from its end: worked out once in each process, since it takes a while."""
        asked = (write_plan(self.plan), self.edition.number, f"{finish_by} {today()}")
        key = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        kept = caches["process"]
        found: Backcast | None = kept.get(key)
        if found is None:
            found = backcast(self.edition, self.plan, finish_by, today())
            kept.set(key, found, timeout=3600)
        return found

    def saving(self) -> Saving:
        """What the page says about versions, saving and undo."""
        return Saving(
            version=self.version,
            saved=self.row.updated_at if self.row else None,
            draft=self.row is None,
            undo=self.undo_cause,
            redo=self.redo_cause,
            how=self.request.session.get(HOW, "overlap"),
            waiting=waiting_in_words(self.waiting),
        )

    def address(self, name: str, **extra: str) -> str:
        """The address of a page of this plan: "edit" is draft_edit or plan_edit."""
        if self.row is None:
            return reverse(f"pathways:draft_{name}", kwargs=extra)
        return reverse(f"pathways:plan_{name}", kwargs={"plan_id": self.row.pk, **extra})

    def asked(self, name: str) -> str:
        """What the address asks to see: "finish_by" (a month or day), "show" (part of the time),
        "picture" (on a small screen); empty for nothing."""
        return self.request.GET.get(name, "")[: KEPT[name]]

    def links(self) -> Links:
        """Every address the page needs; what it was asked to show goes on with them."""
        files = {form: self.address("file", form=form) for form in ("svg", "ics", "csv", "json")}
        files["print"] = self.address("print")
        routes = self.address("routes")
        views = {
            "page": self._page(),
            "edit": self.address("edit") + self._query(),
            "bare": self._page("finish_by"),
            "whole": self._page("show"),
            "listed": self._page("picture"),
            "why": self.address("why", key="key").replace("/key/", "/{key}/") + self._query(),
        }
        if self.row is None:
            save = f"{reverse('account_signup')}?next={reverse('pathways:plans')}"
            return Links(**views, routes=routes, save=save, **files)
        return Links(
            **views,
            routes=routes,
            rename=self.address("rename"),
            share=self.address("shares"),
            history=self.address("history"),
            comments=self.address("comments"),
            plans=reverse("pathways:plans"),
            **files,
        )

    def _page(self, without: str = "") -> str:
        return self.address("page") + self._query(without)

    def _query(self, without: str = "") -> str:
        kept = {name: self.asked(name) for name in KEPT if name != without and self.asked(name)}
        return f"?{urlencode(kept)}" if kept else ""

    def save(self, plan: Plan, *, version: int, cause: str) -> "Desk":
        """Keep a new state; raises StaleVersion when the version is not the current one."""
        document = write_plan(plan)
        if self.row is None:
            drafts.save_draft(self.request.session, version=version, document=document, cause=cause)
            return draft_desk(self.request) or self
        row = operations.save_revision(
            plan=self.row, version=version, document=document, cause=cause
        )
        return saved_desk(self.request, row, waiting=self.waiting)

    def fresh(self) -> "Desk":
        """The same plan as it is kept now, after somebody else was faster."""
        if self.row is None:
            return draft_desk(self.request) or self
        self.row.refresh_from_db()
        return saved_desk(self.request, self.row, waiting=self.waiting)

    def go(self, direction: str, *, version: int) -> "Desk":
        """Undo or redo; raises StaleVersion or NothingToUndo."""
        if self.row is None:
            step = drafts.undo_draft if direction == "undo" else drafts.redo_draft
            step(self.request.session, version=version)
            return draft_desk(self.request) or self
        move = operations.undo if direction == "undo" else operations.redo
        moved = move(plan=self.row, version=version)
        return saved_desk(self.request, moved, waiting=self.waiting)


def _read(document: Mapping[str, Any]) -> tuple[Plan, Edition]:
    plan = read_plan(document)
    return plan, edition_values(plan.edition)


def draft_desk(request: HttpRequest) -> Desk | None:
    """The draft of this session on the desk, if there is one."""
    draft = drafts.read_draft(request.session)
    if draft is None:
        return None
    plan, edition = _read(draft.document)
    return Desk(request=request, plan=plan, edition=edition, version=draft.version, draft=draft)


def saved_desk(request: HttpRequest, row: PlanRow, *, waiting: int = 0) -> Desk:
    """A saved plan on the desk, with how many comments wait."""
    plan, edition = _read(row.document)
    return Desk(
        request=request,
        plan=plan,
        edition=edition,
        version=row.version,
        row=row,
        waiting=waiting,
    )


def on_draft(view: DeskView[Rest]) -> Callable[..., HttpResponseBase]:
    """Make a view of the draft: for everybody. Without a draft it leads to the questions, and
    what was typed is shown."""

    @login_not_required
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        desk = draft_desk(request)
        if desk is None and request.method == "POST":
            return draft_is_gone(request)
        if desk is None:
            messages.info(request, "Your draft has expired. Please start again.")
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": reverse("pathways:home")})
            return redirect("pathways:home")
        return view(request, desk, *args, **kwargs)

    return answer


def on_plan(view: DeskView[Rest]) -> Callable[..., HttpResponseBase]:
    """Make a view of a saved plan: for its owner; 404 for everybody else."""

    @functools.wraps(view)
    def answer(
        request: HttpRequest, plan_id: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        row = access.own_plan(request.user, plan_id)
        desk = saved_desk(request, row, waiting=getattr(row, "waiting", 0))
        return view(request, desk, *args, **kwargs)

    return answer
