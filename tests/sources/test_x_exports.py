"""X (Twitter): tweet activity of 2016 to 2022, content and overview of account analytics."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.sources.common.checks import NEGATIVE_COUNT, ROUNDED_ID
from kpikit.sources.common.rows import NOT_WHOLE, TWICE
from kpikit.sources.x import LINK_ID
from tests.sources.reading import read, reasons, write

METRICS = [
    "impressions", "engagements", "engagement rate", "retweets", "replies", "likes", "user profile clicks",
    "url clicks", "hashtag clicks", "detail expands", "permalink clicks", "app opens", "app installs",
    "follows", "email tweet", "dial phone", "media views", "media engagements",
]  # fmt: skip
ACTIVITY = ["Tweet id", "Tweet permalink", "Tweet text", "time", *METRICS, *(f"promoted {name}" for name in METRICS)]  # fmt: skip
CONTENT = [
    "Post id", "Date", "Post text", "Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Share",
    "New follows", "Replies", "Reposts", "Profile visits", "Detail expands", "Url clicks", "Hashtag clicks",
    "Permalink clicks",
]  # fmt: skip
LATER = {
    "Link": "Post Link",
    "Share": "Shares",
    "Detail expands": "Detail Expands",
    "Url clicks": "URL Clicks",
}
OVERVIEW = [
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows",
    "Replies", "Reposts", "Profile visits", "Create Post", "Video views", "Media views",
]  # fmt: skip
ACTIVITY_NAME = "tweet_activity_metrics_hansepumpen_20190301_20190401_en.csv"


def snowflake(moment):
    """The id of a post published at a moment."""
    milliseconds = pd.Timestamp(moment, tz="UTC").value // 1_000_000
    return str(((milliseconds - 1_288_834_974_657) << 22) + 77)


def quoted(rows):
    """All cells in quotes, as X writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def tweet(moment="2019-03-05 14:07:31", **cells):
    """A tweet with 18 engagements of 2,000 impressions, not promoted."""
    post_id = snowflake(moment)
    row = dict.fromkeys(ACTIVITY, "0") | {f"promoted {name}": "-" for name in METRICS}
    row |= {
        "Tweet id": post_id,
        "Tweet permalink": f"https://twitter.com/hansepumpen/status/{post_id}",
        "Tweet text": "Pumps &amp; valves, ask @jan_private or jan@example.org",
        "time": moment[:16] + " +0000",
        "impressions": "2000.0",
        "engagements": "18.0",
        "engagement rate": "0.009",
        "retweets": "2.0",
        "likes": "5.0",
        "url clicks": "8.0",
        "user profile clicks": "1.0",
        "detail expands": "2.0",
    }
    return list((row | cells).values())


def post(moment, day, text="New pump", **cells):
    post_id = snowflake(moment)
    row = dict.fromkeys(CONTENT, "0") | {
        "Post id": post_id,
        "Date": day,
        "Post text": text,
        "Link": f"https://x.com/hansepumpen/status/{post_id}",
        "Impressions": "120",
        "Likes": "4",
        "Engagements": "11",
        "Bookmarks": "2",
        "Share": "1",
        "Reposts": "3",
        "Replies": "1",
        "Url clicks": "5",
    }
    return list((row | cells).values())


def activity(tmp_path, *rows, header=ACTIVITY, name=ACTIVITY_NAME):
    return write(tmp_path / name, quoted([header, *rows]))


def test_tweets_are_read_with_the_instants_in_their_ids(tmp_path):
    """Floats are counts, texts are unescaped, the end of the range in the name is no longer counted."""
    found = read(activity(tmp_path, tweet(), tweet("2019-03-06 08:00:02", likes="4", engagements="17", **{"engagement rate": "8.5E-3"})), "x")  # fmt: skip
    posts = found.tables["posts"]
    assert posts["published_at"].iloc[0] == pd.Timestamp("2019-03-05 14:07:31", tz="UTC")
    assert posts["impressions"].tolist() == [2000, 2000]
    assert posts["reactions"].tolist() == [5, 4]
    assert posts["shares"].tolist() == [2, 2]
    assert posts["link_clicks"].tolist() == [8, 8]
    assert posts["native_engagements"].tolist() == [18, 17]
    assert posts["engagement_rate_reported"].tolist() == [0.009, 0.0085]
    assert set(posts["paid_scope"]) == {"organic"}
    assert set(posts["snapshot_at"]) == {pd.Timestamp("2019-03-31 23:59:59", tz="UTC")}
    assert all(total.holds for total in found.totals)
    assert [(total.stated, total.found) for total in found.totals] == [(2, 2), (35, 35), (2, 2)]
    assert "ads_periods" not in found.tables


