"""SpreadsheetML 2003 (the XML that help desks name .xls) to rows of texts and numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NoReturn

from kpikit.reader.limits import LIMITS, SheetError, check_size

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_PIECE = 1 << 20
_NO_DAY = (dt.date(1899, 12, 30), dt.date(1899, 12, 31), dt.date(1900, 1, 1))
"""What stands for the day where a cell holds a time alone."""


def spreadsheet_ml(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Sheets of a SpreadsheetML 2003 workbook: name, rows of texts and numbers.

    Raises:
        SheetError: Damaged, with a document type of its own, or beyond the limits.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - few files are of this kind

    sheets = _Sheets()
    parser = ET.XMLParser(target=sheets)  # noqa: S314 - a document type, which alone declares entities, is refused
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except (ET.ParseError, LookupError):
        raise SheetError("cannot be opened as a spreadsheet (damaged XML)") from None
    return [(name, _squared(rows, name)) for name, rows in sheets.found]


class _Sheets:
    """What the parser tells its events; keeps cells alone, no tree.

    Attributes:
        found: Name and rows of each sheet.
    """

    def __init__(self) -> None:
        self.found: list[tuple[str, list[list[Any]]]] = []
        self._data: list[str] | None = None
        self._kind = ""
        self._value: Any = ""
        self._merged = 0
        self._in_comment = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{_NAMESPACE}Worksheet": self._start_sheet,
            f"{_NAMESPACE}Row": self._start_row,
            f"{_NAMESPACE}Cell": self._start_cell,
            f"{_NAMESPACE}Data": self._start_data,
            f"{_NAMESPACE}Comment": self._start_comment,
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{_NAMESPACE}Cell": self._end_cell,
            f"{_NAMESPACE}Data": self._end_data,
            f"{_NAMESPACE}Comment": self._end_comment,
        }

    def doctype(self, *_declared: str | None) -> NoReturn:
        """No spreadsheet program writes one."""
        raise SheetError("is XML with a document type of its own, as no spreadsheet has")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in self._starts and (self.found or tag.endswith("}Worksheet")):
            self._starts[tag](attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in self._ends and self.found:
            self._ends[tag]()

    def data(self, text: str) -> None:
        """Text of an element; formatted text comes in pieces."""
        if self._data is not None:
            self._data.append(text)

    def close(self) -> None:
        """The document ends."""

    @property
    def _rows(self) -> list[list[Any]]:
        return self.found[-1][1]

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self.found.append((attributes.get(f"{_NAMESPACE}Name", ""), []))

    def _start_row(self, attributes: dict[str, str]) -> None:
        place = _place(attributes, len(self._rows), LIMITS.sheet_rows)
        self._rows.extend([] for _ in range(place - len(self._rows)))
        self._rows.append([])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self._rows:
            raise SheetError("cannot be opened as a spreadsheet (a cell outside of rows)")
        cells = self._rows[-1]
        cells.extend("" for _ in range(_place(attributes, len(cells), LIMITS.sheet_columns) - len(cells)))
        merged = attributes.get(f"{_NAMESPACE}MergeAcross", "0")
        self._merged = min(int(merged), LIMITS.sheet_columns) if merged.isdecimal() else 0
        self._value = ""

    def _start_data(self, attributes: dict[str, str]) -> None:
        if not self._in_comment:
            self._data, self._kind = [], attributes.get(f"{_NAMESPACE}Type", "")

    def _end_data(self) -> None:
        if self._data is not None:
            self._value, self._data = _value("".join(self._data), self._kind), None

    def _start_comment(self, _attributes: dict[str, str]) -> None:
        self._in_comment = True

    def _end_comment(self) -> None:
        self._in_comment = False

    def _end_cell(self) -> None:
        if self._rows:
            self._rows[-1].append(self._value)
            self._rows[-1].extend("" for _ in range(self._merged))


def _place(attributes: dict[str, str], reached: int, most: int) -> int:
    """Where a row or cell stands, counted from 0: as its Index says, else next to the one before.

    Raises:
        SheetError: It would stand before the one before it, or beyond the limits.
    """
    written = attributes.get(f"{_NAMESPACE}Index")
    place = reached + 1 if written is None else int(written) if written.isdecimal() else 0
    if place <= reached:
        raise SheetError("cannot be opened as a spreadsheet (rows or cells in no order)")
    if place > most:
        raise SheetError(
            f"has a row or cell at place {place:,}; the limit is {most:,}: a stray cell far off?"
        )
    return place - 1


def _value(text: str, kind: str) -> Any:  # noqa: ANN401 - see `spreadsheet.cell_text`
    try:
        if kind == "Number" and "_" not in text:
            return float(text)
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text)
            return moment.time() if moment.date() in _NO_DAY else moment
    except ValueError:
        return text
    return text.strip() == "1" if kind == "Boolean" else text


def _squared(rows: list[list[Any]], name: str) -> list[list[Any]]:
    width = max((len(row) for row in rows), default=0)
    check_size(len(rows), width, name)
    return [row + [""] * (width - len(row)) for row in rows]
