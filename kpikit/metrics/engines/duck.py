"""DuckDB in this process: the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    from numpy.typing import NDArray

    from kpikit.metrics.engines import Tables


class DuckEngine:
    """Tables loaded into a connection of their own.

    Args:
        connection: With a view of each canonical table.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        # Many small questions: waking a second thread costs more than it saves, and brands run side by side.
        connection.execute("SET threads = 1")
        self._connection = connection

    def load(self, table: str, sql: str) -> None:
        """Load it once, so that every question reads memory."""
        self._connection.execute(f"CREATE TEMP TABLE {table} AS {sql}")

    def beside(self) -> DuckEngine:
        """Another engine over the same views, whose loaded tables are its own."""
        connection = self._connection.cursor()
        connection.execute("SET TimeZone = 'UTC'")
        return DuckEngine(connection)

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> dict[str, NDArray[Any]]:
        """See Engine."""
        arrow = self._connection.sql(sql, params=list(parameters) or None).to_arrow_table()
        return {
            name: column.to_numpy(zero_copy_only=False)
            for name, column in zip(arrow.column_names, arrow.itercolumns(), strict=True)
        }

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See Engine."""
        answer: list[tuple[Any, ...]] = self._connection.execute(sql, list(parameters)).fetchall()
        return answer

    def close(self) -> None:
        """See Engine."""
        self._connection.close()


def open_engine(tables: Tables) -> DuckEngine:
    """An engine over a brand's tables."""
    return DuckEngine(tables.connect())
