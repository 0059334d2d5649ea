"""Layouts of TikTok Studio exports. Headers stay English in every language; days and months don't."""

from __future__ import annotations

from kpikit.sources.base import Layout


def _layout(
    name: str,
    what: str,
    table: str | None,
    columns: dict[str, tuple[str, ...]],
    *,
    tried: bool = False,
) -> Layout:
    """A layout whose headers stay English in every language; all of them are required."""
    return Layout(
        id=f"tiktok-{name}/1",
        what=f"TikTok Studio {what}",
        headers=columns,
        required=tuple(columns),
        languages=("en", "es", "pt"),
        tried=tried,
        feeds=(table,) if table else (),
        closed=True,
    )


OVERVIEW = _layout(
    "overview",
    "Overview",
    "account_daily",
    {
        "date": ("date",),
        "video_views": ("video views",),
        "profile_visits": ("profile views",),
        "reactions": ("likes",),
        "comments": ("comments",),
        "shares": ("shares",),
    },
    tried=True,
)
FOLLOWERS = _layout(
    "follower-history",
    "FollowerHistory",
    "account_daily",
    {
        "date": ("date",),
        "followers": ("followers",),
        "net_follows": ("difference in followers from previous day",),
    },
)
VIEWERS = _layout(
    "viewers",
    "Viewers",
    "account_daily",
    {"date": ("date",), "reach": ("total viewers",), "new": ("new viewers",)},
)
CONTENT = _layout(
    "content",
    "Content",
    "posts",
    {
        "exported": ("time",),
        "title": ("video title",),
        "link": ("video link",),
        "posted": ("post time",),
        "reactions": ("total likes",),
        "comments": ("total comments",),
        "shares": ("total shares",),
        "video_views": ("total views",),
    },
)
GENDER = _layout(
    "follower-gender", "FollowerGender", "audience", {"bucket": ("gender",), "value": ("distribution",)}
)
TERRITORIES = _layout(
    "follower-territories",
    "FollowerTopTerritories",
    "audience",
    {"bucket": ("top territories",), "value": ("distribution",)},
)
ACTIVITY = _layout(
    "follower-activity",
    "FollowerActivity",
    None,
    {"date": ("date",), "hour": ("hour",), "active": ("active followers",)},
)
BUSINESS = Layout(
    id="tiktok-business/1",
    what="TikTok Business Suite overview",
    headers={
        "date": ("date",),
        "reached": ("reached audience",),
        "new": ("new followers",),
    },
    required=("date", "reached", "new"),
    languages=("en",),
    tried=False,
    feeds=(),
)
LAYOUTS = (OVERVIEW, FOLLOWERS, VIEWERS, CONTENT, GENDER, TERRITORIES, ACTIVITY, BUSINESS)
