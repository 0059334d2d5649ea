"""Explorations of Google Analytics 4: free-form tables that end in a Grand total.

The Grand total counts each user and session once, the rows overlap: a check figure, and never compared with
sums. Its row has a field more than the header, its name, so that the reader gives it up as too wide.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kpikit.sources.base import ControlTotal
from kpikit.sources.common import values
from kpikit.sources.common.totals import WORDS
from kpikit.sources.ga4.spans import RANGE_LINE
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.common.rows import Rows

_FIGURES = (
    "sessions", "engaged_sessions", "users", "active_users", "new_users", "views", "event_count", "exits",
    "entrances",
)  # fmt: skip


def is_exploration(file: RawFile) -> bool:
    """Whether the days stand in one line above the table."""
    return any(RANGE_LINE.match(line) for table in file.tables for line in table.preamble)


def take_grand_total(file: RawFile) -> list[str] | None:
    """Take the Grand total out of the last table; its cells, None where it has none.

    It is the file's last line; the remark that it is too wide goes with it.
    """
    table = file.tables[-1]
    text = file.documents[0].text if file.documents else ""
    lines = [line for line in text.splitlines() if line.strip()]
    last = next(csv.reader(lines[-1:], delimiter=file.delimiter or ","), [])
    if len(last) != len(table.header) + 1 or header_key(last[-1]) not in WORDS or not table.damaged:
        return None
    if table.damaged[-1].line < max(table.lines, default=0):
        return None
    table.damaged = table.damaged[:-1]
    return last[:-1]


def checks(rows: Rows, grand_total: list[str] | None) -> list[ControlTotal]:
    """No row counts more than all of them together."""
    if grand_total is None:
        return []
    found = []
    for name in filter(rows.has, _FIGURES):
        place = rows.place(name)
        stated, _ = values.number(values.column(grand_total[place : place + 1]))
        figures = rows.number(name)[rows.kept]
        if stated.notna().all():
            within = (figures <= stated.iloc[0]).sum()
            what = f"rows within the Grand total, {rows.table.header[place]}"
            found.append(ControlTotal(what, float(figures.notna().sum()), float(within)))
    return found
