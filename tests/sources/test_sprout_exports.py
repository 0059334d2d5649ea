"""Sprout Social: posts, stories, profiles and competitors of many networks in one report."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "sprout"
POSTS = "Post Performance (Larkspur) July 1, 2025 - January 31, 2026.csv"


def sample(beginning):
    (path,) = SAMPLES.glob(f"{beginning}*.csv")
    return path


def changed(tmp_path, beginning, *, drop=(), **cells):
    """The sample with its first row's cells changed and columns left out."""
    path = sample(beginning)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= cells
    names = [name for name in rows[0] if name not in drop]
    copy = tmp_path / path.name
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, quoting=csv.QUOTE_ALL, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return copy


def posts(path, zone="America/New_York"):
    return read(path, "sprout", timezone=zone)


def test_posts_of_all_networks_stand_under_their_platforms():
    """Networks become platforms; counters have thousands marks; blank is missing, not 0."""
    frame = posts(SAMPLES / POSTS).tables["posts"].set_index("post_id")
    assert frame["platform"].tolist() == ["instagram", "instagram", "facebook", "x", "youtube"]
    assert frame["impressions"].fillna(-1).tolist() == [1204, 239484, 5000, 40, -1]
    assert frame["reactions"].fillna(-1).tolist() == [-1, 8000, 60, 1, 3]
    assert frame["format"].tolist() == ["story", "short_video", "link", "text", "video"]
    assert frame["clicks"].fillna(-1).tolist() == [-1, -1, 25, -1, -1]
    assert frame.loc["17900000000000002", "engagement_rate_reported"] == pytest.approx(0.0364)
    assert frame.loc["17900000000000002", "skip_rate"] == pytest.approx(0.415)
    assert frame.loc["aB3dE5fG7hI", ["follows", "watch_seconds"]].tolist() == [2, 5400]
    assert frame["is_reply"].tolist() == [False, False, False, True, False]


def test_times_hang_in_the_workspaces_zone():
    """Summer and winter time of New York; the report is of the last day in its name."""
    found = posts(SAMPLES / POSTS)
    frame = found.tables["posts"]
    assert frame["published_at"].tolist()[:3] == [
        pd.Timestamp("2025-07-24 15:44", tz="UTC"),
        pd.Timestamp("2026-01-15 20:02", tz="UTC"),
        pd.Timestamp("2026-01-16 05:00", tz="UTC"),
    ]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-02-01 04:59:59", tz="UTC")}


def test_stories_have_their_own_figures():
    """Taps, exits and private answers, which Sprout counts as comments once more."""
    story = posts(SAMPLES / POSTS).tables["posts"].iloc[0]
    assert story[["taps_back", "taps_forward", "exits", "replies", "shares"]].tolist() == [14, 205, 31, 2, 1]
    assert pd.isna(story["comments"])


def test_staff_are_not_read_and_guards_come_off():
    """No name of who sent a post or was answered; the apostrophe before an @ is no part of it."""
    frame = posts(SAMPLES / POSTS).tables["posts"]
    assert frame["account"].iloc[0] == frame["account"].iloc[3] == "@larkspurtea"
    assert frame["title"].iloc[0] == "[handle] says hello"
    assert frame["title"].iloc[3] == "[handle] thank you"
    assert not any(word in frame.to_csv().casefold() for word in ("wilma", "someone"))


def test_paid_is_known_where_the_report_says_it():
    """A paid figure makes a post one of both; all impressions organic makes it organic."""
    frame = posts(SAMPLES / POSTS).tables["posts"]
    assert frame["paid_scope"].tolist() == ["organic", "organic", "both", "unknown", "unknown"]


def test_the_report_before_march_2026_is_served(tmp_path):
    """66 columns, without those of reels."""
    new = ("Reels Skip Rate", "Crossposted Reels Views", "Facebook Reels Views")
    frame = posts(changed(tmp_path, "Post", drop=new)).tables["posts"]
    assert len(frame) == 5
    assert "skip_rate" not in frame


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Post ID": "1.8E+16"}, "an id that a spreadsheet made a rounded number of"),
        ({"Post ID": ""}, "no post id"),
        ({"Date": "24/7/2025 11:44 am"}, "not a date in the format of this export"),
        ({"Date": "7/24/2026 11:44 am"}, "a moment before 2004 or after the export"),
        ({"Date": "7/24/1999 11:44 am"}, "a moment before 2004 or after the export"),
        ({"Impressions": "-5"}, "a count below zero"),
        ({"Impressions": "many"}, "not a whole number"),
        ({"Engagement Rate (per Impression)": "high"}, "not a number"),
        ({"Network": "Friendster"}, "a network that is not known"),
        ({"Profile": ""}, "no name of the page"),
    ],
)
def test_rows_that_cannot_be_true_are_set_aside(tmp_path, cells, reason):
    """The row is not used and says why; the others are."""
    found = posts(changed(tmp_path, "Post", **cells))
    assert reasons(found) == {2: reason}
    assert len(found.tables["posts"]) == 4


