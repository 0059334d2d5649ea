"""A brand may have the intervals of rates of few posts go by the effective number of posts."""

from datetime import date

import pytest

from kpikit.statistics import Moments, ratio_of_sums
from tests.metrics.tiny import figures, post

pytestmark = pytest.mark.conformance

Y, X = [48, 61, 35, 150], [1200, 1350, 980, 3000]
POSTS = [
    post(str(place), date(2026, 10, 1 + place), reactions=y, comments=0, shares=0, reach=x)
    for place, (y, x) in enumerate(zip(Y, X, strict=True))
]


@pytest.mark.parametrize(("below", "effective"), [(0, False), (4, False), (5, True)])
def test_rates_of_fewer_posts_than_the_threshold_get_the_other_interval(below, effective):
    """Four posts: below 5 the interval goes by 6530² / 13 222 900 = 3.2 effective posts, else by 4; the rate stays."""
    found = figures({"thresholds": {"event_rate_effective_below": below}}, posts=POSTS)
    row = found.value("engagement_rate_by_reach", "2026-10").iloc[0]
    expected = Moments.of(Y, X).effective_ratio() if effective else ratio_of_sums(Y, X)
    assert row["value"] == pytest.approx(294 / 6530)
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))
