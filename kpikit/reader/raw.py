"""The shape in which every file leaves the reader: tables of text, knowing nothing of platforms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PADDED = "cells at the end of the line were left out; read as empty"
REWRAPPED = "the line was quoted a second time; unwrapped"
OVERLONG = "more cells than the header has columns"
REPEATED = "the header once more"
CUT_OFF = "the last line is cut off"

LENIENT = "quotes stand inside cells that are not quoted; read as written"
FORMULAS = 'cells were written as formulas (="…"); their text taken'
"""Notes on files as a whole."""


@dataclass(frozen=True)
class RowRemark:
    """What the reader did to a row, or why it gave it up; never the row's values.

    Attributes:
        line: Record number in the file, 1 = first line.
        reason: PADDED or REWRAPPED for repaired rows, OVERLONG, REPEATED or CUT_OFF for those given up.
    """

    line: int
    reason: str


@dataclass
class RawTable:
    """One table of a file: text as written, every row as wide as the header.

    Attributes:
        title: Title line above the table, or the sheet's name.
        preamble: Lines above the header that are no table, without the title line of a CSV.
        header: Column names as written; may hold duplicates and empty names.
        rows: Cells as written. Empty text is an empty cell.
        lines: Record number in the file (row number in a sheet) of each row.
        header_line: Record number of the header.
        repaired: Rows of `rows` that the reader mended.
        damaged: Rows that could not be mended and are not in `rows`.
        member: Name of the file inside the archive.
    """

    title: str | None
    preamble: list[str]
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int = 1
    repaired: list[RowRemark] = field(default_factory=list)
    damaged: list[RowRemark] = field(default_factory=list)
    member: str | None = None

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.lines)

    def column(self, position: int) -> Iterable[str]:
        """The cells of one column, as written."""
        return (row[position] for row in self.rows)


@dataclass
class ColumnTable(RawTable):
    """Rows held by columns, as large files are read: `rows` is empty.

    Attributes:
        columns: Position → its cells (an Arrow array of strings); only those that are looked at.
    """

    columns: dict[int, Any] = field(default_factory=dict)

    def column(self, position: int) -> Iterable[str]:
        """The cells of one column, as written."""
        cells: Iterable[str] = self.columns[position]
        return cells


@dataclass(frozen=True)
class RawDocument:
    """A file, or a member of an archive, that is no table: chats, exports as JSON.

    Attributes:
        member: Name inside the archive; None where the file is no archive.
        json: What the JSON says; None where it is text.
        text: The text as written; empty where it is JSON.
    """

    member: str | None
    json: Any = None
    text: str = ""


@dataclass
class RawFile:
    """A file as read.

    Attributes:
        path: Where it lies.
        sha256: Of its bytes.
        kind: csv, json, xlsx, xls, xml (SpreadsheetML) or zip.
        encoding: Of its text; of spreadsheets "".
        delimiter: Of its cells; None for spreadsheets and archives.
        tables: In the order of the file.
        notes: What the log should say of the file as a whole.
        documents: Its texts and JSON, where the reader was asked for them.
    """

    path: Path
    sha256: str
    kind: str
    encoding: str
    delimiter: str | None
    tables: list[RawTable]
    notes: list[str] = field(default_factory=list)
    documents: list[RawDocument] = field(default_factory=list)
