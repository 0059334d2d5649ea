"""TikTok Studio and Business Suite: overview, content, followers, viewers, hours of activity.

As CSV, xlsx with text cells, or the zip of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import calendars, cells, checks, headers, values
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import NOT_A_DATE, Rows, melt, reading
from kpikit.sources.common.snapshots import named, snapshot_at
from kpikit.sources.tiktok.days import resolve
from kpikit.sources.tiktok.layouts import (
    ACTIVITY,
    BUSINESS,
    BUSINESS_VIDEOS,
    CONTENT,
    FOLLOWERS,
    GENDER,
    LAYOUTS,
    OVERVIEW,
    VIEWERS,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Layout, Reading
    from kpikit.sources.common.headers import Match

MISSING = ("undefined", "nan")
"""What TikTok writes where it has no figure."""
NOT_AN_HOUR = "not an hour from 0 to 23"

_GENDERS = {"male": "men", "female": "women", "other": "other"}
_DAILY = {
    OVERVIEW.id: ("video_views", "profile_visits", "reactions", "comments", "shares"),
    FOLLOWERS.id: ("followers", "net_follows"),
    VIEWERS.id: ("reach", "new_viewers", "returning_viewers"),
    BUSINESS.id: tuple(name for name in BUSINESS.headers if name != "date"),
}
_MAY_SINK = frozenset({"net_follows", "reactions", "comments", "shares"})
"""Figures of a day that may be below zero: what was taken back is counted against them."""
_SUMS = {BUSINESS.id: ("net_follows", {"follows": 1, "unfollows": -1})}
"""A figure of a layout that is the sum of others."""


def read(file: RawFile, context: Context) -> Reading:
    """Read a TikTok Studio export.

    Raises:
        ExportError: It is of none of the layouts, or nothing says the year of its days.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    notes, totals, names = list(file.notes), [], []
    matches = headers.recognise(file, LAYOUTS)
    moment = pd.Timestamp(_moment(file, context, matches))
    for table, match in matches:
        rows = Rows(table, match.columns, MISSING)
        parts.append(rows)
        names.append(match.layout.id)
        if match.layout.id in _DAILY:
            of_table = _daily(rows, match.layout, context, moment)
            totals += _differences(of_table) if match.layout is FOLLOWERS else _sums(rows, match.layout)
        elif match.layout is CONTENT:
            of_table = [_posts(rows, context, moment)]
        elif match.layout is BUSINESS_VIDEOS:
            of_table = [_videos(rows, context, totals)]
        elif match.layout is ACTIVITY:
            of_table = [_activity(rows, context, moment)]
        else:
            of_table = [_audience(rows, match.layout, context, moment)]
        for frame in of_table:
            frame["snapshot_at"] = moment
        frames.setdefault(match.layout.feeds[0], []).extend(of_table)
    return reading("+".join(dict.fromkeys(names)), parts, frames, notes=notes, totals=totals)


def _moment(file: RawFile, context: Context, matches: list[tuple[RawTable, Match]]) -> datetime:
    """The moment of export: as named, as the column Time of the content table says, as received."""
    ends: list[date] = []
    undated = False
    for table, match in matches:
        place = match.columns.get("exported", match.columns.get("date"))
        if place is None:
            continue
        days, _ = calendars.days(values.column((row[place] for row in table.rows), MISSING))
        ends += [days.max().date()] if days.notna().any() else []
        undated |= bool(days.isna().all())
    members = [named(table.member) for table, _ in matches if table.member]
    stated = max((found.end for found in members if found), default=None)
    try:
        return snapshot_at(context, context.zone, last_day=stated or max(ends, default=None))
    except ExportError:
        if not undated:
            raise
        raise ExportError(
            Problem(
                "its days bear no year, and nothing says when it was exported",
                file=file.path,
                allowed=f"a day in its name (Overview_2026-11-01.zip) or sources.{context.key}.received",
            )
        ) from None


def _last_day(context: Context, moment: pd.Timestamp) -> date:
    return moment.tz_convert(context.zone).date()


def _base(context: Context) -> dict[str, object]:
    return {"platform": "tiktok", "account": context.source.account or context.brand.name}


def _daily(rows: Rows, layout: Layout, context: Context, moment: pd.Timestamp) -> list[pd.DataFrame]:
    last = _last_day(context, moment)
    days, unreadable = resolve(rows.cells("date"), last, consecutive=True)
    rows.set_aside(unreadable | days.isna(), NOT_A_DATE, "date")
    checks.set_aside_impossible(rows, days, "date", pd.Timestamp(last))
    columns = {name: rows.integer(name) for name in _DAILY[layout.id] if rows.has(name)}
    checks.without_figures(rows, columns)
    checks.set_aside_negative(rows, {name: columns[name] for name in columns if name not in _MAY_SINK})
    rows.set_aside_repeats(days)
    base = _base(context) | {"surface": "", "paid_scope": "unknown", "date": days, "day_zone": context.zone}
    return melt(rows, columns, base)


