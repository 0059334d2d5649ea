"""From the parsed parts of all files to a brand's tables: each row once, the newest of its key marked."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kpikit import dictionary
from kpikit.store.schema import NEWEST, identity, sql_columns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WITHOUT_DAY = "all"
"""Name of the file of rows that have no day."""


def merge(parts: Iterable[Path], target: Path) -> dict[str, list[str]]:
    """Write the tables of a brand below `target`, as <table>/<YYYY-MM>.parquet.

    All snapshots are kept. Of rows with the same key and snapshot (files that overlap) the one from the last
    file by name stays, so that the order of reading makes no difference. Of a table that the dictionary says
    to merge by columns, that row holds in each column the last value that is not null, of its own and of
    earlier snapshots: files that each give some columns of a day don't empty each other's. The same parts
    give the same bytes.

    Args:
        parts: Folders of parts.
        target: An empty folder.

    Returns:
        Table → names of its files, sorted.
    """
    folders = sorted(parts)
    connection = duckdb.connect(":memory:", config={"threads": 2, "autoinstall_known_extensions": False})
    written = {}
    try:
        connection.execute("SET TimeZone = 'UTC'")
        for table in dictionary.tables():
            feeding = [found for folder in folders if (found := _files(folder, table))]
            if len(feeding) == 1 and feeding[0][0].parent.name == table:
                # Rows of one large file alone: they are in the store's order and form already.
                written[table] = _linked(feeding[0], target / table)
            elif feeding:
                files = [str(file) for found in feeding for file in found]
                written[table] = write_months(_merged(connection, table, files), table, target / table)
    finally:
        connection.close()
    return written


def _files(folder: Path, table: str) -> list[Path]:
    """A part's files of a table: one, or of a large export one a month."""
    whole = folder / f"{table}.parquet"
    return [whole] if whole.exists() else sorted((folder / table).glob("*.parquet"))


def _linked(files: list[Path], folder: Path) -> list[str]:
    folder.mkdir(parents=True)
    for file in files:
        try:
            os.link(file, folder / file.name)
        except OSError:  # a file system without links
            shutil.copyfile(file, folder / file.name)
    return [file.name for file in files]


def _merged(connection: duckdb.DuckDBPyConnection, table: str, files: list[str]) -> pa.Table:
    columns = ", ".join(f'"{name}"' for name in sql_columns(table))
    key = ", ".join(f'"{name}"' for name in identity(table))
    sql = f"""
        WITH once AS (
            SELECT {_values(table)} FROM read_parquet($files)
            WINDOW before AS (
                PARTITION BY {key} ORDER BY snapshot_at, file, line
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            )
            QUALIFY row_number() OVER (PARTITION BY {key}, snapshot_at ORDER BY file DESC, line DESC) = 1
        )
        SELECT {columns}, row_number() OVER (PARTITION BY {key} ORDER BY snapshot_at DESC) = 1 AS {NEWEST}
        FROM once ORDER BY {key}, snapshot_at
    """  # noqa: S608 - names from the dictionary
    rows: pa.Table = connection.sql(sql, params={"files": files}).to_arrow_table()
    return rows


def _values(table: str) -> str:
    """What a row holds: its own cells, or the last known value of each column up to it."""
    own = {"snapshot_at", *identity(table)}
    if dictionary.table(table).merge == "columns":
        return ", ".join(
            f'"{name}"' if name in own else f'last_value("{name}" IGNORE NULLS) OVER before AS "{name}"'
            for name in sql_columns(table)
        )
    return ", ".join(f'"{name}"' for name in sql_columns(table))


def write_months(rows: pa.Table, table: str, folder: Path) -> list[str]:
    """Write a file a month into the folder; their names, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    day = dictionary.table(table).day
    if day is None:
        months = pa.array([WITHOUT_DAY] * len(rows))
    else:
        months = pc.fill_null(pc.strftime(rows[day], "%Y-%m"), WITHOUT_DAY)
    names = []
    for month in sorted(pc.unique(months).to_pylist()):
        names.append(f"{month}.parquet")
        own = rows.filter(pc.equal(months, month)).combine_chunks()
        pq.write_table(own, folder / names[-1], compression="zstd")
    return names
