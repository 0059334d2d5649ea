"""Layouts of TikTok Studio and Business Suite exports: headers stay English, days and months don't."""

from __future__ import annotations

from kpikit.sources.base import Layout

LANGUAGES = ("en", "es", "pt", "de", "fr", "id", "ms")


def _layout(
    name: str,
    what: str,
    table: str,
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
        languages=LANGUAGES,
        tried=tried,
        feeds=(table,),
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
    {
        "date": ("date",),
        "reach": ("total viewers",),
        "new_viewers": ("new viewers",),
        "returning_viewers": ("returning viewers",),
    },
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
    "active_hours",
    {"date": ("date",), "hour": ("hour",), "active": ("active followers",)},
)
BUSINESS = Layout(
    id="tiktok-business/2",
    what="TikTok Business Suite overview",
    headers={
        "date": ("date",),
        "video_views": ("video views",),
        "reach": ("reached audience",),
        "profile_visits": ("profile views",),
        "reactions": ("likes",),
        "shares": ("shares",),
        "comments": ("comments",),
        "calls": ("phone number clicks",),
        "leads": ("leads submission",),
        "net_follows": ("net growth",),
        "follows": ("new followers",),
        "unfollows": ("lost followers",),
        "followers": ("total followers",),
        "engaged_accounts": ("engaged audience",),
    },
    required=("date", "reach", "follows"),
    languages=LANGUAGES,
    tried=False,
    feeds=("account_daily",),
    closed=True,
)
BUSINESS_VIDEOS = Layout(
    id="tiktok-business-videos/1",
    what="TikTok Business Suite videos",
    headers={
        "title": ("video title",),
        "link": ("video link",),
        "posted": ("post time",),
        "video_views": ("video views",),
        "reactions": ("likes",),
        "comments": ("comments",),
        "shares": ("shares",),
        "saves": ("add to favorites",),
    },
    required=("link", "posted", "video_views", "reactions"),
    languages=LANGUAGES,
    tried=False,
    feeds=("posts",),
    closed=True,
)
LAYOUTS = (
    OVERVIEW, FOLLOWERS, VIEWERS, CONTENT, GENDER, TERRITORIES, ACTIVITY, BUSINESS, BUSINESS_VIDEOS,
)  # fmt: skip
