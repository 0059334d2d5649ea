"""LinkedIn: pages' content (updates until 2020), followers, visitors, competitors; profiles. UTC days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal, Reading
from kpikit.sources.common import headers
from kpikit.sources.common.rows import NOT_A_DATE, Rows, melt, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.linkedin import profile
from kpikit.sources.linkedin.layouts import (
    COMPETITORS,
    DIMENSIONS,
    FOLLOWER_GROUPS,
    FOLLOWERS,
    LAYOUTS,
    METRICS,
    POSTS,
    PROFILE_DAYS,
    PROFILE_FOLLOWERS,
    PROFILE_GROUPS,
    PROFILE_POSTS,
    PROFILE_SUMMARY,
    SCOPED,
    SCOPES,
    VISITOR_GROUPS,
    VISITORS,
)
from kpikit.sources.linkedin.posts import DAYS, account, possible, posts
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Layout
    from kpikit.sources.common.headers import Match


def read(file: RawFile, context: Context) -> Reading:
    """Read a LinkedIn export: all its sheets, or its one CSV.

    Raises:
        ExportError: A sheet is of none of the layouts, or nothing says of which day the figures are.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    totals: list[ControlTotal] = []
    notes = list(file.notes)
    matches, stocks = _recognise(file, notes)
    for table, day in stocks:
        rows = Rows(table, {})
        parts.append(rows)
        frames.setdefault("account_daily", []).extend(profile.stock(rows, day, _profile_base(context)))
    for table, match in matches:
        rows = Rows(table, match.columns)
        parts.append(rows)
        layout = match.layout
        if layout is PROFILE_GROUPS:
            found = profile.groups(rows, account(context), notes) if len(rows) else []
        elif layout in (PROFILE_DAYS, PROFILE_FOLLOWERS):
            names = ("follows",) if layout is PROFILE_FOLLOWERS else ("impressions", "interactions")
            found = profile.days(rows, names, _profile_base(context))
        else:
            found = _READERS[layout.id](rows, layout, context, totals)
        frames.setdefault(layout.feeds[0], []).extend(found)
    last_day = _last_day(frames)
    count = sum(len(frame) for group in frames.values() for frame in group)
    if count:
        moment = pd.Timestamp(snapshot_at(context, stated=_stated(matches, stocks), last_day=last_day))
        for group in frames.values():
            for frame in group:
                frame["snapshot_at"] = moment
                if "as_of" in frame:
                    frame["as_of"] = frame["as_of"].fillna(moment.tz_localize(None).normalize())
    else:
        notes.append("no rows")
        frames, totals = {}, []
    ids = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(ids), parts, frames, notes=notes, totals=totals)


def _recognise(
    file: RawFile, notes: list[str]
) -> tuple[list[tuple[RawTable, Match]], list[tuple[RawTable, date]]]:
    """Tables with their layouts, and those whose header is a profile's number of followers.

    Sheets of a profile that sum up others are passed over where others are there.
    """
    found, stocks = [], []
    for table in file.tables:
        if (day := profile.stock_day(table)) is not None:
            stocks.append((table, day))
            continue
        match = headers.match(LAYOUTS, table.header)
        if match is None:
            raise headers.unknown(file, table, LAYOUTS)
        if match.layout not in (PROFILE_SUMMARY, PROFILE_POSTS):
            found.append((table, match))
        elif len(file.tables) > 1:
            notes.append(f"section {clean_line(table.title or match.layout.what, 60)} is not read")
        else:
            raise headers.not_served(file, match.layout, table, LAYOUTS)
    return found, stocks


def _last_day(frames: dict[str, list[pd.DataFrame]]) -> date | None:
    days = [frame["date"].max() for frame in frames.get("account_daily", []) if len(frame)]
    return cast("pd.Timestamp", max(days)).date() if days else None


def _stated(matches: list[tuple[RawTable, Match]], stocks: list[tuple[RawTable, date]]) -> date | None:
    """End of the range above a competitor file's header, or day of a profile's number of followers."""
    if stocks:
        return max(day for _, day in stocks)
    spans = [_span(table) for table, match in matches if match.layout is COMPETITORS]
    return spans[0][1] if spans and spans[0] else None


def _profile_base(context: Context) -> dict[str, object]:
    return {
        "platform": "linkedin",
        "account": account(context),
        "surface": "profile",
        "paid_scope": "unknown",
        "day_zone": "UTC",
    }


def _daily_base(rows: Rows, context: Context) -> dict[str, object]:
    days = rows.day("date", DAYS)
    rows.set_aside(days.isna(), NOT_A_DATE, "date")
    possible(rows, days, "date", context)
    rows.set_aside_repeats(days)
    return {
        "platform": "linkedin",
        "account": account(context),
        "surface": "",
        "paid_scope": "organic",
        "date": days,
        "day_zone": "UTC",
    }


