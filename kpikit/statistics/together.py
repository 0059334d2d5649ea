"""Whether two series move together: on changes, not levels, since any two growing series agree in levels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import ConstantInputWarning, spearmanr

from kpikit.statistics.counts import benjamini_hochberg

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Together:
    """Rank correlation of the changes of two series.

    Attributes:
        lag: Months by which the first leads.
        rho: Spearman's coefficient of first differences; nan where one doesn't change.
        p: Its p-value.
        q: The p-value after Benjamini and Hochberg, over all lags tried.
    """

    lag: int
    rho: float
    p: float
    q: float


def moves_together(first: ArrayLike, second: ArrayLike, most_lag: int = 3) -> list[Together]:
    """Spearman on first differences, the first series leading by 0, 1, … months.

    Args:
        first: Monthly values, oldest first.
        second: Of the same months.
        most_lag: Longest lead tried.
    """
    x, y = (np.diff(np.asarray(values, dtype=float)) for values in (first, second))
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConstantInputWarning)
        for lag in range(most_lag + 1):
            answer = spearmanr(x[: len(x) - lag], y[lag:])
            found.append((lag, float(answer.statistic), float(answer.pvalue)))
    adjusted = benjamini_hochberg([p for _, _, p in found])
    return [Together(lag, rho, p, float(q)) for (lag, rho, p), q in zip(found, adjusted, strict=True)]
