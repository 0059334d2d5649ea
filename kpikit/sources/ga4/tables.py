"""One table of Google Analytics 4 → rows of the canonical table that its layout feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import values
from kpikit.sources.common.checks import count
from kpikit.sources.common.personal import ADDRESS_WITH_MAIL, holds_mail
from kpikit.sources.common.rows import Rows, melt
from kpikit.sources.common.social import platforms
from kpikit.sources.ga4.layouts import API_DAYS, BASES, DAYS, EXPORTED, PAGE_NAMES, TREND, VISITORS, WHOLE
from kpikit.sources.ga4.spans import period_columns
from kpikit.text import clean_line

if TYPE_CHECKING:
    from datetime import date

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match
    from kpikit.sources.ga4.spans import Span

OTHER_SOCIAL = "other_social"
"""Platform of rows that are social by medium or channel group while their source names no one platform."""

NOT_AVAILABLE = ("-1",)
"""GA4 writes -1 where a figure is not available."""

_KEYS = {
    "web": ("source_name", "medium", "campaign", "content", "channel_group"),
    "web_pages": ("page", "channel_group"),
    "conversions": ("name",),
    "audience": ("bucket",),
    "account_periods": ("bucket",),
    "account_daily": ("metric", "date"),
}
"""Columns that tell the rows of one table apart, beside their days."""

_WHOLE_COUNTS = (
    "sessions", "engaged_sessions", "users", "active_users", "new_users", "event_count", "views", "entrances",
    "exits",
)  # fmt: skip
_GENDERS = {"male": "men", "female": "women"}
_DAY_METRICS = {"sessions": "sessions", "users": "visitors", "views": "site_views"}


@dataclass(frozen=True)
class Part:
    """A table read.

    Attributes:
        layout: Id of its layout.
        rows: Its raw rows, with what became of each.
        name: The canonical table that it feeds.
        frame: Rows of that table; `snapshot_at` is still to come.
    """

    layout: str
    rows: Rows
    name: str
    frame: pd.DataFrame


def has_figures(match: Match) -> bool:
    """Whether a table has any of the figures that its canonical table has a place for."""
    wanted = {
        "web": {*_WHOLE_COUNTS[:6], "key_events"},
        "web_pages": {"views", "sessions", "users", "active_users", "entrances", "exits"},
    }.get(match.layout.feeds[0])  # fmt: skip
    return wanted is None or match.layout is EXPORTED or not wanted.isdisjoint(match.columns)


def read_table(
    file: RawFile,
    found: tuple[RawTable, Match],
    span: Span,
    context: Context,
    missing: tuple[str, ...] = (),
) -> Part:
    """Read one table as its layout says.

    Args:
        file: The file.
        found: The table and its layout.
        span: The days that it counts.
        context: The file's surroundings.
        missing: Further texts that mean missing.

    Raises:
        ExportError: It has a second dimension that is not served.
    """
    table, match = found
    rows = Rows(table, match.columns, missing)
    if table.rows:
        rows.set_aside_repeats(*(rows.at(place) for place in range(len(table.header))))
    name = match.layout.feeds[0]
    if match.layout in (DAYS, TREND, API_DAYS):
        frame = _days(rows, span, context)
    else:
        read = {"web": _web, "web_pages": _pages, "conversions": _events}.get(name, _visitors)
        frame = read(rows, match, span, context)
    frame["layout"] = pd.Series(match.layout.id, index=frame.index, dtype="string")
    _refuse_second_dimension(file, rows, match, frame)
    return Part(match.layout.id, rows, name, frame)


def _money(rows: Rows, context: Context) -> dict[str, Any]:
    return {"currency": context.source.currency or context.brand.currency} if rows.has("revenue") else {}


def _seconds(rows: Rows, sessions: pd.Series, active: pd.Series) -> pd.Series:
    """Engagement time in all: as stated, else the mean of a session or active user times their number."""
    by_session = rows.number("seconds_a_session") * sessions
    return rows.number("seconds").fillna(by_session).fillna(rows.number("seconds_a_user") * active)


def _web(rows: Rows, match: Match, span: Span, context: Context) -> pd.DataFrame:
    basis = next(basis for word, basis in BASES.items() if f"-{word}-" in match.layout.id)
    pair = rows.text("source_medium", 400).str.split(" / ", n=1, expand=True).reindex(columns=[0, 1])
    source = rows.text("source", 200).fillna(pair[0].astype("string"))
    medium = rows.text("medium", 200).fillna(pair[1].astype("string"))
    group = rows.text("channel_group", 200)
    counts = {name: count(rows, name) for name in _WHOLE_COUNTS[:6]}
    active = counts.pop("active_users")
    columns = {
        "basis": basis,
        "source_name": source,
        "medium": medium,
        "campaign": rows.text("campaign", 200),
        "content": rows.text("content", 200),
        "channel_group": group,
        "platform": platform_of(source, medium, group, context.vocabularies),
        "paid": paid(medium, group, context.vocabularies),
        **counts,
        "users": counts["users"].fillna(active),
        "key_events": rows.number("key_events"),
        "engagement_seconds": _seconds(rows, counts["sessions"], active),
        "revenue": rows.number("revenue"),
    }
    return rows.frame(period_columns(rows, span) | columns | _money(rows, context))


def _pages(rows: Rows, match: Match, span: Span, context: Context) -> pd.DataFrame:
    page = rows.text("page", 2_000)
    rows.set_aside(page.isna(), "no name of the item", "page")
    rows.set_aside(holds_mail(page), ADDRESS_WITH_MAIL, "page")
    periods, group = period_columns(rows, span), rows.text("channel_group", 200)
    beside = pd.DataFrame({"start": periods["period_start"], "group": group, "page": page}, index=page.index)
    written = beside.assign(page=rows.cells("page"))
    alike = beside.duplicated() & ~written.duplicated(keep=False)
    rows.set_aside(alike, "a name that differs from another one in blanks alone", "page")
    sessions, active = count(rows, "sessions"), count(rows, "active_users")
    named_by = next(word for word in PAGE_NAMES if match.layout.id.endswith(f"pages-{word}/1"))
    entrances = count(rows, "entrances")
    columns = {
        "named_by": named_by,
        "page": page,
        "channel_group": group,
        "views": count(rows, "views"),
        "users": count(rows, "users").fillna(active),
        "sessions": sessions,
        # A session has one landing page: those of a landing page are its entrances.
        "entrances": entrances.fillna(sessions) if named_by == "landing" else entrances,
        "exits": count(rows, "exits"),
        "engagement_seconds": _seconds(rows, sessions, active),
        "key_events": rows.number("key_events"),
        "event_count": count(rows, "event_count"),
        "revenue": rows.number("revenue"),
    }
    return rows.frame(periods | columns | _money(rows, context))


def _events(rows: Rows, match: Match, span: Span, context: Context) -> pd.DataFrame:
    name = rows.text("name", 200)
    rows.set_aside(name.isna(), "no event name", "name")
    counted = "event_count" if "event_count" in match.layout.required else "key_events"
    columns = {
        "name": name,
        "count": count(rows, counted),
        "users": count(rows, "users").fillna(count(rows, "active_users")),
        "value": rows.number("revenue"),
    }
    return rows.frame(period_columns(rows, span) | columns | _money(rows, context))


def _visitors(rows: Rows, match: Match, span: Span, context: Context) -> pd.DataFrame:
    """Active users of the days stated: in all, or of each country, city, age, gender or kind of device."""
    users = count(rows, "active_users")
    rows.set_aside(users.isna(), "no value", "active_users")
    periods = period_columns(rows, span)
    bucket = rows.text("bucket", 200)
    if match.layout is not WHOLE:
        rows.set_aside(bucket.isna(), "no name of the group", "bucket")
    dimension = next((name for name, layout in VISITORS.items() if layout is match.layout), "")
    if match.layout.feeds == ("audience",):
        given = bucket.str.casefold().map(_GENDERS).fillna(bucket) if dimension == "gender" else bucket
        return rows.frame(
            {
                "as_of": periods["period_end"],
                "base": "visitors",
                "dimension": dimension,
                "bucket": given.astype("string"),
                "value": users.astype("Float64"),
                "unit": "count",
            }
        )
    return rows.frame(
        {
            "metric": "visitors",
            "dimension": dimension,
            "bucket": "" if match.layout is WHOLE else bucket,
            "period_start": periods["period_start"],
            "period_end": periods["period_end"],
            "day_zone": context.zone,
            "value": users.astype("Float64"),
        }
    )


def _days(rows: Rows, span: Span, context: Context) -> pd.DataFrame:
    """Figures of the whole property by day: the day is written, or counted from the first one on."""
    days: Any
    if rows.has("nth"):
        nth = rows.integer("nth")
        days = pd.Timestamp(span.start) + pd.to_timedelta(nth.astype("Float64"), unit="D")
        outside = (nth < 0) | (days > pd.Timestamp(span.end)).fillna(value=False) | nth.isna()
        rows.set_aside(outside, "not a day of the report's range", "nth")
        days = days.astype("datetime64[us]")
        figures = {"visitors": count(rows, "active_users")}
    else:
        days = period_columns(rows, span)["period_start"]
        figures = {metric: count(rows, name) for name, metric in _DAY_METRICS.items() if rows.has(name)}
        active = count(rows, "active_users")
        figures["visitors"] = figures.get("visitors", active).fillna(active)
    known = pd.concat(list(figures.values()), axis=1).notna().any(axis=1)
    rows.set_aside(~known, "no value")
    zone = context.zone
    base: dict[str, object] = {"date": days, "day_zone": zone}
    frames = [frame for frame in melt(rows, figures, base) if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else rows.frame(base | {"metric": "", "value": 0.0})


def platform_of(
    source: pd.Series, medium: pd.Series, group: pd.Series, vocabularies: dict[str, Any]
) -> pd.Series:
    """The social platform of each row; null where it is not social."""
    found = source.str.casefold().map(platforms(vocabularies)).astype("string")
    social = medium.str.casefold().isin(vocabularies["social_media"]) | group.str.casefold().isin(
        ["organic social", "paid social"]
    )
    return found.mask(found.isna() & social, OTHER_SOCIAL)


def paid(medium: pd.Series, group: pd.Series, vocabularies: dict[str, Any]) -> pd.Series:
    """Whether the medium, or the channel group, says paid; null where neither stands."""
    by_medium = medium.str.casefold().isin(vocabularies["paid_media"]).astype("boolean")
    by_group = group.str.casefold().str.startswith(("paid ", "display", "cross-network")).astype("boolean")
    return by_medium.where(medium.notna(), by_group)


def last_day(part: Part) -> date:
    """The last day that a table counts."""
    day = {"account_daily": "date", "audience": "as_of"}.get(part.name, "period_end")
    found: date = part.frame[day].max().date()
    return found


def _refuse_second_dimension(file: RawFile, rows: Rows, match: Match, frame: pd.DataFrame) -> None:
    """Rows that agree in all that is read differ in a column that is not: their sums would be wrong."""
    key = _KEYS[match.layout.feeds[0]]
    used = set(match.columns.values())
    days = [name for name in ("period_start", "as_of") if name in frame]
    repeated = frame.duplicated([*days, *key], keep=False)
    if not repeated.any():
        return
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
