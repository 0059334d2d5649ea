"""Shrinkage, post age, retention, tests of variants, mix, progress, outlooks."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kpikit import statistics

N = math.nan
CELLS = {
    "Mon18": [-3.6, -2.5, -3.3, -2.7, -2.9, -3.4, -2.6, -3.2],
    "Tue12": [-3.9, -3.2, -3.0, -4.1, -3.3],
    "Wed09": [-2.3],
    "Thu20": [-2.4, -3.0, -2.3, -2.8, -2.1, -2.9, -2.5],
    "Fri15": [-4.1, -2.9],
    "Sun10": [-2.3, -3.9, -2.9],
}
MONTHS = [
    4120,
    3805,
    3990,
    4310,
    4405,
    4520,
    4380,
    4210,
    4655,
    4890,
    5105,
    5890,
    5420,
    4760,
    4905,
    5230,
    5310,
    5480,
    5290,
    5120,
    5590,
    5905,
    6120,
    6985,
]
DAYS = [
    213,
    220,
    233,
    236,
    202,
    123,
    110,
    218,
    224,
    233,
    235,
    202,
    126,
    113,
    219,
    222,
    238,
    234,
    208,
    130,
    111,
    218,
    238,
    329,
    234,
    217,
    124,
    118,
    221,
    232,
    244,
    231,
    216,
    132,
    117,
    227,
    231,
    241,
    243,
    215,
    133,
    118,
    229,
    237,
    246,
    239,
    221,
    49,
    118,
    226,
    240,
    243,
    248,
    216,
    139,
    128,
    226,
    248,
    243,
    247,
    220,
    263,
    127,
    229,
    248,
    244,
    251,
    224,
    142,
    126,
]


def test_one_lucky_post_is_shrunk():
    """The best raw cell rests on one post and falls behind the cell of seven."""
    result = statistics.empirical_bayes_cells(CELLS)
    assert result.tau2 == pytest.approx(0.11633883133406028)
    assert result.mean == pytest.approx(-3.0217020929338694)
    assert result.weight["Wed09"] == pytest.approx(0.32851413970144344)
    assert result.shrunk["Wed09"] == pytest.approx(-2.784612750752968)
    assert result.shrunk["Mon18"] == pytest.approx(-3.024328858452706)
    assert max(result.raw, key=result.raw.get) == "Wed09"
    assert max(result.shrunk, key=result.shrunk.get) == "Thu20"


@pytest.mark.parametrize("cells", [{}, {"a": []}])
def test_no_cells(cells):
    """Empty cells give no estimate."""
    assert statistics.empirical_bayes_cells(cells).shrunk == {}


@pytest.mark.parametrize(
    "cells", [{"a": [1.0], "b": [3.0]}, {"a": [1.0, 3.0]}, {"a": [2.0, 2.0], "b": [2.0, 2.0]}]
)
def test_cells_that_tell_nothing_apart_shrink_to_the_mean(cells):
    """Without spread within or between cells all get the common mean."""
    assert set(statistics.empirical_bayes_cells(cells).shrunk.values()) == {2.0}


def test_young_posts_are_completed():
    """Age-to-age factors are weighted by volume; finished posts stay as they are."""
    cumulative = [
        [40, 55, 62, 74, 80],
        [90, 120, 138, 160, 171],
        [25, 36, 41, 50, 53],
        [60, 84, 93, 112, N],
        [33, 45, 52, N, N],
        [70, 96, N, N, N],
        [50, N, N, N, N],
    ]
    curve = statistics.post_age([1, 2, 3, 7, 14], cumulative)
    assert curve.factors == pytest.approx(
        [1.371069182389937, 1.1352941176470588, 1.18562874251497, 304 / 284]
    )
    assert curve.completeness == pytest.approx(
        [0.5062071561619351, 0.6940450317188797, 0.7879452418926104, 0.9342105263157896, 1.0]
    )
    assert curve.projected == pytest.approx(
        [80, 171, 53, 119.88732394366195, 65.99443366787551, 138.31955509031644, 98.77379130532294]
    )


def test_retention_leaves_out_cohorts_too_young():
    """Month one is 226 of the 720 customers old enough, not of all 900."""
    retained = [
        [36, 28, 24, 20, 18],
        [48, 36, 30, 27, N],
        [27, 20, 17, N, N],
        [70, 52, N, N, N],
        [45, N, N, N, N],
        [N, N, N, N, N],
    ]
    result = statistics.cohort_retention([120, 150, 90, 200, 160, 180], retained)
    assert list(result.k) == [1, 2, 3, 4, 5]
    assert list(result.base) == [720, 560, 360, 270, 120]
    assert result.share == pytest.approx([226 / 720, 136 / 560, 71 / 360, 47 / 270, 18 / 120])


def test_two_covers():
    """Clicks of a split test: difference, z, posterior."""
    result = statistics.ab_ctr(120, 6000, 156, 6100)
    assert (result.difference.low, result.difference.high) == pytest.approx(
        (0.00024434977224026787, 0.010938393819583319), rel=1e-6
    )
    assert (result.z, result.p) == pytest.approx((2.0532676197165567, 0.040046629457730645), rel=1e-6)
    assert result.b_better == pytest.approx(0.9798941738440784, rel=1e-6)
    assert result.loss_of_b == pytest.approx(2.0149534241465072e-05, rel=1e-6)


def test_posts_are_clusters():
    """The same clicks on six posts a side are no proof: p = 0.35 instead of 0.04."""
    result = statistics.ab_clustered(
        [12, 30, 9, 41, 15, 13],
        [900, 1100, 850, 1250, 1000, 900],
        [22, 19, 48, 16, 37, 14],
        [1000, 950, 1200, 900, 1150, 900],
    )
    assert (result.a.value, result.b.value) == pytest.approx((0.02, 0.025573770491803278))
    assert (result.a.se, result.b.se) == pytest.approx((0.003958114029012639, 0.00412893237112051))
    assert (result.difference.df, result.t, result.p) == pytest.approx(
        (9.982201311247335, 0.974489770290928, 0.352836346379598), rel=1e-8
    )


def test_sample_size_is_fleiss():
    """From 2 % to 2.4 % takes 21,109 impressions a variant, as R's power.prop.test says."""
    assert statistics.sample_size(0.02, 0.2) == 21109


