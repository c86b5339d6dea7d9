"""Reads an edition document (the shape of packs, see docs/pack-format.md) into catalogue values.

Only form is checked here: types, ranges, spelling of conditions. Whether the catalogue makes
sense as a whole is ``soundness``.
"""

from collections.abc import Mapping
from typing import Any

from pathways.planning import catalogue as c
from pathways.planning.catalogue.counting import fill_in
from pathways.planning.catalogue.documents import DocumentError, Node, Problem
from pathways.planning.catalogue.expressions import (
    KEY_PATTERN,
    Condition,
    ExpressionError,
    Ref,
    parse_condition,
    parse_ref,
)

FORMAT = 1
SECTIONS = (
    "jurisdictions",
    "organisations",
    "sources",
    "cohorts",
    "stages",
    "milestones",
    "destinations",
    "statements",
    "clocks",
)


def read_edition(document: object, number: int = 0) -> c.Edition:
    """Read an edition document; raises DocumentError listing every problem with its path."""
    edition, problems = read_draft(document, number)
    if problems:
        raise DocumentError(problems)
    return edition


def read_draft(document: object, number: int = 0) -> tuple[c.Edition, tuple[Problem, ...]]:
    """Read an edition document that may not be finished: what can be read, and every problem.

    Where something cannot be read, a harmless value stands in its place.
    """
    problems: list[Problem] = []
    node = Node.of(document, (), problems)
    if node.integer("format", FORMAT) != FORMAT:
        node.problem("format", f"must be {FORMAT}; this file was made for another version.")
    node.text("pack", "")
    node.text("name", "")
    edition = c.Edition(
        number=number,
        jurisdictions={
            key: _jurisdiction(key, child) for key, child in _keyed(node, "jurisdictions")
        },
        organisations={
            key: _organisation(key, child) for key, child in _keyed(node, "organisations")
        },
        sources={key: _source(key, child) for key, child in _keyed(node, "sources")},
        cohorts={key: _cohort(key, child) for key, child in _keyed(node, "cohorts")},
        stages={key: _stage(key, child) for key, child in _keyed(node, "stages")},
        milestones={key: _milestone(key, child) for key, child in _keyed(node, "milestones")},
        destinations={key: _destination(key, child) for key, child in _keyed(node, "destinations")},
        statements={key: _statement(key, child) for key, child in _keyed(node, "statements")},
        clocks={key: _clock(key, child) for key, child in _keyed(node, "clocks")},
    )
    node.close()
    return fill_in(edition), tuple(dict.fromkeys(problems))


def _keyed(node: Node, name: str) -> Any:
    for key, child in node.children(name):
        if not KEY_PATTERN.match(key):
            child.problem(None, "this key must be lower-case letters, digits and underscores.")
        yield key, child


def _figure(node: Node) -> c.Figure:
    return c.Figure(
        sources=node.texts("sources"),
        confidence=node.choice("confidence", tuple(c.CONFIDENCES), "U"),
        basis=node.choice("basis", c.BASES, "estimate"),
        note=node.text("note", ""),
    )


def _condition(node: Node, key: str, text: object) -> Condition:
    try:
        return parse_condition(str(text))
    except ExpressionError as error:
        node.problem(key, str(error))
        return Condition(point="done", refs=(Ref("invalid"),))


def _ref(node: Node, key: str, text: object) -> Ref:
    try:
        return parse_ref(str(text))
    except ExpressionError as error:
        node.problem(key, str(error))
        return Ref("invalid")


def _optional_condition(node: Node, key: str) -> Condition | None:
    text = node.text(key, "")
    return _condition(node, key, text) if text else None


def _conditions(node: Node, key: str) -> tuple[Condition, ...]:
    return node.each(key, lambda text: _condition(node, key, text))


def _refs(node: Node, key: str) -> tuple[Ref, ...]:
    return node.each(key, lambda text: _ref(node, key, text))


def _requirements(node: Node) -> tuple[c.Requirement, ...]:
    found = []
    for child in node.nodes("requires"):
        any_of = _conditions(child, "any")
        if not any_of:
            child.problem("any", "needs at least one condition.")
        found.append(c.Requirement(any_of=any_of, figure=_figure(child)))
    return tuple(found)


def _jurisdiction(key: str, node: Node) -> c.Jurisdiction:
    return c.Jurisdiction(
        key=key,
        name=node.text("name"),
        currency=node.text("currency"),
        date_style=node.choice("date_style", ("intl", "us"), "intl"),
    )


def _organisation(key: str, node: Node) -> c.Organisation:
    return c.Organisation(
        key=key,
        name=node.text("name"),
        short=node.text("short", "") or node.text("name"),
        jurisdiction=node.text("jurisdiction"),
        url=_url(node, ""),
        summary=node.text("summary", ""),
    )


