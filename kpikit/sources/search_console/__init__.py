"""Google Search Console performance exports: dates, queries, pages, countries, devices, appearances, filters.

Only the table by date holds totals: queries leave out rare ones and are cut at 1,000 rows, pages count a
search once for each page shown. The tables by item don't say which days they count. The days are taken from
the table by date of the same export, else from absolute dates in its filters; a relative filter ("Last 3
months") alone doesn't fix the days, as the last ones were not there yet on the day of export: such a table
is refused. Comparisons name two periods above each figure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal, Reading
from kpikit.sources.common import headers, values
from kpikit.sources.common.checks import count
from kpikit.sources.common.personal import ADDRESS_WITH_MAIL, holds_mail
from kpikit.sources.common.rows import NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.search_console import comparison
from kpikit.sources.search_console.export import Export, look_beside
from kpikit.sources.search_console.layouts import COMPARED, DATES, DIMENSION_OF, DISCOVER, FILTERS, LAYOUTS

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match

__all__ = ["LAYOUTS", "PACIFIC", "read"]

# Days of the figures are Pacific days by Google's documentation; the exports don't say so.
PACIFIC = "America/Los_Angeles"

MOST_ROWS = 1_000
"""Rows after which Search Console cuts the tables by item."""

_NAMED = re.compile(r"(.+?)-Performance-on-", re.IGNORECASE)
"""How a download is named: the property, the kind of search, the day."""

Span = tuple["date", "date"]


class _Found:
    """What is read of a file, table by table."""

    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.layouts: dict[str, None] = {}
        self.parts: list[Rows] = []
        self.frames: list[pd.DataFrame] = []
        self.totals: list[ControlTotal] = []
        self.notes: list[str] = []


def read(file: RawFile, context: Context) -> Reading:
    """Read a Search Console table, or the zip or workbook of all.

    Raises:
        ExportError: Not a performance export, a filtered one, one whose days or kind of search nothing says,
            or a comparison of periods without dates.
    """
    compared = [table for table in file.tables if comparison.is_comparison(table)]
    plain = [table for table in file.tables if not comparison.is_comparison(table)]
    matches = headers.recognise(replace(file, tables=plain), LAYOUTS)
    export = Export()
    export.add(plain)
    if file.kind == "csv":
        look_beside(context.path, export)
    positions = all(match.layout.id not in DISCOVER for _, match in matches)
    found = _Found(export.surface(file, positions=positions))
    for table, match in matches:
        _read_table(file, table, match, export, found)
    for table in compared:
        _read_comparison(file, table, found)
    if not found.parts:
        what = "holds the table by date of a comparison alone, whose rows stand for two days each"
        raise ExportError(Problem(what, file=file.path, allowed="the zip as downloaded, or one period"))
    _date(found, context)
    notes = [*file.notes, *found.notes]
    if found.frames and not export.filters:
        notes.append("no filters beside it: taken to count all searches")
    result = reading(
        "+".join(found.layouts), found.parts, {"search": found.frames}, notes=notes, totals=found.totals
    )
    result.rests_on = export.rests_on
    result.owner = _site(context)
    return result


def _site(context: Context) -> str | None:
    """The property as the download's name says it; a folder that was unpacked keeps that name."""
    for part in reversed(context.relative.split("/")):
        if match := _NAMED.match(part):
            return match[1]
    return None


def _date(found: _Found, context: Context) -> None:
    """Say of which moment the figures are, and compare the tables that hold all clicks."""
    frames = [frame for frame in found.frames if len(frame)]
    if not frames:
        return
    last = max(frame["period_end"].max().date() for frame in frames)
    moment = pd.Timestamp(snapshot_at(context, PACIFIC, last_day=last))
    for frame in found.frames:
        frame["snapshot_at"] = moment
    if COMPARED.id not in found.layouts and found.surface != "discover":
        found.totals += _totals(frames)


def _read_table(file: RawFile, table: RawTable, match: Match, export: Export, found: _Found) -> None:
    rows = Rows(table, match.columns)
    found.parts.append(rows)
    found.layouts[match.layout.id] = None
    if match.layout is FILTERS or not table.rows:
        return
    dimension = DIMENSION_OF[match.layout.id]
    if match.layout.id in DATES:
        days = rows.day("item", ("%Y-%m-%d",))
        rows.set_aside(days.isna(), NOT_A_DATE, "item")
        rows.set_aside_repeats(days)
        period: dict[str, object] = {"period_start": days, "period_end": days, "grain": "day", "item": ""}
    else:
        period = _of_days(export.span(file, match)) | {"item": _items(rows)}
    found.frames.append(rows.frame(period | _figures(rows, dimension, found)))
    _note_coverage(found, dimension, export)


