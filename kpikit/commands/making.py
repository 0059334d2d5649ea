"""From one brand to one published report: import, chapters, pages, figures, manifest."""

from __future__ import annotations

import shutil
from concurrent.futures import wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kpikit.periods import parse_period
from kpikit.publish.folder import private_folder, publish
from kpikit.publish.manifest import describe, report_key, state_of
from kpikit.publish.places import Issued, current
from kpikit.run.chapter import FINISHED, execute_chapter
from kpikit.run.forking import call
from kpikit.run.work import Edition, Settings, tasks
from kpikit.store import FileRecord

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from kpikit.commands.progress import Progress
    from kpikit.parameters import Brand
    from kpikit.project import Project
    from kpikit.run.chapter import Outcome, Task


@dataclass(frozen=True)
class Hands:
    """Who does the work.

    Attributes:
        chapters: Executes chapters; any executor that maps `execute_chapter` over tasks.
        pages: Threads that wait for children of the warm process.
        progress: Told of each step.
    """

    chapters: Executor
    pages: Executor
    progress: Progress


@dataclass
class Made:
    """What became of one brand.

    Attributes:
        brand: Its id.
        records: What the import said of each file.
        outcomes: How each chapter went.
        report: The published report.
        unchanged: The report was there already, made of the same inputs.
        error: Why there is none.
    """

    brand: str
    records: list[FileRecord] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    report: Issued | None = None
    unchanged: bool = False
    error: Exception | None = None

    @property
    def refused(self) -> list[FileRecord]:
        """Exports that were not read."""
        return [record for record in self.records if record.status == "refused"]

    @property
    def failed(self) -> list[Outcome]:
        """Chapters that were not finished."""
        return [outcome for outcome in self.outcomes if outcome["status"] not in FINISHED]

    @property
    def well(self) -> bool:
        """Whether nothing failed and nothing was refused."""
        return self.report is not None and not self.refused and not self.failed and self.error is None


def make_report(project: Project, brand: Brand, period: str | None, settings: Settings, hands: Hands) -> Made:
    """Make and publish one brand's report. Whatever goes wrong stands in the result: other brands go on."""
    made = Made(brand.brand)
    try:
        prepared = call(
            "kpikit.commands.jobs:prepare", root=str(project.root), brand=brand.brand, period=period
        )
        made.records = [FileRecord.from_json(record) for record in prepared["records"]]
        if "error" in prepared:
            raise prepared["error"]  # noqa: TRY301 - caught with all others
        edition = Edition(brand.brand, prepared["period"], tuple(brand.languages), prepared["store"])
        _make(project, edition, settings, hands, made)
    except Exception as error:  # noqa: BLE001 - one brand's failure leaves the others' reports made
        made.error = error
    return made


def _make(project: Project, edition: Edition, settings: Settings, hands: Hands, made: Made) -> None:
    work = tasks(project, edition, settings)
    key = report_key(work)
    with private_folder(project, edition.brand, edition.period) as folder:
        there = current(project, edition.brand, edition.period)
        if there and not settings.force and _is_of(there, key):
            made.report, made.unchanged = there, True
            return
        hands.progress.more(len(work) + 2 * len(edition.languages) + 1)
        place = {"root": str(project.root), "brand": edition.brand, "period": edition.period}
        figures = hands.pages.submit(*_job("write_figures", **place, folder=str(folder)))
        try:
            made.outcomes = _execute(work, hands)
        finally:
            wait([figures])  # it writes into the private folder, which goes if a chapter can't be executed
        _fill(place, edition, folder, made.outcomes, hands)
        figures.result()
        hands.progress.done(f"{edition.brand} metrics")
        period = parse_period(edition.period)
        manifest = describe(project, edition, period, made.outcomes, made.records) | {"key": key}
        made.report = publish(folder, manifest)


def _is_of(report: Issued, key: str) -> bool:
    """Whether a report was made of the same inputs, is complete, and has all its files."""
    if report.manifest.get("key") != key or report.state == "incomplete":
        return False
    sizes = {name: entry["bytes"] for name, entry in report.manifest["files"].items()}
    places = {name: report.folder / name for name in sizes}
    return all(path.is_file() and path.stat().st_size == sizes[name] for name, path in places.items())


def _execute(work: list[Task], hands: Hands) -> list[Outcome]:
    outcomes = []
    for outcome in hands.chapters.map(execute_chapter, work):
        hands.progress.done(
            f"{outcome['brand']} {outcome['chapter']} ({outcome['language']}): {outcome['status']}, "
            f"{outcome['seconds']:.1f} s{': ' * bool(outcome['error'])}{outcome['error']}"
        )
        outcomes.append(outcome)
    return outcomes


def _fill(
    place: dict[str, str], edition: Edition, folder: Path, outcomes: list[Outcome], hands: Hands
) -> None:
    """Write pages and executed chapters into the private folder."""
    state = state_of(outcomes)
    waiting: list[tuple[str, Future[Any]]] = []
    for position, language in enumerate(edition.languages):
        suffix = "" if position == 0 else f".{language}"
        own = [outcome for outcome in outcomes if outcome["language"] == language]
        for form in ("pdf", "html"):
            name = f"report{suffix}.{form}"
            arguments = {"state": state, "outcomes": own, "form": form, "target": str(folder / name)}
            job = _job("render", place=place | {"language": language}, **arguments)
            waiting.append((name, hands.pages.submit(*job)))
        _keep_chapters(own, folder / "chapters" / (language if position else ""))
    for name, future in waiting:
        future.result()
        hands.progress.done(f"{edition.brand} {name}")


def _job(name: str, **arguments: Any) -> tuple[Any, ...]:  # noqa: ANN401 - the job's own
    return _call_job, name, arguments


def _call_job(name: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - the job's own
    return call(f"kpikit.commands.jobs:{name}", **arguments)


def _keep_chapters(outcomes: list[Outcome], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in outcomes:
        shutil.copyfile(outcome["notebook"], folder / f"{outcome['chapter']}.ipynb")
