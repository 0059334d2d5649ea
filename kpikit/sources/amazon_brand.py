"""Amazon Brand Analytics: Search Query Performance (brand and ASIN view), Search Catalog Performance.

The line above the table says which week, month or quarter is counted, by its days, by the column
`Reporting Date` (the period's last day), or in words ("2026", "June"). Stated shares are checked and not
kept: the brand's part is the sum of its counts by the sum of all.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import headers, values
from kpikit.sources.common.checks import counts
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

_ITALIAN = "query di ricerca"
# Of the Italian names those of query, volume and impressions were seen; the others follow their pattern.
_SHARED: dict[str, tuple[str, ...]] = {
    "query": ("search query", _ITALIAN),
    "rank": ("search query score", "punteggio della query di ricerca"),
    "volume": ("search query volume", "volume delle query di ricerca"),
    "impressions": ("impressions: total count", "impressioni: numero totale"),
    "clicks": ("clicks: total count", "clic: numero totale"),
    "cart_adds": (
        "cart adds: total count",
        "add to cart: total count",
        "aggiunte al carrello: numero totale",
    ),
    "purchases": ("purchases: total count", "acquisti: numero totale"),
    "reported": ("reporting date", "data di reporting"),
}
_STEPS = {
    "impressions": ("impressions", "impressioni"),
    "clicks": ("clicks", "clic"),
    "cart_adds": ("cart adds", "add to cart", "aggiunte al carrello"),
    "purchases": ("purchases", "acquisti"),
}


def _own(whose: str, italian: str) -> dict[str, tuple[str, ...]]:
    """Counts and shares of the brand or the ASIN at each step."""
    found = {}
    for step, words in _STEPS.items():
        found[f"brand_{step}"] = tuple(
            f"{word}: {count}" for word in words for count in (f"{whose} count", f"numero {italian}")
        )
        found[f"share_{step}"] = tuple(
            f"{word}: {share}" for word in words for share in (f"{whose} share %", f"% quota {italian}")
        )
    return found


BRAND = Layout(
    id="amazon-search-query-brand/1",
    what="Amazon Search Query Performance, brand view",
    headers=_SHARED | _own("brand", "del marchio"),
    required=("query", "volume", "impressions"),
    languages=("en", "it"),
    tried=False,
    feeds=("marketplace_search",),
)
ASIN = Layout(
    id="amazon-search-query-asin/1",
    what="Amazon Search Query Performance, ASIN view",
    headers=_SHARED | _own("asin", "dell'asin") | {"asin": ("asin",)},
    required=("query", "volume", "impressions", "brand_impressions"),
    languages=("en", "it"),
    tried=False,
    feeds=("marketplace_search",),
)
CATALOG = Layout(
    id="amazon-search-catalog/1",
    what="Amazon Search Catalog Performance",
    headers={
        "asin": ("asin",),
        "title": ("product title",),
        "reported": ("reporting date",),
        "brand_impressions": ("search funnel - impressions", "impressions: impressions"),
        "brand_clicks": ("search funnel - clicks", "clicks: clicks"),
        "brand_cart_adds": ("search funnel - cart adds", "cart adds: cart adds"),
        "brand_purchases": ("search funnel - purchases", "purchases: purchases"),
    },
    required=("asin", "brand_impressions", "brand_clicks", "brand_cart_adds", "brand_purchases"),
    languages=("en",),
    tried=False,
    feeds=("marketplace_search",),
)
LAYOUTS = (BRAND, ASIN, CATALOG)

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d) ?(?:-|\u2013|to|a) ?(\d{4}-\d\d-\d\d)")
_RANGE = re.compile(r"(?i)\b(weekly|monthly|quarterly|settimanale|mensile|trimestrale)\b")
_GRAINS = {
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "settimanale": "week",
    "mensile": "month",
    "trimestrale": "quarter",
}
_YEAR = re.compile(r"(?i)(?:year|anno)=\[\"?(\d{4})")
_MONTH = re.compile(r"(?i)(?:month|mese)=\[\"?([^\"\]|]+)")
_QUARTER = re.compile(r"(?i)(?:quarter|trimestre)=\[\"?[^\d\"\]]*([1-4])\b")
_PRODUCT = re.compile(r"(?i)\bASIN[^=\]]*=\[\"?(B[0-9A-Z]{9}|\d{9}[\dX])\b")
_ITALIAN_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip
_PERIODS = {"week": 7, "month": 31, "quarter": 92}
_SHARE_OFF = 0.0101


@dataclass(frozen=True)
class _Period:
    """First day, last day and grain of a report."""

    start: pd.Timestamp
    end: pd.Timestamp
    grain: str


def read(file: RawFile, context: Context) -> Reading:
    """Read a report; each row is a query, or a product.

    Raises:
        ExportError: It is none of these reports, or nothing says which period or product it counts.
    """
    parts: list[Rows] = []
    frames: list[pd.DataFrame] = []
    totals: list[ControlTotal] = []
    notes = list(file.notes)
    matches = headers.recognise(file, LAYOUTS)
    zone = context.zone
    for table, match in matches:
        rows = Rows(table, match.columns)
        parts.append(rows)
        if not len(rows):
            continue
        period = _period(rows, match, context)
        frame = _rows(rows, match, period, context)
        frame["snapshot_at"] = pd.Timestamp(snapshot_at(context, zone, stated=period.end.date()))
        frames.append(frame)
        totals += _shares(rows, match)
        if match.layout is not CATALOG and not rows.has("brand_impressions"):
            notes.append("the brand's own counts are not among the columns")
    if not any(len(frame) for frame in frames):
        notes.append("no rows")
    names = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(names), parts, {"marketplace_search": frames}, notes=notes, totals=totals)


def _above(table: RawTable) -> str:
    """The line above the table, whichever way it is quoted."""
    return " ".join(filter(None, [*table.preamble, table.title])).replace('""', '"')


def _period(rows: Rows, match: Match, context: Context) -> _Period:
    above = _above(rows.table)
    if (span := _SPAN.search(above)) is not None:
        start, end = pd.to_datetime(span[1], errors="coerce"), pd.to_datetime(span[2], errors="coerce")
        if pd.notna(start) and pd.notna(end) and (grain := _grain(start, end)) is not None:
            return _Period(start, end, grain)
    stated = _RANGE.search(above)
    days, _ = values.day(rows.cells("reported"))
    distinct = days.dropna().unique()
    if stated is not None and len(distinct) == 1:
        return _ending(pd.Timestamp(distinct[0]), _GRAINS[stated[1].casefold()])
    if (named := _named(above)) is not None:
        return named
    raise ExportError(
        Problem(
            f"{match.layout.what}: nothing says which week, month or quarter it counts",
            file=context.path,
            line=rows.table.header_line,
            allowed='the line above the table as Amazon writes it: Reporting Range=["Weekly"],Select week=…',
        )
    )


def _grain(start: pd.Timestamp, end: pd.Timestamp) -> str | None:
    """Whole weeks, months and quarters only."""
    grain = next((name for name, most in _PERIODS.items() if (end - start).days < most), None)
    return grain if grain is not None and _ending(end, grain).start == start else None


def _ending(end: pd.Timestamp, grain: str) -> _Period:
    """The period that ends on a day; months and quarters end where the calendar says."""
    if grain == "week":
        return _Period(end - pd.Timedelta(days=6), end, grain)
    span = end.to_period("M" if grain == "month" else "Q")
    return _Period(span.start_time.normalize(), span.end_time.normalize(), grain)


def _named(above: str) -> _Period | None:
    """A year with a month or quarter in words."""
    year, month, quarter = _YEAR.search(above), _MONTH.search(above), _QUARTER.search(above)
    if year is None:
        return None
    if month is not None:
        word = header_key(month[1])
        english = [header_key(name) for name in calendar.month_name[1:]]
        for names in (english, list(_ITALIAN_MONTHS), [str(number) for number in range(1, 13)]):
            if word in names:
                return _ending(pd.Timestamp(int(year[1]), names.index(word) + 1, 1), "month")
        return None
    if quarter is not None:
        return _ending(pd.Timestamp(int(year[1]), 3 * int(quarter[1]), 1), "quarter")
    return None


def _rows(rows: Rows, match: Match, period: _Period, context: Context) -> pd.DataFrame:
    names = [f"{own}{step}" for step in _STEPS for own in ("", "brand_")]
    columns = counts(rows, ("rank", "volume", *names), _decimal(rows))
    reported = rows.day("reported", ("%Y-%m-%d",))
    outside = (reported < period.start) | (reported > period.end)
    rows.set_aside(outside, "a day outside the report's period", "reported")
    product = _product(rows, match, context)
    query = rows.text("query", 500)
    if match.layout is CATALOG:
        query = pd.Series("", index=range(len(rows)), dtype="string")
        rows.set_aside(product.isna(), "no name of the item", "asin")
    else:
        rows.set_aside(query.isna(), "no name of the item", "query")
    rows.set_aside_repeats(query, product)
    return rows.frame(
        {
            "period_start": period.start,
            "period_end": period.end,
            "grain": period.grain,
            "query": query,
            "product": product,
            **columns,
        }
    )


def _decimal(rows: Rows) -> str:
    """Italian reports group thousands with points."""
    italian = rows.has("query") and header_key(rows.table.header[rows.place("query")]) == _ITALIAN
    return "," if italian else "."


def _product(rows: Rows, match: Match, context: Context) -> pd.Series:
    if match.layout is BRAND:
        return pd.Series("", index=range(len(rows)), dtype="string")
    if rows.has("asin"):
        return rows.text("asin", 20)
    found = _PRODUCT.search(_above(rows.table))
    if found is None:
        what = f"{match.layout.what}: nothing says of which ASIN it is"
        allowed = "the line above the table as Amazon writes it, or a column ASIN"
        raise ExportError(Problem(what, file=context.path, line=rows.table.header_line, allowed=allowed))
    return pd.Series(found[1], index=range(len(rows)), dtype="string")


def _shares(rows: Rows, match: Match) -> list[ControlTotal]:
    """Rows whose stated share (per cent, two decimals) is own count by total."""
    found = []
    decimal = _decimal(rows)
    for step in _STEPS:
        if not all(rows.has(f"{part}{step}") for part in ("", "brand_", "share_")):
            continue
        share, _ = values.share(rows.cells(f"share_{step}"), decimal)
        whole, own = rows.integer(step, decimal), rows.integer(f"brand_{step}", decimal)
        shown = share.notna() & (whole > 0).fillna(value=False) & own.notna() & rows.kept
        agree = ((share - own / whole).abs() * 100 < _SHARE_OFF)[shown]
        what = f"rows whose share of {step.replace('_', ' ')} is their count by the total"
        found.append(ControlTotal(what, float(shown.sum()), float(agree.sum())))
    return found if match.layout is not CATALOG else []
