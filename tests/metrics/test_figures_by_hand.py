"""Awkward rows against figures worked out by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kpikit.periods import Period, parse_period
from tests.metrics.tiny import EXPORTED, at, daily, event, figures, post

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


POSTS = [
    post("1", date(2026, 10, 1), reach=1000, reactions=30, comments=5, shares=5, views=1500),
    post("2", date(2026, 10, 31), reach=3000, reactions=60, comments=10, shares=10, views=5000),
    post("3", date(2026, 10, 15), reach=None, reactions=900, comments=50, shares=50, views=9000),
    post("4", date(2026, 10, 15), reach=0, reactions=0, comments=0, shares=0, views=0),
    post("5", date(2026, 10, 16), reach=500, reactions=7, comments=None, shares=1, views=None),
    post("6", date(2026, 9, 30), reach=9999, reactions=9999, comments=9999, shares=9999),
    post("7", date(2026, 11, 1), reach=9999, reactions=9999, comments=9999, shares=9999),
]


def test_ratio_uses_rows_with_both_parts():
    """(40 + 80 + 0) / (1000 + 3000 + 0): a post without reach or with an unknown part counts on neither side."""
    row = one(figures(posts=POSTS).value("engagement_rate_by_reach", OCTOBER))
    assert (row["numerator"], row["denominator"], row["n"]) == (120, 4000, 3)
    assert row["value"] == pytest.approx(0.03)
    assert row["marks"] == ("preliminary", "too_small")


def test_sums_leave_out_unknown_parts():
    """Engagements are 40 + 80 + 1000 + 0; the post with unknown comments isn't taken for comments of 0."""
    row = one(figures(posts=POSTS).value("public_engagements", OCTOBER))
    assert (row["value"], row["n"]) == (1120, 4)


def test_x_over_zero_is_missing():
    """Engagements over a reach of 0 are no rate: missing, neither infinite nor 0."""
    row = one(
        figures(posts=[post("1", date(2026, 10, 2), reach=0, reactions=3, comments=0, shares=0)]).value(
            "engagement_rate_by_reach", OCTOBER
        )
    )
    assert math.isnan(row["value"])
    assert row["state"] == "missing"


def test_leap_day_and_year_end_belong_to_their_months():
    """29 February counts in February, 31 December in the old year, in weeks by ISO."""
    days = [date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1)]
    shown = figures(account_daily=[daily("views", day, 10.0 * index) for index, day in enumerate(days, 1)])
    assert one(shown.value("views", Period.month(2024, 2)))["value"] == 10
    assert one(shown.value("views", parse_period("2024")))["value"] == 30
    assert one(shown.value("views", parse_period("2025-W01")))["value"] == 50


def test_parts_of_a_whole_are_not_added_to_it():
    """LinkedIn gives organic, sponsored and total: the total counts, the parts on demand."""
    rows = [
        daily("impressions", date(2026, 10, 1), value, "linkedin", paid_scope=scope)
        for scope, value in (("organic", 70), ("paid", 30), ("both", 100))
    ]
    shown = figures(account_daily=rows)
    assert one(shown.value("impressions", OCTOBER))["value"] == 100
    by_scope = shown.value("impressions", OCTOBER, by=("paid_scope",)).set_index("paid_scope")["value"]
    assert dict(by_scope) == {"both": 100, "organic": 70, "paid": 30}


def test_parts_without_a_whole_are_added():
    """Where only parts are exported their sum is the total."""
    rows = [
        daily("impressions", date(2026, 10, 1), value, "linkedin", paid_scope=scope)
        for scope, value in (("organic", 70), ("paid", 30))
    ]
    assert one(figures(account_daily=rows).value("impressions", OCTOBER))["value"] == 100


def test_reach_has_bounds():
    """Reach of a month lies between its best day and the sum of days."""
    rows = [daily("reach", date(2026, 10, day), value) for day, value in ((1, 300), (2, 500), (3, 200))]
    row = one(figures(account_daily=rows).value("reach", OCTOBER))
    assert (row["value"], row["low"], row["high"]) == (500, 500, 1000)
    assert "lower_bound" in row["marks"]


def test_reach_of_one_day_is_exact():
    """A single day's reach is the platform's own figure."""
    row = one(
        figures(account_daily=[daily("reach", date(2026, 10, 1), 300)]).value(
            "reach", Period(date(2026, 10, 1), date(2026, 10, 1))
        )
    )
    assert (row["value"], row["marks"]) == (300, ())


def test_average_daily_reach():
    """Days that weren't exported are not zeros in an average."""
    rows = [daily("reach", date(2026, 10, day), value) for day, value in ((1, 300), (2, 500), (31, 100))]
    row = one(figures(account_daily=rows).value("reach_daily_average", OCTOBER))
    assert (row["value"], row["n"]) == (300, 3)