def test_all_rates_rise_and_the_total_falls():
    """Simpson: the fall is mix, each platform's own rate rose."""
    result = statistics.rate_decomposition(
        ["LinkedIn", "Instagram", "TikTok"],
        ([300, 500, 200], [10000, 50000, 40000]),
        ([192, 490, 588], [6000, 45000, 105000]),
    )
    assert result.change == pytest.approx(-0.00185897435897436)
    assert (result.within_total, result.mix_total) == pytest.approx(
        (0.0008108119658119658, -0.002669786324786325)
    )
    assert all(part > 0 for part in result.within.values())
    assert result.mix["LinkedIn"] == pytest.approx(-0.0013495069033530572)


def test_new_platform_is_mix():
    """A part that wasn't there before changed no rate of its own; the two parts still make the whole."""
    result = statistics.rate_decomposition(["old", "new"], ([10, 0], [100, 0]), ([10, 9], [100, 30]))
    assert result.within["new"] == 0
    assert result.within_total + result.mix_total == pytest.approx(result.change)


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "progress"),
    [(2.6, 2.0, 3.0, 0.6), (3.0, 8.0, 1.0, 5 / 7), (5.0, 0.0, 0.0, None), (9.0, 8.0, 1.0, -1 / 7)],
)
def test_progress_is_one_formula(actual, baseline, target, progress):
    """Up and down are one formula; a target at the baseline has no progress."""
    found = statistics.progress_to_target(actual, baseline, target)
    assert found is None if progress is None else found == pytest.approx(progress)


def test_modified_z_by_hand():
    """Median 3, median distance 1: the 10 stands 4.7 robust deviations off."""
    assert statistics.modified_z([1, 2, 3, 4, 10])[-1] == pytest.approx(0.6745 * 7, rel=1e-4)
    assert list(statistics.modified_z([5, 5, 5])) == [0, 0, 0]
    assert statistics.modified_z([5, 5, 5, 9])[-1] == pytest.approx(4 / 1.253314)


def test_planted_spikes_are_the_three_largest():
    """Spikes on days 23, 47 and 61 stand out of trend and weekday."""
    z = np.abs(statistics.anomalies(DAYS))
    assert set(np.argsort(z)[-3:]) == {23, 47, 61}


def test_seasonal_growth_outlook():
    """Last year's month times growth, with its 80 % range."""
    path = statistics.seasonal_growth_outlook(MONTHS, 6)
    assert [step.value for step in path][:2] == pytest.approx([6601.755711127479, 5797.8518791451725])
    assert (path[-1].low, path[-1].high) == pytest.approx((6421.339215155232, 6938.344043255608), rel=1e-9)


def test_half_drift_outlook():
    """Half the drift, spread of the series' own changes, and the chance of a target."""
    outlook = statistics.half_drift_outlook(MONTHS, 6)
    last = outlook.path[-1]
    assert (last.value, last.low, last.high) == pytest.approx(
        (7482.919755044541, 6538.368577607344, 8563.92346130575)
    )
    assert outlook.chance_of(8000, 6) == pytest.approx(0.25132424192220904)
