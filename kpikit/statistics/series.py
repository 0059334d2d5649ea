"""Figures over time: progress, outliers, outlook."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri, stdtr, stdtrit

from kpikit.statistics.estimates import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

OUTLOOK_LEVEL = 0.80
"""Level of an outlook's range."""


def progress_to_target(actual: float, baseline: float, target: float) -> float | None:
    """(actual - baseline) / (target - baseline): one formula for up and down.

    Returns:
        0 = at the baseline, 1 = at the target, below 0 = moved the wrong way; None where baseline = target.
    """
    return None if target == baseline else (actual - baseline) / (target - baseline)


def modified_z(values: ArrayLike) -> NDArray[np.float64]:
    """Robust z by median and median absolute deviation, 0.6745 (x - median) / MAD.

    Where more than half are equal (MAD 0) the mean absolute deviation stands in, x - median over 1.2533 of it
    (Iglewicz and Hoaglin); all equal gives 0.
    """
    numbers = np.asarray(values, dtype=float)
    if not len(numbers):
        return numbers
    gaps = numbers - np.nanmedian(numbers)
    spread = np.nanmedian(np.abs(gaps)) / 0.6745
    if spread == 0:
        spread = np.nanmean(np.abs(gaps)) * 1.253314
    return gaps / spread if spread > 0 else np.zeros_like(gaps)


def anomalies(daily: ArrayLike, season: int = 7) -> NDArray[np.float64]:
    """Modified z of what robust STL leaves of a daily series: |z| > 3.5 is unusual for its trend and weekday.

    Args:
        daily: Values of consecutive days, none missing, at least two seasons.
        season: Days of a season.
    """
    from statsmodels.tsa.seasonal import STL  # noqa: PLC0415 - takes a second to import

    return modified_z(STL(np.asarray(daily, dtype=float), period=season, robust=True).fit().resid)


def seasonal_growth_outlook(values: ArrayLike, months: int, level: float = OUTLOOK_LEVEL) -> list[Estimate]:
    """Last year's month times growth of the last 12 months on the 12 before; from 24 months on.

    Args:
        values: Monthly values, oldest first, at least 24, all positive (add a half to zeros).
        months: How far ahead, at most 12.
        level: Of the range.
    """
    history = np.asarray(values, dtype=float)
    recent, earlier = history[-12:], history[-24:-12]
    growth = recent.sum() / earlier.sum()
    errors = np.log(recent) - np.log(earlier * growth)
    # Growth is given, not fitted: the errors' own mean counts as error too.
    spread = math.sqrt(float((errors**2).sum()) / 11) * math.sqrt(1 + 1 / 12)
    half = float(stdtrit(11, (1 + level) / 2)) * spread
    means = [float(recent[ahead] * growth) for ahead in range(months)]
    return [Estimate(mean, mean * math.exp(-half), mean * math.exp(half), spread, 11, 12) for mean in means]


def drift_outlook(values: ArrayLike, months: int, level: float = 0.95) -> list[Estimate]:
    """Random walk with drift: the mean change goes on, with its own error in the range.

    Args:
        values: Monthly values, oldest first.
        months: How far ahead.
        level: Of the range.
    """
    history = np.asarray(values, dtype=float)
    steps = np.diff(history)
    n, drift, spread = len(steps), float(steps.mean()), float(steps.std(ddof=1))
    path = []
    for ahead in range(1, months + 1):
        se = spread * math.sqrt(ahead * (1 + ahead / n))
        mean = float(history[-1]) + ahead * drift
        half = float(ndtri((1 + level) / 2)) * se
        path.append(Estimate(mean, mean - half, mean + half, se, math.inf, n + 1))
    return path


def seasonal_naive_outlook(values: ArrayLike, months: int, level: float = 0.95) -> list[Estimate]:
    """Last year's month as it was; ignores growth (see `seasonal_growth_outlook`).

    Args:
        values: Monthly values, oldest first, at least 24.
        months: How far ahead, at most 12.
        level: Of the range.
    """
    history = np.asarray(values, dtype=float)
    errors = history[12:] - history[:-12]
    se = math.sqrt(float((errors**2).mean()))
    half = float(ndtri((1 + level) / 2)) * se
    return [
        Estimate(float(mean), float(mean) - half, float(mean) + half, se, math.inf, len(history))
        for mean in history[-12:][:months]
    ]


@dataclass(frozen=True)
class HalfDrift:
    """Outlook by half the mean monthly drift.

    Attributes:
        path: Median and range for 1, 2, … months ahead; `se` is on the log scale.
    """

    path: list[Estimate]

    def chance_of(self, target: float, ahead: int) -> float:
        """Chance of `target` or more in the month `ahead` (1 = next)."""
        step = self.path[ahead - 1]
        return float(stdtr(step.df, (math.log(step.value) - math.log(target)) / step.se))


def half_drift_outlook(values: ArrayLike, months: int, level: float = OUTLOOK_LEVEL) -> HalfDrift:
    """Half the mean monthly drift on the log scale; range from the series' own changes over so many months.

    Args:
        values: Monthly values, oldest first, all positive, more than `months` + 1.
        months: How far ahead.
        level: Of the range.
    """
    logs = np.log(np.asarray(values, dtype=float))
    n = len(logs)
    drift = (logs[-1] - logs[0]) / (n - 1) / 2
    path = []
    for ahead in range(1, months + 1):
        errors = logs[ahead:] - logs[:-ahead] - ahead * drift
        df = (n - ahead) / max(1.0, ahead / 2)
        spread = math.sqrt(float((errors**2).mean()) * (1 + 1 / n))
        half = float(stdtrit(df, (1 + level) / 2)) * spread
        median = float(logs[-1] + ahead * drift)
        path.append(
            Estimate(math.exp(median), math.exp(median - half), math.exp(median + half), spread, df, n)
        )
    return HalfDrift(path)
