"""Google Analytics 4, standard reports as CSV: traffic acquisition, user acquisition, events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources import headers, values
from kpikit.sources.ga4.layouts import BASES, EVENTS, LAYOUTS
from kpikit.sources.ga4.spans import DATE_LINE, period_columns, stated_span
from kpikit.sources.rows import Rows, reading
from kpikit.sources.snapshots import snapshot_at
from kpikit.text import clean_line

if TYPE_CHECKING:
    from typing import Any

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

OTHER_SOCIAL = "other_social"
"""Platform of rows that are social by medium or channel group while their source names no one platform."""

_EXPLORATION = re.compile(r"#\s*\d{8}-\d{8}")


def read(file: RawFile, context: Context) -> Reading:
    """Read a GA4 standard report.

    Raises:
        ExportError: Another of GA4's writers made it (snapshot, exploration, Data API), it has a second
            dimension that is not served, or states no dates.
    """
    _refuse_other_writers(file)
    (table, match), *more = headers.recognise(file, LAYOUTS)
    if more:
        raise ExportError(Problem("holds several tables; a standard report holds one", file=file.path))
    span = stated_span(file, table)
    rows = Rows(table, match.columns)
    periods = period_columns(rows, span)
    notes = list(file.notes)
    if match.layout is EVENTS:
        name, columns = "conversions", _events(rows)
        key = ["name"]
    else:
        basis = next(basis for start, basis in BASES.items() if match.layout.id.startswith(start))
        name, columns = "web", {"basis": basis} | _web(rows, context)
        key = ["source_name", "medium", "campaign", "content", "channel_group"]
    if rows.has("revenue") or rows.has("value"):
        columns["currency"] = context.source.currency or context.brand.currency
        if context.source.currency is None:
            notes.append("revenue taken to be in the brand's currency: the file doesn't say")
    frame = rows.frame(periods | columns)
    _refuse_second_dimension(file, rows, match.columns, frame, key)
    zone = context.source.timezone or context.brand.timezone
    frame["snapshot_at"] = pd.Timestamp(snapshot_at(context, zone, stated=span.end))
    return reading(match.layout, [rows], {name: [frame]}, notes=notes)


def _refuse_other_writers(file: RawFile) -> None:
    preamble = [line for table in file.tables for line in table.preamble]
    what = None
    if any("Reports snapshot" in line or "Report CSV Export" in line for line in preamble):
        what = "is a GA4 Reports snapshot: many cards in one file"
    elif sum(bool(DATE_LINE.match(line)) for line in preamble) > 2:
        what = "is a GA4 overview: many cards in one file, or a comparison"
    elif any(_EXPLORATION.match(line) for line in preamble):
        what = "is a GA4 exploration"
    if what:
        allowed = "standard reports: Traffic acquisition, User acquisition, Events"
        raise ExportError(Problem(f"{what}: known, but not served", file=file.path, allowed=allowed))


def _events(rows: Rows) -> dict[str, Any]:
    name = rows.text("name", 200)
    rows.set_aside(name.isna(), "no event name", "name")
    return {
        "name": name,
        "count": rows.integer("count"),
        "users": rows.integer("users"),
        "value": rows.number("value"),
    }


def _web(rows: Rows, context: Context) -> dict[str, Any]:
    pair = rows.text("source_medium", 400).str.split(" / ", n=1, expand=True).reindex(columns=[0, 1])
    source = rows.text("source", 200).fillna(pair[0].astype("string"))
    medium = rows.text("medium", 200).fillna(pair[1].astype("string"))
    group = rows.text("channel_group", 200)
    sessions, users = rows.integer("sessions"), rows.integer("users")
    active = rows.integer("active_users")
    seconds = (rows.number("seconds_a_session") * sessions).fillna(rows.number("seconds_a_user") * active)
    return {
        "source_name": source,
        "medium": medium,
        "campaign": rows.text("campaign", 200),
        "content": rows.text("content", 200),
        "channel_group": group,
        "platform": _platform(source, medium, group, context.vocabularies),
        "paid": _paid(medium, group, context.vocabularies),
        "sessions": sessions,
        "engaged_sessions": rows.integer("engaged_sessions"),
        "users": users.fillna(active),
        "new_users": rows.integer("new_users"),
        "key_events": rows.number("key_events"),
        "event_count": rows.integer("event_count"),
        "engagement_seconds": seconds,
        "revenue": rows.number("revenue"),
    }


def _platform(
    source: pd.Series, medium: pd.Series, group: pd.Series, vocabularies: dict[str, Any]
) -> pd.Series:
    """The social platform of each row; null where it is not social."""
    platforms = {
        name: platform for platform, names in vocabularies["social_sources"].items() for name in names
    }
    found = source.str.casefold().map(platforms).astype("string")
    social = medium.str.casefold().isin(vocabularies["social_media"]) | group.str.casefold().isin(
        ["organic social", "paid social"]
    )
    return found.mask(found.isna() & social, OTHER_SOCIAL)


def _paid(medium: pd.Series, group: pd.Series, vocabularies: dict[str, Any]) -> pd.Series:
    """Whether the medium, or the channel group, says paid; null where neither stands."""
    by_medium = medium.str.casefold().isin(vocabularies["paid_media"]).astype("boolean")
    by_group = group.str.casefold().str.startswith(("paid ", "display", "cross-network")).astype("boolean")
    return by_medium.where(medium.notna(), by_group)


def _refuse_second_dimension(
    file: RawFile, rows: Rows, columns: dict[str, int], frame: pd.DataFrame, key: list[str]
) -> None:
    """Rows that agree in all that is read differ in a column that is not: their sums would be wrong."""
    repeated = frame.duplicated(["period_start", *key], keep=False)
    if not repeated.any():
        return
    used = set(columns.values())
    strange = [
        name
        for place, name in enumerate(rows.table.header)
        if place not in used and values.number(rows.at(place))[1].any()
    ]
    named = f" {clean_line(strange[0], 60)!r}" if strange else ""
    raise ExportError(
        Problem(
            f"has a second dimension{named} that is not served: {int(repeated.sum())} rows share a key",
            file=file.path,
            line=int(frame.loc[repeated, "line"].iloc[0]),
            allowed="the report without a secondary dimension, or with Date, Week or Month",
        )
    )
