"""One table of a report: what its rows are of, their days, their figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.reader.raw import REPEATED
from kpikit.sources.common import cells, checks, numeric_days, values
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, NOT_A_NUMBER, Rows
from kpikit.sources.common.snapshots import end_of
from kpikit.sources.meta.money import amount
from kpikit.sources.meta_ads import totals
from kpikit.sources.meta_ads.combining import ADDITIVE, combined
from kpikit.sources.meta_ads.layouts import BREAKDOWNS, COST, ENTITIES, GENDERS, REVENUE
from kpikit.text import header_key

if TYPE_CHECKING:
    from datetime import date

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, ControlTotal
    from kpikit.sources.common.headers import Match

BACKWARDS = "a period that ends before it begins"
OUTSIDE = "a day outside of the period reported"
NEGATIVE_AMOUNT = "an amount below zero"

_WHOLE = ("impressions", "reach", "clicks", "link_clicks", "video_views", "leads")
_MONEY = ("cost", "attributed_revenue")
_MISSING = ("n/a", "not applicable")
_DAYS_OF_A_ROW = ("date", "period_start", "period_end")
_LONGEST_NAME = 300


@dataclass
class Report:
    """A table as read.

    Attributes:
        rows: Its rows, accounted for.
        table: Canonical table that its rows belong to.
        frame: Those rows, without `snapshot_at`.
        level: What a row is of: campaign, ad_group, ad, or account.
        last: Last day that it reports; None where it has no rows.
        totals: Stated sums, compared.
        notes: For the log.
    """

    rows: Rows
    table: str
    frame: pd.DataFrame
    level: str
    last: date | None = None
    totals: list[ControlTotal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Days(NamedTuple):
    starts: pd.Series
    ends: pd.Series
    is_daily: bool


def read(file: RawFile, table: RawTable, match: Match, context: Context) -> Report:
    """Read one table of a file.

    Raises:
        ExportError: Its days are written so that they can be read two ways.
    """
    money = {"cost": amount(table.header, COST), "attributed_revenue": amount(table.header, REVENUE)}
    places = {name: found.place for name, found in money.items() if found is not None}
    rows = Rows(table, match.columns | places, _MISSING)
    notes: list[str] = []
    level = next((name for name in ("ad", "ad_group", "campaign") if _has_level(rows, name)), "account")
    if _is_empty(table):
        rows.take_out(pd.Series([True] * len(rows), dtype="bool"))
        notes.append("the report is empty: nothing ran in its period, or nothing was selected")
        return Report(rows, "ads_daily", rows.frame({}), level, notes=notes)
    of = totals.keys(rows)
    totals.take_out(rows, of)
    for name in ("campaign_id", "ad_group_id", "ad_id"):
        rows.set_aside(checks.is_rounded(rows.cells(name)), checks.ROUNDED_ID, name)
    days = _days(file, rows, match, context)
    figures = _figures(rows, file.delimiter)
    _set_aside_repeats(rows, level)
    stated = totals.compare(rows, of, {name: figures[name] for name in ADDITIVE if name in figures}, _MONEY)
    columns: dict[str, object] = (
        {"account": _account(rows, context)}
        | _entities(rows, context)
        | figures
        | _currency(rows, [found.currency for found in money.values() if found is not None], context, notes)
    )
    buckets = {name: of[name] for name in BREAKDOWNS if name in of and of[name].notna().any()}
    name, frame = _frame(rows, columns, days, buckets)
    _refuse_unknown_division(file, table, frame, level)
    if name == "ads_periods":
        frame = frame.drop(columns="ad_group_id", errors="ignore")
    frame = combined(frame, name, notes)
    return Report(rows, name, frame, level, _last(rows, days, context), stated, notes)


def _frame(
    rows: Rows, columns: dict[str, object], days: _Days, buckets: dict[str, pd.Series]
) -> tuple[str, pd.DataFrame]:
    """Name of the canonical table and its rows: days of the whole, or periods and groups."""
    if days.is_daily and not buckets:
        return "ads_daily", rows.frame(columns | {"date": days.starts})
    period = {"period_start": days.starts, "period_end": days.ends}
    return "ads_periods", rows.frame(columns | period | _divided(buckets, len(rows)))


def _last(rows: Rows, days: _Days, context: Context) -> date | None:
    """Last day reported; a period that was not over yet ends with the day the report was received."""
    newest = days.ends[rows.kept].max()
    if pd.isna(newest):
        return None
    last: date = newest.date()
    received = context.source.received
    return min(last, received) if received is not None else last


def _has_level(rows: Rows, name: str) -> bool:
    return rows.has(name) or rows.has(f"{name}_id")


def _refuse_unknown_division(file: RawFile, table: RawTable, frame: pd.DataFrame, level: str) -> None:
    """One id has one row a day and group; what else may divide it need not divide it into parts."""
    identity = [name for name in (f"{level}_id", *_DAYS_OF_A_ROW, "dimension", "bucket") if name in frame]
    if f"{level}_id" in frame and frame.duplicated(identity).any():
        raise ExportError(
            Problem(
                f"has several rows of one {level.replace('_', ' ')} and day or period: "
                "divided by something that is not read",
                file=file.path,
                line=table.header_line,
                allowed=f"the report without breakdown, by day, or by {', '.join(BREAKDOWNS)}",
            )
        )


def _is_empty(table: RawTable) -> bool:
    """Whether there is no row, or one with words in place of figures: "No data available."."""
    filled = [sum(1 for cell in row if cell.strip()) for row in table.rows]
    return not filled or (filled == [1] and not any(char.isdigit() for char in "".join(table.rows[0])))


def _days(file: RawFile, rows: Rows, match: Match, context: Context) -> _Days:
    """First and last day of each row; of a report by day, both are the day."""
    names = [name for name in ("day", "starts", "ends") if rows.has(name)]
    portuguese = header_key(rows.table.header[match.columns["starts"]]) != "reporting starts"
    columns = [rows.cells(name) for name in names]
    day_first = numeric_days.day_first(
        file.path, columns, otherwise=True if portuguese else None, line=rows.table.header_line
    )
    read_days = {}
    for name in names:
        column, unreadable = numeric_days.days(rows.cells(name), day_first=day_first)
        rows.set_aside(unreadable, NOT_A_DATE, name)
        read_days[name] = column
        if name == "day" or "day" not in names:
            rows.set_aside(column.isna(), EMPTY, name)
    starts, ends = read_days["starts"], read_days["ends"]
    rows.set_aside(starts > ends, BACKWARDS, "ends")
    received = context.source.received
    zone = context.zone
    moment = end_of(received, zone) if received is not None else None
    if "day" in read_days:
        day = read_days["day"]
        rows.set_aside((day < starts) | (day > ends), OUTSIDE, "day")
        checks.set_aside_impossible(rows, day, "day", moment, zone)
        return _Days(day, day, is_daily=True)
    checks.set_aside_impossible(rows, starts, "starts", moment, zone)
    kept = rows.kept
    return _Days(starts, ends, is_daily=bool(kept.any() and (starts == ends)[kept].all()))


def _figures(rows: Rows, delimiter: str | None) -> dict[str, pd.Series]:
    """Counts and amounts by canonical name."""
    conversions = "conversions" if rows.has("conversions") else "site_conversions"
    names = (*_WHOLE, *_MONEY, conversions, "results")
    mark = values.decimal_mark(
        *(rows.cells(name) for name in names), otherwise="," if delimiter == ";" else "."
    )
    figures = {name: rows.integer(name, mark) for name in _WHOLE if rows.has(name)}
    if rows.has(conversions):
        figures["conversions"] = rows.number(conversions, mark)
    if rows.has("results"):
        figures["results"] = rows.number("results", mark)
    checks.set_aside_negative(rows, figures)
    for name in _MONEY:
        if rows.has(name):
            figures[name], unreadable = cells.money(rows.cells(name), mark)
            rows.set_aside(unreadable, NOT_A_NUMBER, name)
            rows.set_aside(figures[name] < 0, NEGATIVE_AMOUNT, name)
    return figures


def _set_aside_repeats(rows: Rows, level: str) -> None:
    """The same row again, where an id says that it is the same, or the header stands there again as well.

    Without ids two ads of one name may well have the same few figures.
    """
    glued = any(remark.reason == REPEATED for remark in rows.table.damaged)
    if glued or rows.has(f"{level}_id"):
        rows.set_aside_repeats(pd.Series(["\x1f".join(row) for row in rows.table.rows], dtype="string"))


def _account(rows: Rows, context: Context) -> pd.Series | str:
    if context.source.account:
        return context.source.account
    return rows.text("account", 200).fillna(context.brand.name)


def _entities(rows: Rows, context: Context) -> dict[str, pd.Series]:
    """Names and ids. Names of ads may hold those of creators: their handles don't leave."""
    found = {
        name: rows.text(name, _LONGEST_NAME)
        for name in (*ENTITIES, "campaign_type", "attribution")
        if rows.has(name)
    }
    if "ad" in found:
        scrub = Scrubber.of(context.brand)
        found["ad"] = pd.Series(
            scrub.texts(None if pd.isna(name) else name for name in found["ad"]), dtype="string"
        )
    if rows.has("result_type") or rows.has("result_indicator"):
        found["result_type"] = rows.text("result_type", 200).fillna(rows.text("result_indicator", 200))
    return found


