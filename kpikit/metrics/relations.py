"""What a metric may name: the canonical tables, and columns that are worked out from them once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from sqlglot import exp

from kpikit import dictionary
from kpikit.metrics.advertising import ads_sql, spending_sql
from kpikit.metrics.ages import GROWTH, SNAPSHOTS
from kpikit.metrics.given import NOTHING_GIVEN, Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.metrics.ages import Snapshots

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

_EVENTS = {
    "tickets": ("created_at", ("first_response_at", "resolved_at", "closed_at")),
    "leads": ("created_at", ("customer_at",)),
    "mentions": ("published_at", ("replied_at",)),
}
"""Tables whose rows wait for something: their clock, and the moments that it may take."""

_ENDS = "coalesce(resolved_at, closed_at) IS NOT NULL OR status IS NOT NULL"
_TOLD = {
    "tickets": {
        "response_told": "bool_or(first_response_at IS NOT NULL) OVER of_source",
        "resolution_told": "bool_or(resolved_at IS NOT NULL) OVER of_source",
        "end_told": f"bool_or({_ENDS}) OVER of_source",
    },
    "mentions": {
        "reply_told": "bool_or(replied_at IS NOT NULL) OVER of_source",
        "has_text": "text IS NOT NULL",
    },
    "surveys": {"silence_told": "bool_or(score IS NULL) OVER of_source"},
}
"""What a row's source tells at all: of one that never does, an empty cell says nothing."""

_OF_POST = "bool_or(NOT coalesce(is_asset, false)) OVER (PARTITION BY platform, account, "
_POST_KNOWN = f"({_OF_POST}published_at) OR (title IS NOT NULL AND {_OF_POST}local_date, lower(title))))"
"""Whether a row is, or has beside it, a post of its moment, or of its day and title: videos are listed
both as such and as the posts that show them."""

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
    "tickets": {"observed_until": "instant"} | dict.fromkeys(_TOLD["tickets"], "bool"),
    "mentions": {"observed_until": "instant", "characters": "int"} | dict.fromkeys(_TOLD["mentions"], "bool"),
    "surveys": dict.fromkeys(_TOLD["surveys"], "bool"),
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

