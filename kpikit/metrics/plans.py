"""Amounts planned for spans of days: a period has its part of each, in equal parts a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.metrics.cells import Cell, Group
from kpikit.metrics.covering import as_days, day_number
from kpikit.metrics.holdings import Rows
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period


class Planned(Rows):
    """The period's part of what is planned; days between the plan's first and last have a planned 0."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        value = self.data.compiler.expression(self.query.metric.spec["value"])
        return {"until": "period_end", "value": f"CAST({value} AS DOUBLE)"}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        until, amounts = as_days(self.answer["until"]), self.number("value")
        rows = rows[~np.isnan(amounts[rows]) & (until[rows] >= self.day[rows])]
        if not len(rows):
            return None
        start, end = day_number(period.start), day_number(period.end)
        first, last = int(self.day.min()), int(until.max())
        days = min(end, last) - max(start, first) + 1
        if days <= 0:
            return None
        shared = np.minimum(until[rows], end) - np.maximum(self.day[rows], start) + 1
        shares = np.clip(shared, 0, None) / (until[rows] - self.day[rows] + 1)
        return Cell(
            group, period, Estimate(float((amounts[rows] * shares).sum()), n=len(rows)), days_covered=days
        )
