"""Intervals against R, statsmodels and published figures."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kpikit import statistics

WILSON = [
    (0, 10, 0.0, 0.2775327998628892),
    (1, 1, 0.20654931437723742, 1.0),
    (10, 10, 0.7224672001371107, 1.0),
    (7, 10, 0.39677814746114537, 0.8922087325936989),
    (5, 40, 0.05459500250945402, 0.26112119838851094),
    (42, 1234, 0.02527775243672222, 0.04568566391579008),
    (180, 60000, 0.002593073416431358, 0.003470562677107594),
    (0, 1, 0.0, 0.7934506855227626),
    (1, 3, 0.06149194472039624, 0.7923403991979523),
]
NEWCOMBE = [
    ((56, 70, 48, 80), 0.2, 0.0524314724023649, 0.333872654036906),
    ((9, 10, 3, 10), 0.6, 0.17052272393450302, 0.8090179735354881),
    ((0, 10, 0, 20), 0.0, -0.16112515805281935, 0.2775327998628892),
    ((120, 6000, 156, 6100), -0.005573770491803277, -0.010938393819583319, -0.00024434977224026787),
    ((10, 10, 0, 20), 1.0, 0.6790860371419147, 1.0),
]
Y = [48, 61, 35, 72, 20, 55, 410, 33, 64, 29, 51, 40]
X = [1200, 1350, 980, 1500, 700, 1240, 21000, 900, 1600, 810, 1150, 1020]


@pytest.mark.parametrize(("hits", "n", "low", "high"), WILSON)
def test_wilson(hits, n, low, high):
    """Wilson's interval is R's prop.test without correction."""
    estimate = statistics.wilson(hits, n)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), rel=1e-9, abs=1e-15)
    assert estimate.value == hits / n


def test_share_of_nothing_has_no_value():
    """0 of 0 is no share, neither 0 nor 1."""
    assert math.isnan(statistics.wilson(0, 0).value)
    assert math.isnan(statistics.newcombe_difference(1, 2, 0, 0).value)


@pytest.mark.parametrize(("counts", "value", "low", "high"), NEWCOMBE)
def test_newcombe(counts, value, low, high):
    """The difference of two shares has Newcombe's published interval."""
    estimate = statistics.newcombe_difference(*counts)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(
        (value, low, high), rel=1e-9, abs=1e-15
    )


def test_ratio_of_sums_takes_posts_as_clusters():
    """The engagement rate's error is that of R's survey::svyratio, 38 times the naive variance."""
    estimate = statistics.ratio_of_sums(Y, X)
    assert estimate.value == pytest.approx(0.02744394618834081)
    assert estimate.se == pytest.approx(0.005494225978747251)
    assert (estimate.low, estimate.high) == pytest.approx((0.01535123634292815, 0.03953665603375347))


def test_ratio_leaves_out_half_known_pairs():
    """A post without reach adds neither to the numerator nor to the denominator."""
    assert statistics.ratio_of_sums([*Y, 900], [*X, np.nan]) == statistics.ratio_of_sums(Y, X)


@pytest.mark.parametrize(
    ("y", "x", "value"),
    [([], [], math.nan), ([3], [0], math.nan), ([0, 0], [0, 0], math.nan), ([3], [6], 0.5)],
)
def test_ratio_of_too_little(y, x, value):
    """Nothing over nothing is missing; one post has a rate but no interval."""
    estimate = statistics.ratio_of_sums(y, x)
    assert estimate.value == pytest.approx(value, nan_ok=True)
    assert math.isnan(estimate.low)


def test_net_sentiment_uses_the_multinomial():
    """Shares of one text corpus are correlated; the balance knows."""
    estimate = statistics.net_sentiment(58, 97, 45)
    assert estimate.value == pytest.approx(0.065)
    assert estimate.se == pytest.approx(0.05053587834400427)
    assert (estimate.low, estimate.high) == pytest.approx((-0.034048501481346055, 0.164048501481346))


def test_nps_uses_the_adjusted_wald_interval():
    """The net promoter score has the interval with 3/4, 3/2, 3/4 added."""
    estimate = statistics.nps(44, 33, 23)
    assert estimate.value == 21.0
    assert (estimate.low, estimate.high) == pytest.approx((5.139370584077929, 35.637328445048276))


def test_balance_of_nothing_has_no_value():
    """No answers, no score."""
    assert math.isnan(statistics.nps(0, 0, 0).value)
    assert math.isnan(statistics.net_sentiment(0, 0, 0).value)


@pytest.mark.parametrize(
    ("n", "p", "expected"),
    [
        (50, 0.5, (18, 33, 0.9671608624357315)),
        (50, 0.9, (41, 50, 0.9703082890880885)),
        (200, 0.9, (171, 189, 0.9668839008979295)),
    ],
)
def test_quantile_ranks(n, p, expected):
    """Order statistics bound a quantile with the binomial's coverage."""
    low, high, coverage = statistics.quantile_interval(n, p)
    assert (low, high) == expected[:2]
    assert coverage == pytest.approx(expected[2], rel=1e-9)


def test_quantile_without_upper_bound():
    """Twenty answers have no upper bound for the 90th percentile."""
    assert statistics.quantile_interval(20, 0.9) == (15, 21, None)


def test_median_by_hand():
    """The median of ten values is bounded by the second and the ninth; ties and order don't matter."""
    estimate = statistics.median([9, 1, 2, 3, 4, 5, 6, 7, 8, 10])
    assert (estimate.value, estimate.low, estimate.high) == (5.5, 2, 9)
    assert statistics.median([4, 4, 4]).value == 4
    assert math.isnan(statistics.median([4, 4, 4]).low)
    assert math.isnan(statistics.median([np.nan]).value)


def test_relative_change_is_symmetric_on_the_log_scale():
    """Turning a comparison round turns its interval round."""
    a, b = statistics.ratio_of_sums(Y, X), statistics.ratio_of_sums(X, [2 * x for x in Y])
    there, back = statistics.relative_change(a, b), statistics.relative_change(b, a)
    assert (1 + there.low) * (1 + back.high) == pytest.approx(1)
    assert (1 + there.value) * (1 + back.value) == pytest.approx(1)
