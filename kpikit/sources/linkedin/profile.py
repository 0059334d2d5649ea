"""LinkedIn analytics of a person's profile: days, new followers, their number, demographics.

They stand apart from a page's figures by their surface, `profile`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import checks, values
from kpikit.sources.common.rows import NOT_A_DATE, NOT_A_NUMBER, melt
from kpikit.sources.linkedin.layouts import PROFILE_DIMENSIONS, STOCK
from kpikit.sources.linkedin.posts import DAYS
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawTable
    from kpikit.sources.common.rows import Rows


_BOUND = r"[<>\u2264\u2265]"


def stock_day(table: RawTable) -> date | None:
    """The day of "Total followers on 4/23/2023:" in the place of a header; None where it isn't there."""
    match = STOCK.fullmatch(header_key(table.header[0])) if table.header else None
    if match is None or len(table.header) < 2 or table.rows:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def stock(rows: Rows, day: date, base: dict[str, object]) -> list[pd.DataFrame]:
    """The number of followers on that day: the one figure stands in the place of the header."""
    parsed, _ = values.integer(values.column([rows.table.header[1]]))
    if parsed.isna().all():
        return []
    line = pd.Series([rows.table.header_line], dtype="Int64")
    columns = base | {"metric": "followers", "date": pd.Timestamp(day), "value": parsed.astype("Float64")}
    frame = pd.DataFrame({"line": line, **columns})
    texts = [name for name, value in columns.items() if isinstance(value, str)]
    return [frame.astype(dict.fromkeys(texts, "string"))]


def days(rows: Rows, names: tuple[str, ...], base: dict[str, object]) -> list[pd.DataFrame]:
    """Figures by day; a day with more taken back than given is below zero."""
    found = rows.day("date", DAYS)
    rows.set_aside(found.isna(), NOT_A_DATE, "date")
    columns = {name: rows.integer(name) for name in names}
    checks.without_figures(rows, columns)
    rows.set_aside_repeats(found)
    return melt(rows, columns, base | {"date": found})


def groups(rows: Rows, account: str, notes: list[str]) -> list[pd.DataFrame]:
    """Shares of the followers by job, place and company."""
    named = values.folded(rows.cells("dimension"))
    dimension = named.map(PROFILE_DIMENSIONS).astype("string")
    bucket = rows.text("bucket", 200)
    rows.set_aside(bucket.isna() | dimension.isna(), "no name of the group", "bucket")
    value = _shares(rows, notes)
    rows.set_aside_repeats(dimension, bucket)
    notes.append("the file doesn't say whose demographics these are: taken as those of followers")
    return [
        rows.frame(
            {
                "platform": "linkedin",
                "account": account,
                "as_of": pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[us]"),
                "base": "followers",
                "dimension": dimension,
                "bucket": bucket,
                "value": value,
                "unit": "share",
            }
        )
    ]


def _shares(rows: Rows, notes: list[str]) -> pd.Series:
    """Percents with their sign, or fractions as a spreadsheet keeps them; a bound ("< 1%") is no figure."""
    written = rows.cells("value")
    bound = written.str.contains(_BOUND, regex=True).fillna(value=False)
    if bound.any():
        notes.append(f"{int(bound.sum())} share(s) are written as a bound (< 1%): missing")
    signed = written.str.contains("%", regex=False).fillna(value=False)
    percents, unreadable = values.share(written.where(signed & ~bound))
    fractions, strange = values.number(written.where(~signed & ~bound))
    rows.set_aside(unreadable | strange, NOT_A_NUMBER, "value")
    rows.set_aside((fractions > 1).fillna(value=False), NOT_A_NUMBER, "value")
    return percents.fillna(fractions)
