"""What is written about a report: what it was made of, by what, when, and how each chapter went."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from kpikit import __version__
from kpikit.run.chapter import FINISHED
from kpikit.run.fingerprints import digest, of_file, of_package, parameter_files
from kpikit.run.work import as_papermill_reads, chapter_notebooks

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.periods import Period
    from kpikit.project import Project
    from kpikit.run.chapter import Outcome, Task
    from kpikit.run.work import Edition
    from kpikit.store import FileRecord

LIBRARIES = (
    "duckdb",
    "ipykernel",
    "jupyterlab",
    "matplotlib",
    "nbconvert",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
    "seaborn",
    "statsmodels",
    "typst",
)


def report_key(tasks: list[Task]) -> str:
    """Digest of all that a report is made of: its chapters' keys and the code that makes pages of them."""
    return digest([of_package(whole=True), *(task["key"] for task in tasks)])


def state_of(outcomes: list[Outcome]) -> str:
    """draft, or incomplete where a chapter failed in any language."""
    return "draft" if all(outcome["status"] in FINISHED for outcome in outcomes) else "incomplete"


def describe(
    project: Project, edition: Edition, period: Period, outcomes: list[Outcome], records: list[FileRecord]
) -> dict[str, Any]:
    """Everything but the files' own digests, which `publish` adds.

    Args:
        project: Where the inputs lie.
        edition: Brand, period and languages.
        period: The period's days.
        outcomes: How each chapter went, in the order of the report.
        records: What the import said of each export.
    """
    parameters = as_papermill_reads(project.brand_file(edition.brand))
    return {
        "brand": edition.brand,
        "name": parameters["name"],
        "period": edition.period,
        "first_day": period.start.isoformat(),
        "last_day": period.end.isoformat(),
        "languages": list(edition.languages),
        "state": state_of(outcomes),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "chapters": [
            {name: outcome[name] for name in ("language", "chapter", "status", "error", "seconds")}
            for outcome in outcomes
        ],
        "failed": sorted({outcome["chapter"] for outcome in outcomes if outcome["status"] not in FINISHED}),
        "inputs": {
            "exports": _exports(project, edition.brand, records),
            "parameters": {
                name: of_file(path) for name, path in parameter_files(project, edition.brand).items()
            },
            "notebooks": {path.name: of_file(path) for path in chapter_notebooks(project)},
            "store": edition.store,
        },
        "parameters": parameters,
        "git": git_commit(project.root),
        "versions": {"kpikit": __version__, "python": sys.version.split()[0]} | _versions(),
    }


def git_commit(root: Path) -> str | None:
    """Commit of the project's folder, with `+` after it where tracked files differ; None without git."""
    commands = (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
    try:
        commit, changes = (
            subprocess.run(  # noqa: S603 - fixed words
                ["git", "-C", str(root), *words],  # noqa: S607 - whichever git the person uses
                capture_output=True,
                text=True,
                check=True,
                timeout=30,
            ).stdout.strip()
            for words in commands
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{commit}+" if changes else commit


def _exports(project: Project, brand: str, records: list[FileRecord]) -> list[dict[str, Any]]:
    return [
        {
            "source": record.source,
            "file": record.file,
            "sha256": of_file(project.data / brand / record.file),
            "status": record.status,
            "layout": record.layout,
            "rows_read": record.rows_read,
            "used": record.used,
            "repaired": record.repaired,
            "set_aside": record.set_aside,
        }
        for record in records
        if record.status != "ignored"
    ]


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
