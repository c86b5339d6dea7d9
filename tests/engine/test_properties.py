"""What holds for every plan, whatever a person entered."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.planning.dates import add_months
from pathways.planning.plan_documents import read_plan, write_plan
from pathways.planning.plans import Plan, Situation
from pathways.planning.routes import find_routes
from pathways.planning.schedule import schedule
from pathways.planning.search import as_plan, search
from pathways.planning.timeline import Bar
from tests.engine.editions import shipped
from tests.engine.plans import DATES, plans, situations

TODAY = dt.date(2026, 11, 21)


@given(plan=plans(), today=DATES)
@settings(max_examples=400, deadline=None)
def test_any_plan_is_dated_the_same_twice_without_an_exception(plan: Plan, today: dt.date) -> None:
    first = schedule(shipped(), plan, today)
    assert schedule(shipped(), plan, today) == first
    for item in first.items:
        if isinstance(item, Bar):
            assert item.start.date < item.end.date
        else:
            assert item.at.date < item.until


@given(plan=plans(), today=DATES)
@settings(max_examples=150, deadline=None)
def test_every_date_has_a_receipt_that_says_why(plan: Plan, today: dt.date) -> None:
    for place, moment in schedule(shipped(), plan, today).moments():
        receipt = moment.receipt
        assert receipt.says, place
        assert (
            receipt.sources
            or receipt.yours
            or receipt.basis == "estimate"
            or (receipt.rule == "plan")
        ), f"{place}: {receipt}"


@given(plan=plans())
@settings(max_examples=300, deadline=None)
def test_a_plan_survives_its_document(plan: Plan) -> None:
    assert read_plan(write_plan(plan)) == plan


@given(plan=plans(), today=DATES, later=DATES)
@settings(max_examples=100, deadline=None)
def test_today_moves_no_date(plan: Plan, today: dt.date, later: dt.date) -> None:
    before = [moment.date for _, moment in schedule(shipped(), plan, today).moments()]
    after = [moment.date for _, moment in schedule(shipped(), plan, later).moments()]
    assert before == after


@given(
    situation=situations(),
    destination=st.sampled_from(sorted(shipped().destinations)),
    months=st.integers(0, 60),
)
@settings(max_examples=200, deadline=None)
def test_starting_later_never_finishes_earlier(
    situation: Situation, destination: str, months: int
) -> None:
    edition = shipped()
    for chosen in search(edition, situation, edition.destinations[destination]).found:
        plan = as_plan(edition, situation, destination, chosen)
        early = schedule(edition, plan, TODAY)
        late = schedule(edition, replace(plan, situation=later(plan.situation, months)), TODAY)
        if early.finish and late.finish:
            assert early.finish.date <= late.finish.date


def later(situation: Situation, months: int) -> Situation:
    """The same situation, everything ``months`` later."""
    return Situation(
        as_of=add_months(situation.as_of, months),
        at=tuple(replace(one, start=add_months(one.start, months)) for one in situation.at),
        done=tuple(
            replace(one, date=one.date and add_months(one.date, months)) for one in situation.done
        ),
    )


@given(situation=situations(), destination=st.sampled_from(sorted(shipped().destinations)))
@settings(max_examples=60, deadline=None)
def test_routes_are_minimal_and_free_of_errors(situation: Situation, destination: str) -> None:
    edition = shipped()
    routes = find_routes(edition, situation, edition.destinations[destination], TODAY).found
    sets = [frozenset(route.plan.route) for route in routes]
    for one in sets:
        assert not any(other < one for other in sets)
    for route in routes:
        codes = {finding.code for finding in route.timeline.findings}
        assert "requirement_missing" not in codes
        assert "unknown_item" not in codes
