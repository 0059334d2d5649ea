"""Reports of Shopify Analytics: sessions and visitors, steps to checkout, new and returning customers.

Sessions by Shopify's count are another basis than those of web analytics (half as many in one shop): they are
kept apart, as figures of the platform "shop". Columns of a comparison ("Sessions (previous_year)", and once
more with a blank at the end: the change in per cent) are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import values
from kpikit.sources.common.checks import counts, set_aside_impossible
from kpikit.sources.common.rows import NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import named_in, snapshot_at
from kpikit.text import header_key

if TYPE_CHECKING:
    from datetime import date

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

GRAINS = ("day", "week", "month", "quarter")
"""Names of the time column; each period is named by its first day."""

_BREAKDOWNS = {
    "referrer_source": ("referrer source", "referring source", "session referrer source"),
    "referrer": ("referrer name", "referring site"),
    "channel": ("referring channel", "traffic type"),
    "city": ("session city",),
    "region": ("session region",),
    "country": ("session country",),
    "device": ("session device type", "device type"),
    "landing_page": ("landing page path", "landing page url", "landing page type"),
    "campaign": ("utm campaign name", "utm campaign"),
    "utm_source": ("utm source",),
    "utm_medium": ("utm medium",),
}
_STEPS = {
    "sessions with cart additions": ("sessions with cart additions", "sessions that added to cart"),
    "sessions that reached checkout": ("sessions that reached checkout",),
    "sessions that completed checkout": ("sessions that completed checkout", "sessions converted"),
}
_RATES = (
    "checkout conversion rate", "conversion rate", "online store conversion rate", "added to cart rate",
    "reached checkout rate", "bounce rate", "bounces", "pageviews", "average session duration",
    "sessions that reached and completed checkout",
)  # fmt: skip
_KNOWN = [*GRAINS, "online store visitors", "sessions", "customers", *_RATES]
_KNOWN += [alias for aliases in (*_STEPS.values(), *_BREAKDOWNS.values()) for alias in aliases]
_BEFORE = ("year", "period", "quarter", "month", "week", "day")
COMPARED = tuple(f"{name} (previous_{before})" for name in _KNOWN for before in _BEFORE)
_IGNORED: dict[str, tuple[str, ...]] = {"rates": _RATES, "compared": COMPARED}
_RATE = "checkout conversion rate"


def _layout(
    name: str, what: str, columns: dict[str, tuple[str, ...]], *required: str, feeds: tuple[str, ...]
) -> Layout:
    # Closed: a breakdown that isn't known must not be read as the whole.
    return Layout(
        id=f"shopify-{name}/1",
        what=f"Shopify Analytics report, {what}",
        headers={grain: (grain,) for grain in GRAINS} | _IGNORED | columns,
        required=required,
        languages=("en",),
        tried=True,
        feeds=feeds,
        closed=True,
    )


SESSIONS = _layout(
    "sessions",
    "sessions",
    {"visitors": ("online store visitors",), "sessions": ("sessions",)} | _BREAKDOWNS,
    "sessions",
    "visitors",
    feeds=("account_periods",),
)
CHECKOUT = _layout(
    "checkout",
    "checkout",
    {**_STEPS, "visitors": ("online store visitors",), "sessions": ("sessions",), "rate": (_RATE,)},
    "sessions that reached checkout",
    "sessions that completed checkout",
    feeds=("conversions", "account_periods"),
)
CUSTOMERS = _layout(
    "customers",
    "new and returning customers",
    {"kind": ("new or returning customer",), "customers": ("customers",)},
    "kind",
    "customers",
    feeds=("account_periods",),
)
LAYOUTS = (SESSIONS, CHECKOUT, CUSTOMERS)


def read(file: RawFile, matches: list[tuple[RawTable, Match]], context: Context) -> Reading:
    """Read reports; each row is a period, or the whole that the file's name says.

    Raises:
        ExportError: Nothing says which days the figures count.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    totals: list[ControlTotal] = []
    notes = list(file.notes)
    zone = context.zone
    for table, match in matches:
        if match.layout not in LAYOUTS:
            raise ExportError(Problem("holds tables of different exports", file=file.path))
        rows = Rows(table, match.columns)
        parts.append(rows)
        period, moment = _period(rows, match, context, zone, notes)
        if match.layout is CHECKOUT:
            totals += _rates(rows)
            found = {
                "account_periods": _sessions(rows, period, context, zone, notes),
                "conversions": _steps(rows, period),
            }
        elif match.layout is CUSTOMERS:
            found = {"account_periods": _customers(rows, period, context, zone)}
        else:
            found = {"account_periods": _sessions(rows, period, context, zone, notes)}
        for name, of_table in found.items():
            for frame in of_table:
                frame["snapshot_at"] = moment
            frames.setdefault(name, []).extend(of_table)
        if any(header_key(name) in COMPARED for name in table.header):
            notes.append("figures of the comparison period are not read")
    names = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(names), parts, frames, notes=notes, totals=totals)


