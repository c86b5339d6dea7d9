"""The planner page: sentence, pictures, next three things, list, findings, editor, undo, save."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.drawing import Handle
from pathways.planning.catalogue import Edition
from pathways.planning.choices import choice_points
from pathways.planning.plans import Plan
from pathways.planning.timeline import Timeline
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
from pathways.presenters.pictures import PictureView, present_pictures
from pathways.presenters.rows import Lane, Row, RowStyle, item_link, present_lanes, present_row
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses for a plan; an empty one is not offered. ``page`` is the planner itself, ``bare``
    the same without a goal."""

    page: str
    edit: str
    bare: str = ""
    save: str = ""
    rename: str = ""
    share: str = ""
    plans: str = ""
    compare: str = ""
    history: str = ""
    routes: str = ""
    svg: str = ""
    ics: str = ""
    csv: str = ""
    json: str = ""
    print: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A change that has not been made yet: the timeline as it was, what the change does in a
    sentence, and the form values that apply it."""

    before: Timeline
    says: str
    action: str
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Where a plan stands: its version, whether it is kept, what undo and redo would do, and
    how starts were moved last."""

    version: int
    saved: str = ""
    draft: bool = False
    undo: str = ""
    redo: str = ""
    how: str = "overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerView:
    """Everything on the planner page."""

    title: str
    sentence: str
    destination: str
    finish: str
    finish_relative: str
    pictures: tuple[PictureView, ...]
    lanes: tuple[Lane, ...]
    next_things: tuple[NextThing, ...]
    findings: tuple[FindingView, ...]
    problems: int
    editor: Editor | None
    insert: InsertForm
    goal: GoalView
    levers: tuple[Lever, ...]
    doors: tuple[ChoiceLine, ...]
    clocks: ClocksView
    links: Links
    version: int
    saved: str
    draft: bool
    undo: str
    redo: str
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
) -> PlannerView:
    """The planner of a plan. ``selected`` opens the editor of that item, ``goal`` is the day to
    finish by."""
    goal = goal or Goal()
    style = date_style(edition, plan.destination)
    things = present_next_things(timeline, links.page, today, style)
    shown = RowStyle(
        today=today,
        style=style,
        page=links.page,
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
        destination=destination_name(edition, plan.destination),
        finish=words.day(finish.date, style) if finish else "",
        finish_relative=words.relative(finish.date, today) if finish else "",
        pictures=present_pictures(
            timeline,
            title=title,
            today=today,
            style=style,
            before=preview.before if preview else None,
            link=item_link(links.page),
            selected=selected,
            handles=handles,
        ),
        lanes=present_lanes(timeline, _rows(edition, plan, timeline, shown, goal, handles)),
        next_things=things,
        findings=present_findings(edition, timeline, links.page, style),
        problems=sum(1 for one in timeline.findings if one.severity == "error"),
        editor=present_editor(edition, plan, timeline, selected, style, typed, saving.how),
        insert=present_insert(timeline, typed),
        goal=present_goal(goal, style),
        levers=present_levers(edition, timeline, today),
        doors=present_choices(choice_points(edition, plan, timeline), today, style, links.page),
        clocks=present_clocks(edition, plan, timeline, links.page, style, typed),
        links=links,
        version=saving.version,
        saved=saving.saved,
        draft=saving.draft,
        undo=saving.undo,
        redo=saving.redo,
        preview=preview,
        edition=timeline.edition,
        message=message,
    )


def _rows(
    edition: Edition,
    plan: Plan,
    timeline: Timeline,
    shown: RowStyle,
    goal: Goal,
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
            handle=handles.get(item.key),
        )
        for item in timeline.items
    }


def date_style(edition: Edition, destination: str) -> DateStyle:
    """How dates are written where the destination is."""
    found = edition.destinations.get(destination)
    country = edition.jurisdictions.get(found.jurisdiction) if found else None
    return country.date_style if country else "intl"


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
