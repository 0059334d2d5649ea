"""What `kpikit report` has done in children of the warm process: plain values in and out.

The driver itself never loads pandas, DuckDB or Typst: it starts fast and stays small.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kpikit.errors import PeriodError
from kpikit.parameters import load_brand
from kpikit.periods import parse_period
from kpikit.project import Project

if TYPE_CHECKING:
    import nbformat

    from kpikit.parameters import Brand
    from kpikit.render.facts import State
    from kpikit.run.chapter import Outcome


def prepare(root: str, brand: str, period: str | None) -> dict[str, Any]:
    """Import a brand's exports and settle the period.

    Returns:
        records: what became of each file, as `FileRecord.as_json`; period: its id; store: fingerprint. Or
        records and error: no data lie in the period, or no month is whole.
    """
    from kpikit.chapters.setting import Setting, period_with_data
    from kpikit.charts import fonts
    from kpikit.store import Store, import_brand, last_whole_month

    project, loaded = _loaded(root, brand)
    records = import_brand(project, loaded)
    fonts.prepare(loaded.languages)  # cut once, here; else each chapter's process would on a new machine
    told = [record.as_json() for record in records]
    try:
        span = parse_period(period) if period else last_whole_month(project, loaded)
        period_with_data(Setting(project, loaded, span, loaded.languages[0]))
    except PeriodError as error:
        return {"records": told, "error": error}  # what became of the files is told all the same
    return {
        "records": told,
        "period": span.id,
        "store": Store(project, brand).fingerprint(),
    }


def render(
    place: dict[str, str], state: State, outcomes: list[Outcome], form: Literal["html", "pdf"], target: str
) -> None:
    """Make one file of one language's executed chapters.

    Args:
        place: root, brand, period, language.
        state: State of the report.
        outcomes: That language's chapters in order.
        form: html or pdf.
        target: File to write.

    Raises:
        RenderError: It can't be rendered; says which chapter and cell.
    """
    from kpikit.publish.facts import report_facts
    from kpikit.render import report
    from kpikit.run.chapter import FINISHED

    _, brand = _loaded(place["root"], place["brand"])
    failed = {
        outcome["chapter"]: outcome["error"] for outcome in outcomes if outcome["status"] not in FINISHED
    }
    facts = report_facts(brand, parse_period(place["period"]), place["language"], state, failed)
    chapters = [
        report.unavailable(*_regret(outcome, place["language"], brand.currency), facts.labels)
        if outcome["chapter"] in failed
        else _read(outcome["notebook"])
        for outcome in outcomes
    ]
    whole = report.assemble(chapters, facts)
    if form == "html":
        Path(target).write_text(report.to_html(whole, facts), encoding="utf-8")
    else:
        Path(target).write_bytes(report.to_pdf(whole, facts))


def _read(path: str) -> nbformat.NotebookNode:
    import nbformat

    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def _regret(outcome: Outcome, language: str, currency: str) -> tuple[str, str]:
    """Title of a chapter that failed, and the sentence that stands in its place."""
    from kpikit.words import Words

    words = Words(language, currency)
    name = outcome["chapter"].split("-", 1)[-1]
    keys = [f"chapter.{word}.name" for word in (name, name.rsplit("-", 1)[-1])]
    title = next((words(key) for key in keys if words.has(key)), name.replace("-", " ").capitalize())
    return title, words("report.not_available_why", why=outcome["error"])


def write_figures(root: str, brand: str, period: str, folder: str) -> None:
    """Write metrics.csv, .parquet and .xlsx."""
    from datetime import UTC, datetime

    from kpikit.chapters import metrics_frame
    from kpikit.publish.metrics_files import write_metrics

    project, loaded = _loaded(root, brand)
    frame = metrics_frame(project, loaded, parse_period(period))
    write_metrics(frame, Path(folder), datetime.now(UTC).date())


def _loaded(root: str, brand: str) -> tuple[Project, Brand]:
    project = Project(Path(root))
    return project, load_brand(project, brand)
