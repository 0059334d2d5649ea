"""Campaigns with their dates, followers' hours, what no source supplies, and figures that are refused."""

from __future__ import annotations

from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.metrics import registry
from kpikit.periods import Period
from tests.metrics.tiny import EXPORTED, PROJECT, brand, figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)


def test_a_campaign_has_the_days_of_its_posts_ads_and_leads():
    """Posts from 3 October on two platforms, an ad until 9 November: one period that figures can be asked for."""
    posts = [
        post("1", date(2026, 10, 3), campaign="autumn", reactions=5),
        post("2", date(2026, 10, 20), "facebook", campaign="autumn", reactions=7),
        post("3", date(2026, 10, 5), reactions=100),
        post("4", date(2026, 9, 5), campaign="summer", reactions=1),
    ]
    ads = [{
        "source": "ads", "platform": "meta_ads", "date": date(2026, 11, 9), "campaign": "autumn",
        "cost": 5.0, "snapshot_at": EXPORTED,
    }]  # fmt: skip
    shown = figures(posts=posts, ads_daily=ads)
    found = shown.campaigns()
    assert list(found["campaign"]) == ["autumn", "summer"]
    autumn = found.iloc[0]
    assert (autumn["period"], autumn["posts"], autumn["platforms"]) == ("2026-10-03..2026-11-09", 2, 3)
    row = shown.value("reactions", autumn["period"], by="campaign").set_index("campaign")["value"]
    assert row["autumn"] == 12
    assert figures().campaigns().empty


def test_followers_hours_are_means_of_days():
    """Two Mondays of 10 and 20 followers at nine o'clock are 15; another weekday stands apart."""
    rows = [
        {
            "source": "t", "platform": "tiktok", "account": "a", "date": day, "hour": 9, "day_zone": "Asia/Kuala_Lumpur",
            "active_followers": count, "snapshot_at": EXPORTED,
        }
        for day, count in ((date(2026, 10, 5), 10), (date(2026, 10, 12), 20), (date(2026, 10, 13), 99))
    ]  # fmt: skip
    found = figures(active_hours=rows).active_hours(OCTOBER)
    assert found[["weekday", "hour", "active_followers", "n"]].to_numpy().tolist() == [
        [1, 9, 15, 2],
        [2, 9, 99, 1],
    ]


def test_what_is_not_offered_names_who_would_supply_it():
    """With posts alone there are no orders; shops would feed them, and so would a mapping."""
    found = figures(posts=[post("1", OCTOBER.start, reactions=1)]).not_offered().set_index("metric")
    assert "reactions" not in found.index
    assert {"shopify", "woocommerce", "mapped"} <= set(found.loc["orders", "formats"].split(", "))
    assert "shopify" in found.loc["social_roi", "formats"]
    assert "ads_daily" in found.loc["total_cost", "reads"] or "spending" in found.loc["total_cost", "reads"]


@pytest.mark.parametrize("name", ["advertising_value_equivalent", "AVE", "press_media_value", "emv"])
def test_advertising_value_equivalents_are_refused_with_the_reason(name):
    """Neither asked for nor defined by a brand."""
    with pytest.raises(MetricError, match="not bought measures neither"):
        figures().value(name, OCTOBER)
    own = {"dimension": "awareness", "name": "x", "definition": "x."}
    with pytest.raises(MetricError, match="refused"):
        registry(PROJECT, brand(metrics={name: own}))
