"""The planner page: sentence, pictures, next three things, list, findings, editor, undo, save."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pathways.drawing import Handle
from pathways.forms import WAYS
from pathways.planning.catalogue import Edition
from pathways.planning.choices import choice_points
from pathways.planning.plans import Plan
from pathways.planning.timeline import Bar, Timeline
from pathways.presenters import words
from pathways.presenters.backwards import Goal, GoalView, present_goal
from pathways.presenters.choices import ChoiceLine, present_choices
from pathways.presenters.clocks import ClocksView, present_clocks
from pathways.presenters.editor import Editor, InsertForm, present_editor, present_insert
from pathways.presenters.entries import Entry
from pathways.presenters.findings import FindingView, present_findings
from pathways.presenters.handles import present_handles
from pathways.presenters.levers import Lever, present_levers
from pathways.presenters.next_things import OPEN_STATUSES, NextThing, present_next_things
from pathways.presenters.pictures import ALL_SIZES, WIDTHS, PictureView, present_pictures
from pathways.presenters.progress import ProgressView, present_progress
from pathways.presenters.rows import Lane, Row, RowStyle, item_link, present_lanes, present_row
from pathways.presenters.words import DateStyle
from pathways.presenters.zoom import ZoomLink, present_zoom, reach_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses for a plan; an empty one is not offered. ``page`` is the planner itself, ``bare``
    the same without a goal, ``whole`` showing all the time, ``listed`` without a picture on
    small screens, ``why`` the receipts of an item with ``{key}`` in it."""

    page: str
    edit: str
    bare: str = ""
    whole: str = ""
    listed: str = ""
    why: str = ""
    save: str = ""
    rename: str = ""
    share: str = ""
    plans: str = ""
    compare: str = ""
    history: str = ""
    comments: str = ""
    routes: str = ""
    svg: str = ""
    ics: str = ""
    csv: str = ""
    json: str = ""
    print: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWay:
    """Another way to make a previewed change: the words of its button and the form values."""

    label: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A change that has not been made yet: the timeline as it was, what the change does in a
    sentence, the form values that apply it, other ways to make it, the address to go back to
    without it, whether it can be applied (a what-if cannot), and whether it can be kept beside the
    plan."""

    before: Timeline
    says: str
    action: str
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()
    ways: tuple[OtherWay, ...] = ()
    back: str = ""
    can_apply: bool = True
    can_keep_both: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Where a plan stands: its version, when it was saved, whether it is a draft, what undo and
    redo would do, how starts were moved last, and how many comments wait, in words."""

    version: int
    saved: dt.datetime | None = None
    draft: bool = False
    undo: str = ""
    redo: str = ""
    how: str = "overlap"
    waiting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerView:
    """Everything on the planner page."""

    title: str
    sentence: str
    country: str
    worth: str
    destination: str
    finish: str
    finish_relative: str
    pictures: tuple[PictureView, ...]
    zoom: tuple[ZoomLink, ...]
    pictured: bool
    show: str
    progress: ProgressView | None
    lanes: tuple[Lane, ...]
    next_things: tuple[NextThing, ...]
    findings: tuple[FindingView, ...]
    problems: int
    editor: Editor | None
    insert: InsertForm
    goal: GoalView
    levers: tuple[Lever, ...]
    invitation: Lever | None
    doors: tuple[ChoiceLine, ...]
    clocks: ClocksView
    links: Links
    version: int
    saved: str
    saved_at: dt.datetime | None
    style: DateStyle
    draft: bool
    undo: str
    redo: str
    waiting: str
    preview: Preview | None
    edition: int
    message: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, lane by lane."""
        return tuple(row for lane in self.lanes for row in lane.rows)


def present_planner(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    *,
    today: dt.date,
    links: Links,
    saving: Saving,
    selected: str = "",
    preview: Preview | None = None,
    entry: Entry | None = None,
    message: str = "",
    goal: Goal | None = None,
    show: str = "",
    sizes: tuple[str, ...] = ALL_SIZES,
) -> PlannerView:
    """The planner of a plan. ``selected`` opens the editor of that item, ``goal`` is the day to
    finish by, ``show`` the part of the time in the picture, which is drawn in those ``sizes``."""
    goal = goal or Goal()
    style = date_style(edition, plan.destination)
    before = preview.before if preview else None
    levers = present_levers(edition, timeline, today)
    things = present_next_things(edition, timeline, links.page, today, style)
    shown = RowStyle(
        today=today,
        style=style,
        page=links.page,
        why=links.why,
        selected=selected,
        next_keys=tuple(thing.key for thing in things),
    )
    title = plan.title or destination_name(edition, plan.destination)
    finish = timeline.finish
    typed = entry or Entry()
    handles = present_handles(timeline)
    return PlannerView(
        title=title,
        sentence=sentence(edition, plan, timeline, today),
        country=country_name(edition, plan.destination),
        worth=_worth(timeline),
        destination=destination_name(edition, plan.destination),
        finish=words.day(finish.date, style) if finish else "",
        finish_relative=words.relative(finish.date, today) if finish else "",
        pictures=_pictures(
            timeline,
            title=title,
            today=today,
            style=style,
            before=before,
            link=item_link(links.page),
            selected=selected if timeline.item(selected) else "",
            show=show,
            sizes=sizes,
        ),
        progress=present_progress(timeline, today=today, style=style),
        zoom=present_zoom(timeline, show, links.whole or links.page, today),
        pictured="narrow" in sizes,
        show=show if reach_shown(timeline, show, today) else "",
        lanes=present_lanes(timeline, _rows(edition, plan, timeline, shown, goal, before, handles)),
        next_things=things,
        findings=present_findings(edition, timeline, links.page, style),
        problems=sum(1 for one in timeline.findings if one.severity == "error"),
        editor=present_editor(edition, plan, timeline, selected, style, typed, today, saving.how),
        insert=present_insert(timeline, typed.about("")),
        goal=present_goal(goal, style),
        levers=levers[1:],
        invitation=next(iter(levers), None),
        doors=present_choices(choice_points(edition, plan, timeline), today, style, links.page),
        clocks=present_clocks(edition, plan, timeline, links.page, style, typed, today),
        links=links,
        version=saving.version,
        saved=words.moment(saving.saved, style, today) if saving.saved else "",
        saved_at=saving.saved,
        style=style,
        draft=saving.draft,
        undo=saving.undo,
        redo=saving.redo,
        waiting=saving.waiting,
        preview=preview,
        edition=timeline.edition,
        message=message,
    )


@lru_cache(maxsize=64)
def _pictures(
    timeline: Timeline,
    *,
    title: str,
    today: dt.date,
    style: DateStyle,
    before: Timeline | None,
    link: str,
    selected: str,
    show: str,
    sizes: tuple[str, ...],
) -> tuple[PictureView, ...]:
    """The pictures; which item is selected changes nothing in how they are laid out."""
    if selected:
        same = _pictures(
            timeline,
            title=title,
            today=today,
            style=style,
            before=before,
            link=link,
            selected="",
            show=show,
            sizes=sizes,
        )
        return tuple(replace(view, selected=selected) for view in same)
    return present_pictures(
        timeline,
        title=title,
        today=today,
        style=style,
        before=before,
        link=link,
        handles=present_handles(timeline),
        reach=reach_shown(timeline, show, today),
        widths=tuple(one for one in WIDTHS if one[0] in sizes),
    )


def _rows(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    shown: RowStyle,
    goal: Goal,
    before: Timeline | None,
    handles: Mapping[str, Handle],
) -> dict[str, Row]:
    latest = {one.key: one for one in goal.result.latest} if goal.result else {}
    return {
        item.key: present_row(
            edition,
            item,
            shown,
            change=plan.change(item.key),
            latest=latest.get(item.key),
            drives=item.key in timeline.driving,
            before=before,
            handle=handles.get(item.key),
        )
        for item in timeline.items
    }


def other_ways(
    timeline: Timeline, action: str, key: str, values: Mapping[str, str]
) -> tuple[OtherWay, ...]:
    """The other choices of what moves with the start of a stage; none where nothing follows."""
    bar = timeline.item(key)
    if action != "start" or not isinstance(bar, Bar) or not values.get("start"):
        return ()
    if not any(one.start.date >= bar.end.date for one in timeline.bars() if one.key != key):
        return ()
    chosen = values.get("how") or WAYS[0][0]
    return tuple(
        OtherWay(label=label, values=tuple({**values, "how": way}.items()))
        for way, label in WAYS
        if way != chosen
    )


def date_style(edition: Edition, destination: str) -> DateStyle:
    """How dates are written where the destination is."""
    found = edition.destinations.get(destination)
    country = edition.jurisdictions.get(found.jurisdiction) if found else None
    return country.date_style if country else "intl"


def country_name(edition: Edition, destination: str) -> str:
    """The country of a destination; empty where the edition does not have it."""
    found = edition.destinations.get(destination)
    country = edition.jurisdictions.get(found.jurisdiction) if found else None
    return country.name if country else ""


def _worth(timeline: Timeline) -> str:
    """How much there is to know about a plan, what does not work first; empty for nothing."""
    severities = [one.severity for one in timeline.findings]
    told = [
        words.count(severities.count(severity), noun)
        for severity, noun in (("error", "problem"), ("warning", "warning"), ("note", "note"))
        if severity in severities
    ]
    return words.joined(tuple(told)) if told else ""


def destination_name(edition: Edition, key: str) -> str:
    """The name of a destination; the key where the edition does not have it."""
    found = edition.destinations.get(key)
    return found.name if found else key


def sentence(edition: Edition, plan: Plan, timeline: Timeline, today: dt.date) -> str:
    """The plan in one sentence."""
    name = destination_name(edition, plan.destination)
    if not timeline.finish:
        return f"This plan does not reach {name} yet."
    date = timeline.finish.date
    style = date_style(edition, plan.destination)
    about = timeline.finish.precision == "estimate"
    when = f"about {words.month(date)}" if about else words.day(date, style)
    exams = sum(
        1 for one in timeline.markers() if one.kind == "exam" and one.status in OPEN_STATUSES
    )
    if date <= today:
        return f"{name}: there since {when}."
    left = f", {words.count(exams, 'exam')} to go" if exams else ""
    return f"{name} from {when}: {words.length(today, date)} from now{left}."
