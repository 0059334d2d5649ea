"""Reading the store: a DuckDB connection with one view a canonical table, and the import's own log."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kpikit import dictionary
from kpikit.errors import Problem, StoreError
from kpikit.store import atomic, coverage, whole_month
from kpikit.store.log import LOG, SET_ASIDE
from kpikit.store.records import Index, Places, StoredMonth
from kpikit.store.schema import stored_sql

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from kpikit.parameters import Brand
    from kpikit.periods import Period
    from kpikit.project import Project
    from kpikit.store.whole_month import WholeMonth

_STATE = b"kpikit.fingerprint"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class Store:
    """A brand's canonical tables, read-only.

    Opening one costs nothing; the first question connects. DuckDB starts threads when it connects, so a
    process that forks must not ask before.

    Args:
        project: Where the store lies.
        brand_id: The brand.
    """

    def __init__(self, project: Project, brand_id: str) -> None:
        self.project = project
        self.brand_id = brand_id
        self._places = Places(project, brand_id)
        self._connection: tuple[int, duckdb.DuckDBPyConnection] | None = None

    @property
    def imported(self) -> bool:
        """Whether an import of this brand ended."""
        index = Index.read(self._places.index)
        return index is not None and index.whole

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open an in-memory connection of its own with two views a canonical table.

        `<table>` holds the newest row per key, `<table>_all` all snapshots; where nothing was imported both
        are there, typed and empty. Times are shown in UTC. The caller closes it.

        Raises:
            StoreError: An import was killed while it replaced files.
        """
        index = self._index()
        connection = duckdb.connect(":memory:", config=_SETTINGS)
        connection.execute("SET TimeZone = 'UTC'")
        for table in dictionary.tables():
            connection.execute(_views(table, self._files(index, table)))
        return connection

    def files(self, table: str) -> list[Path]:
        """Parquet files of a canonical table, all snapshots; the column `is_newest` marks what counts."""
        return self._files(self._index(), table)

    def months(self, table: str) -> list[StoredMonth]:
        """As `files`, with month and digest of each; empty where an older import noted no digests."""
        index = self._index()
        digests = index.digests if index else {}
        found = [
            StoredMonth(path.stem, path, digests.get(f"{table}/{path.name}", ""))
            for path in self._files(index, table)
        ]
        return found if all(month.digest for month in found) else []

    @property
    def kept(self) -> Path:
        """Folder for what follows from the months; may be deleted at any time."""
        return self._places.kept

    def _files(self, index: Index | None, table: str) -> list[Path]:
        return [self._places.table(table) / name for name in index.tables.get(table, [])] if index else []

    def frame(self, sql: str, **parameters: Any) -> pd.DataFrame:  # noqa: ANN401 - values of any column type
        """Ask one question; `$name` in the SQL stands for the parameter `name`.

        Returns:
            The answer. Dates are `datetime.date`, instants pandas timestamps in UTC, missing is null.

        Raises:
            StoreError: The SQL names a table or column that isn't there, or doesn't parse.
        """
        try:
            answer = self._own_connection().sql(sql, params=parameters or None)
            rows: pa.Table = answer.to_arrow_table()
        except (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException) as error:
            raise StoreError(Problem(f"the store can't answer: {str(error).splitlines()[0]}")) from None
        frame: pd.DataFrame = rows.to_pandas()
        return frame

    def log(self) -> pd.DataFrame:
        """Import log, a row a file: source, file, status, layout, counts, reasons, notes, problem, days."""
        return _read(self._places.log, LOG)

    def set_aside(self) -> pd.DataFrame:
        """Rows not used: source, file, line, reason, column, table (sheet or section); no values."""
        return _read(self._places.set_aside, SET_ASIDE)

    def coverage(self) -> pd.DataFrame:
        """Days that each source gave: a row per source, platform and table, see `coverage.COLUMNS`.

        Worked out once for each state of the store and kept beside the log: every chapter asks for it.
        """
        index = self._index()
        if index is None:
            return coverage.coverage(self._own_connection(), [], {})
        kept = _kept(self._places.coverage, index.fingerprint)
        if kept is not None:
            return kept
        found = coverage.coverage(self._own_connection(), sorted(index.tables), index.platforms)
        _keep(self._places.coverage, found, index.fingerprint)
        return found

    def whole_month(self) -> WholeMonth:
        """The last month that a source tells whole, and why that one.

        Raises:
            PeriodError: There are no data, or no month is whole.
        """
        index = self._index()
        filled = index.tables if index else ()
        return whole_month.whole_month(self._own_connection(), filled, self.brand_id, self.log())

    def last_whole_month(self) -> Period:
        """The month of `whole_month`."""
        return self.whole_month().period

    def fingerprint(self) -> str:
        """Digest of all that the store holds of the brand; changes when data, log or set-aside rows do."""
        index = self._index()
        return index.fingerprint if index else ""

    def close(self) -> None:
        """Close the connection behind `frame`; the next question opens another."""
        if self._connection is not None and self._connection[0] == os.getpid():
            self._connection[1].close()
        self._connection = None

    def _index(self) -> Index | None:
        index = Index.read(self._places.index)
        if index is not None and not index.whole:
            with atomic.locked(self._places.lock):  # an import is at work: it ends within seconds
                index = Index.read(self._places.index)
        if index is not None and not index.whole:
            raise StoreError(
                Problem(
                    "an import of this brand was cut short: its tables may be of two imports",
                    file=self._places.index,
                    allowed=f"`kpikit import {self.brand_id}` mends it",
                )
            )
        return index

    def _own_connection(self) -> duckdb.DuckDBPyConnection:
        # A forked child must not use its parent's connection.
        if self._connection is None or self._connection[0] != os.getpid():
            self._connection = (os.getpid(), self.connect())
        return self._connection[1]


def _views(table: str, files: list[Path]) -> str:
    newest, every = stored_sql(table, files), stored_sql(table, files, newest=False)
    return f'CREATE VIEW "{table}" AS {newest}; CREATE VIEW "{table}_all" AS {every}'


def _read(path: Path, schema: pa.Schema) -> pd.DataFrame:
    rows = pq.ParquetFile(path).read() if path.exists() else schema.empty_table()
    frame: pd.DataFrame = rows.to_pandas()
    return frame


def _kept(path: Path, fingerprint: str) -> pd.DataFrame | None:
    """The coverage kept for this state of the store, if it is there."""
    try:
        rows = pq.read_table(path)
    except (OSError, pa.ArrowInvalid):
        return None
    if (rows.schema.metadata or {}).get(_STATE) != fingerprint.encode():
        return None
    frame: pd.DataFrame = rows.to_pandas()
    return frame


def _keep(path: Path, frame: pd.DataFrame, fingerprint: str) -> None:
    rows = pa.Table.from_pandas(frame, preserve_index=False)
    rows = rows.replace_schema_metadata({**(rows.schema.metadata or {}), _STATE: fingerprint.encode()})
    content = io.BytesIO()
    pq.write_table(rows, content)
    atomic.write(path, content.getvalue())


def last_whole_month(project: Project, brand: Brand | str) -> Period:
    """The last month that at least one source of the brand tells whole by day or span: the default period.

    A brand without such a source gets the last month that had ended when its newest events were exported.

    Raises:
        PeriodError: There are no data, or no month is whole.
    """
    return Store(project, brand if isinstance(brand, str) else brand.brand).last_whole_month()
