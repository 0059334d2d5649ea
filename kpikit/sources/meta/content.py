"""Content exports of Meta Business Suite: one row a post, counted from publication to the day of export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources import accounts, values
from kpikit.sources.base import ControlTotal, Layout, Reading
from kpikit.sources.meta.checks import set_aside_impossible_days, set_aside_negative, set_aside_rounded
from kpikit.sources.meta.words import FORMATS, LIFETIME
from kpikit.sources.rows import Rows, reading
from kpikit.sources.snapshots import snapshot_at
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.headers import Match

# `Publish time` carries no zone and is US Pacific wall-clock time in every language: measured against the
# instants encoded in permalinks (7 h behind UTC in summer, 8 h in winter).
PACIFIC = "America/Los_Angeles"
_TIMES = ("%m/%d/%Y %H:%M",)
_DAYS = ("%m/%d/%Y", "%Y-%m-%d")

_SHARED: dict[str, tuple[str, ...]] = {
    "post_id": ("post id", "identificação da publicação"),
    "description": ("description", "descrição"),
    "duration_seconds": ("duration (sec)", "duração (segundos)"),
    "published_at": ("publish time", "horário de publicação"),
    "link": ("permalink", "link permanente"),
    "format": ("post type", "tipo de publicação"),
    "comment_on_data": ("data comment", "comentário de dados"),
    "counted": ("date", "data"),
    "views": ("views", "visualizações"),
    "impressions": ("impressions", "impressões"),
    "reach": ("reach", "alcance"),
    "comments": ("comments", "comentários"),
    "shares": ("shares", "compartilhamentos"),
}

INSTAGRAM = Layout(
    id="meta-content-instagram/1",
    what="Meta Business Suite content export, Instagram",
    headers=_SHARED
    | {
        "account_id": ("account id", "identificação da conta"),
        "account": ("account username", "nome de usuário da conta"),
        "reactions": ("likes", "curtidas"),
        "saves": ("saves", "salvamentos"),
        "follows": ("follows", "seguimentos"),
    },
    required=("post_id", "account_id", "published_at", "counted", "reactions", "comments", "shares", "saves"),
    languages=("en", "pt"),
    tried=True,
    feeds=("posts",),
)
FACEBOOK = Layout(
    id="meta-content-facebook/1",
    what="Meta Business Suite content export, Facebook",
    headers=_SHARED
    | {
        "page_id": ("page id", "identificação da página"),
        "account": ("page name", "nome da página"),
        "title": ("title", "título"),
        "native_engagements": ("reactions, comments and shares", "reações, comentários e compartilhamentos"),
        "reactions": ("reactions", "reações"),
        "clicks": ("total clicks", "total de cliques"),
        "link_clicks": ("link clicks", "cliques no link"),
        "video_views": ("3-second video views", "visualizações de vídeo de 3 segundos"),
        "watch_seconds": ("seconds viewed", "segundos visualizados"),
    },
    required=("post_id", "page_id", "published_at", "counted", "reactions", "comments", "shares"),
    languages=("en", "pt"),
    tried=False,
    feeds=("posts",),
)
VIDEO = Layout(
    id="meta-video/1",
    what="Meta Business Suite video export",
    headers={
        "video_id": ("video asset id",),
        "universal_id": ("universal video id",),
        "published_at": ("publish time",),
    },
    required=("video_id", "universal_id", "published_at"),
    languages=("en",),
    tried=False,
    feeds=(),
)

_COUNTERS = (
    "views",
    "impressions",
    "reach",
    "reactions",
    "comments",
    "shares",
    "saves",
    "follows",
    "clicks",
    "link_clicks",
    "video_views",
    "native_engagements",
)


def read(table: RawTable, match: Match, context: Context) -> Reading:
    """Rows of `posts` out of a content export."""
    rows = Rows(table, match.columns)
    platform = "instagram" if match.layout is INSTAGRAM else "facebook"
    notes: list[str] = []
    _set_aside_errors(rows)
    set_aside_rounded(rows, "post_id")
    counters = {name: rows.integer(name) for name in _COUNTERS if rows.has(name)}
    seconds = {name: rows.number(name) for name in ("duration_seconds", "watch_seconds") if rows.has(name)}
    set_aside_negative(rows, counters | seconds)
    published = rows.instant("published_at", _TIMES, PACIFIC)
    # Without a post no moment is asked for.
    moment = snapshot_at(context, PACIFIC) if rows.kept.any() else None
    set_aside_impossible_days(rows, published, "published_at", moment)
    post_id = rows.cells("post_id")
    rows.set_aside_repeats(post_id)
    notes += _second_views(table, match)
    notes += accounts.strangers(rows, ("account_id", "page_id", "account"), context)
    frame = rows.frame(
        {
            "platform": platform,
            "account": _account(rows, context),
            "post_id": post_id,
            "published_at": published,
            "title": rows.text("title").fillna(rows.text("description")),
            "link": rows.cells("link"),
            "format": _formats(rows, notes),
            # The export counts what was boosted together with the rest.
            "paid_scope": "both",
            **counters,
            **seconds,
        }
    )
    frame["snapshot_at"] = pd.Timestamp(moment) if moment is not None else pd.NaT
    return reading(match.layout, [rows], {"posts": [frame]}, notes=notes, totals=_totals(rows, counters))


def _set_aside_errors(rows: Rows) -> None:
    without_id = rows.cells("post_id").isna()
    failed = without_id & rows.cells("comment_on_data").notna()
    rows.set_aside(failed, "the platform reports an error for this post", "comment_on_data")
    rows.set_aside(without_id, "no post id", "post_id")
    rows.set_aside(rows.cells("published_at").isna(), "no time of publication", "published_at")
    counted = rows.cells("counted")
    days, _ = values.day(counted, _DAYS)
    by_day = days.notna()
    rows.set_aside(
        by_day, "counts one day, not from publication on: export without daily breakdown", "counted"
    )
    lifetime = counted.map(header_key, na_action="ignore").astype("string").isin(LIFETIME) | counted.isna()
    rows.set_aside(~lifetime & ~by_day, "unknown span counted", "counted")


def _account(rows: Rows, context: Context) -> pd.Series | str:
    if context.source.account:
        return context.source.account
    return rows.text("account", 200).fillna(context.brand.name)


def _formats(rows: Rows, notes: list[str]) -> pd.Series:
    written = rows.cells("format").map(header_key, na_action="ignore").astype("string")
    formats = written.map(FORMATS).astype("string")
    strange = sorted(set(written[formats.isna() & written.notna()]))
    if strange:
        notes.append(f"{len(strange)} unknown post type(s) read as other: {', '.join(strange)[:200]}")
    return formats.fillna("other").where(written.notna())


def _second_views(table: RawTable, match: Match) -> list[str]:
    """One preset writes the column Views twice, with the same figures; the first is used."""
    places = [
        index for index, name in enumerate(table.header) if header_key(name) in match.layout.headers["views"]
    ]
    if len(places) < 2:
        return []
    differing = sum(row[places[0]] != row[places[1]] for row in table.rows)
    return [
        f"column Views stands twice; they differ in {differing} of {len(table.rows)} rows, the first is used"
    ]


def _totals(rows: Rows, counters: dict[str, pd.Series]) -> list[ControlTotal]:
    if "native_engagements" not in counters:
        return []
    parts = counters["reactions"] + counters["comments"] + counters["shares"]
    both = parts.notna() & counters["native_engagements"].notna() & rows.kept
    stated = float(counters["native_engagements"][both].sum())
    return [ControlTotal("Reactions, Comments and Shares", stated, float(parts[both].sum()))]
