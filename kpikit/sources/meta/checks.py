"""Cells of Meta's exports that can be read and can't be true: their rows are set aside."""

from __future__ import annotations

import pandas as pd

from kpikit.sources.values import Parsed, day

_SLASHED = r"(\d{1,2})/(\d{1,2})/\d{4}\b.*"


def month_first(texts: pd.Series, otherwise: bool | None) -> bool | None:
    """Whether 03/04/2025 is in March, by any field above 12 in the column.

    Args:
        texts: Cells, those with slashes count.
        otherwise: Where no cell tells.

    Returns:
        None where cells tell both, or nothing tells.
    """
    fields = texts.dropna().str.extract(_SLASHED).dropna().astype(int)
    first, second = bool((fields[0] > 12).any()), bool((fields[1] > 12).any())
    if first and second:
        return None
    return second if first or second else otherwise


def either_day(texts: pd.Series, *, month_leads: bool) -> Parsed:
    """Days as 2025-01-31, or with slashes in the order that the file has."""
    slashed = "%m/%d/%Y" if month_leads else "%d/%m/%Y"
    plain = texts.str.replace(r"[T ]00:00(?::00)?$", "", regex=True)
    return day(plain, ("%Y-%m-%d", slashed))
