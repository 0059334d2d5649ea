"""A brand's tables for computing: loaded once, with what each source covers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from kpikit.metrics import expressions
from kpikit.metrics.advertising import ads_coverage
from kpikit.metrics.compiling import SIGNATURES, Binding, Compiler
from kpikit.metrics.covering import EPOCH, Coverage, Covered, day_number, slice_of
from kpikit.metrics.engines import open_engine
from kpikit.metrics.loading import load_sql
from kpikit.metrics.relations import EXTRA, MADE_OF, SPENDING, relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from kpikit.metrics.cells import Query
    from kpikit.metrics.engines import Engine, Tables


class Data:
    """Tables of one brand, for questions.

    Args:
        store: Where they come from.
        binding: The brand's parameters.
        engine: Where questions are computed.
    """

    def __init__(self, store: Tables, binding: Binding, engine: str) -> None:
        self._store = store
        self._engine_name = engine
        self.compiler = Compiler(binding)
        self.timezone = binding.timezone
        self._given = binding.given
        self._loaded: set[str] = set()
        self._coverage: dict[tuple[str, str, str | None], Coverage] = {}
        self._spans: dict[str, list[tuple[str, int, int]]] = {}
        self._answers: dict[str, list[tuple[Any, ...]]] = {}
        self._held: dict[tuple[str, str], bool] = {}
        self._columns: dict[str, dict[str, NDArray[Any]]] = {}

    @cached_property
    def _engine(self) -> Engine:
        """Where it is computed; tables are loaded when first needed."""
        return open_engine(self._engine_name, self._store)

    @cached_property
    def store_coverage(self) -> pd.DataFrame:
        """The store's own coverage: days by source, platform and table."""
        return self._store.coverage()

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
            answer = self._engine.month_columns(table, sql, self._given)
            self._columns[sql] = self.fetch(table, sql) if answer is None else answer
        return self._columns[sql]

    def distinct(self, table: str, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a `SELECT DISTINCT`, by month; missing is None."""
        columns = [column.tolist() for column in self.by_month(table, sql).values()]
        return list(dict.fromkeys(zip(*columns, strict=True)))

    def any_row(self, table: str, condition: str) -> bool:
        """Whether a condition holds of any row of any time."""
        if (table, condition) not in self._held:
            self.any_rows(table, [condition])
        return self._held[table, condition]

    def any_rows(self, table: str, conditions: Sequence[str]) -> list[bool]:
        """As `any_row`, of many at once."""
        added = EXTRA.get(table, {})
        names_added = [any(column in condition for column in added) for condition in conditions]
        # Apart, since answers that rest on other rows of a source are not kept for as long.
        for which in (False, True):
            asked = [text for text, named in zip(conditions, names_added, strict=True) if named == which]
            listed = ", ".join(
                f"coalesce(bool_or({text}), false) AS t{place}" for place, text in enumerate(asked)
            )
            answer = self.by_month(table, f"SELECT {listed} FROM {table}") if asked else {}  # noqa: S608 - checked expressions
            self._held |= {
                (table, text): bool(held.any()) for text, held in zip(asked, answer.values(), strict=True)
            }
        return [self._held[table, condition] for condition in conditions]

    def _load(self, table: str) -> None:
        if table not in self._loaded:
            if table == SPENDING:
                self._load("ads_daily")
            self._engine.load(table, load_sql(table, self._given))
            self._loaded.add(table)

    def supplied(self, table: str) -> bool:
        """Whether any source of the brand feeds the table."""
        told = bool(self.store_coverage["table"].isin(MADE_OF.get(table, (table,))).any())
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
        rows = self.store_coverage
        rows = rows[(rows["table"] == table) & rows["last_day"].notna()]
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
                for row in rows.to_dict("records")
                if platforms is None or row["platform"] in platforms
            )
        )

    def _ads_coverage(self, query: Query) -> tuple[Covered, ...]:
        known = self.store_coverage
        known = known[(known["table"] == "ads_daily") & known["last_day"].notna()]
        daily = [
            (str(row["source"]), str(row["platform"]), row["first_day"], self._seen_until(row))
            for row in known.to_dict("records")
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
            sql = "SELECT DISTINCT platform, metric FROM account_daily"
            known = {platform for platform, metric in self.distinct(table, sql) if metric == word}
        elif facts.has_platform and word in facts.columns:
            sql = f'SELECT DISTINCT platform FROM {table} WHERE "{word}" IS NOT NULL'  # noqa: S608 - a column
            known = {platform for (platform,) in self.distinct(table, sql)}
        else:
            known = set()
        rows = self.store_coverage
        return known or set(rows.loc[rows["table"] == table, "platform"].dropna())

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

    def scope(self, query: Query) -> str:
        """`platform=a,b paid=organic zone=America/Los_Angeles labels=tool`, as far as the table tells."""
        metric = query.metric
        words = {"platform": "platform", "paid_scope": "paid", "day_zone": "zone"}
        words |= {"sentiment_source": "labels"} if "mentions.sentiment" in metric.inputs else {}
        known = {column: word for column, word in words.items() if column in relation(metric.table).columns}
        if not known:
            return ""
        long = metric.table == "account_daily"
        sql = f"SELECT DISTINCT {'metric' if long else 'NULL'}, {', '.join(known)} FROM {metric.table}"  # noqa: S608
        inputs = {name.partition(".")[2] for name in metric.inputs}
        pinned = pinned_platform(query.where)
        rows = [
            row[1:]
            for row in self.distinct(metric.table, sql)
            if (not long or row[0] in inputs) and pinned in (None, row[1])
        ]
        found = {
            word: sorted({row[place] for row in rows} - {None}) for place, word in enumerate(known.values())
        }
        return " ".join(f"{word}={','.join(values)}" for word, values in found.items() if values)

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
