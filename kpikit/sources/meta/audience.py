"""Audience files of Meta Business Suite: who follows, by age and gender, country, city."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.reader import RawTable
from kpikit.sources.base import ControlTotal, Layout, Reading
from kpikit.sources.common import values
from kpikit.sources.common.checks import count
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.meta.content import PACIFIC, own_account
from kpikit.sources.meta.daily import surface_of
from kpikit.sources.meta.words import AGE_GENDER, FOLLOWER_TOTAL, GENDERS, PLACES
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile
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
    feeds=("audience", "account_daily"),
)

_NO_NUMBER = re.compile(r"\D*")
_VALUE = ("valor", "value")


def is_audience(table: RawTable) -> bool:
    """Whether a section is one of an audience file."""
    title = header_key(table.title or "")
    return title in AGE_GENDER or title in PLACES


def read(file: RawFile, context: Context) -> Reading:
    """Rows of `audience`, shares of followers; of `account_daily` where the file says how many there are.

    Raises:
        ExportError: A share can't be read: a spreadsheet program that turned 3.4 into a date (3 April) has
            destroyed figures that nothing restores, so no part of the file is used.
    """
    surface = surface_of(context, file, _stated_surface(file), None, file.tables[0].title)
    moment = pd.Timestamp(snapshot_at(context, PACIFIC))
    day = moment.tz_convert(PACIFIC).tz_localize(None).normalize()
    base = {"platform": surface, "account": own_account(context), "snapshot_at": moment}
    parts, frames, totals, counted, notes = [], [], [], [], []
    for table in file.tables:
        for rows in _follower_totals(table):
            parts.append(rows)
            counted.append(_followers(rows, base | {"surface": surface, "date": day}))
        if not is_audience(table):
            notes.append(f"section {header_key(table.title or '')!r} is not read")
            continue
        rows = Rows(table, {})
        parts.append(rows)
        if header_key(table.title or "") in AGE_GENDER:
            of_table = _ages(file, rows)
            total = round(float(of_table["value"].sum()), 2)
            totals.append(ControlTotal("age and gender, all shares", 1.0, total))
        else:
            of_table = _places(file, rows, PLACES[header_key(table.title or "")])
        frames.append(of_table)
    frames = [_with(frame, base | {"base": "followers", "unit": "share", "as_of": day}) for frame in frames]
    tables = {"audience": frames, "account_daily": counted}
    return reading(AUDIENCE, parts, tables, notes=notes, totals=totals)


def _with(frame: pd.DataFrame, constants: dict[str, Any]) -> pd.DataFrame:
    """The frame with columns of one value each."""
    columns = {
        name: pd.Series(value, index=frame.index, dtype="string" if isinstance(value, str) else None)
        for name, value in constants.items()
    }
    return frame.assign(**columns)


def _follower_totals(table: RawTable) -> list[Rows]:
    """The number of followers above a table, in lines of one cell: title, internal name, "#", the number.

    Lines of one cell are no table: the reader hands them on with the table below.
    """
    lines = [line.strip().strip('"') for line in table.preamble]
    if FOLLOWER_TOTAL not in map(header_key, lines):
        return []
    found = []
    after = next(place for place, line in enumerate(lines) if header_key(line) == FOLLOWER_TOTAL) + 1
    for place, line in enumerate(lines[after:], after):
        if line and not _NO_NUMBER.fullmatch(line):
            # An empty line stands between the number and the next section's title.
            number = max(1, table.header_line - 2 - (len(lines) - place))
            found.append(Rows(RawTable(table.title, [], ["#"], [[line]], [number]), {"followers": 0}))
            break
    return found


def _followers(rows: Rows, base: dict[str, Any]) -> pd.DataFrame:
    followers = count(rows, "followers")
    columns = {"metric": "followers", "paid_scope": "both", "day_zone": PACIFIC}
    return _with(rows.frame({"value": followers.astype("Float64")}), base | columns)


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
    # A date may also have become the number of its day: 3.4 as 45385.
    if unreadable.any() or (shares > 1).any() or (shares < 0).any():
        raise ExportError(
            Problem(
                "shares are not numbers up to 100: did a spreadsheet program turn them into dates?",
                file=file.path,
                line=rows.table.lines[0] if rows.table.lines else None,
                allowed="the file as Meta wrote it, exported again",
            )
        )
    return shares
