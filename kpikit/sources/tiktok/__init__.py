"""TikTok Studio: overview, content, followers, viewers; as CSV, xlsx with text cells, or the zip of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources import headers, values
from kpikit.sources.base import ControlTotal
from kpikit.sources.rows import NOT_A_DATE, Rows, melt, reading
from kpikit.sources.snapshots import named, snapshot_at
from kpikit.sources.tiktok.days import resolve
from kpikit.sources.tiktok.layouts import ACTIVITY, CONTENT, FOLLOWERS, GENDER, LAYOUTS, OVERVIEW, VIEWERS

if TYPE_CHECKING:
    from datetime import date, datetime

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Layout, Reading
    from kpikit.sources.headers import Match

MISSING = ("undefined", "nan")
"""What TikTok writes where it has no figure."""


_GENDERS = {"male": "men", "female": "women", "other": "other"}
_DAILY = {
    OVERVIEW.id: ("video_views", "profile_visits", "reactions", "comments", "shares"),
    FOLLOWERS.id: ("followers", "net_follows"),
    VIEWERS.id: ("reach",),
}


def read(file: RawFile, context: Context) -> Reading:
    """Read a TikTok Studio export.

    Raises:
        ExportError: It is of none of the layouts, or nothing says the year of its days.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    notes, totals, names = list(file.notes), [], []
    matches = [found for table in file.tables if (found := _recognise(file, table, notes)) is not None]
    moment = pd.Timestamp(_moment(file, context, matches))
    for table, match in matches:
        rows = Rows(table, match.columns, MISSING)
        parts.append(rows)
        names.append(match.layout.id)
        if match.layout.id in _DAILY:
            of_table = _daily(rows, match.layout, context, moment)
            totals += _differences(of_table) if match.layout is FOLLOWERS else []
        elif match.layout is CONTENT:
            of_table = [_posts(rows, context, moment)]
        else:
            of_table = [_audience(rows, match.layout, context, moment)]
        for frame in of_table:
            frame["snapshot_at"] = moment
        frames.setdefault(match.layout.feeds[0], []).extend(of_table)
    return reading("+".join(dict.fromkeys(names)), parts, frames, notes=notes, totals=totals)


def _recognise(file: RawFile, table: RawTable, notes: list[str]) -> tuple[RawTable, Match] | None:
    """A table with its layout; hours of active followers, where they come with others, are passed over."""
    match = headers.match(LAYOUTS, table.header)
    if match is None:
        raise headers.unknown(file, table, LAYOUTS)
    if match.layout is ACTIVITY and len(file.tables) > 1:
        notes.append("FollowerActivity is not read: no metric uses the hours of followers yet")
        return None
    if not match.layout.feeds:
        raise headers.not_served(file, match.layout, table, LAYOUTS)
    return table, match


def _zone(context: Context) -> str:
    # Studio counts in the zone of the account's device, which the file doesn't name.
    return context.source.timezone or context.brand.timezone


def _moment(file: RawFile, context: Context, matches: list[tuple[RawTable, Match]]) -> datetime:
    """The moment of export: as named, as the column Time of the content table says, as received."""
    years = []
    for table, match in matches:
        place = match.columns.get("exported") if match.layout is CONTENT else match.columns.get("date")
        cells = values.column((row[place] for row in table.rows), MISSING) if place is not None else None
        if cells is not None:
            days, _ = values.day(cells, ("%Y-%m-%d", "%Y/%m/%d"))
            years += [days.max().date()] if days.notna().any() else []
    members = [named(table.member) for table, _ in matches if table.member]
    stated = max((found.end for found in members if found), default=None)
    try:
        return snapshot_at(context, _zone(context), last_day=stated or (max(years) if years else None))
    except ExportError:
        raise ExportError(
            Problem(
                "its days bear no year, and nothing says when it was exported",
                file=file.path,
                allowed=f"a day in its name (Overview_2026-11-01.zip) or sources.{context.key}.received",
            )
        ) from None


