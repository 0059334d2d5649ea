"""DuckDB in this process: the default."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpikit.metrics.by_month import ByMonth

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import pyarrow as pa
    from numpy.typing import NDArray

    from kpikit.metrics.engines import Tables
    from kpikit.metrics.given import Given


class DuckEngine:
    """Tables loaded into a connection of their own; large ones are asked by month as far as that goes.

    Args:
        tables: A brand's tables.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by_month = ByMonth(tables)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """With a view of each canonical table."""
        connection = self._tables.connect()
        # Many small questions: waking a second thread costs more than it saves, and brands run side by side.
        connection.execute("SET threads = 1")
        return connection

    def load(self, table: str, sql: str) -> None:
        """Load it once, so that every question reads memory."""
        self._connection.execute(f"CREATE TEMP TABLE {table} AS {sql}")

    def beside(self) -> DuckEngine:
        """Another engine over the same views, whose loaded tables are its own."""
        other = DuckEngine(self._tables)
        connection = self._connection.cursor()
        connection.execute("SET TimeZone = 'UTC'")
        other.__dict__["_connection"] = connection
        return other

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> dict[str, NDArray[Any]]:
        """See Engine."""
        return _arrays(self._connection.sql(sql, params=list(parameters) or None).to_arrow_table())

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See Engine."""
        answer: list[tuple[Any, ...]] = self._connection.execute(sql, list(parameters)).fetchall()
        return answer

    def month_columns(
        self, table: str, sql: str, given: Given, *, closed: bool = False
    ) -> dict[str, NDArray[Any]] | None:
        """See Engine."""
        answer = self._by_month.answer(table, sql, given, closed=closed)
        return None if answer is None else _arrays(answer)

    def close(self) -> None:
        """See Engine."""
        self._by_month.close()
        connection = self.__dict__.pop("_connection", None)
        if connection is not None:
            connection.close()


def _arrays(answer: pa.Table) -> dict[str, NDArray[Any]]:
    return {
        name: column.to_numpy(zero_copy_only=False)
        for name, column in zip(answer.column_names, answer.itercolumns(), strict=True)
    }


def open_engine(tables: Tables) -> DuckEngine:
    """An engine over a brand's tables."""
    return DuckEngine(tables)
