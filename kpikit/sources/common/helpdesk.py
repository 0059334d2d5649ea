"""What help desks' exports share: closed without a time, replies before the question, a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import checks, events, headers, numeric_days
from kpikit.sources.common.rows import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

REPLY_BEFORE_TICKET = "a first reply before the ticket was opened; read as missing"
END_BEFORE_TICKET = "solved or closed before the ticket was opened; read as missing"
_DONE = frozenset({"resolved", "closed", "solved", "deleted"})
_MINUTES = 1.5
"""By so much business hours may pass calendar ones: spreadsheets save times without their seconds."""

# A set of made-up tickets that is passed around: no moment of opening, replies after solutions.
MADE_UP = Layout(
    id="kaggle-support-tickets/1",
    what="synthetic customer support ticket dataset (Kaggle; it has no moment of opening)",
    headers={
        "ticket_id": ("ticket id",),
        "status": ("ticket status",),
        "channel": ("ticket channel",),
        "first_response": ("first response time",),
        "resolution": ("time to resolution",),
        "satisfaction": ("customer satisfaction rating",),
    },
    required=("ticket_id", "status", "first_response", "resolution", "satisfaction"),
    languages=("en",),
    tried=False,
    feeds=(),
)


def recognise(file: RawFile, layouts: Sequence[Layout]) -> list[tuple[RawTable, headers.Match]]:
    """`headers.recognise`, which names the synthetic set whichever help desk was declared."""
    return headers.recognise(file, (*layouts, MADE_UP))


def moments(
    rows: Rows, names: Iterable[str], context: Context, zone: str, *, day_first: bool | None, sheet: bool
) -> dict[str, pd.Series]:
    """Columns of local times as instants; rows with one that has no time, or can't be, are set aside.

    Args:
        rows: The rows.
        names: Those of its columns that the export has.
        context: The file's surroundings.
        zone: The account's.
        day_first: Order of its days in figures.
        sheet: See `events.moments`.
    """
    found = {}
    for name in names:
        if rows.has(name):
            texts = numeric_days.iso(rows.cells(name), day_first=day_first)
            instants, day_only = events.moments(rows, name, texts, zone, sheet=sheet)
            rows.set_aside(day_only, events.NO_TIME, name)
            found[name] = checks.set_aside_impossible(rows, instants, name, events.latest(context))
    return found


def identified(rows: Rows, opened: pd.Series) -> pd.Series:
    """Ids of tickets; rows without one, or without the moment of opening, are set aside."""
    ticket_id = checks.ids(rows, "ticket_id")
    rows.set_aside(ticket_id.isna(), EMPTY, "ticket_id")
    rows.set_aside(opened.isna(), EMPTY, "created_at")
    return ticket_id


def after_opening(rows: Rows, name: str, moment: pd.Series, opened: pd.Series, reason: str) -> pd.Series:
    """Moments without those before the ticket was opened (merged, or opened on somebody's behalf)."""
    early = (moment < opened).fillna(value=False)
    rows.repair(early, reason, name)
    return moment.mask(early)


def note_ended(notes: list[str], status: pd.Series, *ends: pd.Series) -> None:
    """Note how many tickets are solved or closed by their status while no time says when."""
    done = status.str.casefold().isin(_DONE)
    for end in ends:
        done &= end.isna()
    if count := int(done.sum()):
        notes.append(f"{count} ticket(s) are solved or closed by their status, without a time: no open ones")


def within_calendar(
    what: str, rows: Rows, opened: pd.Series, reached: pd.Series, hours: pd.Series
) -> list[ControlTotal]:
    """Business hours lie within calendar hours: tickets that have both, against those of which it is true."""
    calendar = (reached - opened).dt.total_seconds() / 3600
    both = hours.notna() & calendar.notna() & rows.kept
    holds = both & (hours <= calendar + _MINUTES / 60)
    return [ControlTotal(what, float(both.sum()), float(holds.sum()))] if both.any() else []
