"""What must hold whatever the data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpikit.periods import Period, parse_period
from tests.metrics.tiny import daily, figures, post

pytestmark = pytest.mark.slow

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.integers(0, 91).map(lambda offset: date(2026, 7, 1) + timedelta(days=offset))
COUNT = st.one_of(st.none(), st.integers(0, 10_000))
POSTS = st.lists(
    st.builds(
        lambda day, reach, reactions: {"day": day, "reach": reach, "reactions": reactions}, DAYS, COUNT, COUNT
    ),
    max_size=25,
)
QUARTER = parse_period("2026-Q3")
MONTHS = [Period.month(2026, month) for month in (7, 8, 9)]


def posts(rows):
    return [
        post(str(index), row["day"], reach=row["reach"], reactions=row["reactions"], comments=0, shares=0)
        for index, row in enumerate(rows)
    ]


@SLOW
@given(POSTS)
def test_months_add_up_to_the_quarter(rows):
    """Counts, numerators and denominators of the months are those of the quarter."""
    shown = figures(posts=posts(rows))
    for metric, column in (
        ("posts_published", "value"),
        ("reactions", "value"),
        ("engagement_rate_by_reach", "numerator"),
        ("engagement_rate_by_reach", "denominator"),
    ):
        parts = shown.series(metric, MONTHS)[column].sum()
        whole = shown.value(metric, QUARTER)[column].sum()
        assert parts == whole


@SLOW
@given(POSTS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, random):
    """Rows come in any order from a store."""
    given_rows = posts(rows)
    shuffled = random.sample(given_rows, len(given_rows))
    for metric in ("engagement_rate_by_reach", "engagements_per_post_median", "reach", "public_engagements"):
        one, other = (figures(posts=each).value(metric, QUARTER) for each in (given_rows, shuffled))
        assert one.drop(columns="scope").equals(other.drop(columns="scope"))


@SLOW
@given(POSTS)
def test_ratio_of_a_concatenation(rows):
    """A rate over platforms is the sum of numerators over the sum of denominators."""
    both = posts(rows) + [
        row | {"platform": "facebook", "post_id": "f" + row["post_id"]} for row in posts(rows)
    ]
    shown = figures(posts=both)
    parts = shown.value("engagement_rate_by_reach", QUARTER, by=("platform",))
    whole = shown.value("engagement_rate_by_reach", QUARTER).iloc[0]
    assert parts["numerator"].sum() == (whole["numerator"] if parts["numerator"].notna().any() else 0)
    if whole["denominator"] > 0:
        assert abs(whole["value"] - parts["numerator"].sum() / parts["denominator"].sum()) < 1e-12


@SLOW
@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=20))
def test_bounds_hold_the_truth(values):
    """The true reach of a period is at least its best day and at most the sum of days."""
    rows = [
        daily("reach", date(2026, 7, 1) + timedelta(days=index), value) for index, value in enumerate(values)
    ]
    row = figures(account_daily=rows).value("reach", QUARTER).iloc[0]
    assert row["low"] == max(values) == row["value"]
    assert row["high"] >= row["low"]
