"""A plan that somebody shares beside one's own: which of these are chosen, and how to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pathways.presenters.compare import MOST, CompareView


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlan:
    """One of the person's own plans; ``address`` takes it in or leaves it out (empty: there is
    no room for it, or it is the only one)."""

    title: str
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """The page: the comparison, if there is a plan to compare with."""

    signed_in: bool = True
    comparison: CompareView | None = None
    choices: tuple[OwnPlan, ...] = ()


def present_choices_of(
    own: Sequence[tuple[str, str]], chosen: Sequence[str]
) -> tuple[OwnPlan, ...]:
    """A line for each of the person's plans (id, title); addresses are relative to the page."""
    return tuple(
        OwnPlan(
            title=title or "Untitled plan",
            chosen=plan_id in chosen,
            address=_address(plan_id, chosen),
        )
        for plan_id, title in own
    )


def _address(plan_id: str, chosen: Sequence[str]) -> str:
    left = [one for one in chosen if one != plan_id]
    if plan_id in chosen:
        return _query(left) if left else ""
    return _query([*chosen, plan_id]) if len(chosen) < MOST - 1 else ""


def _query(plans: Sequence[str]) -> str:
    return "?" + urlencode([("plan", one) for one in plans])