def _url(node: Node, default: str | None = None) -> str:
    url = node.text("url") if default is None else node.text("url", default)
    if url and not url.startswith(("https://", "http://")):
        node.problem("url", "must begin with https:// or http://.")
    return url


def _source(key: str, node: Node) -> c.Source:
    return c.Source(
        key=key,
        title=node.text("title"),
        url=_url(node),
        dated=node.partial_date("dated"),
        checked=node.date("checked"),
        organisation=node.text("organisation", ""),
        note=node.text("note", ""),
    )


def _cohort(key: str, node: Node) -> c.Cohort:
    label = node.text("label")
    if "{year}" not in label:
        node.problem("label", "must contain {year}.")
    return c.Cohort(
        key=key,
        name=node.text("name"),
        label=label,
        year_of=_conditions(node, "year_of"),
        year_begins=_month_day(node, "year_begins"),
    )


def _length(node: Node | None) -> c.Length | None:
    if node is None:
        return None
    typical = node.integer("typical", low=1, high=600)
    length = c.Length(
        typical=typical,
        min=node.integer("min", typical, low=1, high=600),
        max=node.integer("max", typical, low=1, high=600),
        unit=node.choice("unit", c.LENGTH_UNITS, "months"),
        ends_month=node.integer("ends_month", None, low=1, high=12),
        figure=_figure(node),
    )
    if not length.min <= length.typical <= length.max:
        node.problem(None, "min, typical and max must be in that order.")
    if (length.unit == "academic_years") != (length.ends_month is not None):
        node.problem("ends_month", "goes with unit academic_years, and only with it.")
    node.close()
    return length


def _month_day(node: Node, key: str) -> c.MonthDay | None:
    text = node.text(key, "")
    if not text:
        return None
    month, _, day = text.partition("-")
    if month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        return int(month), int(day)
    node.problem(key, "must be a month and day like “09-01”.")
    return 1, 1


def _pattern(node: Node) -> c.Pattern:
    pattern = c.Pattern(
        any_day=node.boolean("any_day"),
        month=node.integer("month", None, low=1, high=12),
        day=node.integer("day", None, low=1, high=31),
        nth=node.integer("nth", None, low=1, high=5),
        weekday=node.choice("weekday", ("", *c.WEEKDAYS), ""),
        from_day=_month_day(node, "from"),
        until_day=_month_day(node, "until"),
        label=node.text("label", ""),
        ends_by=_month_day(node, "ends_by"),
    )
    forms = (
        pattern.any_day,
        pattern.month is not None,
        pattern.from_day is not None and pattern.until_day is not None,
    )
    broken = bool(pattern.nth) != bool(pattern.weekday) or (pattern.day and pattern.nth)
    if sum(forms) != 1 or broken or ((pattern.day or pattern.nth) and not pattern.month):
        node.problem(
            None,
            "must be one pattern: any_day; month; month and day; month, nth and weekday; "
            "or from and until.",
        )
    return pattern


def _dated(node: Node) -> tuple[c.Dated, ...]:
    found = []
    for child in node.nodes("dated"):
        start, until = child.date("date"), child.date("until", None)
        if until is not None and until <= start:
            child.problem("until", "must be later than date.")
        found.append(c.Dated(start=start, until=until, figure=_figure(child)))
    return tuple(sorted(found, key=lambda one: one.start))


def _intakes(node: Node) -> tuple[c.Intake, ...]:
    return tuple(
        c.Intake(pattern=_pattern(child), dated=_dated(child), figure=_figure(child))
        for child in node.nodes("intakes")
    )


def _track(node: Node) -> c.Track:
    key = node.text("key")
    if not KEY_PATTERN.match(key):
        node.problem("key", "must be lower-case letters, digits and underscores.")
    return c.Track(
        key=key,
        name=node.text("name"),
        short=node.text("short", "") or node.text("name"),
        summary=node.text("summary", ""),
        aliases=node.texts("aliases"),
        length=_length(node.child("length")),
        intakes=_intakes(node),
        requires=_requirements(node),
        choose_by=_optional_condition(node, "choose_by"),
        closes=_optional_condition(node, "closes"),
        guaranteed=node.boolean("guaranteed", True),
        figure=_figure(node),
    )


def _stage(key: str, node: Node) -> c.Stage:
    length = _length(node.child("length"))
    if length is None:
        node.problem("length", "is missing.")
    return c.Stage(
        key=key,
        name=node.text("name"),
        short=node.text("short", "") or node.text("name"),
        kind=node.choice("kind", c.STAGE_KINDS),
        jurisdiction=node.text("jurisdiction"),
        summary=node.text("summary", ""),
        aliases=node.texts("aliases"),
        years=node.texts("years"),
        counts_as=node.each("counts_as", lambda text: _kind(node, text)),
        entry_only=node.boolean("entry_only"),
        excluded_by=node.texts("excluded_by"),
        length=length or c.Length(typical=1, min=1, max=1),
        intakes=_intakes(node),
        requires=_requirements(node),
        tracks=tuple(_track(child) for child in node.nodes("tracks")),
        leave=_leave(node.child("leave")),
        time_out=_time_out(node),
        counting=tuple(_counting(child) for child in node.nodes("counting")),
        figure=_figure(node),
    )


