"""The data dictionary in Arrow's and DuckDB's words, and strict casts to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from kpikit import dictionary
from kpikit.errors import Problem, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

_ARROW = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"),
}
_SQL = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "instant": "TIMESTAMP WITH TIME ZONE",
}

NEWEST = "is_newest"
"""Column of the stored files beside the dictionary's: whether the row is the newest of its key."""


@cache
def schema(table: str) -> pa.Schema:
    """Arrow schema of a canonical table."""
    columns = dictionary.table(table).columns.values()
    return pa.schema([pa.field(column.name, _ARROW[column.type]) for column in columns])


def sql_columns(table: str) -> dict[str, str]:
    """Column → DuckDB type of a canonical table."""
    return {column.name: _SQL[column.type] for column in dictionary.table(table).columns.values()}


def stored_sql(table: str, files: Iterable[Path], month: str | None = None, *, newest: bool = True) -> str:
    """SQL of the rows of a stored table, typed and empty where there are no files.

    Args:
        table: The table.
        files: Its files.
        month: Name of one column more: the month of each row, as its file's name tells it.
        newest: Only the newest row per key.
    """
    columns = sql_columns(table)
    names = ", ".join(f'"{name}"' for name in columns)
    paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    if not paths:
        empty = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items())
        return f"SELECT {empty} WHERE false"
    names += f", parse_filename(filename, true) AS {month}" if month else ""
    read = f"read_parquet([{paths}]{', filename = true' if month else ''})"
    return f"SELECT {names} FROM {read}{f' WHERE {NEWEST}' if newest else ''}"  # noqa: S608 - names of ours, paths quoted


def identity(table: str) -> tuple[str, ...]:
    """Columns that identify a thing within a brand.

    Where a table's key names no platform, the source belongs to it: two shops may both have an order #1001,
    two websites a first of October.
    """
    key = dictionary.table(table).key
    return key if "platform" in key else ("source", *key)


def cast(frame: pd.DataFrame, table: str) -> pa.Table:
    """Cast rows to the dictionary's types; columns that are not supplied become null.

    Raises:
        StoreError: A column is not in the dictionary, or a value doesn't fit its type (2.5 as a count).
    """
    wanted = schema(table)
    unknown = sorted(set(frame.columns) - set(wanted.names))
    if unknown:
        raise StoreError(
            Problem(f"table {table!r} has no column {unknown[0]!r}", allowed=", ".join(wanted.names))
        )
    columns = [_column(frame, field, table) for field in wanted]
    return pa.Table.from_arrays(columns, schema=wanted)


def _column(frame: pd.DataFrame, field: pa.Field, table: str) -> pa.Array:
    if field.name not in frame.columns:
        return pa.nulls(len(frame), field.type)
    try:
        array = pa.Array.from_pandas(frame[field.name], type=_given(frame[field.name], field.type), safe=True)
        return array.cast(field.type, safe=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        raise StoreError(  # Arrow's own text would carry the value
            Problem(f"table {table!r}: a value doesn't fit the type {field.type}", column=field.name)
        ) from None


def _given(values: pd.Series, wanted: pa.DataType) -> pa.DataType | None:
    """Type to read `values` with: the wanted one for objects, else the values' own, to be cast after."""
    return wanted if values.dtype == object else None
