"""An edition whose residency knows kinds of time out, as bodies in some countries do."""

from dataclasses import replace

import pytest

from pathways.bridge import edition_values
from pathways.planning.catalogue import Edition, Figure, TimeOut

KINDS = (
    TimeOut(
        key="oopt",
        name="Out of programme for training (OOPT)",
        short="OOPT",
        counts=100,
        max_months=12,
        summary="Training elsewhere that was approved before it began.",
        figure=Figure(sources=("abr_core_exam",), confidence="A", basis="rule"),
    ),
    TimeOut(key="oopr", name="Out of programme for research", short="OOPR", max_months=36),
    TimeOut(key="oopc", name="Career break", short="Career break", counts=0),
)


def with_kinds(edition: Edition, stage: str = "dr_residency") -> Edition:
    """The edition with kinds of time out of that stage."""
    changed = replace(edition.stages[stage], time_out=KINDS)
    return replace(edition, stages={**edition.stages, stage: changed})


def know_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the planner read that edition."""
    read = "pathways.views.desks.edition_values"
    monkeypatch.setattr(read, lambda number: with_kinds(edition_values(number)))
