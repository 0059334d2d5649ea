"""Rows of a YouTube Studio table: posts, figures by day, figures of a period by dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import cells, checks, values
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, NOT_A_NUMBER, melt
from kpikit.sources.common.totals import is_total
from kpikit.sources.youtube.layouts import DATES, DIMENSION_OF, METRICS, REVENUE
from kpikit.text import header_key

if TYPE_CHECKING:
    from datetime import date

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Layout
    from kpikit.sources.common.rows import Rows
    from kpikit.sources.youtube.periods import Period

# By YouTube's documentation; the exports don't say so.
PACIFIC = "America/Los_Angeles"
_DAYS = ("%Y-%m-%d",)
_PUBLISHED = ("%b %d, %Y", "%Y-%m-%d")
_COUNTS = tuple(name for name in METRICS if name not in ("watch_hours", "net_follows"))
_ADDITIVE = (
    "views",
    "engaged_views",
    "impressions",
    "follows",
    "unfollows",
    "reactions",
    "comments",
    "shares",
)
_OF_POSTS = frozenset(
    {"views", "engaged_views", "impressions", "reach", "reactions", "comments", "shares", "follows",
     "watch_seconds"}
)  # fmt: skip
_WEEK = 7
_HOUR = 3600


@dataclass
class Table:
    """One table, with what it is read into.

    Attributes:
        file: The file that it is of.
        rows: Its rows.
        layout: Its layout.
        context: The file's surroundings.
        period: The days that it counts.
        totals: Figures stated, compared: added to.
        notes: What the log should know: added to.
    """

    file: RawFile
    rows: Rows
    layout: Layout
    context: Context
    period: Period
    totals: list[ControlTotal]
    notes: list[str]

    @property
    def base(self) -> dict[str, object]:
        """Columns that all tables have."""
        return {"platform": "youtube", "account": self.context.source.account or self.context.brand.name}


def last_day(layout: Layout, frames: list[pd.DataFrame], context: Context) -> date | None:
    """The newest day of a table by date."""
    if layout is not DATES or not any(len(frame) for frame in frames):
        return None
    return checks.newest(pd.concat([frame["date"] for frame in frames]), context)


def numbers(table: Table) -> dict[str, pd.Series]:
    """Metric → figures of the table, watch time in seconds; after the rows of totals were taken out."""
    rows = table.rows
    mark = values.decimal_mark(rows.cells("watch_hours"))
    found = checks.counts(rows, [name for name in _COUNTS if rows.has(name)], mark)
    if rows.has("net_follows"):
        found["net_follows"] = rows.integer("net_follows", mark)
    if rows.has("watch_hours"):
        found["watch_seconds"] = (rows.number("watch_hours", mark) * _HOUR).round(3)
    return found


def take_out(table: Table, name: str) -> pd.Series:
    """Take the row of totals and the last line "Showing top 500 results" out; gives the mask of the first."""
    rows = table.rows
    first = rows.cells(name)
    stated = is_total(first)
    others = [index for index in range(len(rows.table.header)) if index != rows.place(name)]
    blank = pd.Series([not any(row[index].strip() for index in others) for row in rows.table.rows])
    footer = blank & first.str.contains(r"\d+", regex=True).fillna(value=False)
    footer &= first.str.contains(" ", regex=False).fillna(value=False)
    rows.take_out(stated | footer)
    if footer.any():
        table.notes.append("the export stops at its first rows and says so in its last line")
    return stated


def compare(table: Table, figures: dict[str, pd.Series], stated_by: pd.Series) -> None:
    """Hold the stated total against the rows: they may hold less (rows left out), never more."""
    header, rows = table.rows.table.header, table.rows
    exact = table.layout is DATES
    for name in (*_ADDITIVE, *(("net_follows",) if exact else ())):
        if name not in figures:
            continue
        stated = figures[name][stated_by].dropna()
        if not len(stated):
            continue
        total, found = float(stated.iloc[0]), float(figures[name][rows.kept].sum())
        label = f"total, {header[rows.place(name)]}"
        if name in table.period.totals:
            table.totals.append(ControlTotal(f"{label}, by day", total, table.period.totals[name]))
        if found < total and not exact:
            table.notes.append(f"rows hold {found:.0f} of {total:.0f} {name}: the export leaves rows out")
        else:
            table.totals.append(ControlTotal(label, total, found))


def posts(table: Table) -> pd.DataFrame:
    """Videos, with figures of the days chosen, or to date where the name says lifetime."""
    rows, period = table.rows, table.period
    stated = take_out(table, "id")
    post_id = checks.ids(rows, "id")
    rows.set_aside(post_id.isna(), EMPTY, "id")
    published = rows.day("published", _PUBLISHED)
    rows.set_aside(published.isna(), "no time of publication", "published")
    end = period.end or table.context.source.received
    if end is not None:
        checks.set_aside_impossible(rows, published, "published", checks.day_after(end))
    figures = numbers(table)
    rows.set_aside_repeats(post_id)
    compare(table, figures, stated)
    if "net_follows" in figures and "follows" not in figures:
        figures["follows"] = figures["net_follows"]
        table.notes.append("subscribers are net: those gained less those lost")
    scrub = Scrubber.of(table.context.brand)
    title = rows.cells("title").astype(object)
    average, unreadable = cells.hours(rows.cells("average_watch"), ".")
    rows.set_aside(unreadable, NOT_A_NUMBER, "average_watch")
    return rows.frame(
        table.base
        | {
            "post_id": post_id,
            "published_at": published.dt.tz_localize("UTC"),
            "day_only": pd.Series(data=True, index=range(len(rows)), dtype="boolean"),
            "title": pd.Series(scrub.texts(title.where(title.notna(), None)), dtype="string"),
            "link": ("https://www.youtube.com/watch?v=" + post_id).astype("string"),
            "paid_scope": "unknown",
            **_counted(table),
            **{name: column for name, column in figures.items() if name in _OF_POSTS},
            "duration_seconds": rows.number("duration"),
            "average_watch_seconds": (average * _HOUR).round(3),
            **_revenue(table),
        }
    )


def _counted(table: Table) -> dict[str, object]:
    """First and last day counted; both missing means to date, which only a name may say.

    Raises:
        ExportError: Nothing says which days are counted, nor when the file was received.
    """
    period, received = table.period, table.context.source.received
    start, end = period.start, period.end
    if period.lifetime:
        start = end = None
    elif start is None:
        if received is None:
            raise _unknown_period(table)
        table.notes.append("the days counted are not stated: taken as all days until the file was received")
        end = received
    size = range(len(table.rows))
    return {
        name: pd.Series(pd.NaT if day is None else pd.Timestamp(day), index=size, dtype="datetime64[us]")
        for name, day in (("counted_from", start), ("counted_to", end))
    }


def _unknown_period(table: Table) -> ExportError:
    what = f"{table.layout.what}: nothing says which days it counts"
    allowed = "the zip as downloaded, its Totals.csv beside it, or days in its name (2026-10-01_2026-10-31)"
    return ExportError(Problem(what, file=table.file.path, allowed=allowed))


def _revenue(table: Table) -> dict[str, object]:
    """Money earned, in the currency that the header names."""
    for place, name in enumerate(table.rows.table.header):
        match = REVENUE.fullmatch(header_key(name))
        if match:
            amount, unreadable = values.number(table.rows.at(place))
            table.rows.set_aside(unreadable, NOT_A_NUMBER)
            return {"revenue": amount, "currency": match["code"].upper()}
    return {}


def dates(table: Table) -> list[pd.DataFrame]:
    """Figures of the channel by day.

    Raises:
        ExportError: Its rows are weeks or months.
    """
    rows = table.rows
    stated = take_out(table, "date")
    table.notes.append(
        "taken as figures of the whole channel: the file doesn't tell whether a filter was set"
    )
    days = rows.day("date", _DAYS)
    rows.set_aside(days.isna(), NOT_A_DATE, "date")
    steps = days[rows.kept].drop_duplicates().sort_values().diff().dropna()
    if len(steps) and steps.min() >= pd.Timedelta(days=_WEEK):
        what = "its rows lie a week or more apart"
        raise ExportError(Problem(what, file=table.file.path, allowed="the table by date, by day"))
    newest = checks.newest(days, table.context)
    if newest is not None:
        checks.set_aside_impossible(rows, days, "date", checks.day_after(table.period.end or newest))
    figures = numbers(table)
    checks.without_figures(rows, figures)
    rows.set_aside_repeats(days)
    compare(table, figures, stated)
    base = table.base | {"surface": "", "paid_scope": "unknown", "date": days, "day_zone": PACIFIC}
    return melt(rows, figures, base)


def parts(table: Table) -> list[pd.DataFrame]:
    """Figures of the period by traffic source, device and the like.

    Raises:
        ExportError: Nothing says which days are counted.
    """
    rows, period = table.rows, table.period
    if period.start is None or period.end is None:
        raise _unknown_period(table)
    stated = take_out(table, "bucket")
    bucket = rows.text("bucket", 200)
    rows.set_aside(bucket.isna(), "no name of the group", "bucket")
    figures = numbers(table)
    rows.set_aside_repeats(bucket)
    compare(table, figures, stated)
    base = table.base | {
        "surface": "",
        "paid_scope": "unknown",
        "dimension": DIMENSION_OF[table.layout.id],
        "bucket": bucket,
        "period_start": pd.Timestamp(period.start),
        "period_end": pd.Timestamp(period.end),
        "day_zone": PACIFIC,
    }
    return melt(rows, figures, base)
