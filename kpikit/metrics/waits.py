"""Figures of single events: waits with those still open, and medians."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, REPORTED, Cell, Group
from kpikit.metrics.holdings import Rows
from kpikit.statistics import CENSORED, COMPETING, HAPPENED, Estimate, Incidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period


class Waits(Rows):
    """Hours from one moment to another; open ones wait on, those that ended otherwise never get there.

    Where a wait ended otherwise and nothing says when (`ended`), it counts as over from the start: when it
    ended makes no difference to the share that got there, and it must not be among those who still wait.
    """

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        moments = {name: compiler.expression(spec[name]) for name in ("start", "event", "competing")}
        columns = {name: f"epoch(CAST({sql} AS TIMESTAMPTZ))" for name, sql in moments.items()}
        over = compiler.expression(spec.get("ended", "false"))
        return columns | {"seen": "epoch(observed_until)", "over": f"CASE WHEN {over} THEN 1 ELSE 0 END"}

    def incidence(self, rows: NDArray[Any]) -> Incidence:
        """Share that got there by each hour."""
        start = self.number("start")[rows]
        event, competing, seen = (
            (self.number(name)[rows] - start) / 3600 for name in ("event", "competing", "seen")
        )
        over = (self.number("over")[rows] > 0) & np.isnan(event) & np.isnan(competing)
        competing = np.where(over, 0.0, competing)
        ends = np.where(~np.isnan(event), HAPPENED, np.where(~np.isnan(competing), COMPETING, CENSORED))
        hours = np.where(ends == HAPPENED, event, np.where(ends == COMPETING, competing, seen))
        # A reply before the question is a fault of the export and says nothing on waiting.
        valid = hours >= 0
        return statistics.aalen_johansen(hours[valid], ends[valid])

    def curve(self, period: Period) -> Incidence:
        """The curve of all tickets opened in the period."""
        return self.incidence(self.inside(np.arange(len(self.day)), period))

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        rows = self.inside(rows, period)
        if not len(rows):
            return None
        days, marks = self.covered(period, group)
        curve = self.incidence(rows)
        if self.query.metric.spec["statistic"] == "median":
            estimate, reached = self._median(curve)
            marks |= set() if reached else {"lower_bound"}
            return Cell(group, period, estimate, marks=frozenset(marks), days_covered=days)
        estimate = curve.at(self.data.compiler.number(self.query.metric.spec["within"]))
        state = MISSING if math.isnan(estimate.value) else REPORTED
        return Cell(group, period, estimate, math.nan, curve.n, state, frozenset(marks), days_covered=days)

    @staticmethod
    def _median(curve: Incidence) -> tuple[Estimate, bool]:
        """The median, or the longest wait observed where it isn't reached."""
        median = curve.quantile(0.5)
        if math.isnan(median.value) and len(curve.times):
            return Estimate(float(curve.times[-1]), median.low, math.nan, n=curve.n), False
        return median, True


class Median(Rows):
    """The middle value over rows, with the interval of order statistics."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {"value": self.data.compiler.expression(self.query.metric.spec["value"])}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        estimate = statistics.median(self.number("value")[self.inside(rows, period)])
        if not estimate.n:
            return None
        days, marks = self.covered(period, group)
        return Cell(group, period, estimate, marks=frozenset(marks), days_covered=days)
