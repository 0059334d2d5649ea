"""What a metric may name: the canonical tables, and columns that are worked out from them once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from kpikit import dictionary

RULED_TAGS = ("content_type", "campaign", "audience")
"""Tags that rules of the parameters may put on posts; the analyst's own table outweighs them."""

TAGS = (*RULED_TAGS, "experiment", "variant")

WEB_DIMENSIONS = ("source_name", "medium", "campaign", "content", "channel_group")
"""Dimensions that an export of web analytics may tell or not: exports of different ones are not added up."""

CANONICAL = "memory.main"
"""Where the store's own tables lie once those that metrics see are loaded: texts are read there, in place."""

ABOUT_US = (
    "author_kind IS DISTINCT FROM 'own' AND is_repost IS DISTINCT FROM true "
    "AND (subject IS NULL OR subject = 'own')"
)
"""SQL of what others wrote about the brand: no own texts, reposts, rivals."""

CLOCK_COLUMNS = {"weekday": "local_dow", "hour": "local_hour"}
"""Words of a breakdown by the brand's own time of day → column of the tables that have a clock."""

POST = "post"
"""Word of a breakdown by single posts; their ids are a platform's own, so that the platform stands beside."""


@dataclass(frozen=True)
class Facts:
    """What a row takes from all rows that have its key: what an export tells at all, no single row can say.

    Attributes:
        key: Columns that the rows have in common.
        columns: Name → SQL over them. Facts of parts of the rows combine by max. Those of the same name in
            EXTRA are columns of the table, all others make up such a column.
    """

    key: tuple[str, ...]
    columns: dict[str, str]


def _last_seen(*moments: str) -> dict[str, str]:
    """The last moment that a source has seen."""
    listed = ", ".join(f"max({moment})" for moment in ("snapshot_at", *moments))
    return {"observed_until": f"GREATEST({listed})"}


_ENDS = "coalesce(resolved_at, closed_at) IS NOT NULL OR status IS NOT NULL"
FACTS = {
    "tickets": Facts(
        ("source",),
        _last_seen("created_at", "first_response_at", "resolved_at", "closed_at")
        | {
            "response_told": "bool_or(first_response_at IS NOT NULL)",
            "resolution_told": "bool_or(resolved_at IS NOT NULL)",
            "end_told": f"bool_or({_ENDS})",
        },
    ),
    "leads": Facts(("source",), _last_seen("created_at", "customer_at")),
    "mentions": Facts(
        ("source",),
        _last_seen("published_at", "replied_at") | {"reply_told": "bool_or(replied_at IS NOT NULL)"},
    ),
    "surveys": Facts(("source", "metric"), {"silence_told": "bool_or(score IS NULL)"}),
    "web": Facts(
        ("source", "file", "layout"),
        {f"told_{name}": f"bool_or({name} IS NOT NULL)" for name in WEB_DIMENSIONS},
    ),
}
"""Of an export that never tells a moment or a dimension, an empty cell says nothing."""

_UNUSED = {"brand", "file", "line", "layout", "text", "author_name"}
"""Columns that no metric reads: personal names and long texts stay where they are."""

EXTRA: dict[str, dict[str, str]] = {
    "web": {"shape": "text", "tells_campaign": "bool", "assistant": "bool"},
    "ads_daily": {"until": "date", "span": "text", "result_kind": "text"},
    "conversions": {"assigned_value": "float"},
    "account_daily": {"is_part": "bool"},
    "account_periods": {"is_part": "bool"},
    "search": dict.fromkeys(("query", "page", "country", "device"), "text"),
    "search_interest": {"file": "text"},
    "posts": dict.fromkeys(TAGS, "text"),
    "tickets": {"observed_until": "instant"}
    | dict.fromkeys(("response_told", "resolution_told", "end_told"), "bool"),
    "mentions": {"observed_until": "instant", "characters": "int", "reply_told": "bool", "has_text": "bool"},
    "surveys": {"silence_told": "bool"},
    "leads": {"observed_until": "instant", "lead_kind": "text"},
}
"""Columns added to a table: the analyst's tags; the last moment that its source has seen, and what that
source tells at all; the length of a text; which dimensions the row's export tells; whether a row is a part
of another one; what a row of web search is about, by its dimension; the file, where each has a scale of its
own; what word lists of the parameters say."""

SPENDING = "spending"
"""Costs, of ads and those that the parameters list: no canonical table, but made of one."""

MADE_OF = {"ads_daily": ("ads_daily", "ads_periods"), SPENDING: ("ads_daily", "ads_periods")}
"""Tables as metrics see them that rest on others than the canonical one of their name."""

SPENDING_COLUMNS = (
    "date", "until", "span", "platform", "account", "campaign", "content_type", "cost", "attributed_revenue",
    "currency",
)  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """A table as metrics see it.

    Attributes:
        name: The canonical table's name.
        columns: Column → type of the dictionary.
        day: Day column, of which `first` and `last` are the ends for tables of spans.
        first: First day a row counts.
        last: Last day.
        key: Columns that make a row.
        spans: Rows count spans of days (web analytics), which may overlap one another.
        has_platform: Whether coverage is known by platform.
    """

    name: str
    columns: dict[str, str]
    first: str
    last: str
    key: list[str]
    spans: bool
    has_platform: bool


@cache
def relation(name: str) -> Relation:
    """The table `name` as metrics see it; `StoreError` if there is none."""
    if name == SPENDING:
        ads = relation("ads_daily")
        columns = {column: ads.columns[column] for column in SPENDING_COLUMNS} | {"cost_kind": "text"}
        return replace(ads, name=name, columns=columns, key=["date", "cost_kind", "cost"])
    table = dictionary.table(name)
    columns = {column.name: column.type for column in table.columns.values() if column.name not in _UNUSED}
    spans = "period_start" in columns and "grain" in columns
    day = table.day or "snapshot_at"
    return Relation(
        name=name,
        columns=columns | EXTRA.get(name, {}),
        first="period_start" if spans else day,
        last="period_end" if spans else "until" if name == "ads_daily" else day,
        key=list(table.key),
        spans=spans,
        has_platform="platform" in table.key,
    )


def tables() -> list[str]:
    """Names of the tables that a metric may read."""
    return [*dictionary.tables(), SPENDING]


def column_of(word: str) -> str:
    """The column behind a word of a breakdown."""
    return "post_id" if word == POST else CLOCK_COLUMNS.get(word, word)
