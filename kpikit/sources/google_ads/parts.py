"""What a row of Google Ads counts: its days, and what its figures are divided by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import calendars
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.sources.base import Context
    from kpikit.sources.common.calendars import Span
    from kpikit.sources.common.rows import Rows

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GENDERS = {"male": "men", "female": "women"}
NOT_A_WEEKDAY = "not a day of the week"


def periods(rows: Rows, span: Span, *, daily: bool) -> dict[str, object]:
    """Columns `date`, or `period_start` and `period_end`: a row's own day, week or month, else the range."""
    first, last = pd.Timestamp(span.start), pd.Timestamp(span.end)
    name = next((name for name in ("date", "week", "month") if rows.has(name)), None)
    if name is None:
        return {"period_start": first, "period_end": last}
    start, unreadable = calendars.days(rows.cells(name))
    rows.set_aside(unreadable | start.isna(), NOT_A_DATE, name)
    end = start
    if name == "week":
        end = start + timedelta(days=6)
    elif name == "month":
        end = start + pd.offsets.MonthEnd(0)
    rows.set_aside((end < first) | (start > last), f"not one {name} of the report's range", name)
    if daily:
        return {"date": start}
    return {"period_start": start.where(start >= first, first), "period_end": end.where(end <= last, last)}


def buckets(rows: Rows, names: Sequence[str], context: Context) -> tuple[str, pd.Series | str]:
    """Name of the dimension, `age_gender` where there are several, and each row's member of it."""
    if not names:
        return "", ""
    scrub = Scrubber.of(context.brand)
    found = []
    for name in names:
        cells = rows.text(name, 500)
        if name == "gender":
            cells = cells.str.casefold().replace(GENDERS)
        elif name == "age":
            cells = cells.str.replace("\u2013", "-", regex=False)
        elif name == "weekday":
            cells = cells.str.casefold()
            rows.set_aside(cells.notna() & ~cells.isin(WEEKDAYS), NOT_A_WEEKDAY, name)
        elif name == "search_term":
            # Typed by strangers.
            cells = cells.map(scrub, na_action="ignore").astype("string")
        rows.set_aside(cells.isna(), EMPTY, name)
        found.append(cells)
    if rows.has("match_type") and {"keyword", "search_term"} & set(names):
        found.append(rows.text("match_type", 100).fillna(""))
    bucket = found[0]
    for more in found[1:]:
        bucket = bucket + "|" + more
    return "_".join(names), bucket
