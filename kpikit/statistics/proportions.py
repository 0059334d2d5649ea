"""Shares of cases and balances of two shares."""

from __future__ import annotations

import math

from kpikit.statistics.estimates import LEVEL, NOTHING, Estimate, mover_difference, normal_quantile


def wilson(hits: float, n: float, level: float = LEVEL) -> Estimate:
    """Share hits / n with Wilson's score interval, no continuity correction.

    Never leaves 0..1, and stays honest at 0 of n and n of n.
    """
    if not n > 0:
        return NOTHING
    z = normal_quantile(level)
    share = hits / n
    centre = (hits + z * z / 2) / (n + z * z)
    # Rounding may push share * (1 - share) below 0 where hits is a sum of fractions.
    half = z / (n + z * z) * math.sqrt(max(0.0, hits * (n - hits) / n) + z * z / 4)
    low = 0.0 if hits <= 0 else max(0.0, centre - half)
    high = 1.0 if hits >= n else min(1.0, centre + half)
    return Estimate(share, low, high, n=n)


def newcombe_difference(hits_a: float, n_a: float, hits_b: float, n_b: float) -> Estimate:
    """Difference of two independent shares, a - b; Newcombe's hybrid score interval (1998, method 10)."""
    if not (n_a > 0 and n_b > 0):
        return NOTHING
    return mover_difference(wilson(hits_a, n_a), wilson(hits_b, n_b))


def net_sentiment(positive: float, neutral: float, negative: float, level: float = LEVEL) -> Estimate:
    """(positive - negative) / labelled, in -1..1, with the multinomial variance.

    The two shares are negatively correlated, so their own intervals cannot be subtracted.
    """
    n = positive + neutral + negative
    if not n > 0:
        return NOTHING
    net = (positive - negative) / n
    se = math.sqrt(max(0.0, (positive + negative) / n - net * net) / n)
    half = normal_quantile(level) * se
    return Estimate(net, max(-1.0, net - half), min(1.0, net + half), se=se, n=n)


def nps(promoters: float, passives: float, detractors: float, level: float = LEVEL) -> Estimate:
    """Net promoter score in points, -100..100, with the adjusted Wald interval (add 3/4, 3/2, 3/4)."""
    n = promoters + passives + detractors
    if not n > 0:
        return NOTHING
    up, down, size = promoters + 0.75, detractors + 0.75, n + 3
    centre = (up - down) / size
    se = math.sqrt(((up + down) / size - centre * centre) / size)
    half = normal_quantile(level) * se
    score = 100 * (promoters - detractors) / n
    return Estimate(
        score, max(-100.0, 100 * (centre - half)), min(100.0, 100 * (centre + half)), 100 * se, n=n
    )


def corrected_share(share: float, n: float, sensitivity: float, specificity: float) -> Estimate:
    """A share found by an imperfect labeller, put right by how often it errs (Rogan and Gladen 1978).

    Args:
        share: Found by the labeller.
        n: Cases labelled.
        sensitivity: Share of true cases that it finds, on a hand-checked sample.
        specificity: Share of the others that it leaves alone.

    Returns:
        The corrected share, cut to 0 to 1; `se` and the interval leave out the error of the sample itself.
        No value where the labeller does no better than chance.
    """
    power = sensitivity + specificity - 1
    if power <= 0 or n <= 0:
        return NOTHING
    value = (share + specificity - 1) / power
    se = math.sqrt(share * (1 - share) / n) / power
    half = normal_quantile(LEVEL) * se
    low, high = (min(1.0, max(0.0, bound)) for bound in (value - half, value + half))
    return Estimate(min(1.0, max(0.0, value)), low, high, se, n=n)