def test_bounds_fall_back_to_posts():
    """Without daily reach the posts' own reach bounds it, and the row says which definition answered."""
    row = one(figures(posts=POSTS).value("reach", OCTOBER))
    assert (row["metric"], row["definition"]) == ("reach", "reach_of_posts")
    assert (row["value"], row["high"]) == (3000, 4500)


def test_followers_are_the_last_value_of_each_account():
    """Stocks take the last day, however unsorted the rows, and add accounts, not days."""
    rows = [
        daily("followers", date(2026, 10, 31), 120.0),
        daily("followers", date(2026, 10, 1), 100.0),
        daily("followers", date(2026, 10, 28), 50.0, "facebook"),
        daily("followers", date(2026, 9, 30), 90.0),
    ]
    row = one(figures(account_daily=rows).value("followers", OCTOBER))
    assert (row["value"], row["marks"], row["days_covered"]) == (170, (), 31)


def test_follower_growth_by_the_best_that_is_exported():
    """One account gives net follows, one gained and lost, one the stock only: 10 + (9 - 4) + (130 - 100)."""
    rows = [
        daily("net_follows", date(2026, 10, 1), 12.0, "tiktok"),
        daily("net_follows", date(2026, 10, 2), -2.0, "tiktok"),
        daily("follows", date(2026, 10, 2), 9.0, "x"),
        daily("unfollows", date(2026, 10, 2), 4.0, "x"),
        daily("followers", date(2026, 9, 30), 100.0),
        daily("followers", date(2026, 10, 30), 130.0),
        daily("follows", date(2026, 10, 2), 77.0, "facebook"),
    ]
    shown = figures(account_daily=rows)
    assert one(shown.value("net_follower_growth", OCTOBER))["value"] == 45
    assert one(shown.value("follower_growth_rate", OCTOBER))["value"] == pytest.approx(0.3)
    by_platform = shown.value("net_follower_growth", OCTOBER, by=("platform",)).set_index("platform")
    assert by_platform.loc["facebook", "state"] == "not_offered"
    assert by_platform.loc["instagram", "value"] == 30


def test_revenue_is_net_and_in_one_currency():
    """Refunds off, cancelled and voided out, other currencies never added."""
    orders = [
        event(date(2026, 10, 1), order_id="1", status="paid", total=100.0, currency="MYR", customer_key="a"),
        event(
            date(2026, 10, 1),
            order_id="2",
            status="partially_refunded",
            total=50.0,
            refunded=20.0,
            currency="MYR",
            customer_key="a",
        ),
        event(
            date(2026, 10, 2),
            order_id="3",
            status="refunded",
            total=30.0,
            refunded=30.0,
            currency="MYR",
            customer_key="b",
        ),
        event(date(2026, 10, 2), order_id="4", status="voided", total=70.0, currency="MYR", customer_key="c"),
        event(date(2026, 10, 2), order_id="5", status="paid", total=70.0, currency="USD", customer_key="d"),
        event(
            date(2026, 10, 3),
            order_id="6",
            status=None,
            total=10.0,
            currency=None,
            cancelled_at=at(date(2026, 10, 4)),
        ),
    ]
    shown = figures(orders=orders)
    assert one(shown.value("revenue", OCTOBER))["value"] == 130
    assert one(shown.value("orders", OCTOBER))["value"] == 3
    assert one(shown.value("average_order_value", OCTOBER))["value"] == pytest.approx(65)


def test_unlabelled_texts_are_not_neutral():
    """Two positive, one negative, one unlabelled: positive is two of three, net is a third."""
    texts = [
        ("positive", "user"),
        ("positive", "user"),
        ("negative", None),
        (None, "user"),
        ("positive", "own"),
    ]
    rows = [
        event(
            date(2026, 10, 5),
            source="l",
            platform="x",
            mention_id=str(index),
            sentiment=label,
            author_kind=author,
            kind="mention",
            subject="own",
        )
        for index, (label, author) in enumerate(texts)
    ]
    shown = figures(mentions=rows)
    positive = one(shown.value("positive_share", OCTOBER))
    assert (positive["numerator"], positive["denominator"]) == (2, 3)
    assert one(shown.value("net_sentiment", OCTOBER))["value"] == pytest.approx(100 / 3)
    assert one(shown.value("unlabelled_mentions", OCTOBER))["value"] == 1
    assert one(shown.value("earned_mention_share", OCTOBER))["value"] == pytest.approx(3 / 4)


