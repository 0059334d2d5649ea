"""Questions to a brand's tables: loaded when first needed, large ones asked by month where that will do."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpikit.metrics.engines import open_engine
from kpikit.metrics.loading import load_sql
from kpikit.metrics.relations import EXTRA, SPENDING, relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kpikit.metrics.ages import Snapshots
    from kpikit.metrics.engines import Engine, Tables
    from kpikit.metrics.given import Given

SORTS = ("platform", "metric", "paid_scope", "day_zone", "sentiment_source")
"""Columns that tell what sort of rows a table has."""


class Questions:
    """Tables of one brand, and what was asked of them.

    Args:
        store: Where they come from.
        given: What the brand's parameters add to them.
        engine: Where questions are computed.
        snapshots: As which of their snapshots posts count; default: the newest.
    """

    def __init__(self, store: Tables, given: Given, engine: str, snapshots: Snapshots | None = None) -> None:
        self._store = store
        self._given = given
        self._engine_name = engine
        self._snapshots = snapshots
        self._loaded: set[str] = set()
        self._answers: dict[str, list[tuple[Any, ...]]] = {}
        self._columns: dict[str, dict[str, NDArray[Any]]] = {}
        self._held: dict[tuple[str, str], bool] = {}

    @cached_property
    def _engine(self) -> Engine:
        """Where it is computed; tables are loaded when first needed."""
        return open_engine(self._engine_name, self._store)

    def close(self) -> None:
        """Close the engine; the next question opens another one and loads its tables anew."""
        engine = self.__dict__.pop("_engine", None)
        if engine is not None:
            engine.close()
        self._loaded.clear()

    def fetch(self, table: str, sql: str, parameters: Sequence[object] = ()) -> dict[str, NDArray[Any]]:
        """Columns of the answer to a query on `table`, loading it first; nulls are nan or None."""
        self._load(table)
        return self._engine.columns(sql, parameters)

    def rows(self, table: str, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of the answer to a query on `table`, loading it first."""
        self._load(table)
        return self._engine.rows(sql, parameters)

    def once(self, table: str, sql: str) -> list[tuple[Any, ...]]:
        """As `rows`, kept for the next time the same is asked."""
        if sql not in self._answers:
            self._answers[sql] = self.rows(table, sql)
        return self._answers[sql]

    def by_month(self, table: str, sql: str) -> dict[str, NDArray[Any]]:
        """As `fetch`, where each row of the answer follows from the rows of one month alone.

        Large tables are then asked by month. Rows that don't tell months apart may come once a month.
        """
        if sql not in self._columns:
            answer = self._of_months(table, sql)
            self._columns[sql] = self.fetch(table, sql) if answer is None else answer
        return self._columns[sql]

    def distinct(self, table: str, sql: str) -> list[tuple[Any, ...]]:
        """Different rows of an answer by month; a missing text is None."""
        columns = [column.tolist() for column in self.by_month(table, sql).values()]
        return list(dict.fromkeys(zip(*columns, strict=True)))

    def sorts(self, table: str) -> list[dict[str, Any]]:
        """Which values of SORTS the table's rows have together; `metric` of tables of a row a figure."""
        names = [name for name in SORTS if name in relation(table).columns]
        sql = f"SELECT DISTINCT {', '.join(names)} FROM {table}"  # noqa: S608 - our names
        return [dict(zip(names, row, strict=True)) for row in self.distinct(table, sql)] if names else []

    def any_row(self, table: str, condition: str) -> bool:
        """Whether a condition holds of any row of any time."""
        if (table, condition) not in self._held:
            self.any_rows(table, [condition])
        return self._held[table, condition]

    def any_rows(self, table: str, conditions: Sequence[str]) -> list[bool]:
        """As `any_row`, of many at once; what held in a closed month is not asked of the newest."""
        added = EXTRA.get(table, {})
        named = {text: any(column in text for column in added) for text in conditions}
        # Apart, since answers that rest on other rows of a source are not kept for as long.
        for asked in ([text for text in named if named[text] == which] for which in (False, True)):
            sql = _any_sql(table, asked)
            before = self._of_months(table, sql, closed=True) if asked else None
            self._held |= {(table, text): held for text, held in _any_held(asked, before)}
            left = [text for text in asked if not self._held.get((table, text))]
            if left:
                answer = self.by_month(table, _any_sql(table, left))
                self._held |= {(table, text): held for text, held in _any_held(left, answer)}
        return [self._held[table, condition] for condition in conditions]

    def _of_months(self, table: str, sql: str, *, closed: bool = False) -> dict[str, NDArray[Any]] | None:
        """See `Engine.month_columns`; posts as they once stood are loaded, for months tell the newest."""
        if table == "posts" and self._snapshots is not None:
            return None
        return self._engine.month_columns(table, sql, self._given, closed=closed)

    def _load(self, table: str) -> None:
        if table not in self._loaded:
            if table == SPENDING:
                self._load("ads_daily")
            self._engine.load(table, load_sql(table, self._given, snapshots=self._snapshots))
            self._loaded.add(table)


def _any_sql(table: str, conditions: Sequence[str]) -> str:
    tests = (f"coalesce(bool_or({text}), false) AS t{place}" for place, text in enumerate(conditions))
    return f"SELECT {', '.join(tests)} FROM {table}"  # noqa: S608 - checked expressions


def _any_held(
    conditions: Sequence[str], answer: dict[str, NDArray[Any]] | None
) -> Iterator[tuple[str, bool]]:
    """Each condition and whether it held; none where there is no answer."""
    if answer is not None:
        for text, held in zip(conditions, answer.values(), strict=True):
            yield text, bool(held.any())
