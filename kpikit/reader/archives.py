"""Zip archives: the texts, JSON and spreadsheets in them; archives within archives are not opened."""

from __future__ import annotations

import io
import zipfile

from kpikit.reader.limits import LIMITS, MEBIBYTE, SheetError
from kpikit.reader.raw import RawDocument
from kpikit.reader.spreadsheet import DAMAGED_ARCHIVE
from kpikit.reader.texts import Asked, Part, text, workbook
from kpikit.text import clean_line

_TEXT_MEMBERS = (".csv", ".tsv", ".txt")
_SMALL = 16 * MEBIBYTE
_MOST_NAMED = 10


def archive(data: bytes, asked: Asked) -> Part:
    """Tables and documents of an archive, or of the xlsx that it is.

    Raises:
        SheetError: It is damaged, locked, too large, or without a table.
        UndecodableError: A text in it is none.
        MalformedError: A text in it can't be cut into records.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED_ARCHIVE:
        raise SheetError("is a damaged zip archive or xlsx file") from None
    with opened:
        members = [member for member in opened.infolist() if not member.is_dir()]
        if any(member.filename == "xl/workbook.xml" for member in members):
            return workbook(data, "xlsx")
        _check(members)
        return _members(opened, members, asked)


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > LIMITS.members:
        raise SheetError(f"holds {len(members):,} files; the limit is {LIMITS.members:,}")
    if (size := sum(member.file_size for member in members)) > LIMITS.unpacked_bytes:
        raise SheetError(f"unpacks to {size:,} bytes; the limit is {LIMITS.unpacked_bytes:,}")
    if any(member.file_size > max(_SMALL, LIMITS.ratio * member.compress_size) for member in members):
        raise SheetError(f"unpacks to more than {LIMITS.ratio} times its size, as no export does")
    if any(member.flag_bits & 1 for member in members):
        raise SheetError("is locked with a password")


def _members(opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], asked: Asked) -> Part:
    found = Part("zip", "", None, [], [])
    encodings: list[str] = []
    others: list[str] = []
    wanted = (*_TEXT_MEMBERS, ".xlsx", *((".json",) if asked.documents else ()))
    for member in members:
        name = clean_line(member.filename)
        if name.startswith("__MACOSX/"):
            continue
        if not name.casefold().endswith(wanted):
            others.append(name)
            continue
        part = _member(opened, member, Asked(documents=asked.documents))
        for table in part.tables:
            table.member = name
        found.tables.extend(part.tables)
        found.documents.extend(RawDocument(name, one.json, one.text) for one in part.documents)
        found.notes.extend(f"{name}: {note}" for note in part.notes)
        encodings += [part.encoding] if part.encoding else []
    found.notes.extend(f"{name!r} in the archive is not a table; not read" for name in others[:_MOST_NAMED])
    if (more := len(others) - _MOST_NAMED) > 0:
        found.notes.append(f"{more} more file(s) in the archive are no tables; not read")
    if not found.tables and not found.documents:
        raise SheetError("is an archive without a table in it")
    return Part("zip", encodings[0] if encodings else "", None, found.tables, found.notes, found.documents)


def _member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, asked: Asked) -> Part:
    try:
        with opened.open(member) as file:
            data = file.read(member.file_size + 1)
    except DAMAGED_ARCHIVE:
        raise SheetError(f"holds a damaged file {clean_line(member.filename, 100)!r}") from None
    if not data.strip():
        return Part("csv", "", None, [], ["is empty"])
    if member.filename.casefold().endswith(".xlsx"):
        return workbook(data, "xlsx")
    return text(data, asked)
