"""The process that opens spreadsheets, one after the other, until its input ends (see `supervised`)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
from typing import TYPE_CHECKING, Any, Final

from kpikit.reader.limits import LIMITS, SheetError
from kpikit.reader.spreadsheet import read_sheets

if TYPE_CHECKING:
    from typing import BinaryIO

    from kpikit.reader.limits import Limits
    from kpikit.reader.raw import RawTable

LENGTH = struct.Struct("<Q")
"""How the length of what follows is written."""

KIND_BYTES = 8
"""Bytes in which the kind of a workbook is written, filled with blanks."""

_GRACE_SECONDS = 10
"""What the child gives its parent to end it; where the parent is gone, it ends by itself after that."""


def too_much_memory(limits: Limits) -> str:
    """What is said of a workbook that the memory didn't suffice for."""
    return f"needs more than {limits.sheet_memory_bytes / 2**30:g} GiB to open as a spreadsheet"


def serve(asked: BinaryIO, answers: BinaryIO, limits: Limits = LIMITS) -> None:
    """Length, kind and bytes come in; length and JSON go out. Memory is limited from here on."""
    _limit_memory(limits.sheet_memory_bytes)
    # An interrupt of the terminal reaches both; what becomes of the child is its parent's matter.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while head := asked.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        kind = asked.read(KIND_BYTES).decode().strip()
        signal.alarm(limits.sheet_seconds + _GRACE_SECONDS)
        content = _answer(asked.read(length), kind, limits)
        answers.write(LENGTH.pack(len(content)))
        answers.write(content)
        answers.flush()
        signal.alarm(0)


def _limit_memory(size: int) -> None:
    """Bound the address space, where the system knows such a bound and allows it."""
    import resource  # noqa: PLC0415 - in the child alone

    for what, wanted in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (bound, bound))


def _answer(data: bytes, kind: str, limits: Limits) -> bytes:
    """The tables of a workbook as JSON, or what is wrong with it: never its text."""
    try:
        tables, notes = read_sheets(data, kind)
        content = json.dumps({"tables": [_plain(table) for table in tables], "notes": notes}).encode()
    except SheetError as error:
        return _error(str(error))
    except MemoryError:
        return _error(too_much_memory(limits), worn=True)
    except BaseException as error:  # noqa: BLE001 - libraries' panics too: the next workbook is served
        return _error(f"cannot be opened as a spreadsheet ({type(error).__name__})", worn=True)
    if len(content) > limits.unpacked_bytes:
        return _error(f"holds more than {limits.unpacked_bytes:,} bytes of text")
    return content


def _error(what: str, *, worn: bool = False) -> bytes:
    """An answer that refuses the workbook; `worn` where another child had better open the next one."""
    return json.dumps({"error": what, "worn": worn}).encode()


def _plain(table: RawTable) -> dict[str, Any]:
    """The table's attributes; its rows are not copied, unlike by `dataclasses.asdict`."""
    remarks = {name: [vars(remark) for remark in getattr(table, name)] for name in ("repaired", "damaged")}
    return vars(table) | remarks


_STDOUT: Final = 1


def main() -> None:
    """Serve what comes from standard input; whatever libraries print goes nowhere."""
    answers = os.fdopen(os.dup(_STDOUT), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    serve(sys.stdin.buffer, answers)
