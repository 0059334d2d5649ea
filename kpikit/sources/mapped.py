"""House tables (CSV, spreadsheet, text) whose columns the brand's parameters name: leads, tickets, anything.

What a mapping may name stands in `mapping`, how cells are understood in `cells`, and what becomes of rows in
`house`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpikit import dictionary
from kpikit.errors import ExportError, Problem, nearest
from kpikit.reader.pieces import Head, NotPlainError, read_head, read_pieces
from kpikit.reader.raw import ColumnTable
from kpikit.sources.common.house import HouseTable
from kpikit.sources.common.large import LargeHouseTable, row_by_row
from kpikit.sources.common.mapping import misfits
from kpikit.sources.common.rows import reading
from kpikit.sources.common.snapshots import day_of_export, named_in, snapshot_at
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kpikit.parameters import Mapping
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Layout, Reading
    from kpikit.sources.common.rows import Rows

LAYOUTS: tuple[Layout, ...] = ()
"""None of its own: the brand's mapping is the layout."""

_MOST_HEADERS = 30
_FIGURE = re.compile(r"[\d.,:/ -]+")


def read(file: RawFile, context: Context) -> Reading:
    """Read a file as the source's mapping says; of several sheets those that have all columns it names.

    Raises:
        ExportError: A column that the mapping names isn't there, the mapping itself is wrong, or nothing says
            of which day the figures are.
    """
    mapping = _checked(context)
    missing = [_missing(raw, mapping) for raw in file.tables]
    fitting = [raw for raw, names in zip(file.tables, missing, strict=True) if not names]
    if not fitting:
        best = min(range(len(missing)), key=lambda index: len(missing[index]))
        raise ExportError(_problems(file, file.tables[best], missing[best]))
    parts = [HouseTable(raw, _positions(raw, mapping), mapping, context) for raw in fitting]
    frames = [part.frame() for part in parts]
    filled = [frame for frame in frames if len(frame)]
    if filled:
        moment = pd.Timestamp(_snapshot(context, parts))
        filled = [frame.assign(snapshot_at=moment) for frame in filled]
    notes = [
        f"{raw.title or raw.member or f'table at line {raw.header_line}'}: has not all columns that the "
        "mapping names; not read"
        for raw in file.tables
        if raw not in fitting
    ]
    rows = [part.rows for part in parts]
    layout = f"mapped-{mapping.table}/1"
    found = reading(layout, rows, {mapping.table: filled}, notes=[*file.notes, *notes])
    found.hints += [hint for part in parts for hint in part.hints]
    return found


@dataclass
class InPieces:
    """A large file, read a piece at a time.

    Attributes:
        table: Canonical table that it feeds.
        layout: Layout id and version.
        notes: On the file as a whole, once it was read.
        last_day: Day of the newest row read so far.
    """

    table: str
    layout: str
    notes: list[str]
    _context: Context
    _mapping: Mapping
    _head: Head
    last_day: date | None = None

    def __iter__(self) -> Iterator[tuple[pd.DataFrame, Rows]]:
        """Rows of the canonical table without `snapshot_at`, and what became of the raw ones.

        Raises:
            NotPlainError: The file turns out to be none that can be read in pieces.
        """
        places = _positions(self._head.table, self._mapping)
        for raw in read_pieces(self._context.path, self._head, sorted(set(places.values()))):
            kind = LargeHouseTable if isinstance(raw, ColumnTable) else HouseTable
            part = kind(raw, places, self._mapping, self._context)
            frame = part.frame()
            self.last_day = max(filter(None, (self.last_day, part.last_day)), default=None)
            yield frame, part.rows

    def snapshot(self) -> pd.Timestamp | None:
        """The moment of the figures, where file or parameters say it; None: the newest row will."""
        if self._context.source.received is None and named_in(self._context) is None:
            return None
        return self.moment()

    def moment(self) -> pd.Timestamp:
        """The moment of the figures, after all was read.

        Raises:
            ExportError: Nothing says it.
        """
        return pd.Timestamp(_moment(self._context, self.last_day))


def in_pieces(context: Context) -> InPieces:
    """Read the beginning of a large file, see `InPieces`.

    Raises:
        ExportError: The mapping itself is wrong.
        NotPlainError: The file is none that can be read in pieces.
    """
    mapping = _checked(context)
    if not row_by_row(mapping, dictionary.table(mapping.table)):
        raise NotPlainError("its ids or line numbers follow from the file as a whole")
    head = read_head(context.path, mapping.delimiter)
    if missing := _missing(head.table, mapping):
        raise NotPlainError(f"it lacks {len(missing)} column(s) that the mapping names")
    return InPieces(mapping.table, f"mapped-{mapping.table}/1", head.notes, context, mapping, head)


def _checked(context: Context) -> Mapping:
    mapping = context.source.mapping
    if mapping is None:
        raise ExportError(Problem("its source has no `mapping:`", file=context.path))
    wrong = next(misfits(mapping), None)
    if wrong is not None:
        what = f"sources.{context.key}.mapping: {wrong.what}"
        raise ExportError(Problem(what, file=context.path, allowed=wrong.allowed, nearest=wrong.nearest))
    return mapping


def _positions(raw: RawTable, mapping: Mapping) -> dict[str, int]:
    """Canonical name → position of its column; of two columns with one name the first."""
    keys = [header_key(name) for name in raw.header]
    return {name: keys.index(header_key(header)) for name, header in mapping.columns.items()}


def _missing(raw: RawTable, mapping: Mapping) -> list[str]:
    keys = {header_key(name) for name in raw.header}
    return [header for header in mapping.columns.values() if header_key(header) not in keys]


def _problems(file: RawFile, raw: RawTable, missing: list[str]) -> list[Problem]:
    headers = {header_key(name): clean_line(name) for name in raw.header[:_MOST_HEADERS] if name.strip()}
    problems = []
    for header in missing:
        near = nearest(header_key(header), headers)
        problems.append(
            Problem(
                f"no column {header!r}, which the mapping names",
                file=file.path,
                line=raw.header_line,
                allowed=_columns(list(headers.values())),
                nearest=near and headers[near],
            )
        )
    return problems


def _columns(names: list[str]) -> str:
    """The file's columns by name; what reads like rows, a chat's first line or figures, is not repeated."""
    if len(names) > 1 and not any(_FIGURE.fullmatch(name) for name in names):
        return ", ".join(names)
    return "a table with a row of column names, or `header: false` and `delimiter:` in its mapping"


def _undated(context: Context) -> Problem:
    name = context.source.mapping.table if context.source.mapping is not None else ""
    why = f"table {name!r} has no column for a day" if name else "no row has a day"
    return Problem(
        f"{why}, so something else must say of which day the rows are",
        file=context.path,
        allowed=(
            f"a date in the file's name ({name or 'rows'}-2026-10-31.csv), a folder named by the day "
            f"(2026-10-31), or `received: 2026-10-31` under sources.{context.key}"
        ),
    )


def _snapshot(context: Context, parts: list[HouseTable]) -> datetime:
    """From the file's or a folder's name, else `received:`, else the day of the newest row."""
    return _moment(context, max((part.last_day for part in parts if part.last_day), default=None))


def _moment(context: Context, newest: date | None) -> datetime:
    last_day = None if context.source.received else newest
    if last_day is None and day_of_export(context) is None:
        raise ExportError(_undated(context))
    return snapshot_at(context, context.zone, last_day=last_day)
