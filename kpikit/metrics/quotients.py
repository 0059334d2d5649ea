"""One metric divided by another of another table: rates whose two parts come from different sources."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, REPORTED, Cell, Group, Query
from kpikit.metrics.offering import is_met
from kpikit.metrics.totals import Totals
from kpikit.statistics import Estimate, Moments

if TYPE_CHECKING:
    from kpikit.metrics.data import Data
    from kpikit.periods import Period


class Computed(Protocol):
    """What computes a metric."""

    @property
    def offered(self) -> bool:
        """Whether any source supplies it."""
        ...

    def cells(self, period: Period) -> list[Cell]:
        """One cell a group."""
        ...


Part = tuple[Query, Computed]
"""A question and what computes it."""


class Quotient:
    """A metric `of` by a metric `per`, group by group; with `whole`, by the sum over all groups.

    Only where both are reported for the period; `less` is taken off at the end. The interval of a share of
    counted things is Wilson's; of other ratios it has days as clusters where both parts are known by day. A
    part that is known between bounds alone (unique people) leaves the quotient between bounds, the lower one
    shown.

    Args:
        data: The brand's tables.
        query: The question.
        of: The numerator's question, and what computes it.
        per: The denominator's.
    """

    def __init__(self, data: Data, query: Query, of: Part, per: Part) -> None:
        self._query = query
        (self._of_query, self._of), (self._per_query, self._per) = of, per
        self._met = all("requires" not in part.metric.spec or is_met(data, part) for part in (of[0], per[0]))
        self._alike = data.compiler.number("$coverage_whole")
        spec = query.metric.spec
        self._times = data.compiler.number(spec.get("times", "1"))
        self._less = data.compiler.number(spec.get("less", "0"))

    @property
    def offered(self) -> bool:
        """Whether both parts are."""
        return self._met and self._of.offered and self._per.offered

    def cells(self, period: Period) -> list[Cell]:
        """One cell a group that both parts know."""
        whole = bool(self._query.metric.spec.get("whole"))
        below = {cell.group: cell for cell in self._per.cells(period)}
        above = self._of.cells(period)
        return [
            self._cell(cell, below[() if whole else cell.group], period)
            for cell in above
            if (() if whole else cell.group) in below
        ]

    def _cell(self, of: Cell, per: Cell, period: Period) -> Cell:
        states = {of.state, per.state}
        days = min(of.days_covered, per.days_covered)
        if not self._met:
            states.add(NOT_OFFERED)
        if states != {REPORTED} or self._of_other_days(of, per):
            state = NOT_OFFERED if NOT_OFFERED in states else MISSING
            return Cell(of.group, period, statistics.NOTHING, state=state, days_covered=days)
        y, x = of.estimate.value * self._times, per.estimate.value
        marks = (of.marks | per.marks) - {"lower_bound", "too_small"}
        if not x > 0:
            return Cell(of.group, period, statistics.NOTHING, y, x, MISSING, marks, days)
        bounds = _bounds(of, per, self._times)
        estimate = self._estimate(of, per, period) if bounds is None else bounds
        if self._query.metric.kind == "share" and bounds is not None:
            estimate = replace(estimate, high=min(1.0, estimate.high))
        if bounds is not None:
            marks |= {"lower_bound"}
        estimate = replace(
            estimate,
            value=estimate.value - self._less,
            low=estimate.low - self._less,
            high=estimate.high - self._less,
        )
        return Cell(of.group, period, estimate, y, x, marks=marks, days_covered=days)

    def _of_other_days(self, of: Cell, per: Cell) -> bool:
        """Whether one part covers days that the other lacks: half a month by a whole one is no rate."""
        few, many = sorted((of.days_covered, per.days_covered))
        # What is spent by now stands beside the whole period's plan.
        return few < self._alike * many and self._per_query.metric.form != "planned"

    def _estimate(self, of: Cell, per: Cell, period: Period) -> Estimate:
        y, x = of.estimate.value * self._times, per.estimate.value
        if self._query.metric.kind == "share":
            return statistics.wilson(y, x) if y <= x else Estimate(y / x, n=x)
        moments = self._clusters(of.group, per.group, period)
        if moments is None:
            by_day = isinstance(self._of, Totals) and self._query.metric.kind == "money_ratio"
            return Estimate(y / x, n=of.days_covered if by_day else x)
        ratio = moments.ratio()
        # Five orders on thirty days of cost are five cases. What is no loss has no end below 0.
        cases = min(ratio.n, *(cell.estimate.n for cell in (of, per) if cell.estimate.n > 0))
        low = max(0.0, ratio.low) if y >= 0 else ratio.low
        return replace(ratio, value=y / x, low=low, n=cases)

    def _clusters(self, group: Group, other: Group, period: Period) -> Moments | None:
        """Moments over days that both parts know; None where one of them isn't known by day."""
        if not isinstance(self._of, Totals) or not isinstance(self._per, Totals):
            return None
        sides = [(self._of, group), (self._per, other)]
        if not all("value" in side.parts.sums for side, _ in sides):
            return None
        above, below = (side.component_by_day(period, name, "value") for side, name in sides)
        # A day without a row on one side had none of it, as the other side's day is covered.
        days = sorted(above.keys() | below.keys())
        if not days:
            return None
        y, x = (np.array([part.get(day, 0.0) for day in days]) for part in (above, below))
        return Moments.of(y * self._times, x)


def _bounds(of: Cell, per: Cell, times: float) -> Estimate | None:
    """Between which values the quotient lies, where one of its parts is known between bounds only."""
    (of_low, of_high), (per_low, per_high) = (_range(cell) for cell in (of, per))
    if of_low == of_high and per_low == per_high:
        return None
    low = times * of_low / per_high if per_high > 0 else math.nan
    high = times * of_high / per_low if per_low > 0 else math.inf
    return Estimate(low, low, high, n=per.estimate.value)


def _range(cell: Cell) -> tuple[float, float]:
    """Of unique people, what they lie between; other figures are what they are."""
    estimate = cell.estimate
    if "lower_bound" in cell.marks and not math.isnan(estimate.high):
        return estimate.low, estimate.high
    return estimate.value, estimate.value
