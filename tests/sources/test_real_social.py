"""Real exports of X, YouTube and LinkedIn: figures recounted from the raw bytes with plain Python."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

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
