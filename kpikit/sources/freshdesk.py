"""Freshdesk and Freshservice ticket exports: CSV, the .xls that is SpreadsheetML, copies saved by Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import cells, checks, events, helpdesk, social
from kpikit.sources.common.checks import NEGATIVE_DURATION
from kpikit.sources.common.rows import NOT_A_NUMBER

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, ControlTotal, Reading
    from kpikit.sources.common.rows import Rows

OWN_SCALE = "a survey answer in words of the account's own; read as missing"
_REQUIRED = ("ticket_id", "status", "channel", "created_at", "first_response_at", "resolved_at")

# Agents, subjects, names, addresses and companies are not among the columns read.
_HEADERS: dict[str, tuple[str, ...]] = {
    "ticket_id": ("ticket id",),
    "status": ("status",),
    "priority": ("priority",),
    "channel": ("source",),
    "topic": ("type",),
    "created_at": ("created time",),
    "due_at": ("due by time",),
    "resolved_at": ("resolved time",),
    "closed_at": ("closed time",),
    "updated_at": ("last update time",),
    "first_response_at": ("initial response time",),
    "first_response_hours": ("first response time (in hrs)",),
    "resolution_hours": ("resolution time (in hrs)",),
    "replies": ("agent interactions",),
    "survey": ("survey results", "survey result"),
    "contact": ("contact id", "requester id"),
    "email": ("email", "requester email"),
}
FRESHDESK = Layout(
    id="freshdesk-tickets/1",
    what="Freshdesk ticket export",
    headers=_HEADERS,
    required=_REQUIRED,
    languages=("en",),
    tried=True,
    feeds=("tickets",),
)
FRESHSERVICE = Layout(
    id="freshservice-tickets/1",
    what="Freshservice ticket export",
    headers=_HEADERS | {"updated_at": ("last updated time",)},
    required=(*_REQUIRED, "updated_at"),
    languages=("en",),
    tried=False,
    feeds=("tickets",),
)
LAYOUTS = (FRESHDESK, FRESHSERVICE, helpdesk.MADE_UP)

_MOMENTS = ("created_at", "first_response_at", "resolved_at", "closed_at", "updated_at")
# The longest survey has seven steps; shorter ones leave some of them out.
_ANSWERS = {
    "extremely satisfied": 7, "extremely happy": 7,
    "very satisfied": 6, "very happy": 6,
    "slightly satisfied": 5, "satisfied": 5, "happy": 5,
    "neutral": 4, "neither satisfied nor dissatisfied": 4,
    "slightly dissatisfied": 3, "dissatisfied": 3, "unhappy": 3,
    "very dissatisfied": 2, "very unhappy": 2,
    "extremely dissatisfied": 1, "extremely unhappy": 1,
}  # fmt: skip
_STEPS = 7


def read(file: RawFile, context: Context) -> Reading:
    """Read a ticket export: one row a ticket.

    Raises:
        ExportError: It is no such export, or its dates can be read in two ways.
    """
    return helpdesk.read(file, context, LAYOUTS[:-1], _MOMENTS, _tickets)


def _tickets(
    rows: Rows, context: Context, at: dict[str, pd.Series]
) -> tuple[pd.DataFrame, list[ControlTotal]]:
    opened = at["created_at"]
    ticket_id = helpdesk.identified(rows, opened)
    first = helpdesk.after_opening(
        rows, "first_response_at", at["first_response_at"], opened, helpdesk.REPLY_BEFORE_TICKET
    )
    ends: dict[str, pd.Series] = {
        name: helpdesk.after_opening(rows, name, at[name], opened, helpdesk.END_BEFORE_TICKET)
        for name in ("resolved_at", "closed_at")
        if name in at
    }
    source = rows.text("channel", 100)
    columns: dict[str, Any] = {
        "ticket_id": ticket_id,
        "created_at": opened,
        "first_response_at": first,
        **ends,
        "status": rows.text("status", 100),
        "platform": social.networks(source, context),
        "channel": source,
    }
    columns |= {name: rows.text(name, 200) for name in ("topic", "priority") if rows.has(name)}
    if rows.has("contact") or rows.has("email"):
        columns["customer_key"] = events.keys(rows, context, "contact", "email")
    totals: list[ControlTotal] = []
    for name, reached in (("first_response", first), ("resolution", ends["resolved_at"])):
        if rows.has(f"{name}_hours"):
            hours = _business_hours(rows, f"{name}_hours", reached)
            columns[f"{name}_business_hours"] = hours
            what = f"tickets whose business hours lie within calendar hours, {name.replace('_', ' ')}"
            totals += helpdesk.within_calendar(what, rows, opened, reached, hours)
    columns |= checks.counts(rows, ("replies",))
    if rows.has("survey"):
        columns |= _satisfaction(rows)
    rows.set_aside_repeats(ticket_id)
    return rows.frame(columns), totals


def _business_hours(rows: Rows, name: str, reached: pd.Series) -> pd.Series:
    """HH:MM:SS that may pass 24 hours; unanswered and unsolved ones say 00:00:00 too and are missing."""
    found, unreadable = cells.hours(rows.cells(name), ".")
    rows.set_aside(unreadable, NOT_A_NUMBER, name)
    hours = found.mask(reached.isna())
    rows.repair(hours < 0, NEGATIVE_DURATION, name)
    return hours.mask(hours < 0)


def _satisfaction(rows: Rows) -> dict[str, pd.Series]:
    words = rows.cells("survey").str.casefold()
    score = words.map(_ANSWERS).astype("Float64")
    rows.repair(words.notna() & score.isna(), OWN_SCALE, "survey")
    scale = pd.Series(_STEPS, index=words.index, dtype="Int64")
    return {"satisfaction": score, "satisfaction_scale": scale.mask(score.isna())}
