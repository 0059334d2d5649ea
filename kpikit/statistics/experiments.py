"""Tests of two variants: what was found, and how much would have been needed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, betaln, ndtr, ndtri

from kpikit.statistics.proportions import newcombe_difference

if TYPE_CHECKING:
    from kpikit.statistics.estimates import Estimate


@dataclass(frozen=True)
class ClickTest:
    """Two click-through rates whose impressions are independent (a platform's own split test).

    Attributes:
        difference: b - a, Newcombe.
        z: Pooled z statistic.
        p: Two-sided p-value.
        b_better: Probability that b is better, uniform priors.
        loss_of_b: Expected loss of rate in choosing b.
    """

    difference: Estimate
    z: float
    p: float
    b_better: float
    loss_of_b: float


def ab_ctr(hits_a: float, n_a: float, hits_b: float, n_b: float) -> ClickTest:
    """Compare hits / n of two variants. For posts of one's own use `ab_clustered`: they are clusters."""
    pooled = (hits_a + hits_b) / (n_a + n_b)
    se = math.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    z = (hits_b / n_b - hits_a / n_a) / se if se > 0 else math.nan
    better, loss = _posterior((hits_a + 1, n_a - hits_a + 1), (hits_b + 1, n_b - hits_b + 1))
    return ClickTest(newcombe_difference(hits_b, n_b, hits_a, n_a), z, 2 * float(ndtr(-abs(z))), better, loss)


def _posterior(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """P(B > A) and E max(A - B, 0) of two beta variables, Gauss-Legendre where their mass lies."""

    def mass(shape: tuple[float, float]) -> tuple[float, float]:
        mean = shape[0] / sum(shape)
        spread = math.sqrt(mean * (1 - mean) / (sum(shape) + 1))
        return mean - 12 * spread, mean + 12 * spread

    low = max(0.0, min(mass(a)[0], mass(b)[0]))
    high = min(1.0, max(mass(a)[1], mass(b)[1]))
    nodes, weights = np.polynomial.legendre.leggauss(400)
    x = (high + low) / 2 + (high - low) / 2 * nodes
    weights = weights * (high - low) / 2
    density_b = np.exp((b[0] - 1) * np.log(x) + (b[1] - 1) * np.log1p(-x) - betaln(*b))
    better = float((weights * density_b * betainc(*a, x)).sum())
    # E max(A - B, 0) = integral of P(A > x) P(B < x).
    loss = float((weights * (1 - betainc(*a, x)) * betainc(*b, x)).sum())
    return better, loss


def sample_size(share: float, relative_change: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Cases per variant needed to see a relative change of a share (Fleiss, no correction).

    Args:
        share: Share without the change.
        relative_change: 0.2 = from 2 % to 2.4 %.
        alpha: Two-sided level.
        power: Chance of seeing the change if it is there. Multiply the result by the design effect where
            cases come in clusters.
    """
    other = share * (1 + relative_change)
    mean = (share + other) / 2
    spread = float(ndtri(1 - alpha / 2)) * math.sqrt(2 * mean * (1 - mean))
    spread += float(ndtri(power)) * math.sqrt(share * (1 - share) + other * (1 - other))
    return math.ceil(spread**2 / (share - other) ** 2)
