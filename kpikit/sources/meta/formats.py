"""Top content formats of Meta Business Suite: figures of a whole period by format, names across."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import Layout, Reading
from kpikit.sources.common import headers, values
from kpikit.sources.common.checks import NEGATIVE_COUNT
from kpikit.sources.common.rows import NOT_WHOLE, Rows, reading
from kpikit.sources.common.snapshots import named_in, snapshot_at
from kpikit.sources.meta.content import PACIFIC, own_account
from kpikit.sources.meta.daily import DAILY, surface_of
from kpikit.sources.meta.words import FORMAT_SECTIONS, FORMATS
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context

TOP_FORMATS = Layout(
    id="meta-formats/1",
    what="Meta Business Suite top content formats",
    # The columns are the formats themselves, by value: the section's title says what they are.
    headers={"stories": ("stories",), "posts": ("posts", "publicações"), "reels": ("reels",)},
    required=("stories", "posts", "reels"),
    languages=("en", "pt"),
    tried=False,
    feeds=("account_periods",),
)


def is_formats(file: RawFile) -> bool:
    """Whether all sections are titled as those of this file and none is a daily one."""
    return bool(file.tables) and all(
        header_key(table.title or "") in FORMAT_SECTIONS
        and headers.match((DAILY,), table.header) is None
        and len(table.rows) <= 1
        for table in file.tables
    )


def read(file: RawFile, context: Context) -> Reading:
    """Rows of `account_periods` with the dimension `format`.

    Raises:
        ExportError: Nothing says which days they are of, or which surface.
    """
    surface = surface_of(context, file, None, None, file.tables[0].title)
    span, notes = named_in(context), []
    end = span.end if span is not None else context.source.received
    if end is None:
        raise ExportError(
            Problem(
                "nothing says which days its figures count",
                file=file.path,
                allowed=(
                    "the range in its name (2026-05-25_2026-06-21) or in its folder's, "
                    f"or `received:` under sources.{context.key}"
                ),
            )
        )
    if span is None or span.start is None:
        notes.append("nothing says on which day the period begins; its first day is missing")
    moment = snapshot_at(context, PACIFIC)
    parts, frames = [], []
    for table in file.tables:
        lost = [line for line in table.preamble if header_key(line) in FORMAT_SECTIONS]
        # With one format alone a section is no table.
        notes += [f"section {header_key(line)!r} is not read" for line in lost]
        rows = Rows(table, {})
        parts.append(rows)
        frame = _section(rows, table)
        frame["platform"] = frame["surface"] = pd.Series(surface, index=frame.index, dtype="string")
        frame["account"] = pd.Series(own_account(context), index=frame.index, dtype="string")
        frame["period_start"] = pd.Series(
            pd.Timestamp(span.start) if span is not None and span.start is not None else pd.NaT,
            index=frame.index,
            dtype="datetime64[us]",
        )
        frame["period_end"] = pd.Series(pd.Timestamp(end), index=frame.index, dtype="datetime64[us]")
        frame["snapshot_at"] = pd.Timestamp(moment)
        frames.append(frame)
    return reading(TOP_FORMATS, parts, {"account_periods": frames}, notes=notes)


def _section(rows: Rows, table: RawTable) -> pd.DataFrame:
    """One header row and one row of figures; a cell that can't be read costs the row."""
    cells = values.column(table.rows[0] if table.rows else [])
    names = values.column(table.header).iloc[: len(cells)]
    texts = cells.dropna()
    # Counts all of them: "1.234" is not taken for a number with decimals.
    numbers, unreadable = values.integer(texts)
    row = pd.Series([True] * len(table.rows), dtype="bool")
    if unreadable.any() or names[cells.notna()].isna().any():
        rows.set_aside(row, NOT_WHOLE)
    elif (numbers < 0).any():
        rows.set_aside(row, NEGATIVE_COUNT)
    kept = numbers.dropna() if len(rows) and rows.kept.all() else numbers.iloc[:0]
    return pd.DataFrame(
        {
            "line": pd.Series(table.lines[0] if table.lines else 0, index=kept.index, dtype="Int64"),
            "bucket": _buckets(names)[kept.index],
            "value": kept.astype("Float64"),
        }
    ).assign(
        metric=pd.Series(FORMAT_SECTIONS[header_key(table.title or "")], index=kept.index, dtype="string"),
        dimension=pd.Series("format", index=kept.index, dtype="string"),
        paid_scope=pd.Series("both", index=kept.index, dtype="string"),
        day_zone=pd.Series(PACIFIC, index=kept.index, dtype="string"),
    )


def _buckets(names: pd.Series) -> pd.Series:
    """Formats by the words of the data dictionary; as written where two names mean one of them, or none."""
    known = names.map(lambda name: FORMATS.get(header_key(name)), na_action="ignore").astype("string")
    known = known.mask(known.duplicated(keep=False) | known.isin(["other"]))
    return known.fillna(names.map(lambda name: clean_line(name, 60), na_action="ignore").astype("string"))
