"""Zendesk views as CSV: minutes by calendar and by business hours, satisfaction in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import checks, events, helpdesk, social
from kpikit.sources.common.checks import NEGATIVE_DURATION
from kpikit.sources.common.rows import UNKNOWN_WORD

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.rows import Rows

# Requesters' names, agents, organisations and subjects are not among the columns read.
VIEW = Layout(
    id="zendesk-view/1",
    what="Zendesk view as CSV",
    headers={
        "one": ("summation column",),
        "ticket_id": ("id",),
        "requester_id": ("requester id",),
        "email": ("requester email",),
        "status": ("status",),
        "priority": ("priority",),
        "channel": ("via",),
        "topic": ("ticket type",),
        "created_at": ("created at",),
        "updated_at": ("updated at",),
        "resolved_at": ("solved at",),
        "satisfaction": ("satisfaction score",),
        "reopened": ("reopens",),
        "replies": ("replies",),
        "first_minutes": ("first reply time in minutes",),
        "first_business_minutes": ("first reply time in minutes within business hours",),
        "resolution_minutes": ("full resolution time in minutes",),
        "resolution_business_minutes": ("full resolution time in minutes within business hours",),
    },
    required=("one", "ticket_id", "status", "channel", "created_at", "resolved_at", "first_minutes"),
    languages=("en",),
    tried=False,
    feeds=("tickets",),
)
LAYOUTS = (VIEW,)

_MOMENTS = ("created_at", "resolved_at", "updated_at")
_SCORES = {"good": 1, "good with comment": 1, "bad": 0, "bad with comment": 0}
_ASKED = {"offered": True, "not offered": False, "unoffered": False} | dict.fromkeys(_SCORES, True)


def read(file: RawFile, context: Context) -> Reading:
    """Read a view: one row a ticket.

    Raises:
        ExportError: It is no such export, or its dates can be read in two ways.
    """
    return helpdesk.read(file, context, LAYOUTS, _MOMENTS, _tickets)


def _tickets(
    rows: Rows, context: Context, at: dict[str, pd.Series]
) -> tuple[pd.DataFrame, list[ControlTotal]]:
    opened = at["created_at"]
    ticket_id = helpdesk.identified(rows, opened)
    minutes = {
        name: _minutes(rows, name)
        for name in ("first_minutes", "first_business_minutes", "resolution_business_minutes")
    }
    first = opened + pd.to_timedelta(minutes["first_minutes"], unit="min")
    solved = helpdesk.after_opening(
        rows, "resolved_at", at["resolved_at"], opened, helpdesk.END_BEFORE_TICKET
    )
    via = rows.text("channel", 100)
    columns: dict[str, Any] = {
        "ticket_id": ticket_id,
        "created_at": opened,
        "first_response_at": first,
        "resolved_at": solved,
        "status": rows.text("status", 100),
        "platform": social.networks(via, context),
        "channel": via,
        "first_response_business_hours": (minutes["first_business_minutes"] / 60).mask(first.isna()),
        "resolution_business_hours": (minutes["resolution_business_minutes"] / 60).mask(solved.isna()),
    }
    columns |= {name: rows.text(name, 200) for name in ("topic", "priority") if rows.has(name)}
    columns |= checks.counts(rows, ("replies", "reopened"))
    if rows.has("requester_id") or rows.has("email"):
        columns["customer_key"] = events.keys(rows, context, "requester_id", "email")
    if rows.has("satisfaction"):
        columns |= _satisfaction(rows)
    rows.set_aside_repeats(ticket_id)
    return rows.frame(columns), _checks(rows, opened, first, solved, columns)


def _minutes(rows: Rows, name: str) -> pd.Series:
    numbers = rows.number(name)
    rows.repair(numbers < 0, NEGATIVE_DURATION, name)
    return numbers.mask(numbers < 0)


def _satisfaction(rows: Rows) -> dict[str, pd.Series]:
    """Good is 1 of 1, bad 0; who was asked and didn't answer has no score."""
    words = rows.cells("satisfaction").str.casefold()
    rows.repair(words.notna() & ~words.isin(_ASKED), UNKNOWN_WORD, "satisfaction")
    score = words.map(_SCORES).astype("Float64")
    return {
        "satisfaction": score,
        "satisfaction_scale": pd.Series(1, index=words.index, dtype="Int64").mask(score.isna()),
        "satisfaction_asked": words.map(_ASKED).astype("boolean"),
    }


def _checks(
    rows: Rows, opened: pd.Series, first: pd.Series, solved: pd.Series, columns: dict[str, Any]
) -> list[ControlTotal]:
    """What the view states twice: a ticket a row, business within calendar hours, minutes to the solution."""
    kept = rows.kept
    totals = [ControlTotal("Summation column", float(rows.number("one")[kept].sum()), float(kept.sum()))]
    for name, reached in (("first_response", first), ("resolution", solved)):
        what = f"tickets whose business hours lie within calendar hours, {name.replace('_', ' ')}"
        hours = columns[f"{name}_business_hours"]
        totals += helpdesk.within_calendar(what, rows, opened, reached, hours)
    stated = rows.number("resolution_minutes")
    both = (stated.notna() & solved.notna()).to_numpy(dtype=bool) & kept
    if both.any():
        found = (solved - opened).dt.total_seconds() / 60
        agrees = ((found - stated).abs() <= 1).fillna(value=False).to_numpy(dtype=bool) & both
        what = "tickets whose minutes to the solution are those between their times"
        totals.append(ControlTotal(what, float(both.sum()), float(agrees.sum())))
    return totals
