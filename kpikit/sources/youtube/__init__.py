"""YouTube Studio, advanced mode: tables by content, date, audience and other dimensions; the zip or its CSVs.

A table counts the days that its user chose, so figures of videos are to date only where a name says so. Its
first row is a total: a check figure. Rows beyond about the first 500 are left out by the export, deleted
videos too, so rows may add up to less than that total; the log says so. Chart data hold only what was
plotted and are never read. Days are Pacific days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import headers
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.youtube.layouts import CHARTS, CONTENT, DATES, LAYOUTS
from kpikit.sources.youtube.people import audience
from kpikit.sources.youtube.periods import has_total, period_of
from kpikit.sources.youtube.tables import PACIFIC, Table, dates, last_day, parts, posts

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, ControlTotal, Reading
    from kpikit.sources.common.headers import Match

__all__ = ["LAYOUTS", "read"]


def read(file: RawFile, context: Context) -> Reading:
    """Read a table of YouTube Studio, or the zip of table, chart and daily totals.

    Raises:
        ExportError: Not such a table, chart data alone, or nothing says which days it counts.
    """
    notes = list(file.notes)
    tables, daily = _sorted(file, notes)
    period = period_of(file, context, daily)
    rows_of: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    totals: list[ControlTotal] = []
    for raw, match in tables:
        rows = Rows(raw, match.columns)
        rows_of.append(rows)
        if not len(rows):
            continue
        table = Table(file, rows, match.layout, context, period, totals, notes)
        found = _frames(table)
        moment = pd.Timestamp(
            snapshot_at(context, PACIFIC, stated=period.end, last_day=last_day(match.layout, found, context))
        )
        for frame in found:
            frame["snapshot_at"] = moment
            if "as_of" in frame:
                frame["as_of"] = moment.tz_convert(PACIFIC).tz_localize(None).normalize()
        frames.setdefault(match.layout.feeds[0], []).extend(found)
    if not frames:
        notes.append("no rows")
    names = dict.fromkeys(match.layout.id for _, match in tables)
    result = reading("+".join(names), rows_of, frames, notes=notes, totals=totals)
    result.rests_on = period.rests_on
    return result


def _frames(table: Table) -> list[pd.DataFrame]:
    layout = table.layout
    if layout is CONTENT:
        return [posts(table)]
    if layout is DATES:
        return dates(table)
    return [audience(table)] if layout.feeds == ("audience",) else parts(table)


def _sorted(
    file: RawFile, notes: list[str]
) -> tuple[list[tuple[RawTable, Match]], list[tuple[RawTable, Match]]]:
    """Tables to read, and daily totals that are check figures beside them.

    Raises:
        ExportError: A table is of none of the layouts, or chart data stand alone.
    """
    found: list[tuple[RawTable, Match]] = []
    charts = 0
    for raw in file.tables:
        match = headers.match(LAYOUTS, raw.header)
        if match is None:
            raise headers.unknown(file, raw, LAYOUTS)
        if match.layout not in CHARTS:
            found.append((raw, match))
            continue
        charts += 1
        if len(file.tables) == 1:
            raise headers.not_served(file, match.layout, raw, LAYOUTS)
    if charts:
        notes.append("chart data hold what was plotted only; not read")
    if not found:
        allowed = "the table of the same export"
        raise ExportError(Problem("holds chart data only", file=file.path, allowed=allowed))
    daily = [(raw, match) for raw, match in found if match.layout is DATES]
    others = [(raw, match) for raw, match in found if match.layout is not DATES]
    if others:
        return others, daily
    # The table by date has the row of totals that the daily totals beside it lack.
    chosen = max(daily, key=lambda pair: (has_total(*pair), len(pair[1].columns)))
    return [chosen], [pair for pair in daily if pair[0] is not chosen[0]]
