"""SQL that makes tables as metrics see them, from the store's views of canonical tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from kpikit.metrics.advertising import ads_sql, spending_sql
from kpikit.metrics.ages import GROWTH, SNAPSHOTS
from kpikit.metrics.given import NOTHING_GIVEN, Given
from kpikit.metrics.relations import (
    EXTRA,
    FACTS,
    RULED_TAGS,
    SPENDING,
    SPENDING_COLUMNS,
    TAGS,
    WEB_DIMENSIONS,
    relation,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.metrics.ages import Snapshots

_OF_POST = "bool_or(NOT coalesce(is_asset, false)) OVER (PARTITION BY platform, account, "
_POST_KNOWN = f"({_OF_POST}published_at) OR (title IS NOT NULL AND {_OF_POST}local_date, lower(title))))"
"""Whether a row is, or has beside it, a post of its moment, or of its day and title: videos are listed
both as such and as the posts that show them."""


def load_sql(  # noqa: C901, PLR0911 - a table a line
    name: str,
    given: Given = NOTHING_GIVEN,
    *,
    facts: str | None = None,
    snapshots: Snapshots | None = None,
) -> str:
    """SQL that makes a table.

    Spending is made from ads as metrics see them, which must be there before.

    Args:
        name: The table.
        given: What the parameters add.
        facts: Table that holds `relations.FACTS` of the table; default: they are worked out from its rows.
        snapshots: As which of their snapshots posts count; default: the newest.
    """
    if name == SPENDING:
        return spending_sql(SPENDING_COLUMNS, given.costs)
    if name == SNAPSHOTS:
        return "SELECT platform, account, post_id, local_date, snapshot_at FROM main.posts_all"
    if name == GROWTH:
        told = ", ".join(f'"{column}"' for column in own_columns("posts"))
        age = "(epoch(snapshot_at) - epoch(published_at)) / 86400.0"
        return f"SELECT {told}, {age} AS age FROM main.posts_all"  # noqa: S608 - our names
    columns = own_columns(name)
    if name in FACTS:
        return _with_facts(name, columns, given, facts or f"({facts_sql(name)})")
    listed = ", ".join(f'"{column}"' for column in columns)
    match name:
        case "posts":
            return _posts(columns, snapshots.sql if snapshots is not None else "main.posts")
        case "account_daily" | "account_periods":
            # Some exports give organic, paid and both: the parts must not be added to the whole.
            same = ", ".join(column for column in relation(name).key if column != "paid_scope")
            return (
                f"SELECT {listed}, bool_or(paid_scope = 'both') OVER (PARTITION BY {same}) "  # noqa: S608 - our names
                f"AND paid_scope IS DISTINCT FROM 'both' AS is_part FROM main.{name}"
            )
        case "search":
            items = ", ".join(
                f"CASE WHEN dimension = '{word}' THEN item END AS {word}" for word in EXTRA["search"]
            )
            return f"SELECT {listed}, {items} FROM main.search"  # noqa: S608
        case "search_interest":
            return f"SELECT {listed}, file FROM main.search_interest"  # noqa: S608
        case "ads_daily":
            return ads_sql(columns, _word_of("result_type", given.result_kinds))
        case "conversions":
            values = {event.casefold(): value for event, value in given.values.items()}
            value = _word_of("name", values, "DOUBLE")
            return f"SELECT {listed}, {value} AS assigned_value FROM main.conversions"  # noqa: S608
        case _:
            return plain_sql(name)


def plain_sql(name: str) -> str:
    """SQL of a canonical table's own columns, without any that are worked out."""
    listed = ", ".join(f'"{column}"' for column in own_columns(name))
    return f"SELECT {listed} FROM main.{name}"  # noqa: S608 - our names


def own_columns(name: str) -> list[str]:
    """Columns of the canonical table that metrics see."""
    return [column for column in relation(name).columns if column not in EXTRA.get(name, {})]


def facts_sql(name: str) -> str:
    """SQL of the facts on the table's rows, one row a key."""
    key, columns = FACTS[name].key, FACTS[name].columns
    listed = ", ".join([*key, *(f"{sql} AS {column}" for column, sql in columns.items())])
    return f"SELECT {listed} FROM main.{name} GROUP BY {', '.join(key)}"  # noqa: S608 - our names


def _with_facts(name: str, columns: list[str], given: Given, facts: str) -> str:
    """SQL of a table whose rows take something from others of their source."""
    listed = ", ".join(f'own."{column}"' for column in columns)
    added = ", ".join(f"{sql} AS {column}" for column, sql in _added(name, given).items())
    same = " AND ".join(f"own.{column} IS NOT DISTINCT FROM facts.{column}" for column in FACTS[name].key)
    return f"SELECT {listed}, {added} FROM main.{name} AS own LEFT JOIN {facts} AS facts ON {same}"  # noqa: S608


def _added(name: str, given: Given) -> dict[str, str]:
    """Column of EXTRA → SQL, of tables with facts."""
    if name == "web":
        words = ", ".join(str(exp.convert(word).sql(dialect="duckdb")) for word in given.assistants)
        told = ", ".join(f"told_{column}" for column in WEB_DIMENSIONS)
        return {
            "assistant": f"lower(source_name) IN ({words})" if words else "false",
            "shape": f"concat_ws('|', own.source, basis, {told})",
            "tells_campaign": "told_campaign",
        }
    added = {column: column for column in FACTS[name].columns}
    if name == "mentions":
        # Of a text only its length is read.
        return added | {"characters": "length(text)", "has_text": "text IS NOT NULL"}
    if name == "leads":
        return added | {"lead_kind": f"coalesce({_word_of('kind', given.lead_kinds)}, lower(kind))"}
    return added


def _posts(columns: list[str], seen: str) -> str:
    """SQL of the brand's own posts among those seen, with the analyst's tags."""
    listed = ", ".join(f'post."{column}"' for column in columns)
    tags = ", ".join(
        f"coalesce(tag.{tag}, post.{tag}) AS {tag}" if tag in RULED_TAGS else f"tag.{tag}" for tag in TAGS
    )
    return (
        f"SELECT {listed}, {tags} FROM "  # noqa: S608 - our names
        f"(SELECT *, {_POST_KNOWN} AS post_known FROM {seen} AS seen) AS post "
        "LEFT JOIN main.post_tags AS tag "
        "ON tag.platform = post.platform AND tag.post_id = post.post_id "
        # Answers and reposts are rows of some exports, but no content of the brand's own.
        "WHERE NOT coalesce(post.is_reply, false) AND NOT coalesce(post.is_repost, false) "
        "AND NOT (coalesce(post.is_asset, false) AND post.post_known)"
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