def test_a_report_glued_to_itself_counts_once(tmp_path):
    """The header once more and posts a second time are set aside."""
    text = (SAMPLES / POSTS).read_text(encoding="utf-8")
    found = posts(write(tmp_path / POSTS, text + text))
    assert len(found.tables["posts"]) == 5
    assert sorted(set(reasons(found).values())) == [
        "stands in the file a second time",
        "the header once more",
    ]


def test_unknown_post_types_are_told(tmp_path):
    """Another kind of content is read as other, with a note."""
    found = posts(changed(tmp_path, "Post", **{"Post Type": "Post", "Content Type": "Hologram"}))
    assert found.tables["posts"]["format"].iloc[0] == "other"
    assert found.notes == ["1 post(s) of an unknown type read as other"]


def test_profiles_have_a_row_a_day_and_network():
    """Months stand first; losses of followers are below zero; blank gives no row."""
    found = read(sample("Profile"), "sprout", timezone="America/New_York")
    frame = found.tables["account_daily"].set_index(["platform", "account", "metric", "date"])["value"]
    day = pd.Timestamp("2026-01-02")
    assert frame["instagram", "larkspurtea", "net_follows", day] == -3
    assert frame["instagram", "larkspurtea", "impressions", day] == 6678
    assert frame["x", "@larkspurtea", "link_clicks", pd.Timestamp("2026-01-01")] == 2
    assert ("x", "@larkspurtea", "follows", day) not in frame
    assert frame.groupby("metric").sum()["interactions"] == 52 + 46 + 12 + 0


def test_instagram_profiles_state_organic_engagements_apart():
    """They are a part of those of Profile Performance, and add up from their kinds."""
    found = read(sample("Instagram Business"), "sprout")
    frame = found.tables["account_daily"]
    sums = frame.groupby(["metric", "paid_scope"])["value"].sum()
    assert sums["interactions", "organic"] == 98
    assert sums["unfollows", "both"] == 79
    assert sums["reach", "both"] == 12812
    assert [(total.stated, total.found) for total in found.totals] == [(98, 98)]
    assert found.notes == ["the last day has no follower count: it was not over when the report was made"]


def test_tiktok_profiles_before_their_first_figure_are_missing():
    """Days without views are no days of 0 views."""
    frame = read(sample("TikTok"), "sprout").tables["account_daily"]
    assert set(frame["platform"]) == {"tiktok"}
    assert frame.loc[frame["metric"] == "video_views", "value"].tolist() == [19]
    assert frame.loc[frame["metric"] == "followers", "value"].tolist() == [77, 79]


def test_competitors_have_days_and_know_the_brand(tmp_path):
    """A day is a period; a profile without any figure is set aside; growth is net."""
    found = read(sample("Competitor Performance"), "sprout", account="larkspurtea")
    frame = found.tables["competitors"]
    assert frame["is_own"].tolist() == [True, False, False]
    assert frame["net_followers"].tolist() == [6, -13, -15]
    assert frame["engagements"].sum() == 39 + 788
    assert (frame["period_start"] == frame["period_end"]).all()
    assert reasons(found) == {4: "no figure for this day"}
    instagram = read(sample("Instagram Competitors"), "sprout")
    assert instagram.tables["competitors"]["posts"].tolist() == [1, 1]
    assert instagram.tables["competitors"]["followers"].isna().tolist() == [False, True]
    assert [(total.stated, total.found) for total in instagram.totals] == [(313, 313)]


def test_an_undated_report_of_posts_is_refused(tmp_path):
    """Posts don't say of which day their counters are; `received:` does."""
    path = write(tmp_path / "posts.csv", (SAMPLES / POSTS).read_text(encoding="utf-8"))
    with pytest.raises(ExportError, match="nothing says of which day"):
        posts(path)
    assert len(read(path, "sprout", received="2026-02-01").tables["posts"]) == 5


def test_posts_of_competitors_are_refused_by_name(tmp_path):
    """They are no posts of the brand."""
    header = '"Date","Post ID","Network","Post Type","Content Type","Profile","Link","Post","Linked Content","Public Engagements","Reactions","Comments","Shares"\n'
    with pytest.raises(ExportError, match=r"Competitor Posts.*not served"):
        read(
            write(
                tmp_path / "x.csv",
                header + '"1/2/2026 1:00 pm","1","X","Post","Text","a","","b","","1","1","0","0"\n',
            ),
            "sprout",
        )


def test_an_unknown_report_names_the_nearest(tmp_path):
    """A report with a column renamed is refused, with what it misses."""
    with pytest.raises(ExportError, match=r"nearest: Sprout Social TikTok Profiles.*missing: engagements"):
        read(changed(tmp_path, "TikTok", drop=("Engagements",)), "sprout")


def test_a_report_without_rows_is_no_error(tmp_path):
    """A header alone asks for no day."""
    header = sample("TikTok").read_text(encoding="utf-8").splitlines()[0]
    found = read(write(tmp_path / "x.csv", header + "\n"), "sprout")
    assert (found.tables, found.notes) == ({}, ["no rows"])
