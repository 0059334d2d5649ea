"""The scope of a figure: platforms, accounts, paid or not, zone of its days, exposure unit."""

from __future__ import annotations

from operator import or_
from typing import TYPE_CHECKING, Any

from kpikit.metrics.data import pinned_platform
from kpikit.metrics.relations import relation

if TYPE_CHECKING:
    from kpikit.metrics.cells import Group, Query
    from kpikit.metrics.data import Data

_WORDS = {"platform": "platform", "account": "account", "paid_scope": "paid", "day_zone": "zone"}
"""Column → its word in a scope."""

_EXPOSURES = ("views", "impressions", "video_views", "engaged_views", "media_views")
"""Columns (or metric words of long tables) that count exposures, each in a unit of its own."""

_APART = "; "


class Scopes:
    """Scopes of one brand's figures, worked out once a table and kept.

    Args:
        data: The brand's tables.
    """

    def __init__(self, data: Data) -> None:
        self._data = data

    def of(self, query: Query, group: Group = ()) -> str:
        """`platform=a,b; account=c; paid=organic; zone=America/Los_Angeles; exposure=views; labels=tool`.

        As far as the table tells; of a group of a breakdown, what belongs to it.
        """
        metric = query.metric
        words = _WORDS | ({"sentiment_source": "labels"} if "mentions.sentiment" in metric.inputs else {})
        known = {column: word for column, word in words.items() if column in relation(metric.table).columns}
        if not known:
            return ""
        inputs = [name.partition(".")[2] for name in metric.inputs]
        long = metric.table in ("account_daily", "account_periods")
        counted = [name for name in inputs if name in _EXPOSURES]
        listed = [*known, "metric" if long else "CAST(NULL AS VARCHAR)", *([] if long else counted)]
        rows = self._rows(metric.table, listed, len(known) + 1)
        places = {column: place for place, column in enumerate(known)}
        fixed = {word: value for word, value in zip(query.by, group, strict=False) if word in places}
        pinned = pinned_platform(query.where)
        if pinned is not None and "platform" in places:
            fixed["platform"] = pinned
        rows = [
            row
            for row in rows
            if (not long or row[len(known)] in inputs)
            and all(row[places[word]] == value for word, value in fixed.items())
        ]
        found = {
            word: sorted({row[places[column]] for row in rows} - {None}) for column, word in known.items()
        }
        found["exposure"] = _units(rows, counted, len(known), long=long)
        return _APART.join(f"{word}={','.join(values)}" for word, values in found.items() if values)

    def _rows(self, table: str, columns: list[str], labels: int) -> list[tuple[Any, ...]]:
        """Distinct labels, and beside them whether any row has each of the counters."""
        names = ", ".join(f"{column} AS l{place}" for place, column in enumerate(columns[:labels]))
        counters = "".join(
            f", bool_or({column} IS NOT NULL) AS c{place}" for place, column in enumerate(columns[labels:])
        )
        order = ", ".join(str(place + 1) for place in range(labels))
        sql = f"SELECT {names}{counters} FROM {table} GROUP BY {order}"  # noqa: S608 - our names
        told: dict[tuple[Any, ...], tuple[bool, ...]] = {}
        # Months may have the same labels with other counters.
        for row in self._data.distinct(table, sql):
            had = told.get(row[:labels], (False,) * (len(columns) - labels))
            told[row[:labels]] = tuple(map(or_, had, row[labels:]))
        return [(*names, *counters) for names, counters in told.items()]


def _units(rows: list[tuple[Any, ...]], counted: list[str], at: int, *, long: bool) -> list[str]:
    """What one exposure is; where a metric takes one counter or else another, each row's first."""
    if long:
        return sorted({str(row[at]) for row in rows if row[at] in counted})
    first = {
        next((name for name, told in zip(counted, row[at + 1 :], strict=True) if told), None) for row in rows
    }
    return sorted(name for name in first if name is not None)
