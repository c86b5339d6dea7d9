"""What a card of a route says of its finish."""

import datetime as dt
from dataclasses import replace

from django.template.loader import render_to_string

from pathways.planning.catalogue import Edition
from pathways.planning.plans import Current, Situation
from pathways.planning.routes import find_routes
from pathways.presenters.routes import RouteCard, RoutesView, present_routes
from tests.engine.editions import shipped
from tests.pictures import TODAY

SCHOOL = dt.date(2024, 9, 1)


def shown(
    edition: Edition, destination: str, stage: str = "", start: dt.date = SCHOOL
) -> RoutesView:
    """The routes of somebody in that stage, or in none yet."""
    at = (Current(stage=stage, start=start),) if stage else ()
    situation = Situation(as_of=TODAY, at=at)
    found = find_routes(edition, situation, edition.destinations[destination], TODAY)
    return present_routes(edition, found, today=TODAY, choose_url="/routes/")


def card(view: RoutesView, steps: str) -> RouteCard:
    """The card of the route that goes by a stage."""
    return next(one for one in view.cards if steps in one.steps)


def test_a_finish_that_rests_on_typical_times_says_on_which() -> None:
    sonographer = card(shown(shipped(), "device_sales"), "Sonographer")
    assert sonographer.rests_on == "Rests on typical times: Sonographer and Vendor training."
    abroad = card(shown(shipped(), "diagnostic_radiology", "in_mbbs"), "Clinical year")
    assert abroad.rests_on == "Rests on typical times: Step 1 and ECFMG."
    page = render_to_string("_route.html", {"route": abroad, "forloop": {"counter": 1}})
    finish = page.index("route-finish")
    assert finish < page.index(abroad.rests_on) < page.index("From now")


def test_a_finish_that_rests_on_rules_and_programmes_says_nothing() -> None:
    """How long the first post lasts does not matter to when it begins."""
    view = shown(shipped(), "interventional_radiology", "dr_residency", dt.date(2025, 7, 1))
    assert {one.rests_on for one in view.cards} == {""}
    assert "typical" not in render_to_string("_route.html", {"route": view.cards[0]})


def test_the_words_come_from_the_figures() -> None:
    edition = shipped()
    ecfmg = edition.milestones["ecfmg"]
    rules = tuple(replace(rule, figure=replace(rule.figure, basis="rule")) for rule in ecfmg.rules)
    milestones = {**edition.milestones, "ecfmg": replace(ecfmg, rules=rules)}
    known = replace(edition, milestones=milestones)
    abroad = card(shown(known, "diagnostic_radiology", "in_mbbs"), "Clinical year")
    assert abroad.rests_on == "Rests on typical times: Step 1."
