"""Advertising counts once, whatever exports tell it; costs, shares, the plan."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period, parse_period
from tests.metrics.tiny import EXPORTED, at, event, figures

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)


def ad(day, cost, campaign="a", platform="google_ads", **facts):
    return {
        "source": "ads",
        "file": "campaigns.csv",
        "platform": platform,
        "account": "x",
        "campaign": campaign,
        "date": day,
        "cost": cost,
        "currency": "MYR",
        "snapshot_at": EXPORTED,
    } | facts


def span(first, last, cost, campaign="b", platform="google_ads", **facts):
    whole = ad(first, cost, campaign, platform, file=f"{first}.csv", dimension="", bucket="")
    return (
        {key: value for key, value in whole.items() if key != "date"}
        | {
            "period_start": first,
            "period_end": last,
        }
        | facts
    )


def october(cost, campaign="b", **facts):
    return span(OCTOBER.start, OCTOBER.end, cost, campaign, **facts)


def value(shown, metric, period=OCTOBER, **question):
    return shown.value(metric, period, **question).iloc[0]


def test_card_of_the_account_is_not_added_to_its_campaigns():
    """Campaigns cost 10 + 5 on the 1st; the card's 15 of that day are the same money, its 7 of the 2nd are not."""
    rows = [
        ad(date(2026, 10, 1), 10.0),
        ad(date(2026, 10, 1), 5.0, "b"),
        ad(date(2026, 10, 1), 15.0, "", file="Time_series.csv"),
        ad(date(2026, 10, 2), 7.0, "", file="Time_series.csv"),
        ad(date(2026, 10, 1), 3.0, "", "meta_ads", file="meta.csv"),
    ]
    shown = figures(ads_daily=rows)
    assert value(shown, "ad_cost")["value"] == 10 + 5 + 7 + 3
    assert value(shown, "ad_cost", where={"platform": "google_ads"})["value"] == 22


def test_rows_without_a_campaign_count_beside_those_of_their_file():
    """One file with 10 of a campaign and 4 of none: these are parts, 14 in all; ads of a second file repeat."""
    rows = [
        ad(date(2026, 10, 1), 10.0),
        ad(date(2026, 10, 1), 4.0, ""),
        ad(date(2026, 10, 1), 6.0, ad_id="1", file="ads.csv"),
        ad(date(2026, 10, 1), 3.0, ad_id="2", file="ads.csv"),
    ]
    assert value(figures(ads_daily=rows), "ad_cost")["value"] == 14


def test_whole_periods_serve_where_nothing_is_told_by_day():
    """Campaign a by day (31 × 2), b as a month of 100: 162; a's own month of 62 is not added to its days."""
    days = [ad(OCTOBER.start + timedelta(days=index), 2.0) for index in range(31)]
    shown = figures(ads_daily=days, ads_periods=[october(100.0), october(62.0, "a")])
    row = value(shown, "ad_cost")
    assert (row["value"], row["days_covered"], row["marks"]) == (162, 31, ())
    by = shown.value("ad_cost", OCTOBER, by=("campaign",))
    assert dict(zip(by["campaign"], by["value"], strict=True)) == {"a": 62, "b": 100}


def test_divided_rows_and_overlapping_spans_count_once():
    """A month of 100, its halves 40 + 60, its split by age and a quarter of 250: October is 100, the quarter 250."""
    quarter = parse_period("2026-Q4")
    rows = [
        october(100.0),
        span(date(2026, 10, 1), date(2026, 10, 15), 40.0),
        span(date(2026, 10, 16), date(2026, 10, 31), 60.0),
        october(30.0, dimension="age", bucket="18-24"),
        span(quarter.start, quarter.end, 250.0),
    ]
    shown = figures(ads_periods=rows)
    assert value(shown, "ad_cost")["value"] == 100
    assert value(shown, "ad_cost", quarter)["value"] == 250
    assert value(shown, "ad_cost", Period(date(2026, 10, 1), date(2026, 10, 15)))["value"] == 40


def test_span_that_reaches_out_of_the_period_is_no_zero():
    """A row of 15 September to 14 October says nothing on October: missing, not 0; beside days it marks partial."""
    row = span(date(2026, 9, 15), date(2026, 10, 14), 50.0)
    assert value(figures(ads_periods=[row]), "ad_cost")["state"] == "missing"
    days = [ad(OCTOBER.start + timedelta(days=index), 2.0) for index in range(31)]
    found = value(figures(ads_daily=days, ads_periods=[row]), "ad_cost")
    assert (found["value"], found["days_covered"], found["marks"]) == (62, 17, ("partial",))


def test_account_as_a_whole_gives_way_to_its_campaigns():
    """A month's 130 of the account and 100 + 20 of its campaigns, from two files, are 120."""
    rows = [october(130.0, "", file="account.csv"), october(100.0), october(20.0, "c")]
    assert value(figures(ads_periods=rows), "ad_cost")["value"] == 120


