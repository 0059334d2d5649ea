"""Content exports of Meta Business Suite: one row a post, counted from publication to the day of export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal, Reading
from kpikit.sources.common import accounts, values
from kpikit.sources.common.checks import ids, set_aside_impossible, set_aside_negative
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.meta.layouts import INSTAGRAM, STORIES, VIDEO
from kpikit.sources.meta.money import amount
from kpikit.sources.meta.words import FORMATS, LIFETIME
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match
    from kpikit.sources.meta.money import Amount

# `Publish time` carries no zone and is US Pacific wall-clock time in every language: measured against the
# instants encoded in permalinks (7 h behind UTC in summer, 8 h in winter).
PACIFIC = "America/Los_Angeles"
_TIMES = ("%m/%d/%Y %H:%M",)
_DAYS = ("%m/%d/%Y", "%Y-%m-%d")
_ONE_FORMAT = {VIDEO.id: "video", STORIES.id: "story"}
"""Exports of one format only, which need not say so."""

_COUNTERS = (
    "views", "impressions", "reach", "reactions", "comments", "shares", "saves", "follows", "clicks",
    "link_clicks", "video_views", "native_engagements", "replies", "profile_visits", "negative_feedback",
)  # fmt: skip
_SECONDS = ("duration_seconds", "watch_seconds", "average_watch_seconds")


def read(table: RawTable, match: Match, context: Context) -> Reading:
    """Rows of `posts` out of a content export."""
    earnings = amount(table.header, ("estimated earnings",))
    rows = Rows(table, match.columns | ({"revenue": earnings.place} if earnings else {}))
    platform = "instagram" if match.layout in (INSTAGRAM, STORIES) else "facebook"
    notes: list[str] = []
    _set_aside_errors(rows)
    post_id = ids(rows, "post_id")
    counters = {name: rows.integer(name) for name in _COUNTERS if rows.has(name)}
    seconds = {name: rows.number(name) for name in _SECONDS if rows.has(name)}
    set_aside_negative(rows, counters | seconds)
    published = rows.instant("published_at", _TIMES, PACIFIC)
    # Without a post no moment is asked for.
    moment = snapshot_at(context, PACIFIC) if rows.kept.any() else None
    set_aside_impossible(rows, published, "published_at", moment)
    rows.set_aside_repeats(post_id)
    notes += _second_views(table, match)
    notes += accounts.strangers(rows, ("account_id", "page_id", "account"), context)
    if match.layout is VIDEO:
        notes.append(
            "videos have ids of their own: those whose post is there too (same moment, or same day "
            "and title) are not counted again"
        )
    scrub = Scrubber.of(context.brand)
    earned = _earned(rows, earnings, context, notes)
    frame = rows.frame(
        {
            "platform": platform,
            "account": _account(rows, context),
            "post_id": post_id,
            "published_at": published,
            "title": scrub.column(rows.cells("title").fillna(rows.cells("description"))),
            "link": rows.cells("link"),
            "format": _formats(rows, notes, _ONE_FORMAT.get(match.layout.id)),
            # The export counts what was boosted together with the rest.
            "paid_scope": "both",
            **({"is_asset": True} if match.layout is VIDEO else {}),
            **counters,
            **seconds,
            **earned,
        }
    )
    frame["snapshot_at"] = pd.Timestamp(moment) if moment is not None else pd.NaT
    totals = _totals(rows, counters, platform)
    return reading(match.layout, [rows], {"posts": [frame]}, notes=notes, totals=totals)


def _earned(rows: Rows, column: Amount | None, context: Context, notes: list[str]) -> dict[str, object]:
    """Revenue and its currency, where the export has the column; nothing where it is empty throughout."""
    revenue = rows.number("revenue")
    if column is None or revenue.isna().all():
        return {}
    if column.currency is None:
        notes.append("revenue taken to be in the brand's currency: the file doesn't say")
    currency = column.currency or context.source.currency or context.brand.currency
    return {"revenue": revenue, "currency": currency}


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
    lifetime = values.folded(counted).isin(LIFETIME) | counted.isna()
    rows.set_aside(~lifetime & ~by_day, "unknown span counted", "counted")


def own_account(context: Context) -> str:
    """The account as the parameters name it."""
    return context.source.account or context.brand.name


def _account(rows: Rows, context: Context) -> pd.Series | str:
    if context.source.account:
        return context.source.account
    return rows.text("account", 200).fillna(context.brand.name)


def _formats(rows: Rows, notes: list[str], otherwise: str | None) -> pd.Series:
    written = values.folded(rows.cells("format"))
    formats = written.map(FORMATS).astype("string")
    strange = sorted(set(written[formats.isna() & written.notna()]))
    if strange:
        notes.append(f"{len(strange)} unknown post type(s) read as other: {', '.join(strange)[:200]}")
    formats = formats.fillna("other").where(written.notna())
    return formats if otherwise is None else formats.fillna(otherwise)


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


def _totals(rows: Rows, counters: dict[str, pd.Series], platform: str) -> list[ControlTotal]:
    found = []
    if "native_engagements" in counters:
        parts = counters["reactions"] + counters["comments"] + counters["shares"]
        both = parts.notna() & counters["native_engagements"].notna() & rows.kept
        stated = float(counters["native_engagements"][both].sum())
        found.append(ControlTotal("Reactions, Comments and Shares", stated, float(parts[both].sum())))
    if platform == "instagram" and {"views", "reach"} <= counters.keys():
        both = counters["views"].notna() & counters["reach"].notna() & rows.kept
        enough = (counters["views"] >= counters["reach"])[both]
        found.append(
            ControlTotal("posts with at least as many Views as Reach", int(both.sum()), int(enough.sum()))
        )
    return found
