"""From a brand and a period to the chapters to execute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpikit.errors import Problem, RunError
from kpikit.parameters.strict_yaml import read_yaml
from kpikit.run.fingerprints import digest, of_file, of_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.project import Project
    from kpikit.run.chapter import Engine, Task

DEADLINE = 300.0
"""Seconds allowed for one chapter."""


@dataclass(frozen=True)
class Settings:
    """How chapters are executed; none of it changes their outputs.

    Attributes:
        engine: warm or papermill.
        force: Execute even where inputs are unchanged.
        deadline: Seconds allowed for one chapter.
    """

    engine: Engine = "warm"
    force: bool = False
    deadline: float = DEADLINE


def chapter_notebooks(project: Project) -> list[Path]:
    """The chapters, in the order of their numbers: NN-name.ipynb.

    Raises:
        RunError: There are none.
    """
    found = sorted(project.notebooks.glob("[0-9][0-9]-*.ipynb"))
    if not found:
        raise RunError(Problem("no chapters found", file=project.notebooks, allowed="NN-name.ipynb"))
    return found


@dataclass(frozen=True)
class Edition:
    """One report to be made.

    Attributes:
        brand: Brand id; its parameter file has been checked.
        period: Period id.
        languages: Languages of the report, first the main one.
        store: Fingerprint of the brand's store.
    """

    brand: str
    period: str
    languages: tuple[str, ...]
    store: str


def tasks(project: Project, edition: Edition, settings: Settings) -> list[Task]:
    """One task a language and chapter."""
    notebooks = chapter_notebooks(project)
    shared = of_inputs(project, edition.brand, edition.store)
    parameters = as_papermill_reads(project.brand_file(edition.brand))
    brand, period = edition.brand, edition.period
    return [
        {
            "root": str(project.root),
            "brand": brand,
            "period": period,
            "language": language,
            "chapter": notebook.stem,
            "notebook": str(notebook),
            # The kernel works in the project's folder: a published notebook names no folder of this machine.
            "parameters": parameters | {"period": period, "language": language, "root": "."},
            "engine": settings.engine,
            "deadline": settings.deadline,
            "key": digest([shared, period, language, notebook.stem, of_file(notebook)])[:20],
            "folder": str(project.store / "executed" / brand / period / language),
            "force": settings.force,
        }
        for language in edition.languages
        for notebook in notebooks
    ]


def as_papermill_reads(path: Path) -> dict[str, Any]:
    """A brand file's keys and values as `papermill -f` hands them over: dates are text."""
    return {key: _dates_as_text(value) for key, value in read_yaml(path).data.items()}


def _dates_as_text(value: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    match value:
        case dict():
            return {key: _dates_as_text(inner) for key, inner in value.items()}
        case list():
            return [_dates_as_text(inner) for inner in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return value.isoformat()
