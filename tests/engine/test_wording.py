"""Patterns and lengths in short English."""

import pytest

from pathways.planning.catalogue.expressions import Condition
from pathways.planning.wording import describe_offset


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition(point="end"), ""),
        (Condition(point="start", months=72, days=-1), " (72 months after, 1 day before)"),
        (Condition(point="end", months=-1, days=2), " (1 month before, 2 days after)"),
        (Condition(point="worked", months=1), " (1 month of full-time work after)"),
        (Condition(point="worked", months=18), " (18 months of full-time work after)"),
    ],
)
def test_the_offset_of_a_condition_counts_as_people_do(condition: Condition, said: str) -> None:
    assert describe_offset(condition) == said
