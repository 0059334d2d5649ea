"""Layouts of LinkedIn page exports, and the words in them."""

from __future__ import annotations

import re

from kpikit.sources.base import Layout

SCOPES = {"organic": "organic", "paid": "sponsored"}
SCOPED = {
    "impressions": ("impressions",),
    "clicks": ("clicks",),
    "reactions": ("reactions",),
    "comments": ("comments",),
    "shares": ("reposts", "shares"),
}
_RATE = "engagement rate"


def _scoped_headers() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        "date": ("date",),
        "reach/organic": ("unique impressions (organic)",),
    }
    for metric, words in SCOPED.items():
        for scope, written in (*SCOPES.items(), ("total", "total")):
            found[f"{metric}/{scope}"] = tuple(f"{word} ({written})" for word in words)
    for scope, written in SCOPES.items():
        found[f"rate/{scope}"] = (f"{_RATE} ({written})",)
    return found


METRICS = Layout(
    id="linkedin-content-daily/1",
    what="LinkedIn page content, daily metrics",
    headers=_scoped_headers(),
    required=("date", "reach/organic", *(f"{metric}/{scope}" for metric in SCOPED for scope in SCOPES)),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)
# `Posted by` holds names of employees: it is not among the columns read, so it can't leave.
POSTS = Layout(
    id="linkedin-content-posts/1",
    what="LinkedIn page content, posts",
    headers={
        "title": ("post title", "update title"),
        "link": ("post link", "update link"),
        "created": ("created date",),
        "kind": ("post type", "update type"),
        "impressions": ("impressions",),
        "video_views": ("views", "video views"),
        "clicks": ("clicks",),
        "rate_clicks": ("click through rate (ctr)",),
        "reactions": ("likes",),
        "comments": ("comments",),
        "shares": ("reposts", "shares"),
        "follows": ("follows",),
        "engagement_rate_reported": ("engagement rate",),
        "format": ("content type",),
    },
    required=("title", "link", "created", "impressions", "clicks", "reactions", "comments", "shares"),
    languages=("en",),
    tried=True,
    feeds=("posts",),
)
FOLLOWERS = Layout(
    id="linkedin-followers/1",
    what="LinkedIn page followers, new ones by day",
    headers={
        "date": ("date",),
        "paid": ("sponsored followers",),
        "organic": ("organic followers",),
        "invited": ("auto-invited followers",),
        # New followers of the day here; the same words mean the stock in the demographic sheets.
        "new": ("total followers",),
    },
    required=("date", "paid", "organic", "new"),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)
VISITORS = Layout(
    id="linkedin-visitors/1",
    what="LinkedIn page visitors by day",
    headers={
        "date": ("date",),
        "page_views": ("total page views (total)",),
        "visitors": ("total unique visitors (total)",),
        "desktop": ("total page views (desktop)",),
        "mobile": ("total page views (mobile)",),
    },
    required=("date", "page_views", "visitors"),
    languages=("en",),
    tried=True,
    feeds=("account_daily",),
)
COMPETITORS = Layout(
    id="linkedin-competitors/1",
    what="LinkedIn competitor analytics",
    headers={
        "name": ("page",),
        "followers": ("total followers",),
        "new_followers": ("new followers",),
        "engagements": ("total post engagements",),
        "posts": ("total posts",),
    },
    required=("name", "followers", "new_followers", "engagements", "posts"),
    languages=("en",),
    tried=True,
    feeds=("competitors",),
)
DIMENSIONS = {
    "location": "location",
    "job function": "job_function",
    "seniority": "seniority",
    "industry": "industry",
    "company size": "company_size",
}


def _demographics(base: str, what: str, value: str) -> Layout:
    return Layout(
        id=f"linkedin-{base}-demographics/1",
        what=f"LinkedIn page {what} by demographics",
        headers={"bucket": tuple(DIMENSIONS), "value": (value,), "as_of": ("date",)},
        required=("bucket", "value"),
        languages=("en",),
        tried=True,
        feeds=("audience",),
    )


FOLLOWER_GROUPS = _demographics("followers", "followers", "total followers")
VISITOR_GROUPS = _demographics("visitors", "visitors", "total views")
PROFILE_DAYS = Layout(
    id="linkedin-profile-days/1",
    what="LinkedIn analytics of a person's profile, by day",
    headers={"date": ("date",), "impressions": ("impressions",), "interactions": ("engagements",)},
    required=("date", "impressions", "interactions"),
    languages=("en",),
    tried=False,
    feeds=("account_daily",),
    closed=True,
)
PROFILE_FOLLOWERS = Layout(
    id="linkedin-profile-followers/1",
    what="LinkedIn analytics of a person's profile, new followers by day",
    headers={"date": ("date",), "follows": ("new followers",)},
    required=("date", "follows"),
    languages=("en",),
    tried=False,
    feeds=("account_daily",),
    closed=True,
)
PROFILE_GROUPS = Layout(
    id="linkedin-profile-demographics/1",
    what="LinkedIn analytics of a person's profile, demographics",
    headers={"dimension": ("top demographics",), "bucket": ("value",), "value": ("percentage",)},
    required=("dimension", "bucket", "value"),
    languages=("en",),
    tried=False,
    feeds=("audience",),
)
# Sums of the sheets beside it, and the fifty best posts in two lists of one figure each.
PROFILE_SUMMARY = Layout(
    id="linkedin-profile-discovery/1",
    what="LinkedIn analytics of a person's profile, overall performance",
    headers={"name": ("overall performance",)},
    required=("name",),
    languages=("en",),
    tried=False,
    feeds=(),
)
PROFILE_POSTS = Layout(
    id="linkedin-profile-top-posts/1",
    what="LinkedIn analytics of a person's profile, top posts",
    headers={"link": ("post url",), "created": ("post publish date",)},
    required=("link", "created"),
    languages=("en",),
    tried=False,
    feeds=(),
)
STOCK = re.compile(r"total followers on (?P<month>\d+)/(?P<day>\d+)/(?P<year>\d{4}):?")
"""First cell of the sheet of followers of a profile: their number stands beside it."""

LAYOUTS = (
    METRICS,
    POSTS,
    FOLLOWERS,
    VISITORS,
    COMPETITORS,
    FOLLOWER_GROUPS,
    VISITOR_GROUPS,
    PROFILE_DAYS,
    PROFILE_FOLLOWERS,
    PROFILE_GROUPS,
    PROFILE_SUMMARY,
    PROFILE_POSTS,
)
PROFILE_DIMENSIONS = {
    "job titles": "job_title",
    "locations": "location",
    "location": "location",
    "industries": "industry",
    "industry": "industry",
    "seniority": "seniority",
    "seniorities": "seniority",
    "company size": "company_size",
    "company sizes": "company_size",
    "companies": "company",
    "job functions": "job_function",
}

FORMATS = {
    "image": "image",
    "images": "image",
    "multi-image": "carousel",
    "multiimage": "carousel",
    "video": "video",
    "document": "document",
    "article": "link",
    "link": "link",
    "text": "text",
    "poll": "other",
    "event": "other",
    "job": "other",
    "live": "live",
}
