"""Videos, stories and their like, each by its own definition, against figures worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kpikit.periods import Period
from tests.metrics.tiny import daily, figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)
DAY = date(2026, 10, 5)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


VIDEOS = [
    post(
        "1", DAY, views=100, average_watch_seconds=10.0, duration_seconds=20.0, completion=0.5, skip_rate=0.2
    ),
    post(
        "2", DAY, views=300, average_watch_seconds=20.0, duration_seconds=10.0, completion=0.1, skip_rate=None
    ),
    # Own video views go before views; an average without views weighs nothing; another month.
    post(
        "3", DAY, views=900, video_views=100, average_watch_seconds=0.0, duration_seconds=None, completion=0.0
    ),
    post("4", DAY, average_watch_seconds=99.0, duration_seconds=5.0, completion=0.9),
    post("5", date(2026, 9, 30), views=999, average_watch_seconds=99.0, completion=0.9),
]


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "posts"),
    [
        ("average_view_duration", 100 * 10 + 300 * 20 + 100 * 0, 500, 3),
        ("completion_rate", 100 * 0.5 + 300 * 0.1 + 100 * 0, 500, 3),
        ("average_share_watched", 100 * 10 + 300 * 20, 100 * 20 + 300 * 10, 2),
        ("skip_rate", 100 * 0.2, 100, 1),
    ],
)
def test_stated_averages_are_weighted_by_views(metric, numerator, denominator, posts):
    """What a platform states for each post is weighted by views: (100 x 10 + 300 x 20 + 100 x 0) / 500 seconds."""
    row = one(figures(posts=VIDEOS).value(metric, OCTOBER))
    assert (row["numerator"], row["denominator"], row["n"]) == pytest.approx((numerator, denominator, posts))
    assert row["value"] == pytest.approx(numerator / denominator)
    assert "too_small" in row["marks"]


def test_repeats_watch_more_than_the_whole():
    """Loops make 7000 seconds watched of 5000: 140 %, which is told and not cut."""
    row = one(figures(posts=VIDEOS).value("average_share_watched", OCTOBER))
    assert row["value"] == pytest.approx(1.4)


def test_time_in_all_goes_before_the_average():
    """500 seconds watched in all of 20 x 50 possible are 50 %, whatever the stated average times views says."""
    rows = [post("1", DAY, views=50, watch_seconds=500.0, average_watch_seconds=11.0, duration_seconds=20.0)]
    assert one(figures(posts=rows).value("average_share_watched", OCTOBER))["value"] == pytest.approx(0.5)


STORIES = [
    post("1", DAY, format="story", views=200, exits=20, taps_forward=90, taps_back=5, replies=2),
    post("2", DAY, format="story", impressions=100, exits=40, taps_forward=0, taps_back=None, replies=0),
    post("3", DAY, format="story", exits=7, taps_forward=None, taps_back=None, replies=None),
    post("4", DAY, format="image", views=500),
]


@pytest.mark.parametrize(
    ("metric", "value"),
    [("story_exits", 67), ("story_taps_forward", 90), ("story_taps_back", 5), ("story_replies", 2)],
)
def test_stories_have_their_own_figures(metric, value):
    """Exits are 20 + 40 + 7; an unknown tap is not a 0, and another format has none."""
    assert one(figures(posts=STORIES).value(metric, OCTOBER))["value"] == value


def test_exit_rate_uses_stories_with_both_parts():
    """(20 + 40) / (200 + 100): the story without exposures counts on neither side."""
    row = one(figures(posts=STORIES).value("story_exit_rate", OCTOBER))
    assert (row["numerator"], row["denominator"], row["n"]) == (60, 300, 2)


def test_a_story_without_figures_is_missing_not_zero():
    """Of a platform that exports no exits there is no figure."""
    shown = figures(posts=[*STORIES, post("9", DAY, "facebook", format="story", views=10)])
    by_platform = shown.value("story_exits", OCTOBER, by="platform").set_index("platform")
    assert by_platform.loc["facebook", "state"] == "not_offered"
    assert math.isnan(by_platform.loc["facebook", "value"])


def test_views_by_their_own_definitions_stand_apart():
    """Video views 10, engaged views 6 and media views 30 of one day are three figures."""
    rows = [
        daily(metric, DAY, value, "youtube")
        for metric, value in (("video_views", 10), ("engaged_views", 6), ("media_views", 30))
    ]
    shown = figures(account_daily=[*rows, daily("engaged_views", date(2026, 9, 30), 99, "youtube")])
    values = [
        one(shown.value(metric, OCTOBER))["value"]
        for metric in ("video_views", "engaged_views", "media_views")
    ]
    assert values == [10, 6, 30]


def test_without_days_the_posts_answer():
    """Engaged views of posts, 4 + 5, stand in for days that aren't exported; so does their watch time, 60 + 0."""
    rows = [
        post("1", DAY, "youtube", engaged_views=4, watch_seconds=60.0),
        post("2", DAY, "youtube", engaged_views=5, watch_seconds=0.0),
    ]
    shown = figures(posts=rows)
    row = one(shown.value("engaged_views", OCTOBER))
    assert (row["value"], row["definition"]) == (9, "post_engaged_views")
    row = one(shown.value("watch_time", OCTOBER))
    assert (row["value"], row["definition"], row["unit"]) == (60, "post_watch_time", "seconds")
