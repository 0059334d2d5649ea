"""Workbooks to tables of text: xlsx and BIFF xls by calamine, SpreadsheetML by `spreadsheet_ml`."""

from __future__ import annotations

import datetime as dt
import io
import lzma
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from kpikit.reader.limits import LIMITS, SheetError, check_size
from kpikit.reader.sections import tables as cut_tables
from kpikit.reader.spreadsheet_ml import spreadsheet_ml
from kpikit.text import clean_line

if TYPE_CHECKING:
    from kpikit.reader.raw import RawTable

_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="([0-9]+)"')
_HEAD = 4096
_EXACT = 2**53
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What `zipfile` raises on archives that are damaged, locked, or packed in a way that it doesn't know."""
_JOINT = "\t"


def read_sheets(data: bytes, kind: str) -> tuple[list[RawTable], list[str]]:
    """Tables of all visible sheets, the sheet's name as title of its first table.

    Numbers that are whole are written without decimals, dates and times as ISO text, text as it is.

    Args:
        data: The file.
        kind: xlsx, xls, or xml (SpreadsheetML, which help desks name .xls).

    Raises:
        SheetError: Too large to open, damaged or encrypted.
    """
    if kind == "xlsx":
        check_xlsx(data)
    found: list[RawTable] = []
    notes: list[str] = []
    for written, rows in spreadsheet_ml(data) if kind == "xml" else _sheets(data):
        name = clean_line(written, 100)
        long_numbers = 0
        records = []
        for row in rows:
            long_numbers += sum(type(cell) is float and abs(cell) >= _EXACT for cell in row)
            records.append([cell_text(cell) for cell in row])
        of_sheet, sheet_notes = cut_tables(records, _JOINT)
        for table in of_sheet:
            if table.title is not None:
                table.preamble.append(table.title)
            table.title = name
        found += of_sheet
        notes += [f"sheet {name!r}: {note}" for note in sheet_notes]
        if long_numbers:
            notes.append(f"sheet {name!r}: {long_numbers} number(s) of more than 15 digits have lost digits")
    return found, notes


def check_xlsx(data: bytes) -> None:
    """Refuse an xlsx by its directory and stated dimensions, before anything is unpacked.

    Raises:
        SheetError: Unpacked it would be beyond the limits, or it is no zip archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except SheetError:
        raise
    except DAMAGED_ARCHIVE:
        raise SheetError("is a damaged xlsx file") from None


def _check_parts(archive: zipfile.ZipFile) -> None:
    size = sum(member.file_size for member in archive.infolist())
    if size > LIMITS.unpacked_bytes:
        raise SheetError(f"unpacks to {size:,} bytes; the limit is {LIMITS.unpacked_bytes:,}")
    for member in archive.infolist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
            with archive.open(member) as sheet:
                _check_dimension(sheet.read(_HEAD), clean_line(member.filename, 60))


def _check_dimension(head: bytes, name: str) -> None:
    stated = _DIMENSION.search(head)
    rows = int(stated[2]) if stated else 0
    columns = _column_number(stated[1].decode()) if stated else 0
    rows = max([rows, *(int(match) for match in _ROW.findall(head))])
    check_size(rows, columns, name)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheets(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    # Loaded here: most files are text, and the command line starts faster without it.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    if data.startswith(b"\xd0\xcf\x11\xe0") and _ENCRYPTED in data:
        raise SheetError("is locked with a password")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            (facts.name, workbook.get_sheet_by_name(facts.name).to_python(skip_empty_area=False))
            for facts in workbook.sheets_metadata
            if facts.typ == SheetTypeEnum.WorkSheet and facts.visible == SheetVisibleEnum.Visible
        ]
    except CalamineError as error:
        reason = "is locked with a password" if "password" in str(error).casefold() else "cannot be opened"
        raise SheetError(f"{reason} as a spreadsheet ({type(error).__name__})") from None


def cell_text(cell: Any) -> str:  # noqa: ANN401, PLR0911 - a cell holds anything; a line a kind
    """A cell's value as text: whole numbers without decimals, dates ISO 8601, truth TRUE or FALSE.

    Numbers that have lost digits have an exponent, so that an id among them can be told from a whole one.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if abs(cell) >= _EXACT:
            return f"{cell:.15E}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(cell)
