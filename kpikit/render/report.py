"""A whole report: chapters put together, then made into HTML and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit.render.facts import LABELS, ReportFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LABELS", "ReportFacts", "assemble", "to_html", "to_pdf", "unavailable"]


def assemble(chapters: Sequence[Any], facts: ReportFacts) -> Any:  # noqa: ANN401 - nbformat has no types
    """Join executed chapter notebooks into one notebook.

    Chapters keep their order, but those whose metadata say `kpikit.annex: true` go last. Each cell remembers its
    chapter, so that an error can name it.

    Args:
        chapters: Executed notebooks; metadata `kpikit.title` names one that has no heading of level 1.
        facts: What stands around them; kept in the notebook's metadata for both exporters.
    """
    from nbformat.v4 import new_notebook  # noqa: PLC0415 - costs 0.2 s

    whole = new_notebook(metadata={"kpikit": {"facts": facts.metadata()}})
    for number, chapter in enumerate(sorted(chapters, key=_is_annex), start=1):
        title = str(_ours(chapter).get("title") or "")
        for at, cell in enumerate(chapter.cells, start=1):
            copy = type(cell)(cell)
            place = {"chapter": number, "title": title, "cell": at}
            copy.metadata = type(cell)({**cell.metadata, "kpikit": place})
            copy.id = f"c{number}-{at}"
            whole.cells.append(copy)
    return whole


def unavailable(title: str, why: str, labels: Mapping[str, str]) -> Any:  # noqa: ANN401 - nbformat has no types
    """A chapter in the place of one that could not be made: its title and, visibly, why.

    Args:
        title: Title of the chapter.
        why: The reason in words for the reader.
        labels: Fixed words; `not_available` heads the box.
    """
    from nbformat.v4 import new_code_cell, new_notebook, new_output  # noqa: PLC0415 - costs 0.2 s

    from kpikit.blocks import MIME, Heading  # noqa: PLC0415

    heading = new_output("display_data", {MIME: Heading(title, level=1).json(), "text/plain": title})
    box = {"kind": "unavailable", "title": labels.get("not_available") or LABELS["not_available"], "why": why}
    failed = new_output("display_data", {MIME: box, "text/plain": f"{box['title']}: {why}"})
    return new_notebook(
        cells=[new_code_cell(outputs=[heading, failed])],
        metadata={"kpikit": {"title": title, "unavailable": why}},
    )


def to_html(notebook: Any, facts: ReportFacts) -> str:  # noqa: ANN401
    """The report as one HTML page that loads nothing.

    Raises:
        RenderError: A chapter's output can't be read; the text names chapter and cell.
    """
    from kpikit.render.html import page  # noqa: PLC0415

    return page(notebook, facts)


def to_pdf(notebook: Any, facts: ReportFacts) -> bytes:  # noqa: ANN401
    """The report as a tagged PDF.

    Raises:
        RenderError: A chapter's output can't be read or drawn; the text names chapter and cell.
    """
    from kpikit.render.pdf import pages  # noqa: PLC0415

    return pages(notebook, facts)


def _ours(notebook: Any) -> Mapping[str, Any]:  # noqa: ANN401
    found = notebook.metadata.get("kpikit", {})
    return found if isinstance(found, dict) else {}


def _is_annex(chapter: Any) -> bool:  # noqa: ANN401
    return bool(_ours(chapter).get("annex"))
