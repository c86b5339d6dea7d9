"""Route cards: the answer to the four questions, a sentence before the pictures."""

import datetime as dt
from dataclasses import dataclass

from pathways.planning.catalogue import Destination, Edition
from pathways.planning.routes import Route, Routes, own_choices
from pathways.planning.timeline import Bar, Item
from pathways.presenters import words
from pathways.presenters.choices import ChoiceLine, present_choices
from pathways.presenters.pictures import PictureView, present_small_pictures
from pathways.presenters.planner import date_style
from pathways.presenters.words import DateStyle

NUMBERS = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCard:
    """One route. ``steps`` names its stages; ``later`` compares it with the earliest; it is the
    ``earliest`` only among several. ``rests_on`` names what decides its finish by an estimate ("":
    nothing does). ``reached`` says so in a sentence where nothing is left."""

    key: str
    label: str
    finish: str
    finish_day: str
    rests_on: str
    away: str
    training: str
    exams: str
    later: str
    earliest: bool
    reached: str
    steps: tuple[str, ...]
    first_choice: ChoiceLine | None
    own_choice: ChoiceLine | None
    choices: tuple[ChoiceLine, ...]
    notes: tuple[str, ...]
    picture: PictureView


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesView:
    """The routes page."""

    destination: str
    about_url: str
    sentence: str
    cards: tuple[RouteCard, ...]
    cut: bool
    choose_url: str
    back_url: str
    compare_url: str
    answers: tuple[tuple[str, str], ...]
    posted: tuple[tuple[str, str], ...]


def present_routes(
    edition: Edition,
    routes: Routes,
    *,
    today: dt.date,
    choose_url: str,
    back_url: str = "/",
    compare_url: str = "",
    answers: tuple[tuple[str, str], ...] = (),
    posted: tuple[tuple[str, str], ...] = (),
) -> RoutesView:
    """Everything on the routes page; each card posts ``route`` to ``choose_url``. Where there is
    a ``compare_url``, cards can be ticked; ``answers`` go there with them.
    ``posted`` goes with a route that is chosen."""
    style = date_style(edition, routes.destination.key)
    small = present_small_pictures(
        tuple((str(n), route.label, route.timeline) for n, route in enumerate(routes.found)),
        today=today,
        style=style,
    )
    return RoutesView(
        destination=place_name(edition, routes.destination),
        about_url=f"/explore/destinations/{routes.destination.key}/",
        sentence=routes_sentence(routes, today),
        cards=tuple(
            _card(route, routes, picture, today, style)
            for route, picture in zip(routes.found, small, strict=True)
        ),
        cut=routes.cut,
        choose_url=choose_url,
        back_url=back_url,
        compare_url=compare_url if len(routes.found) > 1 else "",
        answers=answers,
        posted=posted,
    )


def place_name(edition: Edition, destination: Destination) -> str:
    """A destination with its country: "Interventional radiology, United Kingdom"."""
    country = edition.jurisdictions.get(destination.jurisdiction)
    several = len(edition.jurisdictions) > 1
    return f"{destination.name}, {country.name}" if several and country else destination.name


def routes_sentence(routes: Routes, today: dt.date) -> str:
    """The answer in words: "Three routes. The earliest finishes July 2034."; "the first" where a
    route that was not found or not decided could be earlier."""
    count = len(routes.found)
    if not count:
        return f"No route from here to {routes.destination.name}."
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    finish = routes.found[0].finish
    if is_reached(routes.found[0], today):
        return f"You are there already: {words.within(routes.destination.name)}."
    when = f"finishes {words.month(finish.date)}" if finish else "has no finish date yet"
    if count == 1:
        return f"One route. It {when}."
    return f"{number} routes. The {'earliest' if routes.proven else 'first of them'} {when}."


def is_reached(route: Route, today: dt.date) -> bool:
    """Whether the route has led there already."""
    return bool(route.finish and route.finish.date <= today and not route.months)


def _card(
    route: Route,
    routes: Routes,
    picture: PictureView,
    today: dt.date,
    style: DateStyle,
) -> RouteCard:
    finish, all_routes = route.finish, routes.found
    ahead = present_choices(route.choice_points, today, style)
    own = present_choices(own_choices(route, all_routes), today, style)
    later = _later(route, all_routes[0])
    return RouteCard(
        key=route.key,
        label=route.label,
        finish=words.month(finish.date) if finish else "no date yet",
        finish_day=words.day(finish.date, style) if finish else "",
        rests_on=_rests_on(route),
        away=words.length(today, finish.date) if finish else "",
        training=words.months_long(route.months),
        exams=words.count(route.exams_left, "exam"),
        later=later,
        earliest=not later and len(all_routes) > 1 and routes.proven,
        reached=f"You have been there since {words.month(finish.date)}; nothing is left to do."
        if finish and is_reached(route, today) and not route.exams_left
        else "",
        steps=tuple(bar.short for bar in route.timeline.bars() if bar.status != "done"),
        first_choice=ahead[0] if ahead else None,
        own_choice=next((one for one in own if one != ahead[0]), None)
        if len(all_routes) > 1
        else None,
        choices=ahead,
        notes=route.notes,
        picture=picture,
    )


def _rests_on(route: Route) -> str:
    """What decides the finish without a rule, a programme or a survey behind it."""
    timeline = route.timeline
    before = [timeline.item(key) for key in reversed(timeline.driving[1:])]
    names = [one.short for one in before if one and _is_typical(one)]
    return f"Rests on typical times: {words.joined(tuple(names))}." if names else ""


def _is_typical(item: Item) -> bool:
    """Whether what takes time there is an estimate: how long a stage lasts, when an exam is."""
    ahead = item.status in ("planned", "current")
    decides = item.end if isinstance(item, Bar) else item.at
    return ahead and decides.receipt.basis == "estimate"


def _later(route: Route, first: Route | None) -> str:
    """How much later than the earliest route; empty for the earliest itself."""
    if first is None or first.finish is None or route.finish is None:
        return ""
    if route.finish.date == first.finish.date:
        return ""
    return f"{words.length(first.finish.date, route.finish.date)} later"
