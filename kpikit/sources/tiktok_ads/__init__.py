"""TikTok Ads: creatives of GMV Max campaigns for products, in English and Indonesian.

A row is a creative (a video, or the product's card) that advertised one product in one campaign. The accounts
that posted the videos are private people's: that column is not read. The days counted stand in the name only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal
from kpikit.sources.common import ads, calendars, headers
from kpikit.sources.common.checks import ids
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, Rows, reading
from kpikit.sources.common.totals import is_total
from kpikit.sources.tiktok_ads.layouts import FIGURES, GMV_MAX, LAYOUTS

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.calendars import Span

__all__ = ["LAYOUTS", "read"]

MISSING = ("n/a",)
_IDS = ("campaign_id", "product_id", "video_id")


def read(file: RawFile, context: Context) -> Reading:
    """Read creatives of GMV Max campaigns.

    Raises:
        ExportError: It is another export, or its name says no days.
    """
    matches = headers.recognise(file, LAYOUTS)
    span, moment = calendars.dated_by_name(context)
    notes, checks = list(file.notes), list[ControlTotal]()
    parts, frames = [], []
    for table, match in matches:
        rows = Rows(table, match.columns, MISSING)
        has_id = rows.cells("campaign_id").str.fullmatch(r"\d+").fillna(value=False)
        rows.take_out(is_total(ads.labels(table)) & ~has_id)
        if not rows.has("currency"):
            notes.append("amounts taken to be in the brand's currency: the file doesn't say")
        frame = _creatives(rows, span, context, checks)
        frame["snapshot_at"] = moment
        parts.append(rows)
        frames.append(frame)
    return reading(GMV_MAX, parts, {"ads_periods": frames}, notes=notes, totals=checks)


def _creatives(rows: Rows, span: Span, context: Context, checks: list[ControlTotal]) -> pd.DataFrame:
    scrub = Scrubber.of(context.brand)
    of = {name: ids(rows, name) for name in _IDS}
    rows.set_aside(of["campaign_id"].isna(), EMPTY, "campaign_id")
    found = ads.figures(rows, FIGURES)
    kind = rows.text("creative", 100).fillna("")
    bucket = of["product_id"].fillna("") + "|" + kind
    rows.set_aside_repeats(of["campaign_id"], of["video_id"], bucket)
    checks += _returns(rows, found) + _totals(rows, found)
    return rows.frame(
        {
            "platform": "tiktok_ads",
            "account": context.source.account or context.brand.name,
            "period_start": pd.Timestamp(span.start),
            "period_end": pd.Timestamp(span.end),
            "campaign_id": of["campaign_id"],
            "campaign": rows.text("campaign", 500).fillna(""),
            "campaign_type": "GMV Max",
            "ad_id": of["video_id"],
            "ad": rows.text("title", 500).map(scrub, na_action="ignore").astype("string"),
            "dimension": "product_creative",
            "bucket": bucket,
            "currency": rows.text("currency", 10).fillna(context.source.currency or context.brand.currency),
            **found,
        }
    )


def _totals(rows: Rows, found: dict[str, pd.Series]) -> list[ControlTotal]:
    """The last row that states totals, where there is one, against the creatives."""
    labels = ads.labels(rows.table)[rows.stated]
    if labels.empty:
        return []
    stated = {name: numbers[labels.index[-1]] for name, numbers in found.items()}
    return [
        ads.total(rows, name, labels.iloc[-1], float(value), found[name][rows.kept])
        for name, value in stated.items()
        if pd.notna(value)
    ]


def _returns(rows: Rows, found: dict[str, pd.Series]) -> list[ControlTotal]:
    """The stated return is gross revenue by cost, rounded to hundredths."""
    if not rows.has("roi"):
        return []
    roi, cost = rows.number("roi"), found["cost"]
    shown = roi.notna() & (cost > 0).fillna(value=False) & found["attributed_revenue"].notna() & rows.kept
    agree = ((roi - found["attributed_revenue"] / cost).abs() < 0.0051)[shown]
    return [ControlTotal("rows whose ROI is gross revenue by cost", float(shown.sum()), float(agree.sum()))]
