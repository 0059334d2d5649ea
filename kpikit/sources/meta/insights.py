"""Old Facebook Insights (until 2023): post level and page level, a row of descriptions below the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import numeric_days, values
from kpikit.sources.common.checks import counts, ids, set_aside_impossible
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import NOT_A_DATE, Rows, melt, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.meta.content import PACIFIC, own_account
from kpikit.sources.meta.layouts import INSIGHTS_PAGE, INSIGHTS_POSTS
from kpikit.sources.meta.words import FORMATS
from kpikit.text import clean_line

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

_COUNTERS = ("reach", "impressions", "clicks", "negative_feedback")
_CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M:%S %p", "%I:%M %p")


def read(
    file: RawFile, matches: list[tuple[RawTable, Match]], others: list[RawTable], context: Context
) -> Reading:
    """Rows of `posts` or of `account_daily`; further sheets of the workbook are not read."""
    notes = [f"section {clean_line(table.title or '', 60)!r} is not read" for table in others]
    (table, match), *more = matches
    if more:
        raise ExportError(Problem("holds more than one table of posts", file=file.path))
    rows = Rows(table, match.columns)
    if match.layout is INSIGHTS_POSTS:
        return _posts(file, rows, context, notes)
    return _page(file, rows, context, notes)


def _take_out_descriptions(rows: Rows, name: str) -> None:
    """The second header row says at length what the columns are; it has no id and no date."""
    first = pd.Series([index == 0 for index in range(len(rows))], dtype="bool")
    rows.take_out(first & rows.cells(name).isna())


def _day_first(file: RawFile, rows: Rows, name: str) -> bool:
    """Whether the day leads: these exports had the month first unless the days say otherwise."""
    return bool(numeric_days.day_first(file.path, [rows.cells(name)], otherwise=False))


def _posts(file: RawFile, rows: Rows, context: Context, notes: list[str]) -> Reading:
    _take_out_descriptions(rows, "post_id")
    day = "%d/%m/%Y" if _day_first(file, rows, "published_at") else "%m/%d/%Y"
    formats = [f"{pattern} {clock}" for pattern in (day, "%Y-%m-%d") for clock in _CLOCKS]
    rows.set_aside(rows.cells("post_id").isna(), "no post id", "post_id")
    post_id = ids(rows, "post_id")
    rows.set_aside(rows.cells("published_at").isna(), "no time of publication", "published_at")
    published = rows.instant("published_at", formats, context.source.timezone or PACIFIC)
    counters = counts(rows, _COUNTERS)
    moment = snapshot_at(context, PACIFIC) if rows.kept.any() else None
    set_aside_impossible(rows, published, "published_at", moment)
    rows.set_aside_repeats(post_id)
    written = values.folded(rows.cells("format"))
    frame = rows.frame(
        {
            "platform": "facebook",
            "account": own_account(context),
            "post_id": post_id,
            "published_at": published,
            "title": Scrubber.of(context.brand).column(rows.cells("title")),
            "link": rows.cells("link"),
            "format": written.map(FORMATS).astype("string").fillna("other").where(written.notna()),
            "paid_scope": "both",
            **counters,
        }
    )
    frame["snapshot_at"] = pd.Timestamp(moment) if moment is not None else pd.NaT
    return reading(INSIGHTS_POSTS, [rows], {"posts": [frame]}, notes=notes)


def _page(file: RawFile, rows: Rows, context: Context, notes: list[str]) -> Reading:
    _take_out_descriptions(rows, "date")
    days, unreadable = numeric_days.days(rows.cells("date"), day_first=_day_first(file, rows, "date"))
    rows.set_aside(unreadable | days.isna(), NOT_A_DATE, "date")
    figures = counts(rows, (name for name in INSIGHTS_PAGE.headers if name != "date"))
    given = context.source.received
    set_aside_impossible(
        rows, days, "date", snapshot_at(context, PACIFIC) if given is not None else None, PACIFIC
    )
    rows.set_aside_repeats(days)
    if {"followers", "follows"} & set(figures):
        notes.append("followers are those who like the page; Facebook counted no others in these files")
    base: dict[str, object] = {
        "platform": "facebook",
        "account": own_account(context),
        "surface": "facebook",
        "paid_scope": "both",
        "date": days,
        "day_zone": PACIFIC,
    }
    frames = melt(rows, figures, base)
    last = max((frame["date"].max() for frame in frames if len(frame)), default=None)
    if last is not None:
        moment = pd.Timestamp(snapshot_at(context, PACIFIC, last_day=last.date()))
        frames = [frame.assign(snapshot_at=moment) for frame in frames]
    return reading(INSIGHTS_PAGE, [rows], {"account_daily": frames}, notes=notes)
