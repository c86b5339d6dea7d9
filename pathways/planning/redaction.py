"""What others see of a plan: notes and the names of a person's own stages can be left out."""

from dataclasses import replace

from pathways.planning.plans import Plan

NEUTRAL_NAME = "Time away"


def redact(plan: Plan, *, notes: bool, own_names: bool) -> Plan:
    """The plan without its alternatives and its notes (unless ``notes``), and with a neutral name
    and kind for the person's own stages (unless ``own_names``). Dates stay as they are."""
    changes = plan.changes
    if not notes:
        changes = {key: replace(change, note="") for key, change in changes.items()}
    custom = plan.custom
    if not own_names:
        custom = tuple(replace(one, name=NEUTRAL_NAME, kind="other") for one in custom)
    return replace(plan, changes=changes, custom=custom, alternatives=())
