"""Microsoft Advertising: the campaigns page as downloaded, and its reports by day.

Ids stand in brackets. Lines `Search total`, `Audience total` and the like repeat the rows' figures: they are
check figures. A download of the campaigns page states no days, so its name must.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import Layout
from kpikit.sources.common import ads, calendars, headers
from kpikit.sources.common.checks import ids
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, ControlTotal, Reading
    from kpikit.sources.common.calendars import Span

_COUNTS = {"impressions": ("impr.", "impressions"), "clicks": ("clicks",)}
_AMOUNTS = {
    "cost": ("spend",),
    "conversions": ("conv.", "conversions"),
    "attributed_revenue": ("revenue", "conv. value"),
}
_COLUMNS = {
    "date": ("day", "date", "gregorian date"),
    "campaign_id": ("campaign id",),
    "campaign": ("campaign", "campaign name"),
    "campaign_type": ("campaign type",),
    "currency": ("currency", "currency code"),
}


def _layout(name: str, what: str, *required: str) -> Layout:
    return Layout(
        id=f"microsoft-ads-{name}/1",
        what=f"Microsoft Advertising {what}",
        headers=_COLUMNS | _COUNTS | _AMOUNTS,
        required=("campaign_id", "campaign", "cost", "clicks", "impressions", *required),
        languages=("en",),
        tried=False,
        feeds=("ads_daily",) if "date" in required else ("ads_periods",),
    )


CAMPAIGNS = _layout("campaigns", "campaigns")
BY_DAY = _layout("campaigns-by-day", "campaigns by day", "date")
LAYOUTS = (CAMPAIGNS, BY_DAY)

_WHOLE = frozenset({"", "overall", "grand", "account", "campaign", "campaigns", "all campaigns"})
_DIVISIONS = frozenset(
    {"ad group", "ad group id", "keyword", "ad id", "device", "device type", "network", "hour"}
)


def read(file: RawFile, context: Context) -> Reading:
    """Read campaigns: for the days in the file's name, or by day.

    Raises:
        ExportError: It is another export, is divided by more than campaigns, or nothing says its days.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    checks: list[ControlTotal] = []
    notes = list(file.notes)
    zone = context.zone
    matches = headers.recognise(file, LAYOUTS)
    for table, match in matches:
        _refuse_divisions(table, context)
        rows = Rows(table, match.columns)
        of = _parts(rows)
        rows.take_out(of.notna() | ads.labels(table).str.startswith("\u00a9"))
        figures = ads.figures(rows, (*_COUNTS, *_AMOUNTS))
        span = _span(table, context) if match.layout is CAMPAIGNS else None
        frame = _frame(rows, figures, span, context)
        last = frame["date"].max().date() if span is None and len(frame) else None
        stated = span.end if span else None
        frame["snapshot_at"] = pd.Timestamp(snapshot_at(context, zone, stated=stated, last_day=last))
        if not rows.has("currency"):
            notes.append("amounts taken to be in the brand's currency: the file doesn't say")
        checks += _checks(rows, figures, of)
        parts.append(rows)
        frames.setdefault(match.layout.feeds[0], []).append(frame)
    names = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(names), parts, frames, notes=notes, totals=checks)


def _refuse_divisions(table: RawTable, context: Context) -> None:
    divided = sorted({name.strip().casefold() for name in table.header} & _DIVISIONS)
    if divided:
        what = f"is divided by {divided[0]}: known of Microsoft Advertising, but not served"
        raise ExportError(
            Problem(what, file=context.path, line=table.header_line, allowed="campaigns, or campaigns by day")
        )


def _span(table: RawTable, context: Context) -> Span:
    for line in (table.title, *table.preamble):
        if line and (found := calendars.span_in_words(line)) is not None:
            return found
    return calendars.span_of_name(context)


def _parts(rows: Rows) -> pd.Series:
    """What a total is of ("search", "" for all), null in rows of campaigns, which have an id."""
    part = ads.labels(rows.table).str.casefold().str.extract(r"^(.*?)\s*\btotals?$")[0]
    has_id = rows.cells("campaign_id").str.fullmatch(r"\[?\d+\]?").fillna(value=False)
    return part.mask(has_id).astype("string")


def _frame(rows: Rows, figures: dict[str, pd.Series], span: Span | None, context: Context) -> pd.DataFrame:
    written = rows.cells("campaign_id").str.replace(r"^\[(.*)\]$", r"\1", regex=True)
    campaign_id = ids(rows, "campaign_id", written)
    rows.set_aside(campaign_id.isna(), EMPTY, "campaign_id")
    columns: dict[str, object] = {
        "platform": "microsoft_ads",
        "account": context.source.account or context.brand.name,
        "campaign_id": campaign_id,
        "campaign": rows.text("campaign", 500).fillna(""),
        "campaign_type": rows.text("campaign_type", 100),
        "currency": rows.text("currency", 10).fillna(context.source.currency or context.brand.currency),
    }
    if span is None:
        days, unreadable = calendars.days(rows.cells("date"))
        rows.set_aside(unreadable | days.isna(), NOT_A_DATE, "date")
        rows.set_aside_repeats(campaign_id, days)
        return rows.frame(columns | figures | {"date": days})
    rows.set_aside_repeats(campaign_id)
    period = {"period_start": pd.Timestamp(span.start), "period_end": pd.Timestamp(span.end)}
    return rows.frame(columns | figures | period | {"dimension": "", "bucket": ""})


def _checks(rows: Rows, figures: dict[str, pd.Series], parts: pd.Series) -> list[ControlTotal]:
    """Each stated total against the rows it is of: all, or those of its campaign type."""
    types = rows.cells("campaign_type").str.casefold()
    kept = pd.Series(rows.kept)
    labels = ads.labels(rows.table)
    found = []
    for index, part in enumerate(parts):
        if pd.isna(part):
            continue
        mine = kept if part in _WHOLE else kept & types.eq(part).fillna(value=False)
        for name, numbers in figures.items():
            if mine.any() and pd.notna(numbers[index]):
                found.append(ads.total(rows, name, labels[index], float(numbers[index]), numbers[mine]))
    return found
