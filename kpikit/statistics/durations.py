"""Times until something happens, with those for whom it has not happened yet."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr

from kpikit.statistics.estimates import LEVEL, Estimate, normal_quantile
from kpikit.statistics.proportions import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_ROUNDING = 1e-12
"""Rounding of products of factors must not pass for a share of its own."""

CENSORED, HAPPENED, COMPETING = 0, 1, 2
"""How a wait ended: still open at the cut-off; as looked for; otherwise (closed without an answer)."""


@dataclass(frozen=True)
class Incidence:
    """Share for whom it has happened by each time; a step function, 0 before the first step.

    Attributes:
        times: Distinct times at which anything ended, ascending.
        share: Share for whom it had happened by then.
        low: Lower end of the pointwise interval.
        high: Upper end.
        at_risk: Still waiting just before each time.
        n: Cases in all.
        open_share: Share for whom nothing had ended at the last time.
        known: Cases that were not censored by each time; empty: all of them.
    """

    times: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    n: int
    open_share: float = 0.0
    known: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def at(self, time: float) -> Estimate:
        """Share for whom it had happened within `time`; nan beyond the longest wait if any are open."""
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        unknown = self.n == 0 or (time > self.times[-1] and self.open_share > 1e-12)
        if unknown:
            return Estimate(math.nan, n=self.n)
        share = float(self.share[index]) if index >= 0 else 0.0
        if _ROUNDING < share < 1 - _ROUNDING:
            return Estimate(share, float(self.low[index]), float(self.high[index]), n=self.n)
        # None or all: the curve's own error is 0 there, which would claim to know what few cases can't tell.
        known = float(self.known[index]) if index >= 0 and len(self.known) else float(self.n)
        edge = wilson(known if share > 0.5 else 0.0, known)
        return Estimate(share, edge.low, edge.high, n=self.n)

    def quantile(self, p: float) -> Estimate:
        """Time by which the share `p` had happened; nan = not reached (say "over the longest observed")."""
        return Estimate(
            self._first(self.share, p), self._first(self.high, p), self._first(self.low, p), n=self.n
        )

    def _first(self, curve: NDArray[np.float64], p: float) -> float:
        # Rounding in products of factors must not move a quantile by a step.
        reached = np.flatnonzero(curve >= p - _ROUNDING)
        return float(self.times[reached[0]]) if len(reached) else math.nan


def kaplan_meier(times: ArrayLike, events: ArrayLike, level: float = LEVEL) -> Incidence:
    """1 - Kaplan-Meier survival; every end but HAPPENED counts as still open. Log-log interval."""
    ends = np.asarray(events)
    return aalen_johansen(times, np.where(ends == HAPPENED, HAPPENED, CENSORED), level)


def aalen_johansen(
    times: ArrayLike, events: ArrayLike, level: float = LEVEL, end: int = HAPPENED
) -> Incidence:
    """Cumulative incidence of `end` where other ends compete (Aalen-Johansen).

    Taking "closed without an answer" for "still open" would overstate the answered share. Without competing
    ends the figures and the log-log interval are those of Kaplan-Meier; the variance is the delta method's
    (Marubini and Valsecchi 1995).

    Args:
        times: Waits, any unit; nan refused by leaving them out before.
        events: CENSORED, HAPPENED or COMPETING for each.
        level: Of the pointwise interval.
        end: The end whose share is wanted.
    """
    waits, ends = np.asarray(times, dtype=float), np.asarray(events)
    steps = np.unique(waits)
    order = np.sort(waits)
    at_risk = len(waits) - np.searchsorted(order, steps, side="left").astype(float)
    wanted = _tally(waits[ends == end], steps)
    ended = _tally(waits[ends != CENSORED], steps)
    survival = np.cumprod(1 - ended / at_risk) if len(steps) else np.empty(0)
    before = np.concatenate([[1.0], survival[:-1]])[: len(steps)]
    share = np.cumsum(before * wanted / at_risk)
    se = _standard_errors(share, before, at_risk, wanted, ended)
    low, high = _log_log(share, se, normal_quantile(level))
    known = len(waits) - np.cumsum(_tally(waits[ends == CENSORED], steps))
    open_share = float(survival[-1]) if len(survival) else 1.0
    return Incidence(steps, share, low, high, at_risk, len(waits), open_share, known)


def _tally(waits: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    places = np.searchsorted(steps, waits)
    return np.asarray(np.bincount(places, minlength=len(steps)), dtype=np.float64)


def _standard_errors(
    share: NDArray[np.float64],
    before: NDArray[np.float64],
    at_risk: NDArray[np.float64],
    wanted: NDArray[np.float64],
    ended: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Var F(t) = sum (F(t) - F(i))² g_i + sum s_i - 2 sum (F(t) - F(i)) c_i, opened into cumulative sums."""
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where all who remain end at once, no later F differs from F(i): the term weighs nothing.
        greenwood = np.where(at_risk > ended, ended / (at_risk * (at_risk - ended)), 0.0)
    own = before**2 * (at_risk - wanted) * wanted / at_risk**3
    cross = before * wanted / at_risk**2
    quadratic = share**2 * np.cumsum(greenwood)
    quadratic += -2 * share * np.cumsum(greenwood * share) + np.cumsum(greenwood * share**2)
    linear = share * np.cumsum(cross) - np.cumsum(cross * share)
    variance = np.maximum(0.0, quadratic + np.cumsum(own) - 2 * linear)
    return np.asarray(np.sqrt(variance), dtype=np.float64)


def _log_log(
    share: NDArray[np.float64], se: NDArray[np.float64], z: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rest = 1 - share
    inside = (share > 0) & (rest > 1e-12)
    safe = np.where(inside, rest, 0.5)
    spread = np.exp(z * se / (safe * np.abs(np.log(safe))))
    low = np.where(inside, 1 - safe ** (1 / spread), share)
    high = np.where(inside, 1 - safe**spread, share)
    return low, high


def quantile_interval(n: int, p: float, level: float = LEVEL) -> tuple[int, int, float | None]:
    """Ranks (1-based) of the order statistics that bound a quantile, from the binomial.

    Returns:
        (low rank, high rank, coverage). Rank 0 or n + 1 means that no bound exists on that side of a sample
        of n; coverage is then None.
    """
    tail = (1 - level) / 2
    low = _binomial_quantile(tail, n, p)
    high = _binomial_quantile(1 - tail, n, p) + 1
    if low < 1 or high > n:
        return low, high, None
    return low, high, float(bdtr(high - 1, n, p) - bdtr(low - 1, n, p))


def _binomial_quantile(q: float, n: int, p: float) -> int:
    """Least k with P(X <= k) >= q."""
    return int(np.searchsorted(bdtr(np.arange(n + 1), n, p), q))


def median(values: ArrayLike) -> Estimate:
    """Median with the order-statistic interval; nan ends where so few values bound it on no side."""
    return quantile(values, 0.5)


def quantile(values: ArrayLike, p: float) -> Estimate:
    """Quantile (between two values in proportion) with the order-statistic interval; see `median`."""
    ordered = np.sort(np.asarray(values, dtype=float))
    ordered = ordered[~np.isnan(ordered)]
    n = len(ordered)
    if n == 0:
        return Estimate(math.nan, n=0)
    low, high, coverage = quantile_interval(n, p)
    bounds = (math.nan, math.nan) if coverage is None else (float(ordered[low - 1]), float(ordered[high - 1]))
    return Estimate(float(np.quantile(ordered, p)), *bounds, n=n)
