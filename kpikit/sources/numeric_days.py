"""Days written in figures ("3/4/2026 2:05 PM", "04.03.2026"): which is the month is found, never guessed.

One file is written in one order. A figure above 12 settles it for all; with dots the day stands first. Where
nothing settles it, the file is refused: 3/4 must not be read as April by luck.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources import cells

if TYPE_CHECKING:
    from kpikit.sources.base import Context
    from kpikit.sources.rows import Rows

_WRITTEN = re.compile(
    r"(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4})"
    r"(?:,? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_EPOCH = r"1\d{12}"
_MONTHS = 12


def moments(
    rows: Rows, names: tuple[str, ...], context: Context, zone: str | None = None
) -> dict[str, cells.Moments]:
    """Columns of instants or days: ISO 8601, milliseconds since 1970, or figures in the file's own order.

    Args:
        rows: The table's rows.
        names: Its columns of moments, those that the export has.
        context: Zone of times without an offset, where `zone` doesn't say it.
        zone: The zone that the file names.

    Raises:
        ExportError: Days are written in figures and nothing says which is the month.
    """
    columns = {name: rows.cells(name) for name in names if rows.has(name)}
    first = _day_first(columns, context, rows)
    zone = zone or context.source.timezone or context.brand.timezone
    return {
        name: cells.moments(_as_iso(texts, day_first=first), None, zone) for name, texts in columns.items()
    }


def _day_first(columns: dict[str, pd.Series], context: Context, rows: Rows) -> bool:
    """Whether the day stands before the month, by all columns of the file."""
    pairs = set()
    dotted = False
    for texts in columns.values():
        for text in texts.dropna().unique():
            if (match := _WRITTEN.fullmatch(text)) is not None:
                pairs.add((int(match["a"]), int(match["b"])))
                dotted |= match["mark"] == "."
    if not pairs or dotted:
        return dotted
    day_first = any(a > _MONTHS for a, _ in pairs)
    month_first = any(b > _MONTHS for _, b in pairs)
    if day_first == month_first:
        what = "its days are written in figures, and nothing says which of them is the month"
        raise ExportError(
            Problem(
                what,
                file=context.path,
                line=rows.table.header_line,
                column=rows.table.header[rows.place(next(iter(columns)))],
                allowed="days as 2026-10-31, or `format: mapped` with `dates:`",
            )
        )
    return day_first


def _as_iso(texts: pd.Series, *, day_first: bool) -> pd.Series:
    """Days in figures and epochs as ISO 8601; other texts as they stand."""
    epoch = texts.str.fullmatch(_EPOCH).fillna(value=False)
    if epoch.any():
        stamps = pd.to_datetime(pd.to_numeric(texts.where(epoch)).astype("Int64"), unit="ms", utc=True)
        texts = texts.mask(epoch, stamps.dt.strftime("%Y-%m-%dT%H:%M:%SZ").astype("string"))
    changed = {text: _one(text, day_first=day_first) for text in texts.dropna().unique()}
    return texts.map(changed, na_action="ignore").astype("string")


def _one(text: str, *, day_first: bool) -> str:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return text
    day, month = (match["a"], match["b"]) if day_first else (match["b"], match["a"])
    date = f"{match['year']}-{int(month):02}-{int(day):02}"
    if match["hour"] is None:
        return date
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    return f"{date} {hour:02}:{match['minute']}:{match['second'] or '00'}"
