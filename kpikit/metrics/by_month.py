"""Large tables asked by month, and the answers of closed months kept.

Where each row of an answer follows from the rows of one month (sums by day, which values there are), months
are asked by themselves: nothing is loaded. Months but the newest are closed: their answers are kept beside
the store under the digests of what they follow from, and not computed again until one of these changes.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import sqlglot
from sqlglot import exp

from kpikit import __version__
from kpikit.metrics.kept import keep, read_kept
from kpikit.metrics.loading import facts_sql, load_sql, plain_sql
from kpikit.metrics.relations import CANONICAL, EXTRA, FACTS, MADE_OF
from kpikit.store.schema import stored_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.metrics.engines import Tables
    from kpikit.metrics.given import Given
    from kpikit.store.records import StoredMonth

LARGE = 256 * 1024
"""Bytes of a table's files from which its months are asked by themselves; smaller ones are loaded whole."""

MONTH = "stored_month"
"""Column that tells the month of a row."""

PROGRAM = f"{__version__} {duckdb.__version__}"
_STORED = re.compile(r"\bmain\.(\w+)")


class ByMonth:
    """Questions to the months of one brand's large tables.

    Args:
        tables: Its tables.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._months: dict[str, list[StoredMonth]] = {}
        self._facts: dict[str, list[list[str]]] = {}
        self._shown: dict[str, tuple[tuple[StoredMonth, ...], str]] = {}

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = _database(os.getpid()).cursor()
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    def answer(self, table: str, sql: str, given: Given, *, closed: bool = False) -> pa.Table | None:
        """The months' answers one below the other, oldest first; None where the table must be loaded whole.

        Args:
            table: The table that the SQL asks.
            sql: A question of which each row of the answer follows from the rows of one month alone.
            given: What the parameters add to the table.
            closed: Leave the newest month out.
        """
        if table in MADE_OF or CANONICAL in sql or len(self._of(table)) <= closed:
            return None
        if table not in FACTS:
            rows, keys = load_sql(table, given), self._with_others(table, load_sql(table, given))
        elif any(column in sql for column in EXTRA[table]):
            rows, keys = load_sql(table, given, facts=_facts_name(table)), self._with_facts(table, sql)
        else:
            rows, keys = plain_sql(table), self._digests(table)
        return pa.concat_tables(self._collect(table, rows, sql, keys[:-1] if closed else keys))

    def close(self) -> None:
        """Give back what it holds."""
        connection = self.__dict__.pop("_connection", None)
        if connection is not None:
            connection.close()
        self._facts.clear()
        self._shown.clear()

    def _of(self, table: str) -> list[StoredMonth]:
        """A large table's months, oldest first; empty where it is small or its months are not known."""
        if table not in self._months:
            found = self._tables.months(table)
            large = sum(month.path.stat().st_size for month in found) >= LARGE
            # Rows without a day are no month's: they stand first, kept by their digest like the others.
            self._months[table] = sorted(found, key=_place) if large else []
        return self._months[table]

    def _digests(self, table: str) -> list[str]:
        return [month.digest for month in self._of(table)]

    def _with_others(self, table: str, rows: str) -> list[str]:
        """The months' digests, with those of other tables that the table is made with."""
        beside = [month.digest for name in _others(table, rows) for month in self._tables.months(name)]
        return [_digest(digest, *beside) for digest in self._digests(table)]

    def _with_facts(self, table: str, sql: str) -> list[str]:
        """The months' digests, with the facts (of all months) on the keys that the month's rows have."""
        if table not in self._facts:
            self._facts[table] = self._find_facts(table)
        # What a source has seen last changes with every export: only questions that name it are asked anew.
        told = [
            [
                value
                for name, value in zip(FACTS[table].columns, facts, strict=True)
                if name not in EXTRA[table] or name in sql
            ]
            for facts in self._facts[table]
        ]
        return [_digest(digest, *facts) for digest, facts in zip(self._digests(table), told, strict=True)]

    def _find_facts(self, table: str) -> list[list[str]]:
        """Put the facts of all months where questions find them; in words, each fact on each month's keys."""
        rows, question = f"SELECT * FROM main.{table}", _STORED.sub(r"\1", facts_sql(table))  # noqa: S608 - a table of ours
        months = self._collect(table, rows, question, self._digests(table))
        key, names = list(FACTS[table].key), list(FACTS[table].columns)
        together = pa.concat_tables(months).group_by(key).aggregate([(name, "max") for name in names])
        together = together.rename_columns([*key, *names])
        self._connection.register(_facts_name(table), together)
        by_key = {row[: len(key)]: row[len(key) :] for row in _rows(together)}
        own_keys = [sorted({row[: len(key)] for row in _rows(own)}, key=repr) for own in months]
        return [
            [repr([(one, by_key[one][place]) for one in keys]) for place in range(len(names))]
            for keys in own_keys
        ]

    def _collect(self, table: str, rows: str, sql: str, keys: Sequence[str]) -> list[pa.Table]:
        """Each month's answer: kept ones, and the others asked together; of closed months kept then.

        Keys are those of all months, or of the closed ones.
        """
        months, newest = self._of(table)[: len(keys)], self._of(table)[-1]
        path = self._tables.kept / table / f"{_digest(PROGRAM, rows, sql)[:32]}.arrow"
        kept = read_kept(path)
        missing = [month for month, key in zip(months, keys, strict=True) if key not in kept]
        found = dict(zip(missing, self.ask(table, missing, rows, sql), strict=True)) if missing else {}
        answers = [
            found[month] if month in found else kept[key] for month, key in zip(months, keys, strict=True)
        ]
        if found.keys() - {newest}:
            own = zip(months, keys, answers, strict=True)
            keep(path, {key: answer for month, key, answer in own if month != newest})
        return answers

    def ask(self, table: str, months: Sequence[StoredMonth], rows: str, sql: str) -> list[pa.Table]:
        """Compute each month's answer, all in one go.

        Args:
            table: The table that the question names.
            months: Which.
            rows: SQL that makes the table from `main.<stored table>`.
            sql: The question.
        """
        several = len(months) > 1
        self._show(table, tuple(months), with_month(rows) if several else rows)
        answer: pa.Table = self._connection.sql(with_month(sql) if several else sql).to_arrow_table()
        if not several:
            return [answer]
        plain = answer.drop_columns([MONTH])
        return [plain.filter(pc.equal(answer[MONTH], month.month)) for month in months]

    def _show(self, table: str, months: tuple[StoredMonth, ...], rows: str) -> None:
        """Name rows of the months' files as the table."""
        if self._shown.get(table) == (months, rows):
            return
        stored = {name: stored_sql(name, self._tables.files(name)) for name in _others(table, rows)}
        stored[table] = stored_sql(
            table, [month.path for month in months], MONTH if len(months) > 1 else None
        )
        view = _STORED.sub(lambda found: f"({stored[found[1]]})", rows)
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS {view}")
        self._shown[table] = months, rows


