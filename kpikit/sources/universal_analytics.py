"""Universal Analytics (until 2024): pages, landing pages, days, as CSV with comment lines or as a workbook.

A file holds the report's table and a second one by day, each above a row of totals with an empty first cell.
The table of pages holds as many rows as the screen showed; its totals are those of all pages.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal, Layout, Reading
from kpikit.sources.common import cells, headers, values
from kpikit.sources.common.checks import count, counts
from kpikit.sources.common.personal import ADDRESS_WITH_MAIL, holds_mail
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, NOT_A_NUMBER, Rows, melt, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.ga4.spans import grain
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match

PAGES = Layout(
    id="universal-analytics-pages/1",
    what="Universal Analytics report of pages",
    headers={
        "page": ("page", "page title"),
        "channel_group": ("default channel grouping",),
        "views": ("pageviews",),
        "sessions": ("unique pageviews",),
        "entrances": ("entrances",),
    },
    required=("page", "views", "sessions"),
    languages=("en",),
    tried=False,
    feeds=("web_pages",),
)
LANDING = Layout(
    id="universal-analytics-landing-pages/1",
    what="Universal Analytics report of landing pages",
    headers={
        "page": ("landing page",),
        "channel_group": ("default channel grouping",),
        "sessions": ("sessions",),
        "key_events": ("goal completions",),
        "revenue": ("revenue",),
        "percent_new": ("% new sessions",),
    },
    # GA4 has landing pages and sessions too; the share of new sessions is Universal Analytics' own.
    required=("page", "sessions", "percent_new"),
    languages=("en",),
    tried=False,
    feeds=("web_pages",),
)
DAYS = Layout(
    id="universal-analytics-days/1",
    what="Universal Analytics table by day",
    headers={
        "date": ("day index",),
        "sessions": ("sessions",),
        "visitors": ("users",),
        "site_views": ("pageviews",),
        "unique": ("unique pageviews",),
    },
    required=("date",),
    languages=("en",),
    tried=False,
    feeds=("account_daily",),
)
LAYOUTS = (PAGES, LANDING, DAYS)

_RANGE = re.compile(r"(?<!\d)(\d{8})\s*-\s*(\d{8})(?!\d)")
_DATES = ("%Y-%m-%d", "%m/%d/%y", "%d/%m/%y", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d")
_EVER = (date(2005, 1, 1), date(2024, 7, 31))
"""Days that Universal Analytics counted."""
_SHOWN = frozenset({10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000})
"""Rows that the screen could show: a table of so many may be cut."""
_SIGNS = {"£": "GBP", "€": "EUR", "US$": "USD", "RM": "MYR"}
"""Signs that stand for one currency; "$" is that of many."""
_METRICS = ("sessions", "visitors", "site_views")
_ADDED_UP = ("views", "sessions", "entrances", "key_events", "site_views")
"""Columns whose total is the sum of their rows; a user of two days is one of the whole."""

Span = tuple[date, date]
Matches = list[tuple["RawTable", "Match"]]


def read(file: RawFile, context: Context) -> Reading:
    """Read a report.

    Raises:
        ExportError: It is of no layout, says no days, or has a second dimension.
    """
    notes = list(file.notes)
    found = _matches(file, notes)
    span = _stated(file) or _of_days(file, found)
    zone = context.zone
    moment = pd.Timestamp(snapshot_at(context, zone, stated=span[1]))
    parts: list[Rows] = []
    tables: dict[str, list[pd.DataFrame]] = {}
    checks: list[ControlTotal] = []
    for table, match in found:
        rows = Rows(table, match.columns)
        _take_out_total(rows, next(iter(match.layout.required)))
        decimal = values.decimal_mark(*(rows.at(place) for place in range(len(table.header))))
        if match.layout is DAYS:
            frame = _days(file, rows, span, zone, decimal)
        else:
            frame = _pages(rows, match, span, context, decimal)
            _refuse_second_dimension(file, table, frame)
        frame["snapshot_at"] = moment
        parts.append(rows)
        tables.setdefault(match.layout.feeds[0], []).append(frame)
        checks += _compare(rows, decimal, notes)
    if any("currency" in frame for frame in tables.get("web_pages", [])) and not _says_currency(parts):
        notes.append("revenue taken to be in the brand's currency: the file doesn't say")
    names = "+".join(dict.fromkeys(match.layout.id for _, match in found))
    return reading(names, parts, tables, notes=notes, totals=checks)


def _matches(file: RawFile, notes: list[str]) -> Matches:
    """The tables that are read; others are named, but for the summary, which says the days."""
    found = []
    for table in file.tables:
        match = headers.match(LAYOUTS, table.header)
        if match is not None:
            found.append((table, match))
        elif not any(_RANGE.search(text) for text in _texts(table)):
            columns = clean_line(", ".join(table.header), 80)
            notes.append(f"table {columns!r} is not read: it has no home among the tables")
    if not found:
        raise headers.unknown(file, file.tables[0], LAYOUTS)
    return found


def _texts(table: RawTable) -> list[str]:
    """What stands above a table, and in a small one that is no report's."""
    cells_of = [cell for row in table.rows for cell in row] if len(table.header) <= 2 else []
    return [*table.preamble, table.title or "", *table.header, *cells_of]


def _stated(file: RawFile) -> Span | None:
    for text in (text for table in file.tables for text in _texts(table)):
        match = _RANGE.search(text)
        if match:
            try:
                start, end = (datetime.strptime(part, "%Y%m%d").date() for part in match.groups())  # noqa: DTZ007
            except ValueError:
                continue
            return (start, end) if start <= end else None
    return None