def _currency(rows: Rows, stated: list[str | None], context: Context, notes: list[str]) -> dict[str, object]:
    """What the name of an amounts' column says, or a column, or the parameters; nothing without amounts."""
    if not stated:
        return {}
    for currency in stated:
        if currency is not None:
            return {"currency": currency}
    codes = rows.cells("currency").str.upper()
    codes = codes.where(codes.str.fullmatch(r"[A-Z]{3}").fillna(value=False))
    if codes[rows.kept].isna().any():
        notes.append("amounts taken to be in the brand's currency: the file doesn't say")
    return {"currency": codes.fillna(context.source.currency or context.brand.currency)}


def _divided(buckets: dict[str, pd.Series], length: int) -> dict[str, pd.Series]:
    """`dimension` and `bucket`; several breakdowns at once are one: age_gender, "25-34|women"."""
    if not buckets:
        nothing = pd.Series(pd.NA, index=range(length), dtype="string")
        return {"dimension": nothing, "bucket": nothing}
    parts = []
    for name, column in buckets.items():
        words = values.text(column, 200)
        if name == "gender":
            words = words.map(lambda word: GENDERS.get(header_key(word), word), na_action="ignore")
        parts.append(words.astype("string"))
    bucket = parts[0]
    for part in parts[1:]:
        bucket = bucket + "|" + part
    return {
        "dimension": pd.Series("_".join(buckets), index=range(length), dtype="string"),
        "bucket": bucket,
    }
