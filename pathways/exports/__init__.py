"""Turns a timeline into bytes: JSON, text, CSV, iCalendar. One module a form."""
