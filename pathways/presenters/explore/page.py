"""One page about one thing: a destination, a stage, an exam or an organisation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pathways.explore.things import THING_KINDS, Thing, Things
from pathways.planning.catalogue import (
    Destination,
    LeaveRule,
    Milestone,
    Organisation,
    Stage,
    Statement,
    TimeOut,
)
from pathways.planning.wording import describe_months
from pathways.presenters import words
from pathways.presenters.explore.notes import Note, Notes, NumberedSource, Said, tag_of
from pathways.presenters.explore.sayings import (
    Link,
    Need,
    class_words,
    condition_words,
    intake_words,
    length_words,
    link_to,
    month_day_words,
    needs,
    sittings_words,
)
from pathways.presenters.routes import RoutesView

STATEMENTS = {
    "task": "What one does",
    "skill": "Skills",
    "procedure": "Procedures and techniques",
    "setting": "Where one works",
    "pay": "Pay and costs",
    "outlook": "Outlook",
    "competition": "How hard it is to get in",
    "correction": "Often stated wrongly",
    "pitfall": "What goes wrong",
    "fact": "Worth knowing",
}
WORK = ("task", "skill", "procedure", "setting")
# What programs that read pages call such things.
VOCABULARY = "https://schema.org/"
SCHEMAS = {
    "destinations": "Occupation",
    "stages": "EducationalOccupationalProgram",
    "exams": "EducationalOccupationalCredential",
    "organisations": "Organization",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value with its label: what a thing is at a glance."""

    label: str
    value: str
    note: Note = field(default_factory=Note)
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackLine:
    """A variant of a stage."""

    name: str
    summary: str
    length: str
    by: str
    guaranteed: bool
    needs: tuple[Need, ...]
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule of when: for whom it is, and the dates it gives. ``since`` and ``old`` tell rules of
    today from those they replaced."""

    says: str
    who: str
    when: str
    since: str
    old: bool
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement, with an anchor that can be linked."""

    anchor: str
    name: str
    text: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementGroup:
    """The statements of one kind; ``tag`` is what must be said of all of them."""

    kind: str
    title: str
    tag: str
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Things that belong to this one."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingPage:
    """Everything on the page of a thing."""

    thing: Thing
    title: str
    description: str
    schema: str
    country: Link
    kind: Link
    also: str
    facts: tuple[Fact, ...]
    needs: tuple[Need, ...]
    tracks: tuple[TrackLine, ...]
    years: tuple[tuple[str, ...], ...]
    rules: tuple[RuleLine, ...]
    fees: tuple[Said, ...]
    statements: tuple[StatementGroup, ...]
    related: tuple[LinkGroup, ...]
    sources: tuple[NumberedSource, ...]
    note: Note
    verified: str
    edition: int
    plan_url: str
    report_url: str
    routes: RoutesView | None = None
    start: str = ""
    vocabulary: str = VOCABULARY

    @property
    def work(self) -> tuple[StatementGroup, ...]:
        """What one does there, with what and where: told before the routes."""
        return tuple(one for one in self.statements if one.kind in WORK)

    @property
    def more(self) -> tuple[StatementGroup, ...]:
        """The other statements."""
        return tuple(one for one in self.statements if one.kind not in WORK)

    @property
    def name(self) -> str:
        """The heading of the page."""
        return self.thing.name

    @property
    def summary(self) -> str:
        """What it is, in a sentence or two."""
        return self.thing.subject.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesPart:
    """The routes to a destination from its standard start, and the things on the way."""

    view: RoutesView
    start: str
    on_the_way: tuple[str, ...]


