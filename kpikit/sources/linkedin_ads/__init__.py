"""LinkedIn's Campaign Manager: performance by campaign or ad, by UTC day or for a whole period.

Portuguese files are UTF-16 with tabs, DD/MM and decimal commas; English ones have a preamble that says which
days are reported. A row states only the day on which it starts: it is a day where the file has consecutive
days, or reports one day; else the period that the preamble or the name says. Names of campaigns may hold
those of sales people: they stay, being what campaigns are known by; addresses and handles go.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import checks, headers, numeric_days, totals, values
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import named_in, snapshot_at
from kpikit.sources.linkedin_ads.layouts import DIVIDED_BY, LAYOUTS, PORTUGUESE
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from datetime import date

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading

__all__ = ["LAYOUTS", "read"]

_COUNTS = ("impressions", "clicks", "reach", "link_clicks", "video_views", "leads")
_AMOUNTS = ("cost", "conversions", "attributed_revenue")
_ISO = "%Y-%m-%d"
_MONTH_NAMED = "%B %d, %Y"
_REPORT = re.compile(
    r"(?:report (?P<side>start|end)):\s*"
    r"(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d|[A-Za-z]+ \d{1,2}, \d{4})",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\s*(?:report (?:start|end)|date generated)\b", re.IGNORECASE)
_WEEK = pd.Timedelta(days=7)


def read(file: RawFile, context: Context) -> Reading:
    """Read a performance report.

    Raises:
        ExportError: Of none of the layouts, divided further than by campaign and ad, or nothing says which
            days its rows count.
    """
    table, match, above = _one(file)
    _refuse_divided(file, table)
    notes = list(file.notes)
    rows = Rows(table, match.columns)
    if not len(rows):
        notes.append("no rows")
        return reading(match.layout, [rows], {}, notes=notes)
    portuguese = header_key(table.header[match.columns["start"]]) in PORTUGUESE
    stated_by = _totals_of(rows)
    rows.take_out(stated_by)
    written = [rows.cells("start"), rows.cells("end"), pd.Series(list(above.values()), dtype="string")]
    told = numeric_days.order(pd.concat(written).dropna())
    # The layout says the order, most rows outweigh it: a single row of another is damaged.
    day_first = portuguese if told.day_first == told.month_first else told.day_first > told.month_first
    order = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    start = rows.day("start", (order, _ISO))
    rows.set_aside(start.isna(), NOT_A_DATE, "start")
    reported = _reported(above, order)
    end = _ends(file, rows, start, order, reported or _named(context))
    daily = bool((start == end)[rows.kept].all())
    newest = checks.newest(end[rows.kept], context)
    moment = pd.Timestamp(snapshot_at(context, stated=reported[1] if reported else None, last_day=newest))
    checks.set_aside_impossible(rows, start, "start", checks.day_after(moment.date()))
    columns = _columns(rows, context, "," if portuguese else ".", notes)
    _refuse_repeats(file, rows, [columns["campaign_id"], columns["campaign"], columns["ad_id"], start])
    checked = _compare(rows, columns, stated_by)
    if daily:
        frame = rows.frame(columns | {"date": start, "snapshot_at": moment})
    else:
        whole: dict[str, object] = {"ad_group": "", "dimension": "", "bucket": ""}
        period = {"period_start": start, "period_end": end, "snapshot_at": moment}
        frame = rows.frame(columns | whole | period)
    name = "ads_daily" if daily else "ads_periods"
    return reading(match.layout, [rows], {name: [frame]}, notes=notes, totals=checked)


def _one(file: RawFile) -> tuple[RawTable, headers.Match, dict[str, str]]:
    """The report, and the days written above it: "start", "end".

    Raises:
        ExportError: The file is of none of the layouts, or holds several reports.
    """
    preambles = [table for table in file.tables if _is_preamble(table)]
    reports = [table for table in file.tables if table not in preambles]
    found = headers.recognise(replace(file, tables=reports), LAYOUTS)
    if len(found) != 1:
        what = f"holds {len(found)} reports"
        raise ExportError(Problem(what, file=file.path, allowed="one report a file"))
    ((table, match),) = found
    lines = [",".join(row) for one in preambles for row in (one.header, *one.rows)]
    text = " ".join(filter(None, [*lines, *table.preamble, table.title]))
    return table, match, {one["side"].casefold(): one["day"] for one in _REPORT.finditer(text)}


def _is_preamble(table: RawTable) -> bool:
    """Whether lines above the report look like a table, as commas stand in them."""
    return all(_ABOVE.match(row[0]) for row in (table.header, *table.rows))


def _refuse_divided(file: RawFile, table: RawTable) -> None:
    for name in table.header:
        if header_key(name).endswith(DIVIDED_BY):
            raise ExportError(
                Problem(
                    f"is divided by {clean_line(name, 60)!r}: known, but not served",
                    file=file.path,
                    line=table.header_line,
                    allowed="the performance report by campaign or ad, without breakdown",
                )
            )


def _totals_of(rows: Rows) -> pd.Series:
    """Mask of the row of totals: its word stands in one of the first columns."""
    mask = totals.is_total(rows.cells("start"))
    for name in ("account", "campaign"):
        mask |= totals.is_total(rows.cells(name)) & rows.cells("start").isna()
    return mask


def _reported(above: dict[str, str], order: str) -> tuple[date, date] | None:
    """First and last day of the report, where the file says both."""
    found = {}
    for side, text in above.items():
        for pattern in (order, _ISO, _MONTH_NAMED):
            day, _ = values.day(pd.Series([text], dtype="string"), (pattern,))
            if day.notna().all():
                found[side] = day.iloc[0].date()
                break
    return (found["start"], found["end"]) if set(found) == {"start", "end"} else None


def _named(context: Context) -> tuple[date, date] | None:
    found = named_in(context)
    return None if found is None or found.start is None else (found.start, found.end)


def _ends(
    file: RawFile, rows: Rows, start: pd.Series, order: str, span: tuple[date, date] | None
) -> pd.Series:
    """The last day that each row counts.

    Raises:
        ExportError: Nothing says it.
    """
    if rows.has("end"):
        end = rows.day("end", (order, _ISO))
        rows.set_aside(end.isna() | (end < start), NOT_A_DATE, "end")
        return end
    days = start[rows.kept].drop_duplicates().sort_values()
    steps = days.diff().dropna()
    if not len(days) or (len(steps) and steps.min() < _WEEK):
        return start
    if len(steps):
        what = "its rows lie a week or more apart"
    elif span is None or days.iloc[0] != pd.Timestamp(span[0]):
        what = "nothing says the last day that its rows count"
    else:
        return start.mask(start.notna(), pd.Timestamp(span[1]))
    allowed = "the report by day, or with its first and last day above the header or in its name"
    raise ExportError(Problem(what, file=file.path, allowed=allowed))


def _columns(rows: Rows, context: Context, decimal: str, notes: list[str]) -> dict[str, object]:
    """Columns that daily rows and those of a period share."""
    mark = values.decimal_mark(rows.cells("cost"), rows.cells("attributed_revenue"), otherwise=decimal)
    scrub = Scrubber.of(context.brand)
    campaign = _scrubbed(rows, "campaign", scrub)
    rows.set_aside(campaign.isna(), EMPTY, "campaign")
    amounts = {name: rows.number(name, mark) for name in _AMOUNTS if rows.has(name)}
    rows.set_aside(amounts["cost"].isna() & rows.cells("impressions").isna(), EMPTY, "cost")
    account = rows.text("account", 200).fillna(context.brand.name)
    currency = rows.cells("currency").str.upper()
    if currency.isna().any():
        notes.append("the file doesn't name a currency: taken as that of the parameters")
    return {
        "platform": "linkedin",
        "account": context.source.account or account,
        "campaign_id": checks.ids(rows, "campaign_id").fillna(""),
        "campaign": campaign,
        "campaign_type": rows.text("objective", 200).fillna(rows.text("kind", 200)),
        "ad_id": checks.ids(rows, "ad_id").fillna(""),
        "ad": _scrubbed(rows, "ad", scrub),
        **checks.counts(rows, _COUNTS, mark),
        **amounts,
        "currency": currency.fillna(context.source.currency or context.brand.currency),
    }


def _scrubbed(rows: Rows, name: str, scrub: Scrubber) -> pd.Series:
    texts = rows.cells(name).astype(object)
    return pd.Series(scrub.texts(texts.where(texts.notna(), None)), dtype="string")


def _refuse_repeats(file: RawFile, rows: Rows, key: list[object]) -> None:
    """Rows of one campaign, ad and day that differ are parts of something; the same row twice is set aside.

    Raises:
        ExportError: The report is divided by something unknown.
    """
    columns = [column for column in key if isinstance(column, pd.Series)]
    keys = pd.concat(columns, axis=1)[rows.kept]
    cells = pd.DataFrame(rows.table.rows)[rows.kept]
    if (keys.duplicated() & ~cells.duplicated()).any():
        what = "has several rows of one campaign and day: divided by something that this source doesn't read"
        raise ExportError(Problem(what, file=file.path, allowed="the report without breakdown"))
    rows.set_aside_repeats(*columns)


def _compare(rows: Rows, columns: dict[str, object], stated_by: pd.Series) -> list[ControlTotal]:
    """The row of totals against the rows; reach is of each row alone."""
    found = []
    for name in ("impressions", "clicks", "cost"):
        column = columns[name]
        if not isinstance(column, pd.Series):
            continue
        stated = column[stated_by].dropna()
        if len(stated):
            label = f"total, {rows.table.header[rows.place(name)]}"
            found.append(ControlTotal(label, float(stated.iloc[0]), round(float(column[rows.kept].sum()), 6)))
    return found
