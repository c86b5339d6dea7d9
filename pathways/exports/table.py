"""A timeline as CSV (RFC 4180). Cells that a spreadsheet would run are made harmless."""

import csv
import datetime as dt
import io

from pathways.exports.text import days
from pathways.planning.stretches import stretch_words
from pathways.planning.timeline import Bar, Timeline

COLUMNS = (
    "key",
    "kind",
    "name",
    "start",
    "last_day",
    "precision",
    "basis",
    "status",
    "rule",
    "sources",
    "note",
    "leave_and_part_time",
)
BYTE_ORDER_MARK = "\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\x00")


def timeline_csv(timeline: Timeline) -> str:
    """One row an item with CRLF line ends; ``last_day`` is inclusive, as people read it. It begins
    with a byte order mark, without which spreadsheets read "–" and "é" as something else."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for item in timeline.items:
        moment = item.start if isinstance(item, Bar) else item.at
        end = item.end.date if isinstance(item, Bar) else item.until
        row = (
            item.key,
            item.kind,
            item.name,
            moment.date.isoformat(),
            (end - dt.timedelta(days=1)).isoformat(),
            moment.precision,
            item.basis,
            item.status,
            moment.receipt.says,
            " ".join(moment.receipt.sources),
            item.note,
            stretch_words(item, day=str, span=days) if isinstance(item, Bar) else "",
        )
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell
