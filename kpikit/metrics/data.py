"""A brand's tables for computing: loaded once, with what each source covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from kpikit.metrics import expressions
from kpikit.metrics.compiling import SIGNATURES, Binding, Compiler
from kpikit.metrics.relations import load_sql, relation

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    from numpy.typing import NDArray

    from kpikit.metrics.cells import Query
    from kpikit.periods import Period

ENDED_AFTER = 92
"""Days without data after which a source counts as ended, not as late [house rule]."""

_EPOCH = date(1970, 1, 1)


class Tables(Protocol):
    """The part of a store that figures need."""

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection with one view a canonical table."""
        ...

    def coverage(self) -> pd.DataFrame:
        """Days by source, platform, table."""
        ...


def day_number(day: date) -> int:
    """Days since 1970: how days are compared in arrays."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class Covered:
    """Days for which one part of the sources has delivered; of all parts with data in a table.

    Attributes:
        platform: Its platform, None where the table knows none.
        first: First day.
        last: Last day.
        days: The days themselves where they may have holes (spans), else None.
    """

    platform: str | None
    first: date
    last: date
    days: frozenset[int] | None = None

    def within(self, period: Period) -> int:
        """Number of the period's days that are covered."""
        if self.days is not None:
            start, end = day_number(period.start), day_number(period.end)
            return sum(start <= day <= end for day in self.days)
        return max(0, (min(self.last, period.end) - max(self.first, period.start)).days + 1)


@dataclass(frozen=True)
class Coverage:
    """What the sources behind a figure cover."""

    parts: tuple[Covered, ...]

    def days(self, period: Period, platform: object = None) -> tuple[int, bool]:
        """(Days of the period covered by the least covered part in it, whether a running part gave nothing)."""
        parts = [part for part in self.parts if platform is None or part.platform in (platform, None)]
        counts = [part.within(period) for part in parts]
        stopped = any(
            count == 0 and part.first < period.start and (period.start - part.last).days <= ENDED_AFTER
            for part, count in zip(parts, counts, strict=True)
        )
        present = [count for count in counts if count]
        return min(present, default=0), stopped and bool(present)


class Data:
    """Tables of one brand in a connection of their own.

    Args:
        store: Where they come from.
        binding: The brand's parameters.
    """

    def __init__(self, store: Tables, binding: Binding) -> None:
        self._store = store
        self.compiler = Compiler(binding)
        self.timezone = binding.timezone
        self._loaded: set[str] = set()
        self._coverage: dict[tuple[str, str, str | None], Coverage] = {}
        self._spans: dict[str, list[tuple[str, int, int]]] = {}
        self._answers: dict[str, list[tuple[Any, ...]]] = {}

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Connection in which tables are loaded when first needed."""
        return self._store.connect()

    @cached_property
    def store_coverage(self) -> pd.DataFrame:
        """The store's own coverage: days by source, platform and table."""
        return self._store.coverage()

    def fetch(self, table: str, sql: str, parameters: list[object] | None = None) -> dict[str, NDArray[Any]]:
        """Columns of the answer to a query on `table`, loading it first. Nulls: nan in numbers, None in texts."""
        self._load(table)
        arrow = self.connection.sql(sql).to_arrow_table()
        return {
            name: column.to_numpy(zero_copy_only=False)
            for name, column in zip(arrow.column_names, arrow.itercolumns(), strict=True)
        }

    def rows(self, table: str, sql: str, parameters: list[object] | None = None) -> list[tuple[Any, ...]]:
        """Rows of the answer to a query on `table`, loading it first."""
        self._load(table)
        answer: list[tuple[Any, ...]] = self.connection.execute(sql, parameters).fetchall()
        return answer

    def once(self, table: str, sql: str) -> list[tuple[Any, ...]]:
        """As `rows`, kept for the next time the same is asked."""
        if sql not in self._answers:
            self._answers[sql] = self.rows(table, sql)
        return self._answers[sql]

    def _load(self, table: str) -> None:
        if table not in self._loaded:
            self.connection.execute(f"CREATE TEMP TABLE {table} AS {load_sql(table)}")
            self._loaded.add(table)

    def supplied(self, table: str) -> bool:
        """Whether any source of the brand feeds the table."""
        return bool((self.store_coverage["table"] == table).any())

    def coverage(self, query: Query) -> Coverage:
        """What the sources behind a metric cover."""
        table = query.metric.table
        key = (table, query.metric.id, query.where)
        if key not in self._coverage:
            self._coverage[key] = self._find_coverage(query, table)
        return self._coverage[key]

    def _find_coverage(self, query: Query, table: str) -> Coverage:
        facts = relation(table)
        pinned = pinned_platform(query.where)
        if facts.spans:
            return self._span_coverage(query)
        if table in ("account_daily", "community_daily"):
            keys = [column for column in ("account", "community", "surface") if column in facts.columns]
            condition = self.compiler.rows(query.metric, query.by, query.where)
            sql = f"SELECT platform, min(date), max(date) FROM {table} WHERE {condition} GROUP BY source, platform, {', '.join(keys)}"  # noqa: S608
            return Coverage(tuple(Covered(*row) for row in self.rows(table, sql)))
        rows = self.store_coverage
        rows = rows[(rows["table"] == table) & rows["last_day"].notna()]
        parts = []
        for row in rows.itertuples():
            platform = str(row.platform) if facts.has_platform else None
            # An export of events is whole up to its snapshot, even where the last days were quiet.
            last = max(
                row.last_day, row.snapshot_at.date() if row.snapshot_at == row.snapshot_at else row.last_day
            )  # noqa: PLR0124 - not NaT
            if pinned is None or platform in (pinned, None):
                parts.append(Covered(platform, row.first_day, last))
        return Coverage(tuple(parts))

    def _span_coverage(self, query: Query) -> Coverage:
        sums = self.compiler.sums(query.metric, (), query.where)
        used = self.rows(query.metric.table, f"SELECT DISTINCT signature FROM ({sums}) AS used")  # noqa: S608
        slices = {slice_of(signature) for (signature,) in used}
        by_slice: dict[str, set[int]] = {}
        for signature, first, last in self.spans(query.metric.table):
            if slice_of(signature) in slices:
                by_slice.setdefault(slice_of(signature), set()).update(range(first, last + 1))
        return Coverage(
            tuple(
                Covered(None, _EPOCH + timedelta(min(days)), _EPOCH + timedelta(max(days)), frozenset(days))
                for days in by_slice.values()
            )
        )

    def spans(self, table: str) -> list[tuple[str, int, int]]:
        """(signature, first day, last day) of all spans that a table counts, once each."""
        if table not in self._spans:
            sql = f"SELECT DISTINCT {SIGNATURES[table]}, period_start, period_end FROM {table}"  # noqa: S608
            self._spans[table] = [
                (signature, day_number(first), day_number(last))
                for signature, first, last in self.rows(table, sql)
                if first is not None and last is not None
            ]
        return self._spans[table]


