"""What the reference cases say beside the figures tested elsewhere: every step, cell and part of them, and the
figures that a naive count would give."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kpikit import statistics
from tests.statistics.test_cells_cohorts_and_experiments import CELLS, MONTHS
from tests.statistics.test_intervals_agree_with_references import X, Y

TIGHT = 1e-9


def test_posts_as_clusters_beside_the_naive_interval():
    """The naive interval of the same clicks is six times too narrow: a design effect of 38."""
    estimate = statistics.ratio_of_sums(Y, X)
    naive = statistics.wilson(sum(Y), sum(X))
    assert (naive.low, naive.high) == pytest.approx((0.025746692741030332, 0.029249725565232296), rel=TIGHT)
    p = sum(Y) / sum(X)
    assert estimate.se**2 / (p * (1 - p) / sum(X)) == pytest.approx(37.831011876731225, rel=TIGHT)
    rates = np.array(Y) / np.array(X)
    assert statistics.median(rates).value == pytest.approx(0.039607843137254906, rel=TIGHT)
    assert rates.mean() == pytest.approx(0.03811518298902682, rel=TIGHT)


def test_counts_by_plain_poisson_would_be_too_sure():
    """Exact conditional Poisson: 1.20 to 1.90 with p = 0.0003; the days' own spread says 1.05 to 2.18."""
    a, b = 128, 193
    interval = stats.binomtest(b, a + b).proportion_ci(method="exact")
    odds = [end / (1 - end) for end in (interval.low, interval.high)]
    assert odds == pytest.approx([1.1996970618186213, 1.9003479633793836], rel=2e-5)
    assert stats.binomtest(b, a + b).pvalue == pytest.approx(0.000339415248908793, rel=2e-5)
    assert stats.poisson.sf(15, 4.25) == pytest.approx(1.0240233239392035e-05, rel=TIGHT)


def test_all_steps_of_the_seasonal_naive_outlook():
    """Six months ahead, each with its 95 % range."""
    path = statistics.seasonal_naive_outlook(MONTHS, 6)
    low = [3475.106050864311, 2815.106050864311, 2960.106050864311, 3285.106050864311, 3365.106050864311, 3535.106050864311]  # fmt: skip
    high = [7364.893949135689, 6704.893949135689, 6849.893949135689, 7174.893949135689, 7254.893949135689, 7424.893949135689]  # fmt: skip
    assert [step.low for step in path] == pytest.approx(low, rel=1e-6)
    assert [step.high for step in path] == pytest.approx(high, rel=1e-6)


def test_all_steps_of_last_year_times_growth():
    """Growth of 21.8 %, and each month's 80 % range on the log scale."""
    growth = sum(MONTHS[12:]) / sum(MONTHS[:12])
    assert growth == pytest.approx(1.218036109064112, rel=TIGHT)
    path = statistics.seasonal_growth_outlook(MONTHS, 6)
    mean = [6601.755711127479, 5797.8518791451725, 5974.467114959463, 6370.328850405304, 6467.771739130426, 6674.8378776713325]  # fmt: skip
    low = [6351.032581412649, 5577.659610244325, 5747.567308455544, 6128.3949078945, 6222.1370862179265, 6421.339215155232]  # fmt: skip
    high = [6862.376772709007, 6026.7367966964775, 6210.324367184074, 6621.8137493114655, 6723.103443373583, 6938.344043255608]  # fmt: skip
    assert [step.value for step in path] == pytest.approx(mean, rel=TIGHT)
    assert [step.low for step in path] == pytest.approx(low, rel=TIGHT)
    assert [step.high for step in path] == pytest.approx(high, rel=TIGHT)
    errors = np.log(np.array(MONTHS[12:]) / (np.array(MONTHS[:12]) * growth))
    assert np.sqrt((errors**2).sum() / 11) == pytest.approx(0.027283581428081752, rel=TIGHT)