def _period(
    rows: Rows, match: Match, context: Context, zone: str, notes: list[str]
) -> tuple[dict[str, Any], pd.Timestamp]:
    """First day, last day and grain of each row, and the moment of the figures."""
    grain = next((name for name in GRAINS if rows.has(name)), None)
    if grain is None:
        named = named_in(context)
        if named is None or named.start is None:
            raise ExportError(
                Problem(
                    f"{match.layout.what}: nothing says which days it counts",
                    file=context.path,
                    line=rows.table.header_line,
                    allowed="its first and last day in its name (2026-01-01 2026-03-31), or figures by month",
                )
            )
        span = {"period_start": pd.Timestamp(named.start), "period_end": pd.Timestamp(named.end)}
        return span | {"grain": "range"}, pd.Timestamp(snapshot_at(context, zone, stated=named.end))
    start = rows.day(grain, ("%Y-%m-%d",))
    rows.set_aside(start.isna(), NOT_A_DATE, grain)
    end = _end(start, grain)
    moment = pd.Timestamp(snapshot_at(context, zone, last_day=_last(end)))
    set_aside_impossible(rows, start, grain, moment, zone)
    if grain != "day":
        notes.append("the first and the last period may be counted in part: the report doesn't say its range")
    return {"period_start": start, "period_end": end, "grain": grain}, moment


def _end(start: pd.Series, grain: str) -> pd.Series:
    """Last days of periods by their first days."""
    match grain:
        case "day":
            return start
        case "week":
            return start + pd.Timedelta(days=6)
        case _:
            periods = start.dt.to_period("M" if grain == "month" else "Q")
            ends: pd.Series = periods.dt.end_time.dt.normalize().astype(start.dtype)
            return ends


def _last(end: pd.Series) -> date | None:
    return end.max().date() if end.notna().any() else None


def _long(rows: Rows, columns: dict[str, pd.Series], base: dict[str, Any]) -> list[pd.DataFrame]:
    frames = [
        rows.frame(base | {"metric": name, "value": column.astype("Float64")})
        for name, column in columns.items()
    ]
    return [frame[frame["value"].notna()] for frame in frames]


def _base(period: dict[str, Any], context: Context, zone: str) -> dict[str, Any]:
    span = {name: period[name] for name in ("period_start", "period_end")}
    return span | {
        "platform": "shop",
        "account": context.source.account or context.brand.name,
        "surface": "",
        "paid_scope": "both",
        "day_zone": zone,
    }


def _sessions(
    rows: Rows, period: dict[str, Any], context: Context, zone: str, notes: list[str]
) -> list[pd.DataFrame]:
    columns = counts(rows, ("sessions", "visitors"))
    divided = [name for name in _BREAKDOWNS if rows.has(name)]
    bucket = pd.Series("", index=range(len(rows)), dtype="string")
    for name in divided:
        part = rows.text(name, 200).fillna("(none)")
        bucket = part if name == divided[0] else bucket + "|" + part
    if divided:
        notes.append("a breakdown is cut at the longest export: its rows need not add up to the whole")
    keys = [bucket] + ([period["period_start"]] if isinstance(period["period_start"], pd.Series) else [])
    rows.set_aside_repeats(*keys)
    base = _base(period, context, zone) | {"dimension": "|".join(divided), "bucket": bucket}
    return _long(rows, columns, base)


def _customers(rows: Rows, period: dict[str, Any], context: Context, zone: str) -> list[pd.DataFrame]:
    columns = counts(rows, ("customers",))
    kind = rows.text("kind", 100).str.casefold()
    rows.set_aside(kind.isna(), "no name of the group", "kind")
    keys = [kind] + ([period["period_start"]] if isinstance(period["period_start"], pd.Series) else [])
    rows.set_aside_repeats(*keys)
    return _long(rows, columns, _base(period, context, zone) | {"dimension": "customer", "bucket": kind})


def _steps(rows: Rows, period: dict[str, Any]) -> list[pd.DataFrame]:
    """One row a step: how many sessions took it."""
    columns = counts(rows, _STEPS)
    frames = [
        rows.frame(period | {"name": name, "count": columns[name]}) for name in _STEPS if name in columns
    ]
    return [frame[frame["count"].notna()] for frame in frames]


def _rates(rows: Rows) -> list[ControlTotal]:
    """Periods whose stated rate is completed checkouts by those reached."""
    if not rows.has("rate"):
        return []
    rate, _ = values.number(rows.cells("rate"))
    reached, completed = (rows.integer(f"sessions that {step} checkout") for step in ("reached", "completed"))
    shown = rate.notna() & (reached > 0).fillna(value=False) & completed.notna() & rows.kept
    agree = ((rate - completed / reached).abs() < 0.00006)[shown]
    what = "periods whose checkout conversion rate is completed / reached"
    return [ControlTotal(what, float(shown.sum()), float(agree.sum()))]
