"""Audience files of Meta Business Suite: who follows, by age and gender, country, city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources import values
from kpikit.sources.base import ControlTotal, Layout, Reading
from kpikit.sources.meta.content import PACIFIC
from kpikit.sources.meta.daily import surface_of
from kpikit.sources.meta.words import AGE_GENDER, GENDERS, PLACES
from kpikit.sources.rows import Rows, reading
from kpikit.sources.snapshots import snapshot_at
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context

AUDIENCE = Layout(
    id="meta-audience/1",
    what="Meta Business Suite audience",
    headers={
        "women": ("women", "mulheres"),
        "men": ("men", "homens"),
    },
    required=("women", "men"),
    languages=("en", "pt"),
    tried=True,
    feeds=("audience",),
)

_VALUE = ("valor", "value")


def is_audience(table: RawTable) -> bool:
    """Whether a section is one of an audience file."""
    title = header_key(table.title or "")
    return title in AGE_GENDER or title in PLACES


def read(file: RawFile, context: Context) -> Reading:
    """Rows of `audience`: shares of followers.

    Raises:
        ExportError: A share can't be read: a spreadsheet program that turned 3.4 into a date (3 April) has
            destroyed figures that nothing restores, so no part of the file is used.
    """
    surface = surface_of(context, file, _stated_surface(file), None, file.tables[0].title)
    moment = snapshot_at(context, PACIFIC)
    parts, frames, totals = [], [], []
    for table in file.tables:
        if not is_audience(table):
            continue
        rows = Rows(table, {})
        parts.append(rows)
        if header_key(table.title or "") in AGE_GENDER:
            of_table = _ages(file, rows)
            totals.append(
                ControlTotal("age and gender, all shares", 1.0, round(float(of_table["value"].sum()), 2))
            )
        else:
            of_table = _places(file, rows, PLACES[header_key(table.title or "")])
        frames.append(of_table)
    for frame in frames:
        frame["platform"] = pd.Series(surface, index=frame.index, dtype="string")
        account = context.source.account or context.brand.name
        frame["account"] = pd.Series(account, index=frame.index, dtype="string")
        frame["base"] = pd.Series("followers", index=frame.index, dtype="string")
        frame["unit"] = pd.Series("share", index=frame.index, dtype="string")
        frame["as_of"] = pd.Timestamp(moment).tz_convert(PACIFIC).tz_localize(None).normalize()
        frame["snapshot_at"] = pd.Timestamp(moment)
    notes = [
        f"section {header_key(table.title or '')!r} is not read"
        for table in file.tables
        if not is_audience(table)
    ]
    return reading(AUDIENCE, parts, {"audience": frames}, notes=notes, totals=totals)


def _stated_surface(file: RawFile) -> str | None:
    titles = " ".join(header_key(table.title or "") for table in file.tables)
    return next((surface for surface in ("instagram", "facebook") if surface in titles), None)


def _ages(file: RawFile, rows: Rows) -> pd.DataFrame:
    """A matrix: ages down, genders across in either order."""
    frames = []
    keys = [header_key(name) for name in rows.table.header]
    ages = next((place for place, key in enumerate(keys) if key not in GENDERS), 0)
    for position, name in enumerate(rows.table.header):
        gender = GENDERS.get(header_key(name))
        if gender is not None:
            bucket = rows.at(ages).str.replace("\u2013", "-") + f"|{gender}"
            frames.append(rows.frame({"bucket": bucket, "value": _shares(file, rows, rows.at(position))}))
    if not frames:
        what = "age and gender without a column for women or men"
        raise ExportError(
            Problem(what, file=file.path, line=rows.table.header_line, allowed=", ".join(GENDERS))
        )
    return pd.concat(frames, ignore_index=True).assign(dimension="age_gender")


def _places(file: RawFile, rows: Rows, dimension: str) -> pd.DataFrame:
    """Names across and one row of shares below (since 2025), or names and shares down (2024)."""
    table = rows.table
    shares = next((place for place, name in enumerate(table.header) if header_key(name) in _VALUE), None)
    if len(table.rows) == 1 and shares is None:
        names = values.text(values.column(table.header))
        cells = values.column(table.rows[0])
        frame = pd.DataFrame({"line": table.lines[0], "bucket": names, "value": _shares(file, rows, cells)})
        return frame[names.notna()].assign(dimension=dimension)
    shares = 1 if shares is None else shares
    names = values.text(rows.at(0 if shares else 1))
    frame = rows.frame({"bucket": names, "value": _shares(file, rows, rows.at(shares))})
    return frame.assign(dimension=dimension)


def _shares(file: RawFile, rows: Rows, cells: pd.Series) -> pd.Series:
    decimal = "," if cells.str.contains(",", regex=False).any() else "."
    shares, unreadable = values.share(cells, decimal)
    if unreadable.any():
        raise ExportError(
            Problem(
                "shares are not numbers: saved by a spreadsheet program that turned them into dates?",
                file=file.path,
                line=rows.table.lines[0] if rows.table.lines else None,
                allowed="the file as Meta wrote it, exported again",
            )
        )
    return shares
