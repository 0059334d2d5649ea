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
        tests = {metric.id: _tests(data, metric) for metric in metrics if metric.table == table}
        asked = list(dict.fromkeys(test for ways in tests.values() for way in ways for test in way))
        holds = dict(zip(asked, data.any_rows(table, asked), strict=True))
        offered |= {
            name for name, ways in tests.items() if any(all(holds[test] for test in way) for way in ways)
        }
    return {metric.id for metric in metrics if metric.id in offered and _has_beside(data, metric)}


_BESIDE = {"by_followers": ("account_daily", "metric = 'followers' AND value IS NOT NULL")}
"""Form → what it needs of a second table."""


def _has_beside(data: Data, metric: Metric) -> bool:
    if metric.form not in _BESIDE:
        return True
    table, condition = _BESIDE[metric.form]
    return data.supplied(table) and data.any_row(table, condition)


def _tests(data: Data, metric: Metric) -> list[list[str]]:
    """What some row each must fulfil for the metric to be offered, in one of several ways."""
    compiler = data.compiler
    if metric.form == "growth":
        return [["metric IN ('net_follows', 'followers')"], ["metric = 'follows'", "metric = 'unfollows'"]]
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
    tests = [" AND ".join(needs)]
    sides = [compiler.expression(metric.spec[side]) for side in ("above", "below") if side in metric.spec]
    tests += [" AND ".join([*needs, side]) for side in sides]
    if "requires" in metric.spec:
        tests.append(compiler.expression(metric.spec["requires"]))
    return [tests]


def is_met(data: Data, query: Query) -> bool:
    """Whether any row of any time has what the metric requires."""
    return data.any_row(query.metric.table, data.compiler.expression(query.metric.spec["requires"]))
