"""Meltwater results: UTF-16 with tabs or CSV, the columns of 2022 or of 2025. AVE is no figure of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import cells, events, headers, listening, mention_columns, numeric_days, values

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.rows import Rows

HIDDEN = "hidden in the tool"

_HEADERS: dict[str, tuple[str, ...]] = {
    "date": ("date",),
    "time": ("time",),
    "headline": ("headline",),
    "link": ("url",),
    "opening": ("opening text",),
    "sentence": ("hit sentence",),
    "outlet": ("source", "source name"),
    "author": ("influencer",),
    "screen_name": ("twitter screen name",),
    "profile": ("user profile url", "twitter user profile url"),
    "country": ("country",),
    "language": ("language",),
    "reach": ("reach",),
    "engagement": ("engagement",),
    "sentiment": ("sentiment",),
    "query": ("input name",),
    "post_id": ("tweet id",),
    "followers": ("twitter followers",),
    "tags": ("document tags",),
    "views": ("estimated views",),
    "traffic": ("earned traffic",),
    "hidden": ("hidden",),
}
_REQUIRED = ("date", "headline", "link", "sentence", "outlet", "author", "reach", "sentiment", "query")


def _layout(version: str, *required: str) -> Layout:
    return Layout(
        id=f"meltwater-results/{version}",
        what=f"Meltwater results ({version})",
        headers=_HEADERS,
        required=(*_REQUIRED, *required),
        languages=("en",),
        tried=False,
        feeds=("mentions",),
    )


LAYOUTS = (_layout("2022"), _layout("2025", "traffic", "views"))

_MISSING = ("not rated", "n/a", "unknown")


def read(file: RawFile, context: Context) -> Reading:
    """Read results: one row a text; press by its outlet, posts by their network.

    Raises:
        ExportError: They are of no such layout, or nothing tells the order of day and month.
    """
    return listening.read(file, context, headers.recognise(file, LAYOUTS), _told, _MISSING)


def _clock(rows: Rows, *, day_first: bool | None) -> pd.Series:
    """Date and time as ISO 8601; where the date has none, that of the column beside."""
    days = numeric_days.iso(rows.cells("date"), day_first=day_first)
    # A day is given to the clock, so that one reader serves both.
    clock = numeric_days.iso("1-Jan-2000 " + rows.cells("time"), day_first=None).str.slice(11)
    bare = days.str.fullmatch(r"\d{4}-\d\d-\d\d").fillna(value=False) & clock.str.contains(":").fillna(
        value=False
    )
    return days.mask(bare, days + " " + clock)


def _told(file: RawFile, rows: Rows, context: Context, zone: str) -> listening.Told:
    hidden, _ = cells.boolean(rows.cells("hidden"))
    rows.set_aside(hidden, HIDDEN, "hidden")
    clock = _clock(rows, day_first=numeric_days.day_first(file.path, [rows.cells("date")]))
    source, link = rows.cells("outlet"), rows.cells("link")
    # What is no network, blog, forum or review site is the name of a newspaper or station.
    platform = mention_columns.places(source, context, whole=True).fillna("news")
    media = platform.eq("news")
    headline, sentence = rows.cells("headline"), rows.cells("sentence")
    text = mention_columns.words(platform, headline, sentence, rows.cells("opening"))
    tweet = rows.cells("post_id").str.replace(r'^"+|"+$', "", regex=True)
    on_x = platform.eq("x")
    repost = text.where(on_x).str.match(r"RT @").astype("boolean")
    columns = {
        "outlet": values.text(source, 200),
        "language": mention_columns.language(rows.text("language", 60)),
        "country": rows.text("country", 60),
        "topic": rows.text("tags", 200),
        "is_repost": repost,
        "kind": pd.Series("mention", index=link.index, dtype="string").mask(platform.eq("review"), "review"),
        **mention_columns.counts(rows, reach="reach", engagements="engagement", author_followers="followers"),
    }
    return listening.Told(
        published=events.moments(rows, "date", clock, zone),
        published_name="date",
        platform=platform,
        media=media,
        text=text,
        link=link,
        author=rows.cells("screen_name").fillna(rows.cells("author")),
        profiles=[rows.cells("author").where(~media), rows.cells("profile")],
        post_id=tweet.where(tweet.str.fullmatch(r"\d{15,20}").fillna(value=False)),
        query=rows.cells("query"),
        sentiment=mention_columns.sentiment(rows, "sentiment"),
        columns=columns,
    )
