"""Members of a community by the days on which they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.metrics.cells import Cell, Group
from kpikit.metrics.covering import day_number
from kpikit.metrics.holdings import Rows
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period


class ActiveMembers(Rows):
    """Members who write in the days to the period's end, on an average day of these, or the ratio of both."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {"value": self.data.compiler.expression(self.query.metric.spec["value"])}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        window = int(self.query.metric.spec["window_days"])
        end = day_number(period.end)
        rows = rows[(self.day[rows] > end - window) & (self.day[rows] <= end)]
        active = {
            (int(self.day[row]), self.answer["value"][row])
            for row in rows
            if self.answer["value"][row] is not None
        }
        members = {member for _, member in active}
        days, marks = self.covered(period, group)
        if not members or not days:
            return None
        first = int(np.min(self.day))
        marks |= {"partial"} if first > end - window + 1 else set()
        daily = len(active) / window
        figure, known = frozenset(marks), Estimate(len(members), n=len(members))
        match self.query.metric.spec["statistic"]:
            case "window":
                return Cell(group, period, known, marks=figure, days_covered=days)
            case "daily":
                return Cell(group, period, Estimate(daily, n=window), marks=figure, days_covered=days)
            case _:
                ratio = Estimate(daily / len(members), n=len(members))
                return Cell(group, period, ratio, daily, len(members), marks=figure, days_covered=days)
