"""The process that opens spreadsheets, one after the other, until its input ends (see `supervised`)."""

from __future__ import annotations

import json
import struct
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kpikit.reader.limits import LIMITS
from kpikit.reader.spreadsheet import SheetError, read_sheets

if TYPE_CHECKING:
    from typing import BinaryIO

LENGTH = struct.Struct("<Q")
"""How the length of what follows is written."""

KIND_BYTES = 8
"""Bytes in which the kind of a workbook is written, filled with blanks."""


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Length, kind and bytes come in; length and JSON go out. Memory is limited from here on."""
    import resource  # noqa: PLC0415 - in the child alone

    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.sheet_memory_bytes, LIMITS.sheet_memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while head := asked.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        kind = asked.read(KIND_BYTES).decode().strip()
        try:
            tables, notes = read_sheets(asked.read(length), kind)
            answer: dict[str, Any] = {"tables": [asdict(table) for table in tables], "notes": notes}
        except SheetError as error:
            answer = {"error": str(error)}
        content = json.dumps(answer).encode()
        answers.write(LENGTH.pack(len(content)))
        answers.write(content)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
