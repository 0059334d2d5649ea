"""Spreadsheets are opened in a child process with limits on memory and time, which a hostile one may hit."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from typing import Any

from kpikit.reader.child import KIND_BYTES, LENGTH
from kpikit.reader.limits import LIMITS
from kpikit.reader.raw import RawTable, RowRemark
from kpikit.reader.spreadsheet import SheetError

_TURN = threading.Lock()


def read_workbook(data: bytes, kind: str) -> tuple[list[RawTable], list[str]]:
    """As `spreadsheet.read_sheets`, in the child.

    Raises:
        SheetError: As there, or the child ran out of memory or time, or fell over.
    """
    with _TURN:
        answer = _Child.of_this_process().ask(data, kind)
    if "error" in answer:
        raise SheetError(answer["error"])
    return [_table(plain) for plain in answer["tables"]], answer["notes"]


def _table(plain: dict[str, Any]) -> RawTable:
    remarks = {name: [RowRemark(**remark) for remark in plain[name]] for name in ("repaired", "damaged")}
    return RawTable(**(plain | remarks))


class _Child:
    """A process that opens one spreadsheet after the other until its input ends."""

    _own: _Child | None = None

    def __init__(self) -> None:
        self.parent = os.getpid()
        command = [sys.executable, "-P", "-m", "kpikit.reader.child"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own module
        atexit.register(self.end)

    @classmethod
    def of_this_process(cls) -> _Child:
        """The child, started when it is first needed and after it has died."""
        if cls._own is None or cls._own.parent != os.getpid() or cls._own._process.poll() is not None:  # noqa: SLF001
            cls._own = cls()
        return cls._own

    def ask(self, data: bytes, kind: str) -> dict[str, Any]:
        """The child's answer; of its end an error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(LENGTH.pack(len(data)) + kind.encode().ljust(KIND_BYTES) + data)
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._read())
        except TimeoutError:
            self.end()
            return {"error": f"took more than {LIMITS.sheet_seconds} seconds to open as a spreadsheet"}
        except (EOFError, BrokenPipeError):
            self.end()
            gibibytes = LIMITS.sheet_memory_bytes >> 30
            return {"error": f"needs more than {gibibytes} GiB to open as a spreadsheet, or is damaged"}
        return answer

    def _read(self) -> bytes:
        deadline = time.monotonic() + LIMITS.sheet_seconds
        (length,) = LENGTH.unpack(self._bytes(LENGTH.size, deadline))
        return self._bytes(length, deadline)

    def _bytes(self, count: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        found = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(handle, selectors.EVENT_READ)
            while len(found) < count:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                piece = os.read(handle, min(count - len(found), 1 << 20))
                if not piece:
                    raise EOFError
                found += piece
        return bytes(found)

    def end(self) -> None:
        """End the process, by its handle; a forked copy of us has no say in it."""
        atexit.unregister(self.end)
        if self.parent != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
