"""Several writers at once: nothing is lost, nothing is doubled, nothing breaks."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from pathways import errors
from pathways.models import Comment, Plan, Revision, ShareLink
from pathways.operations import comments, plans, shares
from radcareers.accounts.models import User
from tests.factories import make_edition, make_plan, make_user, plan_document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.integrity]
WRITERS = 8


def at_once(work: Callable[[int], object]) -> list[object]:
    """What ``work`` gives in each of several threads, each with a connection of its own."""

    def one(number: int) -> object:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_no_edit_of_many_writers_is_lost() -> None:
    plan = make_plan(title="start")
    edits_each = 5

    def write(writer: int) -> int:
        retries = 0
        for number in range(edits_each):
            while True:
                current = Plan.objects.get(pk=plan.pk)
                note = {"note": str(number)}
                changes = {**current.document["changes"], f"item_{writer}_{number}": note}
                try:
                    plans.save_revision(
                        plan=current,
                        version=current.version,
                        document={**current.document, "changes": changes},
                        cause="Noted",
                    )
                    break
                except errors.StaleVersion:
                    retries += 1
        return retries

    at_once(write)
    plan.refresh_from_db()
    assert len(plan.document["changes"]) == WRITERS * edits_each
    assert plan.version == 1 + WRITERS * edits_each
    newest = plan.revisions.order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.document) == (plan.version, plan.document)


def test_of_many_edits_of_one_version_one_is_saved() -> None:
    plan = make_plan()

    def write(writer: int) -> bool:
        document = plan_document(title=f"By {writer}")
        try:
            plans.save_revision(plan=plan, version=1, document=document, cause="Raced")
        except errors.StaleVersion:
            return False
        return True

    assert at_once(write).count(True) == 1
    assert Revision.objects.count() == 2


def test_a_request_repeated_many_times_makes_one_plan() -> None:
    make_edition()
    owner, key = make_user(), uuid.uuid4()
    made = at_once(lambda _: plans.create_plan(owner=owner, document=plan_document(), key=key).pk)
    assert (len(set(made)), Plan.objects.count(), Revision.objects.count()) == (1, 1, 1)


def test_the_quota_cannot_be_raced_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MAX_PLANS", 3)
    make_edition()
    owner = make_user()

    def create(_: int) -> bool:
        try:
            plans.create_plan(owner=User.objects.get(pk=owner.pk), document=plan_document())
        except errors.LimitReached:
            return False
        return True

    assert at_once(create).count(True) == 3
    assert Plan.objects.count() == 3


def test_a_share_repeated_many_times_is_one_link_with_one_token() -> None:
    plan, key = make_plan(), uuid.uuid4()
    tokens = at_once(lambda _: shares.create_share(plan=plan, label="For Ann", key=key)[1])
    assert (len(set(tokens)), ShareLink.objects.count()) == (1, 1)


def test_a_comment_sent_many_times_is_one() -> None:
    link, _token = shares.create_share(plan=make_plan(), takes_comments=True)
    key = uuid.uuid4()

    def write(_: int) -> Comment:
        return comments.write_comment(link=link, name="Ann", text="Why?", key=key)

    kept = at_once(write)
    assert (len(set(kept)), Comment.objects.count()) == (1, 1)


def test_the_queue_of_a_link_cannot_be_raced_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MAX_WAITING", 3)
    link, _token = shares.create_share(plan=make_plan(), takes_comments=True)

    def write(number: int) -> bool:
        try:
            comments.write_comment(link=link, name="Ann", text=f"{number}")
        except errors.LimitReached:
            return False
        return True

    assert at_once(write).count(True) == 3
    assert Comment.objects.count() == 3
