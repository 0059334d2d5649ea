"""Spreadsheets are opened in a child process with limits on memory and time, which a hostile one may hit."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import kpikit
from kpikit.reader.child import KIND_BYTES, LENGTH, too_much_memory
from kpikit.reader.limits import LIMITS, SheetError
from kpikit.reader.raw import RawTable, RowRemark

_PIECE = 1 << 20
_LARGE = 32 << 20
"""Bytes of a workbook or of its text after which a child is not used again: what it has taken of its memory
would be missing to the next one."""

_COMMAND = (
    # The same kpikit as ours, wherever it was found; all else by the child's own path.
    "import sys; sys.path.insert(0, sys.argv[1]); import kpikit; del sys.path[0]; "
    # Not `-m kpikit.reader.child`: the package imports that module itself, and Python warns of it.
    "from kpikit.reader.child import main; main()"
)
_ENDING_SECONDS = 5


def read_workbook(data: bytes, kind: str) -> tuple[list[RawTable], list[str]]:
    """As `spreadsheet.read_sheets`, in the child.

    Raises:
        SheetError: As there, or the child ran out of memory or time, or fell over.
    """
    with _own.turn:
        answer = _own.child().ask(data, kind)
    if "error" in answer:
        raise SheetError(answer["error"])
    return [_table(plain) for plain in answer["tables"]], answer["notes"]


def _table(plain: dict[str, Any]) -> RawTable:
    remarks = {name: [RowRemark(**remark) for remark in plain[name]] for name in ("repaired", "damaged")}
    return RawTable(**(plain | remarks))


class _Child:
    """A process that opens one spreadsheet after the other until its input ends."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-c", _COMMAND, str(Path(kpikit.__file__).parents[1])],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Libraries that fall over write what they were at, a cell's text among it.
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked, self._answers = self._process.stdin, self._process.stdout
        # A child that doesn't read must not hold us up.
        os.set_blocking(self._asked.fileno(), False)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ask(self, data: bytes, kind: str) -> dict[str, Any]:
        """The child's answer; of its end an error. Ends it unless all went well and little was asked."""
        again = False
        try:
            deadline = time.monotonic() + LIMITS.sheet_seconds
            self._write(LENGTH.pack(len(data)) + kind.encode().ljust(KIND_BYTES), deadline)
            self._write(data, deadline)
            (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
            answer: dict[str, Any] = json.loads(self._read(length, deadline))
            again = not answer.get("worn") and max(len(data), length) < _LARGE
        except TimeoutError:
            return {"error": f"took more than {LIMITS.sheet_seconds} seconds to open as a spreadsheet"}
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return {"error": self._obituary()}
        finally:
            # Also where we are interrupted: what the child still had to say is no answer to what comes next.
            if not again:
                self.end()
        return answer

    def _obituary(self) -> str:
        """Why a child is gone: killed for its memory or by its own fall, or it could not even start."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(_ENDING_SECONDS)
            if code >= 0:
                return f"cannot be opened: the process for spreadsheets ended with exit code {code}"
        return f"{too_much_memory(LIMITS)}, or is damaged"

    def _write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        with selectors.DefaultSelector() as selector:
            selector.register(self._asked, selectors.EVENT_WRITE)
            while left:
                _wait(selector, deadline)
                left = left[os.write(self._asked.fileno(), left[:_PIECE]) :]

    def _read(self, count: int, deadline: float) -> bytearray:
        found = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            while len(found) < count:
                _wait(selector, deadline)
                piece = os.read(self._answers.fileno(), min(count - len(found), _PIECE))
                if not piece:
                    raise EOFError
                found += piece
        return found

    def end(self) -> None:
        """End the process, by its handle."""
        self._process.kill()
        self._process.wait()
        self._close()

    def forget(self) -> None:
        """Let go of it in a forked copy of its parent: it is not ours, and shall not outlive its parent."""
        self._process.returncode = 0  # else the handle complains when it is thrown away
        self._close()

    def _close(self) -> None:
        self._asked.close()
        self._answers.close()


def _wait(selector: selectors.BaseSelector, deadline: float) -> None:
    if not selector.select(max(0.0, deadline - time.monotonic())):
        raise TimeoutError


class _Own:
    """This process's child, started when it is first needed and after it has ended."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self._child: _Child | None = None

    def child(self) -> _Child:
        """The child that runs."""
        if self._child is None or not self._child.alive:
            self.end()
            self._child = _Child()
        return self._child

    def end(self) -> None:
        """End it, where there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def after_fork(self) -> None:
        """In a forked process: the parent's child is not ours, and the lock may be held by a thread left."""
        self.turn = threading.Lock()
        child, self._child = self._child, None
        if child is not None:
            child.forget()


_own = _Own()
atexit.register(_own.end)
os.register_at_fork(after_in_child=_own.after_fork)
