"""Real exports of suites and shops, where they are at hand: totals against plain Python on the raw bytes."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]


def table(path):
    """Rows of a CSV file as dictionaries, by the csv module alone."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text.replace(",", ""))


def total(rows, column):
    return sum(number(row[column]) for row in rows if row[column] not in ("", None))


SPROUT = {
    "Profile Performance": {
        "followers": "Audience",
        "net_follows": "Net Audience Growth",
        "follows": "Audience Gained",
        "posts": "Published Posts (Total)",
        "impressions": "Impressions",
        "video_views": "Video Views",
        "interactions": "Engagements",
        "reactions": "Reactions",
        "comments": "Comments",
        "shares": "Shares",
        "saves": "Saves",
    },
    "Instagram Business": {
        "followers": "Followers",
        "net_follows": "Net Follower Growth",
        "follows": "Followers Gained",
        "unfollows": "Followers Lost",
        "posts": "Published Posts",
        "views": "Views",
        "reach": "Reach",
        "interactions": "Organic Engagements",
        "reactions": "Organic Likes",
        "comments": "Organic Comments",
        "shares": "Organic Shares",
        "saves": "Organic Saves",
    },
    "TikTok Profiles": {
        "followers": "Followers",
        "net_follows": "Net Follower Growth",
        "posts": "Published Posts",
        "video_views": "Video Views",
        "impressions": "Impressions",
        "interactions": "Engagements",
        "reactions": "Likes",
        "comments": "Comments",
        "shares": "Shares",
        "profile_visits": "Profile Views",
    },
}
OF_PROFILES = [
    (path, names)
    for report, names in SPROUT.items()
    for path in sorted((REAL / "sprout").glob(f"*{report}*"))
]


@pytest.mark.parametrize(("path", "names"), OF_PROFILES, ids=lambda value: getattr(value, "stem", "")[-50:])
def test_sprout_profiles(path, names):
    """Each metric's sum and number of days; nothing set aside, and no metric beside these."""
    rows = table(path)
    found = read(path, "sprout", timezone="America/New_York")
    assert found.used == len(rows)
    by_metric = found.tables["account_daily"].groupby("metric")["value"].agg(["sum", "size"])
    assert set(by_metric.index) == set(names)
    for metric, column in names.items():
        assert by_metric.loc[metric, "sum"] == total(rows, column)
        assert by_metric.loc[metric, "size"] == sum(row[column] != "" for row in rows)
    assert all(total.holds for total in found.totals)


def test_sprout_competitors():
    """A month of nine profiles; those that Sprout lost are set aside day by day."""
    (path,) = (REAL / "sprout").glob("*Competitor Performance*")
    rows = table(path)
    found = read(path, "sprout", account="josecuervotequila")
    frame = found.tables["competitors"]
    filled = [
        row
        for row in rows
        if any(row[name] for name in ("Audience", "Published Posts", "Public Engagements"))
    ]
    assert (found.used, len(found.set_aside)) == (len(filled), len(rows) - len(filled)) == (217, 62)
    for column, written in {
        "engagements": "Public Engagements",
        "posts": "Published Posts",
        "net_followers": "Net Audience Growth",
        "followers": "Audience",
    }.items():
        assert frame[column].sum() == total(rows, written)
    assert frame["is_own"].sum() == 31
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-01-31 23:59:59", tz="UTC")}


def shopify(name):
    (path,) = (REAL / "shopify").glob(f"*{name}.csv")
    return path, table(path)


def test_shopify_sessions():
    """A year by month beside the year before: 279,172 sessions."""
    path, rows = shopify("Sessions over time")
    sums = read(path, "shopify").tables["account_periods"].groupby("metric")["value"].sum()
    assert sums["sessions"] == total(rows, "Sessions") == 279_172
    assert sums["visitors"] == total(rows, "Online store visitors")


@pytest.mark.parametrize("name", ["Checkout conversion rate over time", "Customer behavior"])
def test_shopify_steps_to_checkout(name):
    """53 weeks; every stated rate holds."""
    path, rows = shopify(name)
    found = read(path, "shopify")
    sums = found.tables["conversions"].groupby("name")["count"].agg(["sum", "size"])
    for step in sums.index:
        assert sums.loc[step].tolist() == [total(rows, step.capitalize()), 53]
    assert all(total.holds for total in found.totals)


def test_shopify_referrers():
    """1,999 rows by referrer and city, none of them a whole."""
    path, rows = shopify("Sessions by referrer")
    frame = read(path, "shopify").tables["account_periods"]
    assert set(frame["dimension"]) == {"referrer_source|referrer|city"}
    by_metric = frame.groupby("metric")["value"].agg(["sum", "size"])
    assert by_metric.loc["sessions"].tolist() == [total(rows, "Sessions"), len(rows)]


def test_shopify_customers(tmp_path):
    """Without days refused; a name that says them is enough."""
    path, rows = shopify("New vs returning customers")
    with pytest.raises(ExportError, match="which days"):
        read(path, "shopify")
    copy = tmp_path / "customers 2024-01-01 2024-12-31.csv"
    copy.write_bytes(path.read_bytes())
    assert read(copy, "shopify").tables["account_periods"]["value"].sum() == total(rows, "Customers")


KINDS = ["sprout", "shopify", "woocommerce", "hubspot", "salesforce", "amazon_brand", "survey_tools"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_source_takes_another_platforms_file(kind):
    """Every real file of another platform is refused, with words."""
    for path in sorted(REAL.glob("*/*.csv")):
        if path.parent.name != kind:
            with pytest.raises(ExportError):
                read(path, kind, received="2026-06-22")
