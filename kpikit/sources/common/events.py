"""What exports of single events share, tickets and mentions: ids, moments in any order, networks by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kpikit.sources.common import cells, values
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE
from kpikit.sources.common.snapshots import named_in, snapshot_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

NO_TIME = "a day without a time, where times are needed"

SHEETS = frozenset({"xlsx", "xls", "xml"})
"""Kinds of files in which a midnight is written as a day alone."""

_SLACK = timedelta(days=1)


class Moments(NamedTuple):
    """A column of moments.

    Attributes:
        instants: UTC; midnight UTC of the day where only the day is known.
        day_only: Mask of cells without a time of day.
    """

    instants: pd.Series
    day_only: pd.Series


def moments(rows: Rows, name: str, texts: pd.Series, zone: str, *, sheet: bool = False) -> Moments:
    """A column of moments; a row whose cell is none is set aside.

    Args:
        rows: The rows.
        name: The column, for remarks.
        texts: Its cells, see `numeric_days.iso`.
        zone: Of times without an offset.
        sheet: Cells come from a spreadsheet, in which a day without a time is its midnight.
    """
    if sheet:
        day = texts.str.fullmatch(r"\d{4}-\d\d-\d\d").fillna(value=False)
        texts = texts.mask(day, texts + " 00:00:00")
    parsed = cells.moments(texts, None, zone)
    rows.set_aside(parsed.unreadable, NOT_A_DATE, name)
    rows.repair(parsed.ambiguous, CLOCK_CHANGE, name)
    return Moments(parsed.values, parsed.day_only)


def taken_at(context: Context, zone: str, instants: Iterable[pd.Series]) -> pd.Timestamp:
    """The moment of the export: as stated, but no earlier than the last thing it tells.

    A range in a file's name is of what was asked for; tickets of the range may be solved after it.
    """
    newest = max((last for column in instants if not pd.isna(last := column.max())), default=None)
    last_day = None if newest is None else newest.tz_convert(zone).date()
    stated = pd.Timestamp(snapshot_at(context, zone, last_day=last_day))
    return stated if newest is None else max(stated, newest)


def latest(context: Context) -> pd.Timestamp:
    """The last moment that events can be of: a range in a file's name is of what was asked for."""
    found = named_in(context)
    day = found.end if found is not None and found.start is None else None
    day = day or (context.source.received if found is None else None)
    if day is None:
        return pd.Timestamp.now("UTC") + _SLACK
    return pd.Timestamp(day, tz="UTC") + 2 * _SLACK


def own_zone(context: Context, notes: list[str]) -> str:
    """The zone of a file's times without one; a note where nothing but the brand's says it."""
    if context.source.timezone is None:
        notes.append(
            "times have no zone: taken to be in the brand's (`timezone:` of the source says another)"
        )
    return context.zone


def keys(rows: Rows, context: Context, *names: str) -> pd.Series:
    """Pseudonyms of persons by the first of the columns that says who it is."""
    who = rows.cells(names[0])
    for name in names[1:]:
        who = who.fillna(rows.cells(name))
    return values.keyed(who, context.pseudonym)
