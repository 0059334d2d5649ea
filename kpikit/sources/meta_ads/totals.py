"""Rows of a report that sum others: Meta writes them without a name, a day or a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal
from kpikit.sources.common import values
from kpikit.sources.common.rows import EMPTY
from kpikit.sources.common.totals import is_total
from kpikit.sources.meta_ads.layouts import BREAKDOWNS, ENTITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.sources.common.rows import Rows

_KEYS = ("day", "account", *ENTITIES, *BREAKDOWNS)
_ALL = frozenset({"all", "todos", "todas"})
_DATES = ("starts", "ends")
_CENT = 0.005


def keys(rows: Rows) -> pd.DataFrame:
    """The cells that say what each row is of; null where it says "all" or "total", or nothing."""
    columns = {}
    for name in _KEYS:
        if not rows.has(name):
            continue
        cells = rows.cells(name)
        if name in ENTITIES:
            # A campaign may be called so: its id says that it is one.
            whole = is_total(cells) & rows.cells(f"{name}_id").isna()
        else:
            whole = is_total(cells) | values.folded(cells).isin(_ALL)
        columns[name] = cells.mask(whole)
    return pd.DataFrame(columns, index=range(len(rows)), dtype="string")


def take_out(rows: Rows, of: pd.DataFrame) -> None:
    """Take out rows that leave out what other rows say: the report's total, or one of a campaign or a day.

    A row that says nothing but its dates is no total but a piece of one, as at the end of a file cut off.
    """
    incomplete = pd.Series(data=False, index=range(len(rows)))
    for name in of.columns:
        if of[name].notna().any():
            incomplete |= of[name].isna()
    named = [rows.place(name) for name in (*of.columns, *_DATES) if rows.has(name)]
    figures = pd.Series(
        [any(cell for place, cell in enumerate(row) if place not in named) for row in rows.table.rows],
        index=range(len(rows)),
        dtype="bool",
    )
    rows.take_out(incomplete & figures)
    rows.set_aside(incomplete & ~figures, EMPTY)


def compare(
    rows: Rows, of: pd.DataFrame, figures: Mapping[str, pd.Series], money: tuple[str, ...]
) -> list[ControlTotal]:
    """Stated sums against the rows they are of. Reach and results don't add up and are not compared.

    Args:
        rows: The report's rows.
        of: What `keys` gives.
        figures: Canonical name → numbers that add up.
        money: Those of them whose rows are rounded to the cent.
    """
    stated = of[rows.stated]
    filled = stated.notna().apply(tuple, axis=1) if len(stated) else pd.Series(dtype="object")
    found = []
    for pattern in dict.fromkeys(filled):
        names = [name for name, is_there in zip(of.columns, pattern, strict=True) if is_there]
        lines = filled.index[filled == pattern]
        inside = pd.Series(rows.kept)
        if names:
            wanted = set(of.loc[lines, names].itertuples(index=False, name=None))
            inside &= pd.Series([each in wanted for each in of[names].itertuples(index=False, name=None)])
        for name, numbers in figures.items():
            if numbers[lines].isna().all():
                continue
            total, parts = float(numbers[lines].sum()), float(numbers[inside].sum())
            if name in money and abs(total - parts) <= _CENT * (int(inside.sum()) + 1):
                parts = total
            what = f"rows that state totals, {rows.table.header[rows.place(name)]}"
            found.append(ControlTotal(what, total, parts))
    return found
