"""Makers of what tests need: each with harmless defaults, to be told only what matters."""

import itertools
from functools import cache
from pathlib import Path
from typing import Any

from pathways.models import Edition, Plan
from pathways.operations.plans import create_plan
from pathways.packs.folders import read_packs
from pathways.planning.catalogue.reading import merge_documents
from pathways.planning.plan_documents import read_plan, write_plan
from radcareers.accounts.models import User

SHIPPED = Path(__file__).parents[1] / "pathways" / "data"
PASSWORD = "a long walk to the reading room"
_numbers = itertools.count(1)


def make_user(email: str = "", **fields: Any) -> User:
    """Somebody with an account, whose password is ``PASSWORD``."""
    return User.objects.create_user(
        email or f"person{next(_numbers)}@example.org", PASSWORD, **fields
    )


def make_edition(number: int = 1) -> Edition:
    """The published edition of that number; an empty one when there is none yet."""
    document: Any = {"format": 1}
    found = Edition.objects.filter(number=number).first()
    return found or Edition.objects.create(number=number, document=document)


def plan_document(**changes: Any) -> dict[str, Any]:
    """A plan document in its canonical form: half-way through residency, towards IR."""
    document = {
        "format": 1,
        "title": "My plan",
        "edition": 1,
        "destination": "interventional_radiology",
        "situation": {
            "as_of": "2026-11-21",
            "at": [{"stage": "dr_residency", "track": "", "start": "2025-07-01"}],
            "done": [],
        },
        "route": [{"stage": "ir_independent_1y", "track": ""}],
        "changes": {},
        "custom": [],
    }
    return {**write_plan(read_plan(document)), **changes}


def make_plan(owner: User | None = None, **changes: Any) -> Plan:
    """A saved plan; ``changes`` are parts of its document."""
    document = plan_document(**changes)
    make_edition(document["edition"])
    return create_plan(owner=owner or make_user(), document=document)


@cache
def shipped_document() -> dict[str, Any]:
    """The packs under pathways/data as one edition document."""
    packs = read_packs(one for one in SHIPPED.iterdir() if one.is_dir())
    return merge_documents({pack.key: pack.document for pack in packs})


def publish_packs(number: int = 1) -> Edition:
    """The shipped packs as an edition, without going through the rows."""
    return Edition.objects.create(number=number, document=shipped_document())
