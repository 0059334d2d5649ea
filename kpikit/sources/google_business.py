"""Google Business Profile: performance by location over the days that the file's name says.

The line below the header describes the columns. Views are of people, by surface and device: a person may be
counted under each, so they are never added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import calendars, headers, values
from kpikit.sources.common.checks import counts
from kpikit.sources.common.rows import EMPTY, Rows, reading

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

_VIEWS: dict[str, tuple[str, ...]] = {
    "search_mobile": ("google search - mobile",),
    "search_desktop": ("google search - desktop",),
    "maps_mobile": ("google maps - mobile",),
    "maps_desktop": ("google maps - desktop",),
}
_ACTIONS: dict[str, tuple[str, ...]] = {
    "calls": ("calls",),
    "messages": ("messages",),
    "bookings": ("bookings",),
    "direction_requests": ("directions",),
    "link_clicks": ("website clicks",),
    "food_orders": ("food orders",),
    "menu_clicks": ("food menu clicks",),
    "hotel_bookings": ("hotel bookings",),
}
PERFORMANCE = Layout(
    id="google-business-performance/1",
    what="Google Business Profile performance",
    headers={"store": ("store code",), "name": ("business name",), "address": ("address",)}
    | _VIEWS
    | _ACTIONS,
    required=("name", "address", *_VIEWS, "calls", "direction_requests", "link_clicks"),
    languages=("en",),
    tried=True,
    feeds=("account_periods",),
)
LAYOUTS = (PERFORMANCE,)


def read(file: RawFile, context: Context) -> Reading:
    """Read a performance export: a row a location, a column a figure.

    Raises:
        ExportError: It is another export, or its name says no days.
    """
    matches = headers.recognise(file, LAYOUTS)
    span, moment = calendars.dated_by_name(context)
    parts, frames = [], []
    for table, match in matches:
        rows = Rows(table, match.columns)
        rows.take_out(_describes(rows))
        account = _locations(rows, context)
        base = {
            "platform": "google",
            "account": account,
            "surface": "",
            "paid_scope": "unknown",
            "period_start": pd.Timestamp(span.start),
            "period_end": pd.Timestamp(span.end),
            "day_zone": context.zone,
            "snapshot_at": moment,
        }
        figures = counts(rows, (*_VIEWS, *_ACTIONS))
        rows.set_aside_repeats(account)
        for name, column in figures.items():
            # People that viewed the profile, not views of it.
            viewed = name in _VIEWS
            figure = {
                "metric": "visitors" if viewed else name,
                "dimension": "surface_device" if viewed else "",
                "bucket": name if viewed else "",
                "value": column.astype("Float64"),
            }
            frame = rows.frame(base | figure)
            frames.append(frame[frame["value"].notna()])
        parts.append(rows)
    return reading(PERFORMANCE, parts, {"account_periods": frames}, notes=file.notes)


def _describes(rows: Rows) -> pd.Series:
    """Mask of the line that describes the columns: the first, of no location, with words for figures."""
    worded = rows.cells("name").isna() & rows.cells("address").isna()
    for name in _VIEWS:
        cells = rows.cells(name)
        worded &= cells.notna() & values.number(cells)[0].isna()
    return worded & (pd.Series(range(len(rows))) == 0)


def _locations(rows: Rows, context: Context) -> pd.Series:
    """Store code of each location, else its name and address; of a single one the parameters' account."""
    name, address = rows.text("name", 200), rows.text("address", 300)
    rows.set_aside(name.isna() & address.isna(), EMPTY, "name")
    called = (name.fillna("") + ", " + address.fillna("")).str.strip(", ")
    called = rows.text("store", 100).fillna(called)
    declared = context.source.account
    return called.mask(called.notna(), declared) if declared and rows.kept.sum() == 1 else called
