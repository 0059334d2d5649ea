"""What help desks' exports share: their moments, closed without a time, replies before the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import checks, events, headers, numeric_days
from kpikit.sources.common.rows import EMPTY, Rows, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

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


def read(
    file: RawFile,
    context: Context,
    layouts: Sequence[Layout],
    moments: Sequence[str],
    tell: Callable[[Rows, Context, dict[str, pd.Series]], tuple[pd.DataFrame, list[ControlTotal]]],
) -> Reading:
    """Read all tables of an export: one row a ticket.

    Args:
        file: The export.
        context: Its surroundings.
        layouts: The help desk's; the synthetic set is named whichever help desk was declared.
        moments: Columns of moments that are read.
        tell: Rows of `tickets` out of a table and its moments, and the figures compared.

    Raises:
        ExportError: It is of none of the layouts, or its dates can be read in two ways.
    """
    matches = headers.recognise(file, (*layouts, MADE_UP))
    notes = list(file.notes)
    zone = events.own_zone(context, notes)
    parts = [Rows(table, match.columns) for table, match in matches]
    written = [part.cells(name) for part in parts for name in (*moments, "due_at")]
    day_first = numeric_days.day_first(file.path, written)
    frames, totals, seen = [], [], []
    for rows in parts:
        at = _moments(rows, moments, context, zone, day_first=day_first, sheet=file.kind in events.SHEETS)
        frame, compared = tell(rows, context, at)
        frames.append(frame)
        totals += compared
        seen += [column[rows.kept] for column in at.values()]
        _note_ended(notes, frame)
    moment = events.taken_at(context, zone, seen)
    for frame in frames:
        frame["snapshot_at"] = moment
    return reading(matches[0][1].layout, parts, {"tickets": frames}, notes=notes, totals=totals)


def _moments(
    rows: Rows, names: Iterable[str], context: Context, zone: str, *, day_first: bool | None, sheet: bool
) -> dict[str, pd.Series]:
    """The account's local times as instants; rows with one that has no time, or can't be, are set aside."""
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


def _note_ended(notes: list[str], tickets: pd.DataFrame) -> None:
    """Note how many tickets are solved or closed by their status while no time says when."""
    done = tickets["status"].str.casefold().isin(_DONE)
    for end in ("resolved_at", "closed_at"):
        if end in tickets:
            done &= tickets[end].isna()
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
