"""From a path to a RawFile: what kind of file it is decides who takes it apart."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.reader.archives import archive
from kpikit.reader.decoding import UndecodableError
from kpikit.reader.delimited import MalformedError
from kpikit.reader.limits import LIMITS, SheetError
from kpikit.reader.raw import RawFile
from kpikit.reader.texts import Asked, Part, text, workbook

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = "a CSV or TSV text file, .xlsx, .xls, or a zip of these"

_NOT_TABLES = (
    (b"%PDF", "is a PDF, not a table"),
    (b"\x89PNG", "is a picture, not a table"),
    (b"\xff\xd8\xff", "is a picture, not a table"),
    (b"GIF8", "is a picture, not a table"),
    (b"RIFF", "is a picture or recording, not a table"),
    (b"\x1f\x8b", "is a gzip archive; unpack it first"),
    (b"Rar!", "is a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
)


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
        part = _part(data, Asked(delimiter, header, documents))
    except (UndecodableError, MalformedError, SheetError) as error:
        raise ExportError(Problem(str(error), file=path, allowed=ALLOWED)) from None
    if not part.tables and not part.documents:
        raise ExportError(Problem("is empty: no table in it", file=path, allowed=ALLOWED))
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


def _part(data: bytes, asked: Asked) -> Part:
    for magic, what in _NOT_TABLES:
        if data.startswith(magic):
            raise UndecodableError(what)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return workbook(data, "xls")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archive(data, asked)
    return text(data, asked)