def _of_days(file: RawFile, found: Matches) -> Span:
    """The days of the table by day: it has a row for each.

    Raises:
        ExportError: There is none.
    """
    for table, match in found:
        if match.layout is DAYS:
            days = _dates(file, values.column(row[match.columns["date"]] for row in table.rows), _EVER)
            if days.notna().any():
                return days.min().date(), days.max().date()
    raise ExportError(
        Problem(
            "says no days above its header, and has no table by day",
            file=file.path,
            allowed="the report as downloaded, with its comment lines or its sheet Summary",
        )
    )


def _take_out_total(rows: Rows, name: str) -> None:
    """The last row states totals: its first cell is empty."""
    empty = rows.cells(name).isna()
    last = pd.Series(data=False, index=empty.index)
    if len(last):
        last.iloc[-1] = bool(empty.iloc[-1])
    rows.take_out(last)
    rows.set_aside(empty & ~last, EMPTY, name)


def _pages(rows: Rows, match: Match, span: Span, context: Context, decimal: str) -> pd.DataFrame:
    page = rows.text("page", 2_000)
    rows.set_aside(holds_mail(page), ADDRESS_WITH_MAIL, "page")
    landing = match.layout is LANDING
    title = header_key(rows.table.header[rows.place("page")]) == "page title"
    start, end = (pd.Timestamp(day) for day in span)
    sessions = count(rows, "sessions", decimal)
    columns: dict[str, Any] = {
        "period_start": start,
        "period_end": end,
        "grain": grain(*span),
        "named_by": "landing" if landing else "title" if title else "path",
        "page": page,
        "channel_group": rows.text("channel_group", 200),
        "views": count(rows, "views", decimal),
        "sessions": sessions,
        "entrances": sessions if landing else count(rows, "entrances", decimal),
        "key_events": rows.number("key_events", decimal),
    }
    if rows.has("revenue"):
        revenue, unreadable = cells.money(rows.cells("revenue"), decimal)
        rows.set_aside(unreadable, NOT_A_NUMBER, "revenue")
        columns["revenue"] = revenue
        columns["currency"] = _currency(rows) or context.source.currency or context.brand.currency
    return rows.frame(columns)


def _currency(rows: Rows) -> str | None:
    """The currency that the sign before the amounts stands for, if it is that of one alone."""
    signs = rows.cells("revenue").str.extract(r"^([^\d\s.,-]+)", expand=False).dropna().unique()
    return _SIGNS.get(str(signs[0])) if len(signs) == 1 else None


def _says_currency(parts: list[Rows]) -> bool:
    return all(_currency(rows) for rows in parts if rows.has("revenue"))


def _days(file: RawFile, rows: Rows, span: Span, zone: str, decimal: str) -> pd.DataFrame:
    days = _dates(file, rows.cells("date").mask(rows.stated), span)
    rows.set_aside(days.isna(), NOT_A_DATE, "date")
    rows.set_aside_repeats(days)
    figures = counts(rows, _METRICS, decimal)
    base: dict[str, object] = {"date": days, "day_zone": zone}
    frames = [frame for frame in melt(rows, figures, base) if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else rows.frame(base)


def _dates(file: RawFile, texts: pd.Series, span: Span) -> pd.Series:
    """Days by the one way of writing them under which most lie within the span, one after the other.

    Raises:
        ExportError: Two ways fit alike and give other days.
    """
    start, end = (pd.Timestamp(day) for day in span)
    best: list[pd.Series] = []
    rank = (0, False)
    for pattern in _DATES:
        found = pd.to_datetime(texts, format=pattern, errors="coerce")
        found = found.where((found >= start) & (found <= end)).astype("datetime64[us]")
        steps = found.dropna().diff().dropna()
        own = (int(found.notna().sum()), bool((steps == pd.Timedelta(days=1)).all()))
        if own > rank:
            best, rank = [found], own
        elif own == rank and not any(found.equals(other) for other in best):
            best.append(found)
    if rank[0] and len(best) > 1:
        what = "has days that read both ways: day or month first"
        raise ExportError(Problem(what, file=file.path, allowed="the report with its comment lines"))
    return best[0] if rank[0] else pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")


def _compare(rows: Rows, decimal: str, notes: list[str]) -> list[ControlTotal]:
    """Stated totals against sums; where the screen cut the table, the part that it holds is told."""
    checks = []
    for name in filter(rows.has, _ADDED_UP):
        numbers, _ = values.number(rows.cells(name), decimal)
        stated = numbers[rows.stated].dropna()
        if not len(stated):
            continue
        total, held = float(stated.iloc[0]), float(numbers[rows.kept].sum())
        written = clean_line(rows.table.header[rows.place(name)], 60)
        if held < total and int((~rows.stated).sum()) in _SHOWN:
            notes.append(
                f"its rows hold {round(100 * held / total)} % of {written}: as many as the screen showed"
            )
        else:
            checks.append(ControlTotal(f"total of {written}", total, held))
    return checks


def _refuse_second_dimension(file: RawFile, table: RawTable, frame: pd.DataFrame) -> None:
    repeated = frame.duplicated(["page", "channel_group"], keep=False)
    if repeated.any():
        raise ExportError(
            Problem(
                f"has a second dimension that is not served: {int(repeated.sum())} rows share a page",
                file=file.path,
                line=table.header_line,
                allowed="the report without a secondary dimension",
            )
        )