def test_a_post_on_the_last_day_named_moves_the_snapshot(tmp_path):
    """The figures can't be older than a post that they count."""
    found = read(activity(tmp_path, tweet("2019-04-01 09:00:00")), "x")
    assert set(found.tables["posts"]["snapshot_at"]) == {pd.Timestamp("2019-04-01 23:59:59", tz="UTC")}


def test_private_people_leave_the_texts(tmp_path):
    """Handles and addresses are replaced; HTML entities are the characters they stand for."""
    (title,) = read(activity(tmp_path, tweet()), "x").tables["posts"]["title"]
    assert title == "Pumps & valves, ask [handle] or [e-mail]"


def test_promoted_figures_stand_apart(tmp_path):
    """Figures of promotion are advertising from publication to the export; organic ones stay the post's."""
    promoted = {f"promoted {name}": "0" for name in METRICS} | {"promoted impressions": "900", "promoted url clicks": "12"}  # fmt: skip
    found = read(activity(tmp_path, tweet(**promoted), tweet("2019-03-07 10:00:00")), "x")
    assert found.tables["posts"]["impressions"].tolist() == [2000, 2000]
    (row,) = found.tables["ads_periods"].to_dict("records")
    assert (row["impressions"], row["link_clicks"], row["ad_id"]) == (
        900,
        12,
        snowflake("2019-03-05 14:07:31"),
    )
    assert row["period_start"] == pd.Timestamp("2019-03-05")
    assert row["period_end"] == pd.Timestamp("2019-03-31")
    assert found.notes == ["figures of promotion stand apart from the posts', as advertising"]


def test_broken_sums_are_told(tmp_path):
    """Engagements that are not their parts, and a rate that is not engagements by impressions."""
    found = read(activity(tmp_path, tweet(engagements="99")), "x")
    assert [total.holds for total in found.totals] == [True, False, False]


def test_damaged_rows_are_set_aside(tmp_path):
    """Counts below zero or in fractions, ids lost, a tweet twice, a future year, the header once more."""
    other = [tweet(f"2019-03-{day:02} 10:00:00") for day in range(10, 16)]
    other[0][ACTIVITY.index("likes")] = "-3"
    other[1][ACTIVITY.index("likes")] = "2.5"
    other[2][ACTIVITY.index("Tweet id")] = "1.10E+18"
    other[2][ACTIVITY.index("Tweet permalink")] = ""
    other[4] = other[3]
    other[5] = tweet("2031-03-05 10:00:00")
    found = read(activity(tmp_path, *other, ACTIVITY, tweet()), "x")
    assert reasons(found) == {
        2: NEGATIVE_COUNT,
        3: NOT_WHOLE,
        4: ROUNDED_ID,
        6: TWICE,
        7: "a day before 2004 or after the export",
        8: "the header once more",
    }
    assert len(found.tables["posts"]) == 2


def test_a_rounded_id_is_that_of_its_link(tmp_path):
    """A spreadsheet rounds long ids; links stay as they were."""
    row = tweet()
    true = row[0]
    row[0] = "1.10283E+18"
    found = read(activity(tmp_path, row), "x")
    assert found.tables["posts"]["post_id"].tolist() == [true]
    assert [remark.reason for remark in found.repaired] == [LINK_ID]


def test_a_file_cut_off_in_a_cell_is_refused(tmp_path):
    """A quote without an end is damage to the whole."""
    text = quoted([ACTIVITY, tweet(), tweet("2019-03-07 10:00:00")])
    with pytest.raises(ExportError, match="cut off"):
        read(write(tmp_path / ACTIVITY_NAME, text[: text.rindex("hansepumpen")]), "x")


