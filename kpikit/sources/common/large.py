# ruff: noqa: PD011 - `Mapping.values` and `Certain.values` are no pandas attributes
"""A piece of a large house table, by columns: cells that are certain at once, others by distinct cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpikit.reader.raw import ColumnTable, RawTable
from kpikit.sources.common import certain
from kpikit.sources.common.house import HouseTable
from kpikit.sources.common.mapping import COMPUTED

if TYPE_CHECKING:
    from kpikit import dictionary
    from kpikit.dictionary import Column
    from kpikit.parameters import Mapping

_SAMPLE = 2_000
_FEW = 500
"""Distinct cells in a sample of a column of which it is said that it repeats a few words."""


def row_by_row(mapping: Mapping, table: dictionary.Table) -> bool:
    """Whether what a row becomes depends on that row alone, so that a file can be read in pieces.

    Ids that are computed and lines that are numbered are so among like rows of the whole file.
    """
    computed = COMPUTED.get(table.name, ("",))[0]
    given = mapping.columns.keys() | mapping.constants.keys()
    return (
        mapping.header
        and (not computed or computed in given)
        and ("line_no" not in table.key or "line_no" in given)
    )


class LargeHouseTable(HouseTable):
    """As `HouseTable`, for rows that come by columns. It gives the same rows; only how is another matter.

    Rows whose id stood in an earlier one are not set aside here: it may have been in an earlier piece.
    """

    def _set_aside_repeats(self, columns: dict[str, pd.Series]) -> None:
        pass

    def _column(self, column: Column) -> pd.Series:
        table = self.rows.table
        assert isinstance(table, ColumnTable)
        cells: pa.Array = table.columns[self._positions[column.name]]
        found = None if column.name in self._mapping.values else self._certain(cells, column)
        if found is not None and pc.all(found.mask).as_py():
            return _series(found.values, column)
        mask = found.mask if found is not None else pa.repeat(pa.scalar(False), len(cells))
        others = pc.dictionary_encode(pc.filter(cells, pc.invert(mask)))
        values = pc.take(self._others(others, column, mask), others.indices)
        if found is not None:
            values = pc.replace_with_mask(found.values, pc.invert(mask), values)
        return _series(values, column)

    def _certain(self, cells: pa.Array, column: Column) -> certain.Certain | None:
        match column.type:
            case "int" | "float":
                return certain.numbers(cells, column.type, self._mapping.decimal)
            case "instant":
                zone = self._context.zone
                return certain.moments(cells, self._mapping.dates, zone)
            case "text" if not self._words(column) and _many(cells):
                return certain.texts(cells, column, self._context.pseudonym)
            case _:
                return None

    def _others(self, found: pa.DictionaryArray, column: Column, certain_ones: pa.Array) -> pa.Array:
        """What `HouseTable` makes of distinct cells; what it says of them is said of their rows."""
        header = self.rows.table.header[self._positions[column.name]]
        rows = [[cell] for cell in found.dictionary.to_pylist()]
        raw = RawTable(None, [], [header], rows, list(range(len(rows))))
        inner = _DistinctCells(raw, {column.name: 0}, self._mapping, self._context)
        series, day_only = inner.cells_of(column)
        codes = np.full(len(self.rows), -1)
        codes[~certain_ones.to_numpy(zero_copy_only=False)] = found.indices.to_numpy()
        self.rows.adopt(inner.rows, codes, column.name)
        if day_only is not None:
            days = np.flatnonzero(day_only.to_numpy(dtype=bool))
            self._day_only = pd.Series(np.isin(codes, days)).astype("boolean")
        return pa.Array.from_pandas(series, type=None if column.type != "text" else pa.string()).cast(
            certain.ARROW[column.type]
        )


class _DistinctCells(HouseTable):
    """Cells of one column, once each. Hints on how to read it are taken from the file's beginning, once."""

    def _advise(self, name: str, unreadable: pd.Series) -> None:
        pass


def _many(cells: pa.Array) -> bool:
    """Whether a column holds more than a few words, again and again."""
    return bool(pc.count_distinct(cells[:_SAMPLE]).as_py() > _FEW)


def _series(values: pa.Array, column: Column) -> pd.Series:
    """Arrow's values in the types that readings have."""
    if column.type == "text":
        strings: Any = pd.arrays.ArrowStringArray(pa.chunked_array([values.cast(pa.large_string())]))
        return pd.Series(strings, dtype="string")
    kinds: dict[str, Any] = {"int": pd.Int64Dtype(), "float": pd.Float64Dtype(), "bool": pd.BooleanDtype()}
    if column.type in kinds:
        return pd.Series(kinds[column.type].__from_arrow__(values))
    series: pd.Series = values.to_pandas()
    return series