def present_thing(things: Things, thing: Thing, *, routes: RoutesPart | None = None) -> ThingPage:
    """The page of a thing; ``routes`` for a destination."""
    jurisdiction = things.edition.jurisdictions[thing.jurisdiction]
    notes = Notes(things.edition, jurisdiction.date_style)
    subject = thing.subject
    note = Note() if isinstance(subject, Organisation) else notes.note(subject.figure)
    facts = tuple(_facts(things, thing, notes))
    required = () if isinstance(subject, Organisation) else needs(things, subject.requires, notes)
    tracks = tuple(_tracks(things, subject, notes)) if isinstance(subject, Stage) else ()
    rules = tuple(_rules(things, subject, notes)) if isinstance(subject, Milestone) else ()
    fees = tuple(_fees(subject, notes)) if isinstance(subject, Milestone) else ()
    statements = statement_groups(things.about.get(thing.key, ()), notes)
    years = subject.year_names if isinstance(subject, Stage) else ()
    related = tuple(group for group in _related(things, thing, routes) if group.links)
    return ThingPage(
        thing=thing,
        title=f"{thing.name} ({jurisdiction.name})",
        description=_description(thing, jurisdiction.name),
        schema=SCHEMAS[thing.kind],
        country=Link(name=jurisdiction.name, url=f"/explore/countries/{jurisdiction.key}/"),
        kind=Link(
            name=THING_KINDS[thing.kind],
            url=f"/explore/?country={jurisdiction.key}&kind={thing.kind}",
        ),
        also=", ".join(_other_names(thing)),
        facts=facts,
        needs=required,
        tracks=tracks,
        years=years if len(years) > 1 or any(len(names) > 1 for names in years) else (),
        rules=rules,
        fees=fees,
        statements=statements,
        related=related,
        sources=notes.sources(),
        note=note,
        verified=notes.verified(),
        edition=things.edition.number,
        plan_url=_plan_url(thing),
        report_url=f"/explore/report/?about={thing.kind}:{thing.key}",
        routes=routes.view if routes else None,
        start=routes.start if routes else "",
    )


def statement_groups(statements: Iterable[Statement], notes: Notes) -> tuple[StatementGroup, ...]:
    """Statements by kind, in the order in which a page tells them."""
    found = list(statements)
    groups = ((kind, [one for one in found if one.kind == kind]) for kind in STATEMENTS)
    return tuple(_group(kind, own, notes) for kind, own in groups if own)


def _group(kind: str, statements: Sequence[Statement], notes: Notes) -> StatementGroup:
    """Statements of one kind; what must be said of all of them is said once, of the group."""
    tags = {tag_of(one.figure) for one in statements}
    common = tags.pop() if len(tags) == 1 and len(statements) > 1 else ""
    lines = []
    for one in statements:
        note = notes.note(one.figure)
        own = replace(note, tag="") if common else note
        lines.append(
            StatementLine(anchor=f"statement-{one.key}", name=one.name, text=one.text, note=own)
        )
    return StatementGroup(kind=kind, title=STATEMENTS[kind], tag=common, lines=tuple(lines))


def _description(thing: Thing, country: str) -> str:
    text = " ".join(thing.subject.summary.split()) or f"{thing.label} in {country}."
    return text if len(text) <= 155 else f"{text[:154].rsplit(' ', 1)[0]}…"


def _other_names(thing: Thing) -> Iterator[str]:
    if not isinstance(thing.subject, Organisation):
        own = {thing.name.lower(), thing.subject.short.lower()}
        yield from (one for one in thing.subject.aliases if one.lower() not in own)
    elif thing.subject.short != thing.name:
        yield thing.subject.short


def _plan_url(thing: Thing) -> str:
    if thing.kind == "destinations":
        return f"/?destination={thing.key}&country={thing.jurisdiction}#questions"
    if thing.kind == "stages":
        return f"/?now={thing.key}&country={thing.jurisdiction}#questions"
    return ""


def _facts(things: Things, thing: Thing, notes: Notes) -> Iterator[Fact]:
    subject = thing.subject
    if isinstance(subject, Destination):
        for key, label in (("natural_start", "Usual start"), ("finish", "Finish line")):
            stage = things.steps.get(getattr(subject, key))
            if stage:
                yield Fact(label=label, value=stage.name, url=stage.address)
    elif isinstance(subject, Stage):
        yield from _stage_facts(subject, notes)
    elif isinstance(subject, Milestone):
        yield from _milestone_facts(things, subject, notes)
    elif subject.url:
        yield Fact(label="Web address", value=_host(subject.url), url=subject.url)