def test_nps_and_csat():
    """Promoters 9-10, detractors 0-6; satisfied are 4 and 5 of 5."""
    scores = [
        ("nps", 10, 10),
        ("nps", 9, 10),
        ("nps", 8, 10),
        ("nps", 6, 10),
        ("csat", 4, 5),
        ("csat", 5, 5),
        ("csat", 3, 5),
    ]
    rows = [
        event(date(2026, 10, 5), response_id=str(index), metric=metric, score=float(score), scale=scale)
        for index, (metric, score, scale) in enumerate(scores)
    ]
    shown = figures(surveys=rows)
    assert one(shown.value("nps", OCTOBER))["value"] == pytest.approx(25)
    assert one(shown.value("csat", OCTOBER))["value"] == pytest.approx(2 / 3)


def test_brand_searches_match_at_word_starts_in_any_case():
    """`Seri` matches "seri kulit" and "SERI's", not "miniseries"; Chinese terms match anywhere."""
    queries = [
        ("seri kulit", 5),
        ("buy SERI's cream", 3),
        ("miniseries", 100),
        ("买新品牌面霜", 2),
        (None, 9),
    ]
    rows = [
        {
            "source": "g",
            "dimension": "query",
            "item": item,
            "period_start": OCTOBER.start,
            "period_end": OCTOBER.end,
            "grain": "range",
            "clicks": clicks,
            "snapshot_at": EXPORTED,
        }
        for item, clicks in queries
    ]
    shown = figures({"terms": {"brand": ["Seri", "新品牌"]}}, search=rows)
    assert one(shown.value("brand_search_clicks", OCTOBER))["value"] == 10


def test_same_person_writing_twice_is_one_member():
    """Active members are distinct authors of the period; bots, the brand and notices stay out."""
    writers = [
        ("a", 1, "member", False),
        ("a", 2, "member", False),
        ("b", 2, "member", False),
        ("c", 3, "bot", False),
        ("d", 3, "own", False),
        ("e", 3, "member", True),
        ("f", 3, None, None),
    ]
    rows = [
        event(
            date(2026, 10, day),
            source="d",
            platform="discord",
            community="c",
            message_id=str(index),
            author_key=key,
            author_kind=kind,
            is_system=system,
        )
        for index, (key, day, kind, system) in enumerate(writers)
    ]
    shown = figures(community_messages=rows)
    assert one(shown.value("community_active_members", OCTOBER))["value"] == 3
    assert one(shown.value("community_messages", OCTOBER))["value"] == 6


def test_costs_have_days_as_clusters():
    """Cost per click is summed cost over summed clicks; under eight days it has no interval and is marked."""
    rows = [
        {
            "source": "ads",
            "platform": "meta_ads",
            "campaign": "c",
            "date": date(2026, 10, day),
            "cost": 10.0,
            "clicks": 5 + day,
            "link_clicks": None,
            "currency": "MYR",
            "snapshot_at": EXPORTED,
        }
        for day in range(1, 6)
    ]
    row = one(figures(ads_daily=rows).value("cost_per_click", OCTOBER))
    assert row["value"] == pytest.approx(50 / 40)
    assert math.isnan(row["low"])
    assert "too_small" in row["marks"]


def test_lead_cohorts_must_be_mature():
    """Of July's two leads one became a customer; October's leads are too young to be judged."""
    rows = [
        event(
            date(2026, 7, 1), lead_id="1", created_at=at(date(2026, 7, 1)), customer_at=at(date(2026, 8, 1))
        ),
        event(
            date(2026, 7, 2), lead_id="2", created_at=at(date(2026, 7, 2)), customer_at=at(date(2026, 11, 1))
        ),
        event(date(2026, 10, 2), lead_id="3", created_at=at(date(2026, 10, 2))),
    ]
    shown = figures(leads=rows)
    july = one(shown.value("lead_to_customer_rate", Period.month(2026, 7)))
    assert (july["value"], july["numerator"]) == (0.5, 1)
    young = one(shown.value("lead_to_customer_rate", OCTOBER))
    assert math.isnan(young["value"])
    assert young["marks"] == ("preliminary",)


def test_replies_only_to_those_old_enough():
    """A question of an hour before the export is not yet unanswered."""
    rows = [
        event(
            date(2026, 10, 1),
            source="l",
            platform="x",
            mention_id="1",
            published_at=at(date(2026, 10, 1)),
            reply_wanted=True,
            replied_at=at(date(2026, 10, 2)),
        ),
        event(
            date(2026, 10, 1),
            source="l",
            platform="x",
            mention_id="2",
            published_at=at(date(2026, 10, 1)),
            reply_wanted=True,
        ),
        event(
            date(2026, 10, 1),
            source="l",
            platform="x",
            mention_id="3",
            published_at=at(date(2026, 10, 1)),
            reply_wanted=False,
        ),
        event(
            date(2026, 10, 31),
            source="l",
            platform="x",
            mention_id="4",
            published_at=EXPORTED - timedelta(hours=1),
            reply_wanted=True,
        ),
    ]
    row = one(figures(mentions=rows).value("reply_rate", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (1, 2)
