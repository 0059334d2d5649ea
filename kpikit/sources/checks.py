"""Cells that can be read and yet can't be true: counts below zero, impossible days, ids made numbers of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.house import NEGATIVE_COUNT, ROUNDED_ID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kpikit.sources.rows import Rows

OUTSIDE_TIME = "a day before 2004 or after the day of the export"
_FIRST = pd.Timestamp("2004-01-01")
_ROUNDED = r"\d(?:[.,]\d+)?[eE]\+?\d+"
_GUARD = r"^'(?=[@=+-])"


def counts(rows: Rows, names: Iterable[str], decimal: str = ".") -> dict[str, pd.Series]:
    """Whole numbers that can't be negative, of the columns that the export has."""
    found = {name: rows.integer(name, decimal) for name in names if rows.has(name)}
    for name, numbers in found.items():
        rows.set_aside(numbers < 0, NEGATIVE_COUNT, name)
    return found


def ids(rows: Rows, name: str) -> pd.Series:
    """Ids as text; those that a spreadsheet rounded ("1.23E+17") are set aside."""
    texts = rows.text(name, 200)
    rows.set_aside(texts.str.fullmatch(_ROUNDED).fillna(value=False), ROUNDED_ID, name)
    return texts


def unguarded(texts: pd.Series) -> pd.Series:
    """Texts without the apostrophe that suites set before @, =, + and - lest a spreadsheet compute them."""
    return texts.str.replace(_GUARD, "", regex=True)


def within_time(
    rows: Rows, moments: pd.Series, name: str, moment: datetime | pd.Timestamp, zone: str
) -> None:
    """Set aside rows whose day or instant lies before 2004 or after the moment of the export."""
    last = pd.Timestamp(moment)
    if moments.dt.tz is None:
        last, first = last.tz_convert(zone).tz_localize(None), _FIRST
    else:
        first = _FIRST.tz_localize("UTC")
    rows.set_aside((moments < first) | (moments > last), OUTSIDE_TIME, name)
