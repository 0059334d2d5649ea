"""Server Insights: each CSV gives some figures of a guild's days; the store brings them together.

Days are UTC days. The dashboard also counts weeks and months: such a file has no figures of days and is
refused, but for the channels, whose rows are of an interval. Days without a row stay missing: membership has
gaps that are no zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import cells, chats, values
from kpikit.sources.common.checks import count, ids, set_aside_impossible, set_aside_negative, without_figures
from kpikit.sources.common.rows import NOT_A_DATE, NOT_A_NUMBER, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.discord.layouts import (
    ACTIVATION,
    CHANNELS,
    COMMUNICATORS,
    JOINS,
    LEAVERS,
    MEMBERSHIP,
    MESSAGES,
    RETENTION,
    VOICE,
)
from kpikit.text import header_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Layout, Reading
    from kpikit.sources.common.headers import Match

NOT_MIDNIGHT = "an interval that doesn't begin at midnight UTC"
NOT_A_COUNT = "not a count of joins"
NOT_A_SHARE = "not a percentage from 0 to 100"


class _Figures(NamedTuple):
    """What a layout gives: its columns of `community_daily`, and what it states beside them."""

    columns: dict[str, pd.Series]
    totals: list[ControlTotal]
    note: str | None = None


def read(matches: list[tuple[RawTable, Match]], file: RawFile, context: Context) -> Reading:
    """Read the tables of one file or zip.

    Raises:
        ExportError: Its intervals are longer than a day.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    totals: list[ControlTotal] = []
    notes, last = list(file.notes), []
    for table, match in matches:
        rows = Rows(table, match.columns)
        parts.append(rows)
        days = _days(rows, context)
        if match.layout is CHANNELS:
            frame = _channels(rows, days, context)
        else:
            _refuse_intervals(days, match.layout, file)
            figures = _FIGURES[match.layout.id](rows)
            frame = _daily(rows, days, figures, match.layout, context)
            totals += figures.totals
            notes += [figures.note] if figures.note else []
            _note_gaps(frame, notes)
        if len(frame):
            last.append(frame["date"].max())
        frames.setdefault(match.layout.feeds[0], []).append(frame)
    _stamp(frames, context, max(last).date() if last else None)
    if "community_daily" in frames:
        frames["community_daily"] = chats.one_row_a_day(frames["community_daily"])
    layouts = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(layouts), parts, frames, notes=notes, totals=totals)


def _stamp(frames: dict[str, list[pd.DataFrame]], context: Context, last: date | None) -> None:
    if last is not None:
        moment = pd.Timestamp(snapshot_at(context, last_day=last))
        for frame in (frame for group in frames.values() for frame in group):
            frame["snapshot_at"] = moment


def _days(rows: Rows, context: Context) -> pd.Series:
    """The day that each interval begins with; others than midnight, and impossible days, are set aside."""
    texts = rows.cells("interval")
    days, unreadable = cells.days(texts, None)
    rows.set_aside(unreadable | days.isna(), NOT_A_DATE, "interval")
    midnight = texts.str.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?)?")
    rows.set_aside(days.notna() & ~midnight.fillna(value=False), NOT_MIDNIGHT, "interval")
    set_aside_impossible(rows, days, "interval", chats.last_day(context))
    return days


def _refuse_intervals(days: pd.Series, layout: Layout, file: RawFile) -> None:
    """Weeks and months are no days, and can't be made days."""
    steps = days.drop_duplicates().sort_values().diff().dropna()
    if len(steps) and steps.min() >= pd.Timedelta(days=7):
        what = f"{layout.what}: its intervals are weeks or months, which have no figures of days"
        raise ExportError(Problem(what, file=file.path, allowed="the export by day"))


def _daily(rows: Rows, days: pd.Series, figures: _Figures, layout: Layout, context: Context) -> pd.DataFrame:
    columns = figures.columns
    without_figures(rows, columns)
    repeated = (days, rows.cells("days_in_guild")) if layout is LEAVERS else (days,)
    rows.set_aside_repeats(*repeated)
    base: dict[str, object] = {
        "platform": context.source.platform,
        "community": chats.community(context),
        "date": days,
    }
    frame = rows.frame(base | columns)
    return _sum_of_days(frame) if layout is LEAVERS else frame


def _sum_of_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Leavers come in a row for each time they had been members; a day's row bears the last line."""
    by_day = frame.groupby(["platform", "community", "date"], as_index=False, sort=False)
    return by_day.agg(line=("line", "max"), leaves=("leaves", "sum"))


def _note_gaps(frame: pd.DataFrame, notes: list[str]) -> None:
    if len(frame):
        days = frame["date"].drop_duplicates()
        gaps = (days.max() - days.min()).days + 1 - len(days)
        if gaps:
            notes.append(f"{gaps} day(s) between the first and the last have no row: missing")


def _share(rows: Rows, name: str) -> pd.Series:
    shares, unreadable = values.share(rows.cells(name))
    rows.set_aside(unreadable, NOT_A_NUMBER, name)
    rows.set_aside(shares.notna() & ~shares.between(0, 1), NOT_A_SHARE, name)
    return shares