def _kind(node: Node, text: object) -> str:
    if not KEY_PATTERN.match(str(text)):
        node.problem("counts_as", f"“{text}” must be lower-case letters, digits and underscores.")
    return str(text)


def _leave(node: Node | None) -> c.LeaveRule | None:
    if node is None:
        return None
    found = c.LeaveRule(
        weeks_per_year=node.integer("weeks_per_year", 0, low=0, high=52),
        days=node.integer("days", None, low=1, high=3660) or 0,
        within=node.choice("within", c.LEAVE_SPANS[1:]) if node.raw("within", None) else "",
        beyond=node.choice("beyond", c.BEYOND_LEAVE, "rest"),
        figure=_figure(node),
    )
    by_weeks, by_days = (node.raw(name, None) is not None for name in ("weeks_per_year", "days"))
    if by_weeks == by_days:
        node.problem(None, "needs one of these: weeks_per_year, or days with within.")
    elif by_days != bool(found.within):
        node.problem("within", "goes with days, and only with days: stage, year or any_year.")
    node.close()
    return found


def _time_out(node: Node) -> tuple[c.TimeOut, ...]:
    found: list[c.TimeOut] = []
    for child in node.nodes("time_out"):
        key = child.text("key")
        if not KEY_PATTERN.match(key):
            child.problem("key", "must be lower-case letters, digits and underscores.")
        elif key in {one.key for one in found}:
            child.problem("key", f"another kind of time out above has the key “{key}” already.")
        found.append(
            c.TimeOut(
                key=key,
                name=child.text("name"),
                short=child.text("short", "") or child.text("name"),
                counts=child.integer("counts", None, low=0, high=100),
                max_months=child.integer("max_months", None, low=1, high=600),
                summary=child.text("summary", ""),
                figure=_figure(child),
            )
        )
    return tuple(found)


def _counting(node: Node) -> c.Counting:
    return c.Counting(
        step=node.integer("step", 1, low=1, high=100),
        since=node.date("since", None),
        whole_months=node.boolean("whole_months"),
        figure=_figure(node),
    )


def _validity(node: Node | None) -> c.Validity | None:
    if node is None:
        return None
    found = c.Validity(
        months=node.integer("months", low=1, high=600),
        uses=node.texts("uses"),
        round_up=_month_day(node, "round_up"),
        figure=_figure(node),
    )
    node.close()
    return found


def _renewal(node: Node | None) -> c.Renewal | None:
    if node is None:
        return None
    found = c.Renewal(
        says=node.text("says"),
        months=node.integer("months", None, low=1, high=600),
        begins=_month_day(node, "begins"),
        until=_month_day(node, "until"),
        birth_month=node.boolean("birth_month"),
        figure=_figure(node),
    )
    if found.months is None and (found.begins or found.until or found.birth_month):
        node.problem("months", "is missing: begins, until and birth_month need a first cycle.")
    if found.birth_month and (found.begins or found.until):
        node.problem("birth_month", "cannot be combined with begins or until.")
    node.close()
    return found


def _lock_out(node: Node | None) -> c.LockOut | None:
    if node is None:
        return None
    found = c.LockOut(
        after=node.integer("after", low=1, high=50),
        months=node.integer("months", low=1, high=600),
        begins=_month_day(node, "begins"),
        figure=_figure(node),
    )
    node.close()
    return found


def _lead(node: Node | None) -> c.Lead | None:
    if node is None:
        return None
    found = c.Lead(
        days=node.integer("days", low=1, high=1000),
        says=node.text("says", ""),
        figure=_figure(node),
    )
    node.close()
    return found


def _clock(key: str, node: Node) -> c.Clock:
    starts = _optional_condition(node, "starts")
    if starts is None:
        node.problem("starts", "is missing; write a condition like “start(pgy1)”.")
    counts = node.texts("counts")
    for kind in counts:
        if kind not in c.STAGE_KINDS:
            node.problem("counts", f"has “{kind}”; choose among: {', '.join(c.STAGE_KINDS)}.")
    return c.Clock(
        key=key,
        name=node.text("name"),
        says=node.text("says"),
        months=node.integer("months", low=1, high=600),
        starts=starts or Condition(point="done", refs=(Ref("invalid"),)),
        counts=counts,
        figure=_figure(node),
    )


