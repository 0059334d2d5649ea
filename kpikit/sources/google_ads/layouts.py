"""Layouts of Google Ads: reports with a preamble and a currency column, and the cards of the overview page.

Reports let their columns be chosen, so they are told apart by what their rows are (campaigns, keywords …) and
by `Currency code`. Cards are closed: their columns are those of many exports.
"""

from __future__ import annotations

from kpikit.sources.base import Layout

FIGURES: dict[str, tuple[str, ...]] = {
    "impressions": ("impr.", "impressions"),
    "clicks": ("clicks",),
    "cost": ("cost",),
    "conversions": ("conversions", "conv."),
    "attributed_revenue": ("conv. value",),
    "video_views": ("trueview views", "video views", "views"),
}
PLACES: dict[str, tuple[str, ...]] = {
    "account": ("account", "account name"),
    "campaign": ("campaign", "campaign name"),
    "campaign_id": ("campaign id",),
    "campaign_type": ("campaign type",),
    "ad_group": ("ad group", "ad group name"),
    "ad_id": ("ad id",),
    "ad": ("ad name",),
}
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "keyword": ("search keyword", "keyword"),
    "search_term": ("search term", "search"),
    "search_word": ("word",),
    "location": (
        "location", "location name", "matched location", "targeted location", "country/territory",
        "country/territory (matched)", "region (matched)", "city (matched)",
    ),
    "age": ("age range", "age"),
    "gender": ("gender",),
    "income": ("household income",),
    "parental_status": ("parental status",),
    "audience_segment": ("audience segment",),
    "landing_page": ("landing page",),
    "device": ("device",),
    "network": ("network", "network (with search partners)"),
    "click_type": ("click type",),
    "conversion_action": ("conversion action",),
    "weekday": ("day of the week",),
    "hour": ("hour of the day", "hour", "start hour"),
}  # fmt: skip
"""What figures may be divided by, in the order in which a bucket names them."""
DAYS: dict[str, tuple[str, ...]] = {"date": ("day", "date"), "week": ("week",), "month": ("month",)}
OTHERS: dict[str, tuple[str, ...]] = {
    "currency": ("currency code",),
    "match_type": ("match type",),
    "rate": ("ctr",),
    "ad_type": ("ad type",),
    "ad_group_status": ("ad group status",),
    "asset_type": ("asset type",),
    "level": ("level",),
    "known_share": ("percent of known total",),
    "optimisation_score": ("optimisation score", "optimization score"),
}
_REPORT = FIGURES | PLACES | DIMENSIONS | DAYS | OTHERS
_ON_CARDS: dict[str, tuple[str, ...]] = FIGURES | {
    name: OTHERS[name] for name in ("match_type", "rate", "known_share")
}
_BESIDE: dict[str, tuple[str, ...]] = {
    "beside": (
        "avg. cpc", "avg. cpm", "avg. cost", "conv. rate", "cost / conv.", "interactions", "interaction rate",
        "criterion status", "campaign status", "ad group status", "top containing queries",
    )
}  # fmt: skip
"""Columns of cards that aren't read."""


def _report(name: str, what: str, *required: str, tried: bool = False, served: bool = True) -> Layout:
    return Layout(
        id=f"google-ads-{name}/1",
        what=f"Google Ads {what} report",
        headers=_REPORT,
        required=(*required, "currency"),
        languages=("en",),
        tried=tried,
        feeds=("ads_daily", "ads_periods") if served else (),
    )


def _card(
    name: str, what: str, items: dict[str, tuple[str, ...]], *required: str, tried: bool = False
) -> Layout:
    return Layout(
        id=f"google-ads-card-{name}/1",
        what=f"Google Ads overview, {what}",
        headers=_ON_CARDS | items | _BESIDE,
        required=(*items, *required),
        languages=("en",),
        tried=tried,
        feeds=("ads_daily",) if "date" in items else ("ads_periods",),
        closed=True,
    )


def _item(*names: str) -> dict[str, tuple[str, ...]]:
    return {name: DIMENSIONS[name] for name in names}


ASSETS = _report("assets", "asset", "asset_type", "level", "campaign", "ad_group", served=False)
# Ads have no names of their own: without their id nothing tells two of them apart.
ADS_WITHOUT_ID = _report(
    "ads-without-id", "ad (without Ad ID)", "ad_type", "campaign", "ad_group", served=False
)
TIME_SERIES = _card("time-series", "time series by day", {"date": ("date",)}, "cost", tried=True)
OPTIMISATION = Layout(
    id="google-ads-card-optimisation-score/1",
    what="Google Ads overview, optimisation score",
    headers={"score": OTHERS["optimisation_score"], "campaign": ("campaign name",)},
    required=("score", "campaign"),
    languages=("en",),
    tried=True,
    feeds=(),
    closed=True,
)
LAYOUTS = (
    _report("keywords", "keyword", "keyword", "match_type"),
    _report("search-terms", "search terms", "search_term"),
    _report("locations", "location", "location"),
    _report("age", "age", "age"),
    _report("gender", "gender", "gender"),
    _report("devices", "device", "device"),
    _report("landing-pages", "landing page", "landing_page"),
    _report("campaigns", "campaign", "campaign", tried=True),
    _report("ad-groups", "ad group", "campaign", "ad_group"),
    _report("ads", "ad", "ad_id", "ad_type", "campaign", "ad_group"),
    ADS_WITHOUT_ID,
    ASSETS,
    TIME_SERIES,
    _card("time-series-hours", "time series of one day by hour", {"hour": ("hour",)}, "cost", tried=True),
    _card("keywords", "search keywords", {"keyword": ("search keyword",)}, "match_type", tried=True),
    _card("searches", "searches", {"search_term": ("search",)}, "cost"),
    _card("words", "words of searches", {"search_word": ("word",)}, "cost"),
    _card("locations", "locations", {"location": ("location name",)}, tried=True),
    _card("age", "age", {"age": ("age range",)}, "known_share", tried=True),
    _card("gender", "gender", _item("gender"), "known_share", tried=True),
    _card("gender-age", "gender and age", _item("age", "gender"), "known_share", tried=True),
    _card("devices", "devices", _item("device"), "cost"),
    _card("networks", "networks", {"network": ("network",)}, "cost"),
    _card("weekdays", "days of the week", {"weekday": ("day",)}, "impressions"),
    _card("hours", "hours of the day", {"hour": ("start hour",)}, "impressions"),
    _card(
        "weekdays-hours", "days of the week and hours", {"weekday": ("day",), "hour": ("start hour",)},
        "impressions",
    ),
    OPTIMISATION,
)  # fmt: skip
