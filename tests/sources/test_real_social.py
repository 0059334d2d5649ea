"""Real exports of X, YouTube and LinkedIn: figures recounted from the raw bytes with plain Python."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]


def records(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_x_tweet_activity():
    """37 tweets: sums, minutes and engagement rates, all against the bytes."""
    (path,) = (REAL / "x").glob("*tweet_activity*")
    rows = records(path)
    found = read(path, "x")
    posts = found.tables["posts"]
    assert found.used == len(posts) == len(rows) == 37
    names = {"impressions": "impressions", "engagements": "native_engagements", "likes": "reactions", "retweets": "shares", "replies": "comments", "url clicks": "link_clicks"}  # fmt: skip
    for written, name in names.items():
        assert posts[name].sum() == sum(float(row[written]) for row in rows)
    assert posts["native_engagements"].sum() == 1421
    assert posts["post_id"].tolist() == [row["Tweet id"] for row in rows]
    minutes = posts["published_at"].dt.strftime("%Y-%m-%d %H:%M +0000").tolist()
    assert minutes == [row["time"] for row in rows]
    assert posts["is_reply"].sum() == sum(row["Tweet text"].startswith("@") for row in rows)
    assert set(posts["snapshot_at"]) == {pd.Timestamp("2016-12-31 23:59:59", tz="UTC")}
    assert len(found.totals) == 3
    assert all(total.holds for total in found.totals)


def test_x_overview():
    """Seven days, twelve figures a day; the share button is not read."""
    (path,) = (REAL / "x").glob("*overview*")
    rows = records(path)
    frame = read(path, "x").tables["account_daily"]
    for written, metric in {"Impressions": "impressions", "Likes": "reactions", "Engagements": "interactions", "Reposts": "shares", "Create Post": "posts", "Unfollows": "unfollows"}.items():  # fmt: skip
        stated = sum(int(row[written]) for row in rows)
        assert frame.loc[frame["metric"] == metric, "value"].agg(["size", "sum"]).tolist() == [7, stated]
    assert frame["date"].max() == pd.Timestamp("2025-08-26")


def stated_total(rows, first):
    """The row of totals, and the others."""
    (total,) = [row for row in rows if row[first] == "Total"]
    return total, [row for row in rows if row[first] != "Total"]


def test_youtube_content():
    """317 videos of 318 rows; days counted are those of the daily totals beside the table."""
    (path,) = (REAL / "youtube").glob("timaghost__Table*")
    total, rows = stated_total(records(path), "Content")
    found = read(path, "youtube")
    posts = found.tables["posts"]
    assert len(posts) == len(rows) == 317
    names = {"Views": "views", "Engaged views": "engaged_views", "Impressions": "impressions", "Likes": "reactions", "Shares": "shares", "Comments added": "comments", "Subscribers gained": "follows"}  # fmt: skip
    for written, name in names.items():
        assert posts[name].sum() == sum(int(row[written]) for row in rows if row[written])
        assert posts[name].isna().sum() == sum(row[written] == "" for row in rows)
    assert posts["views"].sum() == 36_978 < int(total["Views"])
    assert "rows hold 36978 of 37504 views: the export leaves rows out" in found.notes
    hours = sum(float(row["Watch time (hours)"]) for row in rows if row["Watch time (hours)"])
    assert posts["watch_seconds"].sum() == pytest.approx(hours * 3600, abs=1)
    assert posts["post_id"].tolist() == [row["Content"].strip() for row in rows]
    days = [row["Date"] for row in records(path.with_name("timaghost__Totals.csv"))]
    assert set(posts["counted_from"]) == {pd.Timestamp(min(days))}
    assert set(posts["counted_to"]) == {pd.Timestamp(max(days))}
    totals = {one.what: (one.stated, one.found) for one in found.totals}
    assert totals["total, Engaged views, by day"] == (26_367, 26_367)
    assert all(one.holds for one in found.totals)


def test_youtube_content_without_its_days():
    """500 videos and a last line; five have no day of publication. Refused until a day is declared."""
    path = REAL / "youtube" / "dangertv__DangerTV_Content.csv"
    with pytest.raises(ExportError, match="nothing says which days"):
        read(path, "youtube")
    found = read(path, "youtube", received="2024-11-27")
    rows = [row for row in records(path) if row["Views"]]
    dated = [row for row in rows if row["Video publish time"]]
    posts = found.tables["posts"]
    assert (found.rows_read, len(posts)) == (len(rows), len(dated))
    assert len(rows) == 500
    for written, name in {"Views": "views", "Impressions": "impressions", "Subscribers": "follows"}.items():
        assert posts[name].sum() == sum(int(row[written]) for row in dated)
    money = sum(float(row["Estimated revenue (USD)"]) for row in dated if row["Estimated revenue (USD)"])
    assert posts["revenue"].sum() == pytest.approx(money)
    assert set(posts["currency"]) == {"USD"}


@pytest.mark.parametrize(
    ("name", "column", "metric", "days"),
    [("CodingTrain__Totals.csv", "Views", "views", 365), ("timaghost__Totals.csv", "Engaged views", "engaged_views", 6802)],
)  # fmt: skip
def test_youtube_days(name, column, metric, days):
    """Daily totals alone are figures by day."""
    path = REAL / "youtube" / name
    frame = read(path, "youtube").tables["account_daily"]
    assert frame["value"].agg(["size", "sum"]).tolist() == [
        days,
        sum(int(row[column]) for row in records(path)),
    ]
    assert set(frame["metric"]) == {metric}


def test_youtube_places_and_people():
    """Countries, cities, ages and genders, against the bytes; daily totals are those of the table's total."""
    folder = REAL / "youtube"
    found = read(folder / "CodingTrain__Table data.csv", "youtube")
    total, rows = stated_total(records(folder / "CodingTrain__Table data.csv"), "Geography")
    frame = found.tables["audience"]
    assert dict(zip(frame["bucket"], frame["value"], strict=True)) == {row["Geography"]: int(row["Views"]) for row in rows}  # fmt: skip
    assert [(one.stated, one.found) for one in found.totals] == [(int(total["Views"]), 15_503_810)]
    frame = read(folder / "dangertv__Viewer_Cities.csv", "youtube", received="2024-11-27").tables["audience"]
    rows = [row for row in records(folder / "dangertv__Viewer_Cities.csv") if row["Views"]]
    assert frame["value"].agg(["size", "sum"]).tolist() == [500, sum(int(row["Views"]) for row in rows)]
    for name, first in {"dangertv__viewer_age.csv": "13-17", "dangertv__Viewer_gender.csv": "women"}.items():
        frame = read(folder / name, "youtube", received="2024-11-27").tables["audience"]
        assert (frame["value"] * 100).tolist() == pytest.approx([float(row["Views (%)"]) for row in records(folder / name)])  # fmt: skip
        assert frame["bucket"].iloc[0] == first


