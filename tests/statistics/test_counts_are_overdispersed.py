"""Comparison of daily counts, spikes, false discovery."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kpikit import statistics

A = [12, 9, 15, 11, 7, 4, 5, 13, 10, 16, 9, 8, 3, 6]
B = [14, 13, 18, 12, 30, 9, 6, 17, 15, 13, 22, 11, 5, 8]


def test_rate_ratio_is_the_quasi_poisson_glm():
    """The closed form gives statsmodels' GLM with scale X2, where plain Poisson would cry wolf."""
    result = statistics.count_rate_ratio(B, A)
    assert result.ratio.value == pytest.approx(1.5078125)
    assert (result.ratio.low, result.ratio.high) == pytest.approx(
        (1.0452358318759747, 2.1751058142312325), rel=2e-5
    )
    assert result.dispersion == pytest.approx(2.4454962136309275)
    assert result.p == pytest.approx(0.02948697724740578, rel=2e-5)


def test_rate_ratio_with_weekdays_is_the_glm_with_weekday_terms():
    """The weekday model agrees with statsmodels, lengths differing."""
    import statsmodels.api as sm

    current, other = np.array(B * 2 + [20, 3]), np.array(A * 2)
    weekdays, other_weekdays = np.arange(30) % 7, np.arange(28) % 7
    y, weekday = np.concatenate([current, other]), np.concatenate([weekdays, other_weekdays])
    design = np.column_stack([np.arange(58) < 30, *(weekday == day for day in range(7))]).astype(float)
    fit = sm.GLM(y, design, family=sm.families.Poisson()).fit(scale="X2", use_t=True)
    low, high = np.exp(fit.conf_int()[0])
    result = statistics.weekday_rate_ratio(current, weekdays, other, other_weekdays)
    assert result.ratio.value == pytest.approx(np.exp(fit.params[0]), rel=1e-6)
    assert (result.ratio.low, result.ratio.high) == pytest.approx((low, high), rel=1e-4)


def test_february_against_march_is_no_change():
    """Equal weekdays are no change, whatever the months' lengths; the raw figure reads +10 %."""
    february = np.tile([1000, 1000, 1000, 1000, 1000, 400, 400], 4)
    march_days = (np.arange(31) + 6) % 7
    march = np.where(march_days < 5, 1000, 400)
    change = statistics.month_compare(march, march_days, february, np.arange(28) % 7)
    assert change.raw == pytest.approx(0.10344827586206895)
    assert change.per_day == pytest.approx(-0.0033370411568409697)
    assert change.weekday_adjusted == pytest.approx(0.0, abs=1e-12)
    ratio = statistics.weekday_rate_ratio(march, march_days, february, np.arange(28) % 7).ratio
    assert ratio.value == pytest.approx(1.0)


@pytest.mark.parametrize(("current", "other"), [([], [1, 2]), ([1, 2], []), ([1, 2], [0, 0])])
def test_no_ratio_without_a_base(current, other):
    """A ratio to nothing is missing, not infinite."""
    assert math.isnan(statistics.count_rate_ratio(current, other).ratio.value)


def test_fall_to_zero_has_no_interval():
    """Zero against something is a ratio of 0; the log scale has no interval for it."""
    ratio = statistics.count_rate_ratio([0, 0], [3, 4]).ratio
    assert ratio.value == 0
    assert math.isnan(ratio.low)


@pytest.mark.parametrize(
    ("count", "usual", "at_least", "at_most"),
    [
        (12, 4.2, 0.0013738596159008673, 0.9995693705825935),
        (9, 4.2, 0.02793219095802424, 0.9888730118010276),
        (3, 0.4, 0.007926331867253838, 0.999223748623793),
        (0, 6.0, 1.0, 0.002478752176666357),
    ],
)
def test_poisson_tails(count, usual, at_least, at_most):
    """Tails of low daily counts are scipy's."""
    assert statistics.poisson_tail(count, usual) == pytest.approx((at_least, at_most))


def test_spike_against_overdispersed_history():
    """Sixteen after a restless history is a spike of 2 %, not of 1 in 100,000."""
    tail = statistics.negbin_tail([2, 5, 1, 0, 9, 3, 4, 12, 2, 1, 6, 3, 0, 4, 7, 2, 15, 3, 5, 1], 16)
    assert (tail.mean, tail.variance, tail.size) == pytest.approx(
        (4.25, 15.671052631578947, 1.5815092165898619)
    )
    assert tail.p == pytest.approx(0.018650791408331233)


def test_calm_history_falls_back_to_poisson():
    """Where counts vary less than chance the Poisson tail stands in."""
    tail = statistics.negbin_tail([4, 4, 4, 4], 9)
    assert tail.p == pytest.approx(statistics.poisson_tail(9, 4.0)[0])
    assert math.isinf(tail.size)


def test_benjamini_hochberg():
    """Adjusted p-values keep their places and are R's."""
    given = [
        0.008,
        0.001,
        0.039,
        0.041,
        0.042,
        0.06,
        0.074,
        0.205,
        0.212,
        0.216,
        0.222,
        0.251,
        0.269,
        0.275,
        0.34,
        0.341,
        0.384,
        0.569,
        0.594,
        0.696,
    ]
    adjusted = statistics.benjamini_hochberg(given)
    assert adjusted[:7] == pytest.approx([0.08, 0.02, 0.168, 0.168, 0.168, 0.2, 0.21142857142857144])
    assert adjusted[-6:] == pytest.approx(
        [0.42625, 0.42625, 0.45176470588235296, 0.6252631578947369, 0.6252631578947369, 0.696]
    )
    assert len(statistics.benjamini_hochberg([])) == 0
