"""Spark over the same Parquet, for brands that outgrow one machine (`pip install kpikit[spark]`, Java 17)."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from kpikit.errors import Problem, UsageError
from kpikit.store.schema import NEWEST, schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kpikit.metrics.engines import Tables
    from kpikit.metrics.given import Given

_NUMBERS = itertools.count(1)
"""Views belong to a session: each engine has names of its own."""

Expression = Any
"""A node of sqlglot's tree (untyped here)."""


class SparkEngine:
    """Tables as cached views of a Spark session.

    Args:
        tables: A brand's tables.
        session: A Spark session whose time zone is UTC.
    """

    def __init__(self, tables: Tables, session: Any) -> None:  # noqa: ANN401 - pyspark is an extra
        self._tables = tables
        self._session = session
        self._suffix = f"_{next(_NUMBERS)}"

    def load(self, table: str, sql: str) -> None:
        """Make the canonical table's view, and over it the view that metrics see."""
        for name in {
            found.name for found in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Table) if found.db
        }:
            self._canonical(name).createOrReplaceTempView(f"main_{name}{self._suffix}")
        frame = self._session.sql(in_spark(sql, (), self._suffix))
        frame.persist().createOrReplaceTempView(f"{table}{self._suffix}")

    def beside(self) -> SparkEngine:
        """Another engine over the same files, whose views are its own."""
        return SparkEngine(self._tables, self._session)

    def _canonical(self, view: str) -> Any:  # noqa: ANN401 - a Spark frame
        table = view.removesuffix("_all")
        files = [str(path) for path in self._tables.files(table)]
        if not files:
            return self._session.createDataFrame(schema(table).empty_table())
        rows = self._session.read.parquet(*files)
        return rows if view != table else rows.where(NEWEST)

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> dict[str, NDArray[Any]]:
        """See Engine."""
        arrow = self._answer(sql, parameters)
        return {
            name: column.to_numpy(zero_copy_only=False)
            for name, column in zip(arrow.column_names, arrow.itercolumns(), strict=True)
        }

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See Engine."""
        arrow = self._answer(sql, parameters)
        return list(zip(*(column.to_pylist() for column in arrow.itercolumns()), strict=True))

    def month_columns(self, table: str, sql: str, given: Given, *, closed: bool = False) -> None:
        """See Engine: Spark divides tables itself."""

    def close(self) -> None:
        """See Engine. The session is shared by all engines, and its views end with it."""

    def _answer(self, sql: str, parameters: Sequence[object]) -> Any:  # noqa: ANN401 - pyarrow is untyped
        return self._session.sql(in_spark(sql, parameters, self._suffix)).toArrow()


def in_spark(sql: str, parameters: Sequence[object] = (), suffix: str = "") -> str:
    """SQL of the base dialect in Spark's.

    sqlglot translates; what it gets wrong stands here: exact quantiles, fractions of seconds, and the names
    of tables, which Spark keeps in one session for all.
    """
    given = iter(parameters)

    def put(node: Expression) -> Expression:
        match node:
            case exp.Table():
                name = f"main_{node.name}" if node.db else node.name
                return exp.Table(this=exp.to_identifier(name + suffix), alias=node.args.get("alias"))
            case exp.Placeholder():
                return exp.convert(next(given))
            case exp.TimeToUnix():
                micros = exp.func("unix_micros", node.this)
                return exp.paren(exp.Div(this=micros, expression=exp.Literal.number("1e6")))
            case exp.PercentileCont() | exp.Quantile():
                quantile = node.expression if isinstance(node, exp.PercentileCont) else node.args["quantile"]
                return exp.Anonymous(this="percentile", expressions=[node.this, quantile])
            case _:
                return node

    tree = sqlglot.parse_one(sql, read="duckdb")
    # Placeholders are counted in the order in which they are written.
    return str(tree.transform(put).sql(dialect="spark"))


@cache
def _session() -> Any:  # noqa: ANN401 - pyspark is an extra
    try:
        from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        allowed = "pip install 'kpikit[spark]', and Java 17 or newer"
        raise UsageError(Problem("the engine spark needs pyspark", allowed=allowed)) from None
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    return (
        SparkSession.builder.appName("kpikit")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        # A brand's months are small beside what Spark is made for: few partitions, little overhead.
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )


def open_engine(tables: Tables) -> SparkEngine:
    """An engine in the active Spark session, or a local one."""
    session = _session()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return SparkEngine(tables, session)
