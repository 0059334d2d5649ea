"""`kpikit report`: several brands side by side, and what a person is told of it."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpikit.commands.checking import checked
from kpikit.commands.ending import SOME_FAILED, say_problems
from kpikit.commands.importing import line, summary
from kpikit.commands.making import Hands, Made, make_report
from kpikit.commands.progress import Progress
from kpikit.commands.terminal import say, say_file_line
from kpikit.errors import KpikitError
from kpikit.periods import parse_period
from kpikit.publish.index import write_index
from kpikit.run.chapter import load_papermill
from kpikit.run.forking import zygote
from kpikit.run.work import Settings

if TYPE_CHECKING:
    from kpikit.parameters import Brand
    from kpikit.project import Project


@dataclass(frozen=True)
class Options:
    """The command's options, as typed."""

    period: str | None = None
    workers: int | None = None
    engine: Literal["warm", "papermill"] = "warm"
    force: bool = False
    verbose: bool = False


def report_all(project: Project, brands: list[str], options: Options) -> int:
    """Make the reports of several brands; one brand's failure leaves the others' reports made.

    Raises:
        PeriodError: `period` is none.
    """
    period = parse_period(options.period).id if options.period else None
    warm = zygote()  # it imports while the parameters are checked
    threading.Thread(target=load_papermill, daemon=True).start()
    good, bad = checked(project, brands)
    for error in bad.values():
        say_problems(error)
    progress = Progress(verbose=options.verbose)
    workers = options.workers or _cores()
    try:
        made = _make_all(project, list(good.values()), period, options, (workers, progress))
    except KeyboardInterrupt:
        progress.close()
        warm.end()
        raise
    progress.close()
    for one in made:
        _say(project, one, verbose=options.verbose)
    if any(one.report for one in made):
        print(f"All reports: {write_index(project)}")
    return 0 if not bad and all(one.well for one in made) else SOME_FAILED


def _make_all(
    project: Project, brands: list[Brand], period: str | None, options: Options, crew: tuple[int, Progress]
) -> list[Made]:
    """While one brand's pages are made, the next one's chapters run."""
    workers, progress = crew
    settings = Settings(engine=options.engine, force=options.force)
    chapters, pages = ThreadPoolExecutor(workers), ThreadPoolExecutor(workers)
    coordinators = ThreadPoolExecutor(workers)
    hands = Hands(chapters, pages, progress)
    try:
        futures = [
            coordinators.submit(make_report, project, brand, period, settings, hands) for brand in brands
        ]
        return [future.result() for future in futures]
    finally:
        for executor in (coordinators, chapters, pages):
            executor.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _say(project: Project, made: Made, *, verbose: bool) -> None:
    print(f"{made.brand}: {summary(made.records)}")
    if verbose:
        for record in made.records:
            say_file_line(line(record), "  ", sys.stdout)
    else:
        for record in made.refused:
            say(line(record), "  ", file=sys.stderr)
    _say_failures(made, verbose=verbose)
    if made.report is None:
        return
    when = made.report.made[:16].replace("T", " ")
    how = f"unchanged since {when}" if made.unchanged else f"made {when}"
    folder = made.report.folder.relative_to(project.root)
    cached = sum(outcome["status"] == "cached" for outcome in made.outcomes)
    kept = f", {cached} of {len(made.outcomes)} chapters unchanged" if cached else ""
    print(f"  {made.report.period}: {made.report.state}, {how} UTC{kept}")
    for name in made.report.manifest["files"]:
        if name.startswith("report") and name.endswith(".pdf"):
            print(f"  {folder / name}")


def _say_failures(made: Made, *, verbose: bool) -> None:
    if isinstance(made.error, KpikitError):
        print(f"{made.brand}: no report", file=sys.stderr)
        say_problems(made.error)
    elif made.error is not None:
        print(f"{made.brand}: {type(made.error).__name__}: {made.error}", file=sys.stderr)
        if verbose:
            traceback.print_exception(made.error)
    if made.failed:
        print(f"{made.brand}: chapters that could not be made", file=sys.stderr)
    for outcome in made.failed:
        words = (outcome["chapter"], outcome["language"], outcome["status"], outcome["error"])
        print("  " + "  ".join(words), file=sys.stderr)
