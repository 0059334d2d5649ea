"""From a path to a RawFile: what kind of file it is decides who takes it apart."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.reader.decoding import UndecodableError, decode
from kpikit.reader.delimited import MalformedError, records
from kpikit.reader.limits import LIMITS
from kpikit.reader.raw import REWRAPPED, RawFile, RawTable, RowRemark
from kpikit.reader.sections import headerless, tables
from kpikit.reader.spreadsheet import SheetError, read_workbook

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


@dataclass(frozen=True)
class _Part:
    """What one file, or one member of an archive, turned out to be."""

    kind: str
    encoding: str
    delimiter: str | None
    tables: list[RawTable]
    notes: list[str]


def read_file(path: Path, delimiter: str | None = None, *, header: bool = True) -> RawFile:
    """Read an export into tables of text.

    Args:
        path: A regular file.
        delimiter: A character, or "spaces" for runs of blanks; default: detected.
        header: False: the file has no header; one table with columns named 1, 2, 3 …

    Raises:
        ExportError: Not a regular file, too large, empty, no table, or damaged as a whole.
    """
    data = _bytes(path)
    try:
        part = _part(data, delimiter, header=header)
    except (UndecodableError, MalformedError, SheetError) as error:
        raise ExportError(Problem(str(error), file=path, allowed=ALLOWED)) from None
    digest = hashlib.sha256(data).hexdigest()
    return RawFile(path, digest, part.kind, part.encoding, part.delimiter, part.tables, part.notes)


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


def _part(data: bytes, delimiter: str | None = None, *, header: bool = True) -> _Part:
    for magic, what in _NOT_TABLES:
        if data.startswith(magic):
            raise UndecodableError(what)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        found, notes = read_workbook(data, "xls")
        return _Part("xls", "", None, found, notes)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data)
    return _text(data, delimiter, header=header)


def _text(data: bytes, delimiter: str | None, *, header: bool) -> _Part:
    text, encoding = decode(data)
    start = text[:1000].lstrip().casefold()
    if start.startswith(("<!doctype html", "<html")):
        raise UndecodableError("is a web page, not a table: was a log-in page saved instead of the export?")
    if start.startswith(("<?xml", "{")):
        raise UndecodableError("is XML or JSON, not a table; save it as CSV or xlsx")
    read = records(text, delimiter)
    found, notes = tables(read.cells, read.delimiter) if header else (headerless(read.cells), [])
    if encoding not in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"):
        notes.append(f"not Unicode: read as {encoding}, the code page that fits its bytes")
    if read.lenient:
        notes.append("quotes stand inside cells that are not quoted; read as written")
    if read.rewrapped:
        notes.append("each line had been quoted a second time; unwrapped")
        for table in found:
            table.repaired = [RowRemark(line, REWRAPPED) for line in table.lines]
    return _Part("csv", encoding, read.delimiter, found, notes)


def _archive(data: bytes) -> _Part:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise SheetError("is a damaged zip archive or xlsx file") from None
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(member.filename == "xl/workbook.xml" for member in members):
            found, notes = read_workbook(data, "xlsx")
            return _Part("xlsx", "", None, found, notes)
        _check_members(members)
        return _members(archive, members)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > LIMITS.members:
        raise SheetError(f"holds {len(members)} files; the limit is {LIMITS.members}")
    if (size := sum(member.file_size for member in members)) > LIMITS.unpacked_bytes:
        raise SheetError(f"unpacks to {size:,} bytes; the limit is {LIMITS.unpacked_bytes:,}")
    if any(member.flag_bits & 1 for member in members):
        raise SheetError("is locked with a password")


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> _Part:
    """Read the text and xlsx files of an archive; archives within archives are not opened."""
    found: list[RawTable] = []
    notes: list[str] = []
    encodings: list[str] = []
    for member in members:
        name = member.filename
        if name.startswith("__MACOSX/"):
            continue
        if not name.casefold().endswith((*_TEXT_MEMBERS, ".xlsx")):
            notes.append(f"{name!r} in the archive is not a table; not read")
            continue
        part = _member(archive, member)
        for table in part.tables:
            table.member = name
        found += part.tables
        notes += [f"{name}: {note}" for note in part.notes]
        encodings += [part.encoding] if part.encoding else []
    if not found:
        raise SheetError("is an archive without a table in it")
    return _Part("zip", encodings[0] if encodings else "", None, found, notes)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Part:
    try:
        with archive.open(member) as file:
            data = file.read(member.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise SheetError(f"holds a damaged file {member.filename!r}") from None
    if not data.strip():
        return _Part("csv", "", None, [], ["is empty"])
    if member.filename.casefold().endswith(".xlsx"):
        found, notes = read_workbook(data, "xlsx")
        return _Part("xlsx", "", None, found, notes)
    return _text(data, None, header=True)
