"""How much work something is, on any machine: how many lines of Python it runs.

A clock tells how busy the machine was besides; this count is the same wherever a test runs.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps_of(action: Callable[[], object]) -> int:
    """Lines of Python that an action runs, in all that it calls; what it raises is raised."""
    steps = 0

    def count(frame: FrameType, event: str, told: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        action()
    finally:
        sys.settrace(before)
    return steps
