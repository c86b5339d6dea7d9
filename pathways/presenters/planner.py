"""The planner page: sentence, pictures, next three things, list, findings, editor, undo, save."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pathways.drawing import LINK
from pathways.planning.catalogue import Edition
from pathways.planning.plans import Plan
from pathways.planning.timeline import Bar, Finding, Item, Timeline
from pathways.presenters import words
from pathways.presenters.editor import Editor, InsertForm, present_editor, present_insert
from pathways.presenters.pictures import PictureView, present_pictures
from pathways.presenters.receipts import SourceLine, present_sources
from pathways.presenters.rows import Lane, Row, item_url, present_lanes, present_row, start_of
from pathways.presenters.words import DateStyle

SEVERITIES = {"error": "Does not work", "warning": "Watch out", "note": "Good to know"}
SEVERITY_ORDER = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses for a plan; an empty one is not offered. ``page`` is the planner itself."""

    page: str
    edit: str
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
class NextThing:
    """One of the next three things."""

    key: str
    name: str
    dates: str
    relative: str
    lane: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with its fix as a form: a button that posts ``action``, ``key`` and values."""

    code: str
    severity: str
    severity_word: str
    says: str
    why: str
    url: str
    sources: tuple[SourceLine, ...]
    fix_label: str
    fix_action: str
    fix_key: str
    fix_values: tuple[tuple[str, str], ...]


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
    """Where a plan stands: its version, whether it is kept, what undo and redo would do."""

    version: int
    saved: str = ""
    draft: bool = False
    undo: str = ""
    redo: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the person typed that could not be used: values and problems by field name."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


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
) -> PlannerView:
    """The planner of a plan. ``selected`` opens the editor of that item."""
    style = date_style(edition, plan.destination)
    things = _next_things(timeline, links.page, today, style)
    keys = tuple(thing.key for thing in things)
    rows = {
        item.key: present_row(
            edition,
            item,
            today=today,
            style=style,
            page=links.page,
            selected=selected,
            next_keys=keys,
        )
        for item in timeline.items
    }
    title = plan.title or destination_name(edition, plan.destination)
    finish = timeline.finish
    typed = entry or Entry()
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
            link=links.page + LINK,
            selected=selected,
        ),
        lanes=present_lanes(timeline, rows),
        next_things=things,
        findings=present_findings(edition, timeline, links.page, style),
        problems=sum(1 for one in timeline.findings if one.severity == "error"),
        editor=present_editor(
            edition, plan, timeline, selected, style, typed.values, typed.problems
        ),
        insert=present_insert(timeline, typed.values, typed.problems),
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


OPEN_STATUSES = ("planned", "confirmed")


def _next_things(
    timeline: Timeline, page: str, today: dt.date, style: DateStyle
) -> tuple[NextThing, ...]:
    """The three things that come next: what can be done now first, then by date."""
    open_items = [item for item in timeline.items if item.status in OPEN_STATUSES]
    ahead = sorted(
        (item for item in open_items if _last(item) >= today),
        key=lambda item: (max(start_of(item), today), isinstance(item, Bar), _last(item), item.key),
    )
    return tuple(
        NextThing(
            key=item.key,
            name=f"{item.name} begins" if isinstance(item, Bar) else item.name,
            dates=_next_date(item, style),
            relative="open now" if start_of(item) < today else _ahead(item, today),
            lane=item.lane,
            url=item_url(page, item.key),
        )
        for item in ahead[:3]
    )


def _last(item: Item) -> dt.date:
    return (
        item.start.date if isinstance(item, Bar) else max(item.until - words.ONE_DAY, item.at.date)
    )


def _next_date(item: Item, style: DateStyle) -> str:
    if isinstance(item, Bar):
        return words.day(item.start.date, style)
    return words.capital(words.marker_date(item, style))


def _ahead(item: Item, today: dt.date) -> str:
    return words.relative(start_of(item), today)


def present_findings(
    edition: Edition, timeline: Timeline, page: str, style: DateStyle
) -> tuple[FindingView, ...]:
    """The findings, errors first."""
    ranked = sorted(timeline.findings, key=lambda one: SEVERITY_ORDER.index(one.severity))
    return tuple(_finding(edition, finding, page, style) for finding in ranked)


def _finding(edition: Edition, finding: Finding, page: str, style: DateStyle) -> FindingView:
    fix = finding.fix
    return FindingView(
        code=finding.code,
        severity=finding.severity,
        severity_word=SEVERITIES[finding.severity],
        says=finding.says,
        why=finding.why,
        url=item_url(page, finding.key) if finding.key else "",
        sources=present_sources(edition, finding.sources, style),
        fix_label=fix.label if fix else "",
        fix_action=fix.action if fix else "",
        fix_key=fix.key if fix else "",
        fix_values=fix.values if fix else (),
    )
