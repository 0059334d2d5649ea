"""X (Twitter): tweet activity of 2016 to 2022, content and overview of account analytics.

Moments come from the posts' ids, which hold the millisecond of publication: the newer exports print a day
only, that of the exporter's browser. Own answers to others are rows too: their text begins with "@".
"""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal
from kpikit.sources.common import checks, headers, values
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, Rows, melt, reading
from kpikit.sources.common.snapshots import named_in, snapshot_at
from kpikit.sources.x.layouts import ACTIVITY, CONTENT, COUNTERS, LAYOUTS, OVERVIEW, PARTS, PROMOTED

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Layout, Reading

__all__ = ["LAYOUTS", "read"]

MISSING = ("nan", "undefined", "null", "n/a")
LINK_ID = "the id is not the one in its link, as when a spreadsheet rounds it; that of the link taken"
_EPOCH = 1_288_834_974_657
"""Millisecond of the first snowflake."""
_CONTENT_DAYS = ("%a %b %d %Y", "%a, %b %d, %Y", "%b %d, %Y", "%Y-%m-%d")
_MINUTES = ("%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S %z")
_OF_LINK = re.compile(r"/status(?:es)?/(\d+)")
# A day of some zone begins up to 14 hours before that of UTC and ends up to 12 hours after it.
_EARLY, _LATE = pd.Timedelta(hours=14), pd.Timedelta(hours=12)
_GLUED_RANGE = re.compile(r"(?<!\d)20\d{6}_20\d{6}(?!\d)")


def read(file: RawFile, context: Context) -> Reading:
    """Read an export of X's analytics.

    Raises:
        ExportError: It is of none of the layouts, or nothing says of which day its figures are.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    notes = list(file.notes)
    totals: list[ControlTotal] = []
    matches = headers.recognise(file, LAYOUTS)
    for table, match in matches:
        rows = Rows(table, match.columns, MISSING)
        parts.append(rows)
        if not len(rows):
            continue
        if match.layout is OVERVIEW:
            notes.append("the file doesn't name the zone of its days: taken as that of the parameters")
            of_table = {"account_daily": _overview(rows, context)}
        else:
            of_table = _posts(rows, match.layout, context, totals)
            if "ads_periods" in of_table:
                notes.append("figures of promotion stand apart from the posts', as advertising")
        for name, found in of_table.items():
            frames.setdefault(name, []).extend(found)
    if not frames:
        notes.append("no rows")
    names = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(names), parts, frames, notes=notes, totals=totals)


def _base(context: Context) -> dict[str, object]:
    return {"platform": "x", "account": context.source.account or context.brand.name}


def _overview(rows: Rows, context: Context) -> list[pd.DataFrame]:
    zone = context.zone
    days = rows.day("date", _CONTENT_DAYS)
    rows.set_aside(days.isna(), NOT_A_DATE, "date")
    moment = pd.Timestamp(snapshot_at(context, zone, last_day=checks.newest(days, context)))
    checks.set_aside_impossible(rows, days, "date", checks.day_after(moment.tz_convert(zone).date()))
    columns = checks.counts(rows, [name for name in OVERVIEW.headers if name != "date"])
    checks.without_figures(rows, columns)
    rows.set_aside_repeats(days)
    base = _base(context) | {"surface": "", "paid_scope": "unknown", "date": days, "day_zone": zone}
    return melt(rows, columns, base | {"snapshot_at": moment})


def _posts(
    rows: Rows, layout: Layout, context: Context, totals: list[ControlTotal]
) -> dict[str, list[pd.DataFrame]]:
    post_id = _ids(rows)
    published = _published(rows, layout, post_id, totals)
    days = published.dt.tz_localize(None).dt.normalize()
    moment = pd.Timestamp(snapshot_at(context, stated=_stated(context, days)))
    stated_in = "time" if layout is ACTIVITY else "date"
    checks.set_aside_impossible(rows, days, stated_in, checks.day_after(moment.date()))
    names = COUNTERS if layout is ACTIVITY else {name: name for name in layout.headers if name in _COUNTED}
    counted = checks.counts(rows, names.values())
    promoted = checks.counts(rows, PROMOTED.values()) if layout is ACTIVITY else {}
    rows.set_aside_repeats(post_id)
    scrub = Scrubber.of(context.brand)
    written = rows.cells("text")
    rate = pd.Series(pd.NA, index=range(len(rows)), dtype="Float64")
    if layout is ACTIVITY:
        # Only this export escapes its texts, and only it tells promoted figures apart.
        written = written.map(html.unescape, na_action="ignore").astype("string")
        rate = rows.number("engagement rate")
        totals += _identities(rows, rate)
    columns = _base(context) | {
        "post_id": post_id,
        "published_at": published,
        "title": pd.Series(scrub.texts(written.astype(object).where(written.notna(), None)), dtype="string"),
        "link": rows.text("link"),
        "paid_scope": "organic" if layout is ACTIVITY else "unknown",
        "is_reply": written.str.match(r"\s*@\w").fillna(value=False).astype("boolean"),
        "is_repost": written.str.match(r"\s*RT @\w").fillna(value=False).astype("boolean"),
        **{name: counted[place] for name, place in names.items() if place in counted},
        "engagement_rate_reported": rate,
        "snapshot_at": moment,
    }
    found = {"posts": [rows.frame(columns)]}
    figures = {name: promoted[place] for name, place in PROMOTED.items() if place in promoted}
    if figures and any(column.notna().any() for column in figures.values()):
        found["ads_periods"] = [_promoted(rows, post_id, days, moment, _base(context) | figures)]
    return found


_COUNTED = frozenset(CONTENT.headers) - {"id", "date", "text", "link"}


def _ids(rows: Rows) -> pd.Series:
    """Ids of the posts: where the column differs from the link, which no spreadsheet rounds, the link's."""
    written = checks.without_decimals(rows.text("id", 200))
    in_link = rows.cells("link").str.extract(_OF_LINK)[0].astype("string")
    rows.repair((written != in_link).fillna(value=False), LINK_ID, "id")
    found = in_link.fillna(written)
    rows.set_aside(checks.is_rounded(found), checks.ROUNDED_ID, "id")
    rows.set_aside(found.isna(), EMPTY, "id")
    rows.set_aside(found.notna() & ~found.str.fullmatch(r"\d+").fillna(value=False), "no post id", "id")
    return found


