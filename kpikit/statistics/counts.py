"""Counts a day: comparison of two periods, spikes, false discovery."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, pdtr, pdtrc

from kpikit.statistics.estimates import LEVEL, Estimate, t_p_value, t_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class RateRatio:
    """Ratio of two periods' daily rates.

    Attributes:
        ratio: current / other with interval; 1 = no change.
        dispersion: Pearson chi-square by degrees of freedom; 1 = plain Poisson.
        p: Two-sided p-value of no change.
    """

    ratio: Estimate
    dispersion: float
    p: float


def count_rate_ratio(current: ArrayLike, other: ArrayLike, level: float = LEVEL) -> RateRatio:
    """Ratio of mean counts a day, quasi-Poisson: scale = Pearson chi-square / df, t interval on the log.

    Two groups need no iteration; the figures are those of a Poisson GLM with a group term and scale "X2".
    Days with different weekdays inflate the dispersion: the interval is then too wide, not too narrow.

    Args:
        current: Counts of each day of the period.
        other: Counts of each day of the period compared with; lengths may differ.
        level: Of the interval.
    """
    a, b = np.asarray(current, dtype=float), np.asarray(other, dtype=float)
    if not (len(a) and len(b) and b.sum() > 0):
        return RateRatio(Estimate(math.nan, n=len(a) + len(b)), math.nan, math.nan)
    n = len(a) + len(b)
    ratio = float(a.mean() / b.mean())
    df = n - 2
    if df < 1 or a.sum() <= 0:
        return RateRatio(Estimate(ratio, n=n), math.nan, math.nan)
    chi_square = ((a - a.mean()) ** 2).sum() / a.mean() + ((b - b.mean()) ** 2).sum() / b.mean()
    dispersion = float(chi_square / df)
    se = math.sqrt(dispersion * (1 / a.sum() + 1 / b.sum()))
    return _on_log_scale(Estimate(math.log(ratio), se=se, df=df, n=n), dispersion, level)


def weekday_rate_ratio(
    current: ArrayLike, current_weekdays: ArrayLike, other: ArrayLike, other_weekdays: ArrayLike
) -> RateRatio:
    """As `count_rate_ratio`, at equal weekdays: a quasi-Poisson GLM with a term for each weekday.

    Args:
        current: Counts of each day of the period.
        current_weekdays: Their weekdays, any labels.
        other: Counts of each day of the period compared with.
        other_weekdays: Their weekdays.
    """
    y = np.concatenate([np.asarray(current, dtype=float), np.asarray(other, dtype=float)])
    weekday = np.concatenate([np.asarray(current_weekdays), np.asarray(other_weekdays)])
    is_current = np.arange(len(y)) < len(np.asarray(current))
    # A weekday without a single count has no level of its own (log 0) and says nothing on the ratio.
    kept = np.isin(weekday, [day for day in np.unique(weekday) if y[weekday == day].sum() > 0])
    y, weekday, is_current = y[kept], weekday[kept], is_current[kept]
    if not (y[is_current].sum() > 0 and y[~is_current].sum() > 0):
        return count_rate_ratio(current, other)
    design = np.column_stack([is_current, *(weekday == day for day in np.unique(weekday))]).astype(float)
    beta, covariance, mean = _poisson_fit(design, y)
    df = len(y) - design.shape[1]
    if df < 1 or covariance is None:
        return count_rate_ratio(current, other)
    dispersion = float(((y - mean) ** 2 / mean).sum() / df)
    se = math.sqrt(dispersion * covariance[0, 0])
    return _on_log_scale(Estimate(float(beta[0]), se=se, df=df, n=len(y)), dispersion, LEVEL)


def _poisson_fit(
    design: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None, NDArray[np.float64]]:
    """Poisson regression with log link by iterated weighted least squares."""
    mean = (y + y.mean()) / 2
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        working = np.log(mean) + (y - mean) / mean
        weighted = design * mean[:, None]
        information = weighted.T @ design
        if np.linalg.matrix_rank(information) < len(information):
            return beta, None, mean
        step = np.linalg.solve(information, weighted.T @ working)
        converged = np.allclose(step, beta, rtol=1e-10, atol=1e-10)
        beta, mean = step, np.exp(design @ step)
        if converged:
            break
    return beta, np.linalg.inv((design * mean[:, None]).T @ design), mean


def _on_log_scale(log: Estimate, dispersion: float, level: float) -> RateRatio:
    half = t_quantile(log.df, level) * log.se
    ends = math.exp(log.value - half), math.exp(log.value + half)
    p = t_p_value(log.value / log.se, log.df) if log.se > 0 else math.nan
    return RateRatio(Estimate(math.exp(log.value), *ends, log.se, log.df, log.n), dispersion, p)


@dataclass(frozen=True)
class LengthComparison:
    """Change of a total between periods of different lengths, as relative changes.

    Attributes:
        raw: Of the totals: misleads where lengths differ.
        per_day: Of the means a day.
        weekday_adjusted: Against the other period's weekday means in the current one's weekday counts.
    """

    raw: float
    per_day: float
    weekday_adjusted: float


def month_compare(
    current: ArrayLike, current_weekdays: ArrayLike, other: ArrayLike, other_weekdays: ArrayLike
) -> LengthComparison:
    """Compare two periods' totals raw, per day and at equal weekdays; nan where the other has none."""
    a, b = np.asarray(current, dtype=float), np.asarray(other, dtype=float)
    days_a, days_b = np.asarray(current_weekdays), np.asarray(other_weekdays)
    if not (len(a) and len(b) and b.sum() > 0):
        return LengthComparison(math.nan, math.nan, math.nan)
    means = {day: b[days_b == day].mean() for day in np.unique(days_b)}
    known = all(day in means for day in np.unique(days_a))
    expected = sum(means[day] for day in days_a) if known else 0.0
    return LengthComparison(
        float(a.sum() / b.sum() - 1),
        float(a.mean() / b.mean() - 1),
        float(a.sum() / expected - 1) if expected > 0 else math.nan,
    )


def poisson_tail(count: float, usual: float) -> tuple[float, float]:
    """(P(X >= count), P(X <= count)) of a Poisson count whose usual level is known."""
    at_least = 1.0 if count <= 0 else float(pdtrc(count - 1, usual))
    return at_least, float(pdtr(count, usual))


@dataclass(frozen=True)
class SpikeTail:
    """How unusual a count is against overdispersed history.

    Attributes:
        mean: Of the history.
        variance: Of the history, n - 1.
        size: Negative binomial size, mean² / (variance - mean); inf where Poisson suffices.
        p: P(X >= count).
    """

    mean: float
    variance: float
    size: float
    p: float


def negbin_tail(history: ArrayLike, count: float) -> SpikeTail:
    """Chance of so high a count given history, negative binomial by moments, else Poisson."""
    values = np.asarray(history, dtype=float)
    mean, variance = float(values.mean()), float(values.var(ddof=1))
    if variance <= mean:
        return SpikeTail(mean, variance, math.inf, poisson_tail(count, mean)[0])
    size = mean * mean / (variance - mean)
    p = 1.0 if count <= 0 else float(betainc(count, size, 1 - size / (size + mean)))
    return SpikeTail(mean, variance, size, p)


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values, step-up: below q means a false discovery rate of at most q."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)[::-1]
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.minimum.accumulate(np.minimum(1.0, p[order] * len(p) / ranks))
    result = np.empty_like(adjusted)
    result[order] = adjusted
    return result
