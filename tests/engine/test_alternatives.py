"""Other ways beside a plan: keeping, swapping, deciding and dropping them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from pathways.planning import alternatives
from pathways.planning.alternatives import as_plan, decide, drop, keep_beside, swap
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.edits import EditError
from pathways.planning.plan_documents import read_plan, write_plan
from pathways.planning.plans import MAX_ALTERNATIVES, Change, Plan
from pathways.planning.redaction import redact
from pathways.planning.schedule import schedule
from tests.engine.editions import shipped
from tests.engine.plans import plans
from tests.factories import plan_document
from tests.pictures import TODAY


def a_plan(**changes: Any) -> Plan:
    """Half-way through residency, towards IR."""
    document = plan_document(
        route=[{"stage": "ir_independent_1y", "track": ""}, {"stage": "attending", "track": ""}]
    )
    return replace(read_plan(document), **changes)


def longer(plan: Plan, months: int = 24) -> Plan:
    """The same with a longer fellowship."""
    return plan.with_change("ir_independent_1y", Change(months=months))


def with_track(plan: Plan, track: str) -> Plan:
    """The same on another track of the residency."""
    at = tuple(replace(one, track=track) for one in plan.situation.at)
    return replace(plan, situation=replace(plan.situation, at=at))


def test_a_way_that_is_kept_is_the_same_plan_when_it_is_taken() -> None:
    plan = a_plan()
    other = with_track(
        replace(longer(plan), destination="neuroradiology", route=(Ref("f_neuro"),)), "esir"
    )
    kept = keep_beside(plan, other, " Neuro ")
    assert replace(kept, alternatives=()) == plan
    assert [one.name for one in kept.alternatives] == ["Neuro"]
    assert as_plan(kept, 0) == other
    assert decide(kept, 0) == other
    assert drop(kept, 0) == plan


def test_working_on_the_other_way_and_back_changes_nothing() -> None:
    plan = keep_beside(keep_beside(a_plan(), longer(a_plan()), "Longer"),
                       with_track(a_plan(), "esir"), "ESIR")  # fmt: skip
    other = swap(plan, 1)
    assert replace(other, alternatives=()) == with_track(a_plan(), "esir")
    assert [one.name for one in other.alternatives] == ["Longer", "Instead of ESIR"]
    assert as_plan(other, 1) == a_plan()
    assert swap(other, 1) == plan


@given(plan=plans())
@settings(max_examples=60, deadline=None)
def test_whatever_is_kept_can_be_swapped_and_read_back(plan: Plan) -> None:
    for number in range(len(plan.alternatives)):
        other = swap(plan, number)
        assert read_plan(write_plan(other)) == other
        assert len(other.alternatives) == len(plan.alternatives)
        assert other.situation.as_of == plan.situation.as_of
        assert (other.edition, other.clocks, other.title) == (
            plan.edition, plan.clocks, plan.title
        )  # fmt: skip
        assert replace(other, alternatives=()) == as_plan(plan, number) == decide(plan, number)
        back = swap(other, number)
        for key, change in plan.changes.items():
            if change.status == "done":
                assert back.change(key) == change
        assert back.route == plan.route
        assert drop(plan, number).alternatives == tuple(
            one for place, one in enumerate(plan.alternatives) if place != number
        )


@given(plan=plans())
@settings(max_examples=40, deadline=None)
def test_alternatives_move_no_date_of_the_plan_and_are_never_shown_to_others(plan: Plan) -> None:
    alone = replace(plan, alternatives=())
    assert schedule(shipped(), plan, TODAY) == schedule(shipped(), alone, TODAY)
    for notes in (True, False):
        assert redact(plan, notes=notes, own_names=notes).alternatives == ()


def test_what_is_done_is_done_on_every_way() -> None:
    plan = keep_beside(a_plan(), longer(a_plan()), "Longer")
    passed = Change(status="done", date=TODAY, note="Well")
    plan = plan.with_change("core", passed)
    assert as_plan(plan, 0).change("core") == passed
    assert as_plan(plan, 0).change("ir_independent_1y").months == 24
    assert swap(plan, 0).alternatives[0].changes["core"] == passed


def test_there_is_room_for_three() -> None:
    plan = a_plan()
    for months in (13, 14, 15):
        plan = keep_beside(plan, longer(plan, months), f"{months} months")
    assert len(plan.alternatives) == MAX_ALTERNATIVES
    with pytest.raises(EditError, match="at most 3 alternatives"):
        keep_beside(plan, longer(plan, 16), "One more")


@pytest.mark.parametrize("name", ["", "   "])
def test_a_way_has_a_name(name: str) -> None:
    with pytest.raises(EditError, match="a name"):
        keep_beside(a_plan(), longer(a_plan()), name)


def test_a_long_name_is_cut() -> None:
    plan = keep_beside(a_plan(), longer(a_plan()), "x" * 200)
    assert plan.alternatives[0].name == "x" * 99 + "…"
    assert len(swap(plan, 0).alternatives[0].name) == 100
    assert read_plan(write_plan(swap(plan, 0))) == swap(plan, 0)


def test_the_plan_itself_is_no_other_way() -> None:
    plan = a_plan()
    with pytest.raises(EditError, match="no other way"):
        keep_beside(plan, replace(plan, title="Other title"), "The same")
    kept = keep_beside(plan, longer(plan), "Longer")
    with pytest.raises(EditError, match="already"):
        keep_beside(kept, longer(plan), "Longer again")


@pytest.mark.parametrize("number", [-1, 1, 99])
@pytest.mark.parametrize("act", [as_plan, swap, decide, drop])
def test_what_is_not_kept_cannot_be_had(act: Any, number: int) -> None:
    plan = keep_beside(a_plan(), longer(a_plan()), "Longer")
    with pytest.raises(EditError, match="not kept any more"):
        act(plan, number)


# The document


def test_a_plan_without_alternatives_has_the_document_it_always_had() -> None:
    assert "alternatives" not in write_plan(a_plan())
    assert read_plan(write_plan(a_plan())).alternatives == ()


def document_with(**changes: Any) -> dict[str, Any]:
    """A document with one alternative that is like this."""
    plan = keep_beside(a_plan(), longer(a_plan()), "Longer")
    document = write_plan(plan)
    document["alternatives"][0] |= changes
    return document


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"name": ""}, ("name",), "empty"),
        ({"name": "x" * 101}, ("name",), "longer than 100"),
        ({"name": 3}, ("name",), "text"),
        ({"destination": 3}, ("destination",), "text"),
        ({"route": [{"stage": "A B"}]}, ("route", 0, "stage"), "lower-case"),
        ({"route": [{"stage": "dr_residency"}]}, ("route",), "twice"),
        ({"changes": {"core": {"months": 0}}}, ("changes", "core", "months"), "whole number"),
        ({"custom": [{"key": "x"}]}, ("custom", 0, "name"), "missing"),
        ({"tracks": "esir"}, ("tracks",), "list"),
        ({"clocks": []}, ("clocks",), ""),
    ],
)
def test_what_is_wrong_with_an_alternative_is_told_with_its_path(
    changes: dict[str, Any], path: tuple[str | int, ...], says: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        read_plan(document_with(**changes))
    there = [one.message for one in caught.value.problems if one.path == ("alternatives", 0, *path)]
    assert any(says in message for message in there)


def test_more_than_three_are_refused() -> None:
    document = document_with()
    document["alternatives"] *= 4
    with pytest.raises(DocumentError, match="at most 3"):
        read_plan(document)


def test_every_function_is_tried_here() -> None:
    assert {"as_plan", "keep_beside", "swap", "decide", "drop"} <= set(vars(alternatives))
