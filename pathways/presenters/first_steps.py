"""First steps with a new plan: try a change, ask why, keep it, keep it in view."""

from collections.abc import Collection
from dataclasses import dataclass

from pathways.presenters.levers import Lever
from pathways.presenters.planner import PlannerView

MOVE, WHY, VIEW = "move", "why", "view"
STEPS = (MOVE, WHY, VIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A date to ask about, with the address of the answer."""

    says: str
    about: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSteps:
    """The steps, and which are ``taken``. A draft can be kept (``save``); a saved plan can be kept
    in view, in a calendar or by a mentor (``calendar``, ``share``). ``hide`` ends the list."""

    lever: Lever | None
    question: Question | None
    save: str
    calendar: str
    share: str
    hide: str
    taken: frozenset[str]


def present_first_steps(
    planner: PlannerView, *, taken: Collection[str], hide: str
) -> FirstSteps | None:
    """The steps for a plan; None when nothing is left to do. ``taken`` are those of ``STEPS``
    that are behind its person; ``hide`` is the address of a form that hides them."""
    question = _question(planner)
    lever = planner.invitation
    offered = {MOVE} if lever else set()
    offered |= {WHY} if question else set()
    if not planner.draft:
        offered |= {VIEW}
        if offered <= {*taken}:
            return None
    return FirstSteps(
        lever=lever,
        question=question,
        save=planner.links.save,
        calendar="" if planner.draft else planner.links.ics,
        share=planner.links.share,
        hide=hide,
        taken=frozenset(taken) & frozenset(STEPS),
    )


def _question(planner: PlannerView) -> Question | None:
    """About the thing that comes next."""
    thing = next(iter(planner.next_things), None)
    row = next((one for one in planner.rows if thing and one.key == thing.key), None)
    if not (row and row.why_url):
        return None
    return Question(says=row.dates, about=row.name, url=row.why_url)
