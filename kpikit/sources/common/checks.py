"""What figures can't be: counts below zero, ids that a spreadsheet rounded, days after the export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

NEGATIVE_COUNT = "a count below zero"
NEGATIVE_DURATION = "a duration below zero; read as missing"
ROUNDED_ID = "an id that a spreadsheet made a rounded number of"
DECIMAL_ID = "an id written as a decimal number; the decimals taken off"
IMPOSSIBLE_DAY = "a day before 2004 or after the export"
IMPOSSIBLE_MOMENT = "a moment before 2004 or after the export"
NO_FIGURE = "no figure for this day"

ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
"""What spreadsheets make of long ids: `1.23E+17` may have been any of many."""

_FIRST_DAY = pd.Timestamp(2004, 1, 1)
"""Before it there were no social platforms: what says so is a program's zero date."""
# Three zeros may be thousands: 1,000 is no 1.
_DECIMALS = r"^(\d+)[.,]00?$"
_GUARD = r"^'(?=[@=+-])"


def is_rounded(texts: pd.Series) -> pd.Series:
    """Mask of ids that a spreadsheet made rounded numbers of."""
    return texts.str.fullmatch(ROUNDED.pattern, flags=ROUNDED.flags).fillna(value=False)


def without_decimals(texts: pd.Series) -> pd.Series:
    """Ids without the decimals that a spreadsheet put behind them: "3.0" is "3"."""
    return texts.str.replace(_DECIMALS, r"\1", regex=True)


def ids(rows: Rows, name: str, texts: pd.Series | None = None) -> pd.Series:
    """Ids as text; a row whose id a spreadsheet rounded is set aside, decimals are taken off.

    Args:
        rows: The rows.
        name: The column they stand in.
        texts: Its cells, where they are not as written.
    """
    texts = rows.cells(name) if texts is None else texts
    rounded = is_rounded(texts)
    rows.set_aside(rounded, ROUNDED_ID, name)
    bare = without_decimals(texts)
    rows.repair(bare != texts, DECIMAL_ID, name)
    return values.text(bare.mask(rounded))


def count(rows: Rows, name: str, decimal: str = ".") -> pd.Series:
    """A column of counts; a row with one below zero is set aside."""
    numbers = rows.integer(name, decimal)
    set_aside_negative(rows, {name: numbers})
    return numbers


def counts(rows: Rows, names: Iterable[str], decimal: str = ".") -> dict[str, pd.Series]:
    """Counts that the export has, see `count`."""
    return {name: count(rows, name, decimal) for name in names if rows.has(name)}


def set_aside_negative(rows: Rows, columns: Mapping[str, pd.Series]) -> None:
    """Set rows aside that have a count below zero in one of the columns."""
    for name, numbers in columns.items():
        rows.set_aside(numbers < 0, NEGATIVE_COUNT, name)


def without_figures(rows: Rows, columns: Mapping[str, pd.Series]) -> None:
    """Set rows aside that hold none of the figures."""
    if columns:
        empty = pd.concat(list(columns.values()), axis=1).isna().all(axis=1)
        rows.set_aside(empty, NO_FIGURE)


def impossible(moments: pd.Series, latest: datetime | None, zone: str = "UTC") -> pd.Series:
    """Mask of days or instants before 2004 or after the export.

    Args:
        moments: Days as midnights without zone, or instants.
        latest: The last moment that can be, or the midnight of the last day, without zone (see `day_after`);
            None: nothing says it.
        zone: In which the days are counted.
    """
    first, last = _FIRST_DAY, None if latest is None else pd.Timestamp(latest)
    if moments.dt.tz is not None:
        first = first.tz_localize("UTC")
        last = last.tz_localize(zone) if last is not None and last.tz is None else last
    elif last is not None and last.tz is not None:
        last = last.tz_convert(zone).tz_localize(None)
    wrong = moments < first
    return wrong if last is None else wrong | (moments > last)


def set_aside_impossible(
    rows: Rows, moments: pd.Series, name: str, latest: datetime | None, zone: str = "UTC"
) -> pd.Series:
    """Set rows aside whose day or instant is impossible; the others. For the arguments see `impossible`."""
    wrong = impossible(moments, latest, zone)
    rows.set_aside(wrong, IMPOSSIBLE_DAY if moments.dt.tz is None else IMPOSSIBLE_MOMENT, name)
    return moments.mask(wrong)


def day_after(last: date) -> pd.Timestamp:
    """The last day that rows can be of, where an export was made on a day of some zone: a day more."""
    return pd.Timestamp(last) + pd.Timedelta(days=1)


def newest(days: pd.Series, context: Context) -> date | None:
    """The newest day of a file with a row a day that can be: none after the day the file was received."""
    received = context.source.received
    possible = days[~impossible(days, None if received is None else day_after(received))]
    last = possible.max()
    return None if pd.isna(last) else last.date()


def unguarded(texts: pd.Series) -> pd.Series:
    """Texts without the apostrophe that suites set before @, =, + and - lest a spreadsheet compute them."""
    return texts.str.replace(_GUARD, "", regex=True)