def test_costs_of_the_parameters_are_named_and_spread_over_their_month():
    """Media 62, filming 310 a month: October 372; the first ten days 20 + 100; hours in USD at 4: 40 of 31 days."""
    days = [ad(OCTOBER.start + timedelta(days=index), 2.0) for index in range(31)]
    filming = {"month": "2026-10", "amount": 310, "currency": "MYR", "what": "Filming", "kind": "production"}
    hours = {"month": "2026-10", "amount": 10, "currency": "USD", "what": "Hours", "kind": "hours"}
    unknown = {"month": "2026-10", "amount": 99, "currency": "EUR", "what": "Tool", "kind": "tools"}
    parameters = {"costs": [filming, hours, unknown], "exchange_rates": {"USD": 4}}
    shown = figures(parameters, ads_daily=days)
    assert value(shown, "total_cost")["value"] == pytest.approx(62 + 310 + 40)
    by = shown.value("total_cost", OCTOBER, by=("cost_kind",))
    assert dict(zip(by["cost_kind"], by["value"], strict=True)) == pytest.approx(
        {"media": 62, "production": 310, "hours": 40}
    )
    early = Period(date(2026, 10, 1), date(2026, 10, 10))
    assert value(shown, "other_costs", early)["value"] == pytest.approx((310 + 40) * 10 / 31)
    assert value(shown, "ad_cost")["value"] == 62
    alone = figures({"costs": [filming]}, orders=[event(date(2026, 10, 3), order_id="1")])
    assert value(alone, "total_cost")["value"] == pytest.approx(310)
    assert value(alone, "total_cost", SEPTEMBER)["state"] == "missing"
    assert "ad_cost" not in alone.offered()


def shop(*rows):
    return [
        event(day, order_id=str(index), created_at=at(day), total=total, refunded=0.0, status="paid",
              platform=platform, currency="MYR")
        for index, (day, total, platform) in enumerate(rows)
    ]  # fmt: skip


def test_return_on_all_costs_named():
    """Credited 400 + 200 at a margin of 50 % against 100 of media and 100 of filming: 300 / 200 - 1; revenue: 2."""
    costs = [{"month": "2026-10", "amount": 100, "currency": "MYR", "what": "Filming", "kind": "production"}]
    orders = shop(
        (date(2026, 9, 30), 777.0, "instagram"),
        (date(2026, 10, 3), 400.0, "instagram"),
        (date(2026, 10, 9), 200.0, "facebook"),
        (date(2026, 10, 9), 999.0, None),
    )
    ads = [ad(date(2026, 10, 1), 40.0), ad(date(2026, 10, 20), 60.0)]
    margin = {"conversions": {"order": {"event": "purchase", "margin": 0.5}}, "costs": costs}
    shown = figures(margin, ads_daily=ads, orders=orders)
    assert value(shown, "social_roi")["value"] == pytest.approx(0.5)
    assert value(shown, "social_revenue_roi")["value"] == pytest.approx(2.0)
    assert value(shown, "cost_per_order")["value"] == pytest.approx(100.0)
    without = figures({"costs": costs}, ads_daily=ads, orders=orders)
    assert "social_roi" not in without.offered()
    assert value(without, "social_roi")["state"] == "not_offered"
    assert value(without, "social_revenue_roi")["value"] == pytest.approx(2.0)
    unknown = figures({"costs": costs}, ads_daily=ads, orders=shop((date(2026, 10, 1), 400.0, None)))
    assert value(unknown, "social_revenue_roi")["state"] == "not_offered"


def test_return_of_months_that_one_side_lacks_is_missing():
    """Orders of October only: September's costs have no orders to stand against."""
    ads = [ad(date(2026, 9, 1), 40.0), ad(date(2026, 10, 20), 60.0)]
    shown = figures(ads_daily=ads, orders=shop((date(2026, 10, 1), 400.0, "instagram")))
    assert value(shown, "social_revenue_roi", SEPTEMBER)["state"] == "missing"
    assert value(shown, "cost_per_order")["value"] == pytest.approx(60.0)


def test_costs_of_a_result():
    """20 for 4 conversions is 5 each; only engagement results count for engagement: 12 / 60; 20 / 100 views."""
    rows = [
        ad(date(2026, 10, 1), 20.0, conversions=4.0, video_views=100, leads=2, link_clicks=10, clicks=40),
        ad(date(2026, 10, 1), 12.0, "e", results=60.0, result_type="Post engagements"),
        ad(date(2026, 10, 2), 99.0, "r", results=3.0, result_type="Reach"),
        ad(date(2026, 10, 2), 5.0, "c", clicks=30, conversions=0.0),
    ]
    shown = figures(ads_daily=rows)
    assert value(shown, "cost_per_acquisition")["value"] == pytest.approx(25 / 4)
    assert value(shown, "cost_per_engagement")["value"] == pytest.approx(0.2)
    assert value(shown, "cost_per_video_view")["value"] == pytest.approx(0.2)
    assert value(shown, "ad_clicks")["value"] == 40
    clicked = value(shown, "ad_conversion_rate_by_click")
    assert (clicked["numerator"], clicked["denominator"]) == (4, 40)
    assert value(shown, "lead_rate_by_click")["value"] == pytest.approx(0.2)


