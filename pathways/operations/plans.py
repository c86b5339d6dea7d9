"""Every write to a plan: one function, one transaction each.

A function that changes a plan takes the version the person saw and writes nothing when it is no
longer the current one. It brings the ``plan`` it was given up to date and returns it.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from pathways.errors import KeyReused, LimitReached, NothingToUndo, StaleVersion
from pathways.models import Edition, Plan, Revision
from pathways.operations.pruning import prune_plans, prune_revisions
from pathways.planning.catalogue.documents import DocumentError, Problem
from pathways.planning.plan_documents import read_plan, write_plan
from radcareers.accounts.models import User

Document = Mapping[str, Any]
MAX_NAMED = 50
MAX_PLANS = 100
MAX_DOCUMENT_BYTES = 256 * 1024


@transaction.atomic
def create_plan(
    *,
    owner: User,
    document: Document,
    key: uuid.UUID | None = None,
    cause: str = "Made the plan",
) -> Plan:
    """Make a plan from a plan document, which names its edition.

    The same ``key`` again gives the same plan; with another document it is refused.
    """
    new = _checked(document)
    return _create(owner, new, key or uuid.uuid4(), cause, digest=_digest(new))


def _create(
    owner: User,
    document: dict[str, Any],
    key: uuid.UUID,
    cause: str,
    *,
    digest: str,
    identity: uuid.UUID | None = None,
) -> Plan:
    """``identity`` is the id to give the plan, as long as no other plan has it."""
    _lock_owner(owner.pk)
    if earlier := Plan.objects.of(owner.pk).filter(client_key=key).first():
        if earlier.client_digest != digest:
            raise KeyReused
        return earlier
    _leave_room(owner)
    now = timezone.now()
    if identity is None or Plan.objects.filter(pk=identity).exists():
        identity = uuid.uuid4()
    plan = Plan.objects.create(
        id=identity,
        owner=owner,
        edition=_edition(document),
        title=document["title"],
        document=document,
        updated_at=now,
        client_key=key,
        client_digest=digest,
    )
    Revision.objects.create(
        plan=plan,
        number=1,
        kind=Revision.Kind.CREATED,
        cause=cause,
        document=document,
        shows=1,
        created_at=now,
    )
    return plan


@transaction.atomic
def claim_draft(
    *,
    owner: User,
    document: Document,
    key: uuid.UUID,
    past: Sequence[tuple[Document, str]] = (),
) -> Plan:
    """Save what somebody planned before signing in; the draft's ``key`` makes it happen once, and
    is the id of the plan, so that what was exported of the draft is known again.

    ``past`` are earlier states, oldest first, each with the cause of the change that left it. They
    become the plan's history, so that all can still be undone; what can no longer be read is
    left out, with what was before it.
    """
    new = _checked(document)
    states = [*_readable(past), (new, "")]
    first = "Planned before signing in"
    plan = _create(owner, states[0][0], key, first, digest=_digest(new), identity=key)
    if plan.version == 1:
        for (_, cause), (after, _) in pairwise(states):
            plan = save_revision(plan=plan, version=plan.version, document=after, cause=cause)
    return plan


def _readable(past: Sequence[tuple[Document, str]]) -> list[tuple[dict[str, Any], str]]:
    """The newest of these states in canonical form, back to the first that cannot be read."""
    found: list[tuple[dict[str, Any], str]] = []
    for document, cause in reversed(past):
        try:
            state = _checked(document)
            _edition(state)
        except (DocumentError, LimitReached):
            break
        found.insert(0, (state, cause))
    return found


@transaction.atomic
def save_revision(*, plan: Plan, version: int, document: Document, cause: str) -> Plan:
    """Save a new state. ``cause`` says in a few words what was changed.

    A document equal to the current one changes nothing and is no mistake, so that a request
    whose answer got lost can be repeated.
    """
    new = _checked(document)
    current = _locked(plan)
    if current.document == new:
        return current
    _expect(current, version)
    parent, number = current.shows, version + 1
    return _move(current, Revision.Kind.EDIT, cause, new, shows=number, parent=parent)


@transaction.atomic
def rename_plan(*, plan: Plan, version: int, title: str) -> Plan:
    """Give the plan another title; undo brings the old one back."""
    document = {**plan.document, "title": title.strip()}
    return save_revision(plan=plan, version=version, document=document, cause="Renamed the plan")


@transaction.atomic
def undo(*, plan: Plan, version: int) -> Plan:
    """Go back to the state before the last edit that is not yet undone; itself recorded."""
    current = _locked(plan)
    _expect(current, version)
    edit, earlier = undo_step(current)
    if edit is None or earlier is None:
        raise NothingToUndo("There is nothing to undo.")
    cause = f"Undid: {edit.cause}"
    return _move(current, Revision.Kind.UNDO, cause, earlier.document, shows=earlier.number)


@transaction.atomic
def redo(*, plan: Plan, version: int) -> Plan:
    """Go forth again to the state that the last undo left; itself recorded."""
    current = _locked(plan)
    _expect(current, version)
    later = redo_step(current)
    if later is None:
        raise NothingToUndo("There is nothing to redo.")
    cause = f"Redid: {later.cause}"
    return _move(current, Revision.Kind.REDO, cause, later.document, shows=later.number)


@transaction.atomic
def restore_revision(*, plan: Plan, version: int, number: int) -> Plan:
    """Make an earlier state the current one, as a new edit that can be undone."""
    earlier = plan.revisions.filter(number=number).first()
    if earlier is None:
        raise NothingToUndo("That state is no longer kept.")
    cause = f"Went back to {earlier.created_at:%Y-%m-%d %H:%M}"
    return save_revision(plan=plan, version=version, document=earlier.document, cause=cause)


@transaction.atomic
def name_revision(*, revision: Revision, name: str) -> None:
    """Give a state a name of its own; an empty one takes it away. Named states are kept, so
    there may be at most 50 of a plan; raises LimitReached."""
    plan = _locked(revision.plan)
    named = plan.revisions.exclude(name="").exclude(pk=revision.pk)
    if name.strip() and named.count() >= MAX_NAMED:
        raise LimitReached(f"A plan has at most {MAX_NAMED} named states. Take a name away first.")
    Revision.objects.filter(pk=revision.pk).update(name=name.strip())


@transaction.atomic
def set_baseline(*, plan: Plan, version: int, number: int) -> Plan:
    """Compare the plan with that state of it from now on. The plan itself, and so its version, stay
    as they are; raises NothingToUndo where the state is no longer kept."""
    current = _locked(plan)
    _expect(current, version)
    if not current.revisions.filter(number=number).exists():
        raise NothingToUndo("That state is no longer kept.")
    current.baseline = number
    current.save(update_fields=["baseline"])
    return current


@transaction.atomic
def forget_baseline(*, plan: Plan) -> Plan:
    """Compare the plan with no earlier state any more."""
    current = _locked(plan)
    current.baseline = None
    current.save(update_fields=["baseline"])
    prune_revisions(plan=current)
    return current


def undo_step(plan: Plan) -> tuple[Revision | None, Revision | None]:
    """The edit that ``undo`` would take back, and the one whose state it would show."""
    edit = plan.revisions.filter(number=plan.shows).first()
    if edit is None or edit.parent is None:
        return None, None
    return edit, plan.revisions.filter(number=edit.parent).first()


def redo_step(plan: Plan) -> Revision | None:
    """The edit that ``redo`` would bring back: the newest one made from what is shown."""
    return plan.revisions.filter(parent=plan.shows).order_by("-number").first()


@transaction.atomic
def duplicate_plan(*, plan: Plan, key: uuid.UUID | None = None, title: str | None = None) -> Plan:
    """Make a copy of the plan as it is now, with a history of its own and no links."""
    name = title if title is not None else f"{plan.title or 'Untitled plan'} (copy)"
    document = _checked({**plan.document, "title": name[:200]})
    new_key, digest = key or uuid.uuid4(), _digest(document)
    return _create(plan.owner, document, new_key, "Copied the plan", digest=digest)


@transaction.atomic
def delete_plan(*, plan: Plan, version: int | None = None) -> Plan:
    """Put the plan away; it can be restored for 30 days. Its links stop opening at once. Without
    a version it is deleted whatever state it is in."""
    _lock_owner(plan.owner_id)
    current = _locked(plan)
    if version is not None:
        _expect(current, version)
    current.deleted_at = timezone.now()
    current.version += 1
    current.save(update_fields=["deleted_at", "version"])
    prune_plans(owner=current.owner)
    return current


@transaction.atomic
def restore_plan(*, plan: Plan) -> Plan:
    """Bring a deleted plan back as it was, its links included."""
    _lock_owner(plan.owner_id)
    current = Plan.objects.select_for_update().get(pk=plan.pk)
    if current.deleted_at is None:
        return current
    _leave_room(current.owner)
    current.deleted_at = None
    current.version += 1
    current.save(update_fields=["deleted_at", "version"])
    return current


def _lock_owner(owner_id: int) -> None:
    """One at a time for each person, so that neither a key nor a quota can be raced past."""
    User.objects.select_for_update().get(pk=owner_id)


def _locked(plan: Plan) -> Plan:
    """The plan as the database has it, locked until the transaction ends."""
    found = Plan.objects.live().select_for_update().filter(pk=plan.pk).first()
    if found is None:
        raise StaleVersion
    return found


def _expect(plan: Plan, version: int) -> None:
    if plan.version != version:
        raise StaleVersion


def _move(
    plan: Plan,
    kind: Revision.Kind,
    cause: str,
    document: dict[str, Any],
    *,
    shows: int,
    parent: int | None = None,
) -> Plan:
    """Make ``document`` the plan's state, and write the revision that says so."""
    now = timezone.now()
    plan.version += 1
    plan.shows = shows
    plan.document = document
    plan.title = document["title"]
    plan.edition = _edition(document)
    plan.updated_at = now
    plan.save(update_fields=["version", "shows", "document", "title", "edition", "updated_at"])
    Revision.objects.create(
        plan=plan,
        number=plan.version,
        kind=kind,
        cause=cause[:200],
        document=document,
        shows=shows,
        parent=parent,
        created_at=now,
    )
    prune_revisions(plan=plan)
    return plan


def _leave_room(owner: User) -> None:
    if Plan.objects.of(owner.pk).live().count() >= MAX_PLANS:
        raise LimitReached(f"You have {MAX_PLANS} plans, the most there can be. Delete one first.")


def _checked(document: Document) -> dict[str, Any]:
    """The document in its one canonical form; DocumentError when it is none."""
    checked = write_plan(read_plan(document))
    if len(_text(checked)) > MAX_DOCUMENT_BYTES:
        raise LimitReached(f"A plan can hold {MAX_DOCUMENT_BYTES // 1024} KB. Shorten some notes.")
    return checked


def _edition(document: dict[str, Any]) -> Edition:
    edition = Edition.objects.filter(number=document["edition"]).defer("document").first()
    if edition is None:
        problem = Problem(("edition",), f"{document['edition']} is not published here.")
        raise DocumentError([problem])
    return edition


def _digest(document: dict[str, Any]) -> str:
    return hashlib.sha256(_text(document)).hexdigest()


def _text(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
