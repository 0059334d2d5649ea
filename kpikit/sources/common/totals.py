"""Rows that state totals: they are check figures, held against the rows, and never data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.base import ControlTotal
from kpikit.text import header_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kpikit.sources.common.rows import Rows

WORDS = (
    "total", "totals", "grand total", "grand totals", "subtotal", "sum", "overall", "gesamt", "gesamtwerte",
    "gesamtergebnis", "summe", "total general", "total geral", "totales", "totais", "totaux", "totale",
    "jumlah", "总计", "总和", "合计", "合計", "總計",
)  # fmt: skip
"""What platforms write in a row that sums others, as header keys; ": Campaigns" and the like may follow."""


def is_total(texts: pd.Series) -> pd.Series:
    """Mask of cells that say their row is a total: "Total", "Total: Campaigns", "Gesamt", "Grand Total"."""
    return (
        texts.map(lambda text: header_key(text).partition(":")[0].strip() in WORDS, na_action="ignore")
        .eq(other=True)
        .fillna(value=False)
    )


def compare(what: str, rows: Rows, names: Iterable[str], stated_by: pd.Series) -> list[ControlTotal]:
    """A stated total a column, against the sum of the rows that are used.

    Args:
        what: What the file calls its total.
        rows: The table's rows.
        names: Columns (whole or decimal numbers with a point) that add up.
        stated_by: Mask of the one row that states the totals.
    """
    found = []
    for name in names:
        if not rows.has(name):
            continue
        numbers = rows.number(name)
        stated = numbers[stated_by].dropna()
        if len(stated):
            label = f"{what}, {rows.table.header[rows.place(name)]}"
            found.append(ControlTotal(label, float(stated.iloc[0]), float(numbers[rows.kept].sum())))
    return found
