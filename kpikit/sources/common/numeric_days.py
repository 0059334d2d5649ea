"""Days written in figures ("3/4/2026 2:05 PM", "04.03.2026"): which is the month is found, never guessed.

One file is written in one order. A figure above 12 settles it for all; with dots the day stands first; else
the layout may know. Where nothing settles it, the file is refused: 3/4 must not be read as April by luck.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import cells, values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<rest>\d\d))?(?:\.\d+)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)" + _TIME
)
_NAMED = re.compile(r"(?P<day>\d{1,2})[- ](?P<month>[A-Za-z]{3})[a-z]*[-, ]+(?P<year>\d{4})" + _TIME)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = r"1\d{12}"
_MONTHS = 12


class Order(NamedTuple):
    """What cells tell of the order in which days are written.

    Attributes:
        written: Whether any day is written in figures with the year last, and reads differently both ways.
        day_first: How many can only be read with the day first.
        month_first: How many can only be read with the month first.
    """

    written: bool
    day_first: int
    month_first: int


def order(texts: Iterable[str]) -> Order:
    """What texts tell of their order; those that are no day in either tell nothing."""
    written, day_first, month_first = False, 0, 0
    for text in texts:
        match = _NUMERIC.fullmatch(text)
        if match is None:
            continue
        first, second = int(match["first"]), int(match["second"])
        if first == second or (first > _MONTHS and second > _MONTHS):
            continue
        written = True
        # Nobody writes the month first with points.
        day_first += first > _MONTHS or match["mark"] == "."
        month_first += second > _MONTHS
    return Order(written, day_first, month_first)


def day_first(
    path: Path, columns: Iterable[pd.Series], otherwise: bool | None = None, *, line: int | None = None
) -> bool | None:
    """Whether 03/04/2025 is in April, for all columns of a file.

    Args:
        path: The file, for the refusal.
        columns: Cells as written.
        otherwise: What the layout says, where no cell tells.
        line: That of the header, for the refusal.

    Returns:
        None where no cell is written so that it matters.

    Raises:
        ExportError: Cells tell both orders, or nothing tells.
    """
    told = order(pd.concat(list(columns)).dropna().unique())
    if told.day_first and told.month_first:
        what = "its days are written in both orders, day first and month first"
        raise ExportError(Problem(what, file=path, line=line, allowed="one order a file"))
    if told.day_first or told.month_first:
        return told.day_first > 0
    if told.written and otherwise is None:
        what = "its days are written in figures, and nothing says which of them is the month"
        allowed = "the export as its tool wrote it, days as 2026-10-31, or `format: mapped` with `dates:`"
        raise ExportError(Problem(what, file=path, line=line, allowed=allowed))
    return otherwise if told.written else None


def iso(texts: pd.Series, *, day_first: bool | None) -> pd.Series:
    """Dates in figures (31/01/2025 3:05 PM) or with English months (31-Jan-2025) as ISO 8601.

    Other texts stay as they are.
    """
    changed = {text: _as_iso(text, day_first=bool(day_first)) for text in texts.dropna().unique()}
    return texts.map(changed, na_action="ignore").astype("string")


def _as_iso(text: str, *, day_first: bool) -> str:
    if (match := _NUMERIC.fullmatch(text)) is not None:
        first, second = match["first"], match["second"]
        day, month = (first, int(second)) if day_first else (second, int(first))
    else:
        match = _NAMED.fullmatch(text)
        if match is None or match["month"].casefold() not in _NAMES:
            return text
        day, month = match["day"], _NAMES.index(match["month"].casefold()) + 1
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    written = f"{year}-{month:02d}-{int(day):02d}"
    if match["hour"] is None:
        return written
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    return f"{written} {hour:02d}:{match['minute']}:{match['rest'] or '00'}"


def days(texts: pd.Series, *, day_first: bool | None) -> values.Parsed:
    """Calendar days with slashes or as ISO 8601, by whichever of both most are written in.

    A spreadsheet's midnight behind them says nothing.
    """
    bare = texts.str.replace(r"[T ]00:00(?::00)?$", "", regex=True)
    return values.day(bare, ("%Y-%m-%d", "%d/%m/%Y" if day_first else "%m/%d/%Y"))


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
    first = day_first(context.path, columns.values(), line=rows.table.header_line)
    zone = zone or context.zone
    return {
        name: cells.moments(_epochs(iso(texts, day_first=first)), None, zone)
        for name, texts in columns.items()
    }


def _epochs(texts: pd.Series) -> pd.Series:
    """Milliseconds since 1970 as ISO 8601; other texts as they stand."""
    epoch = texts.str.fullmatch(_EPOCH).fillna(value=False)
    if not epoch.any():
        return texts
    stamps = pd.to_datetime(pd.to_numeric(texts.where(epoch)).astype("Int64"), unit="ms", utc=True)
    return texts.mask(epoch, stamps.dt.strftime("%Y-%m-%dT%H:%M:%SZ").astype("string"))
