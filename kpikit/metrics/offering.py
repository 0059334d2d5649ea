"""What the brand's sources supply at all: the difference between "no data" and "not offered"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.metrics.model import ASKED

if TYPE_CHECKING:
    from kpikit.metrics.cells import Query
    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric


def offered_metrics(data: Data, metrics: list[Metric]) -> set[str]:
    """Ids of the metrics whose inputs stand in any row of any time; one query a table. Not of ASKED forms."""
    offered = set()
    metrics = [metric for metric in metrics if metric.form not in ASKED]
    tables = dict.fromkeys(metric.table for metric in metrics)
    for table in tables:
        if not data.supplied(table):
            continue
        mine = [metric for metric in metrics if metric.table == table]
        listed = ", ".join(_tests(data, metric) for metric in mine)
        found = data.rows(table, f"SELECT {listed} FROM {table}")[0]  # noqa: S608 - checked expressions
        offered |= {metric.id for metric, holds in zip(mine, found, strict=True) if holds}
    return {metric.id for metric in metrics if metric.id in offered and _has_beside(data, metric)}


_BESIDE = {"by_followers": ("account_daily", "metric = 'followers' AND value IS NOT NULL")}
"""Form → what it needs of a second table."""


def _has_beside(data: Data, metric: Metric) -> bool:
    if metric.form not in _BESIDE:
        return True
    table, condition = _BESIDE[metric.form]
    if not data.supplied(table):
        return False
    found = data.once(table, f"SELECT bool_or({condition}) FROM {table}")  # noqa: S608 - our words
    return found[0][0] is True


def _tests(data: Data, metric: Metric) -> str:
    """SQL: whether any row has what the metric needs."""
    compiler = data.compiler
    if metric.form == "growth":
        words = "bool_or(metric IN ('net_follows', 'followers'))"
        return f"({words} OR (bool_or(metric = 'follows') AND bool_or(metric = 'unfollows')))"
    needs = [compiler.condition(metric)]
    if metric.form == "count":
        # Where the table is supplied, no row of a kind is a true 0.
        needs = ["true"]
    inputs = [
        metric.spec[key]
        for key in ("value", "numerator", "denominator", "weight", "customer", "key", "parent", "added")
        if key in metric.spec
    ]
    needs += [f"({compiler.expression(text)}) IS NOT NULL" for text in inputs]
    tests = [f"coalesce(bool_or({' AND '.join(needs)}), false)"]
    sides = [compiler.expression(metric.spec[side]) for side in ("above", "below") if side in metric.spec]
    tests += [f"coalesce(bool_or({' AND '.join([*needs, side])}), false)" for side in sides]
    if "requires" in metric.spec:
        tests.append(f"coalesce(bool_or({compiler.expression(metric.spec['requires'])}), false)")
    return f"({' AND '.join(tests)})"


def is_met(data: Data, query: Query) -> bool:
    """Whether any row of any time has what the metric requires."""
    requires = data.compiler.expression(query.metric.spec["requires"])
    sql = f"SELECT bool_or({requires}) FROM {query.metric.table}"  # noqa: S608 - checked expressions
    return data.once(query.metric.table, sql)[0][0] is True
