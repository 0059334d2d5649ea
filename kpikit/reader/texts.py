"""From the bytes of a text to its tables and documents: what kind of text it is decides who cuts it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kpikit.reader.decoding import Decoded, UndecodableError, decode
from kpikit.reader.delimited import MalformedError, records
from kpikit.reader.documents import looks_like_json, read_json
from kpikit.reader.limits import LIMITS
from kpikit.reader.raw import CUT_OFF, FORMULAS, LENIENT, PADDED, REWRAPPED, RawDocument, RawTable, RowRemark
from kpikit.reader.sections import headerless, tables
from kpikit.reader.supervised import read_workbook

_SPREADSHEET_ML = "urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 2_000
_WEB_PAGE = re.compile(r"<(?:!doctype html|html|head|body|meta|title|style|script|table|div|!--)")


@dataclass(frozen=True)
class Asked:
    """How the caller wants a text to be read, see `read_file`."""

    delimiter: str | None = None
    header: bool = True
    documents: bool = False


@dataclass(frozen=True)
class Part:
    """What one file, or one member of an archive, turned out to be."""

    kind: str
    encoding: str
    delimiter: str | None
    tables: list[RawTable]
    notes: list[str]
    documents: list[RawDocument] = field(default_factory=list)


def workbook(data: bytes, kind: str) -> Part:
    """The tables of a spreadsheet.

    Raises:
        SheetError: See `read_workbook`.
    """
    found, notes = read_workbook(data, kind)
    return Part(kind, "", None, found, notes)


def text(data: bytes, asked: Asked) -> Part:
    """The tables of a text, and where asked for the text or its JSON whole.

    Raises:
        UndecodableError: It is no text, or text of a kind that holds no tables.
        MalformedError: It can't be cut into records.
        SheetError: It is SpreadsheetML, and damaged.
    """
    decoded = decode(data)
    start = decoded.text[:_HEAD].lstrip().casefold()
    if start.startswith(("<?xml", "<workbook")) and _SPREADSHEET_ML in start:
        return workbook(data, "xml")
    if _WEB_PAGE.match(start):
        raise UndecodableError("is a web page, not a table: was a log-in page saved instead of the export?")
    if start.startswith("<?xml"):
        raise UndecodableError("is XML, not a table; save it as CSV or xlsx")
    if looks_like_json(decoded.text):
        if not asked.documents:
            raise UndecodableError("is JSON, not a table; save it as CSV or xlsx")
        value, notes = read_json(decoded.text)
        return Part(
            "json", decoded.encoding, None, [], decoded.notes + notes, [RawDocument(None, json=value)]
        )
    return _records(decoded, asked)


def _records(decoded: Decoded, asked: Asked) -> Part:
    documents = [RawDocument(None, text=decoded.text)] if asked.documents else []
    try:
        read = records(decoded.text, asked.delimiter)
        found, notes = tables(read.cells, read.delimiter) if asked.header else (headerless(read.cells), [])
        _check_width(found)
    except MalformedError:
        if asked.documents:
            return Part("csv", decoded.encoding, None, [], decoded.notes, documents)
        raise
    notes = decoded.notes + notes
    if read.lenient:
        notes.append(LENIENT)
    if read.formulas:
        notes.append(FORMULAS)
    if read.rewrapped:
        notes.append("each line had been quoted a second time; unwrapped")
        for table in found:
            table.repaired = [RowRemark(line, REWRAPPED) for line in table.lines]
    elif found and not decoded.text.endswith(("\n", "\r")):
        _give_up_torn(found[-1])
    return Part("csv", decoded.encoding, read.delimiter, found, notes, documents)


def _check_width(found: list[RawTable]) -> None:
    width = max((len(table.header) for table in found), default=0)
    if width > LIMITS.sheet_columns:
        raise MalformedError(f"has {width:,} columns; the limit is {LIMITS.sheet_columns:,}")


def _give_up_torn(table: RawTable) -> None:
    """Give up a last row that lacks cells and its newline, as no other does: its last figure may be torn."""
    if len(table.repaired) == 1 and table.lines and table.repaired[0] == RowRemark(table.lines[-1], PADDED):
        table.repaired.clear()
        table.rows.pop()
        table.damaged.append(RowRemark(table.lines.pop(), CUT_OFF))