def _note_coverage(found: _Found, dimension: str, export: Export) -> None:
    """How much of the clicks a table by query holds, and whether a table is cut."""
    frame, notes = found.frames[-1], found.notes
    if dimension == "query" and export.clicks:
        share = round(100 * frame["clicks"].sum() / export.clicks)
        notes.append(f"queries hold {share} % of the clicks: rare ones are withheld")
    if dimension != "date" and len(frame) >= MOST_ROWS:
        notes.append(f"the table by {dimension} is cut at {MOST_ROWS} rows")


def _read_comparison(file: RawFile, table: RawTable, found: _Found) -> None:
    """Read the two periods of a comparison as rows of their own."""
    dimension = comparison.dimension(table)
    if dimension is None:
        raise headers.unknown(file, table, LAYOUTS)
    notes = found.notes
    if dimension == "date":
        notes.append("the table by date of a comparison is not read: its rows stand for two days each")
        return
    periods = comparison.periods(file, table)
    columns = {
        name if name == "item" else f"{name} {index}": place
        for index, period in enumerate(periods)
        for name, place in period.columns.items()
    }
    rows = Rows(table, columns)
    found.parts.append(rows)
    found.layouts[COMPARED.id] = None
    item = _items(rows)
    figures = [_figures(rows, dimension, found, f" {index}") for index in range(len(periods))]
    # An item that a period doesn't know stands there with zeros and position 0: no data of that period.
    known = [
        (one["impressions"] > 0).fillna(value=False) | one["position"].notna() | (one["clicks"] > 0)
        for one in figures
    ]
    rows.set_aside(~pd.concat(known, axis=1).any(axis=1), "no value")
    for period, one, has_data in zip(periods, figures, known, strict=True):
        frame = rows.frame(_of_days((period.start, period.end)) | {"item": item} | one)
        found.frames.append(frame[has_data[rows.kept].to_numpy(dtype=bool)].reset_index(drop=True))


def _items(rows: Rows) -> pd.Series:
    item = rows.text("item", 2_000)
    rows.set_aside(item.isna(), "no name of the item", "item")
    rows.set_aside(holds_mail(item), ADDRESS_WITH_MAIL, "item")
    rows.set_aside_repeats(item)
    return item


def _of_days(span: Span) -> dict[str, object]:
    start, end = (pd.Timestamp(day) for day in span)
    return {"period_start": start, "period_end": end, "grain": "range"}


def _figures(rows: Rows, dimension: str, found: _Found, of: str = "") -> dict[str, Any]:
    """Figures of a row; of one period of a comparison by the end of its columns' names."""
    clicks, impressions = count(rows, f"clicks{of}"), count(rows, f"impressions{of}")
    position = rows.number(f"position{of}")
    _check_rates(rows, f"rate{of}", clicks, impressions, found)
    return {
        "surface": found.surface,
        "dimension": dimension,
        "clicks": clicks,
        "impressions": impressions,
        # 0 stands for "no data" in some exports; no page ranks before the first.
        "position": position.where(position > 0),
    }


def _totals(frames: list[pd.DataFrame]) -> list[ControlTotal]:
    """Countries and devices hold all clicks of the days (measured exact); queries and pages never do."""
    clicks = pd.concat(frames).groupby("dimension")["clicks"].sum()
    return [
        ControlTotal(f"clicks by {name}, against those by date", float(clicks["date"]), float(clicks[name]))
        for name in ("country", "device")
        if "date" in clicks and name in clicks
    ]


def _check_rates(rows: Rows, name: str, clicks: pd.Series, impressions: pd.Series, found: _Found) -> None:
    """Compare clicks with those that the stated rates (rounded to 0.01 %) imply, row by row.

    Text exports write percents with their sign, workbooks shares of 1.
    """
    texts = rows.cells(name)
    percent = texts.str.endswith("%").fillna(value=False)
    rate = values.share(texts.where(percent))[0].fillna(values.number(texts.mask(percent))[0])
    shown = rate.notna() & (impressions > 0).fillna(value=False) & clicks.notna() & rows.kept
    agree = ((rate - clicks / impressions).abs() < 0.0001)[shown]
    what = f"{rows.table.member or ''} rows whose CTR is clicks / impressions".strip()
    found.totals.append(ControlTotal(what, float(shown.sum()), float(agree.sum())))