def test_all_steps_of_half_the_drift():
    """Median and 80 % range of one to six months ahead."""
    path = statistics.half_drift_outlook(MONTHS, 6).path
    expected = [
        [7065.6240132217845, 6448.942766777749, 7741.2755085064355],
        [7147.178625084661, 6266.515977912485, 8151.604891604163],
        [7229.67457697689, 6232.263738993389, 8386.710941316509],
        [7313.122734268719, 6213.081502448796, 8607.928948847513],
        [7397.534087743344, 6386.651566035157, 8568.419619186643],
        [7482.919755044541, 6538.368577607344, 8563.92346130575],
    ]
    assert [[step.value, step.low, step.high] for step in path] == [
        pytest.approx(step, rel=TIGHT) for step in expected
    ]


def test_every_adjusted_p_value():
    """Twenty at once, in the order given."""
    given = [
        0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34,
        0.341, 0.384, 0.569, 0.594, 0.696,
    ]  # fmt: skip
    expected = [
        0.02, 0.08, 0.168, 0.168, 0.168, 0.2, 0.21142857142857144, *[0.3928571428571429] * 7, 0.42625, 0.42625,
        0.45176470588235296, 0.6252631578947369, 0.6252631578947369, 0.696,
    ]  # fmt: skip
    assert list(statistics.benjamini_hochberg(given)) == pytest.approx(expected, rel=TIGHT)


def test_every_cell_is_shrunk_by_its_own_weight():
    """Weights, raw and shrunk means and rates of all six cells, and the variances they rest on."""
    result = statistics.empirical_bayes_cells(CELLS)
    assert result.within == pytest.approx(0.23779761904761904, rel=TIGHT)
    assert result.within + 4.030769230769231 * result.tau2 == pytest.approx(0.7067326007326005, rel=TIGHT)
    cells = ["Mon18", "Tue12", "Wed09", "Thu20", "Fri15", "Sun10"]
    weight = [0.7964947059342765, 0.7098230560772925, 0.32851413970144344, 0.7739930372693727, 0.4945587403010559, 0.5947649966839867]  # fmt: skip
    shrunk = [-3.024328858452706, -3.3612089750429233, -2.784612750752968, -2.673193522422008, -3.2582485033411266, -3.028619947591487]  # fmt: skip
    raw = [-3.0250000000000004, -3.5, -2.3, -2.5714285714285716, -3.5, -3.033333333333333]
    rate = [0.048590421379730714, 0.03469329025822404, 0.061752998203311725, 0.06903141953679827, 0.03845569408563461, 0.048382362269650106]  # fmt: skip
    plain = [0.048557821270009946, 0.0301973834223185, 0.10025884372280375, 0.07642628699076807, 0.0301973834223185, 0.0481548541211964]  # fmt: skip
    assert [result.weight[cell] for cell in cells] == pytest.approx(weight, rel=TIGHT)
    assert [result.shrunk[cell] for cell in cells] == pytest.approx(shrunk, rel=TIGHT)
    assert [result.raw[cell] for cell in cells] == pytest.approx(raw, rel=TIGHT)
    assert np.exp([result.shrunk[cell] for cell in cells]) == pytest.approx(rate, rel=TIGHT)
    assert np.exp([result.raw[cell] for cell in cells]) == pytest.approx(plain, rel=TIGHT)


def test_every_part_of_rate_and_mix():
    """Each platform's rate rose, each lost by the mix."""
    old, new = ([300, 500, 200], [10000, 50000, 40000]), ([192, 490, 588], [6000, 45000, 105000])
    result = statistics.rate_decomposition(["LinkedIn", "Instagram", "TikTok"], old, new)
    within = [0.00013846153846153858, 0.00035042735042735033, 0.0003219230769230769]
    mix = [-0.0013495069033530572, -0.0002906393819855358, -0.0010296400394477318]
    assert list(result.within.values()) == pytest.approx(within, rel=TIGHT)
    assert list(result.mix.values()) == pytest.approx(mix, rel=TIGHT)
    assert np.divide(*new) == pytest.approx([0.032, 0.010888888888888889, 0.0056], rel=TIGHT)
    totals = [sum(y) / sum(x) for y, x in (old, new)]
    assert totals == pytest.approx([0.01, 0.00814102564102564], rel=TIGHT)


