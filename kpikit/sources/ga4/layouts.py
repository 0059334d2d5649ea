"""Layouts of Google Analytics 4. Columns are an open set: what a customised report adds is ignored.

Standard reports, cards of a snapshot or overview, and explorations name their columns alike; tables of the
Data API name them in camel case.
"""

from __future__ import annotations

from kpikit.sources.base import Layout

Words = dict[str, tuple[str, ...]]

_GROUP = "channel group (default channel group)"
_METRICS: Words = {
    "sessions": ("sessions",),
    "engaged_sessions": ("engaged sessions", "engagedsessions"),
    # Active users beside all users: averages per user are per active one.
    "active_users": ("active users", "activeusers"),
    "users": ("total users", "totalusers", "users"),
    "new_users": ("new users", "newusers"),
    "key_events": ("key events", "keyevents", "conversions"),
    "event_count": ("event count", "eventcount"),
    "seconds": ("user engagement", "userengagementduration"),
    "seconds_a_session": ("average engagement time per session",),
    "seconds_a_user": ("average engagement time per active user", "average engagement time"),
    "revenue": ("total revenue", "totalrevenue"),
    "views": ("views", "screenpageviews"),
    "entrances": ("entrances",),
    "exits": ("exits",),
}
_TIME: Words = {
    "date": ("date", "day"),
    "week": ("week",),
    "month": ("month",),
    "year_month": ("year month", "month of year", "yearmonth"),
}
PAGE_NAMES: Words = {
    "path": (
        "page path and screen class", "page path", "page path + query string", "pagepath",
        "pagepathplusquerystring", "unifiedpagepathscreen", "unifiedpagescreen",
    ),
    "title": (
        "page title and screen class", "page title and screen name", "page title", "pagetitle",
        "unifiedscreenclass", "unifiedscreenname",
    ),
    "landing": ("landing page", "landing page + query string", "landingpage", "landingpageplusquerystring"),
}  # fmt: skip
"""How rows of pages are named → the columns that name them."""

_PAGE_SOURCE: Words = {
    "channel_group": (
        f"session primary {_GROUP}", "session default channel group", f"session {_GROUP}",
        "sessiondefaultchannelgroup", "sessionprimarychannelgroup", "sessiondefaultchannelgrouping",
    )
}  # fmt: skip
_TRIED = {
    ("session", "source_medium"),
    ("session", "channel_group"),
    ("first_user", "source_medium"),
    ("first_user", "channel_group"),
}


def _acquisition(basis: str, prefix: str, what: str) -> list[Layout]:
    dimensions: Words = {
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
            required=(dimension,),
            languages=("en",),
            tried=(basis, dimension) in _TRIED,
            feeds=("web",),
        )
        for dimension, words in dimensions.items()
    ]


def _pages(named_by: str, what: str, *, tried: bool) -> Layout:
    return Layout(
        id=f"ga4-pages-{named_by}/1",
        what=f"GA4 {what}",
        headers={"page": PAGE_NAMES[named_by]} | _PAGE_SOURCE | _METRICS | _TIME,
        required=("page",),
        languages=("en",),
        tried=tried,
        feeds=("web_pages",),
    )


def _events(name: str, what: str, figure: str) -> Layout:
    return Layout(
        id=f"ga4-{name}/1",
        what=f"GA4 {what}",
        headers={"name": ("event name",)} | _METRICS | _TIME,
        required=("name", figure),
        languages=("en",),
        tried=name == "events",
        feeds=("conversions",),
    )


EVENTS = _events("events", "Events by event name", "event_count")
KEY_EVENTS = _events("key-events", "Key events by event name", "key_events")


def _visitors(dimension: str, words: tuple[str, ...], *, tried: bool = False) -> Layout:
    return Layout(
        id=f"ga4-visitors-{dimension}/1",
        what=f"GA4 active users by {words[-1]}",
        headers={"bucket": words} | _METRICS | _TIME,
        required=("bucket", "active_users"),
        languages=("en",),
        tried=tried,
        feeds=("account_periods",) if dimension == "device" else ("audience",),
    )


VISITORS = {
    "country": _visitors("country", ("country id", "country"), tried=True),
    "city": _visitors("city", ("city",), tried=True),
    "age": _visitors("age", ("age",)),
    "gender": _visitors("gender", ("gender",)),
    "device": _visitors("device", ("device category",)),
}
"""Dimension → its layout: tables of users that have one home each."""

WHOLE = Layout(
    id="ga4-whole/1",
    what="GA4 card of the whole property",
    headers=_METRICS,
    required=("active_users",),
    languages=("en",),
    tried=True,
    feeds=("account_periods",),
    closed=True,
)
"""A card without a dimension: one row of figures for all days together."""


def _days(name: str, what: str, word: str) -> Layout:
    return Layout(
        id=f"ga4-{name}/1",
        what=f"GA4 card of {what} by day",
        headers={"nth": ("nth day",), "active_users": (word,)},
        required=("nth", "active_users"),
        languages=("en",),
        tried=True,
        feeds=("account_daily",),
    )


DAYS = _days("days", "active users", "active users")
TREND = _days("trend", "active users within 30, 7 and 1 day(s)", "1 day")