def _sums(rows: Rows, layout: Layout) -> list[ControlTotal]:
    """A stated sum against its parts, over the rows that have all of them."""
    whole, parts = _SUMS.get(layout.id, ("", {}))
    if not whole or not all(rows.has(name) for name in (whole, *parts)):
        return []
    stated = rows.integer(whole)
    found = pd.concat([rows.integer(name) * sign for name, sign in parts.items()], axis=1).sum(
        axis=1, skipna=False
    )
    both = stated.notna() & found.notna() & rows.kept
    what = rows.table.header[rows.place(whole)].strip()
    return [ControlTotal(f"{what}, by its parts", float(stated[both].sum()), float(found[both].sum()))]


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
    """Posts of Studio: their day is that of the exporter's zone, the instant stands in their id."""
    columns = _identified(rows)
    post_id = columns["post_id"]
    posted, _ = resolve(rows.cells("posted"), _last_day(context, moment), consecutive=False)
    exact = _instant(post_id)
    local = exact.dt.tz_convert(context.zone).dt.tz_localize(None).dt.normalize()
    # An id is made when a post is uploaded: one that was planned is published on a later day.
    planned = ((posted - local).abs() > pd.Timedelta(days=1)).fillna(value=False)
    exact = exact.mask(planned)
    published = exact.fillna(posted.dt.tz_localize("UTC"))
    rows.set_aside(published.isna(), NOT_A_DATE, "posted")
    return _post_frame(rows, context, columns | {"published_at": published, "day_only": exact.isna()})


def _videos(rows: Rows, context: Context, totals: list[ControlTotal]) -> pd.DataFrame:
    """Videos of Business Suite: `Post time` is UTC, and that of the id (measured)."""
    columns = _identified(rows)
    post_id = columns["post_id"]
    stated = cells.moments(rows.cells("posted").str.replace("/", "-", regex=False), None, "UTC")
    rows.set_aside(stated.unreadable, NOT_A_DATE, "posted")
    moments: pd.Series = stated[0]
    exact = _instant(post_id)
    timed = moments.notna() & ~stated.day_only & exact.notna() & rows.kept
    agree = ((moments - exact).abs() < pd.Timedelta(minutes=1))[timed]
    totals.append(
        ControlTotal("videos whose Post time is that of their id", float(timed.sum()), float(agree.sum()))
    )
    refined = exact.where(exact.dt.normalize() == moments).where(stated.day_only)
    published = refined.fillna(moments).fillna(exact)
    rows.set_aside(published.isna(), NOT_A_DATE, "posted")
    day_only = stated.day_only & refined.isna()
    return _post_frame(rows, context, columns | {"published_at": published, "day_only": day_only})


def _identified(rows: Rows) -> dict[str, pd.Series]:
    """Id and format of each post, by its link."""
    parts = rows.cells("link").str.extract(r"/(video|photo)/(\d+)")
    post_id = parts[1].astype("string")
    rows.set_aside(post_id.isna(), "no post id in its link", "link")
    formats = parts[0].map({"video": "short_video", "photo": "carousel"}).astype("string")
    return {"post_id": post_id, "format": formats}


def _post_frame(rows: Rows, context: Context, columns: dict[str, pd.Series]) -> pd.DataFrame:
    names = ("reactions", "comments", "shares", "saves", "video_views")
    counters = checks.counts(rows, names)
    rows.set_aside_repeats(columns["post_id"])
    return rows.frame(
        _base(context)
        | columns
        | {
            "day_only": columns["day_only"].astype("boolean"),
            "title": Scrubber.of(context.brand).column(rows.cells("title")),
            "link": rows.cells("link"),
            "paid_scope": "unknown",
            **counters,
        }
    )


def _activity(rows: Rows, context: Context, moment: pd.Timestamp) -> pd.DataFrame:
    """Followers active by day and hour, in the zone of the account."""
    written = rows.cells("date")
    distinct = pd.Series(written.dropna().unique(), dtype="string")
    # The rows of a day follow each other: its year is found once.
    days, _ = resolve(distinct, _last_day(context, moment), consecutive=True)
    day = written.map(dict(zip(distinct, days, strict=True)), na_action="ignore").astype("datetime64[us]")
    rows.set_aside(day.isna(), NOT_A_DATE, "date")
    checks.set_aside_impossible(rows, day, "date", pd.Timestamp(_last_day(context, moment)))
    hour, active = rows.integer("hour"), checks.count(rows, "active")
    rows.set_aside(~hour.between(0, 23).fillna(value=False), NOT_AN_HOUR, "hour")
    rows.set_aside(active.isna(), "no value", "active")
    rows.set_aside_repeats(day, hour)
    return rows.frame(
        _base(context) | {"date": day, "hour": hour, "day_zone": context.zone, "active_followers": active}
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
