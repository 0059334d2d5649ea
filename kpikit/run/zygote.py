"""The warm process: everything heavy imported once, one forked child for each piece of work.

Started as `python -P -m kpikit.run.zygote FD` (see `forking`). It stays single-threaded and reads no data, so
that forking it is safe: DuckDB and pyarrow start threads as soon as they are used, therefore only children
use them. The protocol: each byte on the socket FD comes with a connected socket. The zygote forks; the child
reads its request from that socket; when it has ended, the zygote sends ("exit", code) on it. When FD is
closed (its owner ended, in whatever way), all children are killed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pkgutil
import random
import selectors
import signal
import socket
import sys
import warnings
from multiprocessing.connection import Connection
from typing import Any

import kpikit
from kpikit.run.imports import without_iri_grammar

LIBRARIES = (
    # what a kernel is made of
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "IPython.core.pylabtools",
    "zmq.eventloop.zmqstream",
    # what chapters compute, word and draw with
    "pandas",
    "pandas.core.methods.to_dict",
    "pyarrow.parquet",
    "pyarrow.pandas_compat",
    "duckdb",
    "sqlglot.dialects.duckdb",
    "sqlglot.generators.duckdb",
    "scipy.stats",
    "babel.dates",
    "babel.lists",
    "babel.numbers",
    "seaborn",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    # what pages and files are made with
    "jinja2.ext",
    "nbconvert",
    "nh3",
    "typst",
    "xlsxwriter",
)
"""Modules imported before the first fork, and after them all of kpikit's own."""

DEFINITIONS = ("kpikit.dictionary:tables", "kpikit.metrics:registry", "kpikit.sources:modules")
"""Functions that read kpikit's own definitions, and keep them: no child has to read them again."""


def preload() -> None:
    """Import everything. Whoever needs a module that fails meets its error again, visibly."""
    with without_iri_grammar():
        for module in LIBRARIES:
            with contextlib.suppress(Exception):
                importlib.import_module(module)
        for found in pkgutil.walk_packages(kpikit.__path__, "kpikit.", onerror=lambda _: None):
            with contextlib.suppress(Exception):
                importlib.import_module(found.name)
    for definition in DEFINITIONS:
        module, name = definition.split(":")
        with contextlib.suppress(Exception):
            getattr(importlib.import_module(module), name)()


def serve(descriptor: int) -> None:
    """Fork a child for every socket that arrives on `descriptor`, until its other end is closed."""
    control = socket.socket(fileno=descriptor)
    wake, woken = socket.socketpair()
    wake.setblocking(False)
    woken.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(
        signal.SIGTERM, lambda *_: None
    )  # the end comes with FD's; before this line there are no children
    signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    children: dict[int, Connection[Any, Any]] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if wake in ready:
                with contextlib.suppress(BlockingIOError):
                    wake.recv(4096)
                _reap(children)
            if control in ready:
                byte, descriptors, _, _ = socket.recv_fds(control, 1, 1)
                if not byte:
                    break
                line: Connection[Any, Any] = Connection(descriptors[0])
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    selector.close()
                    for end in (control, wake, woken):
                        end.close()
                    for other in children.values():
                        other.close()
                    _child(line)
                children[pid] = line
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _reap(children: dict[int, Connection[Any, Any]]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with children.pop(pid) as line, contextlib.suppress(OSError):
            line.send(("exit", os.waitstatus_to_exitcode(status)))


def _child(line: Connection[Any, Any]) -> None:
    """Do one piece of work and end without the clean-up that belongs to the zygote's state."""
    code = 1
    try:
        os.setsid()
        for number, handler in (
            (signal.SIGCHLD, signal.SIG_DFL),
            (signal.SIGTERM, signal.SIG_DFL),
            (signal.SIGINT, signal.default_int_handler),
        ):
            signal.signal(number, handler)
        line.send(("pid", os.getpid()))
        request: dict[str, Any] = line.recv()
        _become(request)
        if "kernel" in request:
            line.close()
            _kernel(request["kernel"])
        else:
            _call(line, request["call"], request["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - nothing may climb into the zygote's loop
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _become(request: dict[str, Any]) -> None:
    """Take over the folder and environment of the process that asked; draw no one else's random numbers."""
    os.chdir(request["folder"])
    keep = {name: os.environ[name] for name in (*SINGLE_THREADED, "MPLBACKEND")}
    os.environ.clear()
    os.environ.update(keep | request["environment"])
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _kernel(arguments: list[str]) -> None:
    """Be what `python -m ipykernel_launcher ARGUMENTS` is."""
    import ipykernel_launcher  # type: ignore[import-untyped]  # noqa: PLC0415
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    sys.argv = [str(ipykernel_launcher.__file__), *arguments]
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        # Imported outside IPython, it noted that there is none. The inline backend itself is first imported
        # when a figure is made, and hooks into the shell then, as in any kernel.
        pyplot.uninstall_repl_displayhook()
    IPKernelApp.launch_instance(arguments, parent_handle=os.getppid())


def _call(line: Connection[Any, Any], function: str, arguments: dict[str, Any]) -> None:
    """Call `module:function` with keyword arguments and send back what it returns or raises."""
    module, name = function.split(":")
    try:
        answer = ("result", getattr(importlib.import_module(module), name)(**arguments))
    except Exception as error:  # noqa: BLE001 - handed to the caller
        answer = ("error", error)
    line.send(answer)


SINGLE_THREADED = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
"""Environment that keeps numeric libraries from starting threads when imported."""


def main() -> None:
    """Import, then serve."""
    os.environ.update(SINGLE_THREADED)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    preload()
    warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
    gc.collect()
    gc.freeze()
    serve(int(sys.argv[1]))
    os._exit(0)  # no interpreter clean-up: extension modules complain of what gc.freeze keeps alive


if __name__ == "__main__":
    main()
