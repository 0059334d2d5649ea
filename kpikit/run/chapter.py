"""One unit of work: a chapter of a brand in a language, executed once. Plain values in and out.

`Executor.map(execute_chapter, tasks)` is the whole contract: threads of the driver, or processes anywhere
that share the project's folder. Each process starts a zygote of its own when it first needs one.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from kpikit.run.imports import without_iri_grammar
from kpikit.store import atomic
from kpikit.text import clean_line

if TYPE_CHECKING:
    import nbformat

Engine = Literal["warm", "papermill"]
Status = Literal["done", "cached", "failed", "timed_out", "killed"]

FAILED = "failed"
"""Stands in the place of the key in the name of a notebook that was not finished."""

FINISHED: tuple[Status, ...] = ("done", "cached")


class Task(TypedDict):
    """What a chapter's execution depends on.

    Attributes:
        root: The project's folder; the kernel works in it.
        brand: Brand id.
        period: Period id.
        language: Language of the report.
        chapter: Name of the notebook without its ending.
        notebook: Path of the notebook.
        parameters: Values for its parameters cell.
        engine: warm (forked kernels) or papermill (stock kernels).
        deadline: Seconds after which it is interrupted; 10 later it is killed.
        key: Digest of all inputs; names the executed notebook.
        folder: Where executed notebooks are kept.
        force: Execute even if a notebook of this key is there.
    """

    root: str
    brand: str
    period: str
    language: str
    chapter: str
    notebook: str
    parameters: dict[str, Any]
    engine: Engine
    deadline: float
    key: str
    folder: str
    force: bool


class Outcome(TypedDict):
    """How it went: a record of our own, for papermill's metadata says nothing of timeouts and dead kernels.

    Attributes:
        brand: As in the task.
        language: As in the task.
        chapter: As in the task.
        status: done, cached (a notebook of this key was there), failed, timed_out or killed.
        error: What went wrong, one line; empty where nothing did.
        seconds: Wall time.
        notebook: Path of the executed notebook; of a failed one as far as it came.
    """

    brand: str
    language: str
    chapter: str
    status: Status
    error: str
    seconds: float
    notebook: str


def execute_chapter(task: Task) -> Outcome:
    """Execute a chapter unless a notebook made of the same inputs is there. A failure is an outcome, too."""
    folder = Path(task["folder"])
    target = folder / f"{task['chapter']}.{task['key']}.ipynb"
    if target.exists() and not task["force"]:
        return _outcome(task, "cached", "", 0.0, target)
    start = time.monotonic()
    with ThreadPoolExecutor(1, thread_name_prefix="chapter") as own_thread:
        notebook, stopped = own_thread.submit(_execute_and_close_loop, task).result()
    seconds = time.monotonic() - start
    status: Status = "done"
    message = ""
    if stopped is not None:
        status = _why(stopped, late=seconds >= task["deadline"] > 0)
        message = _message(stopped, status, task["deadline"])
        target = folder / f"{task['chapter']}.{FAILED}.ipynb"
    _settle(notebook, task, status, message)
    for old in folder.glob(f"{task['chapter']}.*.ipynb"):
        old.unlink(missing_ok=True)
    atomic.write(target, json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")
    return _outcome(task, status, message, seconds, target)


def _outcome(task: Task, status: Status, error: str, seconds: float, notebook: Path) -> Outcome:
    return {
        "brand": task["brand"],
        "language": task["language"],
        "chapter": task["chapter"],
        "status": status,
        "error": error,
        "seconds": round(seconds, 3),
        "notebook": str(notebook),
    }


def _execute_and_close_loop(task: Task) -> tuple[nbformat.NotebookNode, Exception | None]:
    """jupyter_core gives each thread an event loop and leaves it open; many tasks would exhaust the files."""
    from jupyter_core.utils import ensure_event_loop  # noqa: PLC0415 - see _execute

    try:
        return _execute(task)
    finally:
        ensure_event_loop().close()
        asyncio.set_event_loop(None)


def load_papermill() -> None:
    """Import what executing needs: two thirds of a second that a driver can spend while the zygote starts."""
    with without_iri_grammar():
        import papermill.execute  # noqa: F401, PLC0415

        import kpikit.run.engine  # noqa: F401, PLC0415


def _execute(task: Task) -> tuple[nbformat.NotebookNode, Exception | None]:
    """Take papermill's own steps, keeping hold of the notebook whatever happens."""
    with without_iri_grammar():
        from papermill.engines import papermill_engines  # noqa: PLC0415 - slow: while the zygote starts
        from papermill.execute import prepare_notebook_metadata, raise_for_execution_errors  # noqa: PLC0415
        from papermill.inspection import inspect_notebook  # noqa: PLC0415
        from papermill.iorw import load_notebook_node  # noqa: PLC0415
        from papermill.parameterize import parameterize_notebook  # noqa: PLC0415
    from kpikit.run.engine import supervised  # noqa: PLC0415

    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what it would say is in the outcome
    engine = "warm" if task["engine"] == "warm" else None
    declared = inspect_notebook(task["notebook"])
    parameters = {name: value for name, value in task["parameters"].items() if name in declared}
    notebook = parameterize_notebook(
        load_notebook_node(task["notebook"]), parameters, kernel_name="python3", engine_name=engine
    )
    prepare_notebook_metadata(notebook, Path(task["notebook"]).name, f"{task['chapter']}.ipynb")
    try:
        papermill_engines.execute_notebook_with_engine(
            engine,
            notebook,
            kernel_name="python3",
            progress_bar=False,
            autosave_cell_every=0,
            resources={"metadata": {"path": task["root"]}},
            extra_arguments=["--IPKernelApp.log_level=50", *_seeding(task)],
            **supervised(task["deadline"]),
        )
        raise_for_execution_errors(notebook, None)
    except Exception as error:  # noqa: BLE001 - whatever stops a notebook becomes its outcome
        return notebook, error
    return notebook, None


