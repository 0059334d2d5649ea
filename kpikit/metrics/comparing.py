"""A figure against the same one of another period: change, its interval, whether it is clear."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import statistics
from kpikit.metrics.cells import REPORTED, Cell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kpikit.metrics.model import Metric
    from kpikit.statistics import Estimate

    Days = tuple[NDArray[np.float64], NDArray[np.int64]]
    """Counts of the covered days and their weekdays."""

RELATIVE = ("count", "exposure", "money", "unique", "stock", "money_ratio", "per_unit", "duration")
"""Kinds whose change is a share of the other value; the others change by a difference in their unit."""

LEAST_DAYS = 14
"""Two weeks of days on both sides, before weekdays can be told from change."""


ROUNDING = 1e-9
"""Below this a change is a rounding error."""


@dataclass(frozen=True)
class Change:
    """How a figure differs from another period's.

    Attributes:
        change: Relative change, or difference in the metric's unit; nan where there is none.
        low: Lower end of its interval, nan where its kind has none.
        high: Upper end.
        clear: The interval excludes no change; for stocks, which are counted and not estimated, any change.
        basis: What was compared: total, weekday (per day at equal weekdays), day (per covered day),
            ratio, difference, end.
    """

    change: float
    low: float = math.nan
    high: float = math.nan
    clear: bool = False
    basis: str = "difference"


def compare(metric: Metric, current: Cell, other: Cell, days: tuple[Days | None, Days | None]) -> Change:
    """Compare two cells of one group.

    Args:
        metric: Its kind fixes the method.
        current: The period's cell.
        other: The other period's.
        days: Counts a day of both, where the metric is counted by day.
    """
    if current.state != REPORTED or other.state != REPORTED:
        return Change(math.nan)
    a, b = current.estimate, other.estimate
    match metric.kind:
        case "count" | "exposure" | "money":
            return _totals(current, other, days)
        case "stock" | "unique":
            return _holdings(metric, current, other)
        case "share" if metric.form in ("share", "part", "conversion", "repeat"):
            return _shares(current, other)
        case _ if metric.form == "ratio" and metric.kind != "event_rate":
            return _ratios(a, b)
        case _:
            pass
    rate = metric.kind == "event_rate"
    gap = statistics.difference(a, b) if rate else statistics.mover_difference(a, b)
    return _relative_to(gap, b) if metric.kind in RELATIVE else _judged(gap)


def _shares(current: Cell, other: Cell) -> Change:
    """Difference of two shares; without interval where events exceed their base."""
    if current.numerator > current.denominator or other.numerator > other.denominator:
        return Change(current.estimate.value - other.estimate.value)
    sides = current.numerator, current.denominator, other.numerator, other.denominator
    return _judged(statistics.newcombe_difference(*sides))


def _holdings(metric: Metric, current: Cell, other: Cell) -> Change:
    """Stocks are counted: any change is clear. Unique accounts vary by chance; their bounds say nothing."""
    if "lower_bound" in current.marks | other.marks:
        return Change(math.nan, basis="end")
    a, b = current.estimate, other.estimate
    return Change(_relative(a, b), clear=metric.kind == "stock" and a.value != b.value, basis="end")


def _totals(current: Cell, other: Cell, days: tuple[Days | None, Days | None]) -> Change:
    """Totals of equal length as they stand; else per day, at equal weekdays where there are enough days."""
    a, b = current.estimate, other.estimate
    now, before = days
    if now is None or before is None or not (len(now[0]) and len(before[0])):
        # Of rows longer than a day only how many days they cover is known.
        lengths = [cell.days_covered or cell.period.days for cell in (other, current)]
        scale = lengths[0] / lengths[1]
        return Change(a.value * scale / b.value - 1 if b.value > 0 else math.nan, basis="day")
    if min(now[0].min(), before[0].min()) < 0 or b.value <= 0:
        return Change(_relative(a, b), basis="total")
    if len(now[0]) == len(before[0]):
        return _from_ratio(statistics.count_rate_ratio(now[0], before[0]).ratio, "total")
    if min(len(now[0]), len(before[0])) >= LEAST_DAYS:
        return _from_ratio(statistics.weekday_rate_ratio(*now, *before).ratio, "weekday")
    return _from_ratio(statistics.count_rate_ratio(now[0], before[0]).ratio, "day")


def _ratios(a: Estimate, b: Estimate) -> Change:
    """Relative change of two ratios; where the log scale doesn't hold, from their difference."""
    if a.value > 0 and b.value > 0:
        gap = statistics.relative_change(a, b)
        return Change(gap.value, gap.low, gap.high, clear=_excludes_none(gap.low, gap.high), basis="ratio")
    return _relative_to(statistics.difference(a, b), b)


def _relative_to(gap: Estimate, other: Estimate) -> Change:
    if not other.value > 0:
        return Change(math.nan, basis="ratio")
    low, high = gap.low / other.value, gap.high / other.value
    return Change(gap.value / other.value, low, high, clear=_excludes_none(low, high), basis="ratio")


def _judged(gap: Estimate) -> Change:
    return Change(gap.value, gap.low, gap.high, clear=_excludes_none(gap.low, gap.high))


def _from_ratio(ratio: Estimate, basis: str) -> Change:
    low, high = ratio.low - 1, ratio.high - 1
    return Change(ratio.value - 1, low, high, clear=_excludes_none(low, high), basis=basis)


def _excludes_none(low: float, high: float) -> bool:
    """Whether an interval excludes no change; days without any spread leave it a rounding error wide."""
    return low > ROUNDING or high < -ROUNDING


def _relative(a: Estimate, b: Estimate) -> float:
    return a.value / b.value - 1 if b.value > 0 else math.nan
