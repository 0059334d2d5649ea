"""What a metric may name: the canonical tables, and columns that are worked out from them once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kpikit import dictionary

TAGS = ("content_type", "campaign", "audience", "experiment", "variant")

_OBSERVED = (
    "GREATEST(max(snapshot_at) OVER of_source, max({clock}) OVER of_source{more}) AS observed_until",
    "WINDOW of_source AS (PARTITION BY source)",
)

_UNUSED = {"brand", "file", "line", "layout", "text", "author_name"}
"""Columns that no metric reads: personal names and long texts stay where they are."""

EXTRA: dict[str, dict[str, str]] = {
    "posts": dict.fromkeys(TAGS, "text"),
    "tickets": {"observed_until": "instant"},
    "mentions": {"observed_until": "instant"},
    "leads": {"observed_until": "instant"},
}
"""Columns added to a table: the analyst's tags; the last moment that its source has seen."""


@dataclass(frozen=True)
class Relation:
    """A table as metrics see it.

    Attributes:
        name: The canonical table's name.
        columns: Column → type of the dictionary.
        day: Day column, of which `first` and `last` are the ends for tables of spans.
        first: First day a row counts.
        last: Last day.
        spans: Rows count spans of days (web analytics), which may overlap one another.
        has_platform: Whether coverage is known by platform.
    """

    name: str
    columns: dict[str, str]
    first: str
    last: str
    spans: bool
    has_platform: bool


@cache
def relation(name: str) -> Relation:
    """The table `name` as metrics see it; `StoreError` if there is none."""
    table = dictionary.table(name)
    columns = {column.name: column.type for column in table.columns.values() if column.name not in _UNUSED}
    spans = "period_start" in columns and "grain" in columns
    day = table.day or "snapshot_at"
    return Relation(
        name=name,
        columns=columns | EXTRA.get(name, {}),
        first="period_start" if spans else day,
        last="period_end" if spans else day,
        spans=spans,
        has_platform="platform" in table.key,
    )


def load_sql(name: str) -> str:
    """SQL that makes the table as metrics see it, from the store's view of the same name."""
    columns = [column for column in relation(name).columns if column not in EXTRA.get(name, {})]
    listed = ", ".join(f'"{column}"' for column in columns)
    match name:
        case "posts":
            of_post = ", ".join(f'post."{column}"' for column in columns)
            tags = ", ".join(f"tag.{tag}" for tag in TAGS)
            return (
                f"SELECT {of_post}, {tags} FROM main.posts AS post "  # noqa: S608 - names of the dictionary
                "LEFT JOIN main.post_tags AS tag ON tag.platform = post.platform AND tag.post_id = post.post_id"
            )
        case "account_daily":
            # Some exports give organic, paid and both: the parts must not be added to the whole.
            return (
                f"SELECT {listed}, "  # noqa: S608
                "bool_or(paid_scope = 'both') OVER (PARTITION BY platform, account, surface, metric, date) "
                "AND paid_scope IS DISTINCT FROM 'both' AS is_part FROM main.account_daily"
            )
        case "tickets":
            more = "".join(
                f", max({moment}) OVER of_source"
                for moment in ("first_response_at", "resolved_at", "closed_at")
            )
            return _observed(name, listed, "created_at", more)
        case "leads":
            return _observed(name, listed, "created_at", ", max(customer_at) OVER of_source")
        case "mentions":
            return _observed(name, listed, "published_at", ", max(replied_at) OVER of_source")
        case _:
            return f"SELECT {listed} FROM main.{name}"  # noqa: S608


def _observed(name: str, listed: str, clock: str, more: str) -> str:
    column, window = _OBSERVED
    return f"SELECT {listed}, {column.format(clock=clock, more=more)} FROM main.{name} {window}"  # noqa: S608
