"""Cells of Meta's exports that can be read and can't be true: their rows are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.house import NEGATIVE_COUNT, ROUNDED_ID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kpikit.sources.rows import Rows

FUTURE = "a date after the day that the figures are of"
TOO_EARLY = "a date before 2004"
FOUNDED = pd.Timestamp("2004-01-01")
"""Before it there was no Facebook: what says so is a spreadsheet's zero date."""

_ROUNDED = r"\d(?:[.,]\d+)?E\+?\d+"


def set_aside_rounded(rows: Rows, name: str) -> None:
    """Set aside rows whose id a spreadsheet program wrote as 1.23E+17: several ids became one."""
    rounded = rows.cells(name).str.fullmatch(_ROUNDED, case=False).fillna(value=False)
    rows.set_aside(rounded, ROUNDED_ID, name)


def set_aside_negative(rows: Rows, counts: Mapping[str, pd.Series]) -> None:
    """Set aside rows with a count below zero."""
    for name, numbers in counts.items():
        rows.set_aside(numbers < 0, NEGATIVE_COUNT, name)


def set_aside_impossible_days(
    rows: Rows, days: pd.Series, name: str, moment: datetime | None, zone: str = "UTC"
) -> None:
    """Set aside rows of a day (or instant) before 2004, or after the figures were drawn.

    Args:
        rows: The rows.
        days: Midnights without zone, or UTC instants.
        name: The column they stand in.
        moment: When the figures were drawn, if anything but the rows themselves says so.
        zone: Of days without one.
    """
    earliest, latest = FOUNDED, pd.Timestamp(moment) if moment is not None else None
    if days.dt.tz is not None:
        earliest = earliest.tz_localize("UTC")
    elif latest is not None:
        latest = latest.tz_convert(zone).tz_localize(None)
    rows.set_aside(days < earliest, TOO_EARLY, name)
    if latest is not None:
        rows.set_aside(days > latest, FUTURE, name)