def _host(url: str) -> str:
    return url.split("//", 1)[-1].removesuffix("/")


def _stage_facts(stage: Stage, notes: Notes) -> Iterator[Fact]:
    if stage.kind != "practice":
        note = notes.note(stage.length.figure)
        yield Fact(label="Lasts", value=length_words(stage.length), note=note)
    for intake in stage.intakes:
        note = notes.note(intake.figure)
        yield Fact(label="Begins", value=intake_words(intake, notes.style), note=note)
    for track in stage.tracks:
        for intake in track.intakes:
            note = notes.note(intake.figure)
            value = intake_words(intake, notes.style)
            yield Fact(label=f"Begins ({track.short})", value=value, note=note)
    if not stage.all_intakes and not stage.entry_only:
        yield Fact(label="Begins", value="any day")
    if stage.leave:
        yield Fact(
            label="Leave that does not extend it",
            value=_leave_words(stage.leave),
            note=notes.note(stage.leave.figure),
        )
    for kind in stage.time_out:
        name = kind.name if kind.short == kind.name else f"{kind.name} ({kind.short})"
        yield Fact(label=name, value=_time_out_words(kind), note=notes.note(kind.figure))
    for counting in stage.counting:
        since = f"from {words.day(counting.since, notes.style)}: " if counting.since else ""
        how = "as it is" if counting.step == 1 else f"rounded down to full {counting.step} %"
        how += ", and the stage ends with a whole month" if counting.whole_months else ""
        yield Fact(
            label="Part-time counts", value=f"{since}{how}", note=notes.note(counting.figure)
        )


_SPANS = {
    "stage": "in the whole stage",
    "year": "in each year of the stage",
    "any_year": "in any 12 months",
}


def _leave_words(rule: LeaveRule) -> str:
    """How much leave a stage takes in: "14 days in any 12 months"."""
    if rule.within:
        amount = f"{words.count(rule.days, 'day')} {_SPANS[rule.within]}"
    else:
        amount = f"{words.count(rule.weeks_per_year, 'week')} a year on average"
    if rule.beyond == "all":
        return f"{amount}; if you take more, all of it extends the stage"
    return amount


def _time_out_words(kind: TimeOut) -> str:
    """How much of a kind of time out counts: "counts in full, for up to 12 months"."""
    if kind.counts is None:
        share = "counts as far as it was agreed"
    else:
        share = {0: "does not count", 100: "counts in full"}.get(
            kind.counts, f"{kind.counts}% of it counts"
        )
    most = f", for up to {describe_months(kind.max_months)}" if kind.max_months else ""
    more = f". {kind.summary}" if kind.summary else ""
    return words.capital(f"{share}{most}{more}")


def _milestone_facts(things: Things, one: Milestone, notes: Notes) -> Iterator[Fact]:
    body = things.by_place.get(("organisations", one.organisation))
    if body:
        yield Fact(label="Run by", value=body.name, url=body.address)
    if one.attempts:
        missed = ", including sittings you miss" if one.missed_counts else ""
        out = f"; {one.when_out}" if one.when_out else ""
        yield Fact(label="Attempts", value=f"{one.attempts}{missed}{out}")
    if one.lead:
        says = f". {one.lead.says}" if one.lead.says else ""
        yield Fact(
            label="Application or documents due",
            value=f"{words.count(one.lead.days, 'day')} before{says}",
            note=notes.note(one.lead.figure),
        )
    if one.results_days:
        yield Fact(label="Result after", value=words.count(one.results_days, "day"))
    if one.retake_wait_months:
        yield Fact(label="Wait before a retake", value=describe_months(one.retake_wait_months))
    if one.resits:
        yield Fact(label="Re-sits", value=one.resits)
    if one.lock_out:
        since = one.lock_out.begins
        counted = f", counted from the next {month_day_words(since, notes.style)}" if since else ""
        yield Fact(
            label=f"Wait after {words.count(one.lock_out.after, 'failed attempt')}",
            value=f"{describe_months(one.lock_out.months)}{counted}",
            note=notes.note(one.lock_out.figure),
        )
    if one.validity:
        rounded = ""
        if one.validity.round_up:
            rounded = f", to the next {month_day_words(one.validity.round_up, notes.style)}"
        yield Fact(
            label="A pass counts for",
            value=f"{describe_months(one.validity.months)}{rounded}",
            note=notes.note(one.validity.figure),
        )
    if one.renewal:
        yield Fact(
            label=f"Renewed every {describe_months(one.renewal.months)}"
            if one.renewal.months and not one.renewal.birth_month
            else "Renewal",
            value=one.renewal.says,
            note=notes.note(one.renewal.figure),
        )


