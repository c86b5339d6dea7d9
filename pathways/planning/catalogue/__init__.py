"""The catalogue as the engine sees it: an edition and everything in it, as immutable values.

Keys are unique across stages and milestones. Every figure (a length, an intake, a rule) carries
a ``Figure``: where it comes from, how sure we are, and on what basis it rests. Lengths are in
calendar months unless the unit says otherwise; all date ranges exclude their end.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from pathways.planning.catalogue.expressions import Condition, Ref

Confidence: TypeAlias = Literal["A", "B", "I", "U"]
Basis: TypeAlias = Literal["rule", "programme", "survey", "estimate"]
StageKind: TypeAlias = Literal["education", "internship", "residency", "fellowship", "practice"]
StatementKind: TypeAlias = Literal[
    "task",
    "skill",
    "procedure",
    "setting",
    "pay",
    "outlook",
    "competition",
    "pitfall",
    "correction",
    "fact",
]
MilestoneKind: TypeAlias = Literal[
    "exam", "application", "interview", "match", "certificate", "licence", "deadline"
]
LengthUnit: TypeAlias = Literal["months", "academic_years", "training_years"]
LeaveSpan: TypeAlias = Literal["", "stage", "year", "any_year"]
BeyondLeave: TypeAlias = Literal["rest", "all"]
MonthDay: TypeAlias = tuple[int, int]

CONFIDENCES: Mapping[str, str] = {
    "A": "read on the page of the body that owns the rule",
    "B": "read on a second-hand page",
    "I": "worked out from published facts",
    "U": "unverified; typical",
}
BASES = ("rule", "programme", "survey", "estimate")
STAGE_KINDS = ("education", "internship", "residency", "fellowship", "practice")
MILESTONE_KINDS = (
    "exam",
    "application",
    "interview",
    "match",
    "certificate",
    "licence",
    "deadline",
)
LENGTH_UNITS = ("months", "academic_years", "training_years")
LEAVE_SPANS = ("", "stage", "year", "any_year")
BEYOND_LEAVE = ("rest", "all")
STATEMENT_KINDS = (
    "task",
    "skill",
    "procedure",
    "setting",
    "pay",
    "outlook",
    "competition",
    "pitfall",
    "correction",
    "fact",
)
NAMED_STATEMENTS = ("skill", "procedure", "setting")
DESTINATION_KINDS = ("subspecialty", "role")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Where a figure comes from: source keys, confidence A/B/I/U, basis, and a remark."""

    sources: tuple[str, ...] = ()
    confidence: Confidence = "U"
    basis: Basis = "estimate"
    note: str = ""

    @property
    def is_estimate(self) -> bool:
        """Whether the figure must look like an estimate wherever it is shown."""
        return self.confidence == "U" or self.basis == "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    key: str
    name: str
    currency: str
    date_style: Literal["us", "intl"] = "intl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    key: str
    name: str
    short: str
    jurisdiction: str
    url: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A public page. ``dated`` is the date printed on it (ISO, may stop at year or month, or
    empty when the page shows none); ``checked`` is when we last read it."""

    key: str
    title: str
    url: str
    checked: dt.date
    dated: str = ""
    organisation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A way of telling classes apart by year: the year of the last day before the first of
    ``year_of`` that the plan can answer. ``label`` contains ``{year}``.

    With ``year_begins`` (month, day) it is the academic year: the class of 2030 is everybody whose
    last day lies between that day in 2029 and the day before it in 2030."""

    key: str
    name: str
    label: str
    year_of: tuple[Condition, ...]
    year_begins: MonthDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a stage lasts: min ≤ typical ≤ max in ``unit``.

    ``academic_years`` end with month ``ends_month`` of the last year; ``training_years`` run
    from intake to intake.
    """

    typical: int
    min: int
    max: int
    unit: LengthUnit = "months"
    ends_month: int | None = None
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A date that comes back every year.

    One of: any day (``any_day``); month and day; nth weekday of a month; a whole month; or a
    window ``from_day``–``until_day`` as ``(month, day)``, end exclusive, which may pass New Year.
    ``label`` is a word for it ("autumn"). ``ends_by`` is for the sittings of a rule with
    ``ends_of``: the sitting is open to those whose training ends by the next such day.
    """

    any_day: bool = False
    month: int | None = None
    day: int | None = None
    nth: int | None = None
    weekday: str = ""
    from_day: MonthDay | None = None
    until_day: MonthDay | None = None
    label: str = ""
    ends_by: MonthDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A published date or window (end exclusive) that replaces the pattern for its year."""

    start: dt.date
    until: dt.date | None = None
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """When a stage may begin."""

    pattern: Pattern
    dated: tuple[Dated, ...] = ()
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """At least one of ``any_of`` must hold; all requirements of a thing must hold."""

    any_of: tuple[Condition, ...]
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRule:
    """How much leave does not extend a stage. Without a rule every day of leave extends it.

    Either ``weeks_per_year``: so many weeks for each year of the stage, on average over the whole
    stage; or ``days`` ``within`` a span: the whole ``stage``, each ``year`` of the stage, or any
    twelve months (``any_year``). ``beyond`` says what extends once leave goes further than that:
    the ``rest``, or ``all`` of it.
    """

    weeks_per_year: int = 0
    days: int = 0
    within: LeaveSpan = ""
    beyond: BeyondLeave = "rest"
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOut:
    """A kind of time out of a stage that counts towards it: ``counts`` percent of the days away
    are work (None: as much as was agreed, which the person enters), for ``max_months`` at most."""

    key: str
    name: str
    short: str
    counts: int | None = None
    max_months: int | None = None
    summary: str = ""
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How time worked is counted from a day on (None: always): the percentage rounded down to a
    multiple of ``step``; with ``whole_months`` the end rounds up to a whole month of the stage."""

    step: int = 1
    since: dt.date | None = None
    whole_months: bool = False
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A variant of a stage. ``length`` and ``intakes`` replace those of the stage, ``requires``
    is needed in addition. ``choose_by`` is the usual last date to ask for it, ``closes`` the day
    from which it can no longer be chosen; both count from the stage itself."""

    key: str
    name: str
    short: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    length: Length | None = None
    intakes: tuple[Intake, ...] = ()
    requires: tuple[Requirement, ...] = ()
    choose_by: Condition | None = None
    closes: Condition | None = None
    guaranteed: bool = True
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Something that takes time.

    ``years`` are local names of its years, in order; other names of the same year follow with
    an equals sign ("R1 = PGY-2"). ``counts_as`` are words for what it counts as where a rule asks
    for training of a kind ("radiologist"). ``entry_only`` stages can be part of a situation but
    are never proposed. ``excluded_by``: never proposed to someone who has begun or done one of
    these.
    """

    key: str
    name: str
    short: str
    kind: StageKind
    jurisdiction: str
    length: Length
    summary: str = ""
    aliases: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    counts_as: tuple[str, ...] = ()
    entry_only: bool = False
    excluded_by: tuple[str, ...] = ()
    intakes: tuple[Intake, ...] = ()
    requires: tuple[Requirement, ...] = ()
    tracks: tuple[Track, ...] = ()
    leave: LeaveRule | None = None
    time_out: tuple[TimeOut, ...] = ()
    counting: tuple[Counting, ...] = ()
    figure: Figure = field(default_factory=Figure)

    @property
    def year_names(self) -> tuple[tuple[str, ...], ...]:
        """For each year its names, the usual one first."""
        return tuple(tuple(name.strip() for name in year.split("=")) for year in self.years)

    def years_on(self, track_key: str) -> tuple[tuple[str, ...], ...]:
        """The names of the years that there are on a track at its typical length."""
        length = self.length_on(track_key)
        years = -(-length.typical // 12) if length.unit == "months" else length.typical
        return self.year_names[:years]

    def track(self, key: str) -> Track | None:
        """The track of that key, or None (also for an empty key)."""
        return next((track for track in self.tracks if track.key == key), None)

    def time_out_of(self, key: str) -> TimeOut | None:
        """The kind of time out of that key, or None (also for an empty key)."""
        return next((kind for kind in self.time_out if kind.key == key), None)

    def length_on(self, track_key: str) -> Length:
        """The length on a track, or the stage's own where the track says none."""
        track = self.track(track_key)
        return track.length if track and track.length else self.length

    @property
    def all_intakes(self) -> tuple[Intake, ...]:
        """Its own intakes and those of its tracks."""
        return (*self.intakes, *(one for track in self.tracks for one in track.intakes))

    def intakes_on(self, track_key: str) -> tuple[Intake, ...]:
        """When it may begin on a track: the track's own intakes, else those of the stage."""
        track = self.track(track_key)
        return track.intakes if track and track.intakes else self.intakes


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRange:
    """The classes a rule is for: ``of`` names a cohort; both years inclusive, None is open."""

    of: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Ties the sittings of a milestone to a calendar year plus ``years``: the year in which a
    stage begins (``of`` are stage keys, the first planned or running one counts), or the class
    year of the plan (``cohort``)."""

    of: tuple[str, ...] = ()
    cohort: str = ""
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingRule:
    """When a milestone happens. The first rule of a milestone that applies is used.

    It applies when the cohort fits, every ``has`` is in the plan or situation, no ``lacks`` is,
    and the date lies in [effective_from, effective_until).

    ``earliest``: all of these must be past; ``first_of``: counts from whichever of these comes
    first; ``usual``: when people take it, which a chosen sitting overrides. ``pauses_in``: leave
    in these stages stops the time that the rule counts. ``ends_of``: the stages whose planned end
    decides which sitting is open (see ``Pattern.ends_by``).
    """

    key: str
    says: str
    cohort: CohortRange | None = None
    has: tuple[Ref, ...] = ()
    lacks: tuple[Ref, ...] = ()
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    supersedes: str = ""
    anchor: Anchor | None = None
    earliest: tuple[Condition, ...] = ()
    first_of: tuple[Condition, ...] = ()
    usual: tuple[Condition, ...] = ()
    latest: Condition | None = None
    round_up: MonthDay | None = None
    pauses_in: tuple[str, ...] = ()
    ends_of: tuple[str, ...] = ()
    sittings: tuple[Pattern, ...] = ()
    dated: tuple[Dated, ...] = ()
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """An amount in ``currency`` that applied in ``year`` (ISO, may be a season)."""

    amount: int
    currency: str
    year: str
    what: str = ""
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """A pass counts for ``months``, rounded up to the next ``round_up`` (month, day) where there
    is one; the milestones ``uses`` must happen before it runs out."""

    months: int
    uses: tuple[str, ...]
    round_up: tuple[int, int] | None = None
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How a credential is renewed; ``says`` is the rule in a sentence.

    ``months`` is the first cycle (None: the rule gives no day, so no date is shown). The cycle
    begins when the credential is gained, or on the first ``begins`` (month, day) on or after
    that; its end moves on to the next ``until``; with ``birth_month`` it ends with the month of
    birth, which a person may enter.
    """

    says: str
    months: int | None = None
    begins: MonthDay | None = None
    until: MonthDay | None = None
    birth_month: bool = False
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOut:
    """After every ``after`` failed attempts the next one is ``months`` away, counted from the
    failed one or from the first ``begins`` (month, day) after it."""

    after: int
    months: int
    begins: MonthDay | None = None
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The application or documents must be in ``days`` before a milestone; ``says`` what."""

    days: int
    says: str = ""
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something with a date or window. ``shown_with``: in every plan that has one of these.
    ``limits``: milestones and stages that must be over by the last day of this one.
    ``results_days``: from the last day of a sitting to its result, on which what needs it waits.
    ``retake_wait_months``: the least time between a failed sitting and the next.
    ``per_sitting``: an application that has to be made again for each sitting of an exam.
    ``resits``: what the body says about re-sits, in a sentence.
    ``attempts``: how often it can be sat, ``missed_counts`` where a sitting that was not taken
    uses one up, ``when_out`` what it means when none is left."""

    key: str
    name: str
    short: str
    kind: MilestoneKind
    jurisdiction: str
    organisation: str = ""
    summary: str = ""
    aliases: tuple[str, ...] = ()
    shown_with: tuple[Ref, ...] = ()
    requires: tuple[Requirement, ...] = ()
    rules: tuple[TimingRule, ...] = ()
    attempts: int | None = None
    missed_counts: bool = False
    when_out: str = ""
    limits: tuple[str, ...] = ()
    results_days: int = 0
    retake_wait_months: int = 0
    per_sitting: bool = False
    resits: str = ""
    lock_out: LockOut | None = None
    lead: Lead | None = None
    validity: Validity | None = None
    renewal: Renewal | None = None
    fees: tuple[Fee, ...] = ()
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What one can head for. ``finish`` is the stage whose start is the finish line,
    ``natural_start`` the stage from which the standard route is shown."""

    key: str
    name: str
    short: str
    kind: Literal["subspecialty", "role"]
    jurisdiction: str
    requires: tuple[Requirement, ...]
    finish: str
    natural_start: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sourced sentence about some keys: what one does there, a pitfall, a pay figure.

    Skills, procedures and settings have a ``name``, under which they are found. Plans that have
    a stage or milestone of ``warns_with`` are warned with it."""

    key: str
    kind: StatementKind
    about: tuple[str, ...]
    text: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    warns_with: tuple[str, ...] = ()
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A limit that runs beside the path, for those it concerns: ``months`` from ``starts``, of
    which the stages of the kinds ``counts`` use up their length."""

    key: str
    name: str
    says: str
    months: int
    starts: Condition
    counts: tuple[str, ...]
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A published snapshot of the whole catalogue. Number 0 is an unpublished draft."""

    number: int
    jurisdictions: Mapping[str, Jurisdiction]
    organisations: Mapping[str, Organisation]
    sources: Mapping[str, Source]
    cohorts: Mapping[str, Cohort]
    stages: Mapping[str, Stage]
    milestones: Mapping[str, Milestone]
    destinations: Mapping[str, Destination]
    statements: Mapping[str, Statement]
    clocks: Mapping[str, Clock] = field(default_factory=dict)

    @cached_property
    def names(self) -> Mapping[str, tuple[Ref, ...]]:
        """Every alias, in lower case: the stages, tracks and milestones that are called so."""
        found: dict[str, list[Ref]] = {}
        for stage in self.stages.values():
            for track in stage.tracks:
                for alias in track.aliases:
                    found.setdefault(alias.lower(), []).append(Ref(stage.key, track.key))
            for alias in stage.aliases:
                found.setdefault(alias.lower(), []).append(Ref(stage.key))
        for milestone in self.milestones.values():
            for alias in milestone.aliases:
                found.setdefault(alias.lower(), []).append(Ref(milestone.key))
        return {name: tuple(refs) for name, refs in found.items()}

    def find_destination(self, text: str, country: str = "") -> Destination | None:
        """The destination with that key, name or alias, in any case, the one in the jurisdiction
        ``country`` first; None when there is none."""
        if text in self.destinations:
            return self.destinations[text]
        wanted = text.strip().lower()
        called = [
            one
            for one in self.destinations.values()
            if wanted in {alias.lower() for alias in (one.name, *one.aliases)}
        ]
        return min(called, key=lambda one: one.jurisdiction != country, default=None)

    def name_of(self, key: str) -> str:
        """The display name of a stage or milestone; the key itself when it is unknown."""
        thing = self.stages.get(key) or self.milestones.get(key)
        return thing.name if thing else key
