"""Processes whose truth is known, and the intervals asked of them."""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from kpikit import statistics
from kpikit.statistics import CENSORED, COMPETING, HAPPENED, Moments

RATE = 0.03
"""True rate of the processes of posts."""


@dataclass(frozen=True)
class Case:
    """One interval on one process.

    Attributes:
        topic: shares, differences, waits, rates or hard: a table of the page each.
        process: What is drawn, in words.
        method: The interval.
        draw: Draws once: (low, high, truth); nan ends are open.
        promised: Whether it must cover 93 to 97 %.
        cost: Times as dear as a plain formula: so many fewer draws.
    """

    topic: str
    process: str
    method: str
    draw: Callable[[np.random.Generator], tuple[float, float, float]]
    promised: bool = True
    cost: int = 1


@dataclass(frozen=True)
class Outcome:
    """What came out of a case.

    Attributes:
        case: The case.
        draws: How often it was drawn.
        covered: Share of the intervals that held the truth.
        width: Median width; inf where half of them are open.
    """

    case: Case
    draws: int
    covered: float
    width: float

    @property
    def holds(self):
        """Whether the promise is kept, if there is one."""
        return not self.case.promised or 0.93 <= self.covered <= 0.97


def run(case, draws):
    """Draw a case; the same each time, whichever other cases are drawn."""
    rng = np.random.default_rng(zlib.crc32(f"{case.topic} {case.process}".encode()))
    draws = max(50, draws // case.cost)
    found = np.array([case.draw(rng) for _ in range(draws)])
    low = np.where(np.isnan(found[:, 0]), -np.inf, found[:, 0])
    high = np.where(np.isnan(found[:, 1]), np.inf, found[:, 1])
    inside = (low <= found[:, 2]) & (found[:, 2] <= high)
    return Outcome(case, draws, float(inside.mean()), float(np.median(high - low)))


def shares():
    """Wilson; for a share that differs from brand to brand, and for some that stand still."""

    def draw(n, least, most):
        def once(rng):
            truth = rng.uniform(least, most)
            estimate = statistics.wilson(rng.binomial(n, truth), n)
            return estimate.low, estimate.high, truth

        return once

    for n in (30, 100, 1000):
        yield Case("shares", f"n {n}, true share anywhere in 5 to 95 %", "Wilson", draw(n, 0.05, 0.95))
    for n, share in ((30, 0.1), (100, 0.02), (400, 0.5)):
        # At a single point coverage swings with n: a count is no continuous thing.
        process = f"n {n}, true share {share:.0%}"
        yield Case("shares", process, "Wilson", draw(n, share, share), promised=False)


def differences():
    """Newcombe."""

    def draw(n_a, n_b):
        def once(rng):
            a, b = rng.uniform(0.05, 0.95, 2)
            estimate = statistics.newcombe_difference(rng.binomial(n_a, a), n_a, rng.binomial(n_b, b), n_b)
            return estimate.low, estimate.high, a - b

        return once

    for n_a, n_b in ((30, 30), (50, 80), (200, 1000)):
        process = f"n {n_a} and {n_b}, true shares anywhere in 5 to 95 %"
        yield Case("differences", process, "Newcombe", draw(n_a, n_b))


def _waits(rng, n, closing):
    """Answers at log-normal hours (median 6); a share is closed unanswered, the rest is cut off at 2 to 60."""
    answered = np.exp(math.log(6) + rng.standard_normal(n))
    closed = rng.exponential(1 / closing, n) if closing else np.full(n, np.inf)
    cut = rng.uniform(2, 60, n)
    hours = np.minimum(np.minimum(answered, closed), cut)
    ends = np.where(hours == answered, HAPPENED, np.where(hours == closed, COMPETING, CENSORED))
    return hours, ends


def _answered_by(hours, closing):
    """True share answered within so many hours, by numerical integration."""
    grid = np.linspace(1e-6, hours, 20_001)
    density = stats.lognorm.pdf(grid, 1, scale=6) * np.exp(-closing * grid)
    return float(np.trapezoid(density, grid))


def _median_wait(closing):
    """Hours by which half of all were answered."""
    low, high = 0.1, 500.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _answered_by(middle, closing) < 0.5 else (low, middle)
    return low


def waits():
    """Kaplan-Meier and Aalen-Johansen: share answered within a day, median wait."""

    def share(n, closing, hours, truth):
        def once(rng):
            estimate = statistics.aalen_johansen(*_waits(rng, n, closing)).at(hours)
            return estimate.low, estimate.high, truth

        return once

    def median(n, closing, truth):
        def once(rng):
            estimate = statistics.aalen_johansen(*_waits(rng, n, closing)).quantile(0.5)
            return estimate.low, estimate.high, truth

        return once

    for closing, method in ((0.0, "Kaplan-Meier, log-log"), (0.02, "Aalen-Johansen, log-log")):
        half = _median_wait(closing)
        for n in (50, 200):
            ended = ", 2 % an hour closed unanswered" if closing else ""
            process = f"{n} tickets, open ones cut off at 2 to 60 hours{ended}"
            for hours in (12, 24):
                truth = _answered_by(hours, closing)
                # Of 50 tickets four are still open after a day: all or nearly all answered, an edge.
                promised = n * (1 - truth) > 8
                words = f"{process}: answered within {hours} h (truth {truth:.0%})"
                yield Case("waits", words, method, share(n, closing, hours, truth), promised=promised)
            yield Case("waits", f"{process}: median", method, median(n, closing, half))


def posts(rng, n, sigma, spread):
    """(engagements, reach): log-normal reach, each post's own rate log-normal about RATE, Poisson counts."""
    reach = np.round(np.exp(7 + sigma * rng.standard_normal(n)))
    log_sd = math.sqrt(math.log(1 + spread**2))
    own = RATE * np.exp(log_sd * rng.standard_normal(n) - log_sd**2 / 2)
    return rng.poisson(reach * own).astype(float), np.maximum(reach, 1)


def _ratio(y, x):
    return statistics.ratio_of_sums(y, x)


def _effective(y, x):
    return Moments.of(y, x).effective_ratio()


def _log_scale(y, x):
    """The log-scale interval with n - 1 degrees of freedom."""
    plain = statistics.ratio_of_sums(y, x)
    half = stats.t.ppf(0.975, plain.df) * plain.se / plain.value
    return statistics.Estimate(plain.value, plain.value * math.exp(-half), plain.value * math.exp(half))


def _accelerated(y, x):
    """Bootstrap over posts, bias-corrected and accelerated."""

    def ratio(top, bottom, axis=-1):
        return top.sum(axis=axis) / bottom.sum(axis=axis)

    with np.errstate(all="ignore"):
        found = stats.bootstrap(
            (y, x), ratio, paired=True, n_resamples=999, method="BCa", rng=np.random.default_rng(1)
        ).confidence_interval
    return statistics.Estimate(math.nan, float(found.low), float(found.high))


def _studentised(y, x):
    """Bootstrap-t on the log scale, over posts."""
    rng = np.random.default_rng(1)
    plain = statistics.ratio_of_sums(y, x)
    rows = rng.integers(0, len(y), (999, len(y)))
    top, bottom = y[rows], x[rows]
    values = top.sum(1) / bottom.sum(1)
    squares = ((top - values[:, None] * bottom) ** 2).sum(1)
    ses = np.sqrt(len(y) / (len(y) - 1) * squares) / bottom.sum(1)
    with np.errstate(all="ignore"):
        t = np.log(values / plain.value) / (ses / values)
    low, high = np.quantile(t[np.isfinite(t)], [0.025, 0.975])
    scale = plain.se / plain.value
    return statistics.Estimate(
        plain.value, plain.value * math.exp(-high * scale), plain.value * math.exp(-low * scale)
    )


METHODS = {
    "ratio estimator, t": (_ratio, 1),
    "log scale, t": (_log_scale, 1),
    "log scale, effective posts": (_effective, 1),
    "BCa bootstrap": (_accelerated, 20),
    "bootstrap-t, log scale": (_studentised, 20),
}


def _rate(method, n, sigma, spread):
    def once(rng):
        estimate = method(*posts(rng, n, sigma, spread))
        return estimate.low, estimate.high, RATE

    return once


def rates():
    """What is promised of event rates: reach not too unequal, posts enough."""
    for n in (30, 60, 120):
        for sigma in (0.3, 0.5):
            process = f"{n} posts, reach log-normal with sigma {sigma}, rates vary by 30 %"
            yield Case("rates", process, "ratio estimator, t", _rate(_ratio, n, sigma, 0.3))


def hard():
    """What is not promised: few posts, very unequal reach, rates that vary much; several methods."""
    for spread in (0.3, 0.6):
        for n in (8, 30, 60):
            for sigma in (0.5, 1.0, 1.5):
                process = f"{n} posts, sigma {sigma}, rates vary by {spread:.0%}"
                for name, (method, cost) in METHODS.items():
                    yield Case(
                        "hard", process, name, _rate(method, n, sigma, spread), promised=False, cost=cost
                    )


def cases():
    """All of them."""
    return [*shares(), *differences(), *waits(), *rates(), *hard()]
