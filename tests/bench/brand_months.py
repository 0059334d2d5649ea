"""A store of made-up brands by month, for the comparison of metrics: written by DuckDB, the same each time.

Of each brand and month one file of mentions, of website sessions, of orders and of posts, as an import
writes them: all columns of the dictionary, zstd, `is_newest`.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

import duckdb

from kpikit.parameters import Brand
from kpikit.project import Project
from kpikit.store.records import Index, Places
from kpikit.store.schema import NEWEST, sql_columns
from tests.bench.measuring import PROJECT

LAST = date(2026, 10, 1)
"""The newest month."""


@dataclass(frozen=True)
class Size:
    """Rows in all, over all brands and months."""

    mentions: int
    brands: int = 100
    months: int = 24

    @property
    def rows(self):
        """Table → rows of one brand's month: of 50 M mentions 20 M sessions, 5 M orders, 1 M posts."""
        mentions = self.mentions / self.brands / self.months
        shares = {"mentions": 1, "web": 0.4, "orders": 0.1, "posts": 0.02}
        return {table: max(10, round(mentions * share)) for table, share in shares.items()}


def month_names(count):
    """The newest `count` months, oldest first."""
    newest = LAST.year * 12 + LAST.month - 1
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in range(newest - count + 1, newest + 1)]


def brand_names(count):
    """Ids of brands."""
    return [f"brand-{number:03d}" for number in range(count)]


def brand(name):
    """Parameters of a brand."""
    return Brand.model_validate(
        {
            "brand": name,
            "name": name,
            "timezone": "UTC",
            "currency": "EUR",
            "sources": {
                "listening": {"format": "listening", "platform": "web"},
                "analytics": {"format": "ga4", "platform": "web"},
                "shop": {"format": "shopify", "platform": "shop"},
                "instagram": {"format": "meta", "platform": "instagram"},
            },
        }
    )


def write(folder, size):
    """Write a store of `size` below a folder; the project that it belongs to."""
    (folder / "data").mkdir(parents=True)
    (folder / "params").symlink_to(PROJECT / "params")
    project = Project(folder)
    connection = duckdb.connect(":memory:", config={"threads": 2})
    connection.execute("SET TimeZone = 'UTC'")
    try:
        for number, name in enumerate(brand_names(size.brands)):
            _write_brand(connection, Places(project, name), number, size)
    finally:
        connection.close()
    (folder / "size.json").write_text(json.dumps(asdict(size)), encoding="utf-8")
    return project


def _write_brand(connection, places, number, size):
    months = month_names(size.months)
    for table, rows in size.rows.items():
        places.table(table).mkdir(parents=True)
        for place, month in enumerate(months):
            target = str(places.table(table) / f"{month}.parquet")
            sql = _rows_sql(table, rows, (number * size.months + place) * rows, month)
            connection.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    files = [f"{month}.parquet" for month in months]
    index = Index(
        whole=True,
        tables=dict.fromkeys(size.rows, files),
        platforms={"instagram": "instagram"},
        inputs=f"made of {size.mentions}",
        fingerprint=f"{size.mentions} {places.brand}",
        digests={
            f"{table}/{file}": hashlib.sha256((places.table(table) / file).read_bytes()).hexdigest()
            for table in size.rows
            for file in files
        },
    )
    places.index.parent.mkdir(parents=True, exist_ok=True)
    places.index.write_text(index.as_text(), encoding="utf-8")


def _rows_sql(table, rows, offset, month):
    given = {"source": f"'{_SOURCES[table]}'", "brand": "'made'", "file": f"'{month}.csv'", "line": "i"}
    given |= {"layout": "'made'", "snapshot_at": "TIMESTAMPTZ '2026-11-02 08:00:00+00'"} | _COLUMNS[table]
    columns = ", ".join(
        f'CAST({given.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in sql_columns(table).items()
    )
    moment = "start + to_seconds(CAST(floor(u0 * 86400 * days) AS BIGINT))"
    drawn = ", ".join(f"(hash(i, {salt}) % 1000003) / 1000003.0 AS u{salt}" for salt in range(8))
    return (
        f"SELECT {columns}, true AS {NEWEST} FROM (SELECT *, {moment} AS moment FROM (SELECT i, "
        f"TIMESTAMPTZ '{month}-01 00:00:00+00' AS start, day(last_day(DATE '{month}-01')) AS days, {drawn} "
        f"FROM range({offset}, {offset + rows}) AS made(i)) AS drawn) AS row ORDER BY i"
    )


def _one_of(draw, *values):
    listed = ", ".join("NULL" if value is None else f"'{value}'" for value in values)
    return f"([{listed}])[1 + CAST(floor({draw} * {len(values)}) AS BIGINT)]"


