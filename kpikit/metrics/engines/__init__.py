"""Where questions on a brand's tables are computed: one module an engine, found by its name.

An engine takes SQL of the base dialect (DuckDB's) and puts it into its own words. It knows tables by the
names that definitions use, and loads each from the SQL of `loading.load_sql`.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, Protocol

from kpikit.errors import Problem, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb
    import pandas as pd
    from numpy.typing import NDArray

    from kpikit.metrics.given import Given
    from kpikit.store.records import StoredMonth


class Tables(Protocol):
    """The part of a store that figures need."""

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with one view a canonical table."""
        ...

    def files(self, table: str) -> list[Path]:
        """Parquet files of a canonical table, all snapshots."""
        ...

    def months(self, table: str) -> list[StoredMonth]:
        """As `files`, with month and digest of each; empty where that is not known."""
        ...

    @property
    def kept(self) -> Path:
        """Folder for answers of months."""
        ...

    def coverage(self) -> pd.DataFrame:
        """Days by source, platform, table."""
        ...


class Engine(Protocol):
    """Computes over one brand's tables."""

    def load(self, table: str, sql: str) -> None:
        """Make a table ready, as metrics see it: SQL over the store's views (main.…) that makes it."""
        ...

    def beside(self) -> Engine:
        """Another engine over the same tables, into which they may be loaded otherwise."""
        ...

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> dict[str, NDArray[Any]]:
        """Columns of an answer; nulls are nan or None. `?` stands for the parameters in turn."""
        ...

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of an answer."""
        ...

    def month_columns(
        self, table: str, sql: str, given: Given, *, closed: bool = False
    ) -> dict[str, NDArray[Any]] | None:
        """As `columns` for a question that `by_month` allows, without loading the table; None: load it.

        `closed`: of all months but the newest.
        """
        ...

    def close(self) -> None:
        """Give back what it holds; it answers nothing any more."""
        ...


def names() -> list[str]:
    """Engines that there are."""
    return sorted(entry.name for entry in pkgutil.iter_modules(__path__))


def open_engine(name: str, tables: Tables) -> Engine:
    """The engine of a name over a brand's tables.

    Raises:
        UsageError: No such engine, or what it needs is not installed.
    """
    known = names()
    if name not in known:
        raise UsageError(
            Problem(f"no engine {name!r}", allowed=", ".join(known), nearest=nearest(name, known))
        )
    engine: Engine = importlib.import_module(f"{__name__}.{name}").open_engine(tables)
    return engine
