"""The asking side of the zygote: one a process, started when first needed, ended with the process."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kpikit.errors import RunError


class Forked:
    """A child of the zygote, with as much of `subprocess.Popen` as jupyter_client's provisioners ask for."""

    stdin = stdout = stderr = None

    def __init__(self, line: Connection[Any, Any], request: dict[str, Any]) -> None:
        self._line = line
        self._lock = threading.RLock()
        self.returncode: int | None = None
        try:
            line.send(request)
            self.pid: int = line.recv()[1]
        except (EOFError, OSError):
            raise RunError(
                "the warm process ended before it could start a notebook (see its message above)"
            ) from None

    def poll(self) -> int | None:
        """Exit code (negative: ended by that signal), or None while it runs."""
        with self._lock:
            if self.returncode is None and self._line.poll():
                self._hear()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code.

        Raises:
            subprocess.TimeoutExpired: It still runs.
        """
        if self.returncode is None and not self._line.poll(timeout):
            raise subprocess.TimeoutExpired("forked child", timeout or 0.0)
        with self._lock:
            while self.returncode is None:
                self._hear()
        return self.returncode

    def result(self) -> Any:  # noqa: ANN401 - whatever the function returns
        """Wait for a call's return value.

        Raises:
            Exception: What the function raised.
            RunError: The child was killed.
        """
        answer: tuple[str, Any] | None = None
        with self._lock:
            while self.returncode is None:
                answer = self._hear() or answer
        if answer is None:
            raise RunError(f"a working process ended with {_named(self.returncode)} before it had finished")
        kind, value = answer
        if kind == "error":
            raise value
        return value

    def send_signal(self, number: int) -> None:
        """Signal the child and all that it started."""
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self.poll() is None:
                os.killpg(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _hear(self) -> tuple[str, Any] | None:
        """One message of the child or, last, of the zygote. A torn one means that the writer was killed."""
        try:
            kind, value = self._line.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            kind, value = "exit", -signal.SIGKILL
        if kind != "exit":
            return kind, value
        self.returncode = value
        self._line.close()
        return None


class Zygote:
    """A running warm process."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", "kpikit.run.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def fork(self, **request: Any) -> Forked:  # noqa: ANN401 - the request's own keys
        """Have a child forked; see `zygote` for what a request may hold."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"."], [theirs.fileno()])
            except OSError:
                ours.close()
                raise RunError("the warm process has ended") from None
        request = {"folder": str(Path.cwd()), "environment": dict(os.environ)} | request
        return Forked(Connection(ours.detach()), request)

    @property
    def alive(self) -> bool:
        """Whether it runs (or still imports)."""
        return self.process.poll() is None

    def end(self) -> None:
        """End it and all its children."""
        self._control.close()
        self.process.terminate()  # it needn't import to the end
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
            return
        self.process.kill()
        self.process.wait()


_lock = threading.Lock()
_running: dict[int, Zygote] = {}
"""This process's zygote by process id: a forked process must not use its parent's."""


def zygote() -> Zygote:
    """This process's zygote; a new one where there is none or it has died."""
    with _lock:
        running = _running.get(os.getpid())
        if running is None or not running.alive:
            running = _running[os.getpid()] = Zygote()
            atexit.register(running.end)
        return running


def call(function: str, **arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
    """Call `module:function` in a child of the zygote: nothing to import, nothing left behind.

    Raises:
        Exception: What the function raised.
        RunError: The child was killed.
    """
    return zygote().fork(call=function, arguments=arguments).result()


def _named(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
