"""The day on which the plans of tests are half-way."""

import datetime as dt

STORY_NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
