"""Daily metric files of Meta Business Suite: day and value under a title line, which says what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem, nearest
from kpikit.sources.base import Layout, Reading
from kpikit.sources.common import values
from kpikit.sources.common.checks import count, set_aside_impossible
from kpikit.sources.common.rows import NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import Named, named_in, snapshot_at
from kpikit.sources.meta.content import PACIFIC, own_account
from kpikit.sources.meta.words import TITLES, Title
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match

SURFACES = ("facebook", "instagram")

NOT_YET_COUNTED = "0 before the platform counted it: no measurement"

STAND_IN_DAYS = 28
"""So many days of 0 in a row at a file's start are no quiet weeks of an account busy from then on. [H]

Measured: views and interactions of an account stood at 0 for 167 days on which it reached hundreds of
accounts a day; both began on the same day, at a thousand views."""

BUSY_MEDIAN, BUSY_ZEROS = 10.0, 0.1
"""From when on an account counts as busy: half its days have at least so much, at most so many have 0. [H]"""

DAILY = Layout(
    id="meta-daily/1",
    what="Meta Business Suite daily metric",
    headers={
        "date": ("date", "data"),
        # "Primary" in every language; files of 2020 to 2023 name the metric, at times a wrong one.
        "value": (
            "primary",
            "facebook page reach",
            "instagram reach",
            "new facebook page likes",
            "new instagram followers",
            "facebook page likes",
            "instagram followers",
        ),
    },
    required=("date", "value"),
    languages=("en", "pt"),
    tried=True,
    feeds=("account_daily",),
    closed=True,
)


def read(file: RawFile, matches: list[tuple[RawTable, Match]], context: Context) -> Reading:
    """Rows of `account_daily` out of one file, which may hold several titled sections."""
    parts, frames, notes = [], [], []
    for table, match in matches:
        title = _title(file, table)
        surface = surface_of(context, file, title.surface, title.default, table.title)
        rows, frame, of_table = _section(table, match, title, context)
        label = f"{title.metric}, {surface}: "
        notes += [label + note for note in of_table]
        frame["platform"] = frame["surface"] = pd.Series(surface, index=frame.index, dtype="string")
        frame["account"] = pd.Series(own_account(context), index=frame.index, dtype="string")
        parts.append(rows)
        frames.append(frame)
    days = pd.concat([frame["date"] for frame in frames])
    if len(days):
        moment = snapshot_at(context, PACIFIC, last_day=days.max().date())
        for frame in frames:
            frame["snapshot_at"] = pd.Timestamp(moment)
    return reading(DAILY, parts, {"account_daily": frames}, notes=notes)


def surface_of(
    context: Context, file: RawFile, stated: str | None, default: str | None, title: str | None
) -> str:
    """The surface a section is of: as its title says, as the parameters say, as Meta has it.

    Raises:
        ExportError: None of these says it.
    """
    given = context.source.surface or (
        context.source.platform if context.source.platform in SURFACES else None
    )
    found = stated or given or default
    if found not in SURFACES:
        raise ExportError(
            Problem(
                f"{clean_line(title or '', 60)!r} does not say whether it is of Facebook or of Instagram",
                file=file.path,
                allowed=f"`surface: facebook` or `surface: instagram` under sources.{context.key}",
            )
        )
    return found


def _title(file: RawFile, table: RawTable) -> Title:
    key = header_key(table.title or "")
    if key not in TITLES:
        raise ExportError(
            Problem(
                f"unknown title {clean_line(table.title or '', 60)!r} of a daily file"
                if table.title
                else "a daily file without its title line: nothing says which metric it holds",
                file=file.path,
                line=table.header_line,
                allowed=", ".join(sorted(TITLES)),
                nearest=nearest(key, TITLES),
            )
        )
    return TITLES[key]


def _section(
    table: RawTable, match: Match, title: Title, context: Context
) -> tuple[Rows, pd.DataFrame, list[str]]:
    rows = Rows(table, match.columns)
    # Days are written as timestamps whose hour jumps with the clock change: only the day counts.
    written = rows.cells("date")
    days, unreadable = values.day(written.str.slice(0, 10))
    rows.set_aside(unreadable | written.isna(), NOT_A_DATE, "date")
    value = count(rows, "value")
    rows.set_aside(rows.cells("value").isna(), "no value", "value")
    span = named_in(context)
    known = span is not None or context.source.received is not None
    set_aside_impossible(rows, days, "date", snapshot_at(context, PACIFIC) if known else None, PACIFIC)
    rows.set_aside_repeats(days)
    begins, printed = _begins(days[rows.kept], value[rows.kept]), bool((value[rows.kept] == 0).any())
    if begins is not None:
        rows.set_aside(days < begins, NOT_YET_COUNTED, "value")
    frame = rows.frame(
        {
            "metric": title.metric,
            "paid_scope": "both",
            "date": days,
            "day_zone": PACIFIC,
            "value": value.astype("Float64"),
        }
    )
    frame, notes = _gaps(frame, title, days[~rows.kept], printed=printed)
    if begins is not None:
        notes.append(f"0 on every day before {begins.date()}, then never for long: missing, not 0")
    if len(frame):
        notes[:0] = _ends(frame["date"].min(), frame["date"].max(), span)
    return rows, frame, notes


def _begins(days: pd.Series, counted: pd.Series) -> pd.Timestamp | None:
    """The first day that was measured, where the days before it print 0 as a stand-in; None elsewhere."""
    ordered = counted.set_axis(pd.DatetimeIndex(days)).sort_index()
    measured = ordered[(ordered > 0).cummax()]
    if len(ordered) - len(measured) < STAND_IN_DAYS or not len(measured):
        return None
    busy = measured.median() >= BUSY_MEDIAN and (measured == 0).mean() <= BUSY_ZEROS
    return pd.Timestamp(measured.index[0]) if busy else None


def _gaps(
    frame: pd.DataFrame, title: Title, unused: pd.Series, *, printed: bool
) -> tuple[pd.DataFrame, list[str]]:
    """Days without a row: zeros between days of a follows file that prints none, else missing.

    A day whose row could not be used is missing, never 0; where it isn't known which day that was, none is.
    """
    if frame.empty:
        return frame, ["no day has a row: all missing"]
    first, last = frame["date"].min(), frame["date"].max()
    absent = pd.date_range(first, last).difference(pd.DatetimeIndex(frame["date"]))
    if len(absent) == 0:
        return frame, []
    fill = absent.difference(pd.DatetimeIndex(unused.dropna()))
    if title.metric != "follows" or printed or unused.isna().any() or not len(fill):
        return frame, [f"{len(absent)} day(s) between the first and the last have no row: missing"]
    notes = [f"{len(fill)} day(s) between the first and the last filled with 0: this file prints no zeros"]
    if len(fill) < len(absent):
        missing = len(absent) - len(fill)
        notes.append(f"{missing} day(s) between the first and the last have no row: missing")
    days = pd.DatetimeIndex(frame["date"]).union(fill)
    whole = frame.set_index("date").reindex(days.rename("date"))
    whole["value"] = whole["value"].fillna(0)
    # A filled day bears the record number of the day before it.
    return whole.ffill().reset_index()[list(frame.columns)], notes


def _ends(first: pd.Timestamp, last: pd.Timestamp, span: Named | None) -> list[str]:
    notes = []
    if span is not None and span.start is not None and first.date() > span.start:
        days = (first.date() - span.start).days
        notes.append(f"starts on {first.date()}, {days} day(s) after the range in its name: missing, not 0")
    if span is not None and span.moment is None and span.start is not None and last.date() < span.end:
        days = (span.end - last.date()).days
        notes.append(
            f"stops on {last.date()}, {days} day(s) before the range in its name ends: missing, not 0"
        )
    return notes
