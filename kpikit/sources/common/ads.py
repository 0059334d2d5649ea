"""What exports of advertising share: counts and amounts of one decimal mark, totals rounded to cents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal
from kpikit.sources.common import totals, values
from kpikit.sources.common.checks import set_aside_negative
from kpikit.sources.common.rows import NOT_A_NUMBER, NOT_WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kpikit.reader import RawTable
    from kpikit.sources.common.rows import Rows

COUNTS = ("impressions", "clicks", "video_views", "reach", "link_clicks", "leads")
"""Columns of advertising tables that hold whole numbers, never below zero."""
UNSTATED = "amounts taken to be in the brand's currency: the file doesn't say"
_HALF_A_CENT = 0.005
_TOTAL = re.compile(rf"(?:{'|'.join(map(re.escape, totals.WORDS))})\s*:|.*\btotals?$", re.IGNORECASE)


def figures(
    rows: Rows, names: Iterable[str], bare: Callable[[pd.Series], pd.Series] = lambda texts: texts
) -> dict[str, pd.Series]:
    """The columns of figures that an export has; rows with one that can't be read or can't be are set aside.

    Args:
        rows: The table's rows.
        names: Canonical names; those among `COUNTS` are whole numbers, the others may have decimals.
        bare: Takes off what stands around amounts.
    """
    texts = {
        name: rows.cells(name) if name in COUNTS else bare(rows.cells(name))
        for name in names
        if rows.has(name)
    }
    decimal = values.decimal_mark(*texts.values()) if texts else "."
    found = {}
    for name, column in texts.items():
        whole = name in COUNTS
        numbers, unreadable = (values.integer if whole else values.number)(column, decimal)
        rows.set_aside(unreadable, NOT_WHOLE if whole else NOT_A_NUMBER, name)
        if whole:
            set_aside_negative(rows, {name: numbers})
        found[name] = numbers
    return found


def total(rows: Rows, name: str, label: str, stated: float, parts: pd.Series) -> ControlTotal:
    """A stated total against its parts: counts exactly, amounts as far as each part's rounding allows."""
    added = float(parts.sum())
    rounding = 0.0 if name in COUNTS else _HALF_A_CENT * (len(parts) + 1) + 1e-9
    header = rows.table.header[rows.place(name)]
    found = stated if abs(added - stated) <= rounding else added
    return ControlTotal(f"{label}, {header}", stated, found)


def labels(table: RawTable) -> pd.Series:
    """The cell of each row in which a total says that it is one, else the first that holds something.

    Platforms say so in the first column, whichever that is; whoever moves columns moves it along.
    """
    filled = ([cell.strip() for cell in row if cell.strip()] for row in table.rows)
    return pd.Series(
        [next((cell for cell in cells if _TOTAL.match(cell)), cells[0] if cells else "") for cells in filled],
        index=range(len(table.rows)),
        dtype="string",
    )
