"""Ratios of sums whose cases come in clusters: engagement rates over posts, costs over days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpikit.statistics.estimates import LEVEL, NOTHING, Estimate, t_p_value, t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Moments:
    """Sums over clusters from which a ratio and its error follow; they add up over days and groups.

    Attributes:
        n: Clusters (posts, days).
        y: Sum of numerators; x: of denominators; yy, xy, xx: of their squares and products.
    """

    n: float
    y: float
    x: float
    yy: float
    xy: float
    xx: float

    @classmethod
    def of(cls, y: ArrayLike, x: ArrayLike) -> Moments:
        """Moments of paired cluster sums; a pair with a missing part is left out."""
        top, bottom = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
        both = ~(np.isnan(top) | np.isnan(bottom))
        top, bottom = top[both], bottom[both]
        products = (top * top, top * bottom, bottom * bottom)
        return cls(len(top), float(top.sum()), float(bottom.sum()), *(float(p.sum()) for p in products))

    def ratio(self, level: float = LEVEL) -> Estimate:
        """The ratio of sums y / x; see `ratio_of_sums`."""
        if not (self.n > 0 and self.x > 0):
            return NOTHING
        value = self.y / self.x
        if self.n < 2:
            return Estimate(value, n=self.n)
        squares = max(0.0, self.yy - 2 * value * self.xy + value * value * self.xx)
        se = math.sqrt(self.n / (self.n - 1) * squares) / self.x
        half = t_quantile(self.n - 1, level) * se
        return Estimate(float(value), float(value - half), float(value + half), se, self.n - 1, self.n)

    @property
    def effective(self) -> float:
        """Clusters of equal size that would weigh as these do: sum(x)² / sum(x²) (Kish 1965)."""
        return self.x**2 / self.xx if self.xx > 0 else 0.0

    def effective_ratio(self, level: float = LEVEL) -> Estimate:
        """The ratio of `ratio`, its interval by the effective number of clusters, on the log scale.

        One post that holds most of the reach leaves few that vary: error and t quantile go by the effective
        number, not by the posts. In tests/coverage (docs/intervals.md) it covers more of what it should than
        `ratio` in every process tried, most for few posts of very unequal reach.
        """
        plain = self.ratio(level)
        effective = self.effective
        if not (plain.value > 0 and plain.se > 0 and effective > 1):
            return plain
        squares = (plain.se * self.x) ** 2 * (self.n - 1) / self.n
        se = math.sqrt(effective / (effective - 1) * squares) / self.x
        half = t_quantile(effective - 1, level) * se / plain.value
        low, high = math.nan, math.nan
        if half < _WIDEST:
            low, high = plain.value * math.exp(-half), plain.value * math.exp(half)
        return Estimate(plain.value, low, high, se, effective - 1, self.n)


_WIDEST = 50.0
"""Exponent beyond which an interval on the log scale says nothing, so that none is given."""


def ratio_of_sums(y: ArrayLike, x: ArrayLike, level: float = LEVEL) -> Estimate:
    """Ratio sum(y) / sum(x) with the linearised error of the ratio estimator, t with n - 1 df.

    Args:
        y: Numerator of each cluster.
        x: Its denominator.
        level: Of the interval.

    Returns:
        The ratio; without interval for a single cluster. It covers less than it says for few, very
        unequal clusters (about 86 % at 8 posts with log-normal reach, sigma 1), so few posts are marked.
    """
    return Moments.of(y, x).ratio(level)


def difference(a: Estimate, b: Estimate, level: float = LEVEL) -> Estimate:
    """Difference a - b of two estimates with standard errors: Welch's t."""
    variance = a.se**2 + b.se**2
    if math.isnan(variance) or variance == 0:
        return Estimate(a.value - b.value)
    df = variance**2 / (a.se**4 / a.df + b.se**4 / b.df)
    half = t_quantile(df, level) * math.sqrt(variance)
    gap = a.value - b.value
    return Estimate(gap, gap - half, gap + half, math.sqrt(variance), df, min(a.n, b.n))


def relative_change(a: Estimate, b: Estimate, level: float = LEVEL) -> Estimate:
    """Relative change a / b - 1 of two positive estimates, interval on the log scale (delta method)."""
    if not (a.value > 0 and b.value > 0):
        return Estimate(a.value / b.value - 1 if b.value else math.nan)
    logs = [Estimate(math.log(e.value), se=e.se / e.value, df=e.df, n=e.n) for e in (a, b)]
    gap = difference(logs[0], logs[1], level)
    return Estimate(math.expm1(gap.value), math.expm1(gap.low), math.expm1(gap.high), gap.se, gap.df, gap.n)


@dataclass(frozen=True)
class Comparison:
    """Two sides and their difference b - a.

    Attributes:
        a: Estimate of side a.
        b: Estimate of side b.
        difference: b - a with interval, standard error and degrees of freedom.
        t: Test statistic.
        p: Two-sided p-value.
    """

    a: Estimate
    b: Estimate
    difference: Estimate
    t: float
    p: float


def ab_clustered(y_a: ArrayLike, x_a: ArrayLike, y_b: ArrayLike, x_b: ArrayLike) -> Comparison:
    """Compare two variants whose posts are the clusters: a ratio estimator a side, Welch's t."""
    a, b = ratio_of_sums(y_a, x_a), ratio_of_sums(y_b, x_b)
    gap = difference(b, a)
    t = gap.value / gap.se if gap.se > 0 else math.nan
    return Comparison(a, b, gap, t, t_p_value(t, gap.df))


@dataclass(frozen=True)
class Decomposition:
    """A change of a rate split into what happened within the parts and what their mix did.

    Attributes:
        change: Overall change of the rate, new - old.
        within: By part, its own change at the mean weight.
        mix: By part, what the shift of weights did.
    """

    change: float
    within: dict[str, float]
    mix: dict[str, float]

    @property
    def within_total(self) -> float:
        """What the parts' own rates did together."""
        return sum(self.within.values())

    @property
    def mix_total(self) -> float:
        """What the shift between parts did together; within + mix = change."""
        return sum(self.mix.values())


def rate_decomposition(
    parts: Sequence[str], old: tuple[ArrayLike, ArrayLike], new: tuple[ArrayLike, ArrayLike]
) -> Decomposition:
    """Split the change of sum(y) / sum(x) into rate and mix (Kitagawa).

    Args:
        parts: Names of the parts (platforms, formats).
        old: Numerators and denominators of the parts before.
        new: The same now. A part with no denominator on one side has no rate there: its whole
            contribution is mix.
    """
    y0, x0, y1, x1 = (np.asarray(values, dtype=float) for values in (*old, *new))
    with np.errstate(invalid="ignore", divide="ignore"):
        rate0, rate1 = y0 / x0, y1 / x1
    rate0, rate1 = np.where(x0 > 0, rate0, rate1), np.where(x1 > 0, rate1, rate0)
    rate0, rate1 = np.nan_to_num(rate0), np.nan_to_num(rate1)
    total0, total1 = y0.sum() / x0.sum(), y1.sum() / x1.sum()
    weight0, weight1 = x0 / x0.sum(), x1 / x1.sum()
    within = (weight0 + weight1) / 2 * (rate1 - rate0)
    mix = ((rate0 + rate1) / 2 - (total0 + total1) / 2) * (weight1 - weight0)
    return Decomposition(
        float(total1 - total0),
        dict(zip(parts, map(float, within), strict=True)),
        dict(zip(parts, map(float, mix), strict=True)),
    )
