"""Talkwalker results as xlsx or CSV: dotted columns, dates as text day first, sentiment -5, 0 and 5."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import checks, headers, listening, mention_columns

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.rows import Rows

_NETWORKS = ("twitter", "facebook", "instagram", "pinterest")
RESULTS = Layout(
    id="talkwalker-results/1",
    what="Talkwalker results",
    headers={
        **{
            name: (name,)
            for name in (
                "url", "published", "title", "content", "title_snippet", "content_snippet", "domain_url",
                "parent_url", "lang", "sentiment", "source_type", "tags_internal", "matched_profile",
                "engagement", "reach",
            )
        },
        "name": ("extra_author_attributes.name",),
        "short_name": ("extra_author_attributes.short_name",),
        "profile": ("extra_author_attributes.url",),
        "outlet": ("extra_source_attributes.name",),
        "country_code": ("extra_article_attributes.world_data.country_code",),
        "country": ("extra_article_attributes.world_data.country",),
        **{f"followers/{name}": (f"source_extended_attributes.{name}_followers",) for name in _NETWORKS},
    },
    required=("url", "published", "content", "sentiment", "source_type", "tags_internal"),
    languages=("en",),
    tried=False,
    feeds=("mentions",),
)  # fmt: skip
LAYOUTS = (RESULTS,)

_LABELS = {
    number + decimals: word
    for number, word in (("-5", "negative"), ("0", "neutral"), ("5", "positive"))
    for decimals in ("", ".0")
}


def read(file: RawFile, context: Context) -> Reading:
    """Read results: one row a text, reposts marked.

    Raises:
        ExportError: They are of no such layout, or hold dates of both orders.
    """
    return listening.read(file, context, headers.recognise(file, LAYOUTS), _told)


def _told(file: RawFile, rows: Rows, context: Context, zone: str) -> listening.Told:
    kinds = rows.cells("source_type")
    outlet = mention_columns.domain(rows.cells("domain_url").fillna(rows.cells("url")))
    tags = rows.cells("tags_internal").str.casefold().fillna("")
    platform = mention_columns.places(kinds, context, outlet).fillna("web")
    media = platform.eq("news")
    title, content = rows.cells("title"), rows.cells("content")
    snippets = rows.cells("content_snippet").fillna(rows.cells("title_snippet"))
    text = mention_columns.words(platform, title, content, snippets)
    parent = rows.cells("parent_url").str.extract(r"/status(?:es)?/(\d+)")[0].astype("string")
    columns = {
        "language": rows.text("lang", 20),
        "is_repost": tags.str.contains("isrepost", regex=False).astype("boolean"),
        "kind": pd.Series("mention", index=tags.index, dtype="string")
        .mask(tags.str.contains("iscomment", regex=False), "comment")
        .mask(platform.eq("review"), "review"),
        "parent_id": parent,
        "outlet": outlet,
        "country": rows.text("country_code", 60).fillna(rows.text("country", 60)),
        **mention_columns.counts(rows, reach="reach", engagements="engagement"),
    }
    followers = [checks.count(rows, f"followers/{name}") for name in _NETWORKS]
    columns["author_followers"] = mention_columns.first_of(followers)
    return listening.Told(
        published=listening.published(file, rows, "published", zone, otherwise=True),
        published_name="published",
        platform=platform,
        media=media,
        text=text,
        link=rows.cells("url"),
        author=rows.cells("short_name").fillna(rows.cells("name")),
        profiles=[rows.cells("profile")],
        query=rows.cells("matched_profile"),
        sentiment=mention_columns.sentiment(rows, "sentiment", _LABELS),
        columns=columns,
    )