def slice_of(signature: str) -> str:
    """Source and basis (or dimension) of a signature: what is tiled on its own."""
    return "|".join(signature.split("|")[:2])


def pinned_platform(where: str | None) -> str | None:
    """The platform that a filter holds fast (`platform = 'x'` and …), if one."""
    if where is None:
        return None
    for condition in expressions.parse_filter(where).flatten():
        if isinstance(condition, expressions.exp.EQ) and condition.this.name == "platform":
            return str(condition.expression.name)
    return None


def tile(
    spans: list[tuple[str, int, int]], period: Period, wanted: tuple[int, ...] = (), *, fine: bool = False
) -> set[tuple[str, int, int]]:
    """Choose spans within the period that don't overlap and cover as much of it as they can.

    Exports of one shape only are added up for each source; of several shapes, one that tells the wanted
    dimensions, then the one that covers most.

    Args:
        spans: As of `Data.spans`.
        period: The period.
        wanted: Positions in a web signature of dimensions that must be told (2 = source name).
        fine: Prefer days to months where both cover as much: for comparisons day by day.
    """
    start, end = day_number(period.start), day_number(period.end)
    by_signature: dict[str, list[tuple[str, int, int]]] = {}
    for span in spans:
        if start <= span[1] and span[2] <= end:
            by_signature.setdefault(span[0], []).append(span)
    best: dict[str, tuple[tuple[int, int, int], set[tuple[str, int, int]]]] = {}
    for signature, inside in by_signature.items():
        chosen = _without_overlap(inside, fine=fine)
        dimensions = signature.split("|")
        told = sum(dimensions[place] == "true" for place in wanted if place < len(dimensions))
        covered = sum(last - first + 1 for _, first, last in chosen)
        rank = (told, covered, -dimensions.count("true"))
        key = slice_of(signature)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, chosen)
    return {span for _, chosen in best.values() for span in chosen}


def _without_overlap(spans: list[tuple[str, int, int]], *, fine: bool) -> set[tuple[str, int, int]]:
    """Longest spans first, so that a month's own row goes before its days; with `fine` the shortest first."""
    orders = [sorted(spans, key=lambda span: (sign * (span[2] - span[1]), span[1])) for sign in (-1, 1)]
    tilings = []
    for order in orders:
        taken: set[int] = set()
        chosen = set()
        for span in order:
            days = range(span[1], span[2] + 1)
            if taken.isdisjoint(days):
                taken.update(days)
                chosen.add(span)
        tilings.append((len(taken), chosen))
    (long_days, long), (short_days, short) = tilings
    if fine:
        return short if short_days >= long_days else long
    return long if long_days >= short_days else short


def as_days(values: NDArray[Any]) -> NDArray[np.int64]:
    """Days since 1970 of a column of dates."""
    return values.astype("datetime64[D]").astype(np.int64)
