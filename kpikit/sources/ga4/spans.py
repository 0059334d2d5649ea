"""What the lines above a GA4 report say: its property, and the days that it counts.

The days are the range above its header, or a secondary date, week or month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.periods import Period
from kpikit.sources.common.rows import NOT_A_DATE

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.common.rows import Rows

DATE_LINE = re.compile(r"#\s*(start|end) date:\s*(\d{8})", re.IGNORECASE)
RANGE_LINE = re.compile(r"#\s*(\d{8})-(\d{8})")
"""The days of an exploration, in one line."""


_OWNER_LINE = re.compile(r"#\s*(account|property):\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """First and last day that the report counts."""

    start: date
    end: date


def owner(file: RawFile) -> str | None:
    """Account and property that the report states; None where it does not (Data API, explorations)."""
    lines = (line for table in file.tables for line in table.preamble)
    stated = {match[1].casefold(): match[2].strip() for line in lines if (match := _OWNER_LINE.match(line))}
    return " / ".join(stated[word] for word in ("account", "property") if word in stated) or None


def api_span() -> Span:
    """No bounds: tables of the Data API write the day in each row."""
    return Span(date(2004, 1, 1), date(2100, 12, 31))


def stated_span(file: RawFile, table: RawTable) -> Span:
    """The Start date and End date above the header, of an exploration its range.

    Raises:
        ExportError: They aren't there.
    """
    stated = {match[1].casefold(): match[2] for line in table.preamble if (match := DATE_LINE.match(line))}
    for line in table.preamble:
        if match := RANGE_LINE.match(line):
            stated |= {"start": match[1], "end": match[2]}
    try:
        start, end = (datetime.strptime(stated[word], "%Y%m%d").date() for word in ("start", "end"))  # noqa: DTZ007
    except (KeyError, ValueError):
        start, end = date.max, date.min
    if start > end:
        raise ExportError(
            Problem(
                "states no Start date and End date above its header",
                file=file.path,
                line=1,
                allowed="the report as GA4 downloads it, with its comment lines",
            )
        )
    return Span(start, end)


def grain(start: date, end: date) -> str:
    """day, week (Monday to Sunday), month, or range."""
    if start == end:
        return "day"
    if (start, end) == (
        Period.month(start.year, start.month).start,
        Period.month(start.year, start.month).end,
    ):
        return "month"
    return "week" if (end - start).days == 6 and start.isoweekday() == 1 else "range"


def period_columns(rows: Rows, span: Span) -> dict[str, object]:
    """Columns period_start, period_end, grain: the report's, or those of a secondary date, week or month."""
    if rows.has("date"):
        days = rows.day("date", ("%Y%m%d", "%Y-%m-%d"))
        rows.set_aside(days.isna(), NOT_A_DATE, "date")
        outside = (days < pd.Timestamp(span.start)) | (days > pd.Timestamp(span.end))
        rows.set_aside(outside, "not a day of the report's range", "date")
        return {"period_start": days, "period_end": days, "grain": "day"}
    for name, resolve in (("week", _week), ("month", _month), ("year_month", _year_month)):
        if rows.has(name):
            written = rows.cells(name)
            of_text = {text: resolve(text, span) for text in written.dropna().unique()}
            found = [None if pd.isna(text) else of_text[text] for text in written]
            unplaced = pd.Series([part is None for part in found], index=written.index)
            rows.set_aside(unplaced, f"not one {name} of the report's range", name)
            return {
                "period_start": pd.to_datetime(
                    pd.Series([part and part[0] for part in found], dtype="object")
                ),
                "period_end": pd.to_datetime(pd.Series([part and part[1] for part in found], dtype="object")),
                "grain": pd.Series([part and grain(*part) for part in found], dtype="string"),
            }
    return {
        "period_start": pd.Timestamp(span.start),
        "period_end": pd.Timestamp(span.end),
        "grain": grain(span.start, span.end),
    }


def _cut(start: date, end: date, span: Span) -> tuple[date, date] | None:
    return (max(start, span.start), min(end, span.end)) if start <= span.end and end >= span.start else None


def _only(found: list[tuple[date, date] | None]) -> tuple[date, date] | None:
    inside = [part for part in found if part]
    return inside[0] if len(inside) == 1 else None


def _week(text: str, span: Span) -> tuple[date, date] | None:
    """Week 1 to 53 of a year: week 1 holds 1 January, weeks start on Sunday and end with the year."""
    if not text.isdecimal():
        return None
    found = []
    for year in range(span.start.year, span.end.year + 1):
        first = date(year, 1, 1)
        sunday = first - timedelta(days=first.isoweekday() % 7) + timedelta(weeks=int(text) - 1)
        start, end = max(sunday, first), min(sunday + timedelta(days=6), date(year, 12, 31))
        found.append(_cut(start, end, span) if start <= end else None)
    return _only(found)


def _month(text: str, span: Span) -> tuple[date, date] | None:
    if not (text.isdecimal() and 1 <= int(text) <= 12):
        return None
    months = [Period.month(year, int(text)) for year in range(span.start.year, span.end.year + 1)]
    return _only([_cut(month.start, month.end, span) for month in months])


def _year_month(text: str, span: Span) -> tuple[date, date] | None:
    match = re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])", text)
    if match is None:
        return None
    month = Period.month(int(match[1]), int(match[2]))
    return _cut(month.start, month.end, span)
