"""Layouts of Google Analytics 4 reports. Columns are an open set: what a report adds is ignored."""

from __future__ import annotations

from kpikit.sources.base import Layout

_GROUP = "channel group (default channel group)"
_METRICS: dict[str, tuple[str, ...]] = {
    "sessions": ("sessions",),
    "engaged_sessions": ("engaged sessions",),
    # Active users before all users: averages per user are per active one.
    "active_users": ("active users",),
    "users": ("total users", "users"),
    "new_users": ("new users",),
    "key_events": ("key events", "conversions"),
    "event_count": ("event count",),
    "seconds_a_session": ("average engagement time per session",),
    "seconds_a_user": ("average engagement time per active user", "average engagement time"),
    "revenue": ("total revenue",),
}
_TIME: dict[str, tuple[str, ...]] = {
    "date": ("date", "day"),
    "week": ("week",),
    "month": ("month",),
    "year_month": ("year month", "month of year"),
}


def _acquisition(basis: str, prefix: str, what: str, required: str) -> list[Layout]:
    dimensions = {
        "source_medium": (f"{prefix} source / medium",),
        "source": (f"{prefix} source",),
        "medium": (f"{prefix} medium",),
        "campaign": (f"{prefix} campaign", f"{prefix} campaign name"),
        "content": (f"{prefix} manual ad content", f"{prefix} ad content"),
        "channel_group": (
            f"{prefix} primary {_GROUP}",
            f"{prefix} default channel group",
            f"{prefix} {_GROUP}",
        ),
    }
    return [
        Layout(
            id=f"ga4-{basis}-{dimension}/1".replace("_", "-"),
            what=f"GA4 {what} by {words[0]}",
            headers=dimensions | _METRICS | _TIME,
            required=(dimension, required),
            languages=("en",),
            tried=(basis, dimension) == ("first_user", "channel_group"),
            feeds=("web",),
        )
        for dimension, words in dimensions.items()
    ]


EVENTS = Layout(
    id="ga4-events/1",
    what="GA4 Events by event name",
    headers={
        "name": ("event name",),
        "count": ("event count", "key events"),
        "users": ("total users", "active users", "users"),
        "value": ("total revenue",),
    }
    | _TIME,
    required=("name", "count"),
    languages=("en",),
    tried=True,
    feeds=("conversions",),
)
PAGES = Layout(
    id="ga4-pages/1",
    what="GA4 Pages and screens report",
    headers={
        "page": ("page path and screen class", "page title and screen class", "page title and screen name"),
        "views": ("views",),
    },
    required=("page", "views"),
    languages=("en",),
    tried=True,
    feeds=(),
)
DATA_API = Layout(
    id="ga4-data-api/1",
    what="GA4 Data API table",
    headers={"date": ("date",), "sessions": ("sessions",), "users": ("totalusers", "activeusers")},
    required=("date", "sessions", "users"),
    languages=("en",),
    tried=True,
    feeds=(),
)

BASES = {"ga4-session": "session", "ga4-first-user": "first_user", "ga4-manual": "manual"}
LAYOUTS = (
    *_acquisition("session", "session", "Traffic acquisition", "sessions"),
    *_acquisition("manual", "session manual", "Traffic acquisition, manual tags", "sessions"),
    *_acquisition("first_user", "first user", "User acquisition", "new_users"),
    EVENTS,
    PAGES,
    DATA_API,
)
