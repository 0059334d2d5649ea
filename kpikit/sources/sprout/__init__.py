"""Sprout Social: reports of posts, of profiles by day, and of competitors.

Days and times are those of the workspace's zone, which no report names: `timezone:` of the source. A report
may lack posts and days that an earlier one had (a network was disconnected), and counters may shrink: each
report is a snapshot, and none takes anything away from another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import headers, values
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.sprout import competitors, posts, profiles
from kpikit.sources.sprout.layouts import COMPETITORS, INSTAGRAM_COMPETITORS, LAYOUTS, POSTS
from kpikit.sources.sprout.parts import DAYS

if TYPE_CHECKING:
    from datetime import date

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, ControlTotal, Reading
    from kpikit.sources.common.headers import Match

__all__ = ["LAYOUTS", "read"]

_MISSING = ("n/a", "na")


def read(file: RawFile, context: Context) -> Reading:
    """Read one of Sprout's reports.

    Raises:
        ExportError: It is of none of the layouts, or nothing says of which day its figures are.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    totals: list[ControlTotal] = []
    notes = list(file.notes)
    matches = headers.recognise(file, LAYOUTS)
    for table, match in matches:
        if not table.rows:
            continue
        moment = pd.Timestamp(snapshot_at(context, context.zone, last_day=_last_day(table, match)))
        rows = Rows(table, match.columns, _MISSING)
        parts.append(rows)
        if match.layout is POSTS:
            found = posts.read(rows, context, moment, notes)
        elif match.layout in (COMPETITORS, INSTAGRAM_COMPETITORS):
            found = competitors.read(rows, match.layout, context, moment)
            totals += competitors.totals(rows, match.layout)
        else:
            found = profiles.read(rows, match.layout, context, moment, notes)
            totals += profiles.totals(rows, match.layout)
        for frame in found:
            frame["snapshot_at"] = moment
        frames.setdefault(match.layout.feeds[0], []).extend(found)
    if not any(len(frame) for group in frames.values() for frame in group):
        notes.append("no rows")
    names = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(names), parts, frames, notes=notes, totals=totals)


def _last_day(table: RawTable, match: Match) -> date | None:
    """The last day of a report by day; posts say nothing of the day they were counted on."""
    if match.layout is POSTS:
        return None
    place = match.columns["date"]
    days, _ = values.day(values.column(row[place] for row in table.rows), DAYS)
    return days.max().date() if days.notna().any() else None