def test_young_cohorts_in_the_denominator_would_lower_retention():
    """226 of 720 came back after a month; over all 900 it would read 25 %."""
    size = [120, 150, 90, 200, 160, 180]
    n = np.nan
    table = [[36, 28, 24, 20, 18], [48, 36, 30, 27, n], [27, 20, 17, n, n], [70, 52, n, n, n], [45, n, n, n, n], [n] * 5]  # fmt: skip
    result = statistics.cohort_retention(size, table)
    right = [0.3138888888888889, 0.24285714285714285, 0.19722222222222222, 0.17407407407407408, 0.15]
    wrong = [0.2511111111111111, 0.1511111111111111, 0.07888888888888888, 0.052222222222222225, 0.02]
    assert result.share == pytest.approx(right, rel=TIGHT)
    assert result.retained / sum(size) == pytest.approx(wrong, rel=TIGHT)


def test_answered_tickets_alone_would_look_better():
    """Of the 19 answered ones 89 % were answered within a day; of all 28 two in three were."""
    answered = [
        0.2,
        0.4,
        0.5,
        0.7,
        0.9,
        1.1,
        1.8,
        2.0,
        2.6,
        3.1,
        3.9,
        5.2,
        6.5,
        7.3,
        10.5,
        12.0,
        20.0,
        26.0,
        41.0,
    ]
    assert np.mean(np.array(answered) <= 24) == pytest.approx(0.8947368421052632, rel=TIGHT)


def test_the_plain_interval_of_a_promoter_score():
    """Without the adjustment: 5.5 to 36.5 around 21."""
    p, d, n = 0.44, 0.23, 100
    half = 1.959963984540054 * np.sqrt((p + d - (p - d) ** 2) / n)
    assert [100 * (p - d - half), 100 * (p - d + half)] == pytest.approx(
        [5.493971895187169, 36.50602810481283], rel=TIGHT
    )


def test_sample_sizes_by_other_formulas():
    """Fleiss before rounding up; by arcsines 42 fewer; posts as clusters five times as many."""
    p, q = 0.02, 0.024
    z, power = stats.norm.ppf(0.975), stats.norm.ppf(0.8)
    mean = (p + q) / 2
    top = z * np.sqrt(2 * mean * (1 - mean)) + power * np.sqrt(p * (1 - p) + q * (1 - q))
    assert top**2 / (p - q) ** 2 == pytest.approx(21108.383070391657, rel=1e-4)
    effect = 2 * (np.arcsin(np.sqrt(q)) - np.arcsin(np.sqrt(p)))
    assert 2 * ((z + power) / effect) ** 2 == pytest.approx(21066.437206055296, rel=1e-4)
    clustered = 5 * top**2 / (p - q) ** 2
    assert clustered == pytest.approx(105542, rel=1e-4)


def test_two_growing_series_seem_to_move_together():
    """Levels of 24 months correlate at 0.99, and have nothing to do with each other."""
    x = [102, 105, 112, 118, 128, 138, 148, 152, 156, 157, 159, 169, 179, 184, 192, 196, 206, 214, 216, 220, 221, 226, 236, 246]  # fmt: skip
    y = [31, 30, 29, 28, 33, 35, 35, 36, 40, 43, 46, 45, 44, 48, 47, 51, 56, 60, 63, 67, 72, 72, 77, 81]
    found = stats.spearmanr(x, y)
    assert (found.statistic, found.pvalue) == pytest.approx(
        (0.9865159697926434, 8.674089923516137e-19), rel=1e-7
    )
