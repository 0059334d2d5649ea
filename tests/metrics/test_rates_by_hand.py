"""Rates of the middle post, per follower, and of two figures of one day, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from tests.metrics.tiny import daily, figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def liked(post_id, day, reactions, platform="instagram", **facts):
    return post(
        post_id, date(2026, 10, day), platform, comments=0, shares=0, **{"reactions": reactions, **facts}
    )


def test_the_middle_post_goes_by_its_own_rate():
    """Rates of 10 %, 1 % and 50 %: the middle one is 10 %, where the sums say 25 / 220; x / 0 has none."""
    rows = [
        liked("1", 1, 10, reach=100, views=200),
        liked("2", 2, 1, reach=100, views=50),
        liked("3", 3, 10, reach=20, views=None, impressions=10),
        liked("4", 4, 9, reach=0, views=0),
        liked("5", 5, 9, reach=None),
        liked("6", 6, None, reach=10),
    ]
    shown = figures(posts=rows)
    row = one(shown.value("engagement_rate_by_reach_median", OCTOBER))
    assert (row["value"], row["n"]) == (pytest.approx(0.10), 3)
    row = one(shown.value("engagement_rate_by_exposures_median", OCTOBER))
    assert (row["value"], row["n"]) == (pytest.approx(0.05), 3)


def test_the_middle_post_beside_the_mean():
    """Of 1, 2 and 30 the middle is 2 and the mean 11; a post without the counter is no 0."""
    rows = [
        post(
            str(day), date(2026, 10, day), reach=None if count is None else 100 * count,
            **dict.fromkeys(("reactions", "comments", "shares", "saves"), count),
        )
        for day, count in ((1, 1), (2, 2), (3, 30), (4, None))
    ]  # fmt: skip
    shown = figures(posts=rows)
    for part in ("reactions", "comments", "shares", "saves"):
        row = one(shown.value(f"{part}_per_post_median", OCTOBER))
        assert (row["value"], row["n"]) == (2, 3)
        assert one(shown.value(f"{part}_per_post", OCTOBER))["value"] == 11
    assert one(shown.value("reach_per_post_median", OCTOBER))["value"] == 200


FOLLOWERS = [
    daily("followers", date(2026, 10, 1), 100.0),
    daily("followers", date(2026, 10, 10), 200.0),
    daily("followers", date(2026, 10, 12), 400.0, "facebook"),
]


def test_engagement_per_follower_of_the_day():
    """(10 + 10 + 8) / (100 + 200 + 400): each post by the followers of its day, the last known or the first after."""
    rows = [
        liked("1", 9, 10),
        liked("2", 10, 10),
        # Facebook's followers are first known two days later.
        liked("3", 10, 8, "facebook"),
        # Nothing is known of another platform, of an unknown part, or within a week after.
        liked("4", 10, 99, "x"),
        liked("5", 10, None),
        liked("6", 4, 99, "facebook"),
    ]
    shown = figures(posts=rows, account_daily=FOLLOWERS)
    row = one(shown.value("engagement_rate_by_followers", OCTOBER))
    assert (row["numerator"], row["denominator"], row["n"]) == (28, 700, 3)
    assert row["value"] == pytest.approx(0.04)
    row = one(shown.value("engagement_rate_by_followers_median", OCTOBER))
    assert (row["value"], row["n"]) == (pytest.approx(0.05), 3)
    by_platform = shown.value("engagement_rate_by_followers", OCTOBER, by="platform").set_index("platform")
    assert by_platform.loc["x", "state"] == "not_offered"
    assert by_platform.loc["facebook", "value"] == pytest.approx(0.02)


def test_accounts_keep_their_followers():
    """Two accounts of 100 and 1000: each post by its own; a third name of the platform can't be told: left out."""
    stock = [FOLLOWERS[0], daily("followers", date(2026, 10, 1), 1000.0, account="b")]
    rows = [liked("1", 2, 10), liked("2", 2, 10, account="b"), liked("3", 2, 99, account="c")]
    row = one(figures(posts=rows, account_daily=stock).value("engagement_rate_by_followers", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (20, 1100)


def test_another_name_of_the_only_account():
    """Where a platform has one account, posts under another of its names are that account's: 10 / 100."""
    rows = [liked("1", 2, 10, account="A Page Ltd")]
    shown = figures(posts=rows, account_daily=FOLLOWERS[:1])
    assert one(shown.value("engagement_rate_by_followers", OCTOBER))["value"] == pytest.approx(0.1)


def test_without_followers_no_rate_is_offered():
    """Posts alone give no rate by followers; nor does a count of 0 followers, or one a season old."""
    rows = [liked("1", 2, 10)]
    shown = figures(posts=rows, account_daily=[daily("views", date(2026, 10, 1), 5)])
    assert one(shown.value("engagement_rate_by_followers", OCTOBER))["state"] == "not_offered"
    assert "engagement_rate_by_followers" not in shown.offered()
    for stock in (daily("followers", date(2026, 10, 1), 0.0), daily("followers", date(2026, 6, 1), 9.0)):
        shown = figures(posts=rows, account_daily=[stock])
        assert one(shown.value("engagement_rate_by_followers", OCTOBER))["state"] == "missing"


def test_interactions_per_engaged_account():
    """(30 + 10) / (10 + 10) = 2 over the days that have both; a day with one of the two counts on neither side."""
    rows = [
        daily("interactions", date(2026, 10, 1), 30),
        daily("engaged_accounts", date(2026, 10, 1), 10),
        daily("interactions", date(2026, 10, 2), 10),
        daily("engaged_accounts", date(2026, 10, 2), 10),
        daily("interactions", date(2026, 10, 3), 999),
        daily("engaged_accounts", date(2026, 10, 4), 999),
        daily("interactions", date(2026, 9, 30), 999),
        daily("engaged_accounts", date(2026, 9, 30), 1),
    ]
    shown = figures(account_daily=rows)
    row = one(shown.value("interactions_per_engaged_account", OCTOBER))
    assert (row["value"], row["numerator"], row["denominator"], row["n"]) == (2, 40, 20, 2)
    assert "lower_bound" in row["marks"]


def test_one_of_two_figures_is_no_pair():
    """Interactions without engaged accounts offer nothing; with them on 0 the rate is missing."""
    only = [daily("interactions", date(2026, 10, 1), 30)]
    shown = figures(account_daily=only)
    assert one(shown.value("interactions_per_engaged_account", OCTOBER))["state"] == "not_offered"
    assert "interactions_per_engaged_account" not in shown.offered()
    zero = [*only, daily("engaged_accounts", date(2026, 10, 1), 0)]
    row = one(figures(account_daily=zero).value("interactions_per_engaged_account", OCTOBER))
    assert (row["state"], row["marks"]) == ("missing", ())


def test_interactions_stay_on_their_platform():
    """What platforms call interactions is never added up."""
    rows = [
        daily(metric, date(2026, 10, 1), 10, platform)
        for platform in ("instagram", "facebook")
        for metric in ("interactions", "engaged_accounts")
    ]
    with pytest.raises(MetricError, match="by platform"):
        figures(account_daily=rows).value("interactions_per_engaged_account", OCTOBER)
