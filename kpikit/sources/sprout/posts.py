"""Post Performance: one row a post of any network, counted from publication to the day of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import values
from kpikit.sources.common.checks import counts, ids, set_aside_impossible, unguarded
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import NOT_A_DATE, NOT_A_NUMBER
from kpikit.sources.sprout.layouts import ANSWERS, CONTENT_TYPES, POST_TYPES, REPOSTS
from kpikit.sources.sprout.parts import accounts, networks

if TYPE_CHECKING:
    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

_TIMES = ("%m/%d/%Y %I:%M %p",)
_COUNTERS = (
    "impressions", "reach", "native_engagements", "comments", "shares", "saves", "link_clicks", "clicks",
    "follows", "video_views", "taps_back", "taps_forward", "exits", "replies",
)  # fmt: skip
_SHARES = ("engagement_rate_reported", "completion", "skip_rate")


def read(rows: Rows, context: Context, moment: pd.Timestamp, notes: list[str]) -> list[pd.DataFrame]:
    """Rows of `posts`; stories are rows of the same table."""
    platforms, profiles = networks(rows), accounts(rows)
    post_id = ids(rows, "post_id")
    rows.set_aside(post_id.isna(), "no post id", "post_id")
    published = rows.instant("published_at", _TIMES, context.zone)
    rows.set_aside(published.isna(), NOT_A_DATE, "published_at")
    set_aside_impossible(rows, published, "published_at", moment, context.zone)
    counters = counts(rows, (*_COUNTERS, "reactions", "likes", "organic_impressions", "paid_impressions"))
    shares = {name: _share(rows, name) for name in _SHARES if rows.has(name)}
    rows.set_aside_repeats(platforms, profiles, post_id)
    kind = values.folded(rows.cells("post_type"))
    formats = _formats(rows, kind, notes)
    columns = {name: counters[name] for name in _COUNTERS if name in counters} | shares
    columns["reactions"] = _first(counters, rows, "reactions", "likes")
    if "comments" in columns and "replies" in columns:
        # Answers to a story are sent in private; Sprout counts them as comments of the story once more.
        stories = formats.eq("story").fillna(value=False).astype("bool")
        twice = (columns["comments"] == columns["replies"]).fillna(value=False).astype("bool") & stories
        columns["comments"] = columns["comments"].mask(twice)
    if rows.has("minutes"):
        columns["watch_seconds"] = rows.number("minutes") * 60
    if rows.has("average_watch_seconds"):
        columns["average_watch_seconds"] = rows.number("average_watch_seconds")
    return [
        rows.frame(
            {
                "platform": platforms,
                "account": profiles,
                "post_id": post_id,
                "published_at": published,
                # Answers to others and mentions name private people.
                "title": Scrubber.of(context.brand).column(unguarded(rows.cells("title"))),
                "link": rows.text("link", 2_000),
                "format": formats,
                "paid_scope": _scope(counters, rows),
                "is_reply": kind.isin(ANSWERS).astype("boolean"),
                "is_repost": kind.isin(REPOSTS).astype("boolean"),
                **columns,
            }
        )
    ]


def _share(rows: Rows, name: str) -> pd.Series:
    numbers, unreadable = values.share(rows.cells(name))
    rows.set_aside(unreadable, NOT_A_NUMBER, name)
    return numbers


def _first(counters: dict[str, pd.Series], rows: Rows, *names: str) -> pd.Series:
    """The first of some columns that has a figure: X and LinkedIn fill Likes where others fill Reactions."""
    found = pd.Series(pd.NA, index=range(len(rows)), dtype="Int64")
    for name in names:
        if name in counters:
            found = found.fillna(counters[name])
    return found


def _formats(rows: Rows, kind: pd.Series, notes: list[str]) -> pd.Series:
    content = values.folded(rows.cells("content_type"))
    formats = kind.map(POST_TYPES).fillna(content.map(CONTENT_TYPES)).astype("string")
    strange = formats.isna() & content.notna()
    if strange.any():
        notes.append(f"{int(strange.sum())} post(s) of an unknown type read as other")
    return formats.fillna("other").where(content.notna() | kind.notna())


def _scope(counters: dict[str, pd.Series], rows: Rows) -> pd.Series:
    """Of both where a paid figure is given, organic where all impressions are said to be."""
    scope = pd.Series("unknown", index=range(len(rows)), dtype="string")
    nothing = pd.Series(pd.NA, index=range(len(rows)), dtype="Int64")
    paid = counters.get("paid_impressions", nothing)
    organic = counters.get("organic_impressions", nothing)
    whole = (organic == counters["impressions"]).fillna(value=False) & paid.isna()
    return scope.mask(whole, "organic").mask(paid.notna(), "both")