def _precision(texts: pd.Series) -> pd.Series:
    """How far a figure may lie from the one it was rounded from, by the decimals that are written."""
    decimals = texts.str.extract(r"\.(\d+)$")[0].str.len().fillna(0).astype("float64")
    return (0.51 * 10.0**-decimals).astype("Float64")


def _part(rows: Rows, whole: pd.Series, name: str) -> tuple[pd.Series, ControlTotal]:
    """The part of a count that a percentage states, and in how many rows it comes out whole."""
    members, share = whole.astype("Float64"), _share(rows, name)
    part = members * share
    shown = part.notna() & rows.kept
    whole_ones = ((part - part.round()).abs() <= _precision(rows.cells(name)) / 100 * members + 1e-6)[shown]
    what = f"rows in which {name} is the share of a whole number"
    return part.round().astype("Int64"), ControlTotal(what, float(shown.sum()), float(whole_ones.sum()))


def _membership(rows: Rows) -> _Figures:
    return _Figures({"members": count(rows, "total_membership")}, [])


def _communicators(rows: Rows) -> _Figures:
    visitors = count(rows, "visitors")
    active, total = _part(rows, visitors, "pct_communicated")
    note = "active members are visitors x pct_communicated, rounded: the file states no count"
    return _Figures({"visitors": visitors, "active_members": active}, [total], note)


def _messages(rows: Rows) -> _Figures:
    messages, each = count(rows, "messages"), rows.number("messages_per_communicator")
    each = each.where(each > 0)
    found = messages.astype("Float64") / each
    shown = found.notna() & rows.kept
    near = _precision(rows.cells("messages_per_communicator")) / each * found + 1e-6
    whole = ((found - found.round()).abs() <= near)[shown]
    what = "rows in which messages / messages_per_communicator is a whole number"
    return _Figures({"messages": messages}, [ControlTotal(what, float(shown.sum()), float(whole.sum()))])


def _joins(rows: Rows) -> _Figures:
    """All sources together: newer exports know more of them, and state their total."""
    sources = []
    stated = None
    for place, name in enumerate(rows.table.header):
        key = header_key(name)
        if key == "total_joins":
            stated = rows.at(place)
        elif key == "invites" or key.endswith("_joins"):
            numbers, unreadable = values.integer(rows.at(place))
            rows.set_aside(unreadable | (numbers < 0).fillna(value=False), NOT_A_COUNT)
            sources.append(numbers)
    joins = sum(sources[1:], sources[0])
    if stated is None:
        return _Figures({"joins": joins}, [])
    given, _ = values.integer(stated)
    both = given.notna() & joins.notna() & rows.kept
    total = ControlTotal(
        "joins by source, against total_joins", float(given[both].sum()), float(joins[both].sum())
    )
    return _Figures({"joins": given.fillna(joins)}, [total])


def _leavers(rows: Rows) -> _Figures:
    return _Figures({"leaves": count(rows, "leavers")}, [])


def _activation(rows: Rows) -> _Figures:
    members = count(rows, "new_members")
    wrote, of_wrote = _part(rows, members, "pct_communicated")
    opened, of_opened = _part(rows, members, "pct_opened_channels")
    columns = {"new_members": members, "new_members_active": wrote, "new_members_reading": opened}
    return _Figures(columns, [of_wrote, of_opened])


def _retention(rows: Rows) -> _Figures:
    """Of the newest members it is not known yet whether they come back: null."""
    members = count(rows, "new_members")
    back, total = _part(rows, members, "pct_retained")
    return _Figures({"newcomers": members, "newcomers_retained": back}, [total])


def _voice(rows: Rows) -> _Figures:
    minutes = rows.number("speaking_minutes")
    set_aside_negative(rows, {"speaking_minutes": minutes})
    return _Figures({"speaking_minutes": minutes}, [])


_FIGURES: dict[str, Callable[[Rows], _Figures]] = {
    MEMBERSHIP.id: _membership,
    COMMUNICATORS.id: _communicators,
    MESSAGES.id: _messages,
    JOINS.id: _joins,
    LEAVERS.id: _leavers,
    ACTIVATION.id: _activation,
    RETENTION.id: _retention,
    VOICE.id: _voice,
}


def _channels(rows: Rows, days: pd.Series, context: Context) -> pd.DataFrame:
    channel_id = ids(rows, "channel_id")
    rows.set_aside(channel_id.isna(), "no id of the channel", "channel_id")
    counts = {
        "readers": count(rows, "readers"),
        "active_members": count(rows, "chatters"),
        "messages": count(rows, "messages"),
    }
    rows.set_aside_repeats(channel_id, days)
    return rows.frame(
        {
            "platform": context.source.platform,
            "community": chats.community(context),
            "channel_id": channel_id,
            "channel": rows.text("channel_name", 200),
            "date": days,
            **counts,
        }
    )
