"""Rows of one canonical table, written month by month as the store has them, while a large file is read."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kpikit import dictionary
from kpikit.store.local_time import months
from kpikit.store.schema import NEWEST, identity, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

WITHOUT_DAY = "all"
"""Name of the file of rows that have no day."""

_WAITING_BYTES = 24 << 20
_AT_ONCE = 4_000_000
_BLOCK = 8 << 20
_HARDLY_TWICE = ("_id", "_key", "text", "link")
"""How columns are named whose cells differ from row to row."""


class MonthFiles:
    """A folder of Parquet files, one a month; rows wait in memory until there are enough of them.

    Args:
        folder: Where they go; made here.
        table: The canonical table.
        constants: Column → the one value that all rows have.
    """

    def __init__(self, folder: Path, table: str, constants: dict[str, object]) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._table = dictionary.table(table)
        self._schema = schema(table).append(pa.field(NEWEST, pa.bool_()))
        self._constants = {**constants, NEWEST: True}
        self._waiting: dict[str, list[pa.Table]] = {}
        self._bytes = 0
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._connection = duckdb.connect(
            ":memory:", config={"threads": 1, "autoinstall_known_extensions": False}
        )
        # On disk: of a huge file they would take more memory than all else.
        self._hashes = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `repeats`
        self._key = [name for name in identity(table) if name not in self._constants]

    def add(self, rows: pa.Table) -> None:
        """Take rows with all columns that aren't constants."""
        self._hashes.write(_hashes(self._connection, rows, self._key).tobytes())
        for month, own in self._by_month(rows):
            self._waiting.setdefault(month, []).append(own)
        self._bytes += rows.nbytes
        if self._bytes > _WAITING_BYTES:
            self._write()

    def close(self) -> None:
        """Write what waits."""
        self._write()
        for writer in self._writers.values():
            writer.close()

    def _by_month(self, rows: pa.Table) -> Iterable[tuple[str, pa.Table]]:
        if self._table.day is None:
            return [(WITHOUT_DAY, rows)]
        names = pc.fill_null(months(rows[self._table.day].combine_chunks()), WITHOUT_DAY)
        found = pc.dictionary_encode(names)
        words, codes = found.dictionary.to_pylist(), found.indices.to_numpy()
        if len(words) == 1:
            return [(words[0], rows)]
        order = np.argsort(codes, kind="stable")
        rows = rows.take(pa.array(order))
        ends = np.cumsum(np.bincount(codes, minlength=len(words)))
        starts = np.concatenate(([0], ends[:-1]))
        return [
            (word, rows.slice(start, end - start))
            for word, start, end in zip(words, starts, ends, strict=True)
        ]

    def _write(self) -> None:
        for month, tables in self._waiting.items():
            rows = self._whole(pa.concat_tables(tables))
            if month not in self._writers:
                path = self.folder / f"{month}.parquet"
                # Constants are written as a dictionary of one word, and read as what they are.
                self._writers[month] = self._writer(path, rows.schema)
            self._writers[month].write_table(rows)
        self._waiting, self._bytes = {}, 0

    def _writer(self, path: Path, written: pa.Schema) -> pq.ParquetWriter:
        words = [
            column.name
            for column in self._table.columns.values()
            if column.type in ("text", "bool", "date")
            and not column.name.endswith(("_id", "_key", "text", "link"))
        ]
        return pq.ParquetWriter(path, written, compression="zstd", use_dictionary=words, store_schema=False)

    def _whole(self, rows: pa.Table) -> pa.Table:
        columns = []
        for field in self._schema:
            if field.name in self._constants:
                columns.append(_constant(self._constants[field.name], field.type, len(rows)))
            elif field.name in rows.column_names:
                columns.append(rows[field.name])
            else:
                columns.append(pa.nulls(len(rows), field.type))
        return pa.Table.from_arrays(columns, names=self._schema.names)

    def repeats(self) -> set[int]:
        """Numbers of the lines whose key stood in an earlier line. After `close`."""
        twice = _twice(self._hashes)
        self._hashes.close()
        if not len(twice):
            return set()
        found: list[tuple[int, tuple[object, ...]]] = []
        for file in sorted(self.folder.iterdir()):
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(columns=[*self._key, "line"]):
                    rows = pa.Table.from_batches([batch])
                    rows = rows.filter(pa.array(np.isin(_hashes(self._connection, rows, self._key), twice)))
                    keys = zip(*(rows[name].to_pylist() for name in self._key), strict=True)
                    found += zip(rows["line"].to_pylist(), keys, strict=True)
        known: set[tuple[object, ...]] = set()
        repeated = set()
        for line, key in sorted(found, key=lambda one: one[0]):
            if key in known:
                repeated.add(line)
            known.add(key)
        return repeated

    def write_anew(self, without: set[int], constants: dict[str, object]) -> None:
        """Write the files once more, without some lines, and with other constants."""
        for file in sorted(self.folder.iterdir()):
            draft = file.with_suffix(".anew")
            with pq.ParquetFile(file) as opened:
                self._constants |= constants
                writer = None
                for batch in opened.iter_batches(batch_size=1 << 18):
                    rows = pa.Table.from_batches([batch])
                    if without:
                        rows = rows.filter(pc.invert(pc.is_in(rows["line"], pa.array(sorted(without)))))
                    rows = self._whole(rows.drop_columns([*constants]))
                    writer = writer or self._writer(draft, rows.schema)
                    writer.write_table(rows)
                if writer is not None:
                    writer.close()
            draft.replace(file)

    def days(self) -> tuple[date | None, date | None]:
        """First and last day of the rows."""
        if self._table.day is None:
            return None, None
        found = []
        for file in sorted(self.folder.iterdir()):
            days = pq.read_table(file, columns=[self._table.day])[self._table.day]
            found += [day for day in pc.min_max(days).as_py().values() if day is not None]
        return min(found, default=None), max(found, default=None)


def _twice(file: IO[bytes]) -> np.ndarray:
    """Numbers that stand in a file more than once; sorted a share at a time, to spare memory."""
    shares = 1 + file.tell() // 8 // _AT_ONCE
    found = []
    for share in range(shares):
        numbers = np.concatenate([part[part % shares == share] for part in _parts(file)])
        numbers.sort()
        found.append(np.unique(numbers[1:][numbers[1:] == numbers[:-1]]))
    return np.concatenate(found)


def _parts(file: IO[bytes]) -> Iterator[np.ndarray]:
    file.seek(0)
    yield np.array([], dtype=np.uint64)
    while block := file.read(_BLOCK):
        yield np.frombuffer(block, dtype=np.uint64)


def _hashes(
    connection: duckdb.DuckDBPyConnection,
    rows: pa.Table,  # noqa: ARG001 - DuckDB finds it by its name
    names: list[str],
) -> np.ndarray:
    """A number a row that like keys share."""
    key = ", ".join(f'"{name}"' for name in names)
    found = connection.sql(f"SELECT hash({key}) AS number FROM rows")  # noqa: S608 - names of ours
    numbers: np.ndarray = found.to_arrow_table()["number"].to_numpy()
    return numbers


def _constant(value: object, kind: pa.DataType, count: int) -> pa.Array:
    if pa.types.is_string(kind):
        return pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(count, dtype=np.int32)), pa.array([value], kind)
        )
    return pa.repeat(pa.scalar(value, kind), count)
