"""Determ (Mediatoolkit) mentions: press and posts, date and time in columns of their own, no addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.base import Layout
from kpikit.sources.common import events, headers, listening, mention_columns, numeric_days, values

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.rows import Rows

MENTIONS = Layout(
    id="determ-mentions/1",
    what="Determ (Mediatoolkit) mentions",
    headers={
        "author": ("author",),
        "outlet": ("from",),
        "title": ("title",),
        "snippet": ("mention_snippet", "mention snippet"),
        "date": ("date",),
        "time": ("time",),
        "link": ("url", "link"),
        "reach": ("reach",),
        "sentiment": ("sentiment",),
        "rate": ("engagement_rate", "engagement rate"),
    },
    required=("author", "outlet", "title", "snippet", "date", "time", "reach"),
    languages=("en",),
    tried=False,
    feeds=("mentions",),
)
LAYOUTS = (MENTIONS,)


def read(file: RawFile, context: Context) -> Reading:
    """Read mentions: one row a text. The engagement rate is the tool's and counts nothing: not read.

    Raises:
        ExportError: It is no such export, or nothing tells the order of day and month.
    """
    return listening.read(file, context, headers.recognise(file, LAYOUTS), _told)


def _told(file: RawFile, rows: Rows, context: Context, zone: str) -> listening.Told:
    joined = (rows.cells("date") + " " + rows.cells("time")).fillna(rows.cells("date"))
    texts = numeric_days.iso(joined, day_first=numeric_days.day_first(file.path, [joined]))
    outlet = rows.cells("outlet")
    hosts = outlet.where(outlet.str.contains(".", regex=False).fillna(value=False))
    platform = mention_columns.places(outlet, context, hosts, whole=True).fillna("news")
    media = platform.eq("news")
    title, snippet = rows.cells("title"), rows.cells("snippet")
    return listening.Told(
        published=events.moments(rows, "date", texts, zone),
        published_name="date",
        platform=platform,
        media=media,
        text=mention_columns.words(platform, title, snippet),
        link=rows.cells("link"),
        author=rows.cells("author"),
        sentiment=mention_columns.sentiment(rows, "sentiment"),
        columns={"outlet": values.text(outlet, 200), **mention_columns.counts(rows, reach="reach")},
    )