def test_content_of_2025_takes_moments_from_ids(tmp_path):
    """The day printed is the browser's; own answers and reposts are marked."""
    rows = [
        post("2025-02-18 02:15:00", "Mon Feb 17 2025"),
        post("2025-02-17 15:00:00", "Mon Feb 17 2025", "@somebody thanks"),
        post("2025-02-16 15:00:00", "Sun Feb 16 2025", "RT @paper: pumps"),
    ]
    path = write(tmp_path / "account_analytics_content_2024-11-21_2025-02-19.csv", quoted([CONTENT, *rows]))
    found = read(path, "x")
    posts = found.tables["posts"]
    assert posts["published_at"].iloc[0] == pd.Timestamp("2025-02-18 02:15", tz="UTC")
    assert posts["is_reply"].tolist() == [False, True, False]
    assert posts["is_repost"].tolist() == [False, False, True]
    assert posts["title"].tolist() == ["New pump", "[handle] thanks", "RT [handle]: pumps"]
    assert posts[["impressions", "reactions", "shares", "saves", "comments", "link_clicks"]].iloc[0].tolist() == [120, 4, 3, 2, 1, 5]  # fmt: skip
    assert set(posts["snapshot_at"]) == {pd.Timestamp("2025-02-19 23:59:59", tz="UTC")}
    assert [total.holds for total in found.totals] == [True]


def test_content_of_2026_has_other_words(tmp_path):
    """Renamed columns, dates with commas; columns in any order."""
    header = [LATER.get(name, name) for name in CONTENT]
    rows = [header, post("2026-08-01 12:00:00", "Sat, Aug 1, 2026")]
    turned = [row[::-1] for row in rows]
    for number, table in enumerate((rows, turned)):
        path = write(
            tmp_path / str(number) / "account_analytics_content_2026-07-06_2026-08-02.csv", quoted(table)
        )
        posts = read(path, "x").tables["posts"]
        assert posts[["saves", "shares", "link_clicks"]].iloc[0].tolist() == [2, 3, 5]


def test_a_day_far_from_its_id_is_told(tmp_path):
    """No zone makes a post of Monday one of Wednesday."""
    path = write(
        tmp_path / "account_analytics_content_2025-02-01_2025-02-28.csv",
        quoted([CONTENT, post("2025-02-17 15:00:00", "Wed Feb 19 2025")]),
    )
    assert [total.holds for total in read(path, "x").totals] == [False]


def test_the_overview_is_read_by_day(tmp_path):
    """Newest first; the zone is the parameters' and the log says so; no figure is no row."""
    rows = [
        ["Tue, Aug 26, 2025", 444, 4, 29, 0, 9, 1, 2, 6, 3, 4, 1, 0, ""],
        ["Mon, Aug 25, 2025", 8893, 19, 164, 5, 9, 5, 0, 7, 1, 104, 8, 0, 12],
        ["Mon, Aug 25, 2025", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ["Aug twenty", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ["Sun, Aug 24, 2025", *[""] * 13],
    ]
    path = write(tmp_path / "account_overview_analytics.csv", quoted([OVERVIEW, *rows]))
    found = read(path, "x", timezone="Asia/Singapore")
    frame = found.tables["account_daily"]
    sums = frame.groupby("metric")["value"].sum().to_dict()
    assert sums == {
        "impressions": 9337, "reactions": 23, "interactions": 193, "saves": 5, "follows": 6, "unfollows": 2,
        "comments": 13, "shares": 4, "profile_visits": 108, "posts": 9, "video_views": 0, "media_views": 12,
    }  # fmt: skip
    assert set(frame["day_zone"]) == {"Asia/Singapore"}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2025-08-26 15:59:59", tz="UTC")}
    assert found.notes == ["the file doesn't name the zone of its days: taken as that of the parameters"]
    assert set(reasons(found).values()) == {
        TWICE,
        "not a date in the format of this export",
        "no figure for this day",
    }


def test_nothing_says_when(tmp_path):
    """Posts under a name without a range need the day they were received."""
    path = activity(tmp_path, tweet(), name="tweets.csv")
    with pytest.raises(ExportError, match="received"):
        read(path, "x")
    found = read(path, "x", received="2019-05-02")
    assert set(found.tables["posts"]["snapshot_at"]) == {pd.Timestamp("2019-05-02 23:59:59", tz="UTC")}


def test_headers_alone_are_an_empty_export(tmp_path):
    """No rows is no error, and no day is asked for."""
    found = read(activity(tmp_path, name="tweets.csv"), "x")
    assert (found.tables, found.notes) == ({}, ["no rows"])
