"""Engagement by its further readings, against figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from tests.metrics.tiny import figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)
DAY = date(2026, 10, 5)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


POSTS = [
    post("1", DAY, reactions=10, comments=2, shares=1, saves=4, reach=100, negative_feedback=1),
    post("2", DAY, reactions=0, comments=0, shares=0, saves=0, reach=300, negative_feedback=0),
    post("3", DAY, reactions=5, comments=None, shares=2, saves=None, reach=None, negative_feedback=9),
    post(
        "4", date(2026, 9, 30), reactions=99, comments=99, shares=99, saves=99, reach=99, negative_feedback=99
    ),
]


@pytest.mark.parametrize(
    ("metric", "value", "n"),
    [
        ("quality_index", 10 * 1 + 2 * 2 + 1 * 3, 2),
        ("quality_index_per_post", 17 / 2, 2),
        ("reactions_per_post", 15 / 3, 3),
        ("shares_per_post", 3 / 3, 3),
        ("saves_per_post", 4 / 2, 2),
        ("negative_feedback", 10, 3),
        ("negative_feedback_rate", 1 / 400, 2),
    ],
)
def test_posts_with_all_parts_count(metric, value, n):
    """Weighted 10 x 1 + 2 x 2 + 1 x 3 = 17 over the two posts with all parts; a post of zeros is one of them."""
    row = one(figures(posts=POSTS).value(metric, OCTOBER))
    assert row["value"] == pytest.approx(value)
    assert row["n"] == n


def test_weights_are_parameters():
    """A brand that weighs a share ten times gets 10 + 4 + 10."""
    shown = figures({"thresholds": {"quality_weight_shares": 10}}, posts=POSTS)
    assert one(shown.value("quality_index", OCTOBER))["value"] == 24


def test_native_engagements_stay_on_their_platform():
    """What platforms call engagement, 7 and 70, is never added up."""
    rows = [post("1", DAY, native_engagements=7), post("2", DAY, "facebook", native_engagements=70)]
    shown = figures(posts=rows)
    by_platform = shown.value("native_engagements", OCTOBER, by="platform").set_index("platform")["value"]
    assert dict(by_platform) == {"facebook": 70, "instagram": 7}
    with pytest.raises(MetricError, match="public_engagements"):
        shown.value("native_engagements", OCTOBER)