def _published(rows: Rows, layout: Layout, post_id: pd.Series, totals: list[ControlTotal]) -> pd.Series:
    """The instants in the ids; the stated minutes or days are held against them."""
    numbers = pd.to_numeric(post_id.where(post_id.str.len().between(15, 19)), errors="coerce").astype("Int64")
    exact = pd.to_datetime(numbers // 2**22 + _EPOCH, unit="ms", utc=True)
    if layout is ACTIVITY:
        stated, unreadable = values.instant_with_offset(rows.cells("time"), _MINUTES)
        rows.set_aside(unreadable, NOT_A_DATE, "time")
        agrees = (exact.dt.floor("min") == stated.dt.floor("min")).fillna(value=False)
        published = stated.where(~agrees, exact)
    else:
        stated = rows.day("date", _CONTENT_DAYS)
        begins = stated.dt.tz_localize("UTC") - _EARLY
        ends = stated.dt.tz_localize("UTC") + pd.Timedelta(days=1) + _LATE
        agrees = ((exact >= begins) & (exact < ends)).fillna(value=False)
        published = exact
    rows.set_aside(published.isna(), NOT_A_DATE, "time" if layout is ACTIVITY else "date")
    both = exact.notna() & stated.notna() & rows.kept
    if both.any():
        what = "posts whose stated time is that in their id"
        totals.append(ControlTotal(what, float(both.sum()), float((agrees & both).sum())))
    return published.astype("datetime64[us, UTC]")


def _identities(rows: Rows, rate: pd.Series) -> list[ControlTotal]:
    """Engagements are the sum of their parts, and the rate is engagements by impressions, in every row."""
    found = []
    engagements, impressions = rows.integer("engagements"), rows.integer("impressions")
    if all(rows.has(name) for name in PARTS):
        parts = pd.concat([rows.integer(name) for name in PARTS], axis=1)
        whole = parts.notna().all(axis=1) & engagements.notna() & rows.kept
        total = parts[whole].sum(axis=1).sum()
        found.append(
            ControlTotal("engagements, the sum of their parts", float(engagements[whole].sum()), float(total))
        )
    both = (rate.notna() & engagements.notna() & (impressions > 0)).fillna(value=False) & rows.kept
    agree = ((rate - engagements / impressions).abs() < 1e-6)[both]
    found.append(
        ControlTotal("posts whose rate is engagements by impressions", float(both.sum()), float(agree.sum()))
    )
    return found


def _promoted(
    rows: Rows, post_id: pd.Series, days: pd.Series, moment: pd.Timestamp, columns: dict[str, object]
) -> pd.DataFrame:
    """Figures of promotion, from publication to the export: no cost and no campaign is told."""
    nothing: dict[str, object] = dict.fromkeys(
        ("campaign_id", "campaign", "ad_group", "dimension", "bucket"), ""
    )
    period = {"period_start": days, "period_end": moment.tz_localize(None).normalize()}
    frame = rows.frame(columns | nothing | period | {"ad_id": post_id, "snapshot_at": moment})
    figures = [name for name in PROMOTED if name in frame]
    return frame[frame[figures].notna().any(axis=1)].reset_index(drop=True)


def _stated(context: Context, days: pd.Series) -> date | None:
    """Last day of a range `20161201_20170101` in the name, whose end is the first day no longer counted."""
    found = named_in(context)
    name = context.relative.rsplit("/", 1)[-1]
    if found is None or found.start is None or not _GLUED_RANGE.search(name):
        return None
    counted = days.notna() & (days >= pd.Timestamp(found.end))
    return found.end if counted.any() else found.end - timedelta(days=1)