_SPENDING_COLUMNS = (
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
        columns = {column: ads.columns[column] for column in _SPENDING_COLUMNS} | {"cost_kind": "text"}
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


def load_sql(  # noqa: C901, PLR0911, PLR0912 - a table a line
    name: str, given: Given = NOTHING_GIVEN, snapshots: Snapshots | None = None
) -> str:
    """SQL that makes the table as metrics see it, from the store's views of canonical tables.

    Spending is made from ads as metrics see them, which must be there before. With `snapshots` posts count as
    they stood then.
    """
    if name == SPENDING:
        return spending_sql(_SPENDING_COLUMNS, given.costs)
    if name == SNAPSHOTS:
        return "SELECT platform, account, post_id, local_date, snapshot_at FROM main.posts_all"
    if name == GROWTH:
        told = ", ".join(f'"{column}"' for column in relation("posts").columns if column not in TAGS)
        age = "(epoch(snapshot_at) - epoch(published_at)) / 86400.0"
        return f"SELECT {told}, {age} AS age FROM main.posts_all"  # noqa: S608 - our names
    columns = [column for column in relation(name).columns if column not in EXTRA.get(name, {})]
    listed = ", ".join(f'"{column}"' for column in columns)
    told = "".join(f", {sql} AS {column}" for column, sql in _TOLD.get(name, {}).items())
    if name in _EVENTS:
        clock, more = _EVENTS[name]
        later = "".join(f", max({moment}) OVER of_source" for moment in more)
        if name == "mentions":
            # Of a text only its length is read.
            listed += ", length(text) AS characters"
        if name == "leads":
            listed += f", coalesce({_word_of('kind', given.lead_kinds)}, lower(kind)) AS lead_kind"
        return (
            f"SELECT {listed}, GREATEST(max(snapshot_at) OVER of_source, max({clock}) OVER of_source{later}) "  # noqa: S608
            f"AS observed_until{told} FROM main.{name} WINDOW of_source AS (PARTITION BY source)"
        )
    match name:
        case "surveys":
            return (
                f"SELECT {listed}{told} FROM main.surveys "  # noqa: S608 - our names
                "WINDOW of_source AS (PARTITION BY source, metric)"
            )
        case "posts":
            seen = snapshots.sql if snapshots is not None else "main.posts"
            of_post = ", ".join(f'post."{column}"' for column in columns)
            tags = ", ".join(
                f"coalesce(tag.{tag}, post.{tag}) AS {tag}" if tag in RULED_TAGS else f"tag.{tag}"
                for tag in TAGS
            )
            return (
                f"SELECT {of_post}, {tags} FROM "  # noqa: S608
                f"(SELECT *, {_POST_KNOWN} AS post_known FROM {seen} AS seen) AS post "
                "LEFT JOIN main.post_tags AS tag "
                "ON tag.platform = post.platform AND tag.post_id = post.post_id "
                # Answers and reposts are rows of some exports, but no content of the brand's own.
                "WHERE NOT coalesce(post.is_reply, false) AND NOT coalesce(post.is_repost, false) "
                "AND NOT (coalesce(post.is_asset, false) AND post.post_known)"
            )
        case "account_daily" | "account_periods":
            # Some exports give organic, paid and both: the parts must not be added to the whole.
            same = ", ".join(column for column in relation(name).key if column != "paid_scope")
            return (
                f"SELECT {listed}, bool_or(paid_scope = 'both') OVER (PARTITION BY {same}) "  # noqa: S608
                f"AND paid_scope IS DISTINCT FROM 'both' AS is_part FROM main.{name}"
            )
        case "search":
            items = ", ".join(
                f"CASE WHEN dimension = '{word}' THEN item END AS {word}" for word in EXTRA["search"]
            )
            return f"SELECT {listed}, {items} FROM main.search"  # noqa: S608
        case "search_interest":
            return f"SELECT {listed}, file FROM main.search_interest"  # noqa: S608
        case "ads_daily" | "conversions" | "web":
            return _with_words(name, columns, given)
        case _:
            return f"SELECT {listed} FROM main.{name}"  # noqa: S608


def _with_words(name: str, columns: list[str], given: Given) -> str:
    """SQL of tables with columns that rest on words of the parameters."""
    listed = ", ".join(f'"{column}"' for column in columns)
    if name == "ads_daily":
        return ads_sql(columns, _word_of("result_type", given.result_kinds))
    if name == "conversions":
        values = {event.casefold(): value for event, value in given.values.items()}
        value = _word_of("name", values, "DOUBLE")
        return f"SELECT {listed}, {value} AS assigned_value FROM main.conversions"  # noqa: S608
    words = ", ".join(str(exp.convert(word).sql(dialect="duckdb")) for word in given.assistants)
    assistant = f"lower(source_name) IN ({words})" if words else "false"
    told = ", ".join(f"bool_or({column} IS NOT NULL) OVER of_table" for column in WEB_DIMENSIONS)
    return (
        f"SELECT {listed}, {assistant} AS assistant, concat_ws('|', source, basis, {told}) AS shape, "  # noqa: S608
        "bool_or(campaign IS NOT NULL) OVER of_table AS tells_campaign FROM main.web "
        "WINDOW of_table AS (PARTITION BY source, file, layout)"
    )


def _word_of(column: str, words: Mapping[str, str] | Mapping[str, float], kind: str = "VARCHAR") -> str:
    """SQL of the word (or number) that stands for a column's, null where none does."""
    if not words:
        return f"CAST(NULL AS {kind})"
    cases = " ".join(
        f"WHEN {exp.convert(word).sql(dialect='duckdb')} THEN {exp.convert(meant).sql(dialect='duckdb')}"
        for word, meant in words.items()
    )
    return f'CASE lower("{column}") {cases} END'