def test_youtube_parts_and_charts(tmp_path):
    """Subscribers and others under a name with its days; its chart is refused."""
    (chart,) = (REAL / "youtube").glob("*Chart data.csv")
    with pytest.raises(ExportError, match=r"chart data.*not served"):
        read(chart, "youtube", received="2024-11-27")
    source = REAL / "youtube" / "dangertv__Subscription_status.csv"
    path = tmp_path / "Subscription status 2023-11-28_2024-11-27 Demo.csv"
    path.write_bytes(source.read_bytes())
    found = read(path, "youtube")
    _, rows = stated_total(records(source), "Subscription status")
    frame = found.tables["account_periods"]
    views = frame[frame["metric"] == "views"]
    assert dict(zip(views["bucket"], views["value"], strict=True)) == {row["Subscription status"]: int(row["Views"]) for row in rows}  # fmt: skip
    assert found.notes == ["rows hold 100325568 of 100325767 views: the export leaves rows out"]


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("updates", "linkedin-content-daily/1+linkedin-content-posts/1"),
        ("followers", "linkedin-followers/1+linkedin-followers-demographics/1"),
        ("visitors", "linkedin-visitors/1+linkedin-visitors-demographics/1"),
    ],
)
def test_linkedin_headers_of_2020(name, layout):
    """Workbooks with headers only, of the layouts of 2020: recognised, and said to hold no rows."""
    found = read(REAL / "linkedin" / f"pablomolteni__Linkedin_{name}.xlsx", "linkedin")
    assert (found.layout, found.tables, found.rows_read, found.notes) == (layout, {}, 0, ["no rows"])


@pytest.mark.parametrize("kind", ["x", "youtube", "linkedin", "linkedin_ads"])
def test_no_source_takes_another_platforms_file(kind):
    """Every real CSV of another platform is refused, with words."""
    for path in sorted(REAL.glob("*/*.csv")):
        if path.parent.name != kind:
            with pytest.raises(ExportError):
                read(path, kind, received="2026-06-22")
