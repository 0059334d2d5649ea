"""The shape of an estimate, and the quantiles that all intervals share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri, stdtr, stdtrit

LEVEL = 0.95
"""Level of every interval in a report."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval.

    Attributes:
        value: Point estimate; nan where there is none.
        low: Lower end of the interval; nan where no interval can be given.
        high: Upper end.
        se: Standard error, where the interval rests on one.
        df: Degrees of freedom of its t; inf for a normal interval.
        n: Cases (shares), clusters (ratios) or days (counts) it rests on.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    se: float = math.nan
    df: float = math.inf
    n: float = math.nan

    @property
    def half_width(self) -> float:
        """Half the interval's width; nan without one."""
        return (self.high - self.low) / 2


NOTHING = Estimate(math.nan, n=0)
"""The estimate from no cases at all."""


def normal_quantile(level: float = LEVEL) -> float:
    """Two-sided normal quantile: 1.96 for 95 %."""
    return float(ndtri((1 + level) / 2))


def t_quantile(df: float, level: float = LEVEL) -> float:
    """Two-sided quantile of Student's t; the normal one for infinite degrees of freedom."""
    return normal_quantile(level) if math.isinf(df) else float(stdtrit(df, (1 + level) / 2))


def t_p_value(t: float, df: float) -> float:
    """Two-sided p-value of a t statistic."""
    return 2 * float(stdtr(df, -abs(t)))


def mover_difference(a: Estimate, b: Estimate) -> Estimate:
    """Difference a - b of independent estimates from their own intervals.

    Method of variance estimates recovery (Zou and Donner 2008); for two Wilson intervals it is Newcombe's
    method 10. nan ends where either interval is unknown.
    """
    difference = a.value - b.value
    return Estimate(
        difference,
        difference - math.hypot(a.value - a.low, b.high - b.value),
        difference + math.hypot(a.high - a.value, b.value - b.low),
        n=min(a.n, b.n),
    )
