"""What any metric reads: of tables, and of the words of long tables, those that are kept and not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.metrics.model import LONG
from kpikit.metrics.relations import MADE_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.metrics.model import Metric

_BESIDE = {"posts": ("post_tags",)}
"""Table as metrics see it → canonical ones that are joined to it."""


def read_tables(metrics: Iterable[Metric]) -> frozenset[str]:
    """Canonical tables that any of the metrics reads."""
    seen = {metric.table for metric in metrics if metric.form != "quotient"}
    below = {name for table in seen for name in (*MADE_OF.get(table, ()), *_BESIDE.get(table, ()))}
    return frozenset(seen | below)


def read_words(metrics: Iterable[Metric]) -> frozenset[str]:
    """`table.word` of long tables that any of the metrics reads."""
    found = {name for metric in metrics if metric.form != "quotient" for name in metric.inputs}
    # Rates by followers read them beside the table of their own.
    return frozenset({name for name in found if name.partition(".")[0] in LONG} | {"account_daily.followers"})


def unread(carried: Iterable[str], metrics: Iterable[Metric]) -> list[str]:
    """Tables, and words of long tables, that no metric reads.

    Args:
        carried: What an export carries: `table`, or `table.word` of long tables.
        metrics: All there are.
    """
    metrics = list(metrics)
    tables, words = read_tables(metrics), read_words(metrics)
    return [
        name
        for name in dict.fromkeys(carried)
        if name.partition(".")[0] not in tables or ("." in name and name not in words)
    ]
