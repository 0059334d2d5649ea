"""From a path to a RawFile: what kind of file it is decides who takes it apart."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.reader.decoding import UndecodableError, decode
from kpikit.reader.delimited import MalformedError, records
from kpikit.reader.documents import looks_like_json, read_json
from kpikit.reader.limits import LIMITS
from kpikit.reader.raw import REWRAPPED, RawDocument, RawFile, RawTable, RowRemark
from kpikit.reader.sections import headerless, tables
from kpikit.reader.spreadsheet import SheetError
from kpikit.reader.supervised import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = "a CSV or TSV text file, .xlsx, .xls, or a zip of these"

_TEXT_MEMBERS = (".csv", ".tsv", ".txt")
_NOT_TABLES = (
    (b"%PDF", "is a PDF, not a table"),
    (b"\x89PNG", "is a picture, not a table"),
    (b"\xff\xd8\xff", "is a picture, not a table"),
    (b"\x1f\x8b", "is a gzip archive; unpack it first"),
    (b"Rar!", "is a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
)
_SPREADSHEET_ML = "urn:schemas-microsoft-com:office:spreadsheet"


@dataclass(frozen=True)
class _Asked:
    """How the caller wants a text to be read, see `read_file`."""

    delimiter: str | None = None
    header: bool = True
    documents: bool = False


@dataclass(frozen=True)
class _Part:
    """What one file, or one member of an archive, turned out to be."""

    kind: str
    encoding: str
    delimiter: str | None
    tables: list[RawTable]
    notes: list[str]
    documents: list[RawDocument] = field(default_factory=list)


def read_file(
    path: Path, delimiter: str | None = None, *, header: bool = True, documents: bool = False
) -> RawFile:
    """Read an export into tables of text, and where asked for into documents.

    Args:
        path: A regular file.
        delimiter: A character, or "spaces" for runs of blanks; default: detected.
        header: False: the file has no header; one table with columns named 1, 2, 3 …
        documents: JSON is parsed and text kept whole as well; without it JSON is refused. Text that can't be
            cut into records is no failure then.

    Raises:
        ExportError: Not a regular file, too large, empty, no table, or damaged as a whole.
    """
    data = _bytes(path)
    try:
        part = _part(data, _Asked(delimiter, header, documents))
    except (UndecodableError, MalformedError, SheetError) as error:
        raise ExportError(Problem(str(error), file=path, allowed=ALLOWED)) from None
    digest = hashlib.sha256(data).hexdigest()
    return RawFile(
        path, digest, part.kind, part.encoding, part.delimiter, part.tables, part.notes, part.documents
    )


def _bytes(path: Path) -> bytes:
    """Read a regular file whole; pipes and devices would hang or never end."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise ExportError(Problem(f"cannot be opened: {error.strerror}", file=path)) from None
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode):
        os.close(handle)
        raise ExportError(Problem("is not a regular file", file=path, allowed=ALLOWED))
    with os.fdopen(handle, "rb") as file:
        if facts.st_size > LIMITS.file_bytes:
            what = f"has {facts.st_size:,} bytes; the limit is {LIMITS.file_bytes:,}"
            raise ExportError(Problem(what, file=path, allowed="the export in several files"))
        data = file.read(LIMITS.file_bytes + 1)
    if not data.strip():
        raise ExportError(Problem("is empty", file=path, allowed=ALLOWED))
    return data


def _part(data: bytes, asked: _Asked) -> _Part:
    for magic, what in _NOT_TABLES:
        if data.startswith(magic):
            raise UndecodableError(what)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(data, "xls")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data, asked)
    return _text(data, asked)


def _workbook(data: bytes, kind: str) -> _Part:
    found, notes = read_workbook(data, kind)
    return _Part(kind, "", None, found, notes)


def _text(data: bytes, asked: _Asked) -> _Part:
    text, encoding = decode(data)
    start = text[:2000].lstrip().casefold()
    if start.startswith("<?xml") and _SPREADSHEET_ML in start:
        return _workbook(data, "xml")
    if start.startswith(("<!doctype html", "<html")):
        raise UndecodableError("is a web page, not a table: was a log-in page saved instead of the export?")
    if start.startswith("<?xml"):
        raise UndecodableError("is XML, not a table; save it as CSV or xlsx")
    if looks_like_json(text):
        if not asked.documents:
            raise UndecodableError("is JSON, not a table; save it as CSV or xlsx")
        return _Part("json", encoding, None, [], [], [RawDocument(None, json=read_json(text))])
    part = _records(text, encoding, asked)
    if encoding not in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"):
        part.notes.append(f"not Unicode: read as {encoding}, the code page that fits its bytes")
    return part


def _records(text: str, encoding: str, asked: _Asked) -> _Part:
    documents = [RawDocument(None, text=text)] if asked.documents else []
    try:
        read = records(text, asked.delimiter)
    except MalformedError:
        if asked.documents:
            return _Part("csv", encoding, None, [], [], documents)
        raise
    found, notes = tables(read.cells, read.delimiter) if asked.header else (headerless(read.cells), [])
    if read.lenient:
        notes.append("quotes stand inside cells that are not quoted; read as written")
    if read.formulas:
        notes.append('cells were written as formulas (="…"); their text taken')
    if read.rewrapped:
        notes.append("each line had been quoted a second time; unwrapped")
        for table in found:
            table.repaired = [RowRemark(line, REWRAPPED) for line in table.lines]
    return _Part("csv", encoding, read.delimiter, found, notes, documents)


def _archive(data: bytes, asked: _Asked) -> _Part:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise SheetError("is a damaged zip archive or xlsx file") from None
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(member.filename == "xl/workbook.xml" for member in members):
            return _workbook(data, "xlsx")
        _check_members(members)
        return _members(archive, members, asked)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > LIMITS.members:
        raise SheetError(f"holds {len(members)} files; the limit is {LIMITS.members}")
    if (size := sum(member.file_size for member in members)) > LIMITS.unpacked_bytes:
        raise SheetError(f"unpacks to {size:,} bytes; the limit is {LIMITS.unpacked_bytes:,}")
    if any(member.flag_bits & 1 for member in members):
        raise SheetError("is locked with a password")


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], asked: _Asked) -> _Part:
    """Read the text, JSON and xlsx files of an archive; archives within archives are not opened."""
    found = _Part("zip", "", None, [], [])
    encodings: list[str] = []
    wanted = (*_TEXT_MEMBERS, ".xlsx", *((".json",) if asked.documents else ()))
    for member in members:
        name = member.filename
        if name.startswith("__MACOSX/"):
            continue
        if not name.casefold().endswith(wanted):
            found.notes.append(f"{name!r} in the archive is not a table; not read")
            continue
        part = _member(archive, member, _Asked(documents=asked.documents))
        for table in part.tables:
            table.member = name
        found.tables.extend(part.tables)
        found.documents.extend(RawDocument(name, one.json, one.text) for one in part.documents)
        found.notes.extend(f"{name}: {note}" for note in part.notes)
        encodings += [part.encoding] if part.encoding else []
    if not found.tables and not found.documents:
        raise SheetError("is an archive without a table in it")
    return _Part("zip", encodings[0] if encodings else "", None, found.tables, found.notes, found.documents)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, asked: _Asked) -> _Part:
    try:
        with archive.open(member) as file:
            data = file.read(member.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise SheetError(f"holds a damaged file {member.filename!r}") from None
    if not data.strip():
        return _Part("csv", "", None, [], ["is empty"])
    if member.filename.casefold().endswith(".xlsx"):
        return _workbook(data, "xlsx")
    return _text(data, asked)
