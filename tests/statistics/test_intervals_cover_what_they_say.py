"""A short form of `make coverage`: few draws, so a wide tolerance."""

import math

import pytest

from kpikit.statistics import Moments, ratio_of_sums
from tests.coverage.cases import RATE, cases, posts, run

PROMISED = [case for case in cases() if case.promised]


@pytest.mark.parametrize("case", PROMISED, ids=lambda case: f"{case.topic}: {case.process}")
def test_intervals_hold_the_truth_as_often_as_they_say(case):
    """95 % intervals of shares, differences, waits and rates hold the truth in about 95 of 100 draws."""
    assert run(case, 600).covered == pytest.approx(0.95, abs=0.035)


def test_the_simulation_can_tell_a_bad_interval():
    """Eight posts of very unequal reach: the plain interval covers far too little, effective posts do not."""
    found = {
        case.method: run(case, 600).covered
        for case in cases()
        if case.process == "8 posts, sigma 1.5, rates vary by 30%" and case.cost == 1
    }
    assert found["ratio estimator, t"] < 0.85
    assert found["log scale, effective posts"] > 0.92


def test_effective_posts_by_hand():
    """Two posts of reach 300 and 100 weigh as 400² / (300² + 100²) = 1.6 equal ones."""
    moments = Moments.of([9, 5], [300, 100])
    assert moments.effective == pytest.approx(1.6)
    # Rate 14 / 400; residuals 9 - 10.5 and 5 - 3.5: squares 4.5; error sqrt(1.6 / 0.6 × 4.5) / 400.
    estimate = moments.effective_ratio()
    assert (estimate.value, estimate.se) == (
        pytest.approx(0.035),
        pytest.approx(math.sqrt(1.6 / 0.6 * 4.5) / 400),
    )
    assert estimate.df == pytest.approx(0.6)
    assert estimate.low < 0.035 < estimate.high


def test_effective_posts_of_equal_reach_are_the_posts():
    """With equal reach both intervals rest on the same error and the same degrees of freedom."""
    y, x = [31, 28, 35, 22, 40, 30, 27, 33], [1000] * 8
    plain, effective = ratio_of_sums(y, x), Moments.of(y, x).effective_ratio()
    assert (effective.value, effective.se, effective.df) == pytest.approx((plain.value, plain.se, plain.df))
    assert effective.low * effective.high == pytest.approx(plain.value**2)


@pytest.mark.parametrize(("y", "x"), [([], []), ([3], [6]), ([0, 0, 0], [5, 6, 7]), ([1, 1], [0, 0])])
def test_effective_posts_of_too_little(y, x):
    """Where there is nothing to vary the interval is the plain one: none, or a point."""
    plain, effective = ratio_of_sums(y, x), Moments.of(y, x).effective_ratio()
    assert repr(plain) == repr(effective)


def test_one_post_with_all_the_reach_has_no_interval():
    """Effectively one post says nothing on how posts vary."""
    estimate = Moments.of([40, 0, 1], [1_000_000, 1, 1]).effective_ratio()
    assert math.isnan(estimate.low)
    assert math.isnan(estimate.high)


def test_posts_are_drawn_about_their_rate():
    """The process has the rate that the intervals are held to."""
    import numpy as np

    y, x = posts(np.random.default_rng(1), 200_000, 0.5, 0.6)
    assert y.sum() / x.sum() == pytest.approx(RATE, rel=0.02)
