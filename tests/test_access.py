"""Whose is what: the owner gets it, everybody else gets a 404."""

import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from pathways import access
from pathways.models import Plan, ShareLink
from pathways.operations import plans, shares
from radcareers.accounts.models import User
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db

Door = Callable[[access.Person, Plan], object]


def _link(user: access.Person, plan: Plan) -> object:
    link = ShareLink.objects.filter(plan=plan).first()
    return access.own_link(user, link.pk if link else uuid.uuid4())


DOORS: dict[str, Door] = {
    "plan": lambda user, plan: access.own_plan(user, plan.pk),
    "revision": lambda user, plan: access.own_revision(user, plan.pk, 1),
    "link": _link,
}


@pytest.fixture
def owner() -> User:
    return make_user()


@pytest.fixture
def plan(owner: User) -> Plan:
    made = make_plan(owner)
    shares.create_share(plan=made)
    return made


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_the_owner_gets_it(door: Door, owner: User, plan: Plan) -> None:
    assert door(owner, plan)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_nobody_else_gets_it(door: Door, plan: Plan) -> None:
    strangers = (make_user(), make_user(is_staff=True, is_superuser=True), AnonymousUser())
    for stranger in strangers:
        with pytest.raises(Http404):
            door(stranger, plan)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_a_deleted_plan_is_gone_for_its_owner_too(door: Door, owner: User, plan: Plan) -> None:
    plans.delete_plan(plan=plan)
    with pytest.raises(Http404):
        door(owner, plan)


def test_a_deleted_plan_is_found_among_the_deleted_ones(owner: User, plan: Plan) -> None:
    with pytest.raises(Http404):
        access.own_deleted_plan(owner, plan.pk)
    plans.delete_plan(plan=plan)
    assert access.own_deleted_plan(owner, str(plan.pk)) == plan
    assert list(access.own_deleted_plans(owner)) == [plan]
    with pytest.raises(Http404):
        access.own_deleted_plan(make_user(), plan.pk)


@pytest.mark.parametrize("odd", ["", "7", "no-uuid", "\x00", "é", "0" * 10_000])
def test_odd_ids_are_a_404(odd: str, owner: User) -> None:
    for door in (access.own_plan, access.own_deleted_plan, access.own_link):
        with pytest.raises(Http404):
            door(owner, odd)


def test_a_revision_that_is_not_there_is_a_404(owner: User, plan: Plan) -> None:
    with pytest.raises(Http404):
        access.own_revision(owner, plan.pk, 2)


def test_lists_hold_the_persons_own_plans_alone(owner: User, plan: Plan) -> None:
    make_plan()
    assert list(access.own_plans(owner)) == [plan]
    assert not access.own_plans(AnonymousUser())
    assert not access.own_deleted_plans(AnonymousUser())