def _tracks(things: Things, stage: Stage, notes: Notes) -> Iterator[TrackLine]:
    for track in stage.tracks:
        length = length_words(track.length) if track.length else ""
        by = condition_words(things, track.choose_by, notes.style) if track.choose_by else ""
        yield TrackLine(
            name=track.name,
            summary=track.summary,
            length=length,
            by=by,
            guaranteed=track.guaranteed,
            needs=needs(things, track.requires, notes),
            note=notes.note(track.figure),
        )


def _rules(things: Things, one: Milestone, notes: Notes) -> Iterator[RuleLine]:
    replaced = {rule.supersedes for rule in one.rules if rule.supersedes}
    for rule in one.rules:
        since = ""
        if rule.effective_from:
            since = f"from {words.day(rule.effective_from, notes.style)}"
        yield RuleLine(
            says=rule.says,
            who=class_words(rule, things.edition.cohorts.values()),
            when=sittings_words(rule, notes.style),
            since=since,
            old=rule.key in replaced,
            note=notes.note(rule.figure),
        )


def _fees(one: Milestone, notes: Notes) -> Iterator[Said]:
    for fee in one.fees:
        what = f"{words.capital(fee.what)}: " if fee.what else ""
        yield notes.say(f"{what}{fee.amount:,} {fee.currency} ({fee.year})", fee.figure)


def _related(things: Things, thing: Thing, routes: RoutesPart | None) -> Iterator[LinkGroup]:
    if isinstance(thing.subject, Organisation):
        yield from _related_to_body(things, thing.key)
        return
    if routes:
        passed = [things.steps[key] for key in routes.on_the_way if key in things.steps]
        yield _links("Stages on the way", [one for one in passed if one.kind == "stages"])
        yield _links("Exams and dates on the way", [one for one in passed if one.kind == "exams"])
        return
    wanting = things.needed_by.get(thing.key, ())
    if isinstance(thing.subject, Stage):
        beside = [
            one
            for one in things.all
            if isinstance(one.subject, Milestone)
            and thing.key in {ref.key for ref in one.subject.shown_with}
        ]
        exams = [one for one in wanting if one.kind == "exams"]
        yield _links("Exams and dates that belong to it", dict.fromkeys((*beside, *exams)))
        yield _links("Leads to", [one for one in wanting if one.kind == "stages"])
        starts = [
            one
            for one in things.all
            if isinstance(one.subject, Destination) and one.subject.natural_start == thing.key
        ]
        yield _links("Usual start of the way to", starts)
    else:
        yield _links("Needed for", [one for one in wanting if one.kind != "destinations"])
    yield _links("Counts toward", [one for one in wanting if one.kind == "destinations"])


def _related_to_body(things: Things, key: str) -> Iterator[LinkGroup]:
    runs = [
        one
        for one in things.all
        if isinstance(one.subject, Milestone) and one.subject.organisation == key
    ]
    yield _links("Exams and dates it is responsible for", runs)
    published = [one for one in things.edition.sources.values() if one.organisation == key]
    yield LinkGroup(
        title="Pages of it that figures rest on",
        links=tuple(Link(name=one.title, url=one.url) for one in published),
    )


def _links(title: str, found: Iterable[Thing]) -> LinkGroup:
    return LinkGroup(title=title, links=tuple(link_to(one) for one in found))
