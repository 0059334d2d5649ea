"""A brand's tables for computing: loaded once, with what each source covers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlglot import exp

from kpikit.metrics import expressions
from kpikit.metrics.advertising import ads_coverage
from kpikit.metrics.compiling import SIGNATURES, Binding, Compiler
from kpikit.metrics.covering import EPOCH, Coverage, Covered, day_number, slice_of
from kpikit.metrics.questions import Questions
from kpikit.metrics.relations import MADE_OF, SPENDING, relation

if TYPE_CHECKING:
    from kpikit.metrics.ages import Snapshots
    from kpikit.metrics.cells import Query
    from kpikit.metrics.engines import Tables


class Data(Questions):
    """Tables of one brand, for questions.

    Args:
        store: Where they come from.
        binding: The brand's parameters.
        engine: Where questions are computed.
        snapshots: As which of their snapshots posts count; default: the newest.
    """

    def __init__(
        self, store: Tables, binding: Binding, engine: str, snapshots: Snapshots | None = None
    ) -> None:
        super().__init__(store, binding.given, engine, snapshots)
        self._binding = binding
        self.compiler = Compiler(binding)
        self.timezone = binding.timezone
        self._coverage: dict[tuple[str, str, str | None], Coverage] = {}
        self._spans: dict[str, list[tuple[str, int, int]]] = {}

    @cached_property
    def _covered(self) -> list[dict[Any, Any]]:
        """Rows of the store's coverage."""
        return self.store_coverage.to_dict("records")

    @cached_property
    def store_coverage(self) -> pd.DataFrame:
        """The store's own coverage: days by source, platform and table."""
        return self._store.coverage()

    def by_snapshots(self, snapshots: Snapshots) -> Data:
        """The same tables, with posts as they stood then."""
        other = Data(self._store, self._binding, self._engine_name, snapshots)
        other.__dict__ |= {"_engine": self._engine.beside(), "store_coverage": self.store_coverage}
        return other

    def supplied(self, table: str) -> bool:
        """Whether any source of the brand feeds the table."""
        told = any(row["table"] in MADE_OF.get(table, (table,)) for row in self._covered)
        return told or (table == SPENDING and bool(self._given.costs))

    def coverage(self, query: Query) -> Coverage:
        """What the sources behind a metric cover."""
        table = query.metric.table
        key = (table, query.metric.id, query.where)
        if key not in self._coverage:
            self._coverage[key] = self._find_coverage(query, table)
        return self._coverage[key]

    def _find_coverage(self, query: Query, table: str) -> Coverage:
        facts = relation(table)
        if facts.spans:
            return self._span_coverage(query)
        if table in MADE_OF:
            return Coverage(self._ads_coverage(query))
        if table in ("account_daily", "community_daily"):
            return self._daily_coverage(query)
        rows = [row for row in self._covered if row["table"] == table and not pd.isna(row["last_day"])]
        # Quiet platforms still count events; of counters only platforms that export them have any to miss.
        platforms = None
        if facts.has_platform and query.metric.form != "count":
            platforms = self.platforms(query)
        elif facts.has_platform and (pinned := pinned_platform(query.where)) is not None:
            platforms = [pinned]
        return Coverage(
            tuple(
                Covered(
                    str(row["platform"]) if facts.has_platform else None,
                    row["first_day"],
                    self._seen_until(row),
                )
                for row in rows
                if platforms is None or row["platform"] in platforms
            )
        )

    def _ads_coverage(self, query: Query) -> tuple[Covered, ...]:
        daily = [
            (str(row["source"]), str(row["platform"]), row["first_day"], self._seen_until(row))
            for row in self._covered
            if row["table"] == "ads_daily" and not pd.isna(row["last_day"])
        ]
        sql = "SELECT DISTINCT source, platform, span, date, until FROM ads_daily WHERE span IS NOT NULL"
        spans = self.once("ads_daily", sql) if self.supplied("ads_daily") else []
        pinned = pinned_platform(query.where)
        platforms = [pinned] if pinned is not None else self.platforms(query)
        found = tuple(part for part in ads_coverage(daily, spans) if part.platform in platforms)
        if found or query.metric.table != SPENDING:
            return found
        days = frozenset(day_number(cost.date) for cost in self._given.costs)
        if not days:
            return ()
        return (Covered(None, EPOCH + timedelta(min(days)), EPOCH + timedelta(max(days)), days),)

    def platforms(self, query: Query) -> list[str]:
        """Platforms that supply the metric's inputs, at any time."""
        metric = query.metric
        if "platform" not in relation(metric.table).columns:
            return []
        needs = [self.compiler.rows(metric, query.by, query.where), "platform IS NOT NULL"]
        inputs = [metric.spec[key] for key in ("value", "numerator", "denominator") if key in metric.spec]
        needs += [f"({self.compiler.expression(text)}) IS NOT NULL" for text in inputs]
        sql = f"SELECT DISTINCT platform FROM {metric.table} WHERE {' AND '.join(needs)}"  # noqa: S608
        return sorted(str(platform) for (platform,) in self.distinct(metric.table, sql))

    def platforms_of(self, table: str, word: str) -> set[str]:
        """Platforms whose rows of a table tell a column (or a metric word of a long table).

        Where the word is neither, or the table knows no platforms: those of the sources that feed it.
        """
        facts = relation(table)
        if facts.has_platform and table == "account_daily":
            known = {sort["platform"] for sort in self.sorts(table) if sort["metric"] == word}
        elif facts.has_platform and word in facts.columns:
            sql = f'SELECT DISTINCT platform FROM {table} WHERE "{word}" IS NOT NULL'  # noqa: S608 - a column
            known = {platform for (platform,) in self.distinct(table, sql)}
        else:
            known = set()
        fed = {row["platform"] for row in self._covered if row["table"] == table}
        return known or {platform for platform in fed if not pd.isna(platform)}

    def _daily_coverage(self, query: Query) -> Coverage:
        """Days that each account's figure was exported for."""
        table = query.metric.table
        long = table == "account_daily"
        keys = "account, surface, metric" if long else "community"
        sql = (
            f"SELECT {'metric' if long else 'NULL'}, platform, min(date), max(date), "  # noqa: S608 - our names
            f"list(DISTINCT date_diff('day', DATE '1970-01-01', date)) FROM {table} "
            f"GROUP BY source, platform, {keys}"
        )
        words = {name.partition(".")[2] for name in query.metric.inputs}
        pinned = pinned_platform(query.where)
        # Some exports of follows leave out days without any: a hole in them is no missing day.
        whole = any("follows" in word for word in words)
        return Coverage(
            tuple(
                Covered(platform, first, last, None if whole else frozenset(days))
                for metric, platform, first, last, days in self.once(table, sql)
                if (not long or metric in words) and pinned in (None, platform)
            )
        )

    def _seen_until(self, row: dict[Any, Any]) -> date:
        """An export of events is whole up to its snapshot, even where the last days were quiet."""
        last: date = row["last_day"]
        snapshot = row["snapshot_at"]
        # The comparison leaves out NaT, which equals nothing.
        known = snapshot is not None and snapshot == snapshot  # noqa: PLR0124
        return max(last, snapshot.tz_convert(self.timezone).date()) if known else last

    def _span_coverage(self, query: Query) -> Coverage:
        sums = self.compiler.sums(query.metric, (), query.where)
        used = set(self.by_month(query.metric.table, sums)["signature"])
        slices = {slice_of(signature) for signature in used}
        by_slice: dict[str, set[int]] = {}
        for signature, first, last in self.spans(query.metric.table):
            if slice_of(signature) in slices:
                by_slice.setdefault(slice_of(signature), set()).update(range(first, last + 1))
        return Coverage(
            tuple(
                Covered(None, EPOCH + timedelta(min(days)), EPOCH + timedelta(max(days)), frozenset(days))
                for days in by_slice.values()
            )
        )

    def spans(self, table: str) -> list[tuple[str, int, int]]:
        """(signature, first day, last day) of all spans that a table counts, once each."""
        if table not in self._spans:
            facts, signature = relation(table), SIGNATURES[table]
            sql = f"SELECT DISTINCT {signature}, {facts.first}, {facts.last} FROM {table}"  # noqa: S608
            self._spans[table] = [
                (signature, day_number(first), day_number(last))
                for signature, first, last in self.distinct(table, sql)
                if signature is not None and first is not None and last is not None
            ]
        return self._spans[table]


def pinned_platform(where: str | None) -> str | None:
    """The platform that a filter holds fast (`platform = 'x'` and …), if one."""
    if where is None:
        return None
    for condition in expressions.parse_filter(where).flatten():
        if isinstance(condition, exp.EQ) and condition.this.name == "platform":
            return str(condition.expression.name)
    return None