@lru_cache(maxsize=1024)
def with_month(sql: str) -> str:
    """The same question by month: each SELECT has the column more, and groups by it where it groups.

    Windows end with their month, so that an answer does not hang on which months are asked beside it.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    for select in tree.find_all(exp.Select):
        grouped = select.args.get("group") or any(
            found.parent_select is select and not found.find_ancestor(exp.Window)
            for found in select.find_all(exp.AggFunc)
        )
        if not select.is_star:
            select.select(MONTH, copy=False)
        if grouped:
            select.group_by(MONTH, copy=False)
    for window in tree.find_all(exp.Window):
        if not window.args.get("alias"):  # what an alias names has a window of its own
            window.set("partition_by", [*(window.args.get("partition_by") or ()), exp.column(MONTH)])
    return str(tree.sql(dialect="duckdb"))


def _place(month: StoredMonth) -> tuple[bool, str]:
    return month.month[0].isdigit(), month.month


def _others(table: str, rows: str) -> list[str]:
    """Stored tables beside the table itself that SQL names."""
    return sorted(set(_STORED.findall(rows)) - {table})


def _facts_name(table: str) -> str:
    return f"facts_{table}"


def _rows(answer: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*answer.to_pydict().values(), strict=True))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    """One for all brands of the process: making one costs more than a question. No fork uses its parent's."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        # Many small questions: waking a second thread costs more than it saves, and brands run side by side.
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)