def test_margin_of_ads():
    """Half of 300 claimed less 100 spent, by 100: 50 %."""
    parameters = {"conversions": {"order": {"event": "purchase", "margin": 0.5}}}
    shown = figures(parameters, ads_daily=[ad(date(2026, 10, 1), 100.0, attributed_revenue=300.0)])
    assert value(shown, "ad_margin_roi")["value"] == pytest.approx(0.5)


def test_share_of_cost_beside_share_of_result():
    """Meta has 75 of 100 of the cost and 10 of 40 clicks; claimed conversions of two platforms have no shares."""
    rows = [
        ad(date(2026, 10, 1), 75.0, platform="meta_ads", link_clicks=10, conversions=1.0),
        ad(date(2026, 10, 1), 25.0, link_clicks=30, conversions=2.0),
        ad(date(2026, 10, 2), 0.0, "z", link_clicks=0, conversions=1.0),
    ]
    shown = figures(ads_daily=rows)
    cost = shown.value("ad_cost_share", OCTOBER, by=("platform",)).set_index("platform")["value"]
    assert dict(cost) == pytest.approx({"google_ads": 0.25, "meta_ads": 0.75})
    clicks = shown.value("ad_click_share", OCTOBER, by=("platform",)).set_index("platform")["value"]
    assert dict(clicks) == pytest.approx({"google_ads": 0.75, "meta_ads": 0.25})
    with pytest.raises(MetricError, match="platforms"):
        shown.value("ad_conversion_share", OCTOBER, by=("platform",))
    own = shown.value("ad_conversion_share", OCTOBER, by=("campaign",), where={"platform": "google_ads"})
    assert dict(zip(own["campaign"], own["value"], strict=True)) == pytest.approx({"a": 2 / 3, "z": 1 / 3})


def test_spending_against_the_plan():
    """A plan of 61 for 1 September to 31 October and 31 for October has 62 for October; 31 spent are half."""

    def planned(first, last, cost, campaign):
        facts = {"period_start": first, "period_end": last, "cost": cost, "campaign": campaign}
        return {
            "source": "plan",
            "platform": "google_ads",
            "currency": "MYR",
            "snapshot_at": EXPORTED,
        } | facts

    plan = [
        planned(date(2026, 9, 1), date(2026, 10, 31), 61.0, "a"),
        planned(date(2026, 10, 1), date(2026, 10, 31), 31.0, "b"),
        planned(date(2026, 10, 1), date(2026, 10, 31), None, "c"),
    ]
    ads = [ad(date(2026, 10, 1), 21.0), ad(date(2026, 10, 31), 10.0, "b")]
    shown = figures(media_plan=plan, ads_daily=ads)
    assert value(shown, "planned_cost")["value"] == pytest.approx(62)
    assert value(shown, "planned_cost", SEPTEMBER)["value"] == pytest.approx(30)
    assert value(shown, "planned_cost", Period.month(2026, 8))["state"] == "missing"
    assert value(shown, "media_plan_spent")["value"] == pytest.approx(0.5)
    by = shown.value("media_plan_spent", OCTOBER, by=("campaign",)).set_index("campaign")["value"]
    assert by["a"] == pytest.approx(21 / 31)
    assert by["b"] == pytest.approx(10 / 31)
    assert math.isnan(value(shown, "media_plan_spent", Period.month(2026, 8))["value"])


def test_quotient_has_days_as_clusters():
    """Ten days of 10 against one order each, no spread: the interval is the value, n the days."""
    days = [date(2026, 10, 1) + timedelta(days=3 * index) for index in range(10)]
    shown = figures(
        ads_daily=[ad(day, 10.0) for day in days], orders=shop(*((day, 50.0, "instagram") for day in days))
    )
    row = value(shown, "cost_per_order")
    assert (row["value"], row["n"]) == (pytest.approx(10), 10)
    assert (row["low"], row["high"]) == pytest.approx((10, 10))


def test_few_orders_are_too_few_for_an_interval():
    """Thirty days of 10 against two orders: 150 each, too small to judge, without an interval."""
    days = [date(2026, 10, 1) + timedelta(days=index) for index in range(30)]
    orders = shop((days[0], 50.0, "instagram"), (days[9], 50.0, "instagram"))
    row = value(figures(ads_daily=[ad(day, 10.0) for day in days], orders=orders), "cost_per_order")
    assert (row["value"], row["n"], row["marks"]) == (150, 2, ("too_small",))
    assert math.isnan(row["low"])
