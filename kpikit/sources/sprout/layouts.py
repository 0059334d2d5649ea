"""Sprout Social's reports by their columns. Staff names (`Sent by`) are not among those read."""

from __future__ import annotations

from kpikit.sources.base import Layout

POSTS = Layout(
    id="sprout-posts/1",
    what="Sprout Social Post Performance",
    headers={
        "published_at": ("date",),
        "post_id": ("post id",),
        "network": ("network",),
        "post_type": ("post type",),
        "content_type": ("content type",),
        "profile": ("profile",),
        "link": ("link",),
        "title": ("post",),
        "impressions": ("impressions",),
        "organic_impressions": ("organic impressions",),
        "paid_impressions": ("paid impressions",),
        "reach": ("reach",),
        "engagement_rate_reported": ("engagement rate (per impression)",),
        "native_engagements": ("engagements",),
        "reactions": ("reactions",),
        "likes": ("likes",),
        "comments": ("comments",),
        "shares": ("shares",),
        "saves": ("saves",),
        "link_clicks": ("post link clicks",),
        "clicks": ("post clicks (all)",),
        "follows": ("subscribers gained from video",),
        "video_views": ("video views",),
        "completion": ("full video view rate",),
        "skip_rate": ("reels skip rate",),
        "minutes": ("estimated minutes watched",),
        "average_watch_seconds": ("average video time watched (seconds)",),
        "taps_back": ("story taps back",),
        "taps_forward": ("story taps forward",),
        "exits": ("story exits",),
        "replies": ("story replies",),
    },
    required=("published_at", "post_id", "network", "profile", "impressions", "native_engagements"),
    languages=("en",),
    tried=False,
    feeds=("posts",),
)

PROFILES = Layout(
    id="sprout-profiles/1",
    what="Sprout Social Profile Performance",
    headers={
        "date": ("date",),
        "network": ("network",),
        "profile": ("profile",),
        "followers": ("audience",),
        "net_follows": ("net audience growth",),
        "follows": ("audience gained",),
        "posts": ("published posts (total)",),
        "impressions": ("impressions",),
        "video_views": ("video views",),
        "interactions": ("engagements",),
        "reactions": ("reactions",),
        "comments": ("comments",),
        "shares": ("shares",),
        "saves": ("saves",),
        "link_clicks": ("post link clicks",),
    },
    required=("date", "network", "profile", "followers", "posts", "impressions", "interactions"),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)

INSTAGRAM = Layout(
    id="sprout-instagram/1",
    what="Sprout Social Instagram Business Profiles",
    headers={
        "date": ("date",),
        "profile": ("instagram profile",),
        "followers": ("followers",),
        "net_follows": ("net follower growth",),
        "follows": ("followers gained",),
        "unfollows": ("followers lost",),
        "posts": ("published posts",),
        "views": ("views",),
        "impressions": ("impressions",),
        "reach": ("reach",),
        "interactions/organic": ("organic engagements",),
        "reactions/organic": ("organic likes",),
        "comments/organic": ("organic comments",),
        "shares/organic": ("organic shares",),
        "saves/organic": ("organic saves",),
        "replies": ("story replies",),
    },
    required=("date", "profile", "followers", "posts", "interactions/organic", "reactions/organic"),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)

TIKTOK = Layout(
    id="sprout-tiktok/1",
    what="Sprout Social TikTok Profiles",
    headers={
        "date": ("date",),
        "profile": ("tiktok profiles", "tiktok profile"),
        "followers": ("followers",),
        "net_follows": ("net follower growth",),
        "posts": ("published posts",),
        "video_views": ("video views",),
        "impressions": ("impressions",),
        "interactions": ("engagements",),
        "reactions": ("likes",),
        "comments": ("comments",),
        "shares": ("shares",),
        "profile_visits": ("profile views",),
    },
    required=("date", "profile", "followers", "posts", "video_views", "interactions"),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)

COMPETITORS = Layout(
    id="sprout-competitors/1",
    what="Sprout Social Competitor Performance",
    headers={
        "date": ("date",),
        "network": ("network",),
        "profile": ("profile",),
        "followers": ("audience",),
        "net_followers": ("net audience growth",),
        "posts": ("published posts",),
        "engagements": ("public engagements",),
    },
    required=("date", "network", "profile", "followers", "posts", "engagements"),
    languages=("en",),
    tried=True,
    feeds=("competitors",),
)

INSTAGRAM_COMPETITORS = Layout(
    id="sprout-instagram-competitors/1",
    what="Sprout Social Instagram Competitors",
    headers={
        "date": ("date",),
        "profile": ("instagram profile",),
        "followers": ("followers",),
        "net_followers": ("net follower growth",),
        "posts": ("published posts & reels", "published posts"),
        "engagements": ("public engagements",),
        "likes": ("likes",),
        "comments": ("comments",),
    },
    required=("date", "profile", "followers", "posts", "engagements"),
    languages=("en",),
    tried=False,
    feeds=("competitors",),
)

# Posts of others are no posts of the brand, and daily sums of them stand in the report above.
COMPETITOR_POSTS = Layout(
    id="sprout-competitor-posts/1",
    what="Sprout Social Competitor Posts",
    headers={
        "date": ("date",),
        "post_id": ("post id",),
        "network": ("network",),
        "post_type": ("post type",),
        "profile": ("profile",),
        "engagements": ("public engagements",),
    },
    required=("date", "post_id", "network", "post_type", "profile", "engagements"),
    languages=("en",),
    tried=False,
    feeds=(),
)

LAYOUTS = (POSTS, PROFILES, INSTAGRAM, TIKTOK, COMPETITORS, INSTAGRAM_COMPETITORS, COMPETITOR_POSTS)

NETWORKS = {
    "facebook": "facebook",
    "instagram": "instagram",
    "threads": "threads",
    "linkedin": "linkedin",
    "tiktok": "tiktok",
    "youtube": "youtube",
    "pinterest": "pinterest",
    "x": "x",
    "twitter": "x",
    "x (twitter)": "x",
    "x (formerly twitter)": "x",
    "bluesky": "bluesky",
    "reddit": "reddit",
    "whatsapp": "whatsapp",
    "google business profile": "google_business",
    "google my business": "google_business",
}
"""Names of networks in the reports → platforms."""

POST_TYPES = {
    "story": "story",
    "stories": "story",
    "reel": "short_video",
    "reels": "short_video",
    "short": "short_video",
    "shorts": "short_video",
    "live": "live",
}
"""Post types that say the format whatever the content type is."""

CONTENT_TYPES = {
    "photo": "image",
    "image": "image",
    "gif": "image",
    "video": "video",
    "reel": "short_video",
    "reels": "short_video",
    "short": "short_video",
    "carousel": "carousel",
    "album": "carousel",
    "link": "link",
    "article": "link",
    "text": "text",
    "document": "document",
    "live": "live",
    "live video": "live",
    "poll": "other",
    "event": "other",
    "other": "other",
}

ANSWERS = frozenset({"@reply", "reply", "'@reply", "comment", "ad comment"})
REPOSTS = frozenset({"repost", "retweet", "reshare"})
"""Post types that are answers, and repetitions, of somebody else's posts."""