def _last_day(context: Context, moment: pd.Timestamp) -> date:
    return moment.tz_convert(_zone(context)).date()


def _base(context: Context) -> dict[str, object]:
    return {"platform": "tiktok", "account": context.source.account or context.brand.name}


def _daily(rows: Rows, layout: Layout, context: Context, moment: pd.Timestamp) -> list[pd.DataFrame]:
    days, unreadable = resolve(rows.cells("date"), _last_day(context, moment), consecutive=True)
    rows.set_aside(unreadable | days.isna(), NOT_A_DATE, "date")
    columns = {name: rows.integer(name) for name in _DAILY[layout.id]}
    empty = pd.concat([column.isna() for column in columns.values()], axis=1).all(axis=1)
    rows.set_aside(empty, "no figure for this day")
    rows.set_aside_repeats(days)
    base = _base(context) | {"surface": "", "paid_scope": "unknown", "date": days, "day_zone": _zone(context)}
    return melt(rows, columns, base)


def _differences(frames: list[pd.DataFrame]) -> list[ControlTotal]:
    """The stated difference of a day is its followers less those of the day before."""
    joined = pd.concat(frames) if frames else pd.DataFrame()
    if joined.empty:
        return []
    wide = joined.pivot_table(index="date", columns="metric", values="value", aggfunc="last")
    if not {"followers", "net_follows"} <= set(wide.columns):
        return []
    wide = wide.sort_index().asfreq("D")
    found = wide["followers"].diff()
    both = found.notna() & wide["net_follows"].notna()
    return [
        ControlTotal(
            "difference in followers", float(wide.loc[both, "net_follows"].sum()), float(found[both].sum())
        )
    ]


def _posts(rows: Rows, context: Context, moment: pd.Timestamp) -> pd.DataFrame:
    link = rows.cells("link")
    parts = link.str.extract(r"/(video|photo)/(\d+)")
    post_id = parts[1].astype("string")
    rows.set_aside(post_id.isna(), "no post id in its link", "link")
    names = ("reactions", "comments", "shares", "video_views")
    counters = {name: rows.integer(name) for name in names}
    posted, _ = resolve(rows.cells("posted"), _last_day(context, moment), consecutive=False)
    exact = _instant(post_id)
    published = exact.fillna(posted.dt.tz_localize("UTC"))
    rows.set_aside(published.isna(), NOT_A_DATE, "posted")
    rows.set_aside_repeats(post_id)
    return rows.frame(
        _base(context)
        | {
            "post_id": post_id,
            "published_at": published,
            "day_only": exact.isna().astype("boolean"),
            "title": rows.text("title"),
            "link": link,
            "format": parts[0].map({"video": "short_video", "photo": "carousel"}).astype("string"),
            "paid_scope": "unknown",
            **counters,
        }
    )


def _instant(post_id: pd.Series) -> pd.Series:
    """The second of creation in the upper half of a TikTok id (measured equal to a UTC Post time)."""
    seconds = pd.to_numeric(post_id, errors="coerce").astype("Int64") // 2**32
    plausible = (seconds > 1_400_000_000) & (seconds < 4_000_000_000)
    return pd.to_datetime(seconds.where(plausible), unit="s", utc=True)


def _audience(rows: Rows, layout: Layout, context: Context, moment: pd.Timestamp) -> pd.DataFrame:
    bucket = rows.text("bucket", 100)
    if layout is GENDER:
        bucket = bucket.str.casefold().map(_GENDERS).astype("string").fillna("other")
    cells = rows.cells("value")
    # Fractions; a later preset writes percents with their sign.
    value = rows.number("value") if not cells.str.contains("%").any() else values.share(cells)[0]
    rows.set_aside(bucket.isna() | value.isna(), "no name or no figure", "bucket")
    return rows.frame(
        _base(context)
        | {
            "as_of": pd.Timestamp(_last_day(context, moment)),
            "base": "followers",
            "dimension": "gender" if layout is GENDER else "country",
            "bucket": bucket,
            "value": value,
            "unit": "share",
        }
    )
