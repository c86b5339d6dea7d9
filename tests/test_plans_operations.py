"""Writing plans: what is kept, what is refused, and that nothing is half done."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways import errors
from pathways.models import Plan, Revision
from pathways.operations import plans, pruning
from pathways.planning.catalogue.documents import DocumentError
from tests.factories import make_edition, make_plan, make_user, plan_document

pytestmark = [pytest.mark.django_db, pytest.mark.integrity]


def edit(plan: Plan, title: str) -> Plan:
    """Save a state that differs in its title."""
    document = {**plan.document, "title": title}
    return plans.save_revision(
        plan=plan, version=plan.version, document=document, cause=f"To {title}"
    )


# Making


def test_a_new_plan_keeps_its_document_and_its_first_revision() -> None:
    plan = make_plan(title="Towards IR")
    plan.refresh_from_db()
    assert plan.document == plan_document(title="Towards IR")
    assert (plan.title, plan.edition.number, plan.version) == ("Towards IR", 1, 1)
    (revision,) = plan.revisions.all()
    assert (revision.number, revision.kind, revision.document) == (1, "created", plan.document)


def test_a_document_that_is_none_makes_no_plan() -> None:
    make_edition()
    with pytest.raises(DocumentError, match="destination"):
        plans.create_plan(owner=make_user(), document=plan_document(destination=7))
    assert not Plan.objects.exists()


def test_an_edition_that_is_not_published_makes_no_plan() -> None:
    with pytest.raises(DocumentError, match="edition: 99 is not published"):
        plans.create_plan(owner=make_user(), document=plan_document(edition=99))
    assert not Plan.objects.exists()


def test_the_same_key_again_gives_the_same_plan() -> None:
    make_edition()
    owner, key = make_user(), uuid.uuid4()
    first = plans.create_plan(owner=owner, document=plan_document(), key=key)
    again = plans.create_plan(owner=owner, document=plan_document(), key=key)
    assert (again.pk, Plan.objects.count(), Revision.objects.count()) == (first.pk, 1, 1)


def test_the_same_key_with_another_document_is_refused() -> None:
    make_edition()
    owner, key = make_user(), uuid.uuid4()
    plans.create_plan(owner=owner, document=plan_document(), key=key)
    with pytest.raises(errors.KeyReused):
        plans.create_plan(owner=owner, document=plan_document(title="Other"), key=key)
    assert Plan.objects.count() == 1


def test_two_people_may_have_the_same_key() -> None:
    make_edition()
    key = uuid.uuid4()
    for owner in (make_user(), make_user()):
        plans.create_plan(owner=owner, document=plan_document(), key=key)
    assert Plan.objects.count() == 2


def test_the_quota_of_plans_is_named_and_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MAX_PLANS", 2)
    owner = make_user()
    first, _second = make_plan(owner), make_plan(owner)
    with pytest.raises(errors.LimitReached, match="You have 2 plans"):
        make_plan(owner)
    plans.delete_plan(plan=first)
    make_plan(owner)
    with pytest.raises(errors.LimitReached):
        plans.restore_plan(plan=first)
    assert Plan.objects.live().count() == 2


def test_a_plan_that_holds_too_much_is_refused() -> None:
    notes = {f"item_{number}": {"note": "x" * 9_000} for number in range(40)}
    with pytest.raises(errors.LimitReached, match="256 KB"):
        make_plan(changes=notes)


# Changing


def test_saving_moves_the_version_and_keeps_the_former_state() -> None:
    plan = edit(make_plan(title="One"), "Two")
    plan.refresh_from_db()
    assert (plan.title, plan.document["title"], plan.version) == ("Two", "Two", 2)
    newest, oldest = plan.revisions.all()
    assert (newest.cause, newest.parent, oldest.document["title"]) == ("To Two", 1, "One")


def test_a_stale_version_writes_nothing() -> None:
    plan = make_plan(title="One")
    edit(plan, "Two")
    with pytest.raises(errors.StaleVersion):
        plans.save_revision(
            plan=plan, version=1, document=plan_document(title="Three"), cause="Late"
        )
    plan.refresh_from_db()
    assert (plan.title, plan.version, plan.revisions.count()) == ("Two", 2, 2)


def test_saving_again_what_is_saved_changes_nothing() -> None:
    plan = make_plan(title="One")
    edit(plan, "Two")
    again = plans.save_revision(
        plan=plan, version=1, document=plan_document(title="Two"), cause="To Two"
    )
    assert (again.version, again.revisions.count()) == (2, 2)


def test_renaming_can_be_undone() -> None:
    plan = make_plan(title="One")
    plan = plans.rename_plan(plan=plan, version=1, title="  Two ")
    assert (plan.title, plan.document["title"]) == ("Two", "Two")
    assert plans.undo(plan=plan, version=2).title == "One"


def test_taking_on_an_edition_moves_the_plan_to_it() -> None:
    plan = make_plan()
    second = make_edition(2)
    plan = plans.save_revision(
        plan=plan, version=1, document=plan_document(edition=2), cause="Took on edition 2"
    )
    assert plan.edition == second
    assert plans.undo(plan=plan, version=2).edition.number == 1


@pytest.mark.parametrize("change", [plans.undo, plans.redo])
def test_a_deleted_plan_cannot_be_changed(change: object) -> None:
    plan = edit(make_plan(), "Two")
    plans.delete_plan(plan=plan)
    assert callable(change)
    with pytest.raises(errors.StaleVersion):
        change(plan=plan, version=plan.version)


# Undo and redo


def test_undo_and_redo_bring_back_exactly_what_was() -> None:
    plan = make_plan(title="One")
    states = [plan.document]
    for title in ("Two", "Three"):
        plan = edit(plan, title)
        states.append(plan.document)
    seen = []
    for step in (plans.undo, plans.undo, plans.redo, plans.redo):
        plan = step(plan=Plan.objects.get(pk=plan.pk), version=plan.version)
        seen.append(plan.document)
    assert seen == [states[1], states[0], states[1], states[2]]
    kinds = list(plan.revisions.values_list("kind", flat=True))
    assert kinds == ["redo", "redo", "undo", "undo", "edit", "edit", "created"]


def test_a_new_edit_takes_the_place_of_what_was_undone() -> None:
    plan = edit(edit(make_plan(title="One"), "Two"), "Three")
    plan = plans.undo(plan=plan, version=plan.version)
    plan = edit(plan, "Four")
    assert plans.redo_step(plan) is None
    titles = []
    for _ in range(2):
        plan = plans.undo(plan=plan, version=plan.version)
        titles.append(plan.title)
    assert titles == ["Two", "One"]
    later = plans.redo_step(plan)
    assert later is not None
    assert later.cause == "To Two"


def test_steps_say_what_they_would_undo_and_redo() -> None:
    plan = edit(make_plan(title="One"), "Two")
    taken_back, shown = plans.undo_step(plan)
    assert taken_back is not None
    assert shown is not None
    assert (taken_back.cause, shown.number, plans.redo_step(plan)) == ("To Two", 1, None)
    plan = plans.undo(plan=plan, version=2)
    assert plans.undo_step(plan) == (None, None)


def test_nothing_to_undo_or_redo_is_refused() -> None:
    plan = make_plan()
    for step in (plans.undo, plans.redo):
        with pytest.raises(errors.NothingToUndo):
            step(plan=plan, version=1)
    assert plan.revisions.count() == 1


def test_an_earlier_state_comes_back_as_an_edit() -> None:
    plan = edit(edit(make_plan(title="One"), "Two"), "Three")
    plan = plans.restore_revision(plan=plan, version=3, number=1)
    assert (plan.title, plan.version) == ("One", 4)
    assert plans.undo(plan=plan, version=4).title == "Three"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=25))
def test_any_walk_of_edits_undos_and_redos_agrees_with_a_list(steps: list[str]) -> None:
    with transaction.atomic():
        plan = make_plan(title="0")
        past, future = ["0"], list[str]()
        for number, step in enumerate(steps, start=1):
            if step == "edit":
                plan = edit(plan, str(number))
                past, future = [*past, str(number)], []
            elif step == "undo" and len(past) > 1:
                plan = plans.undo(plan=plan, version=plan.version)
                future.append(past.pop())
            elif step == "redo" and future:
                plan = plans.redo(plan=plan, version=plan.version)
                past.append(future.pop())
            assert plan.title == past[-1]
            assert (plans.undo_step(plan)[1] is None) == (len(past) == 1)
            assert (plans.redo_step(plan) is None) == (not future)
        transaction.set_rollback(True)


# Pruning


def test_pruning_keeps_the_newest_fifty_edits_and_undo_still_works() -> None:
    plan = make_plan(title="0")
    for number in range(1, 71):
        plan = edit(plan, str(number))
    kept = plan.revisions.count()
    assert pruning.KEPT_EDITS <= kept <= pruning.KEPT_EDITS + pruning.SLACK + 1
    for number in range(69, 69 - pruning.KEPT_EDITS + 1, -1):
        plan = plans.undo(plan=plan, version=plan.version)
        assert plan.title == str(number)


def test_pruning_never_takes_the_state_that_is_shown() -> None:
    plan = edit(make_plan(title="0"), "1")
    plan = plans.undo(plan=plan, version=2)
    for _ in range(70):
        plan = plans.redo(plan=plan, version=plan.version)
        plan = plans.undo(plan=plan, version=plan.version)
    assert (plan.title, plan.shows) == ("0", 1)
    assert plan.revisions.count() <= 2 + pruning.KEPT_STEPS + pruning.SLACK + 1


# Copying, deleting, restoring


def test_a_copy_has_a_history_of_its_own_and_is_made_once() -> None:
    plan, key = edit(make_plan(title="One"), "Two"), uuid.uuid4()
    copy = plans.duplicate_plan(plan=plan, key=key)
    assert plans.duplicate_plan(plan=plan, key=key) == copy
    assert (copy.title, copy.owner, copy.revisions.count()) == ("Two (copy)", plan.owner, 1)
    assert {**copy.document, "title": "Two"} == plan.document


def test_the_longest_title_can_be_copied() -> None:
    copy = plans.duplicate_plan(plan=make_plan(title="x" * 200))
    assert len(copy.title) == 200


def test_a_deleted_plan_comes_back_as_it_was() -> None:
    plan = edit(make_plan(title="One"), "Two")
    deleted = plans.delete_plan(plan=plan)
    assert (list(Plan.objects.live()), list(Plan.objects.deleted())) == ([], [plan])
    restored = plans.restore_plan(plan=deleted)
    assert (restored.document, restored.deleted_at) == (plan.document, None)
    assert plans.undo(plan=restored, version=restored.version).title == "One"


def test_a_stale_version_deletes_nothing() -> None:
    plan = edit(make_plan(title="One"), "Two")
    with pytest.raises(errors.StaleVersion):
        plans.delete_plan(plan=plan, version=1)
    assert list(Plan.objects.live()) == [plan]
    assert plans.delete_plan(plan=plan, version=plan.version).deleted_at is not None


def test_plans_deleted_thirty_days_ago_go_for_good() -> None:
    old, new = (plans.delete_plan(plan=make_plan()) for _ in range(2))
    Plan.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - dt.timedelta(days=31))
    assert pruning.prune_plans() == 1
    assert list(Plan.objects.all()) == [new]
    assert not Revision.objects.filter(plan=old.pk).exists()


def test_only_the_newest_deleted_plans_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MAX_DELETED", 2)
    owner, other = make_user(), plans.delete_plan(plan=make_plan())
    deleted = [plans.delete_plan(plan=make_plan(owner)) for _ in range(4)]
    assert set(Plan.objects.deleted()) == {*deleted[-2:], other}


# What the database itself refuses


def test_an_edition_in_use_cannot_be_deleted_even_with_raw_sql() -> None:
    plan = make_plan()

    def delete() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM pathways_edition")
            connection.check_constraints()

    with pytest.raises((IntegrityError, InternalError)):
        delete()
    plan.refresh_from_db()
    assert plan.edition.number == 1


def test_two_revisions_cannot_have_one_number() -> None:
    plan = make_plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            plan=plan,
            number=1,
            kind="edit",
            cause="Again",
            document={},
            shows=1,
            created_at=timezone.now(),
        )


def test_a_fault_half_way_leaves_the_plan_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan(title="One")

    def fail(*, plan: Plan) -> None:
        raise RuntimeError(str(plan))

    monkeypatch.setattr(plans, "prune_revisions", fail)
    with pytest.raises(RuntimeError):
        edit(plan, "Two")
    plan.refresh_from_db()
    assert (plan.title, plan.version, plan.revisions.count()) == ("One", 1, 1)
