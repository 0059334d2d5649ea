"""How steadily content appears: the pace, the longest silence, the fullest moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.metrics.cells import Cell, Group
from kpikit.metrics.holdings import Rows
from kpikit.metrics.totals import group_platform
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period

WEEK = 7


class Pace(Rows):
    """Rows a week (or per so many days as `per_days` says), over the days that any source covers."""

    grows = False

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {}

    def seen(self, period: Period, group: Group) -> list[int]:
        """The period's days that any source of the figure covers, ascending."""
        platform = group_platform(self.query, group)
        parts = [part for part in self.data.coverage(self.query).parts if part.of(platform)]
        return sorted(set().union(*(part.days_within(period) for part in parts)))

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        seen = self.seen(period, group)
        if not seen:
            return None
        count = len(self.inside(rows, period))
        spans = len(seen) / int(self.query.metric.spec.get("per_days", WEEK))
        return Cell(group, period, Estimate(count / spans, n=count), count, spans, days_covered=len(seen))


class Silence(Pace):
    """Most days in a row without a row, within the period and the days that any source covers."""

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        seen = self.seen(period, group)
        if not seen:
            return None
        busy = set(self.day[self.inside(rows, period)].tolist())
        longest = run = 0
        before = seen[0]
        for day in seen:
            # A day that no source covers ends a silence: nothing is known of it.
            run = 0 if day in busy else run + 1 if day - before == 1 else 1
            longest, before = max(longest, run), day
        return Cell(group, period, Estimate(longest, n=len(busy)), days_covered=len(seen))


class Largest(Rows):
    """The largest value of any row."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {"value": self.data.compiler.expression(self.query.metric.spec["value"])}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values = self.number("value")[self.inside(rows, period)]
        values = values[~np.isnan(values)]
        if not len(values):
            return None
        days, marks = self.covered(period, group)
        return Cell(
            group,
            period,
            Estimate(float(values.max()), n=len(values)),
            marks=frozenset(marks),
            days_covered=days,
        )
