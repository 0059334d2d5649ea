"""Unique visitors of the website: the analytics' own figure for the period, else bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import Cell, Group
from kpikit.metrics.compiling import SIGNATURES
from kpikit.metrics.covering import as_days, day_number, tile
from kpikit.metrics.holdings import Rows
from kpikit.metrics.relations import relation
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period

FIRST_USER = "first_user"
"""Basis on which each visitor stands in one row only: those of a span may be added up."""


@dataclass(frozen=True)
class _Counted:
    """Visitors by one export shape of one website: between low and high; added: a sum over the same rows."""

    low: float
    high: float
    added: float
    days: int


class Visitors(Rows):
    """Unique people: exact where one row tells the period, else between the largest part and the sum.

    Of exports of several shapes, the closest bounds; websites of several sources may share visitors.
    """

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        columns = {
            "until": relation(self.table).last,
            "signature": SIGNATURES[self.table],
            "website": "source",
            "basis": "basis" if "basis" in relation(self.table).columns else "''",
            "value": f"CAST({compiler.expression(spec['value'])} AS DOUBLE)",
        }
        if "added" in spec:
            columns["added"] = f"CAST({compiler.expression(spec['added'])} AS DOUBLE)"
        return columns

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        counted = self._counted(rows, period)
        if counted is None:
            return None
        marks = {"lower_bound"} if counted.low < counted.high else set()
        estimate = Estimate(counted.low, counted.low, counted.high, n=1)
        if not marks:
            estimate = Estimate(counted.low, n=1)
        return Cell(group, period, estimate, marks=frozenset(marks), days_covered=counted.days)

    def _counted(self, rows: NDArray[Any], period: Period) -> _Counted | None:
        until = as_days(self.answer["until"])
        inside = self.inside(rows, period)
        inside = inside[until[inside] <= day_number(period.end)]
        inside = inside[~np.isnan(self.number("value")[inside])]
        websites = [
            self._of_website(inside[self.answer["website"][inside] == name], until, period)
            for name in sorted(set(self.answer["website"][inside]))
        ]
        if not websites:
            return None
        return _Counted(
            max(found.low for found in websites),
            sum(found.high for found in websites),
            sum(found.added for found in websites),
            min(found.days for found in websites),
        )

    def _of_website(self, rows: NDArray[Any], until: NDArray[np.int64], period: Period) -> _Counted:
        shapes = [
            self._of_shape(rows[self.answer["signature"][rows] == name], until, period)
            for name in sorted(set(self.answer["signature"][rows]))
        ]
        most = max(found.days for found in shapes)
        whole = [found for found in shapes if found.days == most]
        added = [found.added for found in whole if not math.isnan(found.added)]
        low = max(found.low for found in shapes)
        # What people are counted of differs a little by report: bounds that cross meet.
        high = max(low, min(found.high for found in whole))
        return _Counted(low, high, max(added, default=math.nan), most)

    def _of_shape(self, rows: NDArray[Any], until: NDArray[np.int64], period: Period) -> _Counted:
        keys = [(str(self.answer["signature"][row]), int(self.day[row]), int(until[row])) for row in rows]
        chosen = tile(list(dict.fromkeys(keys)), period)
        kept = np.array([row for row, key in zip(rows, keys, strict=True) if key in chosen], dtype=int)
        parts = self.number("value")[kept]
        if self.answer["basis"][kept[0]] == FIRST_USER:
            _, span = np.unique(self.day[kept], return_inverse=True)
            parts = np.bincount(span, parts)
        added = math.nan
        if "added" in self.answer and not np.isnan(self.number("added")[kept]).all():
            added = float(np.nansum(self.number("added")[kept]))
        days = sum(last - first + 1 for _, first, last in chosen)
        return _Counted(float(parts.max()), float(parts.sum()), added, days)


class VisitorShare(Visitors):
    """A count that adds up (new visitors) as a share of unique visitors, from the same rows."""

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        both = rows[~np.isnan(self.number("added")[rows])]
        counted = self._counted(both, period)
        if counted is None or not counted.high > 0:
            return None
        hits = counted.added
        if counted.low == counted.high and hits <= counted.low:
            estimate = statistics.wilson(hits, counted.low)
            return Cell(group, period, estimate, hits, counted.low, days_covered=counted.days)
        low = min(1.0, hits / counted.high)
        high = min(1.0, hits / counted.low) if counted.low > 0 else 1.0
        return Cell(
            group, period, Estimate(low, low, high, n=counted.low), hits, counted.high,
            marks=frozenset({"lower_bound"}), days_covered=counted.days,
        )  # fmt: skip