def _seeding(task: Task) -> list[str]:
    """What each kernel runs first: random draws that belong to brand, period and chapter, on both engines."""
    seed = f"{task['brand']} {task['period']} {task['chapter']}"
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    lines = [f"__import__('random').seed({number})", f"__import__('numpy').random.seed({number})"]
    return [f"--IPKernelApp.exec_lines={line}" for line in lines]


def _why(error: Exception, *, late: bool) -> Status:
    if late:
        return "timed_out"
    return "killed" if type(error).__name__ == "DeadKernelError" else "failed"


def _message(error: Exception, status: Status, deadline: float) -> str:
    """One line for the table at the end and for the page that stands in the chapter's place."""
    if status == "timed_out":
        return f"not ready after {deadline:g} s, the time allowed for a chapter"
    if status == "killed":
        return "the kernel ended without a word: killed, or out of memory"
    name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    return clean_line(_ANSI.sub("", f"{name}: {value}"), 500)


_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def _settle(notebook: nbformat.NotebookNode, task: Task, status: Status, error: str) -> None:
    """Keep what a reader needs, nothing that differs from run to run; make a kernel's silent end visible."""
    started = [cell for cell in notebook.cells if cell.metadata.get("papermill", {}).get("start_time")]
    if error and started and not any(_failed(cell) for cell in started):
        last = next((cell for cell in reversed(started) if cell.cell_type == "code"), None)
        if last is not None:
            last.outputs.append(output_of_error(status, error))
    for position, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        elif "papermill-error-cell-tag" in cell.metadata.get("tags", []):
            cell.id = f"error-{position}"
    papermill = notebook.metadata.pop("papermill", {})
    notebook.metadata["papermill"] = {"parameters": papermill.get("parameters", {})}
    notebook.metadata["kpikit"] = {
        "brand_id": task["brand"],
        "period": task["period"],
        "language": task["language"],
        "chapter": task["chapter"],
        "status": status,
        "error": error,
    }


def _failed(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def output_of_error(name: str, value: str) -> nbformat.NotebookNode:
    """A cell output that says what stopped it, written by whoever watched."""
    from nbformat.v4 import new_output  # noqa: PLC0415 - see _execute

    output: nbformat.NotebookNode = new_output(  # type: ignore[no-untyped-call]
        "error", ename=name, evalue=value, traceback=[f"{name}: {value}"]
    )
    return output