_API_SESSION: Words = {
    "source_medium": ("sessionsourcemedium",),
    "source": ("sessionsource",),
    "medium": ("sessionmedium",),
    "campaign": ("sessioncampaignname",),
    "content": ("sessionmanualadcontent",),
    "channel_group": _PAGE_SOURCE["channel_group"][3:],
}
_API_FIRST: Words = {
    "source_medium": ("firstusersourcemedium",),
    "source": ("firstusersource",),
    "medium": ("firstusermedium",),
    "campaign": ("firstusercampaignname",),
    "content": ("firstusermanualadcontent",),
    "channel_group": ("firstuserdefaultchannelgroup", "firstuserprimarychannelgroup"),
}
# Names of one word only: "Day" and "Users" stand in many platforms' tables.
_API_WORDS: Words = {
    name: tuple(word for word in words if " " not in word and word != "users")
    for name, words in _METRICS.items()
} | {"date": ("date",)}


def _api(name: str, what: str, dimensions: Words, required: tuple[str, ...], feeds: str) -> Layout:
    return Layout(
        id=f"ga4-api-{name}/1".replace("_", "-"),
        what=f"GA4 Data API table of {what}",
        headers=dimensions | _API_WORDS,
        required=("date", *required),
        languages=("en",),
        tried=name == "pages-path",
        feeds=(feeds,),
    )


API_DAYS = _api("days", "days", {}, ("users",), "account_daily")
_API = (
    *(
        _api(
            f"pages-{named_by}",
            f"pages by {named_by}",
            {"page": tuple(word for word in words if " " not in word)} | _PAGE_SOURCE,
            ("page",),
            "web_pages",
        )
        for named_by, words in PAGE_NAMES.items()
    ),
    *(_api(f"first-user-{name}", "first users", _API_FIRST, (name,), "web") for name in _API_FIRST),
    *(_api(f"session-{name}", "sessions", _API_SESSION, (name,), "web") for name in _API_SESSION),
    _api("events", "events", {"name": ("eventname",)}, ("name", "event_count"), "conversions"),
    _api("key-events", "key events", {"name": ("eventname",)}, ("name", "key_events"), "conversions"),
    API_DAYS,
)

EXPORTED = Layout(
    id="ga4-bigquery-events/1",
    what="GA4 BigQuery export of events",
    headers={
        "date": ("event_date",),
        "name": ("event_name",),
        "user": ("user_pseudo_id",),
        "session": ("ga_session_id", "event_params.ga_session_id", "event_params_ga_session_id"),
        "engaged": ("session_engaged", "event_params.session_engaged", "event_params_session_engaged"),
        "milliseconds": (
            "engagement_time_msec", "event_params.engagement_time_msec", "event_params_engagement_time_msec",
        ),
        "source": (
            "session_source",
            "session_traffic_source_last_click.cross_channel_campaign.source",
            "session_traffic_source_last_click_cross_channel_campaign_source",
            "session_traffic_source_last_click.manual_campaign.source",
            "session_traffic_source_last_click_manual_campaign_source",
        ),
        "medium": (
            "session_medium",
            "session_traffic_source_last_click.cross_channel_campaign.medium",
            "session_traffic_source_last_click_cross_channel_campaign_medium",
            "session_traffic_source_last_click.manual_campaign.medium",
            "session_traffic_source_last_click_manual_campaign_medium",
        ),
        "campaign": (
            "session_campaign",
            "session_campaign_name",
            "session_traffic_source_last_click.cross_channel_campaign.campaign_name",
            "session_traffic_source_last_click_cross_channel_campaign_campaign_name",
            "session_traffic_source_last_click.manual_campaign.campaign_name",
            "session_traffic_source_last_click_manual_campaign_campaign_name",
        ),
        "event_source": (
            "collected_traffic_source.manual_source", "collected_traffic_source_manual_source",
            "event_params.source", "event_params_source",
        ),
        "event_medium": (
            "collected_traffic_source.manual_medium", "collected_traffic_source_manual_medium",
            "event_params.medium", "event_params_medium",
        ),
        "event_campaign": (
            "collected_traffic_source.manual_campaign_name", "collected_traffic_source_manual_campaign_name",
            "event_params.campaign", "event_params_campaign",
        ),
        "timestamp": ("event_timestamp",),
    },
    required=("date", "name", "user", "session"),
    languages=("en",),
    tried=False,
    feeds=("web", "conversions"),
)  # fmt: skip
"""Events one a row, flattened. `traffic_source` is the first user's and not read."""

PARAMETERS = Layout(
    id="ga4-bigquery-parameters/1",
    what="GA4 BigQuery export with a row for each parameter of an event",
    headers={
        "date": ("event_date",),
        "name": ("event_name",),
        "user": ("user_pseudo_id",),
        "key": ("event_params.key", "event_params_key", "param_key", "key"),
    },
    required=("date", "name", "user", "key"),
    languages=("en",),
    tried=False,
    # Each event stands there as many times as it has parameters.
    feeds=(),
)

BASES = {"session": "session", "first-user": "first_user", "manual": "manual"}
SHOWN = (
    *_acquisition("session", "session", "Traffic acquisition"),
    *_acquisition("manual", "session manual", "Traffic acquisition, manual tags"),
    *_acquisition("first_user", "first user", "User acquisition"),
    _pages("path", "Pages and screens by path", tried=True),
    _pages("title", "Pages and screens by title", tried=True),
    _pages("landing", "Landing pages", tried=False),
    EVENTS,
    KEY_EVENTS,
    *VISITORS.values(),
    WHOLE,
    DAYS,
    TREND,
)
"""Tables of the user interface: reports, cards, explorations."""

LAYOUTS = (*SHOWN, *_API, EXPORTED, PARAMETERS)
