"""Facebook group insights (CSV of several blocks): the days of members and of activity.

Blocks of contributors and posts hold names and texts of members: they are not read, nor are ages, cities and
popular hours. A count of 0 members means that it was not counted yet: missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import calendars, cells, chats, headers, numeric_days
from kpikit.sources.common.checks import counts, set_aside_impossible, without_figures
from kpikit.sources.common.rows import NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.common.totals import is_total

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

MEMBERS = Layout(
    id="facebook-group-members/1",
    what="Facebook group insights, members and activity by day",
    headers={
        "date": ("date",),
        "members": ("total members",),
        "pending": ("pending members",),
        "approved": ("approved member requests",),
        "declined": ("declined member requests",),
        "posts": ("posts",),
        "comments": ("comments",),
        "reactions": ("reactions",),
        "active": ("active members",),
    },
    required=("date", "members", "posts", "comments", "reactions"),
    languages=("en",),
    tried=False,
    feeds=("community_daily",),
)
ACTIVITY = Layout(
    id="facebook-group-activity/1",
    what="Facebook group insights, joins and activity by day",
    headers={
        "date": ("date",),
        "joined": ("joined",),
        "active": ("posted or commented",),
        "viewed": ("viewed",),
        "posts": ("posts",),
        "comments": ("comments",),
        "reactions": ("reactions",),
    },
    required=("date", "joined", "active", "viewed"),
    languages=("en",),
    tried=False,
    feeds=("community_daily",),
)
LAYOUTS = (MEMBERS, ACTIVITY)


def read(file: RawFile, context: Context) -> Reading:
    """Read the blocks that have a row a day.

    Raises:
        ExportError: There is none, or the order of day and month can't be told.
    """
    matches = [(table, match) for table in file.tables if (match := headers.match(LAYOUTS, table.header))]
    if not matches:
        for table in file.tables:
            raise headers.unknown(file, table, LAYOUTS)
        raise chats.unknown(file, "is of no layout that this source reads", LAYOUTS)
    notes = list(file.notes)
    if others := len(file.tables) - len(matches):
        notes.append(f"{others} further block(s) are not read: some hold names and texts of members")
    parts, frames = [], []
    for table, match in matches:
        rows = Rows(table, match.columns)
        parts.append(rows)
        frames.append(_daily(rows, match, context, file, notes))
    days = [frame["date"].max() for frame in frames if len(frame)]
    if days:
        moment = pd.Timestamp(snapshot_at(context, context.zone, last_day=max(days).date()))
        frames = chats.one_row_a_day([frame.assign(snapshot_at=moment) for frame in frames])
    layouts = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(layouts), parts, {"community_daily": frames}, notes=notes)


def _daily(rows: Rows, match: Match, context: Context, file: RawFile, notes: list[str]) -> pd.DataFrame:
    rows.take_out(is_total(rows.cells("date")))
    days = _days(rows, file, context)
    figures = counts(rows, (name for name in match.columns if name not in ("date", "pending")))
    columns = _members(figures, notes) if match.layout is MEMBERS else _activity(figures)
    without_figures(rows, columns)
    rows.set_aside_repeats(days)
    base: dict[str, object] = {
        "platform": context.source.platform,
        "community": chats.community(context),
        "date": days,
    }
    return rows.frame(base | columns)


def _members(counts: dict[str, pd.Series], notes: list[str]) -> dict[str, pd.Series]:
    members = counts["members"]
    found = {"members": members.mask(members == 0)}
    if untold := int((members == 0).sum()):
        notes.append(f"{untold} day(s) state 0 members: not counted yet, missing")
    found |= {name: counts[name] for name in ("posts", "comments", "reactions")}
    if "approved" in counts:
        found["joins"] = counts["approved"]
        notes.append("joins are approved requests; who was added without one is not in this export")
    if "approved" in counts and "declined" in counts:
        found["requests"] = counts["approved"] + counts["declined"]
        notes.append("requests are those answered on the day, approved or declined")
    if "active" in counts:
        found["active_members"] = counts["active"]
        notes.append("active members are Facebook's own count")
    return found


def _activity(counts: dict[str, pd.Series]) -> dict[str, pd.Series]:
    names = {"joined": "joins", "active": "active_members", "viewed": "visitors"}
    return {names.get(name, name): column for name, column in counts.items()}


def _days(rows: Rows, file: RawFile, context: Context) -> pd.Series:
    texts = rows.cells("date").mask(rows.stated)
    day_first = numeric_days.day_first(file.path, [texts])
    days, _ = cells.days(numeric_days.iso(texts, day_first=day_first), None)
    days = days.fillna(calendars.days(texts)[0])
    rows.set_aside(days.isna(), NOT_A_DATE, "date")
    set_aside_impossible(rows, days, "date", chats.last_day(context))
    return days