def _metrics(rows: Rows, layout: Layout, context: Context, totals: list[ControlTotal]) -> list[pd.DataFrame]:
    """Organic and sponsored rows, never their total beside them: what is summed must not count twice."""
    names = [name for name in layout.headers if "/" in name and not name.endswith("/total")]
    columns = {name: rows.integer(name) for name in names if rows.has(name) and not name.startswith("rate/")}
    rates = {scope: rows.number(f"rate/{scope}") for scope in SCOPES}
    base = _daily_base(rows, context)
    kept = rows.kept
    for metric in SCOPED:
        parts = [columns[f"{metric}/{scope}"] for scope in SCOPES if f"{metric}/{scope}" in columns]
        if rows.has(f"{metric}/total") and len(parts) == 2:
            stated = rows.integer(f"{metric}/total")[kept].sum()
            totals.append(
                ControlTotal(
                    f"{metric}, total", float(stated), float(sum(part[kept].sum() for part in parts))
                )
            )
    for scope, rate in rates.items():
        exposures = columns[f"impressions/{scope}"]
        engaged = (
            columns[f"clicks/{scope}"]
            + columns[f"reactions/{scope}"]
            + columns[f"comments/{scope}"]
            + columns[f"shares/{scope}"]
        )
        both = rate.notna() & (exposures > 0).fillna(value=False) & kept
        if both.any():
            stated = float((rate * exposures)[both].round().sum())
            totals.append(
                ControlTotal(f"engagements implied by the {scope} rate", stated, float(engaged[both].sum()))
            )
    return melt(rows, columns, base)


def _followers(
    rows: Rows, _layout: Layout, context: Context, totals: list[ControlTotal]
) -> list[pd.DataFrame]:
    columns = {"follows/organic": rows.integer("organic"), "follows/paid": rows.integer("paid")}
    invited, new = rows.integer("invited"), rows.integer("new")
    base = _daily_base(rows, context)
    found = sum(float(series[rows.kept].sum()) for series in (*columns.values(), invited))
    totals.append(ControlTotal("new followers", float(new[rows.kept].sum()), found))
    frames = melt(rows, columns, base)
    # Invited by employees' connections: neither advertised nor found by themselves, so kept apart by surface.
    return frames + melt(rows, {"follows/organic": invited}, base | {"surface": "invited"})


def _visitors(
    rows: Rows, _layout: Layout, context: Context, totals: list[ControlTotal]
) -> list[pd.DataFrame]:
    columns = {name: rows.integer(name) for name in ("page_views", "visitors")}
    parts = [rows.integer(name) for name in ("desktop", "mobile") if rows.has(name)]
    base = _daily_base(rows, context) | {"paid_scope": "both"}
    if len(parts) == 2:
        stated = float(columns["page_views"][rows.kept].sum())
        totals.append(ControlTotal("page views", stated, sum(float(part[rows.kept].sum()) for part in parts)))
    return melt(rows, columns, base)


def _groups(rows: Rows, layout: Layout, context: Context, _totals: list[ControlTotal]) -> list[pd.DataFrame]:
    base = "followers" if layout is FOLLOWER_GROUPS else "visitors"
    dimension = next(DIMENSIONS[key] for name in rows.table.header if (key := header_key(name)) in DIMENSIONS)
    bucket = rows.text("bucket", 200)
    rows.set_aside(bucket.isna(), "no name of the group", "bucket")
    as_of = rows.day("as_of", DAYS)
    rows.set_aside_repeats(bucket, as_of)
    return [
        rows.frame(
            {
                "platform": "linkedin",
                "account": account(context),
                "as_of": as_of,
                "base": base,
                "dimension": dimension,
                "bucket": bucket,
                "value": rows.number("value"),
                "unit": "count" if base == "followers" else "views",
            }
        )
    ]


def _span(table: RawTable) -> tuple[date, date] | None:
    """First and last day, written unpadded above the header of a competitor file."""
    above = " ".join(filter(None, [*table.preamble, table.title]))
    days = [
        date(int(year), int(month), int(day))
        for month, day, year in re.findall(r"(\d+)/(\d+)/(\d{4})", above)
    ]
    return (min(days), max(days)) if len(days) == 2 else None


def _competitors(
    rows: Rows, _layout: Layout, context: Context, _totals: list[ControlTotal]
) -> list[pd.DataFrame]:
    span = _span(rows.table)
    if span is None:
        what = "competitor analytics without its period in the first line"
        raise ExportError(Problem(what, file=context.path, line=1, allowed="11/29/2025, 12/28/2025"))
    name = rows.text("name", 200)
    rows.set_aside(name.isna(), "no name of the page", "name")
    own = {word.casefold() for word in (account(context), context.brand.name, *context.brand.own_accounts)}
    start, end = (
        pd.Timestamp(datetime(day.year, day.month, day.day, tzinfo=UTC)).tz_localize(None) for day in span
    )
    counts = {key: rows.integer(key) for key in ("followers", "new_followers", "engagements", "posts")}
    frame = {
        "platform": "linkedin",
        "name": name,
        "is_own": name.str.casefold().isin(own).astype("boolean"),
        "period_start": start,
        "period_end": end,
    }
    return [rows.frame(frame | counts)]


_READERS = {
    METRICS.id: _metrics,
    POSTS.id: posts,
    FOLLOWERS.id: _followers,
    VISITORS.id: _visitors,
    COMPETITORS.id: _competitors,
    FOLLOWER_GROUPS.id: _groups,
    VISITOR_GROUPS.id: _groups,
}
