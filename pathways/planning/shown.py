"""What of everything that was placed is shown, and as what: done, current, assumed, still to come.

Dates only, so that routes can be counted and put in order without a word of description.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from pathways.planning.frame import Frame
from pathways.planning.happening import PlacedMilestone
from pathways.planning.known import Known, latest
from pathways.planning.placing import PlacedStep
from pathways.planning.plans import Change
from pathways.planning.steps import Step
from pathways.planning.timeline import ItemStatus, Lane
from pathways.planning.waiting import TOLD

Placed: TypeAlias = PlacedStep | PlacedMilestone
_LANES: Mapping[str, Lane] = dict.fromkeys(("application", "interview", "match"), "applications")


class Shown(NamedTuple):
    """Something that was placed, with what it is shown as."""

    key: str
    placed: Placed
    status: ItemStatus


def key_of(placed: Placed) -> str:
    """The key of a step or milestone that was placed."""
    return placed.step.key if isinstance(placed, PlacedStep) else placed.milestone.key


def start_of(placed: Placed) -> dt.date:
    """The day on which it begins, or is first possible."""
    return placed.start if isinstance(placed, PlacedStep) else placed.span.start


def status_of(frame: Frame, placed: Placed) -> ItemStatus:
    """What a step or milestone is shown as."""
    change = frame.change(key_of(placed))
    if isinstance(placed, PlacedStep):
        return _step_status(placed.step, change)
    return _milestone_status(frame, placed, change)


def _step_status(step: Step, change: Change) -> ItemStatus:
    if step.role == "past" or change.status == "done":
        return "done"
    if step.role == "running":
        return "current"
    return "confirmed" if change.status == "confirmed" else "planned"


def _milestone_status(frame: Frame, placed: PlacedMilestone, change: Change) -> ItemStatus:
    as_of = frame.standing.situation.as_of
    told_past = placed.fixed and placed.span.start < as_of and change.status != "confirmed"
    if change.status == "done" or told_past:
        return "done"
    if placed.fixed or change.status == "confirmed":
        return "confirmed"
    if placed.span.until > as_of:
        return "planned"
    return "done" if placed.milestone.kind == "deadline" else "assumed"


def lane_of(placed: PlacedMilestone) -> Lane:
    """The lane of a milestone: an application stands with the deadlines that hang on a stage."""
    if placed.milestone.kind == "deadline" and placed.anchor:
        return "applications"
    return _LANES.get(placed.milestone.kind, "exams")


def training_of(one: Shown) -> PlacedStep | None:
    """The step, where it is training still to come: no post, which has no end of its own."""
    if isinstance(one.placed, PlacedMilestone) or one.status not in ("planned", "confirmed"):
        return None
    stage = one.placed.step.stage
    return None if stage is not None and stage.kind == "practice" else one.placed


def is_exam_ahead(one: Shown) -> bool:
    """Whether it is an exam still to sit."""
    is_exam = isinstance(one.placed, PlacedMilestone) and one.placed.milestone.kind == "exam"
    return is_exam and one.status in ("planned", "confirmed")


def is_over(frame: Frame, placed: Placed) -> bool:
    """Whether it belonged into a stage that is over and nothing ahead asks for it: it would come
    on the day the situation was told only because its own time has gone by."""
    if isinstance(placed, PlacedStep) or placed.fixed or placed.milestone.key in frame.required:
        return False
    driver = latest(placed.answers)
    return bool(driver and driver.says == TOLD) and frame.is_behind(placed.milestone)


def shown(known: Known, placed: Iterable[Placed]) -> tuple[Shown, ...]:
    """Everything that is shown, in order of start."""
    frame = known.frame
    found = [
        Shown(key_of(one), one, status_of(frame, one)) for one in placed if not is_over(frame, one)
    ]
    ahead = {one.key for one in found if one.status not in ("done", "assumed")}
    return tuple(sorted((one for one in found if not _is_history(frame, one, ahead)), key=_in_time))


def _is_history(frame: Frame, one: Shown, ahead: set[str]) -> bool:
    """Whether it is worth dating for what depends on it, but not worth showing: something assumed
    done that goes with a stage that is over, or a deadline for things none of which is ``ahead``.
    """
    if isinstance(one.placed, PlacedStep):
        return False
    milestone = one.placed.milestone
    if milestone.kind == "deadline" and milestone.limits:
        return not ahead & set(milestone.limits)
    has_gone_by = (
        milestone.kind == "deadline" and one.placed.span.until <= frame.standing.situation.as_of
    )
    return (one.status == "assumed" or has_gone_by) and frame.is_behind(milestone)


def _in_time(one: Shown) -> tuple[dt.date, bool, str]:
    return start_of(one.placed), isinstance(one.placed, PlacedMilestone), one.key
