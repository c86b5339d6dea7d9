"""Findings about exams, applications and deadlines."""

from collections.abc import Iterator

from pathways.planning.catalogue import Milestone
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.checks.context import Context
from pathways.planning.dates import ONE_DAY, add_months, next_day
from pathways.planning.steps import Step
from pathways.planning.timeline import Bar, Finding, Fix, Marker
from pathways.planning.wording import describe_day


def sitting_before_eligible(context: Context) -> Iterator[Finding]:
    """sitting_before_eligible: an exam or application has a fixed date before it is possible."""
    for marker in context.timeline.markers():
        possible = marker.first_possible
        fixed = context.frame.change(marker.key).date
        if not marker.pinned or possible is None or fixed is None or fixed >= possible:
            continue
        yield Finding(
            code="sitting_before_eligible",
            severity="error",
            key=marker.key,
            says=f"{marker.name} is fixed to a date before you can take it.",
            why="Something it needs is not finished by then; its receipt shows what.",
            fix=Fix(label="Move it to the first possible date", action="unpin", key=marker.key),
        )


def limit_missed(context: Context) -> Iterator[Finding]:
    """limit_missed: an exam or a stage goes on after the date by which it must be over."""
    frame = context.frame
    for marker in context.timeline.markers():
        milestone = frame.edition.milestones.get(marker.key)
        limit = marker.until - ONE_DAY
        for key in milestone.limits if milestone else ():
            item = context.timeline.item(key)
            if isinstance(item, Marker) and item.at.date > limit:
                says = f"{item.name} falls after {marker.name}."
                why = "After that date you have to become eligible again."
            elif isinstance(item, Bar) and item.end.date - ONE_DAY > limit:
                last = describe_day(item.end.date - ONE_DAY)
                says = f"{item.name} ends on {last}, after {marker.name}: {describe_day(limit)}."
                why = marker.at.receipt.says
            else:
                continue
            yield Finding(
                code="limit_missed",
                severity="error",
                key=key,
                says=says,
                why=why,
                sources=marker.at.receipt.sources,
            )


def pass_expired(context: Context) -> Iterator[Finding]:
    """pass_expired: an exam pass runs out before something that needs it."""
    for marker in context.timeline.markers():
        milestone = context.frame.edition.milestones.get(marker.key)
        validity = milestone.validity if milestone else None
        if validity is None:
            continue
        ends = add_months(marker.at.date, validity.months)
        if validity.round_up:
            ends = next_day(validity.round_up, ends)
        for key in validity.uses:
            use = context.timeline.item(key)
            if isinstance(use, Marker) and use.at.date > ends:
                yield Finding(
                    code="pass_expired",
                    severity="error" if validity.figure.confidence == "A" else "warning",
                    key=marker.key,
                    says=f"{marker.name} runs out before {use.name}.",
                    why=validity.figure.note or "It counts for a limited time only.",
                    sources=validity.figure.sources,
                )


def may_be_past(context: Context) -> Iterator[Finding]:
    """may_be_past: a planned item's time has gone by and nobody said how it went."""
    as_of = context.frame.standing.situation.as_of
    for marker in context.timeline.markers():
        if marker.status == "planned" and as_of < marker.until <= context.today:
            yield Finding(
                code="may_be_past",
                severity="warning",
                key=marker.key,
                says=f"{marker.name} was planned for a date that has gone by. Did it happen?",
                why="Later dates count on it. Mark it as done, or as missed to move to the "
                "next one.",
                fix=Fix(label="Mark as done", action="done", key=marker.key),
            )


def assumed_done(context: Context) -> Iterator[Finding]:
    """assumed_done: applications or matches taken as done because of the stage you are in."""
    frame = context.frame
    for marker in context.timeline.markers():
        step = frame.by_key.get(marker.anchor)
        if marker.status != "assumed" or step is None or step.role != "planned":
            continue
        if marker.key not in {one.key for one in frame.anchored_to(step)}:
            continue
        yield Finding(
            code="assumed_done",
            severity="warning",
            key=marker.key,
            says=f"This counts on {marker.name} having happened already.",
            why="Its time was before today. If you missed it, mark it as missed: the start "
            "moves to the next cycle.",
            fix=Fix(label="I missed it", action="missed", key=marker.key),
        )


def sitting_not_offered(context: Context) -> Iterator[Finding]:
    """sitting_moved: the sitting the person chose is not possible, so a later one is used."""
    for marker in context.timeline.markers():
        wanted = context.frame.change(marker.key).sitting
        if (
            wanted
            and marker.at.date > wanted
            and marker.first_possible
            and marker.first_possible > wanted
        ):
            yield Finding(
                code="sitting_moved",
                severity="warning",
                key=marker.key,
                says=f"The sitting you chose for {marker.name} comes too early, so the next "
                "one is used.",
                why="Something it needs is not finished by then; its receipt shows what.",
                fix=Fix(label="Forget my choice", action="reset_sitting", key=marker.key),
            )


def assumes_place(context: Context) -> Iterator[Finding]:
    """assumes_place: a stage counts on a place that came with the stage the person is in."""
    frame = context.frame
    for step in frame.steps:
        if step.role != "planned" or frame.change(step.key).no_place:
            continue
        for milestone in _assumed_places(context, step):
            name = frame.edition.name_of(step.key)
            yield Finding(
                code="assumes_place",
                severity="note",
                key=step.key,
                says=f"This assumes you already have a place in {name}.",
                why=f"{milestone.name} usually decides it together with the stage you are in. If "
                "you have no place yet, say so: then the application comes first.",
                fix=Fix(label="I don't have a place yet", action="no_place", key=step.key),
                sources=milestone.figure.sources,
            )
            break


def _assumed_places(context: Context, step: Step) -> Iterator[Milestone]:
    """What decides about a place in a step and is taken as over with a step that has begun."""
    frame = context.frame
    refs = [ref for group in step.needs for one in group.any_of for ref in one.refs]
    for key in dict.fromkeys(ref.key for ref in refs):
        milestone = frame.edition.milestones.get(key)
        if milestone is None or key in frame.included or not frame.standing.holds(Ref(key)):
            continue
        if any(rule.anchor and step.key in rule.anchor.of for rule in milestone.rules):
            yield milestone


def not_yet(context: Context) -> Iterator[Finding]:
    """not_yet: something is marked as done though its date is still to come."""
    for marker in context.timeline.markers():
        last = max(context.today, context.frame.standing.situation.as_of)
        if marker.status == "done" and marker.at.date > last:
            yield Finding(
                code="not_yet",
                severity="warning",
                key=marker.key,
                says=f"{marker.name} is marked as done, but its date is still to come.",
                why="Enter the actual date, or mark it as planned again.",
                fix=Fix(label="Mark as planned", action="unpin", key=marker.key),
            )
