"""What figures can't be: counts below zero, ids that a spreadsheet rounded, days after the export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.house import DECIMAL_ID, NEGATIVE_COUNT, ROUNDED_ID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from kpikit.sources.base import Context
    from kpikit.sources.rows import Rows

IMPOSSIBLE_DAY = "a day before 2004 or after the export"
NO_FIGURE_FOR_DAY = "no figure for this day"
_FIRST_DAY = pd.Timestamp(2004, 1, 1)
_GUARD = r"^'(?=[@=+-])"


def counts(rows: Rows, names: Iterable[str], decimal: str = ".") -> dict[str, pd.Series]:
    """Counts that the export has, as whole numbers; a row with one below zero is set aside."""
    found = {}
    for name in names:
        if rows.has(name):
            found[name] = rows.integer(name, decimal)
            rows.set_aside(found[name] < 0, NEGATIVE_COUNT, name)
    return found


def ids(rows: Rows, name: str) -> pd.Series:
    """Ids as text; a row whose id a spreadsheet rounded is set aside, decimals of ".0" are taken off."""
    texts = rows.text(name, 200)
    rounded = is_rounded(texts)
    rows.set_aside(rounded, ROUNDED_ID, name)
    rows.repair(texts.str.fullmatch(r"\d+[.,]0+").fillna(value=False), DECIMAL_ID, name)
    return texts.str.replace(r"^(\d+)[.,]0+$", r"\1", regex=True).mask(rounded)


def is_rounded(texts: pd.Series) -> pd.Series:
    """Mask of ids that a spreadsheet made rounded numbers of: `1.23E+17`."""
    return texts.str.fullmatch(r"\d(?:[.,]\d+)?E\+?\d+", case=False).fillna(value=False)


def possible_days(rows: Rows, days: pd.Series, last: date, name: str | None) -> None:
    """Set rows aside whose day lies before 2004 or after the day of the export (or the day after: zones)."""
    latest = pd.Timestamp(last) + pd.Timedelta(days=1)
    rows.set_aside(days.notna() & ~days.between(_FIRST_DAY, latest), IMPOSSIBLE_DAY, name)


def without_figures(rows: Rows, columns: dict[str, pd.Series]) -> None:
    """Set rows aside that hold none of the figures."""
    if columns:
        empty = pd.concat([column.isna() for column in columns.values()], axis=1).all(axis=1)
        rows.set_aside(empty, NO_FIGURE_FOR_DAY)


def newest(days: pd.Series, context: Context) -> date | None:
    """The newest day of a file with a row a day that can be: none after the day the file was received."""
    received = context.source.received
    possible = days if received is None else days[days <= pd.Timestamp(received) + pd.Timedelta(days=1)]
    last = possible[possible >= _FIRST_DAY].max()
    return None if pd.isna(last) else last.date()


def unguarded(texts: pd.Series) -> pd.Series:
    """Texts without the apostrophe that suites set before @, =, + and - lest a spreadsheet compute them."""
    return texts.str.replace(_GUARD, "", regex=True)


def within_time(
    rows: Rows, moments: pd.Series, name: str, moment: datetime | pd.Timestamp, zone: str
) -> None:
    """Set aside rows whose day or instant lies before 2004 or after the moment of the export."""
    last = pd.Timestamp(moment)
    if moments.dt.tz is None:
        last, first = last.tz_convert(zone).tz_localize(None), _FIRST_DAY
    else:
        first = _FIRST_DAY.tz_localize("UTC")
    rows.set_aside((moments < first) | (moments > last), IMPOSSIBLE_DAY, name)
