"""The plan of somebody who has not signed in: kept in the session, used like a saved one.

A draft has what a saved plan has for the planner: a document, a version that every change must
name, and undo and redo. It becomes a saved plan when its person signs in.

A version never comes back, whatever became of the draft that had it: a session counts on, and
the first number of each is drawn by lot. So no page of an earlier draft can change a later one.
"""

import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction
from django.utils import timezone

from pathways.errors import LimitReached, NothingToUndo, StaleVersion
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.plan_documents import read_plan, write_plan

Document = Mapping[str, Any]
SESSION_KEY = "draft"
VERSION_KEY = "draft_version"
FIRST_VERSIONS = 10**8
CLAIMED_KEY = "claimed_plan"
CLAIMED_FOR = 60.0
MAX_STEPS = 20
MAX_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A state to go to, the name of the change between it and its neighbour, and the key of the
    draft that it was a state of (empty: of the same draft)."""

    document: dict[str, Any]
    cause: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan that is not saved yet. ``key`` makes sure that it is saved only once, and tells it
    from every other draft: one that is begun in its place has another."""

    document: dict[str, Any]
    version: int
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    @property
    def title(self) -> str:
        """What its person calls it."""
        return str(self.document["title"])


def read_draft(session: SessionBase) -> Draft | None:
    """The draft of this session, if there is one."""
    kept = session.get(SESSION_KEY)
    if kept is None:
        return None
    try:
        return Draft(
            document=write_plan(read_plan(kept["document"])),
            version=kept["version"],
            key=uuid.UUID(kept["key"]),
            past=tuple(Step(**step) for step in kept["past"]),
            future=tuple(Step(**step) for step in kept["future"]),
        )
    except (DocumentError, KeyError, TypeError, ValueError):
        return None  # kept by an earlier release in a form that is no longer read


def start_draft(session: SessionBase, *, document: Document) -> Draft:
    """Begin a draft, in place of the one there may have been."""
    new = write_plan(read_plan(document))
    try:
        with _alone(session):
            return _keep(session, Draft(document=new, version=_unused_version(session)))
    except StaleVersion:
        raise SessionInterrupted("The session ended while the draft was begun.") from None


def save_draft(
    session: SessionBase, *, version: int, document: Document, cause: str, anew: bool = False
) -> Draft:
    """Change the draft; ``anew`` begins another in its place, to which undo goes back. A document
    equal to the current one changes nothing."""
    new = write_plan(read_plan(document))
    with _alone(session):
        draft = read_draft(session)
        if draft is not None and draft.document == new:
            return draft
        draft = _expect(draft, version)
        step = Step(document=draft.document, cause=cause[:200], key=str(draft.key))
        past = (*draft.past, step)[-MAX_STEPS:]
        key = uuid.uuid4() if anew else draft.key
        return _keep(session, _moved(draft, new, key, past=past, future=()))


def undo_draft(session: SessionBase, *, version: int) -> Draft:
    """Take the last change back."""
    with _alone(session):
        draft = _expect(read_draft(session), version)
        if not draft.past:
            raise NothingToUndo("There is nothing to undo.")
        *past, step = draft.past
        future = (*draft.future, replace(step, document=draft.document, key=str(draft.key)))
        return _keep(session, _back_to(draft, step, past=tuple(past), future=future))


def redo_draft(session: SessionBase, *, version: int) -> Draft:
    """Make the change again that was taken back last."""
    with _alone(session):
        draft = _expect(read_draft(session), version)
        if not draft.future:
            raise NothingToUndo("There is nothing to redo.")
        *future, step = draft.future
        past = (*draft.past, replace(step, document=draft.document, key=str(draft.key)))
        return _keep(session, _back_to(draft, step, past=past, future=tuple(future)))


def discard_draft(session: SessionBase) -> None:
    """Forget the draft."""
    session.pop(SESSION_KEY, None)


def note_claimed(session: SessionBase, plan_id: uuid.UUID) -> None:
    """Remember which plan the draft became, for the page that its person gets next."""
    session[CLAIMED_KEY] = {"plan": str(plan_id), "at": timezone.now().timestamp()}


def take_claimed(session: SessionBase) -> str:
    """The id of the plan that the draft became in the last minute, told once; else empty.

    Only for a minute: whoever signed in on the way to another page wants the list later on.
    """
    if CLAIMED_KEY not in session:
        return ""
    noted = session.pop(CLAIMED_KEY)
    recent = timezone.now().timestamp() - noted["at"] < CLAIMED_FOR
    return str(noted["plan"]) if recent else ""


@contextmanager
def _alone(session: SessionBase) -> Iterator[None]:
    """One change at a time for each visitor, made to what the one before it left.

    A session is read when a request begins and written when it ends; between the two another
    request may have changed the draft. So the draft is read anew under a lock and written at once.
    """
    if session.session_key is None or not isinstance(session, SessionStore):
        yield
        return
    with transaction.atomic():
        row = session.model.objects.select_for_update().filter(pk=session.session_key).first()
        if row is None:
            raise StaleVersion
        was_modified = session.modified
        kept = session.decode(row.session_data)
        for name in (SESSION_KEY, VERSION_KEY):
            session[name] = kept.get(name)
        session.modified = False
        try:
            yield
            if session.modified:
                session.save()
                was_modified = False
        finally:
            session.modified = was_modified


def _unused_version(session: SessionBase) -> int:
    """A version that no draft of this session had; of other sessions all but surely none."""
    last: int = session.get(VERSION_KEY) or secrets.randbelow(FIRST_VERSIONS)
    return last + 1


def _expect(draft: Draft | None, version: int) -> Draft:
    if draft is None or draft.version != version:
        raise StaleVersion
    return draft


def _back_to(
    draft: Draft, step: Step, *, past: tuple[Step, ...], future: tuple[Step, ...]
) -> Draft:
    key = uuid.UUID(step.key) if step.key else draft.key
    return _moved(draft, step.document, key, past=past, future=future)


def _moved(
    draft: Draft,
    document: dict[str, Any],
    key: uuid.UUID,
    *,
    past: tuple[Step, ...],
    future: tuple[Step, ...],
) -> Draft:
    return replace(
        draft, document=document, version=draft.version + 1, key=key, past=past, future=future
    )


def _keep(session: SessionBase, draft: Draft) -> Draft:
    """Write the draft to the session, with as many steps back as there is room for."""
    while True:
        kept = {
            "document": draft.document,
            "version": draft.version,
            "key": str(draft.key),
            "past": [_plain(step) for step in draft.past],
            "future": [_plain(step) for step in draft.future],
        }
        if len(json.dumps(kept, ensure_ascii=False).encode()) <= MAX_BYTES:
            break
        if not draft.past:
            raise LimitReached("A plan of this size needs an account. Sign in to save it.")
        draft = replace(draft, past=draft.past[1:])
    session[SESSION_KEY], session[VERSION_KEY] = kept, draft.version
    return draft


def _plain(step: Step) -> dict[str, Any]:
    return {"document": step.document, "cause": step.cause, "key": step.key}
