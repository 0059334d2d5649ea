"""Plain outlooks, repeated looks, series that move together, shares of imperfect labellers: worked cases."""

import math

import numpy as np
import pytest

from kpikit import statistics

MONTHS = [
    4120, 3805, 3990, 4310, 4405, 4520, 4380, 4210, 4655, 4890, 5105, 5890, 5420, 4760, 4905, 5230, 5310, 5480,
    5290, 5120, 5590, 5905, 6120, 6985,
]  # fmt: skip


def test_random_walk_with_drift():
    """R and statsforecast agree on mean and 95 % range, the error of the drift in it."""
    path = statistics.drift_outlook(MONTHS, 6)
    assert [step.value for step in path] == pytest.approx(
        [
            7109.565217391304,
            7234.130434782609,
            7358.695652173913,
            7483.260869565217,
            7607.826086956522,
            7732.391304347826,
        ]
    )
    assert [step.low for step in path] == pytest.approx(
        [
            6387.256384420537,
            6191.567436898317,
            6056.534885175585,
            5951.0124478515045,
            5863.284516009888,
            5787.515250749541,
        ],
        rel=2e-6,
    )
    assert [step.high for step in path] == pytest.approx(
        [
            7831.874050362071,
            8276.693432666902,
            8660.85641917224,
            9015.50929127893,
            9352.367657903156,
            9677.267357946112,
        ],
        rel=2e-6,
    )


def test_seasonal_naive():
    """Last year's month, the spread of the year-on-year differences around 0."""
    path = statistics.seasonal_naive_outlook(MONTHS, 6)
    assert [step.value for step in path] == [5420, 4760, 4905, 5230, 5310, 5480]
    assert path[0].low == pytest.approx(3475.106050864311, rel=1e-6)
    assert path[5].high == pytest.approx(7424.893949135689, rel=1e-6)


@pytest.mark.parametrize(
    ("looks", "simulated"), [(1, 0.0496475), (2, 0.083005), (5, 0.1419), (10, 0.1939225), (20, 0.24792)]
)
def test_looking_often_finds_what_is_not_there(looks, simulated):
    """400,000 simulated paths (standard error 0.0006) and Armitage's table: 5, 8.3, 14.2, 19.3, 24.8 %."""
    assert statistics.false_alarm(looks) == pytest.approx(simulated, abs=0.002)


def test_pocock_allows_for_five_looks():
    """2.413 at each of five looks keeps the chance at 5 %; one look is the plain bound."""
    assert statistics.pocock_bound(5) == pytest.approx(2.413, abs=0.0005)
    assert statistics.false_alarm(5, 2.413) == pytest.approx(0.0500275, abs=0.0003)
    assert statistics.pocock_bound(1) == pytest.approx(1.959964, abs=1e-6)


X = [102, 105, 112, 118, 128, 138, 148, 152, 156, 157, 159, 169, 179, 184, 192, 196, 206, 214, 216, 220, 221, 226, 236, 246]  # fmt: skip
Y = [31, 30, 29, 28, 33, 35, 35, 36, 40, 43, 46, 45, 44, 48, 47, 51, 56, 60, 63, 67, 72, 72, 77, 81]


def test_two_growing_series_do_not_move_together():
    """Levels correlate at 0.99; changes do not, at any lead."""
    found = statistics.moves_together(X, Y)
    assert [pair.rho for pair in found] == pytest.approx(
        [-0.03596398092577822, 0.0067607289829512045, 0.037024824624071785, 0.030101724714044657], rel=1e-7
    )
    assert [pair.p for pair in found] == pytest.approx(
        [0.8705885544013054, 0.9761788561776433, 0.8734059742078508, 0.8997486431507186], rel=1e-7
    )
    assert [pair.q for pair in found] == pytest.approx([0.9761788561776433] * 4, rel=1e-7)


def test_a_lead_is_found():
    """A series that repeats another's changes two months later moves together at lag 2 alone."""
    draws = np.random.default_rng(3).normal(size=40)
    leader, follower = np.cumsum(draws), np.cumsum(np.roll(draws, 2))
    found = statistics.moves_together(leader, follower)
    assert [pair.lag for pair in found if pair.q < 0.05] == [2]
    assert found[2].rho == pytest.approx(1)


def test_a_constant_series_moves_with_nothing():
    """No number, no warning."""
    assert all(math.isnan(pair.rho) for pair in statistics.moves_together([5] * 20, list(range(20))))


def test_a_labellers_errors_are_taken_out():
    """35 % found, sensitivity .82, specificity .93, 600 cases: 37.3 %, standard error 2.6 points."""
    found = statistics.corrected_share(0.35, 600, 0.82, 0.93)
    assert (found.value, found.se) == pytest.approx((0.37333333333333335, 0.02596293654566205), rel=1e-9)


@pytest.mark.parametrize(("share", "value"), [(0.01, 0.0), (0.99, 1.0)])
def test_a_corrected_share_stays_a_share(share, value):
    """Fewer finds than its false alarms alone would give: none, not fewer than none."""
    assert statistics.corrected_share(share, 100, 0.82, 0.93).value == value


def test_a_labeller_no_better_than_chance_tells_nothing():
    """Sensitivity .5 and specificity .5."""
    assert math.isnan(statistics.corrected_share(0.3, 100, 0.5, 0.5).value)
