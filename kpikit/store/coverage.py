"""Which days each source gave: what a figure of a period rests on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kpikit import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import duckdb

COLUMNS = (
    "source",
    "platform",
    "table",
    "first_day",
    "last_day",
    "days_present",
    "days_missing",
    "rows",
    "snapshot_at",
)
"""`days_present`: days with a row; `days_missing`: days without one between first and last; `rows`: newest
rows; `snapshot_at`: of the newest snapshot."""

DAILY = ("account_daily", "ads_daily", "community_daily", "web", "search", "conversions")
"""Tables in which a day without a row was not delivered. In the others it may be a quiet day."""


def coverage(
    connection: duckdb.DuckDBPyConnection, filled: Iterable[str], platforms: dict[str, str]
) -> pd.DataFrame:
    """Days by source, platform and table, of the tables that hold rows.

    Args:
        connection: A connection of the store.
        filled: Names of tables that hold rows.
        platforms: Source → platform, for tables whose rows name none as their own.
    """
    rows = []
    for table in filled:
        spans = _spans(connection, table)
        for (source, platform), group in _groups(spans):
            days = _days(group)
            rows.append(
                {
                    "source": source,
                    "platform": platform or platforms.get(source),
                    "table": table,
                    "first_day": min(days, default=None),
                    "last_day": max(days, default=None),
                    "days_present": len(days),
                    "days_missing": (max(days) - min(days)).days + 1 - len(days) if days else 0,
                    "rows": int(group["rows"].sum()),
                    "snapshot_at": group["snapshot_at"].max(),
                }
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["source", "platform", "table"], ignore_index=True)


def _spans(connection: duckdb.DuckDBPyConnection, table: str) -> pd.DataFrame:
    """Spans of days with rows: source, platform, first, last, rows, snapshot_at."""
    facts = dictionary.table(table)
    platform = "platform" if "platform" in facts.key else "CAST(NULL AS VARCHAR)"
    first, last = (
        ("period_start", "period_end") if "period_start" in facts.columns else (facts.day, facts.day)
    )
    if first is None:
        first = last = "CAST(NULL AS DATE)"
    sql = (
        f'SELECT source, {platform} AS platform, {first} AS "first", {last} AS "last", count(*) AS "rows", '  # noqa: S608 - names from the dictionary
        f'max(snapshot_at) AS snapshot_at FROM "{table}" GROUP BY ALL ORDER BY ALL'
    )
    frame: pd.DataFrame = connection.sql(sql).to_arrow_table().to_pandas()
    return frame


def _groups(spans: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Rows by (source, platform), platform empty where the table has none."""
    grouped = spans.groupby([spans["source"], spans["platform"].fillna("")])
    return [((str(key[0]), str(key[1])), group) for key, group in grouped]


def _days(spans: pd.DataFrame) -> set[date]:
    days: set[date] = set()
    for first, last in zip(spans["first"], spans["last"], strict=True):
        if first is not None and last is not None:
            days.update(first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return days
