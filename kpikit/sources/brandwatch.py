"""Brandwatch mentions as CSV or xlsx: lines on the search above a header whose columns stand in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import headers, listening, mention_columns, values
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.rows import Rows

MENTIONS = Layout(
    id="brandwatch-mentions/1",
    what="Brandwatch mentions",
    headers={
        "query_id": ("query id",),
        "query": ("query name",),
        "published": ("date",),
        "title": ("title",),
        "snippet": ("snippet",),
        "text": ("full text",),
        "link": ("url",),
        "domain": ("domain",),
        "sentiment": ("sentiment",),
        "page_type": ("page type", "content source"),
        "language": ("language",),
        "country_code": ("country code",),
        "country": ("country",),
        "author": ("author",),
        "resource": ("resource id",),
        "thread": ("thread id",),
        "entry": ("engagement type", "thread entry type"),
        "reach": ("reach (new)", "reach estimate"),
        "followers": ("twitter followers", "x followers"),
    },
    required=("query_id", "query", "published", "link", "sentiment", "page_type"),
    languages=("en",),
    tried=False,
    feeds=("mentions",),
)
LAYOUTS = (MENTIONS,)

_ABOVE = ("report", "brand", "from", "to", "label", "query")
_REPOSTS = frozenset({"retweet", "repost", "share"})
_ANSWERS = frozenset({"reply", "comment"})


def read(file: RawFile, context: Context) -> Reading:
    """Read mentions: one row a text.

    Raises:
        ExportError: It is no such export, or nothing tells the order of day and month.
    """
    file = replace(file, tables=[table for table in file.tables if not _is_preamble(table)] or file.tables)
    return listening.read(file, context, headers.recognise(file, LAYOUTS), _told)


def _is_preamble(table: RawTable) -> bool:
    """Whether it is the lines on the search, which stand as a table of two columns above the mentions."""
    filled = [name for name in table.header if name.strip()]
    return 0 < len(filled) <= 2 and header_key(filled[0]).rstrip(":") in _ABOVE


def _told(file: RawFile, rows: Rows, context: Context, zone: str) -> listening.Told:
    link = rows.cells("link")
    outlet = rows.cells("domain").str.casefold().fillna(mention_columns.domain(link))
    kinds = rows.cells("page_type")
    platform = mention_columns.places(kinds, context, outlet).fillna("web")
    media = platform.eq("news")
    entry = rows.cells("entry").str.casefold()
    title, snippet, full = rows.cells("title"), rows.cells("snippet"), rows.cells("text")
    columns = {
        "language": mention_columns.language(rows.text("language", 60)),
        "kind": pd.Series("mention", index=link.index, dtype="string")
        .mask(entry.isin(_ANSWERS), "comment")
        .mask(platform.eq("review"), "review"),
        "outlet": outlet,
        "country": rows.text("country_code", 60).fillna(rows.text("country", 60)),
        **mention_columns.counts(rows, reach="reach", author_followers="followers"),
    }
    if rows.has("entry"):
        columns["is_repost"] = entry.isin(_REPOSTS).astype("boolean")
    if rows.has("thread"):
        thread = rows.text("thread", 500)
        # Some are addresses, with a name in them.
        bare = thread.str.fullmatch(r"[\w:.-]+").fillna(value=False)
        columns["thread_id"] = thread.where(bare, values.keyed(thread, context.pseudonym))
    return listening.Told(
        published=listening.published(file, rows, "published", zone),
        published_name="published",
        platform=platform,
        media=media,
        text=mention_columns.words(platform, title, full, snippet),
        link=link,
        author=rows.cells("author"),
        query=rows.cells("query"),
        sentiment=mention_columns.sentiment(rows, "sentiment"),
        columns=columns,
    )
