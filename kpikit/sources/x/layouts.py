"""Layouts of X's (Twitter's) analytics exports, and the words in them."""

from __future__ import annotations

from kpikit.sources.base import Layout

PARTS = (
    "retweets", "replies", "likes", "user profile clicks", "url clicks", "hashtag clicks", "detail expands",
    "permalink clicks", "app opens", "app installs", "follows", "email tweet", "dial phone",
    "media engagements",
)  # fmt: skip
"""What the export of 2016 to 2022 adds up to its engagements (measured: in every row)."""

COUNTERS = {
    "impressions": "impressions",
    "reactions": "likes",
    "comments": "replies",
    "shares": "retweets",
    "link_clicks": "url clicks",
    "follows": "follows",
    "profile_visits": "user profile clicks",
    "native_engagements": "engagements",
}
"""Column of `posts` → column of the export of 2016 to 2022."""

PROMOTED = {
    "impressions": "promoted impressions",
    "link_clicks": "promoted url clicks",
}
"""Column of `ads_periods` → column of the export of 2016 to 2022."""

_ACTIVITY = (*PARTS, "impressions", "engagements", "engagement rate", "media views")
ACTIVITY = Layout(
    id="x-tweet-activity/1",
    what="X (Twitter) tweet activity, 2016 to 2022",
    headers={
        "id": ("tweet id",),
        "link": ("tweet permalink",),
        "text": ("tweet text",),
        "time": ("time",),
        **{name: (name,) for name in _ACTIVITY},
        **{f"promoted {name}": (f"promoted {name}",) for name in _ACTIVITY},
    },
    required=("id", "link", "text", "time", "impressions", "engagements", "retweets", "replies", "likes"),
    languages=("en",),
    tried=True,
    feeds=("posts", "ads_periods"),
)
# `Share` and `Shares` count the share button: links copied and private messages, which no other platform
# counts. What others call a share is a repost here.
CONTENT = Layout(
    id="x-content-analytics/1",
    what="X account analytics, content, 2025 on",
    headers={
        "id": ("post id",),
        "date": ("date",),
        "text": ("post text",),
        "link": ("link", "post link"),
        "impressions": ("impressions",),
        "reactions": ("likes",),
        "native_engagements": ("engagements",),
        "saves": ("bookmarks",),
        "follows": ("new follows",),
        "comments": ("replies",),
        "shares": ("reposts",),
        "profile_visits": ("profile visits",),
        "link_clicks": ("url clicks",),
    },
    required=("id", "date", "text", "link", "impressions", "reactions", "native_engagements", "saves"),
    languages=("en",),
    tried=False,
    feeds=("posts",),
)
OVERVIEW = Layout(
    id="x-overview-analytics/1",
    what="X account analytics, overview by day",
    headers={
        "date": ("date",),
        "impressions": ("impressions",),
        "reactions": ("likes",),
        "interactions": ("engagements",),
        "saves": ("bookmarks",),
        "follows": ("new follows",),
        "unfollows": ("unfollows",),
        "comments": ("replies",),
        "shares": ("reposts",),
        "profile_visits": ("profile visits",),
        "posts": ("create post",),
        "video_views": ("video views",),
        "media_views": ("media views",),
    },
    required=("date", "impressions", "reactions", "interactions", "saves", "follows", "unfollows", "posts"),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)
LAYOUTS = (ACTIVITY, CONTENT, OVERVIEW)
