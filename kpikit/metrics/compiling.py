"""From a definition to SQL: the sums by group and day from which every additive figure follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kpikit.metrics import expressions
from kpikit.metrics.given import Given
from kpikit.metrics.relations import column_of, relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.metrics.model import Metric

BASE = "duckdb"
"""Dialect in which SQL is put together; engines translate it into their own."""

SIGNATURES = {
    "web": "shape",
    "conversions": "source",
    # Each dimension of a surface is a slice of its own: days say nothing of queries.
    "search": "concat_ws('|', source, concat_ws('~', surface, dimension))",
    "marketplace_search": (
        "concat_ws('|', source, CASE WHEN coalesce(product, '') = '' THEN 'brand' ELSE 'product' END)"
    ),
    "ads_daily": "span",
    "spending": "span",
}
"""Which rows of a table of spans belong to one export shape: only these may be added up.

Null: a row that overlaps no other one."""


YOUNG = "snapshot_at < published_at + INTERVAL 7 DAY"
"""Whether a post was younger than a week when it was counted: its figures still grow."""


@dataclass(frozen=True)
class Binding:
    """What a brand's parameters say to the definitions.

    Attributes:
        parameters: Values of `$names`.
        words: The brand's and the vocabularies' lists of words.
        timezone: Zone in which its days end.
        given: What its parameters add to the tables.
    """

    parameters: Mapping[str, object]
    words: expressions.Words = field(default_factory=expressions.Words)
    timezone: str = "UTC"
    given: Given = field(default_factory=Given)


@lru_cache(maxsize=64)
def _compiled_with(binding: str) -> dict[str, str]:  # noqa: ARG001 - what it is kept by
    """Expression → SQL, of one binding in words: many brands share their parameters."""
    return {}


class Compiler:
    """Compiles expressions and queries of metrics with one brand's parameters.

    Args:
        binding: The brand's parameters.
    """

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self._compiled = _compiled_with(repr(binding))

    def expression(self, text: str) -> str:
        """SQL of an expression of the definitions' language."""
        text = str(text)
        if text not in self._compiled:
            tree = expressions.bind(expressions.parse(text), self._binding.parameters, self._binding.words)
            self._compiled[text] = str(tree.sql(dialect=BASE))
        return self._compiled[text]

    def number(self, text: str) -> float:
        """Value of an expression that is a plain parameter or number, such as `$resolution_hours`."""
        return float(self.expression(text))

    def parameter(self, name: str) -> float:
        """A number that the brand's parameters say, which no expression names."""
        return float(str(self._binding.parameters[name]))

    def condition(self, metric: Metric, where: str | None = None) -> str:
        """The rows of a metric's table that count, `where` on top.

        Raises:
            MetricError: `where` isn't allowed or names a column that the table doesn't have.
        """
        parts = [f"({self.expression(metric.spec['where'])})"] if "where" in metric.spec else []
        if where is not None:
            expressions.check_columns(
                expressions.parse_filter(where), relation(metric.table).columns, metric.table
            )
            parts.append(f"({self.expression(where)})")
        return " AND ".join(parts) or "true"

    def sums(self, metric: Metric, by: tuple[str, ...], where: str | None) -> str:
        """SQL for an additive metric: a row per group and day (or span of days) with its component sums.

        Columns: the groups g0, g1, …; first_day, last_day; `signature` for tables of spans; the components.
        """
        table = relation(metric.table)
        groups = ", ".join(f'"{column_of(word)}" AS g{index}' for index, word in enumerate(by))
        inner = [groups] if groups else []
        first, last = (metric.spec.get("day", day) for day in (table.first, table.last))
        inner += [f"{first} AS first_day", f"{last} AS last_day"]
        keys = [*(f"g{index}" for index in range(len(by))), "first_day", "last_day"]
        if table.name in SIGNATURES:
            inner.append(f"{SIGNATURES[table.name]} AS signature")
            keys.append("signature")
        inner += [f"{sql} AS {name}" for name, sql in self._terms(metric).items()]
        outer = [*keys, *(f"{sql} AS {name}" for name, sql in COMPONENTS[metric.form].items())]
        if table.name == "posts":
            inner.append(f"CASE WHEN {YOUNG} THEN 1 ELSE 0 END AS is_young")
            outer.append("SUM(is_young) AS young")
        return (
            f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {table.name} "  # noqa: S608 - checked
            f"WHERE {self.rows(metric, by, where)}) AS counted GROUP BY {', '.join(keys)}"
        )

    def rows(self, metric: Metric, by: tuple[str, ...], where: str | None) -> str:
        """As `condition`, and without parts of wholes where the parts aren't asked for."""
        table = relation(metric.table)
        first = metric.spec.get("day", table.first)
        condition = f"{self.condition(metric, where)} AND {first} IS NOT NULL"
        split = any("paid_scope" in words for words in (by, where or "", metric.spec.get("where", "")))
        return (
            f"{condition} AND is_part IS NOT TRUE" if "is_part" in table.columns and not split else condition
        )

    def _terms(self, metric: Metric) -> dict[str, str]:
        """The numbers of each row, by the form."""
        spec = metric.spec
        match metric.form:
            case "sum":
                return {"value": self._double(spec["value"])}
            case "ratio" | "part":
                return {"y": self._double(spec["numerator"]), "x": self._double(spec["denominator"])}
            case "share":
                return {"hit": self.expression(spec["hits"]), "weight": self._double(spec.get("weight", "1"))}
            case "conversion":
                return {"hit": self.expression(spec["hits"]), "weight": self._double("1")}
            case "balance":
                return {name: self.expression(spec[name]) for name in ("positive", "negative")}
            case _:
                return {}

    def _double(self, text: str) -> str:
        return f"CAST({self.expression(text)} AS DOUBLE)"


_PAIRS = {
    "n": "COUNT(y + x)",
    "y": "SUM(CASE WHEN x IS NOT NULL THEN y END)",
    "x": "SUM(CASE WHEN y IS NOT NULL THEN x END)",
}
_HITS = {
    "n": "COUNT(weight)",
    "y": "SUM(CASE WHEN hit THEN weight ELSE 0 END)",
    "x": "SUM(weight)",
}
COMPONENTS: dict[str, dict[str, str]] = {
    "count": {"n": "COUNT(*)", "value": "COUNT(*)"},
    "sum": {"n": "COUNT(value)", "value": "SUM(value)"},
    "ratio": _PAIRS
    | {
        "yy": "SUM(CASE WHEN x IS NOT NULL THEN y * y END)",
        "xy": "SUM(y * x)",
        "xx": "SUM(CASE WHEN y IS NOT NULL THEN x * x END)",
    },
    "part": _PAIRS,
    "share": _HITS,
    "conversion": _HITS,
    "balance": {
        "n": "COUNT(*)",
        "positive": "SUM(CASE WHEN positive THEN 1 ELSE 0 END)",
        "negative": "SUM(CASE WHEN negative THEN 1 ELSE 0 END)",
    },
}
"""Form → component → SQL. `n` counts the rows that have all inputs: 0 means missing, never 0."""
