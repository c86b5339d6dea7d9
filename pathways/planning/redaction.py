"""What others see of a plan: the month of birth never, notes and own names only if they may."""

from dataclasses import replace

from pathways.planning.plans import Plan

NEUTRAL_NAME = "Time away"


def redact(plan: Plan, *, notes: bool, own_names: bool) -> Plan:
    """The plan without its alternatives, the month of birth, and the notes (unless ``notes``), and
    with a neutral name and kind for the person's own stages (unless ``own_names``). Dates stay as
    they are, but for renewals that end with the month of birth: they would tell it."""
    changes = plan.changes
    if not notes:
        changes = {key: replace(change, note="") for key, change in changes.items()}
    custom = plan.custom
    if not own_names:
        custom = tuple(replace(one, name=NEUTRAL_NAME, kind="other") for one in custom)
    return replace(plan, changes=changes, custom=custom, alternatives=(), birth_month=None)
