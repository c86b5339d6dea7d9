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
    "exam", "application", "match", "certificate", "licence", "deadline"
]
LengthUnit: TypeAlias = Literal["months", "academic_years", "training_years"]

CONFIDENCES: Mapping[str, str] = {
    "A": "read on the page of the body that owns the rule",
    "B": "read on a second-hand page",
    "I": "worked out from published facts",
    "U": "unverified; typical",
}
BASES = ("rule", "programme", "survey", "estimate")
STAGE_KINDS = ("education", "internship", "residency", "fellowship", "practice")
MILESTONE_KINDS = ("exam", "application", "match", "certificate", "licence", "deadline")
LENGTH_UNITS = ("months", "academic_years", "training_years")
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
    ``year_of`` that the plan can answer. ``label`` contains ``{year}``."""

    key: str
    name: str
    label: str
    year_of: tuple[Condition, ...]


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
    ``label`` is a word for it ("autumn").
    """

    any_day: bool = False
    month: int | None = None
    day: int | None = None
    nth: int | None = None
    weekday: str = ""
    from_day: tuple[int, int] | None = None
    until_day: tuple[int, int] | None = None
    label: str = ""


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
    """Leave of up to ``weeks_per_year`` for each year of a stage, on average over the stage,
    does not extend it; what goes beyond does. Without a rule every day of leave extends."""

    weeks_per_year: int
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How a working percentage counts for time worked from a day on (None: from ever): rounded
    down to a multiple of ``step`` percent."""

    step: int
    since: dt.date | None = None
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A variant of a stage. ``choose_by`` is the usual last date to ask for it, ``closes`` the
    day from which it can no longer be chosen; both count from the stage itself."""

    key: str
    name: str
    short: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    length: Length | None = None
    requires: tuple[Requirement, ...] = ()
    choose_by: Condition | None = None
    closes: Condition | None = None
    guaranteed: bool = True
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Something that takes time.

    ``years`` are local names of its years, in order; other names of the same year follow with
    an equals sign ("R1 = PGY-2"). ``entry_only`` stages can
    be part of a situation but are never proposed. ``excluded_by``: never proposed to someone who
    has begun or done one of these.
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
    entry_only: bool = False
    excluded_by: tuple[str, ...] = ()
    intakes: tuple[Intake, ...] = ()
    requires: tuple[Requirement, ...] = ()
    tracks: tuple[Track, ...] = ()
    leave: LeaveRule | None = None
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

    def length_on(self, track_key: str) -> Length:
        """The length on a track, or the stage's own where the track says none."""
        track = self.track(track_key)
        return track.length if track and track.length else self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRange:
    """The classes a rule is for: ``of`` names a cohort; both years inclusive, None is open."""

    of: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Ties a milestone to the start of a stage: the pattern is taken in the calendar year of
    that start plus ``years``. ``of`` are stage keys, the first planned or running one counts."""

    of: tuple[str, ...]
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingRule:
    """When a milestone happens. The first rule of a milestone that applies is used.

    It applies when the cohort fits, every ``has`` is in the plan or situation, no ``lacks`` is,
    and the date lies in [effective_from, effective_until).
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
    latest: Condition | None = None
    round_up: tuple[int, int] | None = None
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
    """A credential is renewed every ``months``, the first time so long after it is gained."""

    months: int
    says: str
    figure: Figure = field(default_factory=Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something with a date or window. ``shown_with``: in every plan that has one of these.
    ``limits``: milestones that must have happened by the last day of this one.
    ``results_days``: from the last day of a sitting to its result, on which what needs it waits.
    ``retake_wait_months``: the least time between a failed sitting and the next.
    ``attempts``: how often it can be sat, ``when_out`` what it means when none is left."""

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
    when_out: str = ""
    limits: tuple[str, ...] = ()
    results_days: int = 0
    retake_wait_months: int = 0
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