def _cohort_range(node: Node | None) -> c.CohortRange | None:
    if node is None:
        return None
    found = c.CohortRange(
        of=node.text("of"),
        first=node.integer("first", None, low=1950, high=2150),
        last=node.integer("last", None, low=1950, high=2150),
    )
    node.close()
    return found


def _anchor(node: Node | None) -> c.Anchor | None:
    if node is None:
        return None
    found = c.Anchor(
        of=node.texts("of"),
        cohort=node.text("cohort", ""),
        years=node.integer("years", 0, low=-10, high=10),
    )
    if bool(found.of) == bool(found.cohort):
        node.problem(None, "needs one of these: of (stage keys), or cohort (the key of a cohort).")
    node.close()
    return found


def _rule(node: Node) -> c.TimingRule:
    return c.TimingRule(
        key=node.text("key"),
        says=node.text("says"),
        cohort=_cohort_range(node.child("cohort")),
        has=_refs(node, "has"),
        lacks=_refs(node, "lacks"),
        effective_from=node.date("effective_from", None),
        effective_until=node.date("effective_until", None),
        supersedes=node.text("supersedes", ""),
        anchor=_anchor(node.child("anchor")),
        earliest=_conditions(node, "earliest"),
        first_of=_conditions(node, "first_of"),
        usual=_conditions(node, "usual"),
        latest=_optional_condition(node, "latest"),
        round_up=_month_day(node, "round_up"),
        pauses_in=node.texts("pauses_in"),
        ends_of=node.texts("ends_of"),
        sittings=tuple(_pattern(child) for child in node.nodes("sittings")),
        dated=_dated(node),
        figure=_figure(node),
    )


def _fee(node: Node) -> c.Fee:
    return c.Fee(
        amount=node.integer("amount", high=1_000_000),
        currency=node.text("currency"),
        year=node.partial_date("year"),
        what=node.text("what", ""),
        figure=_figure(node),
    )


def _milestone(key: str, node: Node) -> c.Milestone:
    milestone = c.Milestone(
        key=key,
        name=node.text("name"),
        short=node.text("short", "") or node.text("name"),
        kind=node.choice("kind", c.MILESTONE_KINDS),
        jurisdiction=node.text("jurisdiction"),
        organisation=node.text("organisation", ""),
        summary=node.text("summary", ""),
        aliases=node.texts("aliases"),
        shown_with=_refs(node, "shown_with"),
        requires=_requirements(node),
        rules=tuple(_rule(child) for child in node.nodes("rules")),
        attempts=node.integer("attempts", None, low=1, high=50),
        missed_counts=node.boolean("missed_counts"),
        per_sitting=node.boolean("per_sitting"),
        when_out=node.text("when_out", ""),
        limits=node.texts("limits"),
        results_days=node.integer("results_days", 0, low=0, high=366),
        retake_wait_months=node.integer("retake_wait_months", 0, low=0, high=60),
        resits=node.text("resits", ""),
        lock_out=_lock_out(node.child("lock_out")),
        lead=_lead(node.child("lead")),
        validity=_validity(node.child("validity")),
        renewal=_renewal(node.child("renewal")),
        fees=tuple(_fee(child) for child in node.nodes("fees")),
        figure=_figure(node),
    )
    if not milestone.rules:
        node.problem("rules", "needs at least one rule that says when it happens.")
    return milestone


def _destination(key: str, node: Node) -> c.Destination:
    return c.Destination(
        key=key,
        name=node.text("name"),
        short=node.text("short", "") or node.text("name"),
        kind=node.choice("kind", c.DESTINATION_KINDS),
        jurisdiction=node.text("jurisdiction"),
        summary=node.text("summary", ""),
        aliases=node.texts("aliases"),
        requires=_requirements(node),
        finish=node.text("finish"),
        natural_start=node.text("natural_start"),
        figure=_figure(node),
    )


def _statement(key: str, node: Node) -> c.Statement:
    return c.Statement(
        key=key,
        kind=node.choice("kind", c.STATEMENT_KINDS),
        about=node.texts("about"),
        text=node.text("text"),
        name=node.text("name", ""),
        aliases=node.texts("aliases"),
        warns_with=node.texts("warns_with"),
        figure=_figure(node),
    )


def merge_documents(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Join pack documents (by pack name) into one edition document.

    Raises DocumentError when two packs define the same key.
    """
    merged: dict[str, Any] = {"format": FORMAT}
    problems: list[Problem] = []
    for pack, document in documents.items():
        for section, entries in document.items():
            if section in ("format", "pack", "name"):
                continue
            target = merged.setdefault(section, {})
            for key, entry in entries.items():
                if key in target:
                    problems.append(
                        Problem((pack, section, key), "is defined in another pack too.")
                    )
                target[key] = entry
    if problems:
        raise DocumentError(problems)
    return merged
