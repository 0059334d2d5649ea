"""xlsx, BIFF xls and SpreadsheetML to tables of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from kpikit.reader.limits import LIMITS
from kpikit.reader.sections import tables as cut_tables

if TYPE_CHECKING:
    from kpikit.reader.raw import RawTable

_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="([0-9]+)"')
_HEAD = 4096
_EXACT = 2**53
_JOINT = "\t"


class SheetError(ValueError):
    """The workbook is too large, damaged or locked."""


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
    for name, rows in spreadsheet_ml(data) if kind == "xml" else _sheets(data):
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
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise SheetError("is a damaged xlsx file") from None
    with archive:
        size = sum(member.file_size for member in archive.infolist())
        if size > LIMITS.unpacked_bytes:
            raise SheetError(f"unpacks to {size:,} bytes; the limit is {LIMITS.unpacked_bytes:,}")
        for member in archive.infolist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
                with archive.open(member) as sheet:
                    _check_dimension(sheet.read(_HEAD), member.filename)


def _check_dimension(head: bytes, name: str) -> None:
    stated = _DIMENSION.search(head)
    rows = int(stated[2]) if stated else 0
    columns = _column_number(stated[1].decode()) if stated else 0
    rows = max([rows, *(int(match) for match in _ROW.findall(head))])
    _check_size(rows, columns, name)


def _check_size(rows: int, columns: int, name: str) -> None:
    if rows > LIMITS.sheet_rows or columns > LIMITS.sheet_columns or rows * columns > LIMITS.sheet_cells:
        raise SheetError(
            f"{name} spans {rows:,} rows by {columns:,} columns: a stray cell far off? "
            f"At most {LIMITS.sheet_columns:,} columns and {LIMITS.sheet_cells:,} cells"
        )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheets(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    # Loaded here: most files are text, and the command line starts faster without it.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

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


_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def spreadsheet_ml(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Sheets of a SpreadsheetML 2003 workbook: name, rows of texts and numbers.

    Raises:
        SheetError: Damaged, with a document type of its own, or beyond the limits.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - few files are of this kind

    if b"<!DOCTYPE" in data[:_HEAD] or b"<!ENTITY" in data:
        raise SheetError("is XML with a document type of its own, as no spreadsheet has")
    sheets: list[tuple[str, list[list[Any]]]] = []
    try:
        for event, element in ET.iterparse(io.BytesIO(data), events=("start", "end")):  # noqa: S314 - no document type, see above
            if event == "start" and element.tag == f"{_SS}Worksheet":
                sheets.append((element.get(f"{_SS}Name", ""), []))
            elif event == "end" and element.tag == f"{_SS}Row" and sheets:
                rows = sheets[-1][1]
                place = int(element.get(f"{_SS}Index", len(rows) + 1))
                _check_size(place, 1, sheets[-1][0])
                rows.extend([] for _ in range(place - 1 - len(rows)))
                rows.append(_ml_cells(element, sheets[-1][0]))
                element.clear()
    except (ET.ParseError, ValueError):
        raise SheetError("cannot be opened as a spreadsheet (damaged XML)") from None
    return [(name, _squared(rows)) for name, rows in sheets]


def _ml_cells(row: Any, sheet: str) -> list[Any]:  # noqa: ANN401 - an XML element
    cells: list[Any] = []
    for cell in row.iterfind(f"{_SS}Cell"):
        place = int(cell.get(f"{_SS}Index", len(cells) + 1))
        _check_size(1, place, sheet)
        cells.extend("" for _ in range(place - 1 - len(cells)))
        data = cell.find(f"{_SS}Data")
        cells.append("" if data is None else _ml_value("".join(data.itertext()), data.get(f"{_SS}Type", "")))
        cells.extend("" for _ in range(min(int(cell.get(f"{_SS}MergeAcross", 0)), LIMITS.sheet_columns)))
    return cells


def _ml_value(text: str, kind: str) -> Any:  # noqa: ANN401 - see cell_text
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text


def _squared(rows: list[list[Any]]) -> list[list[Any]]:
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def cell_text(cell: Any) -> str:  # noqa: ANN401, PLR0911 - a cell holds anything; a line a kind
    """A cell's value as text: whole numbers without decimals, dates ISO 8601, truth TRUE or FALSE."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
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