_CLOCK = {
    "local_date": "CAST(moment AS DATE)",
    "local_dow": "isodow(moment)",
    "local_hour": "hour(moment)",
}
_SOURCES = {"mentions": "listening", "web": "analytics", "orders": "shop", "posts": "instagram"}
_REACH = "CAST(exp(7 + 1.5 * (u1 + u2 + u3 - 1.5)) AS BIGINT)"
_COLUMNS = {
    "mentions": _CLOCK
    | {
        "mention_id": "'m' || i",
        "published_at": "moment",
        "platform": _one_of("u1", "instagram", "facebook", "x", "youtube", "tiktok"),
        "kind": _one_of("u2", "mention", "mention", "comment", "review"),
        "subject": _one_of("u3", "own", "own", "own", "rival", "other", "category"),
        "author_key": "md5(CAST(hash(i, 11) % 400000 AS VARCHAR))",
        "author_kind": _one_of("u4", *["user"] * 17, "own", "influencer", "media"),
        "author_followers": "CAST(exp(12 * u5) AS BIGINT)",
        "text": "'text ' || md5(CAST(i AS VARCHAR)) || ' on what the brand does and how it is'",
        "language": _one_of("u6", "en", "en", "es", "de"),
        "is_repost": "u7 < 0.2",
        "tagged": "u5 < 0.5",
        "sentiment": _one_of("u6 * 0.5 + u7 * 0.5", "negative", "neutral", "positive", None),
        "sentiment_source": "'platform'",
        "topic": _one_of("u5", "price", "quality", "service", "delivery", None),
        "reply_wanted": "u2 < 0.1",
        "engagements": "CAST(exp(6 * u3) AS BIGINT)",
        "country": _one_of("u4", "DE", "US", "MX", "MY"),
        "link": "'https://example.org/' || i",
    },
    "web": {
        "period_start": "CAST(moment AS DATE)",
        "period_end": "CAST(moment AS DATE)",
        "grain": "'day'",
        "basis": "'session'",
        "source_name": _one_of("u1", "instagram.com", "google", "(direct)", "tiktok.com", "newsletter"),
        "medium": _one_of("u2", "organic", "social", "cpc", "referral"),
        "campaign": "'campaign ' || CAST(floor(u3 * 40) AS BIGINT)",
        "content": "'content ' || i",
        "channel_group": _one_of("u2", "Organic Search", "Organic Social", "Paid Search", "Referral"),
        "platform": _one_of("u1", "instagram", None, None, "tiktok", None),
        "paid": "u2 >= 0.5 AND u2 < 0.75",
        "sessions": "1",
        "engaged_sessions": "CAST(u4 < 0.6 AS BIGINT)",
        "users": "1",
        "new_users": "CAST(u5 < 0.5 AS BIGINT)",
        "key_events": "CAST(u6 < 0.05 AS BIGINT)",
        "event_count": "CAST(1 + floor(u7 * 9) AS BIGINT)",
        "engagement_seconds": "floor(u4 * 300)",
        "revenue": "CASE WHEN u6 < 0.02 THEN round(20 + 100 * u7, 2) ELSE 0 END",
        "currency": "'EUR'",
    },
    "orders": _CLOCK
    | {
        "order_id": "'o' || i",
        "created_at": "moment",
        "status": _one_of("u1", *["paid"] * 18, "refunded", "voided"),
        "total": "round(10 + 140 * u2, 2)",
        "refunded": "CASE WHEN u1 >= 0.9 AND u1 < 0.95 THEN round(10 + 140 * u2, 2) ELSE 0 END",
        "currency": "'EUR'",
        "customer_key": "md5(CAST(hash(i, 12) % 100000 AS VARCHAR))",
        "platform": _one_of("u3", "instagram", None, None, "tiktok"),
        "channel": "'web'",
        "items": "CAST(1 + floor(u4 * 4) AS BIGINT)",
    },
    "posts": _CLOCK
    | {
        "platform": "'instagram'",
        "account": "'made'",
        "post_id": "'p' || i",
        "published_at": "moment",
        "title": "'title ' || i",
        "format": _one_of("u4", "image", "video", "carousel", "story"),
        "paid_scope": "'organic'",
        "reach": _REACH,
        "views": f"{_REACH} * 2",
        "reactions": f"CAST(floor({_REACH} * (0.02 + 0.03 * u5)) AS BIGINT)",
        "comments": f"CAST(floor({_REACH} * 0.004 * u6) AS BIGINT)",
        "shares": f"CAST(floor({_REACH} * 0.003 * u7) AS BIGINT)",
        "saves": f"CAST(floor({_REACH} * 0.005 * u0) AS BIGINT)",
    },
}
